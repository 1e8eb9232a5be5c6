// The figures themselves, against values worked out by hand.

package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// threeWeeks has ten tickets over exactly three weeks, from Monday 2026-01-05
// 10:00 on.
const threeWeeks = `id,opened,severity,acknowledged,resolved,hours worked,status,close code,reopened
1,2026-01-05 10:00,critical,2026-01-05 10:20,2026-01-05 12:00,1,Closed,True Positive,no
2,2026-01-05 10:30,high,2026-01-05 13:00,2026-01-06 10:30,2,Closed,False Positive,yes
3,2026-01-07 20:00,high,2026-01-07 21:00,2026-01-08 20:00,4,Closed,,no
4,2026-01-10 12:00,medium,,,,Open,,no
5,2026-01-13 10:00,low,2026-01-13 11:00,2026-01-13 11:00,0.5,Closed,Duplicate,no
6,2026-01-13 10:10,low,2026-01-13 11:10,2026-01-13 12:10,0.5,Closed,Mystery,no
7,2026-01-20 09:00,low,2026-01-20 10:00,2026-01-20 12:00,1.5,Closed,True Positive,no
8,2026-01-20 09:00,low,2026-01-22 10:00,2026-01-22 12:00,2.5,Closed,,no
9,2026-01-20 09:59,low,,,,Open,,no
10,2026-01-26 10:00,medium,2026-01-26 10:00,,,Open,,no
`

func TestFigures(t *testing.T) {
	h := mustImport(t, threeWeeks, Mapping{})
	same := func(name string, got, want float64) {
		t.Helper()
		if !near(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if h.Tickets != 10 || h.Counts != [4]int64{1, 2, 2, 5} || len(h.Unused) != 0 {
		t.Fatalf("%d tickets, %v, %v", h.Tickets, h.Counts, h.Unused)
	}
	same("weeks", float64(h.Weeks), 3)
	same("critical a week", float64(h.PerWeek[0].Mean), 1.0/3)
	same("all a week", float64(h.PerWeekTotal.Mean), 10.0/3)
	// The exact interval of a count of 1 is 0.0253178 to 5.571643, of 10 4.795389 to 18.39036.
	if r := h.PerWeek[0]; math.Abs(float64(r.Low)*3-0.0253178) > 1e-6 || math.Abs(float64(r.High)*3-5.571643) > 1e-5 {
		t.Errorf("interval of 1: %v", r)
	}
	if r := h.PerWeekTotal; math.Abs(float64(r.Low)*3-4.795389) > 1e-5 || math.Abs(float64(r.High)*3-18.39036) > 1e-4 {
		t.Errorf("interval of 10: %v", r)
	}
	same("high handle mean", h.HandleHours[1].Mean, 3)
	same("low handle median", h.HandleHours[3].Median, 1)
	same("low handle p90", h.HandleHours[3].P90, 1.5+0.7*1)
	if h.HandleHours[2] != nil {
		t.Error("handle time of medium out of nowhere")
	}
	same("critical elapsed", h.ElapsedHours[0].Mean, 2)
	same("high acknowledged", h.AcknowledgeHours[1].Mean, 1.75)
	same("high in time", float64(h.AcknowledgeWithin[1]), 0.5)
	same("low in time", float64(h.AcknowledgeWithin[3]), 0.75)
	same("outside", float64(h.OutsideShare), 0.2) // Wednesday evening, Saturday
	same("reopened", float64(h.ReopenedShare), 0.1)
	same("not actionable", float64(h.NotActionableShare), 2.0/5)
	// 22 days hold 2 1 0 0 ... : squares of the counts sum up to 4+1+1+4+9+1 = 20.
	same("daily dispersion", float64(h.Dispersion.Daily), (20.0/22-math.Pow(10.0/22, 2))/(10.0/22))
	// 505 hours: 2, 1, 1, 2, 3, 1, too.
	same("hourly dispersion", float64(h.Dispersion.Hourly), (20.0/505-math.Pow(10.0/505, 2))/(10.0/505))
	// Whole weeks from the first opening on: 4, 2 + 3 (from Tuesday 13 and 20 09:00), 0... by hand below.
	counts := [3]float64{4, 2, 3}
	same("trend", float64(h.TrendPerMonth), (counts[2]-counts[0])/2*365.25/12/7)
	if h.HourOfWeek[10] != 3 || h.HourOfWeek[24+9] != 3 || h.HourOfWeek[5*24+12] != 1 {
		t.Errorf("hours of the week: %v", h.HourOfWeek)
	}
	var weeks []string
	for _, w := range h.Weekly {
		weeks = append(weeks, fmt.Sprint(w.Monday, " ", w.Tickets, " ", *w.Open))
	}
	if want := []string{"2026-01-05 4 1", "2026-01-12 2 1", "2026-01-19 3 2", "2026-01-26 1 3"}; !slices.Equal(weeks, want) {
		t.Errorf("weeks %q, want %q", weeks, want)
	}
	// 4 and 9 are past their targets; 10 was acknowledged in time.
	if b := h.Backlog; b.Open != 3 || b.Overdue != 2 || b.AsOf.Format(iso) != "2026-01-26T10:00:00" {
		t.Errorf("backlog %+v", b)
	}
	if s := h.HandleQuantiles[1]; !slices.Equal(s, []float64{2, 4}) {
		t.Errorf("sample %v", s)
	}
	if a := h.Arrivals(); len(a) != 10 || a[0] != (Arrival{10, 0}) || a[9] != (Arrival{21*24 + 10, 2}) {
		t.Errorf("arrivals %v", a)
	}
}

func TestOneTicketGivesNoRates(t *testing.T) {
	h := mustImport(t, "id,opened,severity\n1,2026-01-05 10:00,high\n", Mapping{})
	b, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"weeks":null`, `"high":{"mean":null,"low":null,"high":null}`, `"hourly":null`, `"trendPerMonth":null`, `"handleHours":null`,
		`"elapsedHours":null`, `"acknowledgeHours":null`, `"reopenedShare":null`, `"notActionableShare":null`, `"backlog":null`, `"outsideShare":0`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("no %s in %s", part, b)
		}
	}
}

func TestHistoryIsKeptAsJSON(t *testing.T) {
	for _, text := range []string{threeWeeks, "id,opened,severity\n1,2026-01-05 10:00,high\n"} {
		first, err := json.Marshal(mustImport(t, text, Mapping{}))
		if err != nil {
			t.Fatal(err)
		}
		var h History
		if err := json.Unmarshal(first, &h); err != nil {
			t.Fatal(err)
		}
		if second, err := json.Marshal(&h); err != nil || string(first) != string(second) {
			t.Errorf("%s\n%s\n%v", first, second, err)
		}
	}
}

func TestNothingUsable(t *testing.T) {
	h := mustImport(t, "id,opened,severity\n1,soon,high\n2,2026-01-05 10:00,purple\n", Mapping{})
	if h.Tickets != 0 || h.Rows != 2 || len(h.Unused) != 2 || h.From != nil || !contains(h.Remarks, "No row could be used") {
		t.Errorf("%+v", h)
	}
	if _, err := json.Marshal(h); err != nil {
		t.Error(err)
	}
}

func TestAmbiguousDatesAreAsked(t *testing.T) {
	const text = "id,opened,severity\n1,03/04/2026 10:00,high\n2,05/06/2026 10:00,low\n"
	_, _, err := importText(t, text, Mapping{})
	var ambiguous *AmbiguousDates
	if !errors.As(err, &ambiguous) || ambiguous.Column != "opened" || ambiguous.Example != "03/04/2026 10:00" {
		t.Fatal(err)
	}
	for order, from := range map[Order]string{DMY: "2026-04-03T10:00:00", MDY: "2026-03-04T10:00:00"} {
		h := mustImport(t, text, Mapping{DateOrder: order})
		if h.DateOrder != order || h.From.Format(iso) != from {
			t.Errorf("%s: %v", order, h.From)
		}
	}
	// Another column settles it; the very last row does; as many say this as that.
	if h := mustImport(t, "id,opened,severity,closed\n1,03/04/2026 10:00,high,04/30/2026 10:00\n", Mapping{}); h.DateOrder != MDY {
		t.Error(h.DateOrder)
	}
	long := "id,opened,severity\n" + strings.Repeat("1,03/04/2026 10:00,high\n", 60_000) + "2,12/31/2026 10:00,high\n"
	path := write(t, "long.csv", long)
	if h, err := Import(context.Background(), path, Options{}); err != nil || h.DateOrder != MDY || h.Tickets != 2 {
		t.Errorf("%+v, %v", h, err)
	}
	_, _, err = importText(t, "id,opened,severity\n1,13/04/2026,high\n2,04/13/2026,high\n", Mapping{})
	if !errors.As(err, &ambiguous) || !ambiguous.Contradictory {
		t.Error(err)
	}
}

func TestProgressAndHash(t *testing.T) {
	path := write(t, "export.csv", threeWeeks)
	var last, all int64
	h, err := Import(context.Background(), path, Options{Progress: func(done, total int64) { last, all = done, total }})
	if err != nil || last != all || all != int64(len(threeWeeks)) {
		t.Errorf("%d of %d, %v", last, all, err)
	}
	if h.File != "export.csv" || h.SHA256 != "" && len(h.SHA256) != 64 {
		t.Error(h.File, h.SHA256)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Import(ctx, path, Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestUnusedRowsAreListed(t *testing.T) {
	_, unused, err := importText(t, "id,opened,severity\n1,2026-01-05 10:00,high\n\n2,soon,low\n3,2026-01-05 10:00,purple\n3,2026-01-06 10:00,purple\n", Mapping{})
	if want := []string{"3: empty line", "4: opening date not readable", "5: severity not recognised: purple (a ticket of 2 rows)"}; err != nil || !slices.Equal(unused, want) {
		t.Errorf("%q, %v", unused, err)
	}
}

func TestManySeverityWordsAreGrouped(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,opened,severity\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "%d,2026-01-05 10:00,word%d\n", i, i)
	}
	h := mustImport(t, b.String(), Mapping{})
	sum := int64(0)
	for _, u := range h.Unused {
		sum += u.Count
	}
	if len(h.Unused) != maxWordReasons+1 || sum != 5000 {
		t.Errorf("%d reasons for %d rows: %v", len(h.Unused), sum, h.Unused)
	}
}

func TestMapping(t *testing.T) {
	m := Mapping{Columns: map[Field]string{FieldOpened: "A", FieldID: NoColumn}, Severities: map[string]string{"rot": "critical"}, DateOrder: DMY,
		TimeZone: "Europe/Berlin", WorkedUnit: Minutes, NotActionable: []string{"x"}, Delimiter: ";", Sheet: "S"}
	again, err := ReadMapping(m.Write())
	if err != nil || fmt.Sprint(again) != fmt.Sprint(m) {
		t.Errorf("%+v, %v", again, err)
	}
	for _, text := range []string{``, `[]`, `{"column": {}}`, `{"columns": {"when": "A"}}`, `{"severities": {"x": "huge"}}`, `{"dateOrder": "ydm"}`,
		`{"timeZone": "Mars/Base"}`, `{"timeZone": "Local"}`, `{"workedUnit": "weeks"}`, `{"delimiter": "ab"}`, `{} {}`} {
		if _, err := ReadMapping([]byte(text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
	_, _, err = importText(t, threeWeeks, Mapping{Columns: map[Field]string{FieldOpened: "When"}})
	var columns *NoColumns
	if !errors.As(err, &columns) || columns.Unknown != "When" || len(columns.Header) != 9 {
		t.Error(err)
	}
	h := mustImport(t, threeWeeks, Mapping{Columns: map[Field]string{FieldID: NoColumn, FieldWorked: NoColumn}})
	if h.HandleHours != nil || h.Columns[FieldID] != "" {
		t.Errorf("%v", h.Columns)
	}
}

func TestPreview(t *testing.T) {
	e, err := Preview(write(t, "export.csv", threeWeeks), Mapping{Severities: map[string]string{"low": "ignore"}})
	if err != nil || len(e.Rows) != 10 || e.DateOrder != ISO || e.Delimiter != "," || e.Mapping.Columns[FieldWorked] != "hours worked" || e.Mapping.WorkedUnit != Hours {
		t.Fatalf("%+v, %v", e, err)
	}
	if want := []WordLevel{{"critical", "critical"}, {"high", "high"}, {"medium", "medium"}, {"low", "ignore"}}; !slices.Equal(e.Words, want) {
		t.Errorf("words %v", e.Words)
	}
	if err := e.Mapping.Check(); err != nil {
		t.Error(err)
	}
	e, err = Preview(write(t, "export.csv", "a,b,c\n1,2,3\n"), Mapping{})
	if err != nil || e.Problem == nil || len(e.Header) != 3 {
		t.Errorf("%+v, %v", e, err)
	}
	e, err = Preview(write(t, "export.csv", "id,opened,severity\n1,03/04/2026,high\n"), Mapping{})
	if err != nil || e.DateOrder != "" {
		t.Errorf("%+v, %v", e, err)
	}
	start := time.Now()
	if _, err := Preview(writeExport(t, 200_000, 1), Mapping{}); err != nil || time.Since(start) > 5*time.Second {
		t.Error(err, time.Since(start))
	}
	if _, err := Preview(filepath.Join(t.TempDir(), "none"), Mapping{}); err == nil {
		t.Error("a file that is not there")
	}
}
