// The target profile: which levels an organisation wants to reach. It is no answer;
// a gap assessment compares it with what is answered.

package engagement

import (
	"encoding/json"
	"maps"
	"slices"

	"muster/assessment/question"
)

// Target says which levels are wanted: those of a default set, and own ones that go
// before them.
type Target struct {
	Set    string         // id of a default set (package target knows them); empty: own levels alone
	Levels map[string]int // own wanted levels, 0 to MaxLevel, by question id

	extra members
}

// MaxLevel is the highest level of a levelled question.
const MaxLevel = 4

// Empty reports whether no target is set.
func (t *Target) Empty() bool { return t.Set == "" && len(t.Levels) == 0 }

// Clone is a copy that later changes of t do not reach.
func (t *Target) Clone() Target {
	c := *t
	c.Levels = maps.Clone(t.Levels)
	return c
}

// With is t with an own wanted level for a question; a level below 0 takes the own one
// away.
func (t *Target) With(question string, level int) Target {
	c := t.Clone()
	if level < 0 {
		delete(c.Levels, question)
		return c
	}
	if c.Levels == nil {
		c.Levels = map[string]int{}
	}
	c.Levels[question] = min(level, MaxLevel)
	return c
}

func (d *Document) readTarget(r *reader, raw json.RawMessage, set *question.Set) {
	const at = "target"
	m, ok := r.members(at, raw)
	if !ok {
		return
	}
	for _, x := range m {
		switch x.key {
		case "set":
			d.Target.Set = r.text(at, m, x.key)
		case "levels":
			d.Target.Levels = readTargetLevels(r, at+".levels", x.raw, set)
		default:
			r.warnf(at+"."+x.key, "unknown key; it is kept as it is")
			d.Target.extra = append(d.Target.extra, x)
		}
	}
}

func readTargetLevels(r *reader, at string, raw json.RawMessage, set *question.Set) map[string]int {
	m, ok := r.members(at, raw)
	if !ok {
		return nil
	}
	out := map[string]int{}
	for _, x := range m {
		path := at + "." + x.key
		switch it := set.Item(x.key); {
		case it == nil:
			r.warnf(path, "the question set %s has no such question; the wanted level is kept but does not count", set.ID)
		case it.Type != question.Level:
			r.warnf(path, "this question is not answered with a level; the wanted level is kept but does not count")
		}
		if n, ok := r.integer(path, x.raw, 0, MaxLevel); ok {
			out[x.key] = n
		}
	}
	return out
}

// target writes the target; nothing where there is none.
func (o *object) target(t *Target) {
	if t.Empty() && len(t.extra) == 0 {
		return
	}
	o.key("target")
	w := newObject(o.b)
	w.text("set", t.Set)
	if len(t.Levels) > 0 {
		w.key("levels")
		l := newObject(w.b)
		for _, id := range slices.Sorted(maps.Keys(t.Levels)) {
			l.key(id)
			l.b = appendNumber(l.b, float64(t.Levels[id]))
		}
		w.b = l.end()
	}
	w.rest(t.extra)
	o.b = w.end()
}
