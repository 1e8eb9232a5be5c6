// What stands in Muster's workbook, read back from its bytes, so that other
// libraries can be told to write the same: cells, looks, views, print set-up and
// charts.

package versus_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

type workbook struct {
	Title  string      `json:"title"`
	Styles []cellStyle `json:"styles"`
	Sheets []sheet     `json:"sheets"`
}

// cellStyle is a class of cells that look the same.
type cellStyle struct {
	Font   string  `json:"font"`
	Size   float64 `json:"size"`
	Bold   bool    `json:"bold"`
	Italic bool    `json:"italic"`
	Color  string  `json:"color"`
	Fill   string  `json:"fill"`
	Align  string  `json:"align"`
	Indent int     `json:"indent"`
	Wrap   bool    `json:"wrap"`
	Rule   string  `json:"rule"` // colour of the line below
	Format string  `json:"format"`
}

type sheet struct {
	Name      string    `json:"name"`
	Widths    []float64 `json:"widths"`
	Rows      []row     `json:"rows"`
	Merged    [][4]int  `json:"merged"` // first row and column, last row and column, from 0
	Below     int       `json:"below"`  // rows that stay in sight
	Beside    int       `json:"beside"` // columns that do
	Repeat    int       `json:"repeat"` // rows printed on each page
	Filter    string    `json:"filter"` // cells, or nothing
	Grid      bool      `json:"grid"`
	Landscape bool      `json:"landscape"`
	Paper     int       `json:"paper"`
	Wide      int       `json:"wide"` // pages to fit on; zero: any number
	High      int       `json:"high"`
	Header    string    `json:"header"`
	Footer    string    `json:"footer"`
	Breaks    []int     `json:"breaks"` // after these rows
	Choices   []choice  `json:"choices"`
	Rules     []rule    `json:"rules"`
	Charts    []graph   `json:"charts"`
}

type row struct {
	At     int     `json:"at"` // from 1
	Height float64 `json:"height"`
	Cells  []any   `json:"cells"` // of five each, to be short: column from 0, n, s or b for number, text or blank, value, formula, style
}

type choice struct {
	Cells string   `json:"cells"`
	Words []string `json:"words"`
}

// rule colours cells that hold a word.
type rule struct {
	Cells string `json:"cells"`
	Word  string `json:"word"` // as a formula: in quotes
	Bold  bool   `json:"bold"`
	Color string `json:"color"`
	Fill  string `json:"fill"`
}

type graph struct {
	Kind   string   `json:"kind"` // column, bar, line, area, pie, doughnut, radar or scatter
	At     string   `json:"at"`   // the cell of its corner
	Series []series `json:"series"`
}

// series are the cells that a line or the like of a chart shows.
type series struct {
	Name   string `json:"name"`
	Labels string `json:"labels"`
	Values string `json:"values"`
}

// sheetPart is the XML of a sheet as far as it counts here.
type sheetPart struct {
	View struct {
		Grid string `xml:"showGridLines,attr"`
		Pane struct {
			X int `xml:"xSplit,attr"`
			Y int `xml:"ySplit,attr"`
		} `xml:"pane"`
	} `xml:"sheetViews>sheetView"`
	Cols []struct {
		Min   int     `xml:"min,attr"`
		Max   int     `xml:"max,attr"`
		Width float64 `xml:"width,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		At     int     `xml:"r,attr"`
		Height float64 `xml:"ht,attr"`
		Cells  []struct {
			At      string `xml:"r,attr"`
			Style   int    `xml:"s,attr"`
			Type    string `xml:"t,attr"`
			Formula string `xml:"f"`
			Value   string `xml:"v"`
			Text    string `xml:"is>t"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
	Filter struct {
		Cells string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Merged []struct {
		Cells string `xml:"ref,attr"`
	} `xml:"mergeCells>mergeCell"`
	Formats []struct {
		Cells string `xml:"sqref,attr"`
		Rules []struct {
			Kind    string `xml:"type,attr"`
			Style   int    `xml:"dxfId,attr"`
			Formula string `xml:"formula"`
		} `xml:"cfRule"`
	} `xml:"conditionalFormatting"`
	Choices []struct {
		Kind  string `xml:"type,attr"`
		Cells string `xml:"sqref,attr"`
		Words string `xml:"formula1"`
	} `xml:"dataValidations>dataValidation"`
	Page struct {
		Orientation string `xml:"orientation,attr"`
		Paper       int    `xml:"paperSize,attr"`
		Wide        int    `xml:"fitToWidth,attr"`
		High        int    `xml:"fitToHeight,attr"`
	} `xml:"pageSetup"`
	Header string `xml:"headerFooter>oddHeader"`
	Footer string `xml:"headerFooter>oddFooter"`
	Breaks []struct {
		After int `xml:"id,attr"`
	} `xml:"rowBreaks>brk"`
}

var titles = regexp.MustCompile(`\$1:\$(\d+)$`)

// cellsOf reads a workbook as Muster writes it.
func cellsOf(t testing.TB, data []byte) workbook {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	b := reader{t: t, file: f, zip: z, classes: map[int]int{}}
	var props struct {
		Title string `xml:"title"`
	}
	b.read("docProps/core.xml", &props)
	var shared struct {
		Texts []string `xml:"si>t"`
	}
	b.read("xl/sharedStrings.xml", &shared)
	b.shared = shared.Texts
	out := workbook{Title: props.Title}
	for i, name := range f.GetSheetList() {
		out.Sheets = append(out.Sheets, b.sheet(name, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)))
	}
	out.Styles = b.styles
	return out
}

type reader struct {
	t       testing.TB
	file    *excelize.File
	zip     *zip.Reader
	shared  []string    // texts that cells refer to
	classes map[int]int // style of the file to style of ours
	styles  []cellStyle
}

// read decodes a part, if it is there.
func (b *reader) read(name string, into any) {
	b.t.Helper()
	for _, f := range b.zip.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			b.t.Fatal(err)
		}
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			b.t.Fatal(err)
		}
		if err := xml.Unmarshal(data, into); err != nil {
			b.t.Fatalf("%s: %v", name, err)
		}
	}
}

func (b *reader) sheet(name, file string) sheet {
	b.t.Helper()
	var p sheetPart
	b.read(file, &p)
	s := sheet{
		Name: name, Below: p.View.Pane.Y, Beside: p.View.Pane.X, Filter: p.Filter.Cells, Grid: p.View.Grid != "0" && p.View.Grid != "false",
		Landscape: p.Page.Orientation == "landscape", Paper: p.Page.Paper, Wide: p.Page.Wide, High: p.Page.High, Header: p.Header, Footer: p.Footer,
		Widths: []float64{}, Rows: []row{}, Merged: [][4]int{}, Breaks: []int{}, Choices: []choice{}, Rules: []rule{}, Charts: b.charts(file),
	}
	for _, c := range p.Cols { // in any order
		for at := c.Min; at <= c.Max; at++ {
			for len(s.Widths) < at {
				s.Widths = append(s.Widths, 0)
			}
			s.Widths[at-1] = c.Width
		}
	}
	for _, r := range p.Rows {
		out := row{At: r.At, Height: r.Height, Cells: []any{}}
		for _, c := range r.Cells {
			kind, value := "b", any(nil)
			switch {
			case c.Type == "inlineStr":
				kind, value = "s", c.Text
			case c.Type == "s":
				i, err := strconv.Atoi(c.Value)
				if err != nil || i >= len(b.shared) {
					b.t.Fatalf("%s!%s: no text %q", name, c.At, c.Value)
				}
				kind, value = "s", b.shared[i]
			case c.Type == "str":
				kind, value = "s", c.Value
			case c.Type != "" && c.Type != "n":
				b.t.Fatalf("%s!%s: what is a cell of type %q?", name, c.At, c.Type)
			case c.Value != "":
				v, err := strconv.ParseFloat(c.Value, 64)
				if err != nil {
					b.t.Fatalf("%s!%s: %v", name, c.At, err)
				}
				kind, value = "n", v
			}
			col, _, err := excelize.CellNameToCoordinates(c.At)
			if err != nil {
				b.t.Fatal(err)
			}
			out.Cells = append(out.Cells, []any{col - 1, kind, value, c.Formula, b.class(c.Style)})
		}
		s.Rows = append(s.Rows, out)
	}
	for _, m := range p.Merged {
		s.Merged = append(s.Merged, b.area(m.Cells))
	}
	for _, x := range p.Breaks {
		s.Breaks = append(s.Breaks, x.After)
	}
	for _, d := range b.file.GetDefinedName() {
		if m := titles.FindStringSubmatch(d.RefersTo); d.Name == "_xlnm.Print_Titles" && d.Scope == name && m != nil {
			s.Repeat, _ = strconv.Atoi(m[1])
		}
	}
	for _, c := range p.Choices {
		if c.Kind != "list" || !strings.HasPrefix(c.Words, `"`) {
			b.t.Fatalf("%s!%s: cannot pass on a choice of %s %s", name, c.Cells, c.Kind, c.Words)
		}
		s.Choices = append(s.Choices, choice{c.Cells, strings.Split(strings.Trim(c.Words, `"`), ",")})
	}
	for _, f := range p.Formats {
		for _, r := range f.Rules {
			st, err := b.file.GetConditionalStyle(r.Style)
			if err != nil || r.Kind != "cellIs" {
				b.t.Fatalf("%s!%s: cannot pass on a rule of kind %s: %v", name, f.Cells, r.Kind, err)
			}
			s.Rules = append(s.Rules, rule{f.Cells, r.Formula, st.Font.Bold, st.Font.Color, st.Fill.Color[0]})
		}
	}
	return s
}

func (b *reader) area(cells string) [4]int {
	b.t.Helper()
	from, to, _ := strings.Cut(cells, ":")
	col, row, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		b.t.Fatal(err)
	}
	lastCol, lastRow, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		b.t.Fatal(err)
	}
	return [4]int{row - 1, col - 1, lastRow - 1, lastCol - 1}
}

// class is the style of ours for a style of the file.
func (b *reader) class(id int) int {
	b.t.Helper()
	if n, ok := b.classes[id]; ok {
		return n
	}
	x, err := b.file.GetStyle(id)
	if err != nil {
		b.t.Fatal(err)
	}
	var s cellStyle
	if x.Font != nil {
		s.Font, s.Size, s.Bold, s.Italic, s.Color = x.Font.Family, x.Font.Size, x.Font.Bold, x.Font.Italic, x.Font.Color
	}
	if len(x.Fill.Color) > 0 {
		s.Fill = x.Fill.Color[0]
	}
	if x.Alignment != nil {
		s.Align, s.Indent, s.Wrap = x.Alignment.Horizontal, x.Alignment.Indent, x.Alignment.WrapText
	}
	for _, line := range x.Border {
		if line.Type == "bottom" {
			s.Rule = line.Color
		}
	}
	if x.CustomNumFmt != nil {
		s.Format = *x.CustomNumFmt
	}
	if x.CustomNumFmt == nil && x.NumFmt != 0 {
		b.t.Fatalf("style %d: cannot pass on number format %d", id, x.NumFmt)
	}
	n := slices.Index(b.styles, s)
	if n < 0 {
		n = len(b.styles)
		b.styles = append(b.styles, s)
	}
	b.classes[id] = n
	return n
}

// relations are what a part of the workbook points to.
func (b *reader) relations(file string) map[string]string {
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	b.read(path.Join(path.Dir(file), "_rels", path.Base(file)+".rels"), &rels)
	out := map[string]string{}
	for _, r := range rels.All {
		target := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			target = path.Join(path.Dir(file), r.Target)
		}
		out[r.ID] = target
	}
	return out
}

type anchor struct {
	Col   int `xml:"from>col"`
	Row   int `xml:"from>row"`
	Chart struct {
		ID string `xml:"id,attr"`
	} `xml:"graphicFrame>graphic>graphicData>chart"`
}

// plot is a plot of a chart, of whatever kind.
type plot struct {
	XMLName   xml.Name
	Direction struct {
		Of string `xml:"val,attr"`
	} `xml:"barDir"`
	Series []struct {
		Name   string `xml:"tx>strRef>f"`
		Texts  string `xml:"cat>strRef>f"`
		Labels string `xml:"cat>numRef>f"`
		X      string `xml:"xVal>numRef>f"`
		TextX  string `xml:"xVal>strRef>f"`
		Values string `xml:"val>numRef>f"`
		Y      string `xml:"yVal>numRef>f"`
	} `xml:"ser"`
}

// charts are those of a sheet.
func (b *reader) charts(file string) []graph {
	b.t.Helper()
	out := []graph{}
	for _, drawing := range b.relations(file) {
		if !strings.HasPrefix(drawing, "xl/drawings/") || !strings.HasSuffix(drawing, ".xml") {
			continue
		}
		var d struct {
			One []anchor `xml:"oneCellAnchor"`
			Two []anchor `xml:"twoCellAnchor"`
		}
		b.read(drawing, &d)
		parts := b.relations(drawing)
		for _, a := range slices.Concat(d.One, d.Two) {
			if a.Chart.ID == "" {
				continue
			}
			var chart struct {
				Area struct {
					Parts []plot `xml:",any"`
				} `xml:"chart>plotArea"`
			}
			b.read(parts[a.Chart.ID], &chart)
			at, err := excelize.CoordinatesToCellName(a.Col+1, a.Row+1)
			if err != nil {
				b.t.Fatal(err)
			}
			g := graph{At: at}
			for _, p := range chart.Area.Parts {
				kind, ok := strings.CutSuffix(p.XMLName.Local, "Chart")
				if !ok {
					continue
				}
				if kind == "bar" && p.Direction.Of == "col" {
					kind = "column"
				}
				if g.Kind == "" {
					g.Kind = kind
				}
				for _, s := range p.Series {
					g.Series = append(g.Series, series{s.Name, s.Texts + s.Labels + s.X + s.TextX, s.Values + s.Y})
				}
			}
			if g.Kind == "" || len(g.Series) == 0 {
				b.t.Fatalf("%s: cannot pass on the chart at %s", drawing, at)
			}
			out = append(out, g)
		}
	}
	return out
}
