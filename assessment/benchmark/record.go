// The record: what is written of an engagement, shown, and read back.

package benchmark

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"muster/assessment"
	"muster/assessment/datafile"
	"muster/assessment/engagement"
	"muster/assessment/question"
)

// The format's name and the version this program writes.
const (
	Format  = "muster-benchmark"
	Version = 1
)

// maxRecord bounds a record's file, in bytes; one needs about two thousand.
const maxRecord = 64 << 10

// Record is one engagement, anonymous. Every text in it is one of the words that
// Rules, the shipped question set and the verdicts have; nothing is taken from a text
// of the engagement, not even an id.
type Record struct {
	Format      string             `json:"format" yaml:"format"`
	Version     int                `json:"version" yaml:"version"`
	QuestionSet SetRef             `json:"questionSet" yaml:"questionSet"`
	Year        int                `json:"year,omitempty" yaml:"year"` // of the assessment; 0: not told
	Bands       map[string]string  `json:"bands" yaml:"bands"`         // by group
	Data        []string           `json:"sectorData" yaml:"sectorData"`
	Scope       []string           `json:"msspScope" yaml:"msspScope"`
	Model       string             `json:"staffing,omitempty" yaml:"staffing"`
	Verdicts    map[string]string  `json:"verdicts" yaml:"verdicts"` // by subject
	Sections    map[string]float64 `json:"sections" yaml:"sections"` // mean level, 0 to 4, to one decimal
	Figures     map[string]float64 `json:"figures" yaml:"figures"`   // by Kind, rounded
}

// SetRef names the question set.
type SetRef struct {
	ID      string `json:"id" yaml:"id"`
	Version int    `json:"version" yaml:"version"`
}

// The questions a record takes options of.
const (
	idData  = "org-sector-data"
	idScope = "mssp-scope"
	idModel = "mssp-model"
	idSize  = "org-employees"
)

// Years of assessments that a record tells.
const firstYear, lastYear = 2000, 2199

// New is the record of doc, whose result is r. Custom sets add questions that are not
// scored, so a record always names the shipped set.
func New(rules *Rules, doc *engagement.Document, r *assessment.Result) Record {
	set := question.Default()
	out := Record{Format: Format, Version: Version, QuestionSet: SetRef{set.ID, set.Version}, Bands: map[string]string{}, Data: []string{}, Scope: []string{},
		Verdicts: map[string]string{}, Sections: map[string]float64{}, Figures: map[string]float64{}}
	if engagement.IsDate(doc.Date) {
		if y, err := strconv.Atoi(doc.Date[:4]); err == nil && y >= firstYear && y <= lastYear {
			out.Year = y
		}
	}
	band := func(group string, known bool, v float64) {
		if id := rules.Group(group).band(v); known && id != "" {
			out.Bands[group] = id
		}
	}
	size, sized := doc.Value(idSize).(engagement.Number)
	band("employees", sized, float64(size))
	in := r.Capacity.Inputs
	band("fte", in.Known, in.FTE)
	band("volume", in.Known, in.Volume[0]+in.Volume[1]+in.Volume[2]+in.Volume[3])
	band("cover", r.Capacity.CoveredHours.Known(), float64(r.Capacity.CoveredHours))
	out.Data, out.Scope = options(set, doc, idData), options(set, doc, idScope)
	if v, ok := doc.Value(idModel).(engagement.Choice); ok && set.Item(idModel).Option(string(v)) != nil {
		out.Model = string(v)
	}
	for subject, v := range verdicts(r) {
		if slices.Contains(allowed(subject), v) {
			out.Verdicts[subject] = v
		}
	}
	levelled := map[string]int{}
	for _, s := range r.Sections {
		levelled[s.ID] = s.Levelled
		if set.Section(s.ID) != nil && s.Level.Known() && s.Levelled >= rules.Levels {
			out.Sections[s.ID] = stepped(float64(s.Level), 0.1)
		}
	}
	// An index over fewer answers than a mean needs would tell single ones as well.
	few := map[string]bool{
		"tools": levelled["tools"] < rules.Levels, "process": levelled["process"] < rules.Levels, "plan": levelled["csirp"] < rules.Levels+2,
		"clarity": r.Responsibilities.Answered < rules.Levels,
	}
	for i := range rules.Figures {
		k := &rules.Figures[i]
		if v := sources[k.ID](r); v.Known() && !few[k.ID] {
			out.Figures[k.ID] = k.round(float64(v))
		}
	}
	return out
}

// options are the chosen options of a question, in the order of the shipped set.
func options(set *question.Set, doc *engagement.Document, id string) []string {
	chosen, _ := doc.Value(id).(engagement.Multi)
	out := []string{}
	for _, o := range set.Item(id).Options {
		if slices.Contains(chosen, o.ID) {
			out = append(out, o.ID)
		}
	}
	return out
}

// subjects are the verdicts of a record, in the order reports name them.
var subjects = []struct{ id, title string }{
	{"sia", "Named SIA"}, {"csirp-design", "CSIRP design"}, {"csirp-review", "CSIRP review"}, {"csirp-test", "CSIRP test"},
}

func verdicts(r *assessment.Result) map[string]string {
	return map[string]string{"sia": string(r.SIA.Verdict), "csirp-design": string(r.CSIRP.Design), "csirp-review": string(r.CSIRP.Review), "csirp-test": string(r.CSIRP.Test)}
}

// allowed are the verdicts on a subject.
func allowed(subject string) []string {
	list := []assessment.Verdict{assessment.None, assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred}
	if subject == "sia" {
		list = slices.Clone(assessment.Ladder)
	}
	var out []string
	for _, v := range append(list, assessment.InsufficientEvidence) {
		out = append(out, string(v))
	}
	return out
}

// Encode gives the record's bytes: the same for the same record.
func (rec *Record) Encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(rec); err != nil {
		panic(err) // it holds finite numbers and texts
	}
	return b.Bytes()
}

// Text is everything the record holds, a line each, for people to see before it is
// written or handed on.
func (rec *Record) Text(rules *Rules) []string {
	set := question.Default()
	out := []string{
		fmt.Sprintf("Format: %s, version %d", rec.Format, rec.Version),
		fmt.Sprintf("Question set: %s, version %d", rec.QuestionSet.ID, rec.QuestionSet.Version),
	}
	line := func(title, text string) {
		if text == "" {
			text = "not told"
		}
		out = append(out, title+": "+text)
	}
	year := ""
	if rec.Year > 0 {
		year = strconv.Itoa(rec.Year)
	}
	line("Year", year)
	for i := range rules.Bands {
		g := &rules.Bands[i]
		line(g.Title, g.BandTitle(rec.Bands[g.ID]))
	}
	line(set.Item(idData).Title, optionTexts(set, idData, rec.Data...))
	line(set.Item(idScope).Title, optionTexts(set, idScope, rec.Scope...))
	line(set.Item(idModel).Title, optionTexts(set, idModel, rec.Model))
	for _, s := range subjects {
		text := ""
		if v, ok := rec.Verdicts[s.id]; ok {
			text = strings.ToLower(assessment.Verdict(v).Word())
		}
		line(s.title, text)
	}
	for _, s := range set.Sections {
		if v, ok := rec.Sections[s.ID]; ok {
			line("Mean level, "+s.Title, assessment.FormatNumber(v, 1))
		}
	}
	for i := range rules.Figures {
		k := &rules.Figures[i]
		text := ""
		if v, ok := rec.Figures[k.ID]; ok {
			text = k.text(assessment.Figure(v))
		}
		line(k.Title, text)
	}
	return out
}

func optionTexts(set *question.Set, id string, chosen ...string) string {
	var out []string
	for _, c := range chosen {
		if o := set.Item(id).Option(c); o != nil {
			out = append(out, o.Text)
		}
	}
	return strings.Join(out, ", ")
}

// Read reads a record strictly: what a record cannot hold is a fault, with its line.
func Read(rules *Rules, name string, data []byte) (Record, error) {
	var rec Record
	if len(data) > maxRecord {
		return rec, fmt.Errorf("%s: larger than %d KB; no benchmark record is", name, maxRecord>>10)
	}
	if !json.Valid(data) {
		return rec, fmt.Errorf("%s: not valid JSON", name)
	}
	var head struct {
		Format  any `json:"format"`
		Version any `json:"version"`
	}
	if json.Unmarshal(data, &head) != nil || head.Format != Format {
		return rec, fmt.Errorf("%s: format is not %q; this is no benchmark record", name, Format)
	}
	if v, ok := head.Version.(float64); ok && v > Version {
		return rec, fmt.Errorf("%s: version %g was written by a newer Muster than this, which knows %d", name, v, Version)
	}
	src, err := datafile.Decode(name, data, &rec)
	if err != nil {
		return Record{}, err
	}
	rec.check(rules, src)
	if err := src.Err(); err != nil {
		return Record{}, err
	}
	rec.tidy()
	return rec, nil
}

func (rec *Record) check(rules *Rules, src *datafile.Source) {
	set := question.Default()
	if rec.Version != Version {
		src.Faultf("version", "found %d, allowed is %d", rec.Version, Version)
	}
	if rec.QuestionSet.ID != set.ID || rec.QuestionSet.Version < 1 {
		src.Faultf("questionSet", "found %q version %d, allowed: %s and its version", rec.QuestionSet.ID, rec.QuestionSet.Version, set.ID)
	}
	if rec.Year != 0 && (rec.Year < firstYear || rec.Year > lastYear) {
		src.Faultf("year", "found %d, allowed: %d to %d", rec.Year, firstYear, lastYear)
	}
	for _, id := range slices.Sorted(maps.Keys(rec.Bands)) {
		g := rules.Group(id)
		if g == nil || !slices.ContainsFunc(g.Bands, func(b Band) bool { return b.ID == rec.Bands[id] }) {
			src.Faultf("bands."+id, "found %q, which is no band of this group", rec.Bands[id])
		}
	}
	chosen := func(at, id string, list []string) {
		for i, o := range list {
			if set.Item(id).Option(o) == nil || slices.Contains(list[:i], o) {
				src.Faultf(fmt.Sprintf("%s[%d]", at, i), "found %q, allowed, once each: %s", o, strings.Join(set.Item(id).OptionIDs(), ", "))
			}
		}
	}
	chosen("sectorData", idData, rec.Data)
	chosen("msspScope", idScope, rec.Scope)
	if rec.Model != "" && set.Item(idModel).Option(rec.Model) == nil {
		src.Faultf("staffing", "found %q, allowed: %s", rec.Model, strings.Join(set.Item(idModel).OptionIDs(), ", "))
	}
	for _, id := range slices.Sorted(maps.Keys(rec.Verdicts)) {
		known := slices.ContainsFunc(subjects, func(s struct{ id, title string }) bool { return s.id == id })
		if list := allowed(id); !known || !slices.Contains(list, rec.Verdicts[id]) {
			src.Faultf("verdicts."+id, "found %q, allowed: %s", rec.Verdicts[id], strings.Join(list, ", "))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rec.Sections)) {
		v := rec.Sections[id]
		if set.Section(id) == nil || !(v >= 0 && v <= engagement.MaxLevel) || stepped(v, 0.1) != v {
			src.Faultf("sections."+id, "found %g, allowed: a mean level 0 to 4 with one decimal, of a section of the question set", v)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rec.Figures)) {
		v := rec.Figures[id]
		i := slices.IndexFunc(rules.Figures, func(k Kind) bool { return k.ID == id })
		if i < 0 || math.IsNaN(v) || rules.Figures[i].round(v) != v {
			src.Faultf("figures."+id, "found %g, which is no key figure or none rounded as a record has it", v)
		}
	}
}

// tidy makes what means the same the same, so that doubles are found.
func (rec *Record) tidy() {
	set := question.Default()
	ordered := func(id string, list []string) []string {
		out := []string{}
		for _, o := range set.Item(id).OptionIDs() {
			if slices.Contains(list, o) {
				out = append(out, o)
			}
		}
		return out
	}
	rec.Data, rec.Scope = ordered(idData, rec.Data), ordered(idScope, rec.Scope)
	if rec.Bands == nil {
		rec.Bands = map[string]string{}
	}
	if rec.Verdicts == nil {
		rec.Verdicts = map[string]string{}
	}
	if rec.Sections == nil {
		rec.Sections = map[string]float64{}
	}
	if rec.Figures == nil {
		rec.Figures = map[string]float64{}
	}
}
