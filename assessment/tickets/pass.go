// Passing over an export, once or more, with its hash and the progress.

package tickets

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// pass reads an export from start to end as often as needed.
type pass struct {
	ctx      context.Context
	src      *source
	progress func(done, total int64)
	passes   int64 // begun
	planned  int64 // known to come
	sha256   string
	book     *workbook
}

func (p *pass) close() {
	if p.book != nil {
		p.book.close()
	}
}

// layout finds out how the export is laid out.
func (p *pass) layout(m Mapping) (*layout, error) {
	if p.src.kind == kindXLSX {
		book, err := openWorkbook(p.ctx, p.src.path)
		if err != nil {
			return nil, err
		}
		p.book = book
		return book.layout(m)
	}
	f, err := p.src.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(f, head)
	whole := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !whole {
		return nil, err
	}
	head = head[:n]
	if len(bytes.Trim(head, "\xef\xbb\xbf \t\r\n")) == 0 {
		return nil, errors.New("the file is empty; export the tickets again")
	}
	return sniffText(head, whole, m)
}

// ctxEvery is after how many rows a pass looks whether it was cancelled.
const ctxEvery = 1024

// each hands over the rows below the header.
func (p *pass) each(lay *layout, use func(*record) error) (err error) {
	p.passes++
	var r rows
	if p.book != nil {
		x, err := p.book.rows(lay)
		if err != nil {
			return err
		}
		defer x.close()
		r = x
		if p.sha256 == "" {
			if p.sha256, err = p.hash(); err != nil {
				return err
			}
		}
	} else {
		f, err := p.src.open()
		if err != nil {
			return fmt.Errorf("cannot read %s: %w", p.src.name, err)
		}
		defer f.Close()
		counted := newHashing(f, p.tell())
		s := newScanner(asUTF8(counted, lay.encoding), lay.delimiter, lay.newline)
		defer func() {
			if err == nil && p.sha256 == "" {
				p.sha256 = counted.sum()
			}
		}()
		for range lay.skip {
			if _, err := s.next(); err != nil {
				break
			}
		}
		s.columns = len(lay.header)
		r = s
	}
	var rec record
	for n := 0; ; n++ {
		if n%ctxEvery == 0 {
			if err := p.ctx.Err(); err != nil {
				return err
			}
		}
		rec, err = r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("cannot read %s: %w", p.src.name, err)
		}
		if err := use(&rec); err != nil {
			return err
		}
	}
}

// tell passes the progress on, about a hundred times a pass.
func (p *pass) tell() func(done int64) {
	if p.progress == nil {
		return nil
	}
	before, total, told := (p.passes-1)*p.src.size, max(p.passes, p.planned)*p.src.size, int64(-1)
	return func(done int64) {
		if step := p.src.size/100 + 1; told < 0 || done-told >= step || done == p.src.size {
			told = done
			p.progress(before+done, total)
		}
	}
}

// hash is the SHA-256 of the whole file.
func (p *pass) hash() (string, error) {
	f, err := p.src.open()
	if err != nil {
		return "", fmt.Errorf("cannot read %s: %w", p.src.name, err)
	}
	defer f.Close()
	h := newHashing(f, p.tell())
	buf := make([]byte, 256<<10)
	for {
		if err := p.ctx.Err(); err != nil {
			return "", err
		}
		switch _, err := h.Read(buf); {
		case errors.Is(err, io.EOF):
			return h.sum(), nil
		case err != nil:
			return "", fmt.Errorf("cannot read %s: %w", p.src.name, err)
		}
	}
}
