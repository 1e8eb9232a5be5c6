package analysis

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"muster/assessment/engagement"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/simulation"
	"muster/assessment/tickets"
)

func persona(t testing.TB, name string) *engagement.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", name+".muster"))
	if err != nil {
		t.Fatal(err)
	}
	return engagementtest.Read(t, data)
}

// history is a measured demand of so many weeks: busy hours hold most tickets.
func history(weeks float64, dispersion float64) *tickets.History {
	h := &tickets.History{Weeks: tickets.Figure(weeks), Dispersion: tickets.Dispersion{Hourly: tickets.Figure(dispersion), Daily: tickets.Figure(dispersion)}, Clustered: dispersion > 1.5}
	for i := range h.HourOfWeek {
		h.HourOfWeek[i] = int64(weeks)
	}
	return h
}

func TestQuickIsEvaluateAndExplain(t *testing.T) {
	doc := persona(t, "p3")
	a := Quick(question.Default(), model.Default(), doc)
	if a.Result.SIA.Verdict != "warranted" || len(a.Explanation.Counterfactuals) == 0 || a.Tickets != nil || a.TicketFault != "" || a.Simulation != nil {
		t.Errorf("%+v", a.Result.SIA)
	}
}

func TestFullSimulates(t *testing.T) {
	doc := persona(t, "p3")
	calls := 0
	a, err := Full(context.Background(), question.Default(), model.Default(), doc, func(done, total int) { calls++ })
	if err != nil {
		t.Fatal(err)
	}
	if a.Simulation == nil || a.Simulation.WithSIA == nil || calls == 0 {
		t.Fatalf("%+v, %d calls", a.Simulation, calls)
	}
	if len(a.Simulation.OnShift) != 168 || a.Simulation.Steady.Known() || len(a.Simulation.Measured) > 0 {
		t.Errorf("on shift %d, steady %v, measured %v", len(a.Simulation.OnShift), a.Simulation.Steady, a.Simulation.Measured)
	}
	again, _ := Full(context.Background(), question.Default(), model.Default(), doc, nil)
	x, _ := json.Marshal(a.Simulation)
	y, _ := json.Marshal(again.Simulation)
	if string(x) != string(y) {
		t.Error("not the same again")
	}
}

func TestNothingToSimulate(t *testing.T) {
	doc := persona(t, "p3")
	delete(doc.Answers, "bw-volume")
	a, err := Full(context.Background(), question.Default(), model.Default(), doc, nil)
	if err != nil || a.Simulation != nil {
		t.Errorf("%+v, %v", a.Simulation, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Full(ctx, question.Default(), model.Default(), persona(t, "p3"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A history that was kept comes back, and a broken one is said to be broken.
func TestHistoryIsKept(t *testing.T) {
	doc := persona(t, "p3")
	h := history(20, 3)
	h.File, h.SHA256 = "export.csv", "00"
	h.TrendPerMonth = tickets.Missing()
	data, err := Store(h)
	if err != nil {
		t.Fatal(err)
	}
	doc.Tickets = data
	back, _, err := engagement.Read(doc.Write(), question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	got, err := History(back)
	if err != nil || got.File != h.File || got.HourOfWeek != h.HourOfWeek || got.TrendPerMonth.Known() {
		t.Errorf("%+v, %v", got, err)
	}
	doc.Tickets = json.RawMessage(`{"hourOfWeek": "no"}`)
	if a := Quick(question.Default(), model.Default(), doc); !strings.Contains(a.TicketFault, "import the export again") || a.Tickets != nil {
		t.Errorf("%q", a.TicketFault)
	}
}

func TestCoverTakesItsStartFromTheSettings(t *testing.T) {
	doc := persona(t, "p3")
	if w := Cover(model.Default(), doc); w != (tickets.Window{Days: 5, Hours: 8, Start: 9}) {
		t.Errorf("%+v", w)
	}
	doc.Model = map[string]float64{"coverStart": 7}
	if w := Cover(model.Default(), doc); w.Start != 7 {
		t.Errorf("%+v", w)
	}
	doc.Answers["bw-window"] = engagement.Answer{State: engagement.Answered, Value: engagement.Window{Days: 7, Hours: 20}}
	if w := Cover(model.Default(), doc); w.Start != 4 {
		t.Errorf("%+v", w)
	}
	delete(doc.Answers, "bw-window")
	doc.Model = nil
	if w := Cover(model.Default(), doc); w != tickets.DefaultWindow() {
		t.Errorf("%+v", w)
	}
}

func TestScenarioTakesWhatWasMeasured(t *testing.T) {
	a := Quick(question.Default(), model.Default(), persona(t, "p3"))
	p := model.Default().Resolve(nil)
	plain, measured, err := Scenario(&a.Result, &p, nil)
	if err != nil || len(measured) > 0 || plain.Profile != nil || plain.Dispersion > 1 {
		t.Fatalf("%+v %v %v", plain, measured, err)
	}
	h := history(10, 4)
	for i := range 60 {
		h.HandleQuantiles[1] = append(h.HandleQuantiles[1], float64(i+1)/10)
	}
	s, measured, err := Scenario(&a.Result, &p, h)
	if err != nil || len(measured) != 3 || len(s.Profile) != 168 || s.Handling[1].Shape != simulation.Empirical || s.Handling[0].Shape != simulation.Exponential {
		t.Fatalf("%v %v %+v", measured, err, s.Handling)
	}
	// Seven equal days explain nothing.
	if math.Abs(s.Dispersion-4) > 1e-9 {
		t.Errorf("dispersion %v", s.Dispersion)
	}
	sum := 0.0
	for _, v := range s.Handling[1].Samples {
		sum += v
	}
	if mean := sum / 60; math.Abs(mean-a.Result.Capacity.Inputs.Handle[1]) > 1e-9 {
		t.Errorf("the shape is measured, the mean is the answer's: %v", mean)
	}
	if diff := cmp.Diff(plain.Volume, s.Volume); diff != "" {
		t.Error(diff)
	}
	// Days without times say nothing of the hours.
	h.DaysOnly = true
	if s, measured, _ := Scenario(&a.Result, &p, h); s.Profile != nil || len(measured) != 2 {
		t.Errorf("days only: %v", measured)
	}
	// A handful of tickets has no shape.
	h = history(0.1, 1)
	if _, measured, _ := Scenario(&a.Result, &p, h); len(measured) > 0 {
		t.Errorf("measured %v from nothing", measured)
	}
}

// Weekends without tickets make the counts a day vary, but are no clusters.
func TestWeekdaysAreNoClusters(t *testing.T) {
	h := history(20, 1)
	for i := range h.HourOfWeek {
		h.HourOfWeek[i] = 0
		if i/24 < 5 {
			h.HourOfWeek[i] = 20 // one an hour, 24 a day
		}
	}
	// Poisson within days: E[var] = mean + variance between days.
	mean := 24.0 * 5 / 7
	between := (5*(24-mean)*(24-mean) + 2*mean*mean) / 7
	h.Dispersion.Daily = tickets.Figure((mean + between) / mean)
	if got := clustering(h); got < 1 || got > 1.6 {
		t.Errorf("clustering %v, of an index of %v", got, h.Dispersion.Daily)
	}
}

func TestClusteringExplainsTheDifference(t *testing.T) {
	doc := persona(t, "p3")
	h := history(30, 8)
	data, _ := Store(h)
	doc.Tickets = data
	a, err := Full(context.Background(), question.Default(), model.Default(), doc, nil)
	if err != nil {
		t.Fatal(err)
	}
	sim := a.Simulation
	if !sim.Steady.Known() || sim.Steady <= sim.Attainment.Urgent {
		t.Fatalf("steady %v, clustered %v", sim.Steady, sim.Attainment.Urgent)
	}
	if text := strings.Join(sim.Differences, " "); !strings.Contains(text, "Clustering accounts for") || !strings.Contains(text, "staffing by the formula is too low") {
		t.Errorf("%q", text)
	}
}

// However large the volume, a reader waits seconds.
func TestSizeBoundsTheWork(t *testing.T) {
	s := simulation.Scenario{Volume: [4]float64{5000, 5000, 5000, 5000}, PeakFactor: 1, Growth: 3}
	if o := size(&s); o.Years != 1 || o.Replications != fewest {
		t.Errorf("%+v", o)
	}
	s = simulation.Scenario{Volume: [4]float64{1, 10, 30, 20}, PeakFactor: 1}
	if o := size(&s); o.Years != years || o.Replications != replications {
		t.Errorf("%+v", o)
	}
}

// Answers at the ends of their ranges are simulated too, or it is said why not.
func TestExtremesAreSimulated(t *testing.T) {
	doc := persona(t, "p3")
	set := func(id string, v engagement.Value) {
		doc.Answers[id] = engagement.Answer{State: engagement.Answered, Value: v}
	}
	set("bw-volume", engagement.Severity{5000, 5000, 5000, 5000})
	set("bw-handle", engagement.Severity{200, 200, 200, 200})
	set("bw-growth", engagement.Number(300))
	set("bw-major-count", engagement.Number(100))
	set("bw-major-hours", engagement.Number(2000))
	for _, fte := range []float64{0, 1, 200} {
		set("staff-fte", engagement.Number(fte))
		a, err := Full(context.Background(), question.Default(), model.Default(), doc, nil)
		if err != nil || a.Simulation == nil && a.SimulationFault == "" {
			t.Errorf("%v FTE: %v, %q", fte, err, a.SimulationFault)
		}
	}
}
