package ui

// The list of pages: every name can be read to its end.

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"muster/exporters/look"
)

// named is what the list shows of an entry's title, its lines joined.
func (n *navList) named(i int) string {
	var lines []string
	for _, o := range n.objects {
		t, ok := o.(*canvas.Text)
		if ok && t.TextSize == look.TextBody && t.Position().Y >= n.tops[i] && t.Position().Y < n.tops[i+1] {
			lines = append(lines, t.Text)
		}
	}
	return strings.Join(lines, " ")
}

// No name of a page is cut, in no language and whatever stands beside it, and no
// entry changes its height by being chosen.
func TestNamesOfPagesAreWhole(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		app := sample(t, "saas")
		german(t, app)
		app.setLanguage(language)
		fullest := app.work.entries()
		for i := range fullest {
			if e := &fullest[i]; e.progress {
				e.answered, e.total, e.flags, e.review, e.carried = 10, 15, 12, 13, 14
			}
		}
		for name, entries := range map[string][]navEntry{"sample": app.work.entries(), "fullest": fullest} {
			n := newNavList(func(string) {})
			height := float32(0)
			for _, chosen := range app.pages() {
				n.set(entries, chosen)
				n.build()
				if height != 0 && n.MinSize().Height != height {
					t.Errorf("%s, %s: choosing %s makes the list %.0f high, before %.0f", language, name, chosen, n.MinSize().Height, height)
				}
				height = n.MinSize().Height
				for i, e := range entries {
					if got := n.named(i); !e.heading && got != e.title {
						t.Errorf("%s, %s: of %q shows %q", language, name, e.title, got)
					}
				}
				var placed []inked
				for _, o := range n.objects {
					x, ok := o.(*canvas.Text)
					if !ok {
						continue
					}
					size := fyne.MeasureText(x.Text, x.TextSize, x.TextStyle)
					at := inked{text: x.Text, x: x.Position().X, y: x.Position().Y, w: size.Width, h: size.Height}
					if at.x < 0 || at.x+at.w > navWidth {
						t.Errorf("%s, %s: %v is outside of the list", language, name, at)
					}
					for _, other := range placed {
						if min(at.x+at.w, other.x+other.w)-max(at.x, other.x) > 0 && min(at.y+at.h, other.y+other.h)-max(at.y, other.y) > 2 {
							t.Errorf("%s, %s: %v lies on %v", language, name, at, other)
						}
					}
					placed = append(placed, at)
				}
			}
		}
	}
}
