package json

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"errors"
	"strings"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/report"
)

func build(t *testing.T, answers string) *report.Report {
	t.Helper()
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read([]byte(`{"format":"muster-engagement","version":1,"title":"A <b> & \"c\" 😀","answers":{`+answers+`}}`), set, registry)
	if err != nil {
		t.Fatal(err)
	}
	return report.Build(set, registry, doc, analysis.Quick(set, registry, doc))
}

// overload has work and nobody to do it: an infinite ratio.
const overload = `"bw-volume":{"state":"answered","value":{"critical":1,"high":1,"medium":1,"low":1},"comment":"first\nsecond | <i>"},
"bw-handle":{"state":"answered","value":{"critical":1,"high":1,"medium":1,"low":1}},
"bw-window":{"state":"answered","value":{"days":5,"hours":8}},"staff-fte":{"state":"answered","value":0}`

func TestRender(t *testing.T) {
	for name, answers := range map[string]string{"empty": "", "overload": overload} {
		rep := build(t, answers)
		calls := 0
		got, err := Render(context.Background(), rep, func(done, total int) { calls++ })
		if err != nil || calls == 0 {
			t.Fatal(err, calls)
		}
		again, err := Render(context.Background(), build(t, answers), nil)
		if err != nil || !bytes.Equal(got, again) {
			t.Errorf("%s: two runs differ (%v)", name, err)
		}
		if !bytes.HasPrefix(got, []byte("{\n  \"format\": \"muster-report\",\n  \"version\": 1,\n  \"title\": \"A <b> & \\\"c\\\" 😀\",\n")) || !bytes.HasSuffix(got, []byte("\n}\n")) {
			t.Errorf("%s: starts %.120s", name, got)
		}
		var back struct {
			Format, InputHash string
			Answers           []report.Answer
			Findings          []report.Finding
		}
		if err := stdjson.Unmarshal(got, &back); err != nil {
			t.Fatal(err)
		}
		if back.Format != Format || len(back.Answers) != len(rep.Answers) || len(back.Findings) != len(rep.Findings) || back.InputHash != rep.InputHash {
			t.Errorf("%s: read back as %+v", name, back)
		}
		var top map[string]any
		if err := stdjson.Unmarshal(got, &top); err != nil {
			t.Fatal(err)
		}
		for key, v := range top {
			if v == nil && key != "tickets" && key != "simulation" { // neither need be there
				t.Errorf("%s: %s is null", name, key)
			}
		}
	}
	got, err := Render(context.Background(), build(t, overload), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"ratio": "inf"`, `"comment": "first\nsecond | <i>"`, `"slackHours": null`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := Render(ctx, build(t, ""), nil); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestBrokenText(t *testing.T) {
	rep := build(t, "")
	rep.Title = "half \xe2 \x00 \u2028"
	got, err := Render(context.Background(), rep, nil)
	if err != nil || !stdjson.Valid(got) || !bytes.Contains(got, []byte(`"half \ufffd \u0000 \u2028"`)) {
		t.Errorf("%v: %.120s", err, got)
	}
}
