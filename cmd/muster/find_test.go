// Find in the real window under Xvfb: the keys that only a real window tells apart.

package main

import (
	"os"
	"path/filepath"
	"testing"

	"muster/assets"
	"muster/ui/locate"
)

func TestFindInTheRealWindow(t *testing.T) {
	needTools(t, "Xvfb", "xdotool")
	home, program, file := newHome(t), desktop(t), filepath.Join(t.TempDir(), "saas.muster")
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d := start(t, program, home, file)
	at := func(id string) {
		t.Helper()
		d.wait(id, func(l locate.Layout) bool { return !l.Dialog && l.Focus == id })
	}
	list := func() {
		t.Helper()
		d.key("ctrl+f")
		d.wait("the list", func(l locate.Layout) bool { _, ok := l.Places["find/entry"]; return ok && l.Dialog })
	}
	list()
	d.write("59")
	d.key("Return")
	at("asr-review")
	d.key("ctrl+5")
	at("frx-retention")
	list()
	d.key("ctrl+g", "ctrl+l", "ctrl+f") // nothing of the menus acts under the list
	d.key("Escape")
	at("frx-retention")
	// Tab goes through the filters and Shift+Tab back: the third is for review.
	list()
	d.key("BackSpace", "Tab", "Tab", "Tab", "Tab", "shift+Tab", "Down", "Return")
	at("raci-context")
	d.key("ctrl+l")
	at("bw-other")
	d.key("ctrl+shift+l")
	at("raci-context")
	// With the mouse.
	d.click("top/find")
	d.click("find/red-flags")
	d.click("find/list", 200, 20)
	at("raci-matrix")
}
