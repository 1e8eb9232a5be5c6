// Bare is the smallest window Fyne makes: what the start and the memory of
// Muster are measured against.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.NewWithID("app.muster.bare").NewWindow("Bare")
	w.Resize(fyne.NewSize(1280, 720))
	w.SetContent(widget.NewLabel("A label"))
	w.ShowAndRun()
}
