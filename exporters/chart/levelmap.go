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

// LevelMap draws groups below each other, their tiles side by side in as many rows as
// they need, and a key of the states that are there.
func LevelMap(lang *messages.Catalogue, title string, rows []TileRow, width float64) Scene {
	const high, gap, pad, text, apart = 45.0, 4.0, 6.0, 9.5, 8.0
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
	left := within(width*0.2, 84, 140)
	const least = 92.0 // a tile narrower than this cuts its title
	columns := max(1, int((width-left+gap)/(least+gap)))
	w := (width - left - gap*float64(columns-1)) / float64(columns)
	for i, r := range rows {
		if len(r.Tiles) == 0 {
			continue
		}
		if i > 0 {
			s.line(0, y-apart/2-1, width, y-apart/2-1, 0.6, look.Border, false)
		}
		lines := wrap(r.Title, 11, left-10, 2, true)
		for k, l := range lines {
			s.text(0, y+12+float64(k)*13, 11, l, Left, look.Text, true)
		}
		s.text(0, y+12+float64(len(lines))*13-0.5, text, fit(r.Note, text, left-10, false), Left, look.Muted, false)
		for k, t := range r.Tiles {
			x, top := left+float64(k%columns)*(w+gap), y+float64(k/columns)*(high+gap)
			s.tile(x, top, w, high, t.State)
			s.tileMark(x+pad+4, top+pad+4.5, t.State)
			from := x + pad + 13
			if t.State == TileAbsent {
				from = x + pad
			}
			s.text(from, top+pad+8.5, 10, fit(t.Shown, 10, x+w-pad-from, true), Left, ink(t.State.Style().Color), true)
			for n, l := range wrap(t.Title, text, w-2*pad, 2, false) {
				s.text(x+pad, top+pad+20+float64(n)*11, text, l, Left, look.Text, false)
			}
		}
		y += math.Ceil(float64(len(r.Tiles))/float64(columns))*(high+gap) - gap + apart
	}
	s.Height = y - apart + 2
	return s
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
