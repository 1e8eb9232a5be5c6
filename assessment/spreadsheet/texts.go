// The list of texts that the cells of a workbook point into.

package spreadsheet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
)

// texts are the shared texts of a workbook: in memory while they are few or where
// there is no other place.
type texts struct {
	ends  []int64
	data  []byte
	spill Spill
}

// readTexts reads the list.
func readTexts(ctx context.Context, r io.Reader, rules *Rules) (t *texts, err error) {
	t = &texts{}
	most := rules.Limits.Cell + 1 // too long to be used already
	defer func() {
		if err != nil {
			t.close()
		}
	}()
	m := newMarkup(r, rules.Limits.Markup)
	var text []byte
	var out *bufio.Writer
	inText, reading, size := false, false, int64(0)
	for n := 0; ; n++ {
		if n%65536 == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		if err := m.next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return t, err
		}
		if inText {
			text = append(text, m.text[:min(len(m.text), most)]...)
			text = text[:min(len(text), most)]
		}
		switch string(m.name) {
		case "si":
			if m.closes {
				if len(t.ends) >= rules.Limits.Texts {
					return t, rules.refusal("it has more than %d texts", rules.Limits.Texts)
				}
				text = unescaped(text)
				size += int64(len(text))
				t.ends = append(t.ends, size)
				if out != nil {
					if _, err := out.Write(text); err != nil {
						return t, noRoom(err)
					}
				} else if t.data = append(t.data, text...); rules.Spill != nil && uint64(len(t.data)) > rules.Limits.Memory {
					if t.spill, err = rules.Spill(); err != nil {
						return t, err
					}
					out = bufio.NewWriterSize(t.spill, 256<<10)
					if _, err := out.Write(t.data); err != nil {
						return t, noRoom(err)
					}
					t.data = nil
				}
				text = text[:0]
			}
		case "t":
			inText = m.opens && !m.closes && !reading
		case "rPh": // how to pronounce it
			reading = m.opens && !m.closes
		}
	}
	if out != nil {
		if err := out.Flush(); err != nil {
			return t, noRoom(err)
		}
	}
	return t, nil
}

func noRoom(err error) error {
	return fmt.Errorf("cannot keep the texts of the workbook in a temporary file: %w; make room in the folder for temporary files", err)
}

// add appends the text of a number to b.
func (t *texts) add(b, number []byte, rules *Rules) ([]byte, error) {
	number = bytes.TrimSpace(number)
	n := 0
	for _, c := range number {
		if !digit(c) || n > math.MaxInt32/10 {
			n = math.MaxInt32
			break
		}
		n = 10*n + int(c-'0')
	}
	if t == nil || len(number) == 0 || n >= len(t.ends) {
		return b, rules.damaged("a cell points to text %.20q, which is not there", number)
	}
	from, end := int64(0), t.ends[n]
	if n > 0 {
		from = t.ends[n-1]
	}
	if t.spill == nil {
		return append(b, t.data[from:end]...), nil
	}
	at := len(b)
	b = append(b, make([]byte, end-from)...)
	if _, err := t.spill.ReadAt(b[at:], from); err != nil && !errors.Is(err, io.EOF) {
		return b, fmt.Errorf("cannot read the temporary file of texts: %w", err)
	}
	return b, nil
}

func (t *texts) close() {
	if t != nil && t.spill != nil {
		_ = t.spill.Close() // nothing of it is wanted any more
		t.spill = nil
	}
}
