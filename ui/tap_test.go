package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/assessment/engagement"
	"muster/ui/form"
)

// under is what a click at a place is for: what is drawn last there.
func (a *App) under(at fyne.Position) (found fyne.CanvasObject) {
	walk(a.window.Content(), func(o fyne.CanvasObject, p fyne.Position, _ fyne.CanvasObject) {
		if _, ok := o.(fyne.Tappable); ok && at.X >= p.X && at.Y >= p.Y && at.X < p.X+o.Size().Width && at.Y < p.Y+o.Size().Height {
			found = o
		}
	})
	return found
}

// A press ends what is typed in a field before the release comes. It is a click only
// where both meet the same part, so no part may be made anew by that.
func TestClickWhileTyping(t *testing.T) {
	app := sample(t, "saas")
	c := app.window.Canvas()
	app.window.Resize(fyne.NewSize(1280, 720))
	app.work.session.Edit(pagePlan, func(d *engagement.Document) {
		d.Actions = append(d.Actions, engagement.Action{ID: "a1", Title: "Write the plan"})
	})
	pages := append(app.pages(), pageCriteria, optionPrefix+app.work.session.Document().Options[0].ID, actionPrefix+"a1")
	for _, id := range pages {
		app.work.open(id)
		for k := range 4 { // the fields at the top stand for the others
			var fields []fyne.Focusable
			walk(app.work.page.object(), func(o fyne.CanvasObject, _ fyne.Position, _ fyne.CanvasObject) {
				switch f := o.(type) {
				case *form.Entry, *textField, *form.Number:
					fields = append(fields, f.(fyne.Focusable))
				}
			})
			if k >= len(fields) {
				break
			}
			c.Focus(fields[k])
			fields[k].TypedRune('7')
			before := map[fyne.CanvasObject]fyne.Position{}
			walk(app.window.Content(), func(o fyne.CanvasObject, p fyne.Position, _ fyne.CanvasObject) {
				middle := p.AddXY(o.Size().Width/2, o.Size().Height/2)
				switch o.(type) {
				case *form.Chip, *form.Button:
					if middle.Y < c.Size().Height && app.under(middle) == o {
						before[o] = middle
					}
				}
			})
			c.Unfocus()
			for o, at := range before {
				if now := app.under(at); now != o {
					what := "nothing"
					if now != nil {
						what = fmt.Sprintf("another %T %q", now, strings.Join(texts(now), " "))
					}
					t.Errorf("%s, typing in field %d: a click on %q meets %s", id, k, strings.Join(texts(o), " "), what)
				}
			}
		}
	}
}
