// The bare queue: one class, first come first served, c servers around the
// clock. It needs no calendar of events: with the moments at which the servers
// get free in order (Kiefer and Wolfowitz, 1955), each customer starts at the
// first of them or at once.

package simulation

import (
	"context"
	"fmt"
	"math"

	"muster/assessment"
	"muster/assessment/capacity"
)

// Queue is an M/G/c queue. Rates are an hour, times are hours.
type Queue struct {
	Rate    float64  `json:"lambda"` // arrivals an hour, Poisson
	Service Handling `json:"service"`
	Servers int      `json:"servers"`
	Target  float64  `json:"target"` // wait within which the service level counts
}

// QueueFigures describe the wait of all customers.
type QueueFigures struct {
	WaitProbability assessment.Figure `json:"waitProbability"`
	MeanWait        assessment.Figure `json:"meanWait"`     // hours
	ServiceLevel    assessment.Figure `json:"serviceLevel"` // share that waits no longer than target
	Occupancy       assessment.Figure `json:"occupancy"`    // of the servers
}

// QueueResult sets simulated beside closed-form figures. Error holds standard
// errors over replications.
type QueueResult struct {
	Queue        Queue        `json:"queue"`
	Years        int          `json:"years"`
	Replications int          `json:"replications"`
	Seed         uint64       `json:"seed"`
	Customers    int          `json:"customers"` // counted, in all replications
	OfferedLoad  float64      `json:"offeredLoad"`
	Simulated    QueueFigures `json:"simulated"`
	Error        QueueFigures `json:"error"`
	ClosedForm   QueueFigures `json:"closedForm"` // null where there is none
	Remarks      []string     `json:"remarks"`
}

// check finds the first fault in q.
func (q Queue) check() error {
	if err := inRange("rate", q.Rate, 1e-6, 1e9); err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	if err := q.Service.check(); err != nil {
		return fmt.Errorf("queue: service: %w", err)
	}
	if q.Servers < 1 || q.Servers > 10_000 {
		return fmt.Errorf("queue: %d servers; give 1 to 10000", q.Servers)
	}
	if err := inRange("target", q.Target, 0, 1e9); err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	return nil
}

// Run simulates o.Years of q in each replication. Before them come a tenth as
// many customers that are not counted.
func (q Queue) Run(ctx context.Context, o Options) (*QueueResult, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	perYear := q.Rate * yearWeeks * weekHours
	if err := tooMany(perYear, o); err != nil {
		return nil, err
	}
	counted := max(1, int(perYear*float64(o.Years)))
	sums := make([]queueSums, o.Replications)
	err = parallel(ctx, o, o.Replications, func() func(int) error {
		return func(replication int) error {
			l := newQueueLoop(&q, o.Seed, replication)
			if err := l.run(ctx, counted/10); err != nil {
				return err
			}
			l.sums = queueSums{start: l.now}
			if err := l.run(ctx, counted); err != nil {
				return err
			}
			l.sums.end = l.now
			sums[replication] = l.sums
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	r := &QueueResult{Queue: q, Years: o.Years, Replications: o.Replications, Seed: o.Seed, Customers: counted * o.Replications,
		OfferedLoad: q.Rate * q.Service.mean(), ClosedForm: q.ClosedForm(), Remarks: []string{}}
	n := float64(counted)
	r.Simulated.WaitProbability, r.Error.WaitProbability = meanAndError(sums, func(s *queueSums) float64 { return float64(s.waited) / n })
	r.Simulated.MeanWait, r.Error.MeanWait = meanAndError(sums, func(s *queueSums) float64 { return s.wait / n })
	r.Simulated.ServiceLevel, r.Error.ServiceLevel = meanAndError(sums, func(s *queueSums) float64 { return 1 - float64(s.late)/n })
	r.Simulated.Occupancy, r.Error.Occupancy = meanAndError(sums, func(s *queueSums) float64 {
		return math.Min(1, s.work/((s.end-s.start)*float64(q.Servers)))
	})
	if r.OfferedLoad >= float64(q.Servers) {
		r.Remarks = append(r.Remarks, "The queue grows without end: the offered load is not below the number of servers. Simulated figures depend on the years simulated.")
	}
	return r, nil
}

// meanAndError is the mean over replications and its standard error.
func meanAndError(sums []queueSums, value func(*queueSums) float64) (mean, standardError assessment.Figure) {
	n := float64(len(sums))
	var sum, squares float64
	for i := range sums {
		sum += value(&sums[i])
	}
	m := sum / n
	for i := range sums {
		d := value(&sums[i]) - m
		squares += d * d
	}
	standardError = assessment.Missing()
	if n > 1 {
		standardError = assessment.Figure(math.Sqrt(squares / (n * (n - 1))))
	}
	return assessment.Figure(m), standardError
}

// ClosedForm gives Erlang C for exponential service and Pollaczek–Khinchine for
// one server (mean wait ρ·h̄·(1+CV²)/(2(1−ρ)), probability of waiting ρ). What
// neither gives is missing; without a steady state the mean wait is infinite.
func (q Queue) ClosedForm() QueueFigures {
	none := assessment.Missing()
	f := QueueFigures{none, none, none, none}
	mean, c := q.Service.mean(), float64(q.Servers)
	load := q.Rate * mean
	f.Occupancy = assessment.Figure(math.Min(1, load/c))
	exponential := q.Service.Shape == Exponential || q.Service.Shape == ""
	switch {
	case load >= c:
		f.WaitProbability, f.MeanWait, f.ServiceLevel = 1, assessment.Figure(math.Inf(1)), 0
	case exponential && load > 0:
		wait := capacity.ErlangC(q.Servers, load)
		f.WaitProbability = assessment.Figure(wait)
		f.MeanWait = assessment.Figure(wait * mean / (c - load))
		f.ServiceLevel = assessment.Figure(1 - wait*math.Exp(-(c-load)*q.Target/mean))
	case load == 0:
		f.WaitProbability, f.MeanWait, f.ServiceLevel = 0, 0, 1
	case q.Servers == 1:
		f.WaitProbability = assessment.Figure(load)
		f.MeanWait = assessment.Figure(load * mean * (1 + q.Service.squaredCV()) / (2 * (1 - load)))
	}
	return f
}

// squaredCV is variance over squared mean.
func (h Handling) squaredCV() float64 {
	switch h.Shape {
	case LogNormal:
		return h.CV * h.CV
	case Empirical:
		m, sum := h.mean(), 0.0
		for _, v := range h.Samples {
			sum += (v - m) * (v - m)
		}
		return sum / float64(len(h.Samples)) / (m * m)
	}
	return 1
}

// queueSums is what one replication counts.
type queueSums struct {
	waited, late int
	wait, work   float64 // hours
	start, end   float64
}

// queueLoop is the state of one replication. The streams are values here and
// local in run, where the compiler keeps them in registers.
type queueLoop struct {
	q               *Queue
	arrivals, works stream
	service         sampler
	now             float64
	free            []float64 // when each server gets free, in order
	sums            queueSums
}

func newQueueLoop(q *Queue, seed uint64, replication int) *queueLoop {
	return &queueLoop{q: q, arrivals: newStream(seed, replication, 5), works: newStream(seed, replication, 6),
		service: q.Service.sampler(), free: make([]float64, q.Servers)}
}

// run serves n customers.
func (l *queueLoop) run(ctx context.Context, n int) error {
	const between = 1 << 16 // looks at ctx
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := min(n, between)
		if l.service.samples == nil && !l.service.logNormal {
			l.exponential(m)
		} else {
			l.general(m)
		}
		n -= m
	}
	return nil
}

// exponential is general for exponential service, written out because this loop
// is what the speed of the bare queue comes down to.
func (l *queueLoop) exponential(n int) {
	now, gap, mean, target := l.now, 1/l.q.Rate, l.service.mean, l.q.Target
	free, arrivals, works, sums := l.free, l.arrivals, l.works, l.sums
	for range n {
		now += gap * arrivals.Exponential()
		work := mean * works.Exponential()
		start := now
		if wait := free[0] - now; wait > 0 {
			start = free[0]
			sums.waited++
			sums.wait += wait
			if wait > target {
				sums.late++
			}
		}
		sums.work += work
		insert(free, start+work)
	}
	l.now, l.arrivals, l.works, l.sums = now, arrivals, works, sums
}

func (l *queueLoop) general(n int) {
	for range n {
		l.now += l.arrivals.Exponential() / l.q.Rate
		work := l.service.draw(&l.works)
		start := l.now
		if wait := l.free[0] - l.now; wait > 0 {
			start = l.free[0]
			l.sums.waited++
			l.sums.wait += wait
			if wait > l.q.Target {
				l.sums.late++
			}
		}
		l.sums.work += work
		insert(l.free, start+work)
	}
}

// insert drops the first of the sorted moments and puts t in its place.
func insert(free []float64, t float64) {
	i := 0
	for ; i+1 < len(free) && free[i+1] < t; i++ {
		free[i] = free[i+1]
	}
	free[i] = t
}
