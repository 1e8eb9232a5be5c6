package pdf

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"

	"muster/exporters/report"
)

func eachCase(t *testing.T, f func(t *testing.T, name string, p printed)) {
	for _, name := range caseNames {
		t.Run(name, func(t *testing.T) { f(t, name, print1(t, name)) })
	}
}

// The bytes are a sound PDF and the same each time, also side by side.
func TestSound(t *testing.T) {
	eachCase(t, func(t *testing.T, _ string, p printed) {
		if out := run(t, "qpdf", "--check", file(t, p.pdf)); strings.Contains(out, "WARNING") {
			t.Error(out)
		}
	})
}

func TestSameBytes(t *testing.T) {
	anew := map[string]*report.Report{}
	eachCase(t, func(t *testing.T, name string, p printed) {
		rep := buildCase(t, name, anew)
		if again := render(t, rep); !bytes.Equal(again, p.pdf) {
			t.Errorf("%d bytes, then %d others", len(p.pdf), len(again))
		}
	})
}

func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		p := print1(t, []string{"saas", "hostile"}[i%2])
		wg.Go(func() {
			got, err := Render(context.Background(), p.rep, func(int, int) {})
			if err != nil {
				t.Error(err)
			} else if !bytes.Equal(got, p.pdf) {
				t.Error("a concurrent build gives other bytes")
			}
		})
	}
	wg.Wait()
}

// The library writes zeros behind tables whose length is no multiple of four. In
// a sound font that changes nothing, but it is a race where builds share the
// bytes; here the padding is not zero, so that the write shows.
func TestFontsAreNotWrittenTo(t *testing.T) {
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	padded := 0
	for i := range m.data {
		m.data[i] = bytes.Clone(m.data[i])
		word := func(at int) int { return int(binary.BigEndian.Uint32(m.data[i][at:])) }
		for table := range int(binary.BigEndian.Uint16(m.data[i][4:])) {
			end := word(12+16*table+8) + word(12+16*table+12)
			for ; end%4 != 0 && end < len(m.data[i]); end++ {
				m.data[i][end] = 0xAA
				padded++
			}
		}
	}
	if padded == 0 {
		t.Skip("these fonts have no padding")
	}
	var before [faces][]byte
	for i := range m.data {
		before[i] = bytes.Clone(m.data[i])
	}
	c, err := newCanvas(print1(t, "saas").rep, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.layOut(context.Background(), func() {}); err != nil {
		t.Fatal(err)
	}
	if err := c.pdf.Output(io.Discard); err != nil {
		t.Fatal(err)
	}
	for i := range m.data {
		if !bytes.Equal(before[i], m.data[i]) {
			t.Errorf("%s: the build wrote into the font that all builds share", faceFiles[i])
		}
	}
}

func TestHeadsAndFeet(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		pages := sheets(t, name)
		class, title := drawn(t, p.rep.Classification), drawn(t, p.rep.Title)
		who := squeeze(p.rep.Client + p.rep.Date)
		if strings.Contains(name, "hostile") { // too long for a head: what fits
			title, who = drawn(t, p.rep.Title[:40]), "Client"+"unbroken"
		}
		first := 0
		if !p.rep.Masthead {
			if first = 1; joined(pages[0].foot) != class {
				t.Errorf("the cover's foot is %q, want %q", joined(pages[0].foot), class)
			}
		}
		for i, page := range pages[first:] {
			i += first - 1
			head, foot := joined(page.head), joined(page.foot)
			if !strings.HasSuffix(head, class) || !strings.HasPrefix(head, title) {
				t.Errorf("page %d: head %q, want %q … %q", i+2, head, title, class)
			}
			if want := fmt.Sprintf("page%dof%d", i+2, len(pages)); !strings.HasSuffix(foot, want) {
				t.Errorf("page %d: foot %q, want … %q", i+2, foot, want)
			}
			if !strings.HasPrefix(strings.ReplaceAll(foot, "·", ""), who) {
				t.Errorf("page %d: foot %q, want %q …", i+2, foot, who)
			}
			if len(page.body) == 0 {
				t.Errorf("page %d is blank", i+2)
			}
		}
	})
}

func TestContents(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		if p.rep.Masthead {
			return // two pages need no contents
		}
		pages := sheets(t, name)
		starts := chapterPages(t, p.rep, pages)
		want := "Contents"
		for i, label := range labels(p.rep) {
			want += drawn(t, label) + fmt.Sprint(starts[i])
		}
		if got := joined(pages[1].body); !strings.HasPrefix(got, want+"Howtoreadthisreport") {
			t.Errorf("contents are\n%.500s\nwant\n%s", got, want)
		}
	})
}

func TestOutlineAndLinks(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		starts := chapterPages(t, p.rep, sheets(t, name))
		parts := partsOf(t, name)
		outline, pages := parts.Outlines, parts.Pages
		if len(outline) != len(starts) {
			t.Fatalf("%d bookmarks, want %d", len(outline), len(starts))
		}
		for i, label := range labels(p.rep) {
			o := outline[i]
			if squeeze(o.Title) != drawn(t, label) || o.Page != starts[i] {
				t.Errorf("bookmark %q on page %d, want %q on page %d", o.Title, o.Page, label, starts[i])
			}
			height := 841.89
			if p.rep.Chapters[i].Landscape {
				height = 595.28
			}
			if y, ok := o.Dest[3].(float64); !ok || y < height-60*mm && !p.rep.Chapters[i].Follows && !p.rep.Masthead { // higher than the page is its top
				t.Errorf("bookmark %q leads to %v on a page of height %g", o.Title, o.Dest[3], height)
			}
		}

		if p.rep.Masthead {
			return
		}
		// The links of the contents page.
		var contents struct {
			Annots []struct {
				Dest []any `json:"/Dest"`
			} `json:"/Annots"`
		}
		parts.object(t, pages[1].Object, &contents)
		annots := contents.Annots
		if len(annots) != len(starts) {
			t.Fatalf("%d links on the contents page, want %d", len(annots), len(starts))
		}
		for i, a := range annots {
			if len(a.Dest) == 0 || a.Dest[0] != pages[starts[i]-1].Object {
				t.Errorf("link %d leads to %v, want page %d (%s)", i, a.Dest, starts[i], pages[starts[i]-1].Object)
			}
		}
	})
}

func TestOrientation(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		pages := sheets(t, name)
		starts := append(chapterPages(t, p.rep, pages), len(pages)+1)
		for i, ch := range p.rep.Chapters {
			for n := starts[i]; n < starts[i+1]; n++ {
				if got := pages[n-1].width > pages[n-1].height; got != ch.Landscape {
					t.Errorf("page %d of chapter %s: landscape %v, want %v", n, ch.ID, got, ch.Landscape)
				}
			}
		}
		if p.rep.Kind.ID == report.FullReport.ID && !p.rep.Chapter("responsibilities").Landscape {
			t.Error("the responsibilities are not in landscape")
		}
	})
}

func TestMetadata(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		info := run(t, "pdfinfo", file(t, p.pdf))
		want := map[string]string{"Title": oneLine(p.rep.Title).s, "Creator": p.rep.Program, "Author": oneLine(p.rep.Assessor).s}
		if name != "hostile" && p.rep.Date != "" {
			want["CreationDate"] = ""
		}
		got := map[string]string{}
		for _, line := range strings.Split(info, "\n") {
			k, v, _ := strings.Cut(line, ":")
			got[k] = strings.TrimSpace(v)
		}
		for k, v := range want {
			if v != "" && got[k] != strings.TrimSpace(v) {
				t.Errorf("%s is %q, want %q", k, got[k], v)
			}
		}
	})
}

// Every font is embedded, and its glyphs can be read as text.
func TestFonts(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		parts, fonts := partsOf(t, name), 0
		for object := range parts.Objects[1] {
			var font struct {
				Subtype   string   `json:"/Subtype"`
				Unicode   string   `json:"/ToUnicode"`
				Described []string `json:"/DescendantFonts"`
			}
			at, isObject := strings.CutPrefix(object, "obj:")
			if !isObject || !bytes.Contains(parts.Objects[1][object], []byte(`"/Type0"`)) {
				continue
			}
			parts.object(t, at, &font)
			var inner struct {
				Descriptor string `json:"/FontDescriptor"`
			}
			parts.object(t, font.Described[0], &inner)
			var descriptor struct {
				File string `json:"/FontFile2"`
			}
			parts.object(t, inner.Descriptor, &descriptor)
			if fonts++; font.Unicode == "" || descriptor.File == "" {
				t.Errorf("font %s: embedded as %q, texts by %q", at, descriptor.File, font.Unicode)
			}
		}
		if fonts < 2 {
			t.Errorf("%d fonts", fonts)
		}
	})
	// And as another reader sees it, which takes its time.
	if fonts := run(t, "pdffonts", file(t, print1(t, "saas").pdf)); strings.Count(fonts, "yes no  yes")+strings.Count(fonts, "yes yes yes") < 2 {
		t.Errorf("fonts are not embedded:\n%s", fonts)
	}
}

// said are the texts of a block.
func said(b report.Block) []string {
	switch b := b.(type) {
	case report.Heading:
		return []string{b.Text}
	case report.Paragraph:
		return []string{b.Text}
	case report.Bullets:
		return b.Items
	case report.Badges:
		var out []string
		for _, x := range b.Badges {
			out = append(out, x.Subject+x.Word+x.Detail)
		}
		return out
	case report.Table:
		var out []string
		for _, r := range b.Rows {
			out = append(out, r...)
		}
		return out
	case report.Figure:
		return []string{b.Caption}
	case report.Signatures:
		return []string{b.Heading}
	case report.Card:
		f := b.Finding
		out := []string{f.ID + f.Title, f.Found, f.Impact, f.Recommendation, f.Owner + ", " + f.Effort + "; due " + f.Due}
		for i, q := range f.Questions {
			if i < shownAnswers {
				q = fmt.Sprintf("%d. %s", f.Numbers[i], q)
			}
			out = append(out, q)
		}
		return out
	}
	return nil
}

// Everything the report says stands in the PDF, word for word.
func TestNothingIsLost(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		text := reading(t, p.rep, sheets(t, name))
		has := func(what, s string) {
			if strings.ContainsAny(s, "עبا") {
				return // written from right to left; pdftotext turns it round
			}
			if want := drawn(t, s); !strings.Contains(text, want) {
				t.Errorf("%s: lacks %.300q", what, want)
			}
		}
		n := 0
		procurement := p.rep.Kind.ID != report.FullReport.ID
		for _, a := range p.rep.Answers {
			if procurement {
				break // answers and findings are left to the full report
			}
			if a.Comment != "" {
				n++
			}
			has("comment on "+a.ID, a.Comment)
			for _, ref := range a.References {
				has("reference of "+a.ID, ref)
			}
		}
		for _, f := range p.rep.Findings {
			if !procurement {
				has("finding", f.ID+f.Title)
			}
		}
		if strings.Contains(name, "hostile") || name == "procurement odd" {
			return // rows taller than a page are torn
		}
		for _, ch := range p.rep.Chapters {
			for _, b := range ch.Blocks {
				for _, s := range said(b) {
					n++
					has(ch.ID, s)
				}
			}
		}
		if strings.ContainsRune(text, replacement) {
			t.Error("something was not drawn")
		}
		t.Logf("%d texts", n)
	})
}

// Text stays between the margins, lines do not run into each other, and no
// heading or table head stands last on a page.
func TestLayout(t *testing.T) {
	eachCase(t, func(t *testing.T, name string, p printed) {
		last := map[string]bool{}
		for _, ch := range p.rep.Chapters {
			for _, b := range ch.Blocks {
				switch b := b.(type) {
				case report.Heading:
					last[drawn(t, b.Text)] = true
				case report.Table:
					s := ""
					for _, c := range b.Columns {
						s += c.Title
					}
					if len(s) > 12 {
						last[drawn(t, s)] = true
					}
				}
			}
		}
		for i, page := range sheets(t, name) {
			all := append(append(append([]word{}, page.head...), page.body...), page.foot...)
			for _, w := range all {
				if w.x0 < margin*mm-1 || w.x1 > page.width-margin*mm+1 || w.y0 < 0 || w.y1 > page.height {
					t.Errorf("page %d: %.60q leaves the margins: x %.1f to %.1f of %.1f", i+1, w.s, w.x0, w.x1, page.width)
				}
			}
			for _, w := range page.body {
				if i > 0 && (w.y0 < (margin+2)*mm || w.y1 > page.height-(margin+4.5)*mm) {
					t.Errorf("page %d: %.60q runs into head or foot: y %.1f to %.1f of %.1f", i+1, w.s, w.y0, w.y1, page.height)
				}
			}
			for a, v := range all {
				for _, w := range all[a+1:] {
					x, y := math.Min(v.x1, w.x1)-math.Max(v.x0, w.x0), math.Min(v.y1, w.y1)-math.Max(v.y0, w.y0)
					if x > 1.5 && y > 0.45*math.Min(v.y1-v.y0, w.y1-w.y0) {
						t.Errorf("page %d: %.60q and %.60q overlap by %.1f × %.1f", i+1, v.s, w.s, x, y)
					}
				}
			}
			body := joined(page.body)
			for s := range last {
				if i > 0 && strings.HasSuffix(body, s) {
					t.Errorf("page %d ends with %q", i+1, s)
				}
			}
		}
	})
}

func TestCancel(t *testing.T) {
	rep := print1(t, "saas").rep
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := Render(ctx, rep, func(int, int) {}); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %d bytes, %v", len(got), err)
	}
	steps := 2*len(rep.Chapters) + 1
	for _, at := range []int{1, len(rep.Chapters), len(rep.Chapters) + 1, steps - 2, steps - 1, steps} {
		ctx, cancel := context.WithCancel(context.Background())
		last := 0
		got, err := Render(ctx, rep, func(done, total int) {
			if last = done; done == at {
				cancel()
			}
		})
		cancel()
		if at < steps && !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at step %d of %d: %v", at, steps, err)
		}
		if err != nil && got != nil {
			t.Errorf("cancelled at step %d of %d: %d bytes beside the error %v", at, steps, len(got), err)
		}
		if at < steps-1 && last > at {
			t.Errorf("cancelled at step %d, went on to %d", at, last)
		}
	}
}

func TestProgress(t *testing.T) {
	rep := print1(t, "saas").rep
	last, total := 0, 0
	_, err := Render(context.Background(), rep, func(done, of int) {
		if done != last+1 || done > of || total != 0 && of != total {
			t.Errorf("step %d of %d after %d of %d", done, of, last, total)
		}
		last, total = done, of
	})
	if err != nil || last != total || total < len(rep.Chapters) {
		t.Errorf("%v; ended at %d of %d", err, last, total)
	}
}

// A fault of our own becomes an error, not a crash.
func TestPanicBecomesError(t *testing.T) {
	rep := *print1(t, "empty").rep
	if got, err := Render(context.Background(), &rep, func(int, int) { panic("x") }); got != nil || err == nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// The cover says that answers are not confirmed, and the chapter on the change is
// there with its picture.
func TestFollowUp(t *testing.T) {
	text := func(pages []sheet) string {
		var words []string
		for _, s := range pages {
			for _, w := range s.body {
				words = append(words, w.s)
			}
		}
		return strings.Join(words, " ")
	}
	p := print1(t, "follow-up")
	if cover := text(sheets(t, "follow-up")[:1]); p.rep.Provisional == "" || !strings.Contains(cover, p.rep.Provisional) {
		t.Errorf("the cover lacks %q: %q", p.rep.Provisional, cover)
	}
	all := text(sheets(t, "follow-up"))
	for _, want := range []string{"Since last year", "before 2026-11-23", "now 2027-11-24", "Answers that changed", "Still open"} {
		if !strings.Contains(all, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if n := len(sheets(t, "brief follow-up")); n != 2 {
		t.Errorf("the brief has %d pages", n)
	}
}
