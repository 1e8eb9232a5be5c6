//go:build unix

// How much work the window's own code does: at a key, on opening a page, with a
// library of 2,000 files. Each benchmark also tells the processor time of a step,
// which other programs on the machine hardly change.

package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"muster/assessment/engagement"
	"muster/assessment/library"
	"muster/assessment/model"
	"muster/assessment/question"
)

// work reports the processor time of a step as cpu-ms/op; the function it returns is
// called after the loop.
func work(b *testing.B) func() {
	b.Helper()
	used := func() (d time.Duration) {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric((used()-before).Seconds()*1000/float64(b.N), "cpu-ms/op") }
}

// long is a document with every question answered, a long comment and two pieces of
// evidence on each.
func long(tb testing.TB, d *engagement.Document, ids []string) {
	tb.Helper()
	for _, id := range ids {
		a, ok := d.Answers[id]
		if !ok {
			tb.Fatalf("%s is not answered", id)
		}
		a.Comment = strings.Repeat("A remark of some length. ", 75)
		a.References = []engagement.Reference{{Title: "Interview with the head of security operations"}, {Title: "Service description, chapter 3"}}
		d.Answers[id] = a
	}
}

// engagements of several sizes; all have tool-access, which is on a page of eight
// questions.
var sizes = []struct {
	name, sample string
	change       func(testing.TB, *App, *engagement.Document)
}{
	{"quick", "bank", func(_ testing.TB, _ *App, d *engagement.Document) { d.Scope = "quick" }},
	{"all-80", "saas", nil},
	{"long", "saas", func(tb testing.TB, app *App, d *engagement.Document) {
		var ids []string
		for _, it := range app.set.Items() {
			ids = append(ids, it.ID)
		}
		long(tb, d, ids)
	}},
}

func sized(b *testing.B, i int) *App {
	b.Helper()
	app := sample(b, sizes[i].sample)
	if sizes[i].change != nil {
		app.work.session.Edit(pageDetails, func(d *engagement.Document) { sizes[i].change(b, app, d) })
	}
	return app
}

// From a key to the verdict in the panel, with everything that follows a change:
// list, title, journal, page. One frame at 60 a second is 16 ms.
func BenchmarkKeyToVerdict(b *testing.B) {
	for i, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			app := sized(b, i)
			app.work.goTo("tool-access")
			keys := []rune{'1', '2'}
			field := app.window.Canvas().Focused()
			i := 0
			done := work(b)
			for b.Loop() {
				i++
				field.TypedRune(keys[i%2])
			}
			done()
			if app.answer("tool-access").Value != engagement.Level(keys[i%2]-'0') {
				b.Fatal("the key did not arrive")
			}
		})
	}
}

// An answer taken back and given again.
func BenchmarkUndoRedo(b *testing.B) {
	for i, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			app := sized(b, i)
			app.work.goTo("tool-access")
			app.window.Canvas().Focused().TypedRune('1')
			app.window.Canvas().Focused().TypedRune('2')
			done := work(b)
			for b.Loop() {
				app.work.session.Undo()
				app.work.session.Redo()
			}
			done()
			if app.answer("tool-access").Value != engagement.Level(2) {
				b.Fatal("undone and not redone")
			}
		})
	}
}

// A page made and laid out, and drawn by the software driver, for every page of the
// list.
func BenchmarkOpenPage(b *testing.B) {
	for _, id := range sample(b, "saas").pages() {
		for _, draw := range []bool{false, true} {
			b.Run(id+map[bool]string{false: "/shown", true: "/drawn"}[draw], func(b *testing.B) {
				app := sample(b, "saas")
				done := work(b)
				for b.Loop() {
					app.work.open(id)
					if draw {
						app.window.Canvas().Capture()
					}
				}
				done()
			})
		}
	}
}

// manyFiles is a Fyne app whose library has 2,000 engagements in a folder.
func manyFiles(b *testing.B) (a fyne.App, places library.Places) {
	b.Helper()
	dir := b.TempDir()
	b.Setenv("HOME", dir)
	b.Setenv("TMPDIR", dir)
	long := time.Now().Add(-time.Hour) // such files are settled
	folder := filepath.Join(dir, "engagements")
	names := sampleNames()
	for i := range 2000 {
		name := names[i%len(names)]
		path := titledSample(b, filepath.Join(folder, fmt.Sprintf("client %02d", i/50), fmt.Sprintf("%s-%04d.muster", name, i)), name, fmt.Sprintf("Assessment %04d of the %s", i, name))
		if err := os.Chtimes(path, long, long); err != nil {
			b.Fatal(err)
		}
	}
	a = test.NewTempApp(b)
	a.Preferences().SetStringList(prefFolders, []string{folder})
	return a, library.Places{Folders: []string{folder}}
}

// From the start to home with 2,000 files, from the index: until the window has
// its content, and until the software driver drew it. The look at the files goes
// on beside it and is not counted.
func BenchmarkHomeOfTwoThousand(b *testing.B) {
	a, places := manyFiles(b)
	set, registry := question.Default(), model.Default()
	found, err := library.Scan(context.Background(), set, registry, places, library.NewIndex(library.Stamp(set, registry)), nil)
	if err != nil {
		b.Fatal(err)
	}
	idle := func(func()) {}
	if err := found.Index.Save(newShelf(&App{fyne: a}).indexFile()); err != nil {
		b.Fatal(err)
	}
	for name, draw := range map[string]bool{"shown": false, "drawn": true} {
		b.Run(name, func(b *testing.B) {
			done := work(b)
			for b.Loop() {
				app := newApp(a, set, registry, idle)
				app.Start("")
				if draw {
					app.window.Canvas().Capture()
				}
				if n := len(app.shelf.page.list.entries); n != 2000 {
					b.Fatalf("%d entries", n)
				}
				app.window.Close()
			}
			done()
		})
	}
}

// A key in the search of 2,000 files, shown and drawn.
func BenchmarkSearchTwoThousand(b *testing.B) {
	a, _ := manyFiles(b)
	app := newApp(a, question.Default(), model.Default(), func(work func()) { work() })
	app.Start("")
	defer app.window.Close()
	texts := []string{"assessment bank 1", "assessment bank 12", "hospital"}
	i := 0
	done := work(b)
	for b.Loop() {
		i++
		app.shelf.page.search.SetText(texts[i%len(texts)])
		app.window.Canvas().Capture()
	}
	done()
}

// A step down the list of 2,000 files, without drawing.
func BenchmarkStepTwoThousand(b *testing.B) {
	a, _ := manyFiles(b)
	app := newApp(a, question.Default(), model.Default(), func(work func()) { work() })
	app.Start("")
	defer app.window.Close()
	done := work(b)
	for b.Loop() {
		app.shelf.page.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	done()
}
