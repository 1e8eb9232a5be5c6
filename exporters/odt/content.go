// The content: cover, contents and chapters.

package odt

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"strings"

	"muster/exporters/report"
)

// Page measures in cm.
const (
	pageWidth  = 21.0
	pageHeight = 29.7
	margin     = 2.0
)

// writer writes one document.
type writer struct {
	rep      *report.Report
	marks    *marker
	accent   string // RRGGBB
	logo     []byte
	logoSize image.Config

	body   bytes.Buffer
	auto   bytes.Buffer // styles of single tables
	tables int
	wide   bool // the page lies on its side
	last   bool // the block is the last on its page
}

const namespaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
	` xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"`

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(&w.body, format, args...) }

// paragraph writes running text; style is a style's name.
func (w *writer) paragraph(style, text string) {
	w.printf(`<text:p text:style-name="%s">%s</text:p>`, style, w.marks.runs(text))
}

func (w *writer) content(ctx context.Context) ([]byte, error) {
	labels := w.labels()
	w.cover()
	w.contents(labels)
	for i := range w.rep.Chapters {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := w.chapter(i, labels[i]); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	out.WriteString(xmlHead + `<office:document-content` + namespaces + `><office:automatic-styles>`)
	out.Write(w.auto.Bytes())
	out.WriteString(fixedAutomatic)
	out.WriteString(`</office:automatic-styles><office:body><office:text>`)
	out.Write(w.body.Bytes())
	out.WriteString(`</office:text></office:body></office:document-content>`)
	return out.Bytes(), nil
}

// labels are the numbers and letters of the chapters; those of numbered chapters are
// drawn by the heading's style.
func (w *writer) labels() []string {
	out := make([]string, len(w.rep.Chapters))
	number, letter := 0, 'A'
	for i := range w.rep.Chapters {
		if w.rep.Chapters[i].Appendix {
			out[i] = w.rep.Lang.Say("Annex %s", string(letter))
			letter++
		} else {
			number++
			out[i] = fmt.Sprint(number)
		}
	}
	return out
}

func (w *writer) cover() {
	r := w.rep
	if w.logo != nil {
		const most, tall = 7.0, 2.6 // cm
		scale := min(most/float64(w.logoSize.Width), tall/float64(w.logoSize.Height))
		w.printf(`<text:p text:style-name="Text_20_body"><draw:frame draw:name="Logo" text:anchor-type="as-char" svg:width="%.2fcm" svg:height="%.2fcm"><draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:title>%s</svg:title></draw:frame></text:p>`,
			float64(w.logoSize.Width)*scale, float64(w.logoSize.Height)*scale, logoName, escape(oneLine(r.Lang.Say("Logo of %s", r.Brand.Company))))
	}
	if r.Brand.Company != "" {
		w.paragraph("Text_20_body", oneLine(r.Brand.Company))
	}
	w.paragraph("Title", oneLine(r.Title))
	if r.Client != "" {
		w.paragraph("Subtitle", oneLine(r.Client))
	}
	w.paragraph("Text_20_body", oneLine(r.Subtitle))
	var rows [][]string
	for _, row := range [][]string{{r.Lang.Text("Version"), r.Lang.Text("0.1, draft")}, {r.Lang.Text("Date of the assessment"), r.Date}, {r.Lang.Text("Assessor"), r.Assessor}, {r.Lang.Text("Classification"), r.Classification}, {r.Lang.Text("Made with"), r.Program}} {
		if row[1] != "" {
			rows = append(rows, []string{row[0], oneLine(row[1])})
		}
	}
	w.table(report.Table{Columns: []report.Column{{Share: 28}, {Share: 72}}, Rows: rows})
	if cover := strings.TrimSpace(r.Brand.Cover); cover != "" {
		w.paragraph("Text_20_body", cover)
	}
}

// contents lists the chapters with the numbers of their pages, which the reading
// program fills in.
func (w *writer) contents(labels []string) {
	w.printf(`<text:table-of-content text:name="Contents" text:protected="true"><text:table-of-content-source text:outline-level="1"><text:index-title-template text:style-name="Contents_20_Heading">%[1]s</text:index-title-template>`+
		`<text:table-of-content-entry-template text:outline-level="1" text:style-name="Contents_20_1"><text:index-entry-link-start/><text:index-entry-chapter/><text:index-entry-span>  </text:index-entry-span><text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>`+
		`</text:table-of-content-source><text:index-body><text:index-title text:name="Contents_Head"><text:p text:style-name="Contents_20_Heading">%[1]s</text:p></text:index-title>`, escape(w.rep.Lang.Text("Contents")))
	for i := range w.rep.Chapters {
		name := bookmark(i)
		w.printf(`<text:p text:style-name="Contents_20_1"><text:a xlink:type="simple" xlink:href="#%s" text:style-name="Index_20_Link" text:visited-style-name="Index_20_Link">%s<text:s/> %s<text:tab/><text:bookmark-ref text:reference-format="page" text:ref-name="%s">…</text:bookmark-ref></text:a></text:p>`,
			name, labels[i], spaced(oneLine(w.rep.Chapters[i].Title)), name)
	}
	w.printf(`</text:index-body></text:table-of-content>`)
}

func bookmark(i int) string { return fmt.Sprintf("chapter-%d", i+1) }

func (w *writer) chapter(i int, label string) error {
	c := &w.rep.Chapters[i]
	style, header := "Heading_20_1", ""
	if w.startsPage(i) {
		if style = "StartPortrait"; c.Landscape {
			style = "StartLandscape"
		}
	}
	w.wide = c.Landscape
	title := spaced(oneLine(c.Title))
	if c.Appendix {
		header = ` text:is-list-header="true"`
		title = label + `<text:s/> ` + title
	}
	w.printf(`<text:h text:style-name="%s" text:outline-level="1"%s><text:bookmark-start text:name="%s"/>%s<text:bookmark-end text:name="%s"/></text:h>`, style, header, bookmark(i), title, bookmark(i))
	if c.Lead != "" {
		w.paragraph("Lead", c.Lead)
	}
	for k, b := range c.Blocks {
		// A table that fills its page would push what stands behind it onto a page of its own.
		w.last = k == len(c.Blocks)-1 && (i == len(w.rep.Chapters)-1 || w.startsPage(i+1))
		if err := w.block(b); err != nil {
			return fmt.Errorf("chapter %q: %w", c.Title, err)
		}
	}
	return nil
}

// startsPage reports whether a chapter begins on a page of its own.
func (w *writer) startsPage(i int) bool {
	c := &w.rep.Chapters[i]
	return i == 0 || c.Landscape != w.rep.Chapters[i-1].Landscape || c.Appendix
}

func (w *writer) block(b report.Block) error {
	switch b := b.(type) {
	case report.Heading:
		w.heading(b.Text)
	case report.Paragraph:
		w.paragraph("Text_20_body", b.Text)
	case report.Bullets:
		w.printf(`<text:list text:style-name="Bullets">`)
		for _, item := range b.Items {
			w.printf(`<text:list-item>`)
			w.paragraph("List_20_Contents", item)
			w.printf(`</text:list-item>`)
		}
		w.printf(`</text:list>`)
	case report.Table:
		w.table(b)
	case report.Signatures:
		w.heading(b.Heading)
		t := report.Table{Columns: []report.Column{{Title: w.rep.Lang.Text("Role"), Share: 40}, {Title: w.rep.Lang.Text("Name and signature"), Share: 40}, {Title: w.rep.Lang.Text("Date"), Share: 20}}}
		for _, line := range b.Lines {
			t.Rows = append(t.Rows, []string{line, "", ""})
		}
		w.table(t)
	default:
		return fmt.Errorf("a block of the kind %T cannot be shown in this format", b)
	}
	return nil
}

func (w *writer) heading(text string) {
	w.printf(`<text:h text:style-name="Heading_20_2" text:outline-level="2">%s</text:h>`, w.marks.runs(oneLine(text)))
}

// inner is the width between the margins, in cm.
func (w *writer) inner() float64 {
	if w.wide {
		return pageHeight - 2*margin
	}
	return pageWidth - 2*margin
}

// table writes a table of the page's width; its head repeats on each page and rows
// are not torn. A row with an empty cell leaves room to write by hand.
func (w *writer) table(t report.Table) {
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		return
	}
	w.tables++
	name := fmt.Sprintf("Table%d", w.tables)
	total := 0.0
	for _, c := range t.Columns {
		total += c.Share
	}
	fmt.Fprintf(&w.auto, `<style:style style:name="%s" style:family="table"><style:table-properties style:width="%.3fcm" table:align="left" fo:margin-bottom="0.35cm" style:may-break-between-rows="true"/></style:style>`, name, w.inner())
	w.printf(`<table:table table:name="%s" table:style-name="%s">`, name, name)
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		column := fmt.Sprintf("%s.%d", name, i+1)
		fmt.Fprintf(&w.auto, `<style:style style:name="%s" style:family="table-column"><style:table-column-properties style:column-width="%.3fcm"/></style:style>`, column, w.inner()*c.Share/total)
		w.printf(`<table:table-column table:style-name="%s"/>`, column)
		titles[i] = c.Title
	}
	if strings.Join(titles, "") != "" {
		w.printf(`<table:table-header-rows>`)
		w.row(titles, len(titles), "Row", "HeadCell", "Table_20_Heading")
		w.printf(`</table:table-header-rows>`)
	}
	for i, cells := range t.Rows {
		switch {
		case t.Band(i):
			w.printf(`<table:table-row table:style-name="Row"><table:table-cell table:style-name="BandCell" office:value-type="string" table:number-columns-spanned="%d">`, len(titles))
			w.paragraph("Table_20_Heading", cells[0])
			w.printf(`</table:table-cell>%s</table:table-row>`, strings.Repeat(`<table:covered-table-cell/>`, len(titles)-1))
		default:
			style := "Row"
			for k := range titles {
				if k >= len(cells) || cells[k] == "" {
					style = "BlankRow"
				}
			}
			w.row(cells, len(titles), style, "BodyCell", "Table_20_Contents")
		}
	}
	w.printf(`</table:table>`)
	if t.Caption != "" {
		w.paragraph("Caption", t.Caption)
	} else if !w.last {
		w.paragraph("AfterTable", "")
	}
}

func (w *writer) row(cells []string, columns int, row, cell, style string) {
	w.printf(`<table:table-row table:style-name="%s">`, row)
	for i := range columns {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		w.printf(`<table:table-cell table:style-name="%s" office:value-type="string">`, cell)
		w.paragraph(style, text)
		w.printf(`</table:table-cell>`)
	}
	w.printf(`</table:table-row>`)
}

// fixedAutomatic are the automatic styles every document has.
const fixedAutomatic = `<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>` +
	`<style:style style:name="BlankRow" style:family="table-row"><style:table-row-properties style:min-row-height="0.85cm" fo:keep-together="always"/></style:style>` +
	`<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties fo:background-color="#e4e8ec" fo:padding="0.1cm" fo:border="0.5pt solid #8a94a0"/></style:style>` +
	`<style:style style:name="BandCell" style:family="table-cell"><style:table-cell-properties fo:background-color="#f1f3f5" fo:padding="0.1cm" fo:border="0.5pt solid #8a94a0"/></style:style>` +
	`<style:style style:name="BodyCell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #b4bbc4"/></style:style>` +
	`<style:style style:name="StartPortrait" style:family="paragraph" style:parent-style-name="Heading_20_1" style:master-page-name="Standard"/>` +
	`<style:style style:name="StartLandscape" style:family="paragraph" style:parent-style-name="Heading_20_1" style:master-page-name="Landscape"/>`
