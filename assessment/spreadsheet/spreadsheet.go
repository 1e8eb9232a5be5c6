// Package spreadsheet reads XLSX workbooks of others: it refuses hostile ones
// before anything of them is held in memory, and gives the rows of a sheet one by
// one. What a workbook may hold is told by limits, so that a history of a million
// tickets and a questionnaire of a few hundred rows are read by one mechanism. It
// touches no files: callers open them.
package spreadsheet

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

const (
	workbookPart   = "xl/workbook.xml"
	linksPart      = "xl/_rels/workbook.xml.rels"
	binaryWorkbook = "xl/workbook.bin"
)

// Workbook is an open workbook that was found harmless.
type Workbook struct {
	// Sheets are all sheets with cells, in their order.
	Sheets []Sheet
	// From1904 says that dates are counted from 1904.
	From1904 bool

	ctx       context.Context
	rules     Rules
	zip       *zip.Reader
	textsPart string
	texts     *texts
	content   int64   // bytes in the cells read so far
	formats   []shown // of the cells, by style
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool

	part string
}

// Open guards and opens a workbook of so many bytes. Close it after use.
func Open(ctx context.Context, r io.ReaderAt, size int64, rules Rules) (*Workbook, error) {
	if most := rules.Limits.File; most > 0 && size > most {
		return nil, rules.refusal("the file is larger than %d MB", most>>20)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("this is no complete workbook; %s", rules.Words.Again)
	}
	g := guard{ctx: ctx, rules: &rules}
	if err := g.archive(z); err != nil {
		return nil, err
	}
	w := &Workbook{ctx: ctx, rules: rules, zip: z}
	if err := w.contents(&g); err != nil {
		return nil, err
	}
	return w, nil
}

// Close forgets what was kept outside memory.
func (w *Workbook) Close() { w.texts.close() }

// Names are the names of all sheets.
func (w *Workbook) Names() []string {
	out := make([]string, len(w.Sheets))
	for i, s := range w.Sheets {
		out[i] = s.Name
	}
	return out
}

// shown is what a number is shown as.
type shown uint8

const (
	asNumber shown = iota
	asClock
	asPercent
)

// Clock reports whether cells of a style show a time without a date.
func (w *Workbook) Clock(style int) bool { return w.shown(style) == asClock }

// Percent reports whether cells of a style show a number as a percentage.
func (w *Workbook) Percent(style int) bool { return w.shown(style) == asPercent }

func (w *Workbook) shown(style int) shown {
	if style < 0 || style >= len(w.formats) {
		return asNumber
	}
	return w.formats[style]
}

// part finds an entry of the archive, in any case.
func (w *Workbook) part(name string) *zip.File {
	same := func(f *zip.File) bool {
		return strings.EqualFold(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"), name)
	}
	if i := slices.IndexFunc(w.zip.File, same); i >= 0 {
		return w.zip.File[i]
	}
	return nil
}

// decode reads a small part; one that is not there leaves v as it is.
func (w *Workbook) decode(name string, v any) error {
	f := w.part(name)
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return w.rules.damaged("")
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(v); err != nil {
		return w.rules.damaged("%s: %.200v", shortName(name), err)
	}
	return nil
}

// contents reads which sheets there are and how numbers are to be taken.
func (w *Workbook) contents(g *guard) error {
	var book struct {
		Props struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Other string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"` // strict
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode(workbookPart, &book); err != nil {
		return err
	}
	if n, most := len(book.Sheets), w.rules.Limits.Sheets; n > most {
		return w.rules.refusal("it has %d sheets, more than %d", n, most)
	}
	if err := w.decode(linksPart, &links); err != nil {
		return err
	}
	w.From1904 = book.Props.Date1904 == "1" || strings.EqualFold(book.Props.Date1904, "true")
	targets := map[string]string{}
	stylesPart := "xl/styles.xml"
	w.textsPart = "xl/sharedStrings.xml"
	for _, l := range links.Links {
		target := strings.ReplaceAll(l.Target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		switch path.Base(l.Type) {
		case "worksheet":
			targets[l.ID] = target
		case "sharedStrings":
			w.textsPart = target
		case "styles":
			stylesPart = target
		}
	}
	for _, s := range book.Sheets {
		if part, ok := targets[s.ID+s.Other]; ok { // others hold a chart
			w.Sheets = append(w.Sheets, Sheet{Name: s.Name, part: part, Hidden: s.State != "" && s.State != "visible"})
		}
	}
	if err := w.guardOdd(g, stylesPart); err != nil {
		return err
	}
	return w.styles(stylesPart)
}

// guardOdd guards the parts in use whose names do not say that they are XML.
func (w *Workbook) guardOdd(g *guard, stylesPart string) error {
	names := []string{stylesPart, w.textsPart}
	for _, s := range w.Sheets {
		names = append(names, s.part)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if f := w.part(name); f != nil && !isMarkup(f.Name) {
			if err := g.part(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// styles finds out what the styles show numbers as.
func (w *Workbook) styles(part string) error {
	var x struct {
		Formats []struct {
			ID   string `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID string `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &x); err != nil {
		return err
	}
	formats := map[string]shown{"9": asPercent, "10": asPercent}
	for _, id := range []string{"18", "19", "20", "21", "45", "46", "47"} {
		formats[id] = asClock
	}
	for _, f := range x.Formats {
		switch {
		case clockFormat(f.Code):
			formats[f.ID] = asClock
		case percentFormat(f.Code):
			formats[f.ID] = asPercent
		default:
			delete(formats, f.ID)
		}
	}
	for _, c := range x.Cells {
		w.formats = append(w.formats, formats[c.ID])
	}
	return nil
}

// percentFormat reports whether a number format multiplies by a hundred.
func percentFormat(code string) bool {
	quoted := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '%':
			return true
		}
	}
	return false
}

// clockFormat reports whether a number format shows hours, minutes or seconds
// and no date.
func clockFormat(code string) bool {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	time, quoted := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inside := code[i+1 : i+end]; strings.Trim(inside, "h") == "" || strings.Trim(inside, "m") == "" || strings.Trim(inside, "s") == "" {
				time = true // [h] counts on beyond a day
			}
			i += end
		case c == 'h' || c == 's':
			time = true
		case c == 'd' || c == 'y':
			return false
		}
	}
	return time
}
