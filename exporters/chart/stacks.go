// Options one below the other on one scale: bars of parts, with marks across all
// of them, and stretches of a track.

package chart

import (
	"math"
	"slices"
	"sort"
	"strconv"

	"muster/exporters/look"
)

// StackTone says how the parts of bars are told apart.
type StackTone int

// Kinds have no order: each has a tone and pattern of its own, named in a key, and
// a number besides where there are more than six. Ordered parts follow one another
// (years): two tones take turns and Short is written inside. Graded parts go from
// best to worst (ranks): from the full accent to the lightest tone, named in a key.
const (
	Kinds StackTone = iota
	Ordered
	Graded
)

// StackPart is what the parts at one place of all bars stand for.
type StackPart struct {
	Title string
	Short string // written inside where a row has no label for the part
}

// StackRow is one bar. Values that are no finite number above zero are not drawn.
type StackRow struct {
	Title  string
	Shown  string    // the total as written, at the end of the bar
	Values []float64 // one a part
	Labels []string  // one a part, written inside where they fit; nil: none
	Open   bool      // the total is a lower bound: the bar has a ragged end
	Strong bool      // the title in bold
	Muted  bool      // the title and total muted
}

// StackChart is bars of parts on one scale.
type StackChart struct {
	Title string
	Lead  string // a line above the key: what the parts are
	Tone  StackTone
	Parts []StackPart
	Rows  []StackRow
	Marks []Tick  // across all bars: budget, target
	Ticks []Tick  // below the bars
	Whole float64 // what a full bar stands for; 0: the longest bar, mark or tick
	Empty string  // said when there are no rows
}

const (
	stackBar  = 22.0 // height of a bar
	stackText = 12.0 // size of titles
	stackIn   = 10.0 // size of text in bars
	raggedEnd = 17.0 // what a ragged end takes beyond the bar
)

// Stacks draws the bars at a width.
func Stacks(c StackChart, width float64) Scene {
	s := Scene{Width: width, Title: c.Title}
	if len(c.Rows) == 0 || len(c.Parts) == 0 {
		s.empty(c.Empty)
		return s
	}
	whole := c.Whole
	if !(whole > 0) || !finite(whole) {
		whole = 0
		for _, r := range c.Rows {
			sum := 0.0
			for i := range c.Parts {
				sum += r.value(i)
			}
			whole = math.Max(whole, sum)
		}
		for _, list := range [2][]Tick{c.Marks, c.Ticks} {
			for _, t := range list {
				if finite(t.At) {
					whole = math.Max(whole, math.Min(t.At, mostValue))
				}
			}
		}
	}
	if whole <= 0 {
		whole = 1
	}
	numbered := c.Tone == Kinds && len(c.Parts) > 6
	y := 4.0
	if c.Lead != "" {
		y = s.paragraph(c.Lead, y, 2) + 4
	}
	var key []keyItem
	for i, p := range c.Parts {
		if p.Title == "" || c.Tone == Ordered {
			continue
		}
		key = append(key, keyItem{func(x, y float64) {
			a := area{x, y, x + keySample, y + keyRow}
			if numbered {
				a.y0, a.y1 = y-1, y+keyRow+1
			}
			s.part(a, c.Tone, i, len(c.Parts))
			if numbered {
				s.inPart(a, c.Tone, i, len(c.Parts), strconv.Itoa(i+1), 9, nil)
			}
		}, p.Title})
	}
	if len(key) > 0 {
		y = s.key(key, y) + 8
	}

	rows := make([]trackRow, len(c.Rows))
	for i, r := range c.Rows {
		sum := 0.0
		for k := range c.Parts {
			sum += r.value(k)
		}
		rows[i] = trackRow{r.Title, r.Shown, r.Strong, r.Muted, r.Open, math.Min(1, sum/whole)}
	}
	s.tracks(rows, y, stackBar, c.Marks, c.Ticks, whole, true, func(i int, a area) float64 {
		on := scale{Span{0, whole}, a.x0, a.x1}
		var marks []float64
		for _, m := range c.Marks {
			marks = append(marks, on.at(m.At))
		}
		r := c.Rows[i]
		if c.Whole > 0 {
			s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, look.Track, look.None)
		}
		sum, x := 0.0, a.x0
		for k := range c.Parts {
			v := r.value(k)
			if v <= 0 {
				continue
			}
			sum += v
			to := a.x0 + (a.x1-a.x0)*math.Min(1, sum/whole)
			at := area{x, a.y0, to, a.y1}
			x = to
			s.part(at, c.Tone, k, len(c.Parts))
			for _, text := range []string{r.label(k, numbered), c.Parts[k].Short} {
				if numbered {
					text = strconv.Itoa(k + 1)
				}
				if text != "" && s.inPart(at, c.Tone, k, len(c.Parts), text, stackIn, marks) {
					break
				}
			}
		}
		if r.Open {
			x = s.ragged(x, a)
		}
		return x
	})
	return s
}

const mostValue = 1e290 // sums of such values are finite

func (r StackRow) value(i int) float64 {
	if i >= len(r.Values) || !finite(r.Values[i]) {
		return 0
	}
	return within(r.Values[i], 0, mostValue)
}

func (r StackRow) label(i int, numbered bool) string {
	if i >= len(r.Labels) || numbered {
		return ""
	}
	return r.Labels[i]
}

// empty makes the scene of a picture that has nothing to show.
func (s *Scene) empty(text string) {
	s.Height = 40
	s.text(s.Width/2, 24, 12, fit(text, 12, s.Width, false), Center, look.Muted, false)
}

// paragraph writes muted text from y downwards and returns where it ends.
func (s *Scene) paragraph(text string, y float64, lines int) float64 {
	for _, l := range wrap(text, curveText, s.Width, lines, false) {
		s.text(0, y+curveText*0.82, curveText, l, Left, look.Muted, false)
		y += lineStep + 1
	}
	return y
}

// ragged draws the end of a bar of which only the least length is known: torn, and
// going on in dashes.
func (s *Scene) ragged(x float64, a area) float64 {
	const tooth = 4.0
	pts := []Point{{x + 0.6, a.y0 - 1}}
	n := 4
	step := (a.y1 - a.y0) / float64(2*n)
	for i := 0; i <= 2*n; i++ {
		p := Point{x - 1, a.y0 + step*float64(i)}
		if i%2 == 1 {
			p.X -= tooth
		}
		p.X = math.Max(p.X, a.x0)
		pts = append(pts, p)
	}
	edge := append([]Point(nil), pts[1:]...)
	pts = append(pts, Point{x + 0.6, a.y1 + 1})
	s.add(Polygon{Points: pts, Closed: true, Fill: look.Surface})
	s.add(Polygon{Points: edge, Stroke: look.Text, Width: 1.2})
	for _, y := range []float64{a.y0 + 0.5, a.y1 - 0.5} {
		s.line(x+2, y, x+raggedEnd-2, y, 1, look.Text, true)
	}
	return x + raggedEnd - 5
}

// trackRow is what stands around the track of a row.
type trackRow struct {
	title, shown        string
	strong, muted, open bool
	share               float64 // of the track that is drawn
}

// tracks lays out rows below each other from y: titles beside the tracks, or above
// them where they are long, what is shown at the end of what body drew or, with
// atEnd false, in a column at the right. body draws into the track and returns where
// it ended. Marks go across all rows and are named above, ticks are written below.
// It sets the scene's height.
func (s *Scene) tracks(rows []trackRow, y, bar float64, marks, ticks []Tick, whole float64, atEnd bool, body func(i int, a area) float64) {
	const step = 14.0
	width := s.Width
	names, shown := 0.0, 0.0
	above := width < 480
	for _, r := range rows {
		lines := wrap(r.title, stackText, width*0.32, 2, r.strong)
		above = above || wrapCut(lines)
		for _, l := range lines {
			names = math.Max(names, TextWidth(l, stackText, r.strong))
		}
		shown = math.Max(shown, TextWidth(r.shown, stackText, atEnd))
	}
	in := area{names + 14, y, width, 0}
	if above || names == 0 {
		in.x0 = 0
	}
	shown = math.Min(shown, width*0.3)
	if !atEnd && shown > 0 {
		in.x1 -= shown + 8
	}
	// Each bar leaves room for what stands at its end.
	for _, r := range rows {
		end := width
		if r.open {
			end -= raggedEnd
		}
		if atEnd && r.shown != "" {
			end -= math.Min(shown, TextWidth(r.shown, stackText, true)) + 9
		}
		if r.share > 0 {
			in.x1 = math.Min(in.x1, in.x0+(end-in.x0)/r.share)
		}
	}
	for _, t := range ticks { // the last one stands below its place
		if t.At > whole*0.98 && t.At <= whole {
			in.x1 = math.Min(in.x1, width-TextWidth(fit(t.Text, tickText, width*0.3, false), tickText, false)/2)
		}
	}
	in.x1 = math.Max(in.x0+1, in.x1)
	x := scale{Span{0, whole}, in.x0, in.x1}

	var at []placedTick
	for _, m := range marks {
		if finite(m.At) && x.holds(m.At) {
			at = append(at, placedTick{at: x.at(m.At), text: m.Text})
		}
	}
	tops, end := s.markNames(at, y)
	if len(at) > 0 {
		y = end + 2
	}
	for i, r := range rows {
		colour := look.Text
		if r.muted {
			colour = look.Muted
		}
		var a area
		if above {
			if i > 0 {
				y += 4
			}
			for _, l := range wrap(r.title, stackText, width, 2, r.strong) {
				if l != "" {
					s.text(0, y+11, stackText, l, Left, colour, r.strong)
					y += 16
				}
			}
			if !atEnd {
				y += 4 // for a row's own mark
			}
			a = area{in.x0, y, in.x1, y + bar}
			y += bar + 8
		} else {
			lines := wrap(r.title, stackText, names+0.1, 2, r.strong)
			h := step*float64(len(lines)) + 2
			room := math.Max(bar, h)
			for k, l := range lines {
				s.text(0, math.Round(y+(room-h)/2)+11.5+step*float64(k), stackText, l, Left, colour, r.strong)
			}
			top := math.Round(y + (room-bar)/2)
			a = area{in.x0, top, in.x1, top + bar}
			y += room + 8
		}
		to := body(i, a)
		if text := fit(r.shown, stackText, shown+0.1, atEnd); text != "" && r.shown != "" {
			if atEnd {
				s.text(math.Min(to+8, width-TextWidth(text, stackText, true)), (a.y0+a.y1)/2+4.3, stackText, text, Left, colour, true)
			} else {
				s.text(width, (a.y0+a.y1)/2+4.3, stackText, text, Right, colour, false)
			}
		}
	}
	last := y - 6
	for i, m := range at {
		s.upright(m.at, tops[i], last, i > 0)
	}
	y = last + 2
	if !atEnd {
		y += 3
	}
	if len(ticks) > 0 {
		// The scale reaches as far as the tracks, also where no title is on the left.
		s.line(in.x0, y, in.x1, y, 1, look.Muted, false)
		for _, t := range tickLabels(ticks, x, func(text string) float64 {
			return TextWidth(fit(text, tickText, width*0.3, false), tickText, false) / 2
		}, 0, width, 7) {
			if t.shown {
				s.line(t.at, y, t.at, y+4, 1, look.Muted, false)
				s.text(t.centre, y+15, tickText, fit(t.text, tickText, width*0.3, false), Center, look.Muted, false)
			}
		}
		y += 18
	}
	s.Height = y + 4
}

// markNames writes the names of upright marks in as few rows as they need, from y
// downwards, and returns where each mark begins and where the last row ends.
func (s *Scene) markNames(at []placedTick, y float64) (tops []float64, end float64) {
	const row = 14.0
	tops = make([]float64, len(at))
	order := make([]int, len(at))
	for i := range at {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return at[order[i]].at < at[order[j]].at })
	// Two marks close to each other are named to their left and right.
	aside := false
	if len(at) == 2 {
		sum := 0.0
		for _, m := range at {
			sum += TextWidth(fit(m.text, tickText, s.Width*0.6, false), tickText, false) / 2
		}
		aside = math.Abs(at[0].at-at[1].at) < sum+10 && math.Abs(at[0].at-at[1].at) > 1
	}
	var taken []area
	end = y
	for _, i := range order {
		tops[i] = y
		text := fit(at[i].text, tickText, s.Width*0.6, false)
		if at[i].text == "" {
			continue
		}
		half := TextWidth(text, tickText, false) / 2
		centre := within(at[i].at, half, s.Width-half)
		if aside {
			centre = within(at[i].at+(half-3)*[2]float64{-1, 1}[slices.Index(order, i)], half, s.Width-half)
		}
		a := area{centre - half - 3, y, centre + half + 3, y + row}
		for k := 0; k < len(taken); k++ {
			if taken[k].meets(a) {
				a.y0, a.y1 = a.y0+row, a.y1+row
				k = -1
			}
		}
		taken = append(taken, a)
		s.text(centre, a.y0+10, tickText, text, Center, look.Text, false)
		tops[i] = a.y1 - 1
		end = math.Max(end, a.y1)
	}
	return tops, end
}

// upright draws a mark from y0 to y1 with an edge of the ground's colour, broken
// where text stands in its way.
func (s *Scene) upright(x, y0, y1 float64, dash bool) {
	var breaks []area
	for _, shape := range s.Shapes {
		if l, ok := shape.(Label); ok {
			w := TextWidth(l.Text, l.Size, l.Bold)
			left := l.X - w*[...]float64{Left: 0, Center: 0.5, Right: 1}[l.Align]
			if a := (area{left - 4, l.Y - 0.8*l.Size - 2, left + w + 4, l.Y + 0.25*l.Size + 2}); a.x0 < x && x < a.x1 {
				breaks = append(breaks, a)
			}
		}
	}
	sort.SliceStable(breaks, func(i, j int) bool { return breaks[i].y0 < breaks[j].y0 })
	piece := func(from, to float64) {
		if to-from > 2 {
			s.line(x, from, x, to, 4, look.Surface, false)
			s.line(x, from, x, to, 1.4, look.Text, dash)
		}
	}
	for _, b := range breaks {
		if b.y1 <= y0 {
			continue
		}
		piece(y0, math.Min(b.y0, y1))
		y0 = math.Max(y0, b.y1)
	}
	piece(y0, y1)
}

// pattern is how a part is filled.
type pattern struct {
	fill, line, text look.Token
	draw             func(s *Scene, a area, c look.Token)
}

// kinds are eight fills that differ in lightness or pattern from each other, and
// most from their neighbours.
var kinds = []pattern{
	{fill: look.Accent, text: look.OnAccent},
	{fill: look.AccentTint, line: look.Accent, text: look.Text},
	{fill: look.Surface, line: look.Accent, text: look.Text, draw: func(s *Scene, a area, c look.Token) { s.hatching(a.grown(-1), 6, 1.6, c, false) }},
	{fill: look.Text, text: look.Surface},
	{fill: look.Border, line: look.Muted, text: look.Text, draw: func(s *Scene, a area, c look.Token) { s.hatching(a.grown(-1), 7, 1.5, c, true) }},
	{fill: look.Muted, text: look.Surface, draw: func(s *Scene, a area, _ look.Token) { s.ruled(a, 4.4, 1, look.Surface) }},
	{fill: look.Accent, text: look.OnAccent, draw: func(s *Scene, a area, _ look.Token) { s.hatching(a.grown(-1), 7, 1.3, look.Surface, true) }},
	{fill: look.Surface, line: look.Muted, text: look.Text, draw: func(s *Scene, a area, c look.Token) { s.ruled(a, 3, 0.8, c) }},
}

// ruled fills an area with level lines, step apart.
func (s *Scene) ruled(a area, step, width float64, c look.Token) {
	x0, x1 := a.x0+width/2+0.2, a.x1-width/2-0.2 // lines end round
	for y := a.y0 + step/2; y < a.y1 && x1 > x0; y += step {
		s.line(x0, y, x1, y, width, c, false)
	}
}

// patternOf is the fill of part i of n.
func patternOf(tone StackTone, i, n int) pattern {
	switch tone {
	case Ordered:
		return kinds[i%2]
	case Graded:
		if i == 0 {
			return kinds[0]
		}
		// The tokens hold no tones between the accent and its tint: level lines
		// give them.
		share := 0.78 * float64(n-1-i) / math.Max(1, float64(n-2))
		return pattern{fill: look.AccentTint, line: look.Accent, text: look.Text, draw: func(s *Scene, a area, c look.Token) {
			if share > 0.02 {
				s.ruled(a, 2, 2*share, c)
			}
		}}
	}
	return kinds[i%len(kinds)]
}

// part draws a part of a bar, with a gap of the ground's colour at its end.
func (s *Scene) part(a area, tone StackTone, i, n int) {
	if a.x1-a.x0 > 1.6 {
		a.x1 -= 0.8
	}
	p := patternOf(tone, i, n)
	s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, p.fill, look.None)
	if p.draw != nil {
		p.draw(s, a, p.line)
	}
	if p.line != look.None && a.x1-a.x0 > 1.2 {
		e := a.grown(-0.4)
		s.add(Polygon{Points: []Point{{e.x0, e.y0}, {e.x1, e.y0}, {e.x1, e.y1}, {e.x0, e.y1}}, Closed: true, Stroke: p.line, Width: 0.8})
	}
}

// inPart writes into a part where there is room beside the marks at the places
// given, on a plate where its pattern would make the text hard to read.
func (s *Scene) inPart(a area, tone StackTone, i, n int, text string, size float64, marks []float64) bool {
	p := patternOf(tone, i, n)
	half := TextWidth(text, size, false)/2 + 2
	low, high := a.x0+half+1.2, a.x1-half-2
	middle := (a.x0 + a.x1 - 0.8) / 2
	best, far := 0.0, math.Inf(1)
	for x := low; x <= high+1; x++ {
		at := math.Min(x, high)
		free := true
		for _, m := range marks {
			free = free && math.Abs(m-at) > half+3
		}
		if d := math.Abs(at - middle); free && d < far {
			best, far = at, d
		}
	}
	if free := !slices.ContainsFunc(marks, func(m float64) bool { return math.Abs(m-middle) <= half+3 }); free && low <= middle && middle <= high {
		best, far = middle, 0
	}
	if math.IsInf(far, 1) {
		return false
	}
	y := (a.y0 + a.y1) / 2
	if p.draw != nil {
		s.rect(best-half, y-size*0.56, 2*half, size*1.12, p.fill, look.None)
	}
	s.text(best, y+size*0.36, size, text, Center, p.text, false)
	return true
}

// StretchRow is one track: the stretch from From to To of a scale of 0 to 1, and
// where the value stands now. What is no finite number is not drawn.
type StretchRow struct {
	Title    string
	Shown    string // the stretch as written
	From, To float64
	At       float64
	Strong   bool
}

// StretchChart is rows of a stretch each.
type StretchChart struct {
	Title   string
	Lead    string
	Inside  string // what the filled stretch stands for
	Outside string // what the rest of the track stands for
	Now     string // what the mark stands for
	Rows    []StretchRow
	Ticks   []Tick
	Empty   string
}

// Stretches draws the rows at a width.
func Stretches(c StretchChart, width float64) Scene {
	const bar = 12.0
	s := Scene{Width: width, Title: c.Title}
	if len(c.Rows) == 0 {
		s.empty(c.Empty)
		return s
	}
	y := 4.0
	if c.Lead != "" {
		y = s.paragraph(c.Lead, y, 2) + 4
	}
	rows := make([]trackRow, len(c.Rows))
	var some, rest, now bool
	for i, r := range c.Rows {
		rows[i] = trackRow{title: r.Title, shown: r.Shown, strong: r.Strong}
		if finite(r.From) && finite(r.To) {
			some = true
			rest = rest || r.From > 0 || r.To < 1
		} else {
			rest = true
		}
		now = now || finite(r.At)
	}
	var key []keyItem
	if some && c.Inside != "" {
		key = append(key, keyItem{func(x, y float64) { s.rect(x, y, keySample, keyRow, look.Accent, look.None) }, c.Inside})
	}
	if rest && c.Outside != "" {
		key = append(key, keyItem{func(x, y float64) { s.track(area{x, y, x + keySample, y + keyRow}) }, c.Outside})
	}
	if now && c.Now != "" {
		key = append(key, keyItem{func(x, y float64) { s.wanted(x+keySample/2, y-1, y+keyRow+1) }, c.Now})
	}
	if len(key) > 0 {
		y = s.key(key, y) + 8
	}
	s.tracks(rows, y, bar, nil, c.Ticks, 1, false, func(i int, a area) float64 {
		r := c.Rows[i]
		at := scale{Span{0, 1}, a.x0, a.x1}
		s.track(a)
		if finite(r.From) && finite(r.To) && r.From <= r.To {
			x0, x1 := at.at(within(r.From, 0, 1)), at.at(within(r.To, 0, 1))
			if x1-x0 < 2 { // a single point is seen too
				x0 = math.Max(a.x0, x0-1)
				x1 = math.Min(a.x1, x0+2)
			}
			s.rect(x0, a.y0, x1-x0, bar, look.Accent, look.None)
		}
		if finite(r.At) {
			s.wanted(at.at(within(r.At, 0, 1)), a.y0-4, a.y1+4)
		}
		return a.x1
	})
	return s
}

// track draws an unfilled track.
func (s *Scene) track(a area) {
	s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, look.Track, look.None)
	a = a.grown(-0.4)
	s.add(Polygon{Points: []Point{{a.x0, a.y0}, {a.x1, a.y0}, {a.x1, a.y1}, {a.x0, a.y1}}, Closed: true, Stroke: look.Border, Width: 0.8})
}
