package pdf

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"muster/exporters/report"
)

// The structure, as an independent reader sees it, has the chapters as headings in
// their order, every table with its head, and every figure with what it shows.
func TestTags(t *testing.T) {
	cases := []string{"saas", "procurement", "brief saas", "responsibility saas", "empty"}
	// With the texts the reader goes through a page once for each of its parts: half a
	// minute for the longest reports, of which the parts alone must do.
	long := []string{"saas", "procurement"}
	each := func(f func(t *testing.T, name string, p printed)) {
		for _, name := range cases {
			t.Run(name, func(t *testing.T) { f(t, name, print1(t, name)) })
		}
	}
	each(func(t *testing.T, name string, p printed) {
		info := run(t, "pdfinfo", file(t, p.pdf))
		if !regexp.MustCompile(`(?m)^Tagged:\s+yes$`).MatchString(info) {
			t.Fatalf("not tagged:\n%s", info)
		}
		kind := "-struct-text"
		if slices.Contains(long, name) {
			kind = "-struct"
		}
		tree := run(t, "pdfinfo", kind, file(t, p.pdf))
		var headings []string
		lines := strings.Split(tree, "\n")
		counts := map[string]int{}
		for i, line := range lines {
			role := strings.TrimSuffix(strings.Fields(strings.TrimSpace(line) + " .")[0], ":")
			counts[role]++
			if role == "H1" {
				text := ""
				for _, next := range lines[i+1:] {
					if s := strings.TrimSpace(next); strings.HasPrefix(s, `"`) {
						text += strings.Trim(s, `"`)
					} else {
						break
					}
				}
				headings = append(headings, squeeze(text))
			}
		}
		var want []string
		if !p.rep.Masthead {
			want = append(want, "Contents")
		}
		for _, l := range labels(p.rep) {
			want = append(want, drawn(t, l))
		}
		if len(headings) != len(want) || kind == "-struct-text" && !slices.Equal(headings, want) {
			t.Errorf("headings\n%q\nwant\n%q", headings, want)
		}
		figures, tables := 0, 0
		for _, c := range p.rep.Chapters {
			for _, b := range c.Blocks {
				switch b := b.(type) {
				case report.Figure:
					figures++
					if b.Scene.Title == "" {
						t.Errorf("%s: a figure says nothing of what it shows", c.ID)
					}
				case report.Table:
					if len(b.Rows) > 0 {
						tables++
					}
				}
			}
		}
		if !p.rep.Masthead {
			tables++ // document control
		}
		if counts["Figure"] != figures || counts["Table"] != tables {
			t.Errorf("%d figures and %d tables, want %d and %d", counts["Figure"], counts["Table"], figures, tables)
		}
		if tables > 1 && (counts["TR"] == 0 || counts["TD"] == 0 || counts["TH"] == 0) {
			t.Errorf("tables without rows, cells or heads: %v", counts)
		}
	})
}

func TestLanguage(t *testing.T) {
	p := print1(t, "saas")
	for _, want := range []string{"/Lang (en)", "/DisplayDocTitle true", "/Marked true"} {
		if !strings.Contains(string(p.pdf), want) {
			t.Errorf("lacks %s", want)
		}
	}
}

// annotation is a link: from where, and to which place.
type annotation struct {
	page   int // from 0
	x0, y0 float64
	x1, y1 float64 // from the top
	to     int
	toY    float64 // from the top
}

func links(t *testing.T, name string) []annotation {
	t.Helper()
	parts := partsOf(t, name)
	number := map[string]int{}
	for i, x := range parts.Pages {
		number[x.Object] = i
	}
	all := sheets(t, name)
	var out []annotation
	for i, x := range parts.Pages {
		var page struct {
			Annots []struct {
				Rect []float64 `json:"/Rect"`
				Dest []any     `json:"/Dest"`
			} `json:"/Annots"`
		}
		parts.object(t, x.Object, &page)
		for _, a := range page.Annots {
			to, ok := number[a.Dest[0].(string)]
			if !ok {
				t.Fatalf("a link on page %d leads nowhere: %v", i+1, a.Dest)
			}
			h := all[i].height
			out = append(out, annotation{i, min(a.Rect[0], a.Rect[2]), h - max(a.Rect[1], a.Rect[3]), max(a.Rect[0], a.Rect[2]), h - min(a.Rect[1], a.Rect[3]), to, all[to].height - a.Dest[3].(float64)})
		}
	}
	return out
}

// under is the text in an area of a page.
func under(s sheet, x0, y0, x1, y1 float64) string {
	var b strings.Builder
	for _, w := range s.body {
		cx, cy := (w.x0+w.x1)/2, (w.y0+w.y1)/2
		if cx > x0-1 && cx < x1+1 && cy > y0 && cy < y1 {
			b.WriteString(squeeze(w.s))
		}
	}
	return b.String()
}

// A finding leads to each answer it rests on, and each answer back to its findings.
func TestLinksBetweenFindingsAndAnswers(t *testing.T) {
	for _, name := range []string{"saas", "hospital"} {
		p, pages := print1(t, name), sheets(t, name)
		there, back := map[string]bool{}, map[string]bool{}
		for _, a := range links(t, name) {
			from := under(pages[a.page], a.x0, a.y0, a.x1, a.y1)
			to := under(pages[a.to], 0, a.toY-1, pages[a.to].width, a.toY+22)
			if m := regexp.MustCompile(`^(\d+)\.(.+)`).FindStringSubmatch(from); m != nil && a.page > 3 {
				if !strings.HasPrefix(to, m[1]) {
					t.Errorf("%s: page %d, %q leads to %.60q", name, a.page+1, from, to)
				}
				there[m[1]] = true
			}
			if regexp.MustCompile(`^F\d\d+$`).MatchString(from) {
				if !strings.Contains(to, from) {
					t.Errorf("%s: page %d, %q leads to %.60q", name, a.page+1, from, to)
				}
				back[from] = true
			}
		}
		for _, f := range p.rep.Findings {
			if !back[f.ID] {
				t.Errorf("%s: nothing leads to %s", name, f.ID)
			}
			for i, n := range f.Numbers {
				if i < shownAnswers && n > 0 && !there[fmt.Sprint(n)] {
					t.Errorf("%s: %s does not lead to question %d", name, f.ID, n)
				}
			}
		}
	}
}
