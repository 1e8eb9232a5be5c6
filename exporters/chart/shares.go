// One bar cut into shares of a whole: how often each verdict came out.

package chart

import (
	"math"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// SharePart is a share of the whole with its name and the share as written.
type SharePart struct {
	Title, Shown string
	Share        float64 // 0 to 1
	Style        look.VerdictStyle
}

const (
	shareText  = 11.0
	shareBar   = 26.0 // height of the bar
	shareLeast = 3.0  // width of the smallest part, so that it is seen
)

// Shares draws parts of a whole as one bar, each named at its place: above the
// bar where the name fits, else below at the end of a leader. Parts of nothing
// are left out.
func Shares(lang *messages.Catalogue, title string, parts []SharePart, width float64) Scene {
	s := Scene{Width: width, Title: title}
	var shown []sharePlace
	sum := 0.0
	for _, p := range parts {
		if v := within(p.Share, 0, 1); v > 0 {
			if p.Style.Color == look.None {
				p.Style.Color = look.Muted
			}
			shown = append(shown, sharePlace{SharePart: p, w: v})
			sum += v
		}
	}
	small := 0.0
	whole := math.Max(1, sum)
	for i := range shown {
		p := &shown[i]
		if p.w = p.w / whole * width; p.w < shareLeast {
			small += shareLeast - p.w
			p.w = shareLeast
		}
	}
	// What the smallest parts take beyond their share, the others give.
	wide := 0.0
	for _, p := range shown {
		wide += math.Max(0, p.w-shareLeast)
	}
	if rest := width * (1 - math.Min(1, sum)); small > rest && wide > 0 {
		for i := range shown {
			if p := &shown[i]; p.w > shareLeast {
				p.w -= (small - rest) * (p.w - shareLeast) / wide
			}
		}
	}
	x := 0.0
	for i := range shown {
		p := &shown[i]
		p.x, p.w = x, math.Min(p.w, width-x)
		x += p.w
	}
	above := nameAbove(shown, width)

	y := 4.0
	if above {
		for _, p := range shown {
			if p.above {
				s.shareLabel(p.SharePart, p.nameX, y, p.labelWidth())
			}
		}
		y += 34
	}
	if x < width-0.5 {
		s.rect(x, y, width-x, shareBar, look.Track, look.None)
	}
	for _, p := range shown {
		s.share(p.x, y, p.w, shareBar, p.Style)
	}
	y += shareBar
	s.Height = s.shareLeaders(shown, y) + 4
	if len(shown) == 0 {
		s.text(0, s.Height+10, shareText, lang.Text("No figures yet"), Left, look.Muted, false)
		s.Height += 16
	}
	return s
}

type sharePlace struct {
	SharePart
	x, w  float64
	above bool
	nameX float64 // where the name above begins
}

// nameAbove sets which parts are named above the bar: those whose names, moved
// apart, still begin above their part. It tells whether there are any.
func nameAbove(parts []sharePlace, width float64) bool {
	const gap = 14
	for i := range parts {
		parts[i].above = parts[i].Share >= 0.03 && parts[i].labelWidth() <= width
	}
	for {
		var want, widths []float64
		var of []int
		for i, p := range parts {
			if p.above {
				of = append(of, i)
				want, widths = append(want, p.x+1), append(widths, p.labelWidth())
			}
		}
		if len(of) == 0 {
			return false
		}
		worst, least, end := -1, math.Inf(1), 0.0
		for k, x := range want {
			p := &parts[of[k]]
			x = math.Max(end, math.Min(math.Max(x, end), width-widths[k]))
			end = x + widths[k] + gap
			p.nameX = x
			if x+4 >= p.x && x+12 <= p.x+p.w && x+widths[k] <= width {
				continue
			}
			if p.w < least {
				worst, least = of[k], p.w
			}
			if k > 0 && x > want[k] && parts[of[k-1]].w < least { // it is in the way
				worst, least = of[k-1], parts[of[k-1]].w
			}
		}
		if worst < 0 {
			return true
		}
		parts[worst].above = false
	}
}

// labelWidth is the width of the name with its mark, in two lines.
func (p SharePart) labelWidth() float64 {
	return math.Max(16+TextWidth(p.Title, shareText, false), 16+TextWidth(p.Shown, 13, true))
}

// shareLabel writes a part's mark and name and, below, its share.
func (s *Scene) shareLabel(p SharePart, x, y, width float64) {
	s.mark(x+6, y+7, 4.5, p.Style.Mark, p.Style.Color)
	s.text(x+16, y+11, shareText, fit(p.Title, shareText, width-16+0.1, false), Left, look.Text, false)
	s.text(x+16, y+27, 13, fit(p.Shown, 13, width-16+0.1, true), Left, ink(p.Style.Color), true)
}

// share draws a part in the pattern of its mark: calm ones plain, urgent ones
// hatched ever denser, what has no verdict as an empty dashed box.
func (s *Scene) share(x, y, w, h float64, st look.VerdictStyle) {
	if st.Mark == look.Dashed {
		s.rect(x, y, w, h, look.Track, look.Surface)
		if w > 4 {
			s.add(Polygon{Points: []Point{{x + 1.5, y + 1}, {x + w - 1.5, y + 1}, {x + w - 1.5, y + h - 1}, {x + 1.5, y + h - 1}}, Closed: true, Stroke: st.Color, Width: 1, Dash: true})
		} else {
			s.line(x+w/2, y, x+w/2, y+h, math.Min(1.2, w), st.Color, true)
		}
		return
	}
	s.rect(x, y, w, h, st.Color, look.None)
	switch st.Mark {
	case look.Diamond:
		s.hatching(area{x, y, x + w, y + h}, 14, 1, look.Surface, false)
	case look.Triangle:
		s.hatching(area{x, y, x + w, y + h}, 8, 0.9, look.Surface, true)
	case look.Square:
		s.hatching(area{x, y, x + w, y + h}, 12, 0.8, look.Surface, false)
		s.hatching(area{x, y, x + w, y + h}, 12, 0.8, look.Surface, true)
	}
	s.line(x+w, y, x+w, y+h, 1.5, look.Surface, false)
}

// hatching fills an area with slanted lines, step apart along the side; they rise
// to the right, or fall when falling.
func (s *Scene) hatching(a area, step, width float64, c look.Token, falling bool) {
	w, h := a.x1-a.x0, a.y1-a.y0
	if w <= 0 || h <= 0 {
		return
	}
	for d := step / 2; d < w+h; d += step {
		x1, y1 := a.x0+math.Min(d, w), a.y0+math.Max(0, d-w)
		x2, y2 := a.x0+math.Max(0, d-h), a.y0+math.Min(d, h)
		if falling {
			y1, y2 = a.y0+a.y1-y1, a.y0+a.y1-y2
		}
		s.line(x1, y1, x2, y2, width, c, false)
	}
}

// shareLeaders names the parts that are too narrow for their names, below the
// bar. A leader goes down from the part to its name; where names and leaders
// would cross, the names form a list instead.
func (s *Scene) shareLeaders(parts []sharePlace, bar float64) float64 {
	const step = 18.0
	type placed struct {
		part   SharePart
		x      float64 // of the leader
		row    int
		before bool // the name ends at the leader instead of beginning there
		at     area
	}
	size := func(p SharePart) float64 {
		return 16 + TextWidth(p.Title, shareText, false) + 8 + TextWidth(p.Shown, shareText, true)
	}
	try := func(order []int, before func(i int) bool) ([]placed, bool) {
		var out []placed
		for _, i := range order {
			p := parts[i]
			if p.above {
				continue
			}
			x := within(p.x+p.w/2, 1, s.Width-1)
			w := size(p.SharePart)
			found := false
			for row := 0; row < len(parts) && !found; row++ {
				for _, before := range [2]bool{before(i), !before(i)} {
					y := bar + 8 + step*float64(row)
					a := area{x + 6, y, x + 6 + w, y + step - 3}
					if before {
						a = area{x - 6 - w, y, x - 6, y + step - 3}
					}
					line := area{x - 4, bar, x + 4, y + step/2}
					ok := a.x0 >= 0 && a.x1 <= s.Width
					for _, o := range out {
						other := area{o.x - 4, bar, o.x + 4, o.at.y0 + step/2}
						ok = ok && !area{a.x0 - 8, a.y0, a.x1 + 8, a.y1}.meets(o.at) && !a.meets(other) && !line.meets(o.at) && (math.Abs(o.x-x) > 2)
					}
					if ok {
						out = append(out, placed{p.SharePart, x, row, before, a})
						found = true
						break
					}
				}
			}
			if !found {
				return nil, false
			}
		}
		return out, true
	}
	// From the right, from the left, and from the middle outwards.
	var fromRight, fromLeft, outwards []int
	for i := range parts {
		fromLeft = append(fromLeft, i)
		fromRight = append([]int{i}, fromRight...)
	}
	onLeft := func(i int) bool { return parts[i].x+parts[i].w/2 < s.Width/2 }
	for _, i := range fromRight {
		if onLeft(i) {
			outwards = append(outwards, i)
		}
	}
	for _, i := range fromLeft {
		if !onLeft(i) {
			outwards = append(outwards, i)
		}
	}
	var list []placed
	ok, fewest := false, math.MaxInt
	for _, o := range []struct {
		order  []int
		before func(int) bool
	}{
		{outwards, func(i int) bool { return !onLeft(i) }},
		{fromRight, func(int) bool { return false }},
		{fromLeft, func(int) bool { return true }},
	} {
		if l, good := try(o.order, o.before); good {
			rows := 0
			for _, p := range l {
				rows = max(rows, p.row)
			}
			if rows < fewest {
				list, ok, fewest = l, true, rows
			}
		}
	}
	y := bar
	if !ok {
		y += 8
		for _, p := range parts {
			if p.above {
				continue
			}
			const left = 44
			s.share(0, y+1, 22, 12, p.Style)
			s.mark(34, y+7, 4.5, p.Style.Mark, p.Style.Color)
			shown := fit(p.Shown, shareText, s.Width*0.3, true)
			name := fit(p.Title, shareText, s.Width-left-8-TextWidth(shown, shareText, true), false)
			s.text(left, y+11, shareText, name, Left, look.Text, false)
			s.text(left+8+TextWidth(name, shareText, false), y+11, shareText, shown, Left, ink(p.Style.Color), true)
			y += step
		}
		return y
	}
	for _, p := range list {
		mid := p.at.y0 + 7
		end := p.x + 4
		if p.before {
			end = p.x - 4
		}
		s.add(Polygon{Points: []Point{{p.x, bar}, {p.x, mid}, {end, mid}}, Stroke: look.Muted, Width: 0.8})
		s.mark(p.at.x0+6, mid, 4.5, p.part.Style.Mark, p.part.Style.Color)
		s.text(p.at.x0+16, mid+4, shareText, p.part.Title, Left, look.Text, false)
		s.text(p.at.x1, mid+4, shareText, p.part.Shown, Right, ink(p.part.Style.Color), true)
		y = math.Max(y, p.at.y1)
	}
	return y
}
