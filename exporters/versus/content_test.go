// The one content all sides write: the report of the sample saas, simulation
// included, as JSON that programs in other languages read, with the cells of
// Muster's own workbook beside it (cells_test.go).

package versus_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
	"muster/exporters/chart"
	"muster/exporters/look"
	"muster/exporters/pdf"
	"muster/exporters/report"
	"muster/exporters/xlsx"
)

// content is what the programs in testdata read.
type content struct {
	Report   document `json:"report"`
	Workbook workbook `json:"workbook"`
}

type document struct {
	Title          string     `json:"title"`
	Subtitle       string     `json:"subtitle"`
	Client         string     `json:"client"`
	Facts          [][]string `json:"facts"` // of the cover
	Date           string     `json:"date"`
	Classification string     `json:"classification"`
	Icon           string     `json:"icon"`     // file
	Regular        string     `json:"regular"`  // font file
	Bold           string     `json:"bold"`     // likewise
	Fallback       string     `json:"fallback"` // for what the others lack
	Colors         colors     `json:"colors"`
	Chapters       []chapter  `json:"chapters"`
}

// colors are those of the page by what they are for, as RRGGBB.
type colors struct {
	Text       string `json:"text"`
	Muted      string `json:"muted"`
	Accent     string `json:"accent"`
	Border     string `json:"border"`
	Background string `json:"background"`
}

type chapter struct {
	Title     string  `json:"title"` // with its number
	Lead      string  `json:"lead"`
	Landscape bool    `json:"landscape"`
	Follows   bool    `json:"follows"` // may go on below the chapter before
	Blocks    []block `json:"blocks"`
}

// block is any block of a chapter; Kind tells which fields count.
type block struct {
	Kind    string     `json:"kind"` // heading, paragraph, bullets, badges, table, figure or card
	Text    string     `json:"text,omitempty"`
	Items   []string   `json:"items,omitempty"`
	Badges  []badge    `json:"badges,omitempty"`
	Columns []column   `json:"columns,omitempty"`
	Rows    [][]string `json:"rows,omitempty"` // of a table; one cell alone is a band
	Caption string     `json:"caption,omitempty"`
	Scene   *scene     `json:"scene,omitempty"`
	Card    *card      `json:"card,omitempty"`
}

type badge struct {
	Subject string `json:"subject"`
	Word    string `json:"word"`
	Detail  string `json:"detail"`
	Color   string `json:"color"`
	Tint    string `json:"tint"`
	Mark    scene  `json:"mark"`
}

type column struct {
	Title string  `json:"title"`
	Share float64 `json:"share"`
	Right bool    `json:"right"`
}

type card struct {
	Title string      `json:"title"`
	Word  string      `json:"word"`
	Color string      `json:"color"`
	Mark  scene       `json:"mark"`
	Parts [][2]string `json:"parts"` // name and text
}

type scene struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Shapes []shape `json:"shapes"`
}

// shape is a polygon where it has points, else a label.
type shape struct {
	Points []float64 `json:"points,omitempty"` // x, y, x, y, …
	Closed bool      `json:"closed,omitempty"`
	Fill   string    `json:"fill,omitempty"`
	Stroke string    `json:"stroke,omitempty"`
	Width  float64   `json:"width,omitempty"`
	Dash   bool      `json:"dash,omitempty"`

	X     float64 `json:"x,omitempty"`
	Y     float64 `json:"y,omitempty"`
	Text  string  `json:"text,omitempty"`
	Size  float64 `json:"size,omitempty"`
	Bold  bool    `json:"bold,omitempty"`
	Align int     `json:"align,omitempty"` // 0 left, 1 centre, 2 right
	Color string  `json:"color,omitempty"`
}

// marked is the size of the scene of a mark, to be drawn at any size.
const marked = 20

// sample is the report of the sample saas with all there is to it. It is built
// once: reports are not changed.
var sample = sync.OnceValues(func() (*report.Report, error) {
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		return nil, err
	}
	set, registry := question.Default(), model.Default()
	doc, _, err := engagement.Read(data, set, registry)
	if err != nil {
		return nil, err
	}
	a, err := analysis.Full(context.Background(), set, registry, doc, nil)
	if err != nil {
		return nil, err
	}
	rep := report.Build(set, registry, doc, a)
	if rep.Simulation == nil {
		return nil, fmt.Errorf("the report has no simulation: %s", rep.SimulationFault)
	}
	return rep, nil
})

func theReport(t testing.TB) *report.Report {
	t.Helper()
	rep, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func renderPDF(t testing.TB) []byte {
	t.Helper()
	data, err := pdf.Render(context.Background(), theReport(t), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func renderWorkbook(t testing.TB) []byte {
	t.Helper()
	data, err := xlsx.Render(context.Background(), theReport(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// theContent is the content with the file it stands in.
func theContent(t testing.TB) (c content, path string) {
	t.Helper()
	c = content{Report: documentOf(t, theReport(t)), Workbook: cellsOf(t, renderWorkbook(t))}
	return c, write(t, "content.json", asJSON(t, c))
}

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// write puts data into a file of its own folder.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// hex is a colour as RRGGBB, nothing for no colour.
func hex(c look.Token) string {
	if c == look.None {
		return ""
	}
	return look.Light.Hex(c)
}

func documentOf(t testing.TB, rep *report.Report) document {
	t.Helper()
	asset := func(name string) string {
		path, err := filepath.Abs(filepath.Join("..", "..", "assets", name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	d := document{
		Title: rep.Title, Subtitle: rep.Subtitle, Client: rep.Client, Date: rep.Date, Classification: rep.Classification,
		Facts: [][]string{{"Date", rep.Date}, {"Assessor", rep.Assessor}, {"Classification", rep.Classification}, {"Made with", rep.Program}},
		Icon:  asset("icon.png"), Regular: asset("fonts/NotoSans-Regular.ttf"), Bold: asset("fonts/NotoSans-Bold.ttf"), Fallback: asset("fonts/DejaVuSans.ttf"),
		Colors: colors{Text: hex(look.Text), Muted: hex(look.Muted), Accent: hex(look.Accent), Border: hex(look.Border), Background: hex(look.Background)},
	}
	number, appendix := 0, 0
	for _, ch := range rep.Chapters {
		c := chapter{Lead: ch.Lead, Landscape: ch.Landscape, Follows: ch.Follows, Blocks: []block{}}
		if ch.OnePage {
			t.Fatalf("the chapter %q is set on one page: testdata/report.py does not know how", ch.Title)
		}
		if ch.Appendix {
			c.Title = "Appendix " + string(rune('A'+appendix)) + "  " + ch.Title
			appendix++
		} else {
			number++
			c.Title = fmt.Sprint(number) + "  " + ch.Title
		}
		for _, b := range ch.Blocks {
			c.Blocks = append(c.Blocks, blockOf(t, b))
		}
		d.Chapters = append(d.Chapters, c)
	}
	return d
}

func blockOf(t testing.TB, b report.Block) block {
	t.Helper()
	switch b := b.(type) {
	case report.Heading:
		return block{Kind: "heading", Text: b.Text}
	case report.Paragraph:
		return block{Kind: "paragraph", Text: b.Text}
	case report.Bullets:
		return block{Kind: "bullets", Items: b.Items}
	case report.Badges:
		out := block{Kind: "badges"}
		for _, v := range b.Badges {
			st := v.Style()
			out.Badges = append(out.Badges, badge{v.Subject, v.Word, v.Detail, hex(st.Color), hex(st.Tint), sceneOf(chart.MarkScene(st, marked))})
		}
		return out
	case report.Table:
		out := block{Kind: "table", Rows: b.Rows, Caption: b.Caption}
		for _, c := range b.Columns {
			out.Columns = append(out.Columns, column(c))
		}
		return out
	case report.Figure:
		s := sceneOf(b.Scene)
		return block{Kind: "figure", Scene: &s, Caption: b.Caption}
	case report.Card:
		f := b.Finding
		st := look.Severity(f.Severity)
		return block{Kind: "card", Card: &card{f.ID + "  " + f.Title, st.Word, hex(st.Color), sceneOf(chart.MarkScene(st, marked)), cardParts(f)}}
	}
	t.Fatalf("testdata/report.py does not know how to write a %T", b)
	return block{}
}

// cardParts are the lines of a finding's card as the PDF has them.
func cardParts(f report.Finding) [][2]string {
	const most = 6 // questions one by one
	out := [][2]string{{"Found", f.Found}, {"Why it matters", f.Impact}, {"Recommendation", f.Recommendation},
		{"Owner, effort", strings.Trim(f.Owner+", "+f.Effort, ", ") + "; due " + f.Due}}
	name := "Rests on"
	for i, q := range f.Questions {
		if i == most {
			out = append(out, [2]string{"", "and " + strings.Join(f.Questions[i:], "; ")})
			break
		}
		if i < len(f.Numbers) && f.Numbers[i] > 0 {
			q = fmt.Sprintf("%d. %s", f.Numbers[i], q)
		}
		out, name = append(out, [2]string{name, q}), ""
	}
	return out
}

func sceneOf(s chart.Scene) scene {
	out := scene{Width: s.Width, Height: s.Height}
	for _, sh := range s.Shapes {
		switch v := sh.(type) {
		case chart.Polygon:
			p := shape{Closed: v.Closed, Fill: hex(v.Fill), Stroke: hex(v.Stroke), Width: v.Width, Dash: v.Dash}
			for _, at := range v.Points {
				p.Points = append(p.Points, at.X, at.Y)
			}
			out.Shapes = append(out.Shapes, p)
		case chart.Label:
			out.Shapes = append(out.Shapes, shape{X: v.X, Y: v.Y, Text: v.Text, Size: v.Size, Bold: v.Bold, Align: int(v.Align), Color: hex(v.Color)})
		}
	}
	return out
}
