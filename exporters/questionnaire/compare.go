// Comparing a workbook with the document, question by question.

package questionnaire

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"muster/assessment/engagement"
	"muster/assessment/question"
	"muster/exporters/form"
	"muster/exporters/xlsx"
)

// comparer makes the Import.
type comparer struct {
	scan *scan
	set  *question.Set
	doc  *engagement.Document
	out  *Import
}

func (c *comparer) compare() {
	if got, want := c.out.SetVersion, c.set.Version; got != want {
		age := "an older"
		if got > want {
			age = "a newer"
		}
		c.scan.problem(Problem{Kind: OtherVersion, Text: fmt.Sprintf("the questionnaire was made with %s version of the question set (%d; in use is %d); answers bind to the same questions, but read those whose wording changed again", age, got, want)})
	}
	c.respondent()
	for _, it := range c.set.Items() {
		c.item(it)
	}
	c.scan.unknownIDs()
	c.out.Problems = c.scan.problems
}

// reading is one question of the workbook.
type reading struct {
	*comparer
	it      *question.Item
	parts   []part
	head    *record            // the row of the question itself
	rows    map[string]*record // of its parts
	current engagement.Answer
	atoms   map[string]atom // of current
	touched map[string]atom // parts that were changed in the workbook
	wrong   bool            // there was a problem
	faulty  bool            // with an answer cell
}

// item reads and compares a question.
func (c *comparer) item(it *question.Item) {
	r := &reading{comparer: c, it: it, parts: c.scan.meta.parts(it), rows: map[string]*record{}, touched: map[string]atom{}, current: c.doc.Answers[it.ID]}
	r.atoms = atomsOf(it, r.current.Value)
	if !r.collect() {
		return
	}
	given, changed := r.given()
	kind := Same
	if changed && !equal(given, r.current) {
		kind = r.kind(given)
	}
	if kind == Same {
		if !r.wrong {
			c.out.Same++
		}
		return
	}
	at := r.where()
	c.out.Entries = append(c.out.Entries, Entry{ID: it.ID, Title: it.Title, Sheet: at.sheet, Cell: at.cell(), Kind: kind, Given: given, Current: r.current, Original: r.original()})
}

func (r *reading) problem(at place, kind ProblemKind, format string, args ...any) {
	r.wrong = true
	p := Problem{Sheet: at.sheet, QuestionID: r.it.ID, Kind: kind, Text: fmt.Sprintf(format, args...)}
	if at.row > 0 {
		p.Cell = at.cell()
	}
	r.scan.problem(p)
}

// collect finds the rows of the question; false when there are none.
func (r *reading) collect() bool {
	var lacking, double []string
	var doubleAt *record
	find := func(id string) *record {
		rec := r.scan.records[id]
		if rec != nil && rec.double {
			if double = append(double, id); doubleAt == nil {
				doubleAt = rec
			}
			return nil
		}
		return rec
	}
	expected := map[string]bool{}
	for _, p := range asked(r.it, r.scan.meta.scope) {
		expected[cellID(r.it, p)] = true
	}
	if len(expected) > 0 {
		expected[r.it.ID] = true
	}
	ids := []string{r.it.ID}
	r.head = find(r.it.ID)
	for _, p := range r.parts {
		id := cellID(r.it, p)
		if p.id == "" {
			r.rows[""] = r.head
			continue
		}
		ids = append(ids, id)
		r.rows[p.id] = find(id)
	}
	found := false
	for _, id := range ids {
		switch found = found || r.scan.records[id] != nil; {
		case r.scan.records[id] == nil && expected[id]:
			lacking = append(lacking, id)
		}
	}
	if len(double) > 0 {
		r.problem(doubleAt.doubleAt, DoubleID, "%s of %q stand in the workbook twice (first at %s, %s); neither is used: delete one of the two", listed(double), form.Short(r.it.Title), form.Short(doubleAt.sheet), doubleAt.cell())
	}
	if len(lacking) == len(expected) && !found && len(expected) > 0 {
		r.problem(place{}, MissingID, "the question %q (%s) is not in the workbook any more; what the document says of it stays as it is", form.Short(r.it.Title), r.it.ID)
	} else if len(lacking) > 0 {
		r.problem(r.where(), MissingID, "of the question %q the rows %s are not in the workbook any more; what the document says there stays as it is", form.Short(r.it.Title), listed(lacking))
	}
	return found
}

// listed names some ids.
func listed(ids []string) string {
	const most = 4
	if len(ids) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
	}
	return strings.Join(ids, ", ")
}

// where is the place of the question, or of the first of its parts.
func (r *reading) where() place {
	if r.head != nil {
		return r.head.place
	}
	for _, p := range r.parts {
		if rec := r.rows[p.id]; rec != nil {
			return rec.place
		}
	}
	return place{}
}

// column is the place of another column of a row.
func (rec *record) column(n int) place {
	return place{rec.sheet, rec.row, rec.at[n]}
}

// usable reports whether the cell can be looked at; a formula and an endless text
// cannot.
func (r *reading) usable(rec *record, n int) bool {
	if rec == nil || rec.at[n] == 0 {
		return false
	}
	cell := rec.now[n]
	switch {
	case cell.Formula:
		r.problem(rec.column(n), Formula, "there is a formula in the cell, of which nothing is used; put in its result, or a text with an apostrophe in front")
	case cell.TooLong():
		if cell.Same(rec.was[n]) && !cell.Long {
			return false
		}
		r.problem(rec.column(n), TooLong, "the text is longer than the %d characters a cell may hold; shorten it, or put it into Muster", form.MaxText)
	default:
		return true
	}
	return false
}

// given is the document's answer with what the workbook changes in it.
func (r *reading) given() (given engagement.Answer, changed bool) {
	given = r.current
	r.answers()
	if state, value, ok := r.value(); ok {
		given.State, given.Value, given.Draft, changed = state, value, nil, true
		given.Carried = false // somebody said so now
	}
	if e, ok := r.evidence(); ok {
		given.Evidence, changed = e, true
		given.Carried = false
	} else if r.ownValue(given) {
		given.Evidence = "" // it was that of the other value
	}
	if text, ok := r.comment(); ok {
		given.Comment, changed = text, true
	}
	return given, changed
}

// ownValue reports whether the value comes from a blank workbook alone: who filled
// it in did not see what the document says, nor what that rests on.
func (r *reading) ownValue(given engagement.Answer) bool {
	if r.scan.meta.answers || byCell(r.it.Type) {
		return false
	}
	return given.State != r.current.State || !engagement.EqualValues(given.Value, r.current.Value)
}

// answers collects the answer cells that were changed.
func (r *reading) answers() {
	for _, p := range r.parts {
		rec := r.rows[p.id]
		if rec == nil {
			continue
		}
		if !r.usable(rec, inAnswer) {
			r.faulty = r.faulty || rec.now[inAnswer].Formula || rec.now[inAnswer].Long
			continue
		}
		now, was := rec.now[inAnswer], rec.was[inAnswer]
		if now.Same(was) {
			continue
		}
		if now.Empty() {
			r.touched[p.id] = atom{}
			continue
		}
		a, wrong := p.form.parse(now)
		if wrong != nil {
			r.faulty = true
			r.problem(rec.place, wrong.kind, "%s%s; correct the cell, or leave it empty", r.asks(p), wrong.text)
			continue
		}
		if b, ok := parsed(p, was); !ok || !a.equal(b) {
			r.touched[p.id] = a
		}
	}
}

// asks names the part of a question, for messages.
func (r *reading) asks(p part) string {
	if p.id == "" {
		return ""
	}
	return p.id + ": "
}

// parsed is a cell as an atom, where it can be read.
func parsed(p part, cell raw) (atom, bool) {
	if cell.Empty() {
		return atom{}, true
	}
	if cell.Formula || cell.Long {
		return atom{}, false
	}
	a, wrong := p.form.parse(cell)
	return a, wrong == nil
}

// filled reports whether any answer cell holds something.
func (r *reading) filled() bool {
	for _, p := range r.parts {
		if rec := r.rows[p.id]; rec != nil && !rec.now[inAnswer].Empty() {
			return true
		}
	}
	return false
}

// state is don't know, not applicable or neither, as the workbook says; changed
// tells whether that is new.
func (r *reading) state() (state engagement.State, changed, usable bool) {
	if r.head == nil || r.head.at[inState] == 0 {
		return engagement.Unanswered, false, true
	}
	if !r.usable(r.head, inState) {
		return engagement.Unanswered, false, false
	}
	now, was := r.head.now[inState], r.head.was[inState]
	before, _ := parsed(part{form: states}, was)
	if now.Empty() {
		return engagement.Unanswered, before.set, true
	}
	a, wrong := states.parse(now)
	if wrong != nil {
		r.problem(r.head.column(inState), wrong.kind, "%s; correct the cell, or leave it empty", wrong.text)
		return engagement.Unanswered, false, false
	}
	return engagement.State(a.word), !a.equal(before), true
}

// value is the state and the value that the workbook gives, if it gives any.
func (r *reading) value() (engagement.State, engagement.Value, bool) {
	state, stateChanged, ok := r.state()
	if !ok {
		return "", nil, false
	}
	if state != engagement.Unanswered && r.filled() {
		if stateChanged || len(r.touched) > 0 || r.faulty {
			r.problem(r.head.column(inState), AnswerAndState, "both an answer and %q are given, so neither is used; empty one of the two", stateWord(state))
		}
		return "", nil, false
	}
	if !stateChanged && len(r.touched) == 0 {
		return "", nil, false
	}
	if state != engagement.Unanswered {
		return state, nil, true
	}
	if r.faulty && !byCell(r.it.Type) {
		return "", nil, false // the cell at fault was reported
	}
	atoms := r.merged()
	v, lacking := valueOf(r.it, atoms)
	if len(lacking) > 0 {
		r.problem(r.where(), Incomplete, "%q is answered in part, so nothing of it is used; lacking: %s", form.Short(r.it.Title), listed(lacking))
		return "", nil, false
	}
	if multi, ok := v.(engagement.Multi); ok && r.it.Exclusive != "" && len(multi) > 1 && slices.Contains(multi, r.it.Exclusive) {
		r.problem(r.where(), OffList, "%q rules out the others, but there is a yes for both; say no to one", form.Short(r.it.Option(r.it.Exclusive).Text))
		return "", nil, false
	}
	if half := halfFilled(r.it, atoms); len(half) > 0 && len(r.touched) > 0 {
		r.problem(r.where(), Incomplete, "%d activities are answered in part; what is there is used (%s)", len(half), listed(half))
	}
	if v == nil {
		return engagement.Unanswered, nil, true
	}
	return engagement.Answered, v, true
}

func stateWord(s engagement.State) string {
	word, _ := states.cell(wordAtom(string(s))).(string)
	return word
}

// merged are the cells of the answer to come: where each stands for itself, those
// of the document with the changed ones, else those of the workbook alone.
func (r *reading) merged() map[string]atom {
	out := map[string]atom{}
	if byCell(r.it.Type) {
		maps.Copy(out, r.atoms)
	} else {
		for _, p := range r.parts {
			if rec := r.rows[p.id]; rec != nil {
				out[p.id], _ = parsed(p, rec.now[inAnswer])
			}
		}
	}
	maps.Copy(out, r.touched)
	maps.DeleteFunc(out, func(_ string, a atom) bool { return !a.set })
	return out
}

// evidence is the grade the workbook gives, if it gives another.
func (r *reading) evidence() (engagement.Evidence, bool) {
	if !r.usable(r.head, inEvidence) {
		return "", false
	}
	now := r.head.now[inEvidence]
	before, _ := parsed(part{form: evidences}, r.head.was[inEvidence])
	var a atom
	if !now.Empty() {
		var wrong *fault
		if a, wrong = evidences.parse(now); wrong != nil {
			r.problem(r.head.column(inEvidence), wrong.kind, "%s; correct the cell, or leave it empty", wrong.text)
			return "", false
		}
	}
	return engagement.Evidence(a.word), !a.equal(before)
}

// comment is the comment the workbook gives, if it gives another.
func (r *reading) comment() (string, bool) {
	if !r.usable(r.head, inComment) {
		return "", false
	}
	now, was := r.head.now[inComment], r.head.was[inComment]
	if now.Same(was) {
		return "", false
	}
	if strings.HasSuffix(was.Text, xlsx.CutNote) {
		r.problem(r.head.column(inComment), TooLong, "the comment of the document is longer than a cell may hold, so a change to it here is not used; change it in Muster")
		return "", false
	}
	return form.Content(now.Text), true
}

// equal reports whether two answers say the same; the order of chosen options is
// of no matter, and no grade is the lowest one.
func equal(a, b engagement.Answer) bool {
	a.Evidence, b.Evidence = a.Grade(), b.Grade()
	a.Draft, b.Draft = nil, nil
	if x, ok := a.Value.(engagement.Multi); ok {
		if y, ok := b.Value.(engagement.Multi); ok {
			a.Value, b.Value = sorted(x), sorted(y)
		}
	}
	return engagement.Equal(a, b)
}

func sorted(m engagement.Multi) engagement.Multi { return slices.Sorted(slices.Values(m)) }

// kind is how what is given stands to the document.
func (r *reading) kind(given engagement.Answer) Kind {
	same := given
	same.Carried = r.current.Carried
	switch {
	case equal(same, r.current): // but for the mark, or there would be no entry
		return Confirmed
	case r.moved():
		return Conflicting
	case given.State == engagement.Unanswered && r.current.State != engagement.Unanswered:
		return Cleared
	case r.current.State == engagement.Unanswered && (given.State != engagement.Unanswered || r.current.Empty()):
		return New
	}
	return Changed
}

// moved reports whether the document has something else by now than the workbook
// was written with: for a blank one, something where it was filled in.
func (r *reading) moved() bool {
	blank := !r.scan.meta.answers
	for _, p := range r.parts {
		rec := r.rows[p.id]
		if rec == nil {
			continue
		}
		if now, ok := r.touched[p.id]; blank && (!ok || now.equal(r.atoms[p.id])) {
			continue
		}
		if blank && !r.atoms[p.id].set {
			continue
		}
		if b, ok := parsed(p, rec.was[inAnswer]); !ok || !b.equal(r.atoms[p.id]) {
			return true
		}
	}
	return r.head != nil && r.headMoved(blank)
}

// headMoved is moved for what every question has: state, evidence and comment.
func (r *reading) headMoved(blank bool) bool {
	now := [columns]any{inState: stateCell(r.current), inEvidence: evidenceCell(r.current), inComment: commentCell(r.current)}
	for n := inState; n < columns; n++ {
		if r.head.at[n] == 0 {
			continue
		}
		touched := !r.head.now[n].Same(r.head.was[n])
		if n == inState {
			touched = touched || len(r.touched) > 0
		}
		if blank && (!touched || now[n] == nil) {
			continue
		}
		text, _ := now[n].(string)
		if !(raw{Text: xlsx.Fit(text)}).Same(r.head.was[n]) {
			return true
		}
	}
	return false
}

// original is what the workbook was written with.
func (r *reading) original() engagement.Answer {
	var out engagement.Answer
	atoms := map[string]atom{}
	for _, p := range r.parts {
		if rec := r.rows[p.id]; rec != nil {
			if a, ok := parsed(p, rec.was[inAnswer]); ok && a.set {
				atoms[p.id] = a
			}
		}
	}
	if v, lacking := valueOf(r.it, atoms); v != nil && len(lacking) == 0 {
		out.State, out.Value = engagement.Answered, v
	}
	if r.head == nil {
		return out
	}
	if a, ok := parsed(part{form: states}, r.head.was[inState]); ok && a.set {
		out.State, out.Value = engagement.State(a.word), nil
	}
	if a, ok := parsed(part{form: evidences}, r.head.was[inEvidence]); ok {
		out.Evidence = engagement.Evidence(a.word)
	}
	out.Comment = form.Content(r.head.was[inComment].Text)
	return out
}

// maxName is the most that is read about the respondent, in UTF-16 units.
const maxName = 1000

// respondent reads who filled the workbook in.
func (c *comparer) respondent() {
	get := func(id string) (raw, *record) {
		rec := c.scan.records[id]
		if rec == nil {
			return raw{}, nil
		}
		if rec.double {
			c.scan.problem(Problem{Sheet: rec.doubleAt.sheet, Cell: rec.doubleAt.cell(), Kind: DoubleID, Text: fmt.Sprintf("this cell about the respondent stands in the workbook twice (first at %s, %s); neither is used: delete one of the two", form.Short(rec.sheet), rec.cell())})
			return raw{}, nil
		}
		cell := rec.now[inAnswer]
		switch {
		case cell.Formula:
			c.scan.problem(Problem{Sheet: rec.sheet, Cell: rec.cell(), Kind: Formula, Text: "there is a formula in the cell, of which nothing is used; put in its result"})
			return raw{}, rec
		case cell.Long || len(utf16.Encode([]rune(cell.Text))) > maxName:
			c.scan.problem(Problem{Sheet: rec.sheet, Cell: rec.cell(), Kind: TooLong, Text: "the text is too long for this cell; shorten it"})
			return raw{}, rec
		}
		return cell, rec
	}
	name, _ := get(respondentName)
	role, _ := get(respondentRole)
	date, rec := get(respondentDate)
	c.out.Respondent.Name, c.out.Respondent.Role = form.Content(name.Text), form.Content(role.Text)
	if date.Empty() {
		return
	}
	day, ok := form.DateOf(date, c.scan.from1904)
	if !ok {
		c.scan.problem(Problem{Sheet: rec.sheet, Cell: rec.cell(), Kind: UnreadableDate, Text: date.Shown() + " is no date that can be read; write it such as 2026-03-14"})
	}
	c.out.Respondent.Date = day
}
