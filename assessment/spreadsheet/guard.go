// Refusing hostile workbooks before anything of them is held: zip bombs, cells
// beyond any table, endless texts, document types with entities.

package spreadsheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// guard walks over the parts of a workbook and says why it must not be opened.
type guard struct {
	ctx   context.Context
	rules *Rules
	cells int // of all sheets so far
	texts int
}

// archive looks at the whole archive: first what it says of itself, then every
// part that is XML.
func (g *guard) archive(z *zip.Reader) error {
	if err := g.sizes(z); err != nil {
		return err
	}
	for _, f := range z.File {
		if isMarkup(f.Name) {
			if err := g.part(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// sizes believes what the archive says of its parts; the reader of the archive
// fails where a part is longer than that.
func (g *guard) sizes(z *zip.Reader) error {
	lim := &g.rules.Limits
	if len(z.File) > lim.Entries {
		return g.rules.refusal("it has %d parts, more than %d", len(z.File), lim.Entries)
	}
	total, small := uint64(0), uint64(0)
	found := false
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		found = found || name == workbookPart
		if name == binaryWorkbook {
			return fmt.Errorf("this is a binary workbook (.xlsb); %s", g.rules.Words.Again)
		}
		size := f.UncompressedSize64
		if total += size; size > lim.Unpacked || total > lim.Unpacked {
			return g.rules.refusal("it unpacks to more than %d MB", lim.Unpacked>>20)
		}
		if size > lim.RatioFrom && size/max(f.CompressedSize64, 1) > lim.Ratio {
			return g.rules.refusal("its part %q is packed more than %d times, as no %s is", shortName(f.Name), lim.Ratio, g.rules.Words.Kind)
		}
		tabular := isTabular(f.Name)
		if size > lim.Part && !tabular {
			return g.rules.refusal("its part %q unpacks to more than %d MB", shortName(f.Name), lim.Part>>20)
		}
		if size <= lim.Memory || !tabular {
			if small += size; small > lim.SmallParts {
				return g.rules.refusal("its small parts unpack to more than %d MB", lim.SmallParts>>20)
			}
		}
	}
	if !found {
		return fmt.Errorf("this is a zip archive without a workbook in it; %s", g.rules.Words.Other)
	}
	return nil
}

// isMarkup reports whether a part says that it is XML.
func isMarkup(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
}

// isTabular reports whether a part is a sheet or the list of texts, which are
// read as a stream when they are large.
func isTabular(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "worksheets/") || strings.HasSuffix(name, "sharedstrings.xml")
}

// part walks over the tags of a part.
func (g *guard) part(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return g.rules.refusal("its part %q cannot be unpacked", shortName(f.Name))
	}
	defer r.Close()
	w := partGuard{guard: g, name: f.Name, tabular: isTabular(f.Name)}
	return w.walk(bufio.NewReaderSize(r, 64<<10))
}

// partGuard is the walk over one part.
type partGuard struct {
	*guard
	name        string
	tabular     bool
	sheet       bool // it holds a sheet
	begun       bool // the first element was seen
	comment     bool // a comment before it is open
	cells, rows int  // of the row; of the sheet
	last        []byte
}

func (g *partGuard) walk(b *bufio.Reader) error {
	lim, held := &g.rules.Limits, 0
	for n := 0; ; n++ {
		if n%65536 == 0 {
			if err := g.ctx.Err(); err != nil {
				return err
			}
		}
		chunk, err := b.ReadSlice('>')
		if held += len(chunk); held > lim.Markup {
			return g.rules.refusal("its part %q holds a text of more than %d KB", shortName(g.name), lim.Markup>>10)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			if !g.begun {
				return g.rules.refusal("its part %q does not begin like any part of a workbook", shortName(g.name))
			}
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return g.rules.refusal("its part %q is damaged", shortName(g.name))
		}
		held = 0
		if n > lim.Tags && !g.tabular {
			return g.rules.refusal("its part %q has more than %d elements", shortName(g.name), lim.Tags)
		}
		if refused := g.chunk(chunk); refused != nil {
			return refused
		}
		if err != nil {
			break
		}
	}
	if g.sheet && !bytes.HasSuffix(bytes.TrimSpace(g.last), []byte("worksheet>")) {
		return g.rules.refusal("its sheet %q is cut off", shortName(g.name))
	}
	return nil
}

// chunk looks at what ends with the next >.
func (g *partGuard) chunk(chunk []byte) error {
	if !g.begun {
		if err := g.prolog(chunk); err != nil || !g.begun {
			return err
		}
	}
	if i := bytes.LastIndexByte(chunk, '<'); i >= 0 {
		return g.tag(chunk[i+1:])
	}
	return nil
}

// prolog looks at what comes before the first element: no document type.
func (g *partGuard) prolog(chunk []byte) error {
	if g.comment {
		g.comment = !bytes.HasSuffix(chunk, []byte("-->"))
		return nil
	}
	i := bytes.IndexByte(chunk, '<')
	if i < 0 {
		return nil
	}
	switch tag := chunk[i+1:]; {
	case bytes.HasPrefix(tag, []byte("!--")):
		g.comment = len(tag) < len("!---->") || !bytes.HasSuffix(tag, []byte("-->"))
	case bytes.HasPrefix(tag, []byte("!")):
		return g.rules.refusal("its part %q defines a document type, which no workbook needs", shortName(g.name))
	case !bytes.HasPrefix(tag, []byte("?")):
		g.begun = true
	}
	return nil
}

// tag looks at one tag.
func (g *partGuard) tag(tag []byte) error {
	lim := &g.rules.Limits
	g.last = append(g.last[:0], tag...)
	switch string(tagName(tag)) {
	case "worksheet":
		g.sheet = true
	case "si":
		if g.texts++; g.texts > lim.Texts {
			return g.rules.refusal("it has more than %d texts", lim.Texts)
		}
	case "row":
		g.cells = 0
		if g.rows++; g.rows > lim.Rows {
			return g.rules.tooManyRows()
		}
		if row, ok := attribute(tag, `r="`); ok && number(row, lim.Rows) > lim.Rows {
			return g.rules.refusal("it has a row %.20s, beyond %s", row, g.rules.end())
		}
	case "c":
		g.cells++
		g.guard.cells++
		if lim.Cells > 0 && g.guard.cells > lim.Cells {
			return g.rules.tooManyCells()
		}
		ref, ok := attribute(tag, `r="`)
		if column := columnOf(ref, lim.Columns); g.cells > lim.Columns || ok && column > lim.Columns {
			return g.rules.refusal("it has a cell %.20s, beyond column %d", ref, lim.Columns)
		}
	}
	return nil
}

// sheetRows is what a workbook can have at the most.
const sheetRows = 1_048_576

// end is the last row that is allowed, in words.
func (r *Rules) end() string {
	if r.Limits.Rows >= sheetRows {
		return "the end of any sheet"
	}
	return fmt.Sprintf("row %d", r.Limits.Rows)
}

func (r *Rules) tooManyRows() error {
	if r.Limits.Rows >= sheetRows {
		return r.refusal("it has more rows than any sheet")
	}
	return r.refusal("it has a sheet of more than %d rows", r.Limits.Rows)
}

func (r *Rules) tooManyCells() error { return r.refusal("it has more than %d cells", r.Limits.Cells) }

// tagName is the name of an opening tag without its prefix.
func tagName(tag []byte) []byte {
	for i, c := range tag {
		switch {
		case c == ':':
			return tagName(tag[i+1:])
		case c == '>' || c == '/' || blank(c):
			return tag[:i]
		}
	}
	return tag
}

// attribute is the value of an attribute that starts with name=".
func attribute(tag []byte, start string) ([]byte, bool) {
	for from := 0; ; {
		i := bytes.Index(tag[from:], []byte(start))
		if i < 0 {
			return nil, false
		}
		i += from
		if i > 0 && blank(tag[i-1]) {
			value := tag[i+len(start):]
			if end := bytes.IndexByte(value, '"'); end >= 0 {
				return value[:end], true
			}
			return value, true
		}
		from = i + 1
	}
}

// columnOf is the number of the column in a cell reference, from 1, to a little
// beyond the most there may be.
func columnOf(ref []byte, most int) int {
	n := 0
	for _, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' || n > most {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// number reads digits, to a little beyond the most there may be.
func number(b []byte, most int) int {
	n := 0
	for _, c := range b {
		if !digit(c) || n > most {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func digit(c byte) bool { return c-'0' <= 9 }
