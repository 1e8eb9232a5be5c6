// Tickets that do not fit into memory wait in a temporary file, parted by the
// hash of their id so that each part can be put together by itself.

package tickets

import (
	"context"
	"fmt"
	"io"
	"os"

	"muster/assessment/spreadsheet"
)

// parts is into how many parts the tickets are split. A ticket's part is taken
// from the upper key, its slot in the table from the lower.
const parts = 1024

// segment is where the tickets of one part stand after one spill.
type segment struct {
	offset int64
	count  int
}

// spill is the temporary file. Only its owner can read it, and it has no name
// any more where the system allows that.
type spill struct {
	file     *os.File
	named    bool
	size     int64
	segments [parts][]segment
	buf      []byte
}

func newSpill() (*spill, error) {
	f, err := os.CreateTemp("", "muster-tickets-*.tmp") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("cannot make a temporary file for the tickets: %w; make room in the folder for temporary files", err)
	}
	s := &spill{file: f}
	s.named = os.Remove(f.Name()) != nil // Windows keeps an open file
	return s, nil
}

// close removes the file.
func (s *spill) close() {
	if s == nil {
		return
	}
	s.file.Close()
	if s.named {
		os.Remove(s.file.Name())
	}
}

func partOf(p *partial) int { return int(p.key[1] % parts) }

// write moves all tickets of t into the file.
func (s *spill) write(t *table) error {
	var starts [parts + 1]int
	for i := range t.count {
		starts[partOf(t.at(i))+1]++
	}
	for i := range parts {
		starts[i+1] += starts[i]
	}
	order := make([]uint32, t.count)
	next := starts
	for i := range t.count {
		part := partOf(t.at(i))
		order[next[part]] = uint32(i)
		next[part]++
	}
	const flushAt = 256 << 10
	offset := s.size
	for part := range parts {
		if n := starts[part+1] - starts[part]; n > 0 {
			s.segments[part] = append(s.segments[part], segment{offset, n})
			offset += int64(n) * partialSize
		}
	}
	for _, i := range order {
		s.buf = t.at(int(i)).append(s.buf)
		if len(s.buf) >= flushAt {
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
	if err := s.flush(); err != nil {
		return err
	}
	t.clear()
	return nil
}

func (s *spill) flush() error {
	n, err := s.file.Write(s.buf)
	s.size += int64(n)
	s.buf = s.buf[:0]
	if err != nil {
		return fmt.Errorf("cannot keep the tickets in a temporary file: %w; make room in the folder for temporary files", err)
	}
	return nil
}

// each puts the tickets of every part together and hands them over.
func (s *spill) each(ctx context.Context, words *wordList, use func(*partial)) error {
	t := newTable() // small, for it is cleared for every part
	for part := range parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		t.clear()
		for _, seg := range s.segments[part] {
			size := seg.count * partialSize
			if cap(s.buf) < size {
				s.buf = make([]byte, size)
			}
			b := s.buf[:size]
			if _, err := s.file.ReadAt(b, seg.offset); err != nil && err != io.EOF {
				return fmt.Errorf("cannot read the temporary file of tickets: %w", err)
			}
			var p partial
			for i := range seg.count {
				p.read(b[i*partialSize:])
				t.add(&p, words)
			}
		}
		for i := range t.count {
			use(t.at(i))
		}
	}
	return nil
}

// textSpill is a temporary file of texts.
type textSpill struct{ *spill }

func spillTexts() (spreadsheet.Spill, error) {
	s, err := newSpill()
	if err != nil {
		return nil, err
	}
	return textSpill{s}, nil
}

func (s textSpill) Write(p []byte) (int, error)             { return s.file.Write(p) }
func (s textSpill) ReadAt(p []byte, off int64) (int, error) { return s.file.ReadAt(p, off) }
func (s textSpill) Close() error                            { s.close(); return nil }
