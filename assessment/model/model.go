// Package model is the registry of everything in the decision model that is
// judgement: settings, thresholds, forensic fits and rule titles. It is data in
// assets; an engagement may override the numbers by name.
package model

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assets"
)

// Registry is one version of the model's data.
type Registry struct {
	Format      string    `yaml:"format"` // muster-model
	Version     int       `yaml:"version"`
	Settings    []Entry   `yaml:"settings"`    // named in the model's formulas
	Thresholds  []Entry   `yaml:"thresholds"`  // where a rule changes its mind
	Assumptions []Entry   `yaml:"assumptions"` // of the explanation; they decide no verdict
	Forensics   Forensics `yaml:"forensics"`
	Rules       []Rule    `yaml:"rules"`
	Unknowns    []Unknown `yaml:"unknowns"`
	Advice      []Text    `yaml:"advice"`
	Findings    []Finding `yaml:"findings"`
	Levers      []Lever   `yaml:"levers"`
	// Due holds the days until a finding should be closed, by severity, for small,
	// medium and large effort.
	Due map[string][]int `yaml:"dueDays"`
	// Disagreement is the spread of answers, 0 to 1, from which respondents who
	// differ are a finding.
	Disagreement float64 `yaml:"disagreement"`

	all      []Entry
	entries  map[string]Entry
	defaults Parameters
}

// Unknown is a credible good and bad case for a question without an answer:
// one number, one for each severity, or days and hours of a window.
type Unknown struct {
	Question string    `yaml:"question"`
	Best     []float64 `yaml:"best"`
	Worst    []float64 `yaml:"worst"`
}

// Text is a sentence with {names} to fill in.
type Text struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// Finding is the wording of a weakness that no single question raises.
type Finding struct {
	ID             string `yaml:"id"`
	Severity       string `yaml:"severity"` // high, medium or low
	Title          string `yaml:"title"`
	Found          string `yaml:"found"`
	Impact         string `yaml:"impact"`
	Recommendation string `yaml:"recommendation"`
	Owner          string `yaml:"owner"`
	Effort         string `yaml:"effort"` // S, M or L
}

// Entry is one number with its range and its reason.
type Entry struct {
	Name    string  `yaml:"name"`
	Title   string  `yaml:"title"`
	Unit    string  `yaml:"unit"`
	Default float64 `yaml:"default"`
	Min     float64 `yaml:"min"`
	Max     float64 `yaml:"max"`
	Integer bool    `yaml:"integer"`
	Why     string  `yaml:"why"`
}

// Forensics holds how well each forensic model fits each need (0 to 3).
type Forensics struct {
	Needs  []string        `yaml:"needs"`
	Models []ForensicModel `yaml:"models"`
}

// ForensicModel is one model with its fits in the order of the needs.
type ForensicModel struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Short string `yaml:"short"`
	Use   string `yaml:"use"`
	Fit   []int  `yaml:"fit"`
}

// Rule names one rule of the verdict.
type Rule struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	Verdict string `yaml:"verdict"`
	Effect  string `yaml:"effect"`
}

// Load reads and checks a registry; the error holds every fault with its place.
func Load(file string, data []byte) (*Registry, error) {
	r := &Registry{}
	src, err := datafile.Decode(file, data, r)
	if err != nil {
		return nil, err
	}
	if r.Format != "muster-model" {
		src.Faultf("format", "found %q, allowed is \"muster-model\"", r.Format)
	}
	seen := map[string]bool{}
	check := func(list string, entries []Entry) {
		for i, e := range entries {
			path := fmt.Sprintf("%s[%d]", list, i)
			if e.Name == "" || seen[e.Name] {
				src.Faultf(path+".name", "%q is missing or used twice", e.Name)
			}
			seen[e.Name] = true
			if e.Title == "" || e.Why == "" {
				src.Faultf(path, "title and why are needed")
			}
			if msg := e.fault(e.Default); msg != "" || !(e.Min < e.Max) {
				src.Faultf(path+".default", "%s is outside its own range %s", number(e.Default), e.RangeText())
			}
		}
	}
	check("settings", r.Settings)
	check("thresholds", r.Thresholds)
	check("assumptions", r.Assumptions)
	for _, name := range names() {
		if !seen[name] {
			src.Faultf("thresholds", "entry %q is missing: the decision model needs it", name)
		}
		delete(seen, name)
	}
	for _, name := range sortedNames(seen) {
		if !strings.HasPrefix(name, clockPrefix) {
			src.Faultf("thresholds", "entry %q is not known to the decision model", name)
		}
	}
	for i, u := range r.Unknowns {
		want := map[string]int{"bw-volume": 4, "bw-handle": 4, "bw-window": 2}[u.Question]
		want = max(want, 1)
		for key, v := range map[string][]float64{"best": u.Best, "worst": u.Worst} {
			if len(v) != want {
				src.Faultf(fmt.Sprintf("unknowns[%d].%s", i, key), "found %d numbers, allowed: %d", len(v), want)
			}
		}
	}
	for i, m := range r.Forensics.Models {
		for k, fit := range m.Fit {
			if fit < 0 || fit > 3 {
				src.Faultf(fmt.Sprintf("forensics.models[%d].fit[%d]", i, k), "found %d, allowed: 0 to 3", fit)
			}
		}
		if len(m.Fit) != len(r.Forensics.Needs) {
			src.Faultf(fmt.Sprintf("forensics.models[%d].fit", i), "found %d fits, one for each of %d needs is needed", len(m.Fit), len(r.Forensics.Needs))
		}
	}
	if len(r.Forensics.Models) == 0 {
		src.Faultf("forensics.models", "missing or empty")
	}
	r.checkLevers(src)
	r.checkDue(src)
	if !(r.Disagreement > 0 && r.Disagreement <= 1) {
		src.Faultf("disagreement", "found %s, allowed: above 0, at most 1", number(r.Disagreement))
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	r.all = slices.Concat(r.Settings, r.Thresholds, r.Assumptions)
	r.entries = map[string]Entry{}
	for _, e := range r.all {
		r.entries[e.Name] = e
	}
	r.defaults = r.resolveDefaults()
	return r, nil
}

// Default is the registry that ships with the program.
var Default = sync.OnceValue(func() *Registry {
	r, err := Load("model.yaml", assets.Model)
	if err != nil {
		panic(err) // a test loads the shipped registry
	}
	return r
})

// Entries are the settings, the thresholds and the assumptions.
func (r *Registry) Entries() []Entry { return r.all }

// Entry finds an entry by name.
func (r *Registry) Entry(name string) (Entry, bool) {
	e, ok := r.entries[name]
	return e, ok
}

// Rule finds a rule by id.
func (r *Registry) Rule(id string) Rule {
	for _, x := range r.Rules {
		if x.ID == id {
			return x
		}
	}
	return Rule{ID: id}
}

// Check says what is wrong with v as an override of the entry, or "".
func (r *Registry) Check(name string, v float64) string {
	e, ok := r.Entry(name)
	if !ok {
		known := make([]string, 0, len(r.Settings))
		for _, e := range r.Settings {
			known = append(known, e.Name)
		}
		return fmt.Sprintf("unknown setting; allowed: %s, and the thresholds of the model", strings.Join(known, ", "))
	}
	return e.fault(v)
}

// Efforts are the efforts of a finding, the smallest first.
var Efforts = []string{"S", "M", "L"}

// maxDueDays bounds how far off the closing of a finding may be: five years.
const maxDueDays = 1826

func (r *Registry) checkDue(src *datafile.Source) {
	for _, severity := range []string{"high", "medium", "low"} {
		days := r.Due[severity]
		if len(days) != len(Efforts) {
			src.Faultf("dueDays", "%s: found %d numbers, allowed: one for each effort (%s)", severity, len(days), strings.Join(Efforts, ", "))
		}
		for i, d := range days {
			if d < 1 || d > maxDueDays || i > 0 && d < days[i-1] {
				src.Faultf("dueDays."+severity, "found %d, allowed: 1 to %d days, no fewer for more effort", d, maxDueDays)
			}
		}
	}
}

// DueDays is the time in days in which a finding should be closed.
func (r *Registry) DueDays(severity, effort string) int {
	days := r.Due[severity]
	if len(days) == 0 {
		days = r.Due["low"]
	}
	return days[max(0, slices.Index(Efforts, effort))]
}

func (e Entry) fault(v float64) string {
	if math.IsNaN(v) || v < e.Min || v > e.Max || (e.Integer && v != math.Trunc(v)) {
		return fmt.Sprintf("found %s, allowed: %s", number(v), e.RangeText())
	}
	return ""
}

// RangeText is the range as a person reads it.
func (e Entry) RangeText() string {
	text := number(e.Min) + " to " + number(e.Max)
	if e.Integer {
		text += ", whole numbers"
	}
	return text
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func sortedNames(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
