// Contract options and what all of them are compared by. An option is a name and
// a set of terms, each with a state, a value and a source; what terms there are
// is data (package terms), so a form, a grid or a workbook needs no second list.

package engagement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"muster/assessment/question"
	"muster/assessment/terms"
)

// Term is what is known about one term of an option. The zero value is a term
// nobody entered; a truth is 1 or 0.
type Term struct {
	State State
	Value float64
}

// Figure is a term that is known.
func Figure(v float64) Term { return Term{Answered, v} }

// Truth is a yes or no that is known.
func Truth(v bool) Term {
	if v {
		return Figure(1)
	}
	return Figure(0)
}

// Known reports whether the term has a value.
func (t Term) Known() bool { return t.State == Answered }

// True reports whether the term is a known yes.
func (t Term) True() bool { return t.Known() && t.Value != 0 }

// Option is one offer of one provider. Options are replaced whole, never changed
// in place: With gives a changed copy.
type Option struct {
	ID       string
	Name     string
	Provider string
	Currency string // such as EUR; empty means that of the comparison
	Basis    string // of the price by unit; empty means a flat fee
	Terms    map[string]Term
	Sources  map[string]string // where a term comes from, by its path

	extra  members
	nested map[string]members // unknown keys inside price, sia and the like
}

// Term is a term by its path.
func (o *Option) Term(path string) Term { return o.Terms[path] }

// Title is the name of the option, or what stands in for it.
func (o *Option) Title() string {
	switch {
	case o.Name != "":
		return o.Name
	case o.Provider != "":
		return o.Provider
	}
	return o.ID
}

// With is a copy with one term changed; an unanswered term is taken out.
func (o Option) With(path string, t Term) Option {
	o.Terms = maps.Clone(o.Terms)
	if o.Terms == nil {
		o.Terms = map[string]Term{}
	}
	if t.State == Unanswered {
		delete(o.Terms, path)
	} else {
		o.Terms[path] = t
	}
	return o
}

// WithSource is a copy with the source of one term changed.
func (o Option) WithSource(path, source string) Option {
	o.Sources = maps.Clone(o.Sources)
	if o.Sources == nil {
		o.Sources = map[string]string{}
	}
	if source == "" {
		delete(o.Sources, path)
	} else {
		o.Sources[path] = source
	}
	return o
}

// Criterion is a criterion the client added.
type Criterion struct {
	ID    string
	Title string
	Unit  string
	extra members
}

// Comparison is what holds for all options.
type Comparison struct {
	Weights  map[string]float64   // swing points by criterion; nil: the catalogue's
	Anchors  map[string][]float64 // from unacceptable to ideal, by criterion
	Budget   Term                 // unacceptable total cost, in Currency
	Target   Term                 // ideal total cost
	Currency string               // of the comparison; empty: that of the first option
	Rates    map[string]float64   // units of Currency for one unit of another currency
	Criteria []Criterion
	GatesOff map[string]string // gates that are switched off, with the reason
	extra    members
}

// Clone is a copy that later changes do not reach.
func (c Comparison) Clone() Comparison {
	c.Weights, c.Anchors, c.Rates, c.GatesOff = maps.Clone(c.Weights), maps.Clone(c.Anchors), maps.Clone(c.Rates), maps.Clone(c.GatesOff)
	c.Criteria = slices.Clone(c.Criteria)
	return c
}

func (c *Comparison) empty() bool {
	return c.Weights == nil && c.Anchors == nil && c.Budget.State == Unanswered && c.Target.State == Unanswered && c.Currency == "" &&
		c.Rates == nil && c.Criteria == nil && c.GatesOff == nil && len(c.extra) == 0
}

// Option finds an option by id; -1 when there is none.
func (d *Document) Option(id string) int {
	return slices.IndexFunc(d.Options, func(o Option) bool { return o.ID == id })
}

// FreeOptionID is an id no option has yet.
func (d *Document) FreeOptionID() string {
	for i := len(d.Options) + 1; ; i++ {
		if id := fmt.Sprintf("option-%d", i); d.Option(id) < 0 {
			return id
		}
	}
}

// Criterion is a criterion by id as a catalogue entry, the client's own too.
// One that is only named by anchors or weights is a criterion all the same.
func (d *Document) Criterion(id string) (terms.Criterion, bool) {
	if x, ok := terms.Default().Criterion(id); ok {
		return x, true
	}
	for _, x := range d.Criteria() {
		if x.ID == id {
			return x, true
		}
	}
	return terms.Criterion{}, false
}

// Criteria are the criteria of the catalogue, then those the client added.
func (d *Document) Criteria() []terms.Criterion {
	out := slices.Clone(terms.Default().Criteria)
	seen := map[string]bool{}
	for _, x := range out {
		seen[x.ID] = true
	}
	add := func(id, title, unit string) {
		if seen[id] {
			return
		}
		seen[id] = true
		if title == "" {
			title = id
		}
		out = append(out, terms.Criterion{ID: id, Title: title, Unit: unit, Min: -termLimit, Max: termLimit, Decimals: 2,
			Ask: "What do you offer for “" + title + "”?"})
	}
	for _, x := range d.Comparison.Criteria {
		add(x.ID, x.Title, x.Unit)
	}
	for _, id := range keys(d.Comparison.Weights) {
		add(id, "", "")
	}
	for _, id := range keys(d.Comparison.Anchors) {
		add(id, "", "")
	}
	return out
}

// termLimit bounds a value of a client's own criterion.
const termLimit = 1e12

// termField is the catalogue's field of a path; any criterion and gate has one.
func termField(path string) (terms.Field, bool) {
	if f, ok := terms.Default().Field(path); ok {
		return f, true
	}
	if strings.HasPrefix(path, terms.CriterionPrefix) {
		return terms.Field{Path: path, Kind: terms.Number, Min: -termLimit, Max: termLimit}, true
	}
	return terms.Field{}, false
}

// groups are the objects inside an option; levels stand one deeper.
var groups = []string{"price", "sia", "hires", "csirp", "gates", "criteria", "tuning"}

func readOptions(r *reader, path string, raw json.RawMessage) []Option {
	var out []Option
	seen := map[string]bool{}
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		if !bytes.HasPrefix(x, []byte("{")) {
			continue // reported by objects
		}
		m, _ := r.members(at, x)
		o := Option{Terms: map[string]Term{}, nested: map[string]members{}}
		for _, y := range m {
			here := at + "." + y.key
			switch {
			case y.key == "id":
				o.ID = r.text(at, m, y.key)
			case y.key == "name":
				o.Name = r.text(at, m, y.key)
			case y.key == "provider":
				o.Provider = r.text(at, m, y.key)
			case y.key == "currency":
				o.Currency = r.text(at, m, y.key)
			case y.key == "sources":
				o.Sources = readTexts(r, here, y.raw)
			case slices.Contains(groups, y.key):
				o.readGroup(r, here, y.key, y.raw)
			default:
				if !o.readTerm(r, here, y.key, y.raw) {
					r.warnf(here, "unknown key; it is kept as it is")
					o.extra = append(o.extra, y)
				}
			}
		}
		if o.ID == "" {
			r.faultf(at+".id", "missing; every option needs an id of its own")
		} else if seen[o.ID] {
			r.faultf(at+".id", "%q is the id of two options; every option needs an id of its own", o.ID)
		}
		seen[o.ID] = true
		out = append(out, o)
	}
	return out
}

// readGroup reads an object inside an option; prefix is its path in the option.
func (o *Option) readGroup(r *reader, at, prefix string, raw json.RawMessage) {
	m, ok := r.members(at, raw)
	if !ok {
		return
	}
	for _, x := range m {
		path, here := prefix+"."+x.key, at+"."+x.key
		switch {
		case path == "price.basis":
			o.Basis, _ = r.oneOf(here, x.raw, terms.Default().BasisIDs())
		case path == terms.SIALevels || path == terms.HireLevels:
			o.readGroup(r, here, path, x.raw)
		case !o.readTerm(r, here, path, x.raw):
			r.warnf(here, "unknown key; it is kept as it is")
			o.nested[prefix] = append(o.nested[prefix], x)
		}
	}
}

// readTerm reads one term; false when there is no such term. null is unknown.
func (o *Option) readTerm(r *reader, at, path string, raw json.RawMessage) bool {
	f, ok := termField(path)
	if !ok {
		return false
	}
	if t, ok := r.term(at, raw, f); ok {
		o.Terms[path] = t
	}
	return true
}

func (r *reader) term(at string, raw json.RawMessage, f terms.Field) (Term, bool) {
	switch string(raw) {
	case "null", `"` + string(Unknown) + `"`:
		return Term{State: Unknown}, true
	case `"` + string(NotApplicable) + `"`:
		return Term{State: NotApplicable}, true
	}
	if f.Kind == terms.Truth {
		var b bool
		if json.Unmarshal(raw, &b) != nil {
			r.faultf(at, "found %s, allowed: true, false, null for unknown, %q", shown(raw), NotApplicable)
			return Term{}, false
		}
		return Truth(b), true
	}
	v, err := parseNumber(raw)
	if err != nil || f.Fault(v) != "" {
		r.faultf(at, "found %s, allowed: %s, null for unknown, %q", shown(raw), f.RangeText(), NotApplicable)
		return Term{}, false
	}
	return Figure(v), true
}

// warnIdleTerms warns of terms that are kept but have no effect: levels in an area
// the skills matrix lacks, figures on a criterion that nothing else knows.
func (d *Document) warnIdleTerms(r *reader, set *question.Set) {
	if len(d.Options) == 0 {
		return
	}
	areas, criteria := map[string]bool{}, map[string]bool{}
	if it := set.Item("skl-matrix"); it != nil {
		for _, a := range it.SkillAreas() {
			areas[a.ID] = true
		}
	}
	for _, x := range d.Criteria() {
		criteria[x.ID] = true
	}
	for i := range d.Options {
		for _, path := range keys(d.Options[i].Terms) {
			at := fmt.Sprintf("options[%d].%s", i, path)
			for _, family := range []string{terms.SIALevels, terms.HireLevels} {
				if area, ok := strings.CutPrefix(path, family+"."); ok && !areas[area] {
					r.warnf(at, "the skills matrix has no area %q; the level has no effect", area)
				}
			}
			if id, ok := strings.CutPrefix(path, terms.CriterionPrefix); ok && !criteria[id] {
				r.warnf(at, "no criterion %q: it has neither anchors nor points under \"comparison\", so the figure has no effect", id)
			}
		}
	}
}

func readTexts(r *reader, path string, raw json.RawMessage) map[string]string {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	out := map[string]string{}
	for _, x := range m {
		out[x.key] = r.text(path, m, x.key)
	}
	return out
}

func readComparison(r *reader, raw json.RawMessage) Comparison {
	var c Comparison
	m, ok := r.members("comparison", raw)
	if !ok {
		return c
	}
	for _, x := range m {
		at := "comparison." + x.key
		switch x.key {
		case "weights":
			c.Weights = readMap(r, at, x.raw, 0, terms.MaxPoints, "points, 0 to 1000")
		case "rates":
			c.Rates = readMap(r, at, x.raw, 1e-9, 1e9, "a rate above 0")
		case "anchors":
			c.Anchors = readAnchors(r, at, x.raw)
		case "budget", "target":
			t, ok := r.term(at, x.raw, terms.Field{Kind: terms.Money, Max: termLimit})
			if !ok {
				continue
			}
			if x.key == "budget" {
				c.Budget = t
			} else {
				c.Target = t
			}
		case "currency":
			c.Currency = r.text("comparison", m, x.key)
		case "criteria":
			c.Criteria = readCriteria(r, at, x.raw)
		case "gatesOff":
			c.GatesOff = readTexts(r, at, x.raw)
		default:
			r.warnf(at, "unknown key; it is kept as it is")
			c.extra = append(c.extra, x)
		}
	}
	return c
}

func readMap(r *reader, path string, raw json.RawMessage, low, high float64, allowed string) map[string]float64 {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	out := map[string]float64{}
	for _, x := range m {
		if v, ok := r.ranged(path+"."+x.key, x.raw, low, high, allowed); ok {
			out[x.key] = v
		}
	}
	return out
}

func readAnchors(r *reader, path string, raw json.RawMessage) map[string][]float64 {
	m, ok := r.members(path, raw)
	if !ok {
		return nil
	}
	out := map[string][]float64{}
	for _, x := range m {
		var list []*float64
		if json.Unmarshal(x.raw, &list) != nil || list == nil || slices.Contains(list, nil) {
			r.faultf(path+"."+x.key, "found %s, allowed: [unacceptable, ideal]", shown(x.raw))
			continue
		}
		anchors := make([]float64, len(list))
		for i, v := range list {
			anchors[i] = *v
		}
		if msg := terms.AnchorFault(anchors); msg != "" {
			r.faultf(path+"."+x.key, "found %s; %s", shown(x.raw), msg)
			continue
		}
		out[x.key] = anchors
	}
	return out
}

func readCriteria(r *reader, path string, raw json.RawMessage) []Criterion {
	var out []Criterion
	seen := map[string]bool{}
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		if !bytes.HasPrefix(x, []byte("{")) {
			continue // reported by objects
		}
		m, _ := r.members(at, x)
		c := Criterion{ID: r.text(at, m, "id"), Title: r.text(at, m, "title"), Unit: r.text(at, m, "unit")}
		_, shipped := terms.Default().Criterion(c.ID)
		if c.ID == "" || seen[c.ID] || shipped {
			r.faultf(at+".id", "%q is missing or used twice; a criterion of your own needs an id of its own", c.ID)
		}
		seen[c.ID] = true
		for _, y := range m {
			if !slices.Contains([]string{"id", "title", "unit"}, y.key) {
				r.warnf(at+"."+y.key, "unknown key; it is kept as it is")
				c.extra = append(c.extra, y)
			}
		}
		out = append(out, c)
	}
	return out
}

func (t Term) appendJSON(b []byte, kind terms.Kind) []byte {
	switch {
	case t.State == NotApplicable:
		return appendString(b, string(NotApplicable))
	case t.State != Answered:
		return append(b, "null"...)
	case kind == terms.Truth:
		return Bool(t.Value != 0).appendJSON(b)
	}
	return appendNumber(b, t.Value)
}

func (x *Option) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.key("id")
	w.b = appendString(w.b, x.ID)
	w.text("name", x.Name)
	w.text("provider", x.Provider)
	w.text("currency", x.Currency)
	for _, path := range keys(x.Terms) {
		if !strings.Contains(path, ".") {
			w.term(path, path, x.Terms[path])
		}
	}
	for _, g := range groups {
		w.group(x, g, g)
	}
	if len(x.Sources) > 0 {
		w.key("sources")
		s := newObject(w.b)
		for _, path := range keys(x.Sources) {
			s.key(path)
			s.b = appendString(s.b, x.Sources[path])
		}
		w.b = s.end()
	}
	w.rest(x.extra)
	return w.end()
}

func (o *object) term(key, path string, t Term) {
	f, _ := termField(path)
	o.key(key)
	o.b = t.appendJSON(o.b, f.Kind)
}

// group writes the terms below prefix as an object; nothing where there are none.
func (o *object) group(x *Option, prefix, key string) {
	w := newObject(nil)
	if prefix == "price" {
		w.text("basis", x.Basis)
	}
	levels := false
	for _, path := range keys(x.Terms) {
		name, ok := strings.CutPrefix(path, prefix+".")
		switch {
		case !ok:
		case !strings.Contains(name, ".") || prefix == "gates" || prefix == "criteria":
			w.term(name, path, x.Terms[path])
		default:
			levels = true
		}
	}
	if inner := prefix + ".levels"; levels || len(x.nested[inner]) > 0 {
		w.group(x, inner, "levels")
	}
	w.rest(x.nested[prefix])
	if len(w.b) > w.start {
		o.key(key)
		o.b = append(o.b, w.end()...)
	}
}

// comparison writes what holds for all options; nothing where nothing was set.
func (o *object) comparison(c *Comparison) {
	if c.empty() {
		return
	}
	o.key("comparison")
	w := newObject(o.b)
	w.text("currency", c.Currency)
	numbers := func(key string, m map[string]float64) {
		if m != nil {
			w.key(key)
			w.b = appendNumbers(w.b, m)
		}
	}
	numbers("weights", c.Weights)
	if c.Anchors != nil {
		w.key("anchors")
		a := newObject(w.b)
		for _, id := range keys(c.Anchors) {
			a.key(id)
			a.b = append(a.b, '[')
			for i, v := range c.Anchors[id] {
				if i > 0 {
					a.b = append(a.b, ',')
				}
				a.b = appendNumber(a.b, v)
			}
			a.b = append(a.b, ']')
		}
		w.b = a.end()
	}
	if c.Budget.State != Unanswered {
		w.key("budget")
		w.b = c.Budget.appendJSON(w.b, terms.Money)
	}
	if c.Target.State != Unanswered {
		w.key("target")
		w.b = c.Target.appendJSON(w.b, terms.Money)
	}
	numbers("rates", c.Rates)
	if c.Criteria != nil {
		w.array("criteria", len(c.Criteria), func(b []byte, i int) []byte {
			x, m := c.Criteria[i], newObject(b)
			m.text("id", x.ID)
			m.text("title", x.Title)
			m.text("unit", x.Unit)
			m.rest(x.extra)
			return m.end()
		})
	}
	if c.GatesOff != nil {
		w.key("gatesOff")
		g := newObject(w.b)
		for _, id := range keys(c.GatesOff) {
			g.key(id)
			g.b = appendString(g.b, c.GatesOff[id])
		}
		w.b = g.end()
	}
	w.rest(c.extra)
	o.b = w.end()
}
