// Lanes: things in columns by time, as a roadmap shows them.

package chart

import "muster/exporters/look"

// LaneItem is one thing in a lane.
type LaneItem struct {
	ID    string
	Title string
	Style look.VerdictStyle
}

// Lane is one column.
type Lane struct {
	Title string
	Items []LaneItem
	Empty string // what stands there without items
}

// Lanes draws the lanes side by side, each thing with its mark, its id and its
// title in at most four lines.
func Lanes(title string, lanes []Lane, width float64) Scene {
	const gap, pad, lineHeight, headHeight, size = 10.0, 8.0, 14.0, 34.0, 11.0
	s := Scene{Width: width, Height: headHeight, Title: title}
	if len(lanes) == 0 {
		return s
	}
	w := (width - gap*float64(len(lanes)-1)) / float64(len(lanes))
	for i, lane := range lanes {
		x, y := float64(i)*(w+gap), headHeight
		s.text(x, 14, 12, fit(lane.Title, 12, w, true), Left, look.Text, true)
		s.line(x, 22, x+w, 22, 2, look.Accent, false)
		if len(lane.Items) == 0 {
			s.text(x, y+12, size, fit(lane.Empty, size, w, false), Left, look.Muted, false)
			y += lineHeight + pad
		}
		for _, it := range lane.Items {
			lines := wrap(it.Title, size, w-2*pad-2, 4, false)
			h := 2*pad + lineHeight*float64(len(lines)+1) - 4
			s.rect(x, y, w, h, it.Style.Tint, look.None)
			s.mark(x+pad+5, y+pad+5, 5, it.Style.Mark, it.Style.Color)
			s.text(x+pad+16, y+pad+9, size, it.ID, Left, it.Style.Color, true)
			for k, line := range lines {
				s.text(x+pad, y+pad+9+lineHeight*float64(k+1), size, line, Left, look.Text, false)
			}
			y += h + 6
		}
		s.Height = max(s.Height, y)
	}
	return s
}
