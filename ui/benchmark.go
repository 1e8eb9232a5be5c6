// The benchmark on the page of targets: the anonymous record of this engagement, and
// the comparison with a folder of others' records.

package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"muster/assessment/benchmark"
	"muster/assessment/engagement"
	"muster/exporters/look"
	"muster/exporters/report"
	"muster/ui/form"
	"muster/ui/locate"
	"muster/ui/style"
	"muster/ui/words"
)

// benchView is the folder that was compared with last.
type benchView struct {
	folder  string // empty: none yet
	records []benchmark.Record
	faults  []benchmark.Fault
	filter  benchmark.Filter

	made *benchmark.Comparison // of doc with filter; nil: not made yet
	doc  *engagement.Document
}

// record is the anonymous record of the document as it stands.
func (w *workspace) record() benchmark.Record {
	return benchmark.New(benchmark.Default(), w.session.Document(), w.session.Result())
}

// benchmarked sets this engagement beside the records that were read.
func (w *workspace) benchmarked() *benchmark.Comparison {
	b := &w.targets.bench
	if doc := w.session.Document(); b.made == nil || b.doc != doc || b.made.Filter != b.filter {
		b.made, b.doc = benchmark.Compare(benchmark.Default(), w.record(), b.records, b.filter), doc
	}
	return b.made
}

// benchmark is the part of the page.
func (p *targetPage) benchmark() []fyne.CanvasObject {
	w := p.w
	write := locate.Name("benchmark/write", form.NewButton(words.Say("Write a benchmark record…"), w.askRecord))
	compare := locate.Name("benchmark/compare", form.NewButton(words.Say("Compare with a folder of records…"), w.askRecords))
	compare.Importance = widget.HighImportance
	out := []fyne.CanvasObject{
		style.Paragraph(words.Say("Compare with others without a server. A benchmark record holds bands, rounded figures, means and verdicts: no name, no text, no single answer, no day. "+
			"Exchange records with organisations like yours, put them into one folder, and see where you stand. Nothing is said of fewer than %d.", benchmark.Default().Records), style.Column, look.TextBody, false, look.Muted),
		style.Gap(look.Space1), container.NewHBox(write, compare), style.Gap(look.Space2)}
	b := &p.view.bench
	if b.folder == "" {
		return append(out, style.Paragraph(words.Say("No folder was compared with yet."), style.Column, look.TextBody, false, look.Muted))
	}
	c := w.benchmarked()
	out = append(out, locate.Name("benchmark/says", style.Paragraph(words.Name(c.Text), style.Column, look.TextLead, false, look.Text)), note(words.Say("Folder: %s", b.folder)), p.filters())
	if n := len(b.faults); n > 0 {
		out = append(out, style.Paragraph("⚑ "+words.Count(n, "1 file cannot be used", "%d files cannot be used"), style.Column, look.TextBody, true, look.Bad))
	}
	if c.Enough {
		out = append(out, quartiles(c)...)
	}
	if left := report.BenchmarkLeftOut(words.Reports(), c); len(left) > 0 {
		out = append(out, targetHeading(words.Say("Left out"))...)
		out = append(out, bulletList(left, style.Column))
	}
	return append(out, p.faults()...)
}

// quartiles are one's own figures among those of the others.
func quartiles(c *benchmark.Comparison) []fyne.CanvasObject {
	out := targetHeading(words.Say("By section"))
	out = append(out, blockObjects([]report.Block{
		report.Figure{Scene: report.BenchmarkPicture(words.Reports(), c, style.Column), Caption: words.Reports().Text(report.BenchmarkCaption)},
		report.BenchmarkTable(words.Reports(), words.Say("Mean level"), c.Sections),
	}, style.Column)...)
	out = append(out, targetHeading(words.Name("Key figures"))...)
	out = append(out, tableObject(report.BenchmarkTable(words.Reports(), words.Say("Key figure"), c.Figures), style.Column))
	if shares := report.BenchmarkShares(words.Reports(), c); len(shares) > 0 {
		out = append(out, targetHeading(words.Say("Verdicts of the others"))...)
		out = append(out, bulletList(shares, style.Column))
	}
	return out
}

// shownFaults is how many files that cannot be used are named one by one.
const shownFaults = 30

// faults names the files that cannot be used, with the reason.
func (p *targetPage) faults() []fyne.CanvasObject {
	list := p.view.bench.faults
	if len(list) == 0 {
		return nil
	}
	var reasons []string
	for _, f := range list[:min(len(list), shownFaults)] {
		reasons = append(reasons, words.Name(f.Reason))
	}
	out := append(targetHeading(words.Say("Files that cannot be used (%d)", len(list))), bulletList(reasons, style.Column))
	if more := len(list) - shownFaults; more > 0 {
		out = append(out, note(words.Say("and %d more", more)))
	}
	return out
}

// filters keep records of organisations alike.
func (p *targetPage) filters() fyne.CanvasObject {
	rules, set := benchmark.Default(), p.w.session.Set
	filter := &p.view.bench.filter
	choice := func(name, any string, to *string, ids, titles []string) fyne.CanvasObject {
		const width = 220
		o := &offers{}
		o.add("", any)
		for i, id := range ids {
			o.add(id, fitLine(words.Name(titles[i]), width-50, look.TextBody, false))
		}
		s := locate.Name("benchmark/"+name, form.NewSelect(o.labels, nil))
		s.SetSelected(o.label(*to))
		s.OnChanged = func(label string) {
			if id, ok := o.id(label); ok && id != *to {
				*to = id
				p.again()
			}
		}
		return container.New(&fixedWidth{width}, s)
	}
	options := func(question string) (ids, titles []string) {
		if it := set.Item(question); it != nil {
			for _, o := range it.Options {
				ids, titles = append(ids, o.ID), append(titles, o.Text)
			}
		}
		return ids, titles
	}
	var sizes, names []string
	for _, b := range rules.Group("employees").Bands {
		sizes, names = append(sizes, b.ID), append(names, b.Title)
	}
	data, dataNames := options("org-sector-data")
	scope, scopeNames := options("mssp-scope")
	return container.NewHBox(choice("size", words.Say("Any number of employees"), &filter.Size, sizes, names),
		choice("data", words.Say("Any data or systems"), &filter.Data, data, dataNames),
		choice("scope", words.Say("Any services bought"), &filter.Scope, scope, scopeNames))
}

// askRecord shows all of the record, then asks where it goes.
func (w *workspace) askRecord() {
	if w.app.blocked() {
		return
	}
	w.commit()
	title := words.Say("Write a benchmark record")
	rec := w.record()
	const width, at = 600, 240
	body := container.NewVBox(style.Paragraph(words.Say("This is all that the record holds. Nothing was written yet."), width, look.TextBody, true, textToken), style.Gap(look.Space2))
	for _, line := range rec.Text(benchmark.Default()) {
		name, value, _ := strings.Cut(line, ": ")
		box := &placed{}
		left := style.Paragraph(words.Name(name), at-12, look.TextSmall+1, false, textToken)
		right := style.Paragraph(words.Name(value), width-at, look.TextSmall+1, true, textToken)
		box.put(left, 0)
		box.put(right, at)
		box.y = max(left.MinSize().Height, right.MinSize().Height) + 2
		body.Add(box.box(width))
	}
	w.app.choose(title, body, func() {}, []choice{
		{name: "benchmark/no", label: words.Say("Cancel"), do: func() {}},
		{name: "benchmark/yes", label: words.Say("Write it…"), primary: true, do: func() {
			w.askFile(title, "-benchmark.json", func(context.Context) ([]byte, error) { return rec.Encode(), nil })
		}},
	})
}

// askRecords asks for a folder of records.
func (w *workspace) askRecords() {
	if w.app.blocked() {
		return
	}
	w.commit()
	start := w.targets.bench.folder
	if start == "" {
		start = w.app.home() + string(filepath.Separator)
	}
	d := &pathDialog{app: w.app, title: words.Say("Compare with a folder of benchmark records"), action: words.Say("Compare"), start: start, browse: browseDir, folders: true}
	d.use = func(path string) error {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return words.Errorf("there is no folder %s that can be read; check the name", path)
		case !info.IsDir():
			return words.Errorf("%s is a file; name the folder it lies in", path)
		}
		d.box.Hide()
		w.readRecords(path)
		return nil
	}
	d.show()
}

// readRecords reads a folder beside the window and shows the comparison.
func (w *workspace) readRecords(path string) {
	b := benchView{folder: path, filter: w.targets.bench.filter}
	w.app.run(words.Say("Reading the records"), func(ctx context.Context, progress func(done, total int)) (err error) {
		b.records, b.faults, err = benchmark.Folder(ctx, benchmark.Default(), os.DirFS(path), progress)
		return err
	}, func() {
		w.targets.bench = b
		if p, ok := w.page.(*targetPage); ok {
			p.again()
		}
	})
}
