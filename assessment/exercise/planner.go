// The planner's data: lengths, weights and the texts that all exercises share.

package exercise

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assets"
)

// Planner is what exercises are planned by.
type Planner struct {
	Format     string     `yaml:"format"` // muster-exercise-planner
	Version    int        `yaml:"version"`
	Lengths    []Length   `yaml:"lengths"`
	Weights    Weights    `yaml:"weights"`
	WeakLevel  int        `yaml:"weakLevel"`
	Fit        FitFactors `yaml:"fit"`
	Stretch    float64    `yaml:"stretch"`
	Deviations Deviations `yaml:"deviations"`
	Channels   []Named    `yaml:"channels"`
	Parts      []Named    `yaml:"parts"`
	Forms      []Named    `yaml:"forms"`
	Briefing   []string   `yaml:"briefing"`
	Rules      []string   `yaml:"rules"`
	Debrief    []string   `yaml:"debrief"`
}

// Length is a length of run; all times in minutes.
type Length struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Minutes  int    `yaml:"minutes"` // from welcome to end
	Briefing int    `yaml:"briefing"`
	Break    int    `yaml:"break"` // 0: none
	Debrief  int    `yaml:"debrief"`
	Injects  int    `yaml:"injects"` // at most
	Least    int    `yaml:"least"`   // minutes for an inject
}

// Play is the minutes for injects.
func (l Length) Play() int { return l.Minutes - l.Briefing - l.Break - l.Debrief }

// The lengths that ship with the program.
const (
	TwoHours = "2h"
	HalfDay  = "half-day"
)

// Weights are what one gap counts.
type Weights struct {
	High       float64 `yaml:"high"`
	Medium     float64 `yaml:"medium"`
	Low        float64 `yaml:"low"`
	RedFlag    float64 `yaml:"redFlag"`
	WeakLevel  float64 `yaml:"weakLevel"`
	Unknown    float64 `yaml:"unknown"`
	Unanswered float64 `yaml:"unanswered"`
	Verdict    float64 `yaml:"verdict"`
}

// severity is the weight of a finding.
func (w Weights) severity(s string) float64 {
	switch s {
	case "high":
		return w.High
	case "medium":
		return w.Medium
	}
	return w.Low
}

// FitFactors are by how much a score counts, by how well a scenario fits.
type FitFactors struct {
	Made  float64 `yaml:"made"`
	Fits  float64 `yaml:"fits"`
	Open  float64 `yaml:"open"`
	Poor  float64 `yaml:"poor"`
	Unfit float64 `yaml:"unfit"`
}

// Deviations are the severities of what went otherwise than expected.
type Deviations struct {
	Missing         string  `yaml:"missing"`
	MissingVital    string  `yaml:"missingVital"` // only the client can answer for it
	WrongParty      string  `yaml:"wrongParty"`
	WrongPartyVital string  `yaml:"wrongPartyVital"`
	No              string  `yaml:"no"`
	Partly          string  `yaml:"partly"`
	Late            string  `yaml:"late"`
	VeryLate        string  `yaml:"veryLate"`
	LateFactor      float64 `yaml:"lateFactor"`
}

// Named is an id with its title, and for some a text.
type Named struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
}

func has(list []Named, id string) bool {
	return slices.ContainsFunc(list, func(n Named) bool { return n.ID == id })
}

func ids(list []Named) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.ID
	}
	return strings.Join(out, ", ")
}

// Title is the title of an id in a list; the id itself where it is not there.
func Title(list []Named, id string) string {
	for _, n := range list {
		if n.ID == id {
			return n.Title
		}
	}
	return id
}

// LoadPlanner reads and checks the planner's data; every fault names file and line.
func LoadPlanner(file string, data []byte) (*Planner, error) {
	p := &Planner{}
	src, err := datafile.Decode(file, data, p)
	if err != nil {
		return nil, err
	}
	if p.Format != "muster-exercise-planner" {
		src.Faultf("format", "found %q, allowed is \"muster-exercise-planner\"", p.Format)
	}
	found := map[string]bool{}
	for i, l := range p.Lengths {
		at := fmt.Sprintf("lengths[%d]", i)
		if l.ID == "" || found[l.ID] || l.Title == "" {
			src.Faultf(at, "id and title are needed, each id once")
		}
		found[l.ID] = true
		if l.Briefing < 1 || l.Debrief < 1 || l.Break < 0 || l.Least < 1 || l.Injects < mostCore || l.Least*l.Injects > l.Play() {
			src.Faultf(at, "briefing and debrief need a minute or more, and %d injects or more of the least length must fit", mostCore)
		}
	}
	for _, id := range []string{TwoHours, HalfDay} {
		if !found[id] {
			src.Faultf("lengths", "%q is missing", id)
		}
	}
	w, f := p.Weights, p.Fit
	for _, v := range []float64{w.High, w.Medium, w.Low, w.RedFlag, w.WeakLevel, w.Unknown, w.Unanswered, f.Made, f.Fits, f.Open, f.Poor, f.Unfit} {
		if !(v >= 0 && v <= 100) {
			src.Faultf("weights", "found %v, allowed: 0 to 100 for each weight and factor", v)
		}
	}
	if !(w.Verdict >= 1 && w.Verdict <= 100) || !(p.Stretch >= 1 && p.Stretch <= 10) || !(p.Deviations.LateFactor >= 1) {
		src.Faultf("weights.verdict", "verdict, stretch and lateFactor are factors from 1 on")
	}
	if p.WeakLevel < 0 || p.WeakLevel > 4 {
		src.Faultf("weakLevel", "found %d, allowed: 0 to 4", p.WeakLevel)
	}
	d := p.Deviations
	for _, s := range []string{d.Missing, d.MissingVital, d.WrongParty, d.WrongPartyVital, d.No, d.Partly, d.Late, d.VeryLate} {
		if !slices.Contains(engagement.LessonSeverities, s) {
			src.Faultf("deviations", "found %q, allowed: %s", s, strings.Join(engagement.LessonSeverities, ", "))
		}
	}
	for key, want := range map[string][]string{"parts": engagement.ExerciseParts, "forms": engagement.ExerciseForms} {
		list := p.Parts
		if key == "forms" {
			list = p.Forms
		}
		if ids(list) != strings.Join(want, ", ") {
			src.Faultf(key, "found %s, allowed: %s", ids(list), strings.Join(want, ", "))
		}
	}
	for key, list := range map[string][]string{"briefing": p.Briefing, "rules": p.Rules, "debrief": p.Debrief} {
		if len(list) == 0 {
			src.Faultf(key, "missing or empty")
		}
	}
	if len(p.Channels) == 0 {
		src.Faultf("channels", "missing or empty")
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// DefaultPlanner is what ships with the program. Callers must not change it.
var DefaultPlanner = sync.OnceValue(func() *Planner {
	p, err := LoadPlanner("exercise-planner.yaml", assets.ExercisePlanner)
	if err != nil {
		panic(err) // a test loads the shipped data
	}
	return p
})

// Length finds a length; the error lists what there is.
func (p *Planner) Length(id string) (Length, error) {
	known := make([]string, len(p.Lengths))
	for i, l := range p.Lengths {
		if l.ID == id {
			return l, nil
		}
		known[i] = l.ID
	}
	return Length{}, fmt.Errorf("unknown length %q; allowed: %s", id, strings.Join(known, ", "))
}

// longest is the length with most play.
func (p *Planner) longest() Length {
	return slices.MaxFunc(p.Lengths, func(a, b Length) int { return a.Play() - b.Play() })
}

// severityOf is what a deviation of that kind counts.
func (d Deviations) severityOf(k Deviation, vital bool, after, within int) string {
	switch k {
	case Missing:
		if vital {
			return d.MissingVital
		}
		return d.Missing
	case WrongParty:
		if vital {
			return d.WrongPartyVital
		}
		return d.WrongParty
	case NotAsExpected:
		return d.No
	case PartlyAsExpected:
		return d.Partly
	}
	if float64(after) > d.LateFactor*float64(within) {
		return d.VeryLate
	}
	return d.Late
}
