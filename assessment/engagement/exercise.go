// Exercises: what was done in an exercise that was run with this engagement. The
// record names the scenario and its injects; their texts stay in the scenario.

package engagement

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"muster/assessment/question"
)

// What the words of an exercise may be.
var (
	// ExerciseForms says how much was done and not only talked through.
	ExerciseForms = []string{"discussion", "functional", "live"}
	// ExerciseParts are what people do in an exercise.
	ExerciseParts = []string{"executive", "legal", "communications", "response", "it", "business", "mssp", "observer", "facilitator"}
	// InjectStates say what became of an inject.
	InjectStates = []string{"played", "skipped"}
	// Expectations say whether a decision was what was expected.
	Expectations = []string{"yes", "partly", "no"}
	// DecisionParties are the sides that take decisions.
	DecisionParties = []string{"client", "mssp"}
	// ObservationKinds are what an observation says.
	ObservationKinds = []string{"good", "weak"}
	// LessonSeverities grade a lesson, the worst first.
	LessonSeverities = []string{"high", "medium", "low"}
)

// maxExerciseMinute bounds the minutes of an exercise: a day.
const maxExerciseMinute = 24 * 60

// Exercise is the record of one exercise.
type Exercise struct {
	Scenario     string // id
	Title        string
	Version      int    // of the scenario; 0: not known
	Length       string // id of a length, such as 2h
	Form         string // one of ExerciseForms; empty: a discussion
	Date         string // yyyy-mm-dd
	Participants []Participant
	Injects      []InjectRecord
	Lessons      []Lesson

	extra members
}

// Functional reports whether people carried out real tasks.
func (e *Exercise) Functional() bool { return e.Form == "functional" || e.Form == "live" }

// Played reports whether any inject was played.
func (e *Exercise) Played() bool {
	return slices.ContainsFunc(e.Injects, func(i InjectRecord) bool { return i.State == "played" })
}

// Inject is the record of an inject, or nil.
func (e *Exercise) Inject(id string) *InjectRecord {
	for i := range e.Injects {
		if e.Injects[i].ID == id {
			return &e.Injects[i]
		}
	}
	return nil
}

// Takes reports whether somebody took that part and was there.
func (e *Exercise) Takes(part string) bool {
	return slices.ContainsFunc(e.Participants, func(p Participant) bool { return p.Part == part && !p.Absent })
}

// Clone is a copy that shares nothing which is changed in place.
func (e *Exercise) Clone() Exercise {
	c := *e
	c.Participants = slices.Clone(e.Participants)
	c.Injects = slices.Clone(e.Injects)
	for i := range c.Injects {
		x := &c.Injects[i]
		x.Decisions, x.Observations = slices.Clone(x.Decisions), slices.Clone(x.Observations)
	}
	c.Lessons = slices.Clone(e.Lessons)
	return c
}

// Participant is a role that was asked to take part.
type Participant struct {
	Role   string
	Part   string // one of ExerciseParts
	Absent bool   // asked, but neither there nor represented

	extra members
}

// InjectRecord is what came of one inject.
type InjectRecord struct {
	ID           string
	State        string // one of InjectStates; empty: not reached
	Minute       *int   // of the exercise, when it was read out
	Decisions    []TakenDecision
	Observations []Observation

	extra members
}

// TakenDecision is a decision as it was taken.
type TakenDecision struct {
	Expected   *int   // its place among the inject's expected decisions, from 0; nil: another one
	Text       string // in the recorder's words; needed for another one
	By         string // whose role
	Party      string // one of DecisionParties; empty: not noted
	After      *int   // minutes after the inject
	AsExpected string // one of Expectations; empty: not judged

	extra members
}

// Observation is something that was seen.
type Observation struct {
	Minute *int // of the exercise
	Text   string
	Kind   string // one of ObservationKinds

	extra members
}

// Lesson is a finding of the exercise.
type Lesson struct {
	Text      string
	Severity  string   // one of LessonSeverities
	Questions []string // ids of the questions it bears on

	extra members
}

// each reads a list of objects, member by member; read says whether it knows a key,
// and extra takes what it does not.
func (r *reader) each(path string, raw json.RawMessage, add func() (read func(at string, m members, x member) bool, extra *members)) {
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		m, ok := r.members(at, x)
		if !ok {
			continue
		}
		read, extra := add()
		for _, y := range m {
			if !read(at, m, y) {
				r.warnf(at+"."+y.key, "unknown key; it is kept as it is")
				*extra = append(*extra, y)
			}
		}
	}
}

// word reads an optional word of a list.
func (r *reader) word(path string, raw json.RawMessage, allowed []string) string {
	s, _ := r.oneOf(path, raw, allowed)
	return s
}

// minute reads minutes of an exercise.
func (r *reader) minute(path string, raw json.RawMessage) *int {
	if n, ok := r.integer(path, raw, 0, maxExerciseMinute); ok {
		return &n
	}
	return nil
}

func readExercises(r *reader, path string, raw json.RawMessage, set *question.Set) []Exercise {
	var out []Exercise
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, Exercise{})
		e := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			here := at + "." + x.key
			switch x.key {
			case "scenario":
				e.Scenario = r.text(at, m, x.key)
			case "title":
				e.Title = r.text(at, m, x.key)
			case "version":
				e.Version, _ = r.integer(here, x.raw, 1, 1_000_000)
			case "length":
				e.Length = r.text(at, m, x.key)
			case "form":
				e.Form = r.word(here, x.raw, ExerciseForms)
			case "date":
				e.Date = r.text(at, m, x.key)
			case "participants":
				e.Participants = readParticipants(r, here, x.raw)
			case "injects":
				e.Injects = readInjects(r, here, x.raw)
			case "lessons":
				e.Lessons = readLessons(r, here, x.raw, set)
			default:
				return false
			}
			return true
		}, &e.extra
	})
	for i := range out {
		if out[i].Scenario == "" {
			r.faultf(fmt.Sprintf("%s[%d].scenario", path, i), "missing or empty; allowed: the id of the scenario that was played")
		}
	}
	return out
}

func readParticipants(r *reader, path string, raw json.RawMessage) []Participant {
	var out []Participant
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, Participant{})
		p := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			switch x.key {
			case "role":
				p.Role = r.text(at, m, x.key)
			case "part":
				p.Part = r.word(at+"."+x.key, x.raw, ExerciseParts)
			case "absent":
				p.Absent = r.truth(at+"."+x.key, x.raw)
			default:
				return false
			}
			return true
		}, &p.extra
	})
	return out
}

// truth reads true or false.
func (r *reader) truth(path string, raw json.RawMessage) bool {
	var v bool
	if json.Unmarshal(raw, &v) != nil || string(raw) == "null" {
		r.faultf(path, "found %s, allowed: true, false", shown(raw))
	}
	return v
}

func readInjects(r *reader, path string, raw json.RawMessage) []InjectRecord {
	var out []InjectRecord
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, InjectRecord{})
		i := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			here := at + "." + x.key
			switch x.key {
			case "inject":
				i.ID = r.text(at, m, x.key)
			case "state":
				i.State = r.word(here, x.raw, InjectStates)
			case "minute":
				i.Minute = r.minute(here, x.raw)
			case "decisions":
				i.Decisions = readTaken(r, here, x.raw)
			case "observations":
				i.Observations = readObservations(r, here, x.raw)
			default:
				return false
			}
			return true
		}, &i.extra
	})
	seen := map[string]bool{}
	for i, x := range out {
		at := fmt.Sprintf("%s[%d].inject", path, i)
		switch {
		case x.ID == "":
			r.faultf(at, "missing or empty; allowed: the id of an inject of the scenario")
		case seen[x.ID]:
			r.faultf(at, "inject %q stands here twice; keep one", x.ID)
		}
		seen[x.ID] = true
	}
	return out
}

// maxExpected bounds the expected decisions of an inject.
const maxExpected = 99

func readTaken(r *reader, path string, raw json.RawMessage) []TakenDecision {
	var out []TakenDecision
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, TakenDecision{})
		d := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			here := at + "." + x.key
			switch x.key {
			case "expected":
				if n, ok := r.integer(here, x.raw, 0, maxExpected); ok {
					d.Expected = &n
				}
			case "text":
				d.Text = r.text(at, m, x.key)
			case "by":
				d.By = r.text(at, m, x.key)
			case "party":
				d.Party = r.word(here, x.raw, DecisionParties)
			case "after":
				d.After = r.minute(here, x.raw)
			case "asExpected":
				d.AsExpected = r.word(here, x.raw, Expectations)
			default:
				return false
			}
			return true
		}, &d.extra
	})
	return out
}

func readObservations(r *reader, path string, raw json.RawMessage) []Observation {
	var out []Observation
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, Observation{})
		o := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			switch x.key {
			case "minute":
				o.Minute = r.minute(at+"."+x.key, x.raw)
			case "text":
				o.Text = r.text(at, m, x.key)
			case "kind":
				o.Kind = r.word(at+"."+x.key, x.raw, ObservationKinds)
			default:
				return false
			}
			return true
		}, &o.extra
	})
	return out
}

func readLessons(r *reader, path string, raw json.RawMessage, set *question.Set) []Lesson {
	var out []Lesson
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, Lesson{})
		l := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			here := at + "." + x.key
			switch x.key {
			case "text":
				l.Text = r.text(at, m, x.key)
			case "severity":
				l.Severity = r.word(here, x.raw, LessonSeverities)
			case "questions":
				var list []string
				if json.Unmarshal(x.raw, &list) != nil || list == nil {
					r.faultf(here, "found %s, allowed: a list of question ids", shown(x.raw))
				}
				for i, id := range list {
					if set.Item(id) == nil {
						r.warnf(here+"["+strconv.Itoa(i)+"]", "the question set %s has no question %q; it is kept but leads nowhere", set.ID, id)
					}
				}
				l.Questions = list
			default:
				return false
			}
			return true
		}, &l.extra
	})
	return out
}

// whole writes a whole number; nothing where there is none.
func (o *object) whole(key string, n *int) {
	if n != nil {
		o.key(key)
		o.b = strconv.AppendInt(o.b, int64(*n), 10)
	}
}

// exercises writes the list; nothing where there is none.
func (o *object) exercises(list []Exercise) {
	if len(list) == 0 {
		return
	}
	o.array("exercises", len(list), func(b []byte, i int) []byte {
		e, w := &list[i], newObject(b)
		w.text("scenario", e.Scenario)
		w.text("title", e.Title)
		if e.Version > 0 {
			w.whole("version", &e.Version)
		}
		w.text("length", e.Length)
		w.text("form", e.Form)
		w.text("date", e.Date)
		if len(e.Participants) > 0 {
			w.array("participants", len(e.Participants), func(b []byte, k int) []byte { return e.Participants[k].appendJSON(b) })
		}
		if len(e.Injects) > 0 {
			w.array("injects", len(e.Injects), func(b []byte, k int) []byte { return e.Injects[k].appendJSON(b) })
		}
		if len(e.Lessons) > 0 {
			w.array("lessons", len(e.Lessons), func(b []byte, k int) []byte { return e.Lessons[k].appendJSON(b) })
		}
		w.rest(e.extra)
		return w.end()
	})
}

func (p *Participant) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.text("role", p.Role)
	w.text("part", p.Part)
	if p.Absent {
		w.key("absent")
		w.b = append(w.b, "true"...)
	}
	w.rest(p.extra)
	return w.end()
}

func (i *InjectRecord) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.text("inject", i.ID)
	w.text("state", i.State)
	w.whole("minute", i.Minute)
	if len(i.Decisions) > 0 {
		w.array("decisions", len(i.Decisions), func(b []byte, k int) []byte {
			d, w := &i.Decisions[k], newObject(b)
			w.whole("expected", d.Expected)
			w.text("text", d.Text)
			w.text("by", d.By)
			w.text("party", d.Party)
			w.whole("after", d.After)
			w.text("asExpected", d.AsExpected)
			w.rest(d.extra)
			return w.end()
		})
	}
	if len(i.Observations) > 0 {
		w.array("observations", len(i.Observations), func(b []byte, k int) []byte {
			o, w := &i.Observations[k], newObject(b)
			w.whole("minute", o.Minute)
			w.text("text", o.Text)
			w.text("kind", o.Kind)
			w.rest(o.extra)
			return w.end()
		})
	}
	w.rest(i.extra)
	return w.end()
}

func (l *Lesson) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.text("text", l.Text)
	w.text("severity", l.Severity)
	if len(l.Questions) > 0 {
		w.array("questions", len(l.Questions), func(b []byte, k int) []byte { return appendString(b, l.Questions[k]) })
	}
	w.rest(l.extra)
	return w.end()
}
