// SideScroll: sideways scrolling that leaves the wheel to the page.

package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// SideScroll scrolls sideways. Fyne's own turns every wheel movement into a
// sideways one, so that the page under the pointer would stand still.
type SideScroll struct {
	container.Scroll
	hooks Hooks
}

// NewSideScroll makes a scroll around content.
func NewSideScroll(content fyne.CanvasObject, hooks Hooks) *SideScroll {
	s := &SideScroll{hooks: hooks}
	s.Content, s.Direction = content, container.ScrollHorizontalOnly
	s.ExtendBaseWidget(s)
	return s
}

// Scrolled takes sideways movements and passes the others on.
func (s *SideScroll) Scrolled(e *fyne.ScrollEvent) {
	if e.Scrolled.DX == 0 && s.hooks.Wheel != nil {
		s.hooks.Wheel(e)
		return
	}
	s.Scroll.Scrolled(e)
}
