// Rows put together into tickets: what is kept of each, and the table of them.

package tickets

import "encoding/binary"

// none marks a time or a duration that is not there.
const none = int64(-1 << 62)

// partial is what some rows of one ticket tell. Times are milliseconds since
// 1970. Merging is the same in any order: the earliest opening and
// acknowledgement count, of the rest the last one known, by the stamps.
type partial struct {
	key      [2]uint64
	row      int64 // the first in the file
	opened   int64
	acked    int64
	resolved int64
	closed   int64
	worked   int64

	resolvedAt, closedAt, workedAt, severityAt, stateAt, codeAt uint64

	rows     uint32
	word     uint16 // number of the severity word that was not recognised
	severity level
	state    uint8
	code     uint8
	reopened bool
}

// merge adds what other rows of the ticket tell. words is asked when two
// severity words that are not recognised are equally late.
func (p *partial) merge(o *partial, words *wordList) {
	p.row = min(p.row, o.row)
	if o.opened != none && (p.opened == none || o.opened < p.opened) {
		p.opened = o.opened
	}
	if o.acked != none && (p.acked == none || o.acked < p.acked) {
		p.acked = o.acked
	}
	later(&p.resolved, &p.resolvedAt, o.resolved, o.resolvedAt)
	later(&p.closed, &p.closedAt, o.closed, o.closedAt)
	later(&p.worked, &p.workedAt, o.worked, o.workedAt)
	p.mergeSeverity(o, words)
	if o.stateAt > p.stateAt || o.stateAt == p.stateAt && o.state > p.state {
		p.state, p.stateAt = o.state, o.stateAt
	}
	if o.codeAt > p.codeAt || o.codeAt == p.codeAt && o.code > p.code {
		p.code, p.codeAt = o.code, o.codeAt
	}
	p.rows += o.rows
	p.reopened = p.reopened || o.reopened
}

// later keeps the value with the later stamp, of equally late ones the larger.
func later(v *int64, at *uint64, o int64, oAt uint64) {
	if o == none {
		return
	}
	if *v == none || oAt > *at || oAt == *at && o > *v {
		*v, *at = o, oAt
	}
}

// mergeSeverity keeps the last severity known, of equally late ones the more
// severe. A word that is not recognised gives way to one that is.
func (p *partial) mergeSeverity(o *partial, words *wordList) {
	take := false
	switch {
	case (o.severity != noLevel) != (p.severity != noLevel):
		take = o.severity != noLevel
	case o.severity != noLevel:
		take = o.severityAt > p.severityAt || o.severityAt == p.severityAt && o.severity < p.severity
	case (o.word != 0) != (p.word != 0):
		take = o.word != 0
	case o.word != 0:
		take = o.severityAt > p.severityAt || o.severityAt == p.severityAt && words.words[o.word] > words.words[p.word]
	}
	if take {
		p.severity, p.severityAt, p.word = o.severity, o.severityAt, o.word
	}
}

// partialSize is the size of a partial in a temporary file.
const partialSize = 16 + 6*8 + 6*8 + 4 + 2 + 4

func (p *partial) append(b []byte) []byte {
	le := binary.LittleEndian
	for _, v := range []uint64{p.key[0], p.key[1], uint64(p.row), uint64(p.opened), uint64(p.acked), uint64(p.resolved), uint64(p.closed), uint64(p.worked),
		p.resolvedAt, p.closedAt, p.workedAt, p.severityAt, p.stateAt, p.codeAt} {
		b = le.AppendUint64(b, v)
	}
	b = le.AppendUint32(b, p.rows)
	b = le.AppendUint16(b, p.word)
	reopened := byte(0)
	if p.reopened {
		reopened = 1
	}
	return append(b, byte(p.severity), p.state, p.code, reopened)
}

// read is the reverse of append.
func (p *partial) read(b []byte) {
	le := binary.LittleEndian
	u := func(i int) uint64 { return le.Uint64(b[8*i:]) }
	p.key = [2]uint64{u(0), u(1)}
	p.row, p.opened, p.acked = int64(u(2)), int64(u(3)), int64(u(4))
	p.resolved, p.closed, p.worked = int64(u(5)), int64(u(6)), int64(u(7))
	p.resolvedAt, p.closedAt, p.workedAt, p.severityAt, p.stateAt, p.codeAt = u(8), u(9), u(10), u(11), u(12), u(13)
	b = b[14*8:]
	p.rows, p.word = le.Uint32(b), le.Uint16(b[4:])
	p.severity, p.state, p.code, p.reopened = level(b[6]), b[7], b[8], b[9] == 1
}

const (
	chunkBits = 12
	chunkSize = 1 << chunkBits
)

// table finds the partial of a ticket by its key. Its memory grows in pieces and
// is kept when it is cleared.
type table struct {
	slots  []uint32 // number of a partial plus one; open addressing
	chunks [][]partial
	count  int
}

func newTable() *table { return &table{slots: make([]uint32, 2*chunkSize)} }

func (t *table) at(i int) *partial { return &t.chunks[i>>chunkBits][i&(chunkSize-1)] }

// add merges p into the partial of its key.
func (t *table) add(p *partial, words *wordList) {
	mask := uint64(len(t.slots) - 1)
	for i := p.key[0] & mask; ; i = (i + 1) & mask {
		n := t.slots[i]
		if n == 0 {
			t.insert(p, i)
			return
		}
		if q := t.at(int(n - 1)); q.key == p.key {
			q.merge(p, words)
			return
		}
	}
}

func (t *table) insert(p *partial, slot uint64) {
	if t.count>>chunkBits == len(t.chunks) {
		t.chunks = append(t.chunks, make([]partial, chunkSize))
	}
	*t.at(t.count) = *p
	t.count++
	t.slots[slot] = uint32(t.count)
	if 2*t.count > len(t.slots) {
		t.grow()
	}
}

func (t *table) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	mask := uint64(len(t.slots) - 1)
	for n := range t.count {
		i := t.at(n).key[0] & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = uint32(n + 1)
	}
}

func (t *table) clear() {
	clear(t.slots)
	t.count = 0
}
