// Reading the XML of workbooks as a stream: tags and the text between them,
// nothing of which is kept.

package spreadsheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// markup reads XML tag by tag.
type markup struct {
	b      *bufio.Reader
	most   int    // bytes between two tags, and of a tag
	text   []byte // before the tag, as text
	tag    []byte // between < and >
	name   []byte // of the element, without its prefix
	closes bool   // </name> or <name/>
	opens  bool   // <name> or <name/>
}

func newMarkup(r io.Reader, most int) *markup {
	return &markup{b: bufio.NewReaderSize(r, 64<<10), most: most}
}

var errMarkup = errors.New("it holds a text or a tag that is too long")

// until appends what comes before a sign.
func (m *markup) until(b []byte, sign byte) ([]byte, error) {
	for {
		chunk, err := m.b.ReadSlice(sign)
		if err == nil {
			chunk = chunk[:len(chunk)-1]
		}
		if b = append(b, chunk...); len(b) > 2*m.most {
			return b, errMarkup
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, err
		}
	}
}

// next reads up to the end of the next tag; io.EOF when there is none.
func (m *markup) next() (err error) {
	m.text = m.text[:0]
	for {
		from := len(m.text)
		if m.text, err = m.until(m.text, '<'); err != nil {
			return err
		}
		m.text = append(m.text[:from], plainText(m.text[from:])...)
		if m.tag, err = m.until(m.tag[:0], '>'); err != nil {
			return cutOff(err)
		}
		start, end := []byte("!--"), []byte("--")
		if bytes.HasPrefix(m.tag, []byte("![CDATA[")) {
			start, end = []byte("![CDATA["), []byte("]]")
		}
		if !bytes.HasPrefix(m.tag, start) {
			break
		}
		for !bytes.HasSuffix(m.tag[len(start):], end) {
			m.tag = append(m.tag, '>')
			if m.tag, err = m.until(m.tag, '>'); err != nil {
				return cutOff(err)
			}
		}
		if end[0] == ']' {
			m.text = append(m.text, m.tag[len(start):len(m.tag)-len(end)]...)
		}
	}
	tag := m.tag
	m.opens, m.closes = true, bytes.HasSuffix(tag, []byte("/"))
	if bytes.HasPrefix(tag, []byte("/")) {
		m.opens, m.closes, tag = false, true, tag[1:]
	}
	m.name = tagName(tag)
	return nil
}

// cutOff is the error of a part that ends inside a tag.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// attribute is the value of an attribute of the tag, nil without one.
func (m *markup) attribute(name string) []byte {
	for i := 1; i+len(name)+2 <= len(m.tag); i++ {
		if m.tag[i] != name[0] || !blank(m.tag[i-1]) || string(m.tag[i:i+len(name)]) != name {
			continue
		}
		rest := m.tag[i+len(name):]
		if rest[0] != '=' || rest[1] != '"' && rest[1] != '\'' {
			continue
		}
		if end := bytes.IndexByte(rest[2:], rest[1]); end >= 0 {
			return rest[2 : 2+end]
		}
		return rest[2:]
	}
	return nil
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// plainText takes entities apart, in place.
func plainText(b []byte) []byte {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return b
	}
	out := b[:i]
	for i < len(b) {
		if b[i] != '&' {
			out = append(out, b[i])
			i++
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		r, ok := rune(0), false
		if end > 0 {
			r, ok = entity(string(b[i+1 : i+end]))
		}
		if !ok {
			out = append(out, '&')
			i++
			continue
		}
		i += end + 1 // no entity is shorter than what it stands for
		out = utf8.AppendRune(out, r)
	}
	return out
}

// entity is the sign that a name or a number between & and ; stands for.
func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	number, base := name[1:], 10
	if number[0] == 'x' {
		number, base = number[1:], 16
	}
	n, err := strconv.ParseUint(number, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}

// unescaped takes apart what workbooks write for control characters: _x000D_.
func unescaped(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) {
		return b
	}
	out := b[:0]
	for i := 0; i < len(b); i++ {
		if b[i] == '_' && i+7 <= len(b) && b[i+1] == 'x' && b[i+6] == '_' {
			if n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				out = utf8.AppendRune(out, rune(n))
				i += 6
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}
