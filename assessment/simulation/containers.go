// The two containers of the engine, without interfaces and without an
// allocation per escalation.

package simulation

// task is work in progress.
type task struct {
	end float64
	who uint8
}

// heap has the task that ends first at 0.
type heap []task

func (h *heap) push(t task) {
	s := append(*h, t)
	*h = s
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / 2
		if s[up].end <= t.end {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = t
}

func (h *heap) pop() task {
	s := *h
	first, last := s[0], s[len(s)-1]
	s = s[:len(s)-1]
	*h = s
	if len(s) > 0 {
		s.sink(0, last)
	}
	return first
}

// sink puts t where it belongs at or below i.
func (h heap) sink(i int, t task) {
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && h[child+1].end < h[child].end {
			child++
		}
		if t.end <= h[child].end {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = t
}

// remove takes out the task at i. Rare, so the rest is simply put in again.
func (h *heap) remove(i int) {
	s := *h
	s[i] = s[len(s)-1]
	s = s[:len(s)-1]
	for k := len(s)/2 - 1; k >= 0; k-- {
		s.sink(k, s[k])
	}
	*h = s
}

// ring is a queue, first in, first out.
type ring struct {
	buf  []escalation // its length is a power of two
	head int
	n    int
}

// at gives the k-th that waits.
func (r *ring) at(k int) *escalation { return &r.buf[(r.head+k)&(len(r.buf)-1)] }

func (r *ring) first() *escalation { return &r.buf[r.head] }

func (r *ring) push(x *escalation) {
	if r.n == len(r.buf) {
		r.grow()
	}
	*r.at(r.n) = *x
	r.n++
}

func (r *ring) grow() {
	buf := make([]escalation, max(64, 2*len(r.buf)))
	n := copy(buf, r.buf[r.head:])
	copy(buf[n:], r.buf[:r.head])
	r.buf, r.head = buf, 0
}

func (r *ring) pop() escalation {
	x := r.buf[r.head]
	r.head = (r.head + 1) & (len(r.buf) - 1)
	r.n--
	return x
}
