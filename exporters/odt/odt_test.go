package odt

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"image"
	"image/png"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/assessment/brand"
	"muster/exporters/report"
)

// hostile is what breaks programs that write XML.
const hostile = "<b>&amp; ]]> \x00\x1b\ufffe\u202Edesrever\u202C \xc3\x28 \U0001F600  two  spaces \n\n{nb} 'quoted' \"twice\" \t tab"

func sampleReport() *report.Report {
	long := strings.Repeat("unbroken", 60)
	return &report.Report{Title: "Plan " + hostile, Client: "Client " + long, Assessor: hostile, Date: "2026-11-23", Classification: "Secret " + hostile,
		Program: "Muster", Subtitle: "Draft",
		Chapters: []report.Chapter{
			{ID: "a", Title: "First", Lead: "Lead", Blocks: []report.Block{
				report.Heading{Text: "Part"}, report.Paragraph{Text: "Here is MARK 1: decide and MARK 12, and MARK 1 again.\n" + hostile},
				report.Bullets{Items: []string{"one", hostile}},
				report.Table{Caption: "What it shows", Columns: []report.Column{{Title: "A", Share: 1}, {Title: "B", Share: 2}, {Title: "C", Share: 1}},
					Rows: [][]string{{"band"}, {"x", "y", ""}, {"short"}, {hostile, long, "z"}, {"x", "y"}}},
			}},
			{ID: "b", Title: "Second <&>", Landscape: true, Blocks: []report.Block{report.Table{Columns: []report.Column{{Share: 1}, {Share: 1}}, Rows: [][]string{{"a", "b"}}}}},
			{ID: "c", Title: "Third", Blocks: []report.Block{report.Signatures{Heading: "Sign", Lines: []string{"Owner"}}}},
			{ID: "d", Title: "Form", Appendix: true, Blocks: []report.Block{report.Paragraph{Text: "☐ yes"}}},
		}}
}

var marks = []Highlight{{"MARK 1", false}, {"MARK 1: decide", false}, {"MARK 12", true}}

func render(t testing.TB, rep *report.Report) map[string]string {
	t.Helper()
	data, err := Render(context.Background(), rep, marks)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Render(context.Background(), rep, marks)
	if err != nil || !bytes.Equal(data, again) {
		t.Fatalf("the same report gave other bytes (%v)", err)
	}
	// The type stands at a fixed place, plain, for readers that look there.
	if want := "mimetype" + MIME; len(data) < 38+len(MIME) || string(data[30:38+len(MIME)]) != want {
		t.Errorf("the file starts with %q", data[:38+len(MIME)])
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for i, f := range z.File {
		if i == 0 && (f.Name != "mimetype" || f.Method != zip.Store) {
			t.Errorf("the first entry is %s, method %d", f.Name, f.Method)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r) // checks the sum
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

func TestWellFormed(t *testing.T) {
	parts := render(t, sampleReport())
	for _, name := range []string{"content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"} {
		d := xml.NewDecoder(strings.NewReader(parts[name]))
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if s, ok := tok.(xml.StartElement); ok && s.Name.Space != "" && !strings.Contains(s.Name.Space, ":") {
				t.Errorf("%s: <%s:%s> has no declared namespace", name, s.Name.Space, s.Name.Local)
			}
		}
	}
	for name := range parts {
		if name != "mimetype" && name != "META-INF/manifest.xml" && !strings.Contains(parts["META-INF/manifest.xml"], `full-path="`+name+`"`) {
			t.Errorf("%s is not in the manifest", name)
		}
	}
}

var (
	styleUsed    = regexp.MustCompile(`(?:text|table):(?:style|visited-style)-name="([^"]+)"|parent-style-name="([^"]+)"|next-style-name="([^"]+)"`)
	styleDefined = regexp.MustCompile(`<(?:style:style|text:list-style) style:name="([^"]+)"`)
	masterUsed   = regexp.MustCompile(`master-page-name="([^"]+)"`)
)

func TestEveryStyleIsDefined(t *testing.T) {
	parts := render(t, sampleReport())
	both := parts["content.xml"] + parts["styles.xml"]
	var defined []string
	for _, m := range styleDefined.FindAllStringSubmatch(both, -1) {
		if slices.Contains(defined, m[1]) {
			t.Errorf("%s is defined twice", m[1])
		}
		defined = append(defined, m[1])
	}
	for _, m := range styleUsed.FindAllStringSubmatch(both, -1) {
		if name := m[1] + m[2] + m[3]; !slices.Contains(defined, name) {
			t.Errorf("the style %s is not defined", name)
		}
	}
	for _, m := range masterUsed.FindAllStringSubmatch(both, -1) {
		if !strings.Contains(parts["styles.xml"], `<style:master-page style:name="`+m[1]+`"`) {
			t.Errorf("the page %s is not defined", m[1])
		}
	}
}

// node is an element with what it holds.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) walk(f func(*node)) {
	f(n)
	for i := range n.Nodes {
		n.Nodes[i].walk(f)
	}
}

func TestStructure(t *testing.T) {
	parts := render(t, sampleReport())
	var root node
	if err := xml.Unmarshal([]byte(parts["content.xml"]), &root); err != nil {
		t.Fatal(err)
	}
	var outline []string
	bookmarks, refs := []string{}, []string{}
	root.walk(func(n *node) {
		switch n.XMLName.Local {
		case "h":
			outline = append(outline, n.attr("outline-level")+" "+strings.TrimSpace(n.Text))
		case "bookmark-start":
			bookmarks = append(bookmarks, n.attr("name"))
		case "bookmark-ref":
			refs = append(refs, n.attr("ref-name"))
		case "table":
			columns, heads := 0, 0
			for i := range n.Nodes {
				switch c := &n.Nodes[i]; c.XMLName.Local {
				case "table-column":
					columns++
				case "table-header-rows":
					heads++
				case "table-row":
					if len(c.Nodes) != columns {
						t.Errorf("%s: a row has %d cells in %d columns", n.attr("name"), len(c.Nodes), columns)
					}
				}
			}
			if heads > 1 {
				t.Errorf("%s has %d heads", n.attr("name"), heads)
			}
		}
	})
	if want := []string{"1 First", "2 Part", "1 Second <&>", "1 Third", "2 Sign", "1 Annex A Form"}; !slices.Equal(outline, want) {
		t.Errorf("headings %q, want %q", outline, want)
	}
	if !slices.Equal(bookmarks, refs) || len(refs) != 4 {
		t.Errorf("the contents lead to %v, the chapters are %v", refs, bookmarks)
	}
	if n := strings.Count(parts["content.xml"], "<table:table-header-rows>"); n != 2 {
		t.Errorf("%d tables with a head, want 2", n)
	}
	for _, want := range []string{`text:style-name="StartLandscape"`, `<text:span text:style-name="ToDecide">MARK 1: decide</text:span>`,
		`<text:span text:style-name="ToCorrect">MARK 12</text:span>`, `<text:span text:style-name="ToDecide">MARK 1</text:span> again`, "☐ yes", "What it shows"} {
		if !strings.Contains(parts["content.xml"], want) {
			t.Errorf("no %s", want)
		}
	}
	for _, want := range []string{`fo:language="en" fo:country="GB"`, "<text:page-number", "<text:page-count", "Secret &lt;b&gt;", "Client unbroken", `style:display-name="Heading 1"`, `style:print-orientation="landscape"`} {
		if !strings.Contains(parts["styles.xml"], want) {
			t.Errorf("no %s in the styles", want)
		}
	}
	for _, want := range []string{"<dc:title>Plan &lt;b&gt;", "<dc:language>en-GB</dc:language>", "<meta:generator>Muster</meta:generator>", "<dc:date>2026-11-23T00:00:00</dc:date>", `meta:name="Classification"`} {
		if !strings.Contains(parts["meta.xml"], want) {
			t.Errorf("no %s in the properties", want)
		}
	}
}

func TestTextIsKept(t *testing.T) {
	content := render(t, sampleReport())["content.xml"]
	if strings.ContainsAny(content, "\x00\x1b\u202E\ufffe") {
		t.Error("a character that breaks the file or turns the text around is left")
	}
	if !strings.Contains(content, `two <text:s text:c="1"/>spaces <text:line-break/><text:line-break/>{nb}`) {
		t.Error("spaces and lines are not as they were")
	}
	if !strings.Contains(content, "\U0001F600") {
		t.Error("a character beyond the basic plane is lost")
	}
}

func TestBranding(t *testing.T) {
	rep := sampleReport()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	rep.Brand = brand.Brand{Company: "Advisers", Color: "#0B3D91", Logo: logo.Bytes(), Cover: "For your eyes"}
	parts := render(t, rep)
	if !strings.Contains(parts["styles.xml"], "#0B3D91") || !strings.Contains(parts["content.xml"], "For your eyes") || !strings.Contains(parts["content.xml"], "Advisers") {
		t.Error("colour, company or cover text is missing")
	}
	if _, err := png.Decode(strings.NewReader(parts[logoName])); err != nil || !strings.Contains(parts["content.xml"], logoName) {
		t.Errorf("the logo: %v", err)
	}
}

func TestUnknownBlockIsRefused(t *testing.T) {
	rep := sampleReport()
	rep.Chapters[0].Blocks = append(rep.Chapters[0].Blocks, report.Badges{})
	if _, err := Render(context.Background(), rep, nil); err == nil || !strings.Contains(err.Error(), `chapter "First"`) {
		t.Errorf("error %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Render(ctx, sampleReport(), nil); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

// Nothing stands behind a table before a page break: where the table fills its page, a
// page with nothing on it would follow.
func TestNoEmptyPageBehindATable(t *testing.T) {
	table := report.Table{Columns: []report.Column{{Share: 1}}, Rows: [][]string{{"a"}}}
	blocks := []report.Block{table, table}
	rep := &report.Report{Title: "T", Chapters: []report.Chapter{{ID: "a", Title: "A", Landscape: true, Blocks: blocks}, {ID: "b", Title: "B", Blocks: blocks}, {ID: "c", Title: "C", Blocks: blocks}, {ID: "d", Title: "D", Appendix: true, Blocks: blocks}}}
	content := render(t, rep)["content.xml"]
	for i, part := range strings.Split(content, "<text:h ")[1:] {
		ends := strings.HasSuffix(strings.TrimSuffix(part, `</office:text></office:body></office:document-content>`), "</table:table>")
		if want := i != 1; ends != want { // the chapter C goes on below B
			t.Errorf("chapter %d ends with its table: %v", i+1, ends)
		}
		if strings.Count(part, `"AfterTable"`) < 1 {
			t.Errorf("chapter %d: its tables stand on each other", i+1)
		}
	}
}
