// Mean and percentiles of a stream of durations in bounded memory.

package tickets

import (
	"math"
	"slices"
)

// exactValues is how many values a stream keeps as they are. Up to there its
// percentiles are exact (linear between neighbours, as spreadsheets do it);
// beyond, values are counted in classes 0.1 % wide and a percentile is the
// middle of its class.
const exactValues = 200_000

// classWidth is the ratio between the bounds of a class, as a logarithm.
const classWidth = 0.001

// stream takes durations in milliseconds, none negative. Its results do not
// depend on the order they come in.
type stream struct {
	count   int64
	sum     float64   // whole milliseconds: exact below 2^53
	pieces  [][]int64 // of the values, so that they grow without being copied
	values  []int64   // all of them sorted, once they are asked for
	classes []uint64  // set once there are more than exactValues
	limit   int       // of values; 0: exactValues
}

// pieceSize is how many values a piece holds.
const pieceSize = 4096

func (s *stream) add(ms int64) {
	s.count++
	s.sum += float64(ms)
	if s.classes == nil {
		limit := s.limit
		if limit == 0 {
			limit = exactValues
		}
		if s.count <= int64(limit) {
			last := len(s.pieces) - 1
			if last < 0 || len(s.pieces[last]) == pieceSize {
				s.pieces = append(s.pieces, make([]int64, 0, min(pieceSize, limit)))
				last++
			}
			s.pieces[last] = append(s.pieces[last], ms)
			return
		}
		s.classes = make([]uint64, classOf(math.MaxInt64)+1)
		for _, piece := range s.pieces {
			for _, v := range piece {
				s.classes[classOf(v)]++
			}
		}
		s.pieces = nil
	}
	s.classes[classOf(ms)]++
}

// classOf is the class of a duration; class 0 is zero itself.
func classOf(ms int64) int {
	if ms <= 0 {
		return 0
	}
	return 1 + int(math.Log(float64(ms))/classWidth)
}

// quantile is the value below which the share q of the values lie, in hours.
func (s *stream) quantile(q float64) float64 {
	if s.classes == nil {
		if s.values == nil {
			s.values = slices.Concat(s.pieces...)
			slices.Sort(s.values)
			s.pieces = nil
		}
		at := q * float64(len(s.values)-1)
		i := int(at)
		low := float64(s.values[i])
		if i+1 < len(s.values) {
			low += (at - float64(i)) * float64(s.values[i+1]-s.values[i])
		}
		return low / float64(msHour)
	}
	rank := uint64(q * float64(s.count-1))
	seen := uint64(0)
	for c, n := range s.classes {
		if seen += n; seen > rank {
			if c == 0 {
				return 0
			}
			return math.Exp((float64(c-1)+0.5)*classWidth) / float64(msHour)
		}
	}
	return 0
}

// Summary is how durations are spread, in hours.
type Summary struct {
	Count  int64   `json:"count"`
	Mean   float64 `json:"mean"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// summary is nil without values.
func (s *stream) summary() *Summary {
	if s.count == 0 {
		return nil
	}
	return &Summary{Count: s.count, Mean: s.sum / float64(s.count) / float64(msHour), Median: s.quantile(0.5), P90: s.quantile(0.9)}
}

// sample is at most n values in rising order, in hours, spread evenly over the
// distribution: all of them where there are no more.
func (s *stream) sample(n int) []float64 {
	if s.count == 0 {
		return nil
	}
	if s.count < int64(n) {
		n = int(s.count)
	}
	out := make([]float64, n)
	for i := range out {
		q := 0.5
		if int64(n) == s.count && n > 1 {
			q = float64(i) / float64(n-1) // the values themselves
		} else if n > 1 {
			q = (float64(i) + 0.5) / float64(n)
		}
		out[i] = math.Round(s.quantile(q)*1e5) / 1e5 // to a twenty-fifth of a second
	}
	return out
}

// summaries is nil when no severity has values.
func summaries(streams *[4]stream) *BySeverity[*Summary] {
	var out BySeverity[*Summary]
	any := false
	for i := range streams {
		out[i] = streams[i].summary()
		any = any || out[i] != nil
	}
	if !any {
		return nil
	}
	return &out
}
