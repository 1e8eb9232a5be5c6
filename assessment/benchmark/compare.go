// The comparison: a folder of records beside one's own.

package benchmark

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"

	"muster/assessment"
	"muster/assessment/question"
)

// Fault is a file of the folder that is left out, and why.
type Fault struct {
	File   string `json:"file"`
	Reason string `json:"reason"` // with the file's name and, where there is one, the line
}

// Folder reads the records of a folder: its *.json files, not those of folders in it.
// What cannot be used is a fault and costs the others nothing; the error is that the
// folder itself cannot be read, or ctx's. Progress is told how many of its entries
// were looked at; it may be nil.
func Folder(ctx context.Context, rules *Rules, folder fs.FS, progress func(done, total int)) ([]Record, []Fault, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, nil, err
	}
	var records []Record
	faults := []Fault{}
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if progress != nil {
			progress(i, len(entries))
		}
		name := e.Name()
		if e.IsDir() || !strings.EqualFold(name[max(0, len(name)-5):], ".json") {
			continue
		}
		rec, err := file(rules, folder, e)
		if err != nil {
			faults = append(faults, Fault{name, err.Error()})
			continue
		}
		records = append(records, rec)
	}
	return records, faults, nil
}

func file(rules *Rules, folder fs.FS, e fs.DirEntry) (Record, error) {
	if !e.Type().IsRegular() {
		return Record{}, fmt.Errorf("%s: no plain file", e.Name())
	}
	f, err := folder.Open(e.Name())
	if err != nil {
		return Record{}, fmt.Errorf("%s: cannot be read: %w", e.Name(), err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxRecord+1))
	if err != nil {
		return Record{}, fmt.Errorf("%s: cannot be read: %w", e.Name(), err)
	}
	return Read(rules, e.Name(), data)
}

// Filter keeps records alike; empty fields keep all.
type Filter struct {
	Size  string `json:"size,omitempty"`  // band of employees
	Data  string `json:"data,omitempty"`  // an option of the sensitive data and systems
	Scope string `json:"scope,omitempty"` // an option of the services bought
}

func (f Filter) keeps(rec *Record) bool {
	return (f.Size == "" || rec.Bands["employees"] == f.Size) && (f.Data == "" || slices.Contains(rec.Data, f.Data)) && (f.Scope == "" || slices.Contains(rec.Scope, f.Scope))
}

// Row is one figure among those of others.
type Row struct {
	ID     string            `json:"id"`
	Title  string            `json:"title"`
	Own    assessment.Figure `json:"own"`
	Count  int               `json:"count"` // records that tell it
	Low    assessment.Figure `json:"low"`   // a quarter are below; missing where there are too few
	Middle assessment.Figure `json:"middle"`
	High   assessment.Figure `json:"high"`  // a quarter are above
	Below  assessment.Figure `json:"below"` // share of the records below one's own, those alike counted half
	Shown  Shown             `json:"shown"`
	Text   string            `json:"text"`
}

// Shown are the figures of a row as written.
type Shown struct {
	Own    string `json:"own"`
	Low    string `json:"low"`
	Middle string `json:"middle"`
	High   string `json:"high"`
}

// Share is how often a verdict was given.
type Share struct {
	Subject string             `json:"subject"`
	Title   string             `json:"title"`
	Verdict assessment.Verdict `json:"verdict"`
	Share   float64            `json:"share"`
	Own     bool               `json:"own"` // it is one's own verdict
}

// Comparison is one's own record among others.
type Comparison struct {
	Own      Record  `json:"own"`
	Filter   Filter  `json:"filter"`
	Records  int     `json:"records"` // compared with
	Doubles  int     `json:"doubles"` // that were there before, or are one's own
	Foreign  int     `json:"foreign"` // of another version of the question set
	Filtered int     `json:"filtered"`
	Enough   bool    `json:"enough"`
	Sections []Row   `json:"sections"` // mean levels; none where there are too few records
	Figures  []Row   `json:"figures"`
	Verdicts []Share `json:"verdicts"`
	Text     string  `json:"text"`
}

// Compare sets own beside records. Nothing is said of fewer than Rules.Records of
// them, of any figure and of any filter.
func Compare(rules *Rules, own Record, records []Record, filter Filter) *Comparison {
	c := &Comparison{Own: own, Filter: filter, Sections: []Row{}, Figures: []Row{}, Verdicts: []Share{}}
	seen := map[string]bool{string(own.Encode()): true}
	var used []Record
	for i := range records {
		rec := &records[i]
		key := string(rec.Encode())
		switch {
		case seen[key]:
			c.Doubles++
		case rec.QuestionSet != own.QuestionSet:
			c.Foreign++
		case !filter.keeps(rec):
			c.Filtered++
		default:
			used = append(used, *rec)
		}
		seen[key] = true
	}
	c.Records = len(used)
	c.Enough = c.Records >= rules.Records
	if !c.Enough {
		c.Text = fmt.Sprintf("%s to compare with; nothing is said of fewer than %d.", assessment.FormatCount(c.Records, "record is there", "records are there"), rules.Records)
		return c
	}
	c.Text = fmt.Sprintf("Compared with %s.", assessment.FormatCount(c.Records, "record", "records"))
	level := Kind{Step: 0.1, High: 4}
	for _, s := range question.Default().Sections {
		if row, ok := rules.row(&level, s.ID, s.Title, own.Sections, used, func(r *Record) map[string]float64 { return r.Sections }); ok {
			c.Sections = append(c.Sections, row)
		}
	}
	for i := range rules.Figures {
		k := &rules.Figures[i]
		if row, ok := rules.row(k, k.ID, k.Title, own.Figures, used, func(r *Record) map[string]float64 { return r.Figures }); ok {
			c.Figures = append(c.Figures, row)
		}
	}
	for _, s := range subjects {
		c.Verdicts = append(c.Verdicts, rules.shares(s.id, s.title, own, used)...)
	}
	return c
}

func (r *Rules) shares(id, title string, own Record, used []Record) []Share {
	counts, n := map[string]int{}, 0
	for i := range used {
		if v, ok := used[i].Verdicts[id]; ok {
			counts[v]++
			n++
		}
	}
	if n < r.Records {
		return nil
	}
	var out []Share
	for _, v := range allowed(id) {
		if counts[v] > 0 {
			out = append(out, Share{Subject: id, Title: title, Verdict: assessment.Verdict(v), Share: float64(counts[v]) / float64(n), Own: own.Verdicts[id] == v})
		}
	}
	return out
}

// row sets one figure beside those of others; false where neither tells it.
func (r *Rules) row(k *Kind, id, title string, own map[string]float64, used []Record, of func(*Record) map[string]float64) (Row, bool) {
	row := Row{ID: id, Title: title, Own: assessment.Missing(), Low: assessment.Missing(), Middle: assessment.Missing(), High: assessment.Missing(), Below: assessment.Missing()}
	var all []float64
	for i := range used {
		if v, ok := of(&used[i])[id]; ok {
			all = append(all, v)
		}
	}
	row.Count = len(all)
	v, told := own[id]
	if told {
		row.Own = assessment.Figure(v)
	}
	if !told && row.Count == 0 {
		return row, false
	}
	row.Shown.Own = k.text(row.Own)
	if row.Count < r.Records {
		row.Text = fmt.Sprintf("Fewer than %d records tell it.", r.Records)
		row.Shown.Low, row.Shown.Middle, row.Shown.High = k.text(row.Low), k.text(row.Middle), k.text(row.High)
		return row, true
	}
	slices.Sort(all)
	row.Low, row.Middle, row.High = quantile(all, 0.25), quantile(all, 0.5), quantile(all, 0.75)
	row.Shown.Low, row.Shown.Middle, row.Shown.High = k.text(row.Low), k.text(row.Middle), k.text(row.High)
	if !told {
		row.Text = "Your record does not tell it."
		return row, true
	}
	below := 0.0
	for _, x := range all {
		switch {
		case x < v:
			below++
		case x == v:
			below += 0.5
		}
	}
	row.Below = assessment.Figure(below / float64(len(all)))
	row.Text = where(row.Own, row.Low, row.High, row.Below)
	return row, true
}

// where says in words where one's own figure lies.
func where(own, low, high, below assessment.Figure) string {
	text := "In the middle half"
	switch {
	case low == high && own == low:
		return "The same as at least half of them."
	case own < low:
		text = "In the lowest quarter"
	case own > high:
		text = "In the highest quarter"
	}
	return text + "; above " + assessment.FormatShare(math.Round(float64(below)*100)/100) + " of them."
}

// quantile of sorted figures, between two of them in proportion.
func quantile(sorted []float64, q float64) assessment.Figure {
	at := q * float64(len(sorted)-1)
	i := int(math.Floor(at))
	if i+1 >= len(sorted) {
		return assessment.Figure(sorted[len(sorted)-1])
	}
	return assessment.Figure(sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i]))
}
