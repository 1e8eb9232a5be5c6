package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"muster/assessment/engagement"
	"muster/exporters"
)

func TestMenuItems(t *testing.T) {
	app := start(t)
	shortcuts := map[string]string{}
	for _, i := range menuItems(app) {
		if i.Action == nil || i.Label == "" {
			t.Errorf("%q does nothing", i.Label)
		}
		if i.Shortcut == nil {
			continue
		}
		name := i.Shortcut.ShortcutName()
		if other, ok := shortcuts[name]; ok {
			t.Errorf("%s is both %q and %q", name, other, i.Label)
		}
		shortcuts[name] = i.Label
		if s, ok := i.Shortcut.(fyne.KeyboardShortcut); !ok || s.Mod()&fyne.KeyModifierShortcutDefault == 0 {
			t.Errorf("%q has the shortcut %v, which typing would fire", i.Label, i.Shortcut)
		}
	}
	for label, key := range map[string]fyne.KeyName{"Save": fyne.KeyS, "Undo": fyne.KeyZ, "Next unanswered question": fyne.KeyG, "Mark for review": fyne.KeyM, "Open…": fyne.KeyO, "Quit": fyne.KeyQ} {
		if i := app.menuItem(t, label); i.Shortcut == nil || i.Shortcut.(fyne.KeyboardShortcut).Key() != key {
			t.Errorf("%s has no Ctrl+%s", label, key)
		}
	}
	for _, f := range exporters.Formats {
		app.menuItem(t, f.Name+"…")
	}
	for _, n := range sampleNames() {
		app.menuItem(t, sampleTitle(n))
	}
	quit := 0
	for _, i := range menuItems(app) {
		if i.IsQuit {
			quit++
		}
	}
	if quit != 1 {
		t.Errorf("%d quit items", quit)
	}
}

// Every key the sheet names is a shortcut of the menus.
func TestShortcutSheet(t *testing.T) {
	app := start(t)
	known := map[string]bool{}
	for _, i := range menuItems(app) {
		s, ok := i.Shortcut.(*desktop.CustomShortcut)
		if k, own := i.Shortcut.(fyne.KeyboardShortcut); own && !ok { // Fyne's own, such as undo
			s, ok = &desktop.CustomShortcut{KeyName: k.Key(), Modifier: k.Mod()}, true
		}
		if !ok {
			continue
		}
		name := map[fyne.KeyName]string{fyne.KeyPageDown: "Page Down", fyne.KeyPageUp: "Page Up"}[s.KeyName]
		if name == "" {
			name = string(s.KeyName)
		}
		if s.Modifier&fyne.KeyModifierShift != 0 {
			name = "Shift+" + name
		}
		known["Ctrl+"+name] = true
	}
	app.shortcutSheet()
	n := 0
	for _, line := range texts(app.window.Canvas().Overlays().Top()) {
		for _, key := range strings.Split(line, ", ") {
			if strings.HasPrefix(key, "Ctrl+") {
				n++
				if !known[key] {
					t.Errorf("the sheet names %s, which no menu has", key)
				}
			}
		}
	}
	if n < 10 {
		t.Errorf("the sheet names %d keys", n)
	}
}

// Menu shortcuts fire under dialogs: nothing may happen then.
func TestMenuUnderADialog(t *testing.T) {
	app := sample(t, "saas")
	app.to(t, "tool-access")
	app.inform("A dialog", "is open")
	doc, page, work := app.work.session.Document(), app.work.pageID, app.work
	for _, i := range menuItems(app) {
		i.Action()
		if n := len(app.window.Canvas().Overlays().List()); n != 1 {
			t.Fatalf("%q opened another dialog: %d", i.Label, n)
		}
		if app.work != work || app.work.session.Document() != doc || app.work.pageID != page || app.quitting {
			t.Fatalf("%q acted under a dialog", i.Label)
		}
	}
}

func TestMenuWithoutAnEngagement(t *testing.T) {
	app := start(t)
	overlays := app.window.Canvas().Overlays()
	for _, m := range app.window.MainMenu().Items {
		if !slices.Contains([]string{"Edit", "Answer", "Go", "View"}, m.Label) {
			continue
		}
		for _, i := range m.Items {
			if i.IsSeparator || i.ChildMenu != nil || i.Label == "Reduce motion" { // of the window itself
				continue
			}
			i.Action()
			if m.Label != "Edit" {
				app.wantDialog(t, i.Label, errNoEngagement().Error())
			}
			for overlays.Top() != nil {
				overlays.Remove(overlays.Top())
			}
			if app.work != nil {
				t.Fatalf("%q opened an engagement", i.Label)
			}
		}
	}
	for _, label := range []string{"Save", "Save as…", "Close engagement", "PDF report…"} {
		app.menuItem(t, label).Action()
		app.wantDialog(t, errNoEngagement().Error())
		overlays.Remove(overlays.Top())
	}
}

func TestMenuWithoutAQuestion(t *testing.T) {
	app := empty(t)
	for _, label := range []string{"Don't know", "Mark for review", "Comment", "Evidence: observed"} {
		app.menuItem(t, label).Action()
		app.wantDialog(t, "Go to a question first")
		app.press("Return")
		app.noDialog(t)
	}
	if app.work.session.Dirty() {
		t.Error("something changed")
	}
}

func TestMenuAnswers(t *testing.T) {
	app := empty(t)
	app.to(t, "tool-access")
	app.typed("2")
	do := func(label string) engagement.Answer {
		app.menuItem(t, label).Action()
		app.noDialog(t)
		return app.answer("tool-access")
	}
	if do("Evidence: observed").Grade() != engagement.Observed || do("Evidence: documented").Grade() != engagement.Documented || do("Evidence: asserted").Grade() != engagement.Asserted {
		t.Error("evidence")
	}
	if !do("Mark for review").Review || do("Mark for review").Review {
		t.Error("review")
	}
	if do("Don't know").State != engagement.Unknown || do("Not applicable").State != engagement.NotApplicable {
		t.Error("states")
	}
	do("Undo")
	if app.answer("tool-access").State != engagement.Unknown {
		t.Error("undo")
	}
	do("Redo")
	if app.answer("tool-access").State != engagement.NotApplicable {
		t.Error("redo")
	}
	do("Why this is asked (F1)")
	if !app.block(t, "tool-access").guidance.Visible() {
		t.Error("help")
	}
	do("Comment")
	if app.window.Canvas().Focused() != app.block(t, "tool-access").note {
		t.Error("comment")
	}
}

func TestMenuGoes(t *testing.T) {
	app := sample(t, "saas")
	app.menuItem(t, "Verdict").Action()
	if app.work.pageID != pageVerdict {
		t.Error("verdict")
	}
	app.menuItem(t, "Next page").Action()
	if app.work.pageID != pageCapacity {
		t.Error("next page")
	}
	app.menuItem(t, "Previous page").Action()
	if app.work.pageID != pageVerdict {
		t.Error("previous page")
	}
	app.menuItem(t, "Next unanswered question").Action()
	if _, ok := app.work.page.(*sectionPage); !ok && app.dialogText() == "" {
		t.Error("next unanswered")
	}
	for app.window.Canvas().Overlays().Top() != nil {
		app.press("Return")
	}
	app.menuItem(t, "Quick set").Action()
	if !app.work.quick() {
		t.Error("quick set")
	}
	app.menuItem(t, "Verdict panel").Action()
	if app.work.right.Visible() {
		t.Error("panel")
	}
	app.menuItem(t, "About Muster").Action()
	app.wantDialog(t, "offline")
	app.press("Return")
	app.menuItem(t, "Keys").Action()
	app.wantDialog(t, "next, previous question")
	app.tap(t, "Close")
	app.noDialog(t)
	app.undo() // the switch of the set: nothing else to save
	app.menuItem(t, "New engagement").Action()
	app.noDialog(t)
	if len(app.work.session.Document().Answers) != 0 {
		t.Error("new engagement")
	}
	app.menuItem(t, "hospital").Action()
	if app.work.session.Document().Client == "" {
		t.Error("sample")
	}
}
