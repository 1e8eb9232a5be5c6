// A map of levels: every question as a tile, group by group, with how far it is from
// what is wanted.

package chart

import (
	"math"
	"slices"

	"muster/assessment/messages"
	"muster/exporters/look"
)

// Tile is one question of a map.
type Tile struct {
	Title string
	Shown string // the level against the wanted one as written
	State TileState
}

// TileState is how far a tile's question is from what is wanted.
type TileState int

// The states of a tile. Each has a shape as well as a tint.
const (
	TileMet    TileState = iota
	TileOne              // one level short
	TileTwo              // two levels short
	TileMore             // three or four
	TileOpen             // not known
	TileAbsent           // does not apply, or nothing is wanted
)

// tiles are how the states look; the words stand in the key.
var tiles = [...]look.VerdictStyle{
	TileMet:    {Word: "met", Color: look.Good, Tint: look.GoodTint, Mark: look.Circle},
	TileOne:    {Word: messages.Mark("1 level short"), Color: look.Watch, Tint: look.WatchTint, Mark: look.Diamond},
	TileTwo:    {Word: messages.Mark("2 levels short"), Color: look.Poor, Tint: look.PoorTint, Mark: look.Triangle},
	TileMore:   {Word: messages.Mark("3 or 4 levels short"), Color: look.Bad, Tint: look.BadTint, Mark: look.Square},
	TileOpen:   {Word: messages.Mark("not known"), Color: look.Muted, Tint: look.Surface, Mark: look.Dashed},
	TileAbsent: {Word: messages.Mark("does not apply or has no target"), Color: look.Muted, Tint: look.Track},
}

// Style is how the state looks.
func (s TileState) Style() look.VerdictStyle {
	return tiles[max(0, min(int(s), len(tiles)-1))]
}

// TileRow is a group of tiles, such as the questions of a section.
type TileRow struct {
	Title string
	Note  string // below the title
	Tiles []Tile
}

// LevelMap draws groups of tiles in columns that all groups share: groups that fit
// stand side by side, a large one takes as many rows as it needs. A key names the
// states that are there.
func LevelMap(lang *messages.Catalogue, title string, rows []TileRow, width float64) Scene {
	s := Scene{Width: width, Title: title}
	var states []TileState
	for _, r := range rows {
		for _, t := range r.Tiles {
			if !slices.Contains(states, t.State) {
				states = append(states, t.State)
			}
		}
	}
	if len(states) == 0 {
		s.Height = 40
		s.text(width/2, 24, 12, fit(lang.Text("Nothing to compare yet"), 12, width, false), Center, look.Muted, false)
		return s
	}
	slices.Sort(states)
	var key []keyItem
	for _, st := range states {
		key = append(key, keyItem{func(x, y float64) { s.tile(x, y-2, keySample, keyRow+4, st); s.tileMark(x+keySample/2, y+keyRow/2, st) }, st.Style().Word})
	}
	y := s.key(key, 4) + 10
	m := tileGrid{columns: max(1, int((width+tileGap)/(tileLeast+tileGap)))}
	m.width = (width - tileGap*float64(m.columns-1)) / float64(m.columns)
	for _, line := range m.lines(rows) {
		y = s.tileLine(&m, line, y)
	}
	s.Height = y - tileApart + 2
	return s
}

const (
	tileHigh  = 45.0
	tileGap   = 4.0
	tilePad   = 6.0
	tileText  = 9.5
	tileApart = 9.0   // between lines of groups
	tileLeast = 100.0 // a tile narrower than this cuts its title
)

// tileGrid is the columns that all groups share.
type tileGrid struct {
	columns int
	width   float64 // of a tile
}

// span is how many columns a group takes.
func (m *tileGrid) span(r *TileRow) int { return min(m.columns, len(r.Tiles)) }

// room is the width of some columns.
func (m *tileGrid) room(columns int) float64 {
	return float64(columns)*(m.width+tileGap) - tileGap
}

// lines are the groups that stand side by side, in their order.
func (m *tileGrid) lines(rows []TileRow) [][]TileRow {
	var out [][]TileRow
	taken := m.columns
	for _, r := range rows {
		n := len(r.Tiles)
		if n == 0 {
			continue
		}
		if taken+n > m.columns {
			out, taken = append(out, nil), 0
		}
		out[len(out)-1] = append(out[len(out)-1], r)
		taken += n
	}
	return out
}

// tileLine draws groups side by side, their titles above their tiles, and returns
// where the next line begins.
func (s *Scene) tileLine(m *tileGrid, groups []TileRow, y float64) float64 {
	const size, step = 11.0, 13.0
	one := true // titles and notes have room in one line
	head := 1
	for i := range groups {
		r, room := &groups[i], m.room(m.span(&groups[i]))
		one = one && TextWidth(r.Title, size, true)+10+TextWidth(r.Note, tileText, false) <= room
		head = max(head, len(wrap(r.Title, size, room, 2, true)))
	}
	top := y + 5 + step*float64(head)
	if !one {
		top += step
	}
	x, end := 0.0, top
	for i := range groups {
		r := &groups[i]
		span := m.span(r)
		room := m.room(span)
		s.line(x, y, x+room, y, 0.8, look.Border, false)
		lines := wrap(r.Title, size, room, 2, true)
		for k, l := range lines {
			s.text(x, y+step+float64(k)*step, size, l, Left, look.Text, true)
		}
		if one {
			s.text(x+room, y+step, tileText, r.Note, Right, look.Muted, false)
		} else {
			s.text(x, y+step*float64(len(lines)+1)-0.5, tileText, fit(r.Note, tileText, room, false), Left, look.Muted, false)
		}
		for k, t := range r.Tiles {
			s.tileAt(x+float64(k%span)*(m.width+tileGap), top+float64(k/span)*(tileHigh+tileGap), m.width, t)
		}
		end = math.Max(end, top+math.Ceil(float64(len(r.Tiles))/float64(span))*(tileHigh+tileGap)-tileGap)
		x += room + tileGap
	}
	return end + tileApart
}

// tileAt draws one question.
func (s *Scene) tileAt(x, y, w float64, t Tile) {
	s.tile(x, y, w, tileHigh, t.State)
	s.tileMark(x+tilePad+4, y+tilePad+4.5, t.State)
	from := x + tilePad + 13
	if t.State == TileAbsent {
		from = x + tilePad
	}
	s.text(from, y+tilePad+8.5, 10, fit(t.Shown, 10, x+w-tilePad-from, true), Left, ink(t.State.Style().Color), true)
	for n, l := range wrap(t.Title, tileText, w-2*tilePad, 2, false) {
		s.text(x+tilePad, y+tilePad+20+float64(n)*11, tileText, l, Left, look.Text, false)
	}
}

// tile is the ground of a tile; what is not known has a dashed edge.
func (s *Scene) tile(x, y, w, h float64, st TileState) {
	s.rect(x, y, w, h, st.Style().Tint, look.None)
	if st == TileOpen {
		s.add(Polygon{Points: []Point{{x + 0.5, y + 0.5}, {x + w - 0.5, y + 0.5}, {x + w - 0.5, y + h - 0.5}, {x + 0.5, y + h - 0.5}}, Closed: true, Stroke: look.Muted, Width: 1, Dash: true})
	}
}

// tileMark is the shape of a state; what does not apply has none.
func (s *Scene) tileMark(x, y float64, st TileState) {
	if st != TileAbsent {
		s.mark(x, y, 4, st.Style().Mark, st.Style().Color)
	}
}
