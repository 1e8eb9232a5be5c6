// The template: chapters, tables and open points as data (assets/csirp.yaml), loaded
// and checked here.

package csirp

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"muster/assessment/advice"
	"muster/assessment/cadence"
	"muster/assessment/datafile"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

// Template is what every plan is made of.
type Template struct {
	Format     string     `yaml:"format"` // muster-csirp
	Version    int        `yaml:"version"`
	Title      string     `yaml:"title"`
	Points     []point    `yaml:"points"`
	Chapters   []chapter  `yaml:"chapters"`
	Severities []severity `yaml:"severities"`
	Cadence    []duty     `yaml:"cadence"`
	Forensics  []process  `yaml:"forensics"`
	Card       card       `yaml:"card"`
}

// point is something the plan must say and an answer, or a detail of the engagement,
// tells.
type point struct {
	ID       string `yaml:"id"`
	Question string `yaml:"question"` // its answer settles the point
	Settled  string `yaml:"settled"`  // "answered", or what the answer must be
	Fact     string `yaml:"fact"`     // instead of a question
	From     string `yaml:"from"`     // where the fact is entered
	Known    string `yaml:"known"`    // stands in the plan where the point is settled
	Ask      string `yaml:"ask"`      // stands in the mark where it is not
	Prose    bool   `yaml:"prose"`    // in running text: nothing stands for it where it does not apply

	condition *advice.Condition // nil: any answer will do
}

// settledByAny settles a point with any answer.
const settledByAny = "answered"

type chapter struct {
	ID        string  `yaml:"id"`
	Title     string  `yaml:"title"`
	Lead      string  `yaml:"lead"`
	Landscape bool    `yaml:"landscape"`
	Appendix  bool    `yaml:"appendix"`
	Blocks    []block `yaml:"blocks"`
}

// block is one of its fields; When says where it stands.
type block struct {
	When       map[string]any `yaml:"when"`
	Heading    string         `yaml:"heading"`
	Text       string         `yaml:"text"`
	Bullets    []string       `yaml:"bullets"`
	Table      *table         `yaml:"table"`
	Insert     string         `yaml:"insert"` // made by the program
	Of         []string       `yaml:"of"`     // of the insert: ids of sources
	Notes      []string       `yaml:"notes"`  // questions whose comments and references are shown
	Signatures *signatures    `yaml:"signatures"`

	when []advice.Condition
}

// kinds are the names of the fields that are set, When and Of aside.
func (b *block) kinds() []string {
	var out []string
	for name, set := range map[string]bool{"heading": b.Heading != "", "text": b.Text != "", "bullets": b.Bullets != nil, "table": b.Table != nil,
		"insert": b.Insert != "", "notes": b.Notes != nil, "signatures": b.Signatures != nil} {
		if set {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

type table struct {
	Columns []string  `yaml:"columns"`
	Shares  []float64 `yaml:"shares"` // parts of the width
	Rows    []row     `yaml:"rows"`
}

// row has a cell for each column, or one that heads the rows below it.
type row struct {
	When  map[string]any `yaml:"when"`
	Cells []string       `yaml:"cells"`

	when []advice.Condition
}

type signatures struct {
	Heading string   `yaml:"heading"`
	Lines   []string `yaml:"lines"`
}

type severity struct {
	ID     string `yaml:"id"`
	Means  string `yaml:"means"`
	Lead   string `yaml:"lead"`
	Update string `yaml:"update"`
}

// duty is something that comes round.
type duty struct {
	What     string `yaml:"what"`
	Who      string `yaml:"who"`
	Question string `yaml:"question"` // months since it was last done; empty: nobody asked
	Point    string `yaml:"point"`    // of that question
	Every    int    `yaml:"every"`    // months; only where no question says it
	First    int    `yaml:"first"`    // days from the assessment where it is overdue or was never done
	MSSP     bool   `yaml:"mssp"`     // only where there is one
}

// process is a forensic process model.
type process struct {
	Model string `yaml:"model"`
	Steps []struct {
		Name string `yaml:"name"`
		Does string `yaml:"does"`
	} `yaml:"steps"`
}

type card struct {
	Title   string   `yaml:"title"`
	Lead    string   `yaml:"lead"`
	Calls   []call   `yaml:"calls"`
	Notice  string   `yaml:"notice"`  // in which time the MSSP reports
	Decides []string `yaml:"decides"` // activities
}

type call struct {
	Who  string `yaml:"who"`
	When string `yaml:"when"`
	Wait string `yaml:"wait"`
	MSSP bool   `yaml:"mssp"`
}

// facts are the names of what the engagement itself says.
var facts = []string{"client", "provider", "mssp", "date", "set", "model"}

// hasMSSP is the fact on which parts of the plan depend.
const hasMSSP = "mssp"

// inserts are what the program makes.
var inserts = []string{"severities", "responsibilities", "clocks", "cadence", "forensic-steps", "sources"}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// Load reads and checks a template against the question set and the models it is
// made for; the error holds every fault with its place.
func Load(name string, data []byte, set *question.Set, registry *model.Registry) (*Template, error) {
	t := &Template{}
	src, err := datafile.Decode(name, data, t)
	if err != nil {
		return nil, err
	}
	c := &checker{src, t, set, map[string]bool{}}
	c.check(registry)
	return t, src.Err()
}

type checker struct {
	src  *datafile.Source
	t    *Template
	set  *question.Set
	used map[string]bool // points that stand somewhere
}

func (c *checker) check(registry *model.Registry) {
	if c.t.Format != "muster-csirp" {
		c.src.Faultf("format", "found %q, allowed is \"muster-csirp\"", c.t.Format)
	}
	c.need("title", c.t.Title)
	ids := map[string]bool{}
	for i := range c.t.Points {
		c.point(fmt.Sprintf("points[%d]", i), &c.t.Points[i], ids)
	}
	chapters := map[string]bool{openID: true}
	for i := range c.t.Chapters {
		ch, path := &c.t.Chapters[i], fmt.Sprintf("chapters[%d]", i)
		if ch.ID == "" || chapters[ch.ID] {
			c.src.Faultf(path+".id", "found %q; every chapter needs an id of its own", ch.ID)
		}
		chapters[ch.ID] = true
		c.need(path+".title", ch.Title)
		c.text(path+".lead", ch.Lead)
		for k := range ch.Blocks {
			c.block(fmt.Sprintf("%s.blocks[%d]", path, k), &ch.Blocks[k])
		}
	}
	if len(c.t.Severities) != len(question.Severities) {
		c.src.Faultf("severities", "found %d, allowed: %s", len(c.t.Severities), strings.Join(question.Severities, ", "))
	}
	for i, s := range c.t.Severities {
		if i < len(question.Severities) && s.ID != question.Severities[i] {
			c.src.Faultf(fmt.Sprintf("severities[%d].id", i), "found %q, allowed here: %s", s.ID, question.Severities[i])
		}
	}
	for i, d := range c.t.Cadence {
		path := fmt.Sprintf("cadence[%d]", i)
		c.need(path+".what", d.What)
		if d.First < 1 || d.First > 366 {
			c.src.Faultf(path, "found first after %d days; allowed: 1 to 366", d.First)
		}
		every, known := cadence.Of(c.set.Item(d.Question))
		switch {
		case d.Question == "" && (d.Every < 1 || d.Every > 60):
			c.src.Faultf(path+".every", "found %d months; allowed: 1 to 60", d.Every)
		case d.Question != "" && !known:
			c.src.Faultf(path+".question", "found %q, allowed: a question on months that has a finding from so many months on", d.Question)
		case d.Question != "" && d.Every != 0:
			c.src.Faultf(path+".every", "the question %s says it already: %d months", d.Question, every)
		}
		if d.Point != "" {
			c.text(path+".point", "{"+d.Point+"}")
			i := slices.IndexFunc(c.t.Points, func(p point) bool { return p.ID == d.Point })
			if want := fmt.Sprintf("<=%d", every); i >= 0 && (c.t.Points[i].Question != d.Question || c.t.Points[i].Settled != want) {
				c.src.Faultf(path+".point", "the point %q must be settled by %s %s, as the duty is", d.Point, d.Question, want)
			}
		}
	}
	c.processes(registry)
	for i, x := range c.t.Card.Calls {
		c.text(fmt.Sprintf("card.calls[%d]", i), x.Who+x.When+x.Wait)
	}
	c.text("card.notice", c.t.Card.Notice)
	for i, id := range c.t.Card.Decides {
		c.text(fmt.Sprintf("card.decides[%d]", i), "{row:"+id+"}")
	}
	for i, p := range c.t.Points {
		if !c.used[p.ID] {
			c.src.Faultf(fmt.Sprintf("points[%d]", i), "the point %q stands nowhere in the plan", p.ID)
		}
	}
}

func (c *checker) processes(registry *model.Registry) {
	described := map[string]bool{}
	for _, p := range c.t.Forensics {
		described[p.Model] = len(p.Steps) > 0
	}
	for _, m := range registry.Forensics.Models {
		if !described[m.ID] {
			c.src.Faultf("forensics", "the process %q has no steps", m.ID)
		}
		delete(described, m.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(described)) {
		c.src.Faultf("forensics", "found %q, which is no process of the registry", id)
	}
}

func (c *checker) need(path, text string) {
	if strings.TrimSpace(text) == "" {
		c.src.Faultf(path, "a text is needed")
	}
}

func (c *checker) point(path string, p *point, ids map[string]bool) {
	if p.ID == "" || ids[p.ID] || slices.Contains(facts, p.ID) {
		c.src.Faultf(path+".id", "found %q; every point needs an id of its own that no fact has", p.ID)
	}
	ids[p.ID] = true
	c.need(path+".ask", p.Ask)
	switch {
	case (p.Question == "") == (p.Fact == ""):
		c.src.Faultf(path, "a point needs either a question or a fact")
	case p.Fact != "":
		if !slices.Contains(facts, p.Fact) {
			c.src.Faultf(path+".fact", "found %q, allowed: %s", p.Fact, strings.Join(facts, ", "))
		}
		c.need(path+".from", p.From)
	case c.set.Item(p.Question) == nil:
		c.src.Faultf(path+".question", "found %q, which is no question of the set", p.Question)
	case p.Settled == "":
		c.src.Faultf(path+".settled", "a condition is needed, or %q", settledByAny)
	case p.Settled != settledByAny:
		cond, err := advice.ParseCondition(p.Question, p.Settled)
		if err != nil {
			c.src.Faultf(path+".settled", "%s", err)
		}
		p.condition = &cond
	}
	for _, m := range placeholder.FindAllStringSubmatch(p.Known+p.Ask, -1) {
		if strings.HasPrefix(m[1], "answer:") || slices.Contains(facts, m[1]) {
			c.text(path, m[0])
			continue
		}
		c.src.Faultf(path, "found {%s}; a point may name answers and facts only", m[1])
	}
}

func (c *checker) conditions(path string, when map[string]any) []advice.Condition {
	var out []advice.Condition
	for _, key := range slices.Sorted(maps.Keys(when)) {
		cond, err := advice.ParseCondition(key, when[key])
		if err != nil {
			c.src.Faultf(path+".when."+key, "%s", err)
		}
		switch {
		case cond.Fact != "" && cond.Fact != hasMSSP:
			c.src.Faultf(path+".when."+key, "unknown fact; allowed: %s", hasMSSP)
		case cond.Fact == "" && c.set.Item(key) == nil:
			c.src.Faultf(path+".when."+key, "found %q, which is no question of the set", key)
		}
		out = append(out, cond)
	}
	return out
}

func (c *checker) block(path string, b *block) {
	b.when = c.conditions(path, b.When)
	if k := b.kinds(); len(k) != 1 {
		c.src.Faultf(path, "found %s; a block is exactly one of heading, text, bullets, table, insert, notes, signatures", cmp.Or(strings.Join(k, " and "), "nothing"))
	}
	c.text(path, b.Heading+" "+b.Text+" "+strings.Join(b.Bullets, " "))
	if b.Insert != "" && !slices.Contains(inserts, b.Insert) {
		c.src.Faultf(path+".insert", "found %q, allowed: %s", b.Insert, strings.Join(inserts, ", "))
	}
	for i, id := range b.Of {
		if c.set.SourceByID(id) == nil {
			c.src.Faultf(fmt.Sprintf("%s.of[%d]", path, i), "found %q, which is no source of the set", id)
		}
	}
	for i, id := range b.Notes {
		if c.set.Item(id) == nil {
			c.src.Faultf(fmt.Sprintf("%s.notes[%d]", path, i), "found %q, which is no question of the set", id)
		}
	}
	if b.Table == nil {
		return
	}
	if len(b.Table.Columns) == 0 || len(b.Table.Shares) != len(b.Table.Columns) {
		c.src.Faultf(path+".table", "found %d columns and %d shares", len(b.Table.Columns), len(b.Table.Shares))
	}
	for i := range b.Table.Rows {
		r, at := &b.Table.Rows[i], fmt.Sprintf("%s.table.rows[%d]", path, i)
		r.when = c.conditions(at, r.When)
		if n := len(r.Cells); n != 1 && n != len(b.Table.Columns) {
			c.src.Faultf(at, "found %d cells, allowed: %d, or 1 to head the rows below", n, len(b.Table.Columns))
		}
		for _, cell := range r.Cells {
			c.text(at, cell)
		}
	}
}

// text checks the placeholders of a text.
func (c *checker) text(path, text string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		kind, id, ok := strings.Cut(m[1], ":")
		known := false
		switch {
		case !ok:
			isPoint := slices.ContainsFunc(c.t.Points, func(p point) bool { return p.ID == m[1] })
			c.used[m[1]] = c.used[m[1]] || isPoint
			known = isPoint || slices.Contains(facts, m[1])
		case kind == "answer":
			known = c.set.Item(id) != nil
		case kind == "row" || kind == "does":
			known = c.set.Item(matrixQuestion).Activity(id) != nil
		case kind == "target" || kind == "within":
			known = slices.Contains(question.Severities, id)
		}
		if !known {
			c.src.Faultf(path, "found {%s}, which is no point, fact, answer, row, doer or target", m[1])
		}
	}
}

// Default is the template that ships with the program.
var Default = sync.OnceValue(func() *Template {
	t, err := Load("csirp.yaml", assets.CSIRP, question.Default(), model.Default())
	if err != nil {
		panic(err) // a test loads the shipped template
	}
	return t
})
