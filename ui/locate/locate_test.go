package locate

import (
	"encoding/json"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestPlaces(t *testing.T) {
	defer func() { named, focus = nil, "" }()
	app := test.NewTempApp(t)
	w := app.NewWindow("A title")
	defer w.Close()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))

	// Nothing is remembered before a test asks for it.
	Name("early", canvas.NewRectangle(nil))
	Enable()
	Enable()
	a := Name("a", canvas.NewRectangle(nil))
	old := Name("b", canvas.NewRectangle(nil))
	b := Name("b", canvas.NewRectangle(nil))
	hidden := Name("hidden", canvas.NewRectangle(nil))
	hidden.Hide()
	w.SetContent(container.NewWithoutLayout(a, old, b, hidden))
	a.Move(fyne.NewPos(10, 20))
	a.Resize(fyne.NewSize(30, 40))
	b.Move(fyne.NewPos(100, 0))
	b.Resize(fyne.NewSize(5, 6))

	got := Places(w.Canvas())
	if got["a"] != (Place{10, 20, 30, 40}) || got["b"] != (Place{100, 0, 5, 6}) || len(got) != 2 {
		t.Errorf("places %v", got)
	}
	if n := len(Places(test.NewCanvas())); n != 0 {
		t.Errorf("%d places on another canvas", n)
	}

	Focused("a")
	var l Layout
	if err := json.Unmarshal(JSON(w), &l); err != nil {
		t.Fatal(err)
	}
	if l.Title != "A title" || l.Focus != "a" || l.Dialog || len(l.Places) != 2 {
		t.Errorf("layout %+v", l)
	}
	widget.ShowModalPopUp(widget.NewLabel("over"), w.Canvas())
	if err := json.Unmarshal(JSON(w), &l); err != nil || !l.Dialog {
		t.Errorf("layout under a dialog %+v, %v", l, err)
	}
}

func TestNameReturnsItsObject(t *testing.T) {
	r := canvas.NewRectangle(nil)
	if Name("r", r) != r {
		t.Error("another object")
	}
	if named != nil {
		t.Error("remembered without being asked")
	}
}
