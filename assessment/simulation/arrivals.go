// When escalations arrive: drawn along a profile of the week, or replayed.

package simulation

import (
	"math"
	"slices"
)

// demand is what a replication needs to make arrivals, worked out once.
type demand struct {
	// Drawn: clumps an hour in the pieces of a week.
	ends  []float64 // hour of the week at which a piece ends; the last is 168
	rates []float64
	clump float64 // mean size

	replay []Arrival // in order of time, within one period; nil when drawn
	period float64
	scale  float64

	upTo      [severities - 1]uint64 // a severity's draw of 32 bits lies below this
	delegable uint64                 // an escalation may be delegated if its draw of 32 bits lies below this
	handling  [severities]sampler
}

func newDemand(s *Scenario, cover cycle) demand {
	d := demand{clump: 1, scale: s.scale(), delegable: uint64(s.SIA.DelegableShare * 0x1p32)}
	for i, h := range s.Handling {
		d.handling[i] = h.sampler()
	}
	if len(s.Replay) > 0 {
		d.period = s.replayPeriod()
		d.replay = slices.Clone(s.Replay)
		for i := range d.replay {
			d.replay[i].At = math.Mod(d.replay[i].At, d.period)
		}
		slices.SortStableFunc(d.replay, func(a, b Arrival) int {
			switch {
			case a.At < b.At:
				return -1
			case a.At > b.At:
				return 1
			}
			return 0
		})
		return d
	}
	if s.Dispersion > 1 {
		// For clumps of geometric size with mean m it is E[X²]/E[X] = 2m − 1.
		d.clump = (s.Dispersion + 1) / 2
	}
	volume := s.volume()
	total := 0.0
	for _, v := range volume {
		total += v
	}
	if total == 0 {
		return d
	}
	sum := 0.0
	for i := range d.upTo {
		sum += volume[i]
		d.upTo[i] = uint64(math.Round(sum / total * 0x1p32)) // all of 2^32 where nothing comes after
	}
	d.pieces(s, cover, total/d.clump)
	return d
}

// pieces spreads clumps a week over the week.
func (d *demand) pieces(s *Scenario, cover cycle, clumps float64) {
	if s.Profile != nil {
		sum := 0.0
		for _, w := range s.Profile {
			sum += w
		}
		for i, w := range s.Profile {
			d.ends = append(d.ends, float64(i+1))
			d.rates = append(d.rates, clumps*w/sum)
		}
		return
	}
	inside := cover.mean() * weekHours
	outside := s.OutsideShare
	if inside >= weekHours-1e-9 {
		outside = 0
	}
	for i, st := range cover.steps {
		end := weekHours
		if i+1 < len(cover.steps) {
			end = cover.steps[i+1].at
		}
		rate := 0.0
		switch {
		case st.value == 1:
			rate = clumps * (1 - outside) / inside
		case outside > 0:
			rate = clumps * outside / (weekHours - inside)
		}
		d.ends = append(d.ends, end)
		d.rates = append(d.rates, rate)
	}
}

// escalation waits or is in work.
type escalation struct {
	at        float64 // of arrival
	work      float64 // hands-on hours
	severity  uint8
	hour      uint8 // of the week, of arrival
	inside    bool  // cover
	delegable bool
	counted   bool // arrived in the years that count
}

// source makes the arrivals of one replication. Times, severities and handling
// times come from streams of their own, so that scenarios which differ in staff
// see the same escalations.
type source struct {
	d                   *demand
	times, marks, works stream

	next float64 // arrival; infinite if there is none
	week float64 // start of the week it is in

	piece int
	left  int // of the clump
	index int // replay
	lap   int
}

func (s *source) start(d *demand, seed uint64, replication int) {
	*s = source{d: d, times: newStream(seed, replication, 1), marks: newStream(seed, replication, 2), works: newStream(seed, replication, 3)}
	s.index = -1
	s.advance()
}

// take gives the arrival at next and looks for the one after it.
func (s *source) take(e *escalation) {
	e.at = s.next
	e.hour = uint8(min(int(s.next-s.week), int(weekHours)-1))
	mark := s.marks.Bits()
	e.delegable = mark&(1<<32-1) < s.d.delegable
	e.severity = 0
	if s.d.replay != nil {
		e.severity = uint8(s.d.replay[s.index].Severity)
	} else {
		draw := mark >> 32
		for _, limit := range s.d.upTo {
			if draw >= limit {
				e.severity++
			}
		}
	}
	e.work = s.d.handling[e.severity].draw(&s.works)
	s.advance()
}

func (s *source) advance() {
	if s.left > 0 {
		s.left--
		return
	}
	if s.d.replay != nil {
		s.advanceReplay()
		return
	}
	if len(s.d.ends) == 0 {
		s.next = math.Inf(1)
		return
	}
	need := s.times.Exponential() // in expected clumps
	for {
		end, rate := s.week+s.d.ends[s.piece], s.d.rates[s.piece]
		if mass := (end - s.next) * rate; need < mass {
			s.next += need / rate
			break
		} else {
			need -= mass
		}
		s.next = end
		if s.piece++; s.piece == len(s.d.ends) {
			s.piece = 0
			s.week += weekHours
		}
	}
	if s.d.clump > 1 {
		s.left = s.times.geometric(s.d.clump) - 1
	}
}

// advanceReplay repeats each escalation scale times on average.
func (s *source) advanceReplay() {
	if s.d.scale <= 0 {
		s.next = math.Inf(1)
		return
	}
	for {
		if s.index++; s.index == len(s.d.replay) {
			s.index = 0
			s.lap++
		}
		copies := int(s.d.scale)
		if part := s.d.scale - float64(copies); part > 0 && s.times.Uniform() < part {
			copies++
		}
		if copies > 0 {
			s.left = copies - 1
			s.next = float64(s.lap)*s.d.period + s.d.replay[s.index].At
			s.week = weekHours * math.Floor(s.next/weekHours)
			return
		}
	}
}
