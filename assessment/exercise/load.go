// Strict loading of scenarios: every fault with file, line and column.

package exercise

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"muster/assessment/datafile"
	"muster/assessment/question"
	"muster/assets"
)

// Format is the value of the key format in a scenario's file.
const Format = "muster-exercise"

// Version is the newest version of the format that this program reads.
const Version = 1

// The bounds of a scenario.
const (
	fewestInjects, mostInjects = 4, 24
	fewestCore, mostCore       = 3, 8
	longestWithin              = 60
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// elementSections are the sections whose levels describe the plan.
var elementSections = []string{"csirp", "notification", "forensics"}

// Load reads and checks a scenario against the question set it refers to. The error is
// a datafile.Faults with every fault found.
func Load(file string, data []byte, set *question.Set) (*Scenario, error) {
	s := &Scenario{}
	src, err := datafile.Decode(file, data, s)
	if err != nil {
		return nil, err
	}
	c := checker{src: src, set: set, planner: DefaultPlanner(), scenario: s}
	c.check()
	if err := src.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Default are the scenarios that ship with the program. Callers must not change them.
var Default = sync.OnceValue(func() []*Scenario {
	const folder = "exercises"
	files, err := fs.ReadDir(assets.Exercises, folder)
	if err != nil {
		panic(err) // they are part of the program
	}
	var out []*Scenario
	for _, f := range files {
		data, err := assets.Exercises.ReadFile(folder + "/" + f.Name())
		if err != nil {
			panic(err)
		}
		s, err := Load(f.Name(), data, question.Default())
		if err != nil {
			panic(err) // a test loads the shipped scenarios
		}
		out = append(out, s)
	}
	return out
})

// Shipped reports whether the scenario is one of Muster, and not the user's own, whose
// file may bear the id of one of them.
func (s *Scenario) Shipped() bool { return slices.Contains(Default(), s) }

// Source is the YAML of a scenario that ships with the program, to make one's own of it.
func Source(id string) ([]byte, error) { return assets.Exercises.ReadFile("exercises/" + id + ".yaml") }

// ByID finds a scenario; the error lists what there is.
func ByID(list []*Scenario, id string) (*Scenario, error) {
	ids := make([]string, len(list))
	for i, s := range list {
		if s.ID == id {
			return s, nil
		}
		ids[i] = s.ID
	}
	return nil, fmt.Errorf("unknown scenario %q; allowed: %s", id, strings.Join(ids, ", "))
}

// checker collects the faults of one scenario.
type checker struct {
	src      *datafile.Source
	set      *question.Set
	planner  *Planner
	scenario *Scenario
}

func (c *checker) text(path, value string) {
	if strings.TrimSpace(value) == "" {
		c.src.Faultf(path, "missing or empty; a text is needed here")
	}
}

func (c *checker) texts(path string, list []string, least int) {
	if len(list) < least {
		c.src.Faultf(path, "missing or empty; at least one text is needed here")
	}
	for i, t := range list {
		c.text(fmt.Sprintf("%s[%d]", path, i), t)
	}
}

func (c *checker) id(path, id string, seen map[string]string) {
	switch {
	case !idPattern.MatchString(id):
		c.src.Faultf(path, "id %q: allowed are lower-case letters, digits and single hyphens, starting with a letter", id)
	case seen[id] != "":
		c.src.Faultf(path, "id %q is used twice; first at %s", id, seen[id])
	default:
		seen[id] = path
	}
}

func (c *checker) check() {
	s := c.scenario
	if s.Format != Format {
		c.src.Faultf("format", "found %q, allowed is %q", s.Format, Format)
	}
	if s.Version < 1 || s.Version > Version {
		c.src.Faultf("version", "found %d, allowed: 1 to %d; a newer one needs a newer Muster", s.Version, Version)
	}
	c.id("id", s.ID, map[string]string{})
	c.text("language", s.Language)
	c.text("title", s.Title)
	c.text("summary", s.Summary)
	c.texts("setting", s.Setting, 1)
	c.texts("objectives", s.Objectives, 1)
	if len(s.Audience) == 0 {
		c.src.Faultf("audience", "missing or empty; at least one role is needed here")
	}
	for i, r := range s.Audience {
		at := fmt.Sprintf("audience[%d]", i)
		c.text(at+".role", r.Role)
		c.text(at+".task", r.Task)
		if !has(c.planner.Parts, r.Part) {
			c.src.Faultf(at+".part", "found %q, allowed: %s", r.Part, ids(c.planner.Parts))
		}
	}
	for i := range s.Fits {
		c.set.CheckConditions(c.src, fmt.Sprintf("fits[%d]", i), &s.Fits[i])
	}
	for i := range s.NotFor {
		c.set.CheckConditions(c.src, fmt.Sprintf("notFor[%d]", i), &s.NotFor[i])
	}
	if n := len(s.Injects); n < fewestInjects || n > mostInjects {
		c.src.Faultf("injects", "found %d injects, allowed: %d to %d", n, fewestInjects, mostInjects)
	}
	if n := s.Core(); n < fewestCore || n > mostCore {
		c.src.Faultf("injects", "found %d injects marked core, allowed: %d to %d; they are the run of two hours", n, fewestCore, mostCore)
	}
	seen := map[string]string{}
	for i := range s.Injects {
		c.inject(i, seen)
	}
}

func (c *checker) inject(i int, seen map[string]string) {
	s := c.scenario
	in, at := &s.Injects[i], fmt.Sprintf("injects[%d]", i)
	earlier := make([]string, i)
	for k := range i {
		earlier[k] = s.Injects[k].ID
	}
	c.id(at+".id", in.ID, seen)
	c.text(at+".title", in.Title)
	c.text(at+".from", in.From)
	c.text(at+".to", in.To)
	c.text(at+".text", in.Text)
	if !has(c.planner.Channels, in.Channel) {
		c.src.Faultf(at+".channel", "found %q, allowed: %s", in.Channel, ids(c.planner.Channels))
	}
	c.times(i, at)
	if i == 0 && !in.Core {
		c.src.Faultf(at+".core", "the first inject starts the story: it must be core")
	}
	for k, id := range in.Needs {
		need := fmt.Sprintf("%s.needs[%d]", at, k)
		j := slices.Index(earlier, id)
		switch {
		case j < 0:
			c.src.Faultf(need, "no earlier inject has the id %q", id)
		case in.Core && !s.Injects[j].Core:
			c.src.Faultf(need, "a core inject may need only core ones, and %q is none", id)
		}
	}
	if len(in.Decisions) == 0 {
		c.src.Faultf(at+".decisions", "missing or empty; at least one expected decision is needed here")
	}
	for k := range in.Decisions {
		c.decision(&in.Decisions[k], fmt.Sprintf("%s.decisions[%d]", at, k))
	}
	c.texts(at+".discuss", in.Discuss, 1)
	c.texts(at+".hints", in.Hints, 1)
	if len(in.Tests) == 0 {
		c.src.Faultf(at+".tests", "missing or empty; at least one question id is needed here")
	}
	for k, key := range in.Tests {
		here := fmt.Sprintf("%s.tests[%d]", at, k)
		if slices.Contains(in.Tests[:k], key) {
			c.src.Faultf(here, "%q stands here twice", key)
		}
		c.tested(here, key)
	}
}

// times checks that minutes and the story's clock go forward.
func (c *checker) times(i int, at string) {
	injects := c.scenario.Injects
	in := &injects[i]
	play := c.planner.longest().Play()
	switch {
	case i == 0 && in.Minute != 0:
		c.src.Faultf(at+".minute", "found %d; the first inject comes at minute 0", in.Minute)
	case i > 0 && in.Minute <= injects[i-1].Minute:
		c.src.Faultf(at+".minute", "found %d; it must be above %d, that of the inject before", in.Minute, injects[i-1].Minute)
	case in.Minute >= play:
		c.src.Faultf(at+".minute", "found %d, allowed: below %d, the minutes of play in the longest run", in.Minute, play)
	}
	now, ok := storyMinute(in.At)
	if !ok {
		c.src.Faultf(at+".at", "found %q, allowed: day and time such as \"Friday 18:42\"", in.At)
		return
	}
	if i == 0 {
		return
	}
	start, ok1 := storyMinute(injects[0].At)
	before, ok2 := storyMinute(injects[i-1].At)
	if ok1 && ok2 && (now-start+week)%week < (before-start+week)%week {
		c.src.Faultf(at+".at", "found %q, which is before %q of the inject before; a story lasts less than a week", in.At, injects[i-1].At)
	}
}

func (c *checker) decision(d *Decision, at string) {
	c.text(at+".text", d.Text)
	c.text(at+".role", d.Role)
	if d.Within < 1 || d.Within > longestWithin {
		c.src.Faultf(at+".within", "found %d, allowed: 1 to %d minutes", d.Within, longestWithin)
	}
	switch {
	case (d.Activity == "") == (d.Element == ""):
		c.src.Faultf(at, "exactly one of activity and element is needed: it says who should take the decision")
	case d.Activity != "" && c.set.Item(matrixID).Activity(d.Activity) == nil:
		c.src.Faultf(at+".activity", "no activity has the id %q; allowed: %s", d.Activity, activityIDs(c.set))
	case d.Element != "" && !isElement(c.set, d.Element):
		c.src.Faultf(at+".element", "found %q, allowed: the id of a levelled question of the sections %s", d.Element, strings.Join(elementSections, ", "))
	}
}

// tested checks the key of something that an inject tests.
func (c *checker) tested(at, key string) {
	id, row, isRow := strings.Cut(key, "/")
	it := c.set.Item(id)
	switch {
	case it == nil:
		c.src.Faultf(at, "no question has the id %q", id)
	case it.Type == question.RACI && it.Activity(row) == nil:
		c.src.Faultf(at, "found %q, allowed: an activity such as %s/monitor", key, id)
	case it.Type == question.Skills && it.Area(row) == nil:
		c.src.Faultf(at, "found %q, allowed: an area such as %s/forensics", key, id)
	case isRow && it.Type != question.RACI && it.Type != question.Skills:
		c.src.Faultf(at, "question %q has no rows", id)
	}
}

func isElement(set *question.Set, id string) bool {
	it := set.Item(id)
	return it != nil && it.Type == question.Level && slices.Contains(elementSections, it.SectionID)
}

func activityIDs(set *question.Set) string {
	var out []string
	for _, a := range set.Item(matrixID).Activities {
		out = append(out, a.ID)
	}
	return strings.Join(out, ", ")
}
