// Muster, the desktop program: flags, wiring, crash log. It is the only place
// that brings in a window driver.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"muster/assessment"
	"muster/assessment/advice"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assets"
	"muster/ui"
	"muster/ui/locate"
)

// Identity of the program, as in FyneApp.toml; a test compares them. Built
// programs do not find that file, so it is set here.
var metadata = fyne.AppMetadata{ID: "app.muster.desktop", Name: "Muster", Version: assets.Version, Build: 4}

// noDisplay is the exit code of a program that found no display; make run then
// goes on without a window.
const noDisplay = 3

func main() {
	defer crashLog()
	setFile := flag.String("set", "", "a question set `file` of your own")
	layout := flag.String("layout", "", "write the places of named widgets to `file`, for end-to-end tests")
	version := flag.Bool("version", false, "print the version")
	flag.Usage = usage
	flag.Parse()
	if *version {
		fmt.Println("muster", assets.Version)
		return
	}
	// Reading the data takes as long as making the window; it goes on beside it.
	go func() { model.Default(); advice.Default() }()
	set, err := questionSet(*setFile)
	if err != nil {
		fmt.Fprintln(os.Stderr, "muster:", err)
		os.Exit(1)
	}
	metadata.Icon = fyne.NewStaticResource("icon.png", assets.Icon)
	app.SetMetadata(metadata)
	a := app.NewWithID(metadata.ID)
	a.SetIcon(metadata.Icon)
	if *layout != "" {
		locate.Enable()
	}
	program := ui.New(a, set, model.Default())
	program.SetScreens(screens)
	go terminate(program)
	program.Start(flag.Arg(0))
	program.OfferRecovery()
	if *layout != "" {
		go writeLayout(program.Window(), *layout)
	}
	program.Window().ShowAndRun()
}

// terminate leaves the program when its terminal or login ends: nothing is asked,
// nothing is lost. The window's driver does the same for the other signals.
func terminate(program *ui.App) {
	ask := make(chan os.Signal, 1)
	signal.Notify(ask, syscall.SIGHUP)
	<-ask
	signal.Stop(ask) // a second one ends a program that hangs
	fyne.Do(program.Terminate)
}

func usage() {
	fmt.Fprintln(flag.CommandLine.Output(), "usage: muster [flags] [file.muster]\n\nOpens Muster's window, with the engagement if one is named.\nWithout a display use muster-cli.")
	flag.PrintDefaults()
}

func questionSet(path string) (*question.Set, error) {
	if path == "" {
		return question.Default(), nil
	}
	data, err := store.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return question.LoadCustom(path, data, question.Default(), assessment.NeededIDs())
}

// writeLayout keeps the places of named widgets on disk until the program ends.
func writeLayout(w fyne.Window, path string) {
	last := ""
	for range time.Tick(60 * time.Millisecond) {
		var data []byte
		fyne.DoAndWait(func() { data = locate.JSON(w) })
		if s := string(data); s != last {
			if err := store.WriteAtomic(path, data); err == nil {
				last = s
			}
		}
	}
}

// crashLog writes what happened where the user can find it.
func crashLog() {
	p := recover()
	if p == nil {
		return
	}
	if strings.Contains(fmt.Sprint(p), "GLFW") { // the driver panics where it finds no display
		fmt.Fprintln(os.Stderr, "muster: there is no display to open a window on. Without one, muster-cli does the same job: muster-cli report --help")
		os.Exit(noDisplay)
	}
	report := fmt.Sprintf("Muster %s stopped because of a fault of its own: %v\n\n%s", assets.Version, p, debug.Stack())
	fmt.Fprintln(os.Stderr, report)
	if dir, err := os.UserConfigDir(); err == nil {
		path := filepath.Join(dir, "muster-crash.txt")
		if store.WriteAtomic(path, []byte(report)) == nil {
			fmt.Fprintln(os.Stderr, "This was also written to", path)
		}
	}
	os.Exit(1)
}
