// The engine: one replication, event by event. What happens at one moment is
// taken in this order: a change of shift, work that ends, a major, an arrival; so
// whoever ends work when the shift does goes home.

package simulation

import (
	"context"
	"math"
)

// maxWaiting ends a replication: a queue this long never empties again, and
// would only eat memory.
const maxWaiting = 100_000

// drainWeeks is how long a replication goes on after the years to see the last
// counted escalations picked up.
const drainWeeks = 4

// defaultCrew is the number of analysts a major takes.
const defaultCrew = 2

// plan is a Scenario worked out for the engine; replications share it.
type plan struct {
	demand  demand
	cover   cycle
	roster  cycle
	sia     cycle
	siaSlot float64 // hours
	target  [severities]float64

	onCall      bool
	onCallDelay float64
	majorRate   float64 // an hour
	majorWork   float64 // hours of each of its crew
	crew        int

	warm, end float64 // the years that count
	limit     float64

	weekly   float64 // escalations a week
	work     float64 // hours a week of escalations and majors that fall to analysts and SIA
	capacity float64 // hours a week on shift, with what the SIA can take
	other    float64 // hours a week
}

func newPlan(s Scenario, o Options) (*plan, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := newWindow(&s)
	p := &plan{cover: w.cover(), target: s.Target, onCall: s.OnCall, onCallDelay: s.OnCallDelay, crew: s.MajorCrew, other: s.OtherHours}
	if p.crew == 0 {
		p.crew = defaultCrew
	}
	if len(s.Roster) > 0 {
		p.roster = hourly(s.Roster)
	} else {
		p.roster, _ = w.spread(s.Analysts, shiftHours)
		p.roster = p.roster.merged()
	}
	p.sia = cycle{period: weekHours, steps: []step{{}}}
	if s.SIA.HoursPerWeek > 0 {
		p.sia, p.siaSlot = w.spread(s.SIA.HoursPerWeek/(1+s.SIA.Overhead)/w.covered(), 1)
	}
	p.demand = newDemand(&s, p.cover)
	if s.MajorHours > 0 {
		p.majorRate = s.MajorCount / (yearWeeks * weekHours)
		p.majorWork = s.MajorHours / float64(p.crew)
	}
	p.weigh(&s)
	if p.work < p.capacity {
		p.warm = WarmUpWeeks * weekHours
	}
	p.end = p.warm + float64(o.Years)*yearWeeks*weekHours
	p.limit = p.end + drainWeeks*weekHours
	return p, nil
}

// weigh compares demand with the hours on shift. Urgent work outside cover is
// left out when somebody is on call.
func (p *plan) weigh(s *Scenario) {
	outside := s.OutsideShare
	if len(s.Replay) > 0 || s.Profile != nil || !s.OnCall {
		outside = 0
	}
	var delegable float64
	for i, n := range s.volume() {
		hours := n * s.Handling[i].mean()
		if i < 2 {
			hours *= 1 - outside
		}
		p.weekly += n
		p.work += hours
		delegable += hours * s.SIA.DelegableShare
	}
	p.work += s.MajorCount * s.MajorHours / yearWeeks
	p.capacity = p.roster.mean()*weekHours + math.Min(p.sia.mean()*weekHours, delegable)
}

// Who is at work.
const (
	analyst uint8 = iota
	analystOnMajor
	siaAnalyst
	onCallPerson
)

// engine is the state of one replication.
type engine struct {
	p   *plan
	now float64

	roster, sia, cover hand
	on, siaOn          int     // on shift
	mark               float64 // next of warm, end and limit
	boundary           float64 // next change of shift or mark

	source       source
	majorTimes   stream
	nextMajor    float64
	majorWaiting []float64 // hours left of each part of a major that wants an analyst

	busy, onMajors, siaBusy int
	onCallBusy              bool
	inWork                  heap

	// Queues: urgent then other; of each first what may be delegated.
	queues  [4]ring
	waiting int

	counting  bool // arrivals count
	frozen    bool // the years are over
	pending   int  // counted and not yet picked up
	siaDebt   float64
	area      areas
	tally     tally
	seen      int // escalations in all; started and done of them
	started   int
	done      int
	majorDone int // parts
}

// areas are person-hours and escalation-hours since counting began.
type areas struct{ onShift, inShift, overtime, waiting, siaOn, siaBusy, onCall float64 }

func (e *engine) reset(p *plan, seed uint64, replication int) {
	queues, inWork, majors := e.queues, e.inWork, e.majorWaiting[:0]
	for i := range queues {
		queues[i].head, queues[i].n = 0, 0
	}
	*e = engine{p: p, queues: queues, inWork: inWork[:0], majorWaiting: majors, nextMajor: math.Inf(1), mark: p.warm}
	e.tally.hours = p.end - p.warm
	e.source.start(&p.demand, seed, replication)
	e.roster.start(&p.roster)
	e.sia.start(&p.sia)
	e.cover.start(&p.cover)
	e.on, e.siaOn = e.roster.value, e.sia.value
	if p.majorRate > 0 {
		e.majorTimes = newStream(seed, replication, 4)
		e.nextMajor = e.majorTimes.Exponential() / p.majorRate
	}
	e.aim()
}

// aim sets the next boundary.
func (e *engine) aim() {
	e.boundary = min(e.mark, e.roster.next, e.sia.next, e.cover.next)
}

// run plays replication of p to its end and leaves the outcome in e.tally.
func (e *engine) run(ctx context.Context, p *plan, seed uint64, replication int) error {
	e.reset(p, seed, replication)
	for n := 0; ; n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := min(e.source.next, e.boundary, e.nextMajor)
		if len(e.inWork) > 0 && e.inWork[0].end <= t && e.inWork[0].end < e.boundary {
			e.advance(e.inWork[0].end)
			e.finish()
		} else if e.boundary == t {
			e.advance(t)
			if e.change() {
				break
			}
		} else if e.nextMajor == t {
			e.advance(t)
			e.major()
		} else {
			e.advance(t)
			e.arrive()
		}
		if e.frozen && e.pending == 0 {
			break
		}
		if e.waiting > maxWaiting || len(e.majorWaiting) > maxWaiting {
			e.tally.stopped = !e.frozen
			break
		}
	}
	if !e.frozen {
		e.freeze()
	}
	e.giveUp()
	return nil
}

// advance moves the clock to t.
func (e *engine) advance(t float64) {
	dt := t - e.now
	e.now = t
	working := e.busy + e.onMajors
	in := min(working, e.on)
	e.area.onShift += dt * float64(e.on)
	e.area.inShift += dt * float64(in)
	e.area.waiting += dt * float64(e.waiting)
	if working > in {
		e.area.overtime += dt * float64(working-in)
	}
	if e.onCallBusy {
		e.area.onCall += dt
	}
	if e.siaOn|e.siaBusy != 0 {
		e.area.siaOn += dt * float64(e.siaOn)
		e.area.siaBusy += dt * float64(e.siaBusy)
		if e.siaBusy > e.siaOn {
			e.siaDebt += dt * float64(e.siaBusy-e.siaOn)
		}
	}
}

// arrive takes the next escalation in.
func (e *engine) arrive() {
	var x escalation
	e.source.take(&x)
	e.seen++
	x.inside = e.cover.value == 1
	if x.counted = e.counting; x.counted {
		e.pending++
	}
	x.delegable = x.delegable && e.p.siaSlot > 0
	switch {
	case x.delegable && e.siaBusy < e.siaOn:
		e.begin(&x, siaAnalyst)
	case e.busy+e.onMajors < e.on: // then nothing waits
		e.begin(&x, analyst)
	case x.severity < 2 && e.canCall():
		e.begin(&x, onCallPerson)
	default:
		e.queues[x.queue()].push(&x)
		e.waiting++
	}
}

// queue is where x waits.
func (x *escalation) queue() int {
	i := 1
	if x.severity >= 2 {
		i = 3
	}
	if x.delegable {
		i--
	}
	return i
}

func (e *engine) canCall() bool { return e.p.onCall && !e.onCallBusy && e.cover.value == 0 }

// begin puts somebody to work on x.
func (e *engine) begin(x *escalation, who uint8) {
	start := e.now
	switch who {
	case analyst:
		e.busy++
	case siaAnalyst:
		e.siaBusy++
	case onCallPerson:
		e.onCallBusy = true
		start += e.p.onCallDelay
	}
	e.started++
	if x.counted {
		e.pending--
		e.tally.record(x, start-x.at, e.p.target[x.severity])
	}
	e.inWork.push(task{start + x.work, who})
}

// finish ends the work that is due.
func (e *engine) finish() {
	who := e.inWork.pop().who
	e.done++
	switch who {
	case analyst:
		e.busy--
	case analystOnMajor:
		e.onMajors--
		e.done--
		e.majorDone++
	case siaAnalyst:
		e.siaBusy--
	case onCallPerson:
		e.onCallBusy = false
	}
	if e.waiting > 0 || len(e.majorWaiting) > 0 {
		e.dispatch()
	}
}

// dispatch puts everybody to work who can be.
func (e *engine) dispatch() {
	for e.siaBusy < e.siaOn && (e.serve(0, 0, siaAnalyst) || e.serve(2, 2, siaAnalyst)) {
	}
	for e.busy+e.onMajors < e.on {
		if n := len(e.majorWaiting); n > 0 {
			e.inWork.push(task{e.now + e.majorWaiting[n-1], analystOnMajor})
			e.majorWaiting = e.majorWaiting[:n-1]
			e.onMajors++
			continue
		}
		if !e.serve(0, 1, analyst) && !e.serve(2, 3, analyst) {
			break
		}
	}
	if e.canCall() {
		e.serve(0, 1, onCallPerson)
	}
}

// serve starts the escalation that waits longest in queues i and j, if any.
func (e *engine) serve(i, j int, who uint8) bool {
	a, b := &e.queues[i], &e.queues[j]
	if a.n == 0 || i != j && b.n > 0 && b.first().at < a.first().at {
		a = b
	}
	if a.n == 0 {
		return false
	}
	x := a.pop()
	e.waiting--
	e.begin(&x, who)
	return true
}

// major begins at once: its parts are first in line.
func (e *engine) major() {
	for range e.p.crew {
		e.majorWaiting = append(e.majorWaiting, e.p.majorWork)
	}
	e.nextMajor = e.now + e.majorTimes.Exponential()/e.p.majorRate
	e.dispatch()
}

// change handles a boundary; it reports whether the replication is over.
func (e *engine) change() bool {
	if e.roster.next == e.now {
		e.roster.move()
		e.on = e.roster.value
		e.pauseMajors()
	}
	if e.cover.next == e.now {
		e.cover.move()
	}
	if e.sia.next == e.now {
		e.sia.move()
		e.siaOn = e.sia.value
		for e.siaOn > 0 && e.siaDebt >= e.p.siaSlot/2 {
			e.siaOn--
			e.siaDebt -= e.p.siaSlot
		}
	}
	if e.mark == e.now {
		switch {
		case e.frozen:
			return true
		case e.counting:
			e.freeze()
			e.mark = e.p.limit
		default:
			e.counting = true
			e.area = areas{}
			e.tally.backlogStart = e.waiting
			e.mark = e.p.end
		}
	}
	e.dispatch()
	e.aim()
	return false
}

// pauseMajors sends people on majors home when the shift is smaller than those
// at work.
func (e *engine) pauseMajors() {
	for e.onMajors > 0 && e.busy+e.onMajors > e.on {
		for i, t := range e.inWork {
			if t.who == analystOnMajor {
				e.majorWaiting = append(e.majorWaiting, t.end-e.now)
				e.inWork.remove(i)
				break
			}
		}
		e.onMajors--
	}
}

// freeze ends the years that count, now.
func (e *engine) freeze() {
	e.counting, e.frozen = false, true
	e.tally.hours = math.Max(e.now-e.p.warm, 0)
	e.tally.area = e.area
	e.tally.backlogEnd = e.waiting
}

// giveUp settles what was never picked up: beyond its target it is missed, with
// the time waited so far; otherwise nobody can tell and it is left out.
func (e *engine) giveUp() {
	for i := range e.queues {
		q := &e.queues[i]
		for k := range q.n {
			x := q.at(k)
			if wait := e.now - x.at; x.counted && wait > e.p.target[x.severity] {
				e.tally.record(x, wait, e.p.target[x.severity])
				e.tally.unserved++
			}
		}
	}
}
