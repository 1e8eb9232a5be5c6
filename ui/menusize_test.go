// Menus that fit the smallest window there is room for.

package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Every menu and submenu is shown whole in 1280×720, below the bar of menus.
func TestMenusFitTheWindow(t *testing.T) {
	app := start(t)
	var check func(m *fyne.Menu, name string)
	check = func(m *fyne.Menu, name string) {
		if h := widget.NewMenu(m).MinSize().Height; h >= 640 {
			t.Errorf("%s is %.0f high", name, h)
		}
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				check(i.ChildMenu, name+" › "+i.Label)
			}
		}
	}
	for _, m := range app.window.MainMenu().Items {
		check(m, m.Label)
	}
}
