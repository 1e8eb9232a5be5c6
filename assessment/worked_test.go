package assessment

import (
	"encoding/json"
	"math"
	"testing"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
)

const allTools = `"tool-access":{"state":"answered","value":4},"tool-routine":{"state":"answered","value":4},"tool-selfquery":{"state":"answered","value":4},"tool-training":{"state":"answered","value":4},"tool-integration":{"state":"answered","value":0}`

func evaluateJSON(t *testing.T, answers string) Result {
	t.Helper()
	doc, _, err := engagement.Read([]byte(`{"format":"muster-engagement","version":1,"answers":{`+answers+`}}`), question.Default(), model.Default())
	if err != nil {
		t.Fatal(err)
	}
	return Evaluate(question.Default(), model.Default(), doc)
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// P3 is the SaaS persona of the decision model, example A.
const p3 = `
"bw-volume":{"state":"answered","value":{"critical":1,"high":10,"medium":30,"low":20}},
"bw-handle":{"state":"answered","value":{"critical":5,"high":2.5,"medium":1,"low":0.4}},
"bw-other":{"state":"answered","value":12},
"bw-major-count":{"state":"answered","value":4},"bw-major-hours":{"state":"answered","value":50},
"bw-window":{"state":"answered","value":{"days":5,"hours":8}},
"staff-fte":{"state":"answered","value":3},"staff-people":{"state":"answered","value":9},
"staff-vacant":{"state":"answered","value":1},"staff-leavers":{"state":"answered","value":0},
"staff-inexperienced":{"state":"answered","value":33},
"skl-matrix":{"state":"answered","value":{"event-analysis":{"levels":[4,3,3]},"incident-impact":{"levels":[4,3,3]},"threat-intel":{"levels":[4,3,3]},"forensics":{"levels":[3]}}},
` + allTools

func TestExampleA(t *testing.T) {
	r := evaluateJSON(t, p3)
	b, _ := json.MarshalIndent(r, "", " ")
	t.Log(string(b)[:1800])
	near(t, "D", float64(r.Capacity.DemandHours), 83.846, 0.0005)
	near(t, "S", float64(r.Capacity.SupplyHours), 67.5, 1e-9)
	near(t, "BR", float64(r.Capacity.Ratio), 1.242, 0.0005)
	near(t, "A", float64(r.Capacity.OfferedLoad), 1.7, 1e-9)
	near(t, "c", float64(r.Capacity.OnShift), 2.25, 1e-9)
	near(t, "critical", float64(r.Capacity.Attainment.Critical), .7025, 0.00005)
	near(t, "high", float64(r.Capacity.Attainment.High), .9713, 0.00005)
	near(t, "urgent", float64(r.Capacity.Attainment.Urgent), .9468, 0.00005)
	near(t, "R", float64(r.Capacity.RequiredFTE), 4, 1e-9)
	if r.SIA.Verdict != Warranted || r.SIA.HoursPerWeek != 20 || r.SIA.ResidualHours != 0 {
		t.Errorf("SIA = %+v", r.SIA)
	}
}
