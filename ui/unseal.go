// What a password protects takes about a second to open, and that cannot be
// stopped: it is done beside the window, and Cancel gives up on it at once.

package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"muster/ui/words"
)

// unsealing is the title over work that undoes a protection.
func unsealing() string { return words.Say("Opening what is protected") }

// beside does work off the window's goroutine under the dialog of run. What work
// returns then goes on in the window; failed is told what went wrong in either, or
// context.Canceled at once when the user gives up. What work brings after that is
// dropped, so it must take nothing that has to be given back.
func (a *App) beside(title string, work func() (then func() error, err error), failed func(error)) {
	over := false
	var hide func()
	finish := func(then func() error, err error) {
		if over {
			return
		}
		over = true
		hide()
		if err == nil {
			err = then()
		}
		if err != nil {
			failed(err)
		}
	}
	hide = a.progress(title, widget.NewProgressBar(), func() { finish(nil, context.Canceled) })
	go func() {
		then, err := work()
		fyne.Do(func() { finish(then, err) })
	}()
}

// unseal reads something, beside the window where a password makes that slow.
// Nothing happens where the user gives up.
func (a *App) unseal(password string, read func(password string) (then func() error, err error), failed func(error)) {
	if password != "" {
		a.beside(unsealing(), func() (func() error, error) { return read(password) }, func(err error) {
			if !errors.Is(err, context.Canceled) {
				failed(err)
			}
		})
		return
	}
	then, err := read("")
	if err == nil {
		err = then()
	}
	if err != nil {
		failed(err)
	}
}
