// The engagement document: its Go form, reading and writing.

package engagement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"muster/assessment/brand"
	"muster/assessment/model"
	"muster/assessment/question"
)

// The format's name and the version this program writes.
const (
	Format  = "muster-engagement"
	Version = 1
)

// State says what is known about an item. The zero value is unanswered: there
// may still be a comment, a review mark or a half-typed draft.
type State string

// The states of an answer.
const (
	Unanswered    State = ""
	Answered      State = "answered"
	Unknown       State = "unknown"        // don't know
	NotApplicable State = "not-applicable" //
)

// Evidence grades an answer.
type Evidence string

// The evidence grades; empty means asserted.
const (
	Asserted   Evidence = "asserted"
	Documented Evidence = "documented"
	Observed   Evidence = "observed"
)

// Evidences lists the grades from weakest to strongest.
var Evidences = []Evidence{Asserted, Documented, Observed}

// Reference points to a piece of evidence.
type Reference struct {
	Title    string
	Location string
	SHA256   string // hex; of the file, if it is one
	extra    members
}

// Answer is what is known about one item.
type Answer struct {
	State      State
	Value      Value // set if and only if State is Answered
	Evidence   Evidence
	Comment    string
	Review     bool // marked for review
	Carried    bool // taken over from the engagement before and not confirmed yet
	References []Reference
	// Draft keeps texts as typed that are no value yet ("300" where 200 is the
	// most), by field name. Nothing typed is lost.
	Draft map[string]string

	extra members
}

// Grade is the evidence grade with the default filled in.
func (a Answer) Grade() Evidence {
	if a.Evidence == "" {
		return Asserted
	}
	return a.Evidence
}

// Empty reports whether there is nothing worth keeping.
func (a Answer) Empty() bool {
	return a.State == Unanswered && a.Evidence == "" && a.Comment == "" && !a.Review &&
		len(a.References) == 0 && len(a.Draft) == 0 && len(a.extra) == 0
}

// SetRef names the question set a document was answered with.
type SetRef struct {
	ID      string
	Version int
}

// Document is one engagement. Answers are replaced whole, never changed in
// place, so a shallow copy of the map is a snapshot.
type Document struct {
	Version        int
	ID             string
	Title          string
	Client         string
	Assessor       string
	Date           string // yyyy-mm-dd
	Classification string
	Scope          string // quick or all: which items the window shows; empty means all
	QuestionSet    SetRef
	Model          map[string]float64 // overrides of the registry by entry name
	Answers        map[string]Answer
	Options        []Option
	Comparison     Comparison // what all options are compared by
	Actions        []Action
	Scenarios      []Scenario
	Exercises      []Exercise      // exercises that were held or are under way
	OwnScenarios   []OwnScenario   // scenarios of the user's own to exercise with
	Target         Target          // levels that are wanted
	Tickets        json.RawMessage // figures of an imported ticket history; read by package tickets
	Branding       brand.Brand     // of the reports
	Respondents    []Respondent    // who answered on their own
	Previous       *Document       // the engagement this one follows; nil for none; never changed

	extra         members
	brandingExtra members
}

// New is an empty document for a set.
func New(id, date string, set *question.Set) *Document {
	return &Document{
		Version: Version, ID: id, Date: date, Classification: "Confidential",
		QuestionSet: SetRef{set.ID, set.Version},
		Model:       map[string]float64{}, Answers: map[string]Answer{},
	}
}

// Clone is a snapshot that later changes of d do not reach.
func (d *Document) Clone() *Document {
	c := *d
	c.Model = maps.Clone(d.Model)
	c.Answers = maps.Clone(d.Answers)
	c.Options = slices.Clone(d.Options)
	c.Comparison = d.Comparison.Clone()
	c.Actions = slices.Clone(d.Actions)
	c.Scenarios = slices.Clone(d.Scenarios)
	c.Exercises = slices.Clone(d.Exercises)
	c.OwnScenarios = slices.Clone(d.OwnScenarios)
	c.Target = d.Target.Clone()
	c.Respondents = slices.Clone(d.Respondents)
	return &c
}

// Newer reports whether a newer program wrote the document: it may be read, not
// written.
func (d *Document) Newer() bool { return d.Version > Version }

// Value is the value of an answered item, or nil.
func (d *Document) Value(id string) Value {
	if a := d.Answers[id]; a.State == Answered {
		return a.Value
	}
	return nil
}

// State is the state of an item.
func (d *Document) State(id string) State { return d.Answers[id].State }

// Read parses a document answered with set. Usable documents come with their
// warnings; an unusable one gives an error, a Faults where it is JSON at all.
func Read(data []byte, set *question.Set, registry *model.Registry) (*Document, []Fault, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return nil, nil, errors.New("the file is saved as UTF-16; save it as UTF-8")
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil, errors.New("the file is empty; a Muster engagement is a JSON object")
	}
	if err := checkSyntax(data); err != nil {
		return nil, nil, err
	}
	if depth(data) > maxDepth {
		return nil, nil, fmt.Errorf("lists and objects stand more than %d deep in each other; a Muster engagement needs fewer", maxDepth)
	}
	r := &reader{}
	if !utf8.Valid(data) {
		r.warnf("", "the file holds bytes that are not UTF-8; each is shown as �")
	}
	d := &Document{Model: map[string]float64{}, Answers: map[string]Answer{}}
	d.read(r, data, set, registry)
	if d.Newer() {
		// What this version does not know may be right in the newer one.
		for i := range r.faults {
			r.faults[i].Warning = true
		}
	}
	var faults Faults
	for _, f := range r.faults {
		if !f.Warning {
			faults = append(faults, f)
		}
	}
	if len(faults) > 0 {
		return nil, r.faults, faults
	}
	return d, r.faults, nil
}

// maxDepth bounds nesting: indenting makes deep JSON grow with its square.
const maxDepth = 100

// depth is how deep lists and objects stand in each other in valid JSON.
func depth(data []byte) int {
	deepest, now, inString := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

func checkSyntax(data []byte) error {
	var any json.RawMessage
	err := json.Unmarshal(data, &any)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		before := data[:min(int(syntax.Offset), len(data))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := len(before) - bytes.LastIndexByte(before, '\n') - 1
		return fmt.Errorf("not valid JSON at line %d, column %d: %s", line, column, strings.TrimPrefix(err.Error(), "json: "))
	}
	return fmt.Errorf("not valid JSON: %w", err)
}

func (d *Document) read(r *reader, data []byte, set *question.Set, registry *model.Registry) {
	top, ok := r.members("", data)
	if !ok {
		return
	}
	if raw, ok := top.get("format"); !ok || string(raw) != `"`+Format+`"` {
		r.faultf("format", "found %s, allowed: %q; this is no Muster engagement", shown(raw), Format)
		return
	}
	if v, ok := r.ranged("version", top.value("version"), 1, 1e6, "1"); ok {
		if d.Version = int(v); float64(d.Version) != v {
			r.faultf("version", "found %s, allowed: 1", shown(top.value("version")))
		}
	}
	if d.Newer() {
		r.warnf("version", "version %d was written by a newer Muster than this (it knows %d): it opens read-only", d.Version, Version)
	}
	for _, x := range top {
		switch x.key {
		case "format", "version":
		case "id":
			d.ID = r.text("", top, x.key)
		case "title":
			d.Title = r.text("", top, x.key)
		case "client":
			d.Client = r.text("", top, x.key)
		case "assessor":
			d.Assessor = r.text("", top, x.key)
		case "date":
			d.Date = r.text("", top, x.key)
		case "classification":
			d.Classification = r.text("", top, x.key)
		case "scope":
			d.Scope, _ = r.oneOf(x.key, x.raw, []string{"quick", "all"})
		case "questionSet":
			d.readSetRef(r, x.raw, set)
		case "model":
			d.readModel(r, x.raw, registry)
		case "answers":
			d.Answers = readAnswerMap(r, x.key, x.raw, set)
		case "options":
			d.Options = readOptions(r, x.key, x.raw)
		case "comparison":
			d.Comparison = readComparison(r, x.raw)
		case "actions":
			d.Actions = readActions(r, x.key, x.raw)
		case "scenarios":
			d.Scenarios = readScenarios(r, x.key, x.raw)
		case "exercises":
			d.Exercises = readExercises(r, x.key, x.raw, set)
		case "exerciseScenarios":
			d.OwnScenarios = readOwnScenarios(r, x.key, x.raw)
		case "target":
			d.readTarget(r, x.raw, set)
		case "tickets":
			if _, ok := r.members(x.key, x.raw); ok {
				d.Tickets = x.raw
			}
		case "branding":
			d.readBranding(r, x)
		case "respondents":
			d.Respondents = readRespondents(r, x.key, x.raw, set)
		case "previous":
			d.readPrevious(r, x, set, registry)
		default:
			d.keep(r, x, "unknown key; it is kept as it is")
		}
	}
	if d.QuestionSet.ID == "" {
		d.QuestionSet = SetRef{set.ID, set.Version}
	}
	d.warnIdleTerms(r, set)
}

// keep holds on to a member that has no meaning here, and says why.
func (d *Document) keep(r *reader, x member, why string) {
	r.warnf(x.key, "%s", why)
	d.extra = append(d.extra, x)
}

func (d *Document) readSetRef(r *reader, raw json.RawMessage, set *question.Set) {
	m, ok := r.members("questionSet", raw)
	if !ok {
		return
	}
	d.QuestionSet.ID = r.text("questionSet", m, "id")
	if n, ok := r.integer("questionSet.version", m.value("version"), 1, 1_000_000); ok {
		d.QuestionSet.Version = n
	}
	switch ref := d.QuestionSet; {
	case ref.ID != set.ID:
		r.warnf("questionSet.id", "answered with the set %q, read with %q: items only the former has are kept but not shown", ref.ID, set.ID)
	case ref.Version != set.Version:
		r.warnf("questionSet.version", "answered with version %d of the set, read with version %d", ref.Version, set.Version)
	}
}

func (d *Document) readModel(r *reader, raw json.RawMessage, registry *model.Registry) {
	m, ok := r.members("model", raw)
	if !ok {
		return
	}
	for _, x := range m {
		path := "model." + x.key
		n, err := parseNumber(x.raw)
		if err != nil {
			r.faultf(path, "found %s, allowed: a number", shown(x.raw))
			continue
		}
		if _, known := registry.Entry(x.key); !known {
			r.warnf(path, "%s; it is kept but has no effect", registry.Check(x.key, n))
		} else if msg := registry.Check(x.key, n); msg != "" {
			r.faultf(path, "%s", msg)
			continue
		}
		d.Model[x.key] = n
	}
}

func readAnswerMap(r *reader, at string, raw json.RawMessage, set *question.Set) map[string]Answer {
	out := map[string]Answer{}
	m, ok := r.members(at, raw)
	if !ok {
		return out
	}
	for _, x := range m {
		path := at + "." + x.key
		it := set.Item(x.key)
		if it == nil {
			r.warnf(path, "the question set %s has no such question; the answer is kept but does not count", set.ID)
		}
		if a, ok := readAnswer(r, path, x.raw, it); ok {
			out[x.key] = a
		}
	}
	return out
}

// foreign is the value of an answer to an item the set does not have.
type foreign json.RawMessage

func (v foreign) appendJSON(b []byte) []byte { return append(b, v...) }

func readAnswer(r *reader, path string, raw json.RawMessage, it *question.Item) (Answer, bool) {
	var a Answer
	m, ok := r.members(path, raw)
	if !ok {
		return a, false
	}
	before := len(r.faults)
	hasValue := false
	for _, x := range m {
		at := path + "." + x.key
		switch x.key {
		case "state":
			s, _ := r.oneOf(at, x.raw, []string{string(Answered), string(Unknown), string(NotApplicable)})
			a.State = State(s)
		case "value":
			hasValue = true
			if it == nil {
				a.Value = foreign(x.raw)
			} else {
				a.Value = readValue(r, at, x.raw, it)
			}
		case "evidence":
			s, _ := r.oneOf(at, x.raw, []string{string(Asserted), string(Documented), string(Observed)})
			a.Evidence = Evidence(s)
		case "comment":
			a.Comment = r.text(path, m, x.key)
		case "review":
			if json.Unmarshal(x.raw, &a.Review) != nil || string(x.raw) == "null" {
				r.faultf(at, "found %s, allowed: true, false", shown(x.raw))
			}
		case "carried":
			if json.Unmarshal(x.raw, &a.Carried) != nil || string(x.raw) == "null" {
				r.faultf(at, "found %s, allowed: true, false", shown(x.raw))
			}
		case "references":
			a.References = readReferences(r, at, x.raw)
		case "draft":
			a.Draft = readDraft(r, at, x.raw)
		default:
			r.warnf(at, "unknown key; it is kept as it is")
			a.extra = append(a.extra, x)
		}
	}
	if _, ok := m.get("state"); !ok && (hasValue || a.Empty() && !a.Carried) {
		r.faultf(path+".state", "missing; allowed: answered, unknown, not-applicable")
	}
	if a.State == Answered && !hasValue {
		r.faultf(path+".value", "missing; an answered question needs a value")
	}
	if hasValue && (a.State == Unknown || a.State == NotApplicable) {
		r.faultf(path+".value", "a value is allowed only with state answered, not with %s", a.State)
	}
	if a.Carried && a.State == Unanswered {
		a.Carried = false
		r.warnf(path+".carried", "there is no answer that could have been carried over; the mark has no effect and goes when the file is saved")
	}
	for _, f := range r.faults[before:] {
		if !f.Warning {
			return a, false
		}
	}
	return a, true
}

func readDraft(r *reader, path string, raw json.RawMessage) map[string]string {
	var draft map[string]*string
	if json.Unmarshal(raw, &draft) != nil || draft == nil || slices.Contains(slices.Collect(maps.Values(draft)), nil) {
		r.faultf(path, "found %s, allowed: texts by field name", shown(raw))
		return nil
	}
	out := map[string]string{}
	m, _ := r.members(path, raw) // reports doubled keys
	for _, x := range m {
		out[x.key] = *draft[x.key]
	}
	return out
}

func readReferences(r *reader, path string, raw json.RawMessage) []Reference {
	var out []Reference
	for i, x := range r.objects(path, raw) {
		at := fmt.Sprintf("%s[%d]", path, i)
		if !bytes.HasPrefix(x, []byte("{")) {
			continue // reported by objects
		}
		m, _ := r.members(at, x)
		ref := Reference{Title: r.text(at, m, "title"), Location: r.text(at, m, "location"), SHA256: r.text(at, m, "sha256")}
		for _, y := range m {
			if !slices.Contains([]string{"title", "location", "sha256"}, y.key) {
				r.warnf(at+"."+y.key, "unknown key; it is kept as it is")
				ref.extra = append(ref.extra, y)
			}
		}
		out = append(out, ref)
	}
	return out
}

// objects reads a list of objects and keeps their JSON.
func (r *reader) objects(path string, raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		r.faultf(path, "found %s, allowed: a list [ … ]", shown(raw))
		return nil
	}
	for i, x := range list {
		if !bytes.HasPrefix(x, []byte("{")) {
			r.faultf(fmt.Sprintf("%s[%d]", path, i), "found %s, allowed: an object {…}", shown(x))
		}
	}
	return list
}

// Write gives the document's bytes: two-space indent, known keys in a fixed
// order, ids sorted, unknown keys last. Reading and writing again changes nothing.
func (d *Document) Write() []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, d.appendJSON(nil, true), "", "  "); err != nil {
		panic(err) // every part was made by this package or checked by it
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// Same reports whether two documents would be written the same.
func Same(a, b *Document) bool {
	whole := a.Previous != b.Previous // shared by nearly all documents that are compared, and long
	x, y := a.appendJSON(nil, whole), b.appendJSON(nil, whole)
	return bytes.Equal(x, y) || bytes.Equal(compact(x), compact(y))
}

// compact is JSON without the white space that kept members may hold.
func compact(raw []byte) []byte {
	var out bytes.Buffer
	if err := json.Compact(&out, raw); err != nil {
		panic(err) // every part was made by this package or checked by it
	}
	return out.Bytes()
}

// appendJSON appends the document without white space, with or without the one it
// follows.
func (d *Document) appendJSON(b []byte, previous bool) []byte {
	w := newObject(b)
	w.text("format", Format)
	w.key("version")
	w.b = appendNumber(w.b, float64(max(d.Version, Version)))
	always := func(key, v string) {
		w.key(key)
		w.b = appendString(w.b, v)
	}
	always("id", d.ID)
	always("title", d.Title)
	always("client", d.Client)
	always("assessor", d.Assessor)
	always("date", d.Date)
	always("classification", d.Classification)
	w.text("scope", d.Scope)
	w.key("questionSet")
	ref := newObject(w.b)
	ref.text("id", d.QuestionSet.ID)
	ref.key("version")
	ref.b = appendNumber(ref.b, float64(d.QuestionSet.Version))
	w.b = ref.end()
	w.key("model")
	w.b = appendNumbers(w.b, d.Model)
	w.key("answers")
	w.answers(d.Answers)
	w.array("options", len(d.Options), func(b []byte, i int) []byte { return d.Options[i].appendJSON(b) })
	w.comparison(&d.Comparison)
	w.array("actions", len(d.Actions), func(b []byte, i int) []byte { return d.Actions[i].appendJSON(b) })
	w.scenarios(d.Scenarios)
	w.exercises(d.Exercises)
	w.ownScenarios(d.OwnScenarios)
	w.target(&d.Target)
	if len(d.Tickets) > 0 {
		w.key("tickets")
		w.b = append(w.b, d.Tickets...)
	}
	w.branding(d)
	w.respondents(d.Respondents)
	if d.Previous != nil && previous {
		w.key("previous")
		w.b = d.Previous.appendJSON(w.b, false)
	}
	w.rest(d.extra)
	return w.end()
}

// answers writes an object of answers by id; empty ones are left out.
func (o *object) answers(all map[string]Answer) {
	w := newObject(o.b)
	for _, id := range keys(all) {
		if a := all[id]; !a.Empty() {
			w.key(id)
			w.b = a.appendJSON(w.b)
		}
	}
	o.b = w.end()
}

func (a Answer) appendJSON(b []byte) []byte {
	w := newObject(b)
	w.text("state", string(a.State))
	if a.State == Answered {
		w.key("value")
		w.b = a.Value.appendJSON(w.b)
	}
	w.text("evidence", string(a.Evidence))
	w.text("comment", a.Comment)
	if a.Review {
		w.key("review")
		w.b = append(w.b, "true"...)
	}
	if a.Carried && a.State != Unanswered {
		w.key("carried")
		w.b = append(w.b, "true"...)
	}
	if len(a.References) > 0 {
		w.array("references", len(a.References), func(b []byte, i int) []byte {
			ref, r := a.References[i], newObject(b)
			r.text("title", ref.Title)
			r.text("location", ref.Location)
			r.text("sha256", ref.SHA256)
			r.rest(ref.extra)
			return r.end()
		})
	}
	if len(a.Draft) > 0 {
		w.key("draft")
		d := newObject(w.b)
		for _, k := range keys(a.Draft) {
			d.key(k)
			d.b = appendString(d.b, a.Draft[k])
		}
		w.b = d.end()
	}
	w.rest(a.extra)
	return w.end()
}

// array writes a list of n things, each appended by item.
func (o *object) array(key string, n int, item func(b []byte, i int) []byte) {
	o.key(key)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = item(o.b, i)
	}
	o.b = append(o.b, ']')
}

// rest writes kept unknown members, sorted, so that the order they came in does
// not matter.
func (o *object) rest(extra members) {
	sorted := slices.Clone(extra)
	slices.SortFunc(sorted, func(a, b member) int { return strings.Compare(a.key, b.key) })
	for _, x := range sorted {
		o.key(x.key)
		o.b = append(o.b, x.raw...)
	}
}

// Equal reports whether two answers would be written the same.
func Equal(a, b Answer) bool { return bytes.Equal(a.appendJSON(nil), b.appendJSON(nil)) }

// EqualValues reports whether two values, either of which may be nil, would be
// written the same.
func EqualValues(a, b Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return bytes.Equal(a.appendJSON(nil), b.appendJSON(nil))
}
