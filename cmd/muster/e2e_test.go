// The main job in the real window under Xvfb: the persona of the SaaS sample is
// typed in with keyboard and mouse, saved, reopened and exported; the exported
// figures equal those of the command line program.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/store"
	"muster/assets"
	"muster/ui/locate"
)

// patience bounds every wait; a slow machine needs it, a fast one does not.
const patience = 40 * time.Second

// desk is a program running on a display of its own.
type desk struct {
	t      *testing.T
	env    []string
	layout string
	log    bytes.Buffer
	cmd    *exec.Cmd
	done   chan struct{} // closed when the program has ended
}

func needTools(t testing.TB, names ...string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("drives an X11 window")
	}
	for _, n := range names {
		if _, err := exec.LookPath(n); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is missing; make test installs it", n)
			}
			t.Skipf("%s is missing; make test installs it", n)
		}
	}
}

// build compiles a program of this module.
func build(t testing.TB, pkg, out, cgo string) {
	t.Helper()
	cmd := exec.Command("go", "build", "-tags=migrated_fynedo", "-buildvcs=false", "-o", out, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, b)
	}
}

var desktopOnce = struct {
	sync.Once
	dir string
}{}

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(desktopOnce.dir)
	os.Exit(code)
}

// desktop is the program, built once for all tests.
func desktop(t testing.TB) string {
	t.Helper()
	desktopOnce.Do(func() {
		dir, err := os.MkdirTemp("", "muster-desktop")
		if err != nil {
			t.Fatal(err)
		}
		desktopOnce.dir = dir
		build(t, "muster/cmd/muster", filepath.Join(dir, "muster"), "1")
	})
	return filepath.Join(desktopOnce.dir, "muster")
}

// newHome is a home folder of the test's own.
func newHome(t testing.TB) string {
	t.Helper()
	home := t.TempDir()
	for _, sub := range []string{".config", ".cache"} {
		if err := os.MkdirAll(filepath.Join(home, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

// screen runs Xvfb, with more arguments if need be, and names its display.
func screen(t testing.TB, args ...string) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	xvfb := exec.Command("Xvfb", append([]string{"-r", "-displayfd", "3", "-screen", "0", "1280x720x24", "-nolisten", "tcp"}, args...)...)
	xvfb.ExtraFiles = []*os.File{write}
	if err := xvfb.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { xvfb.Process.Kill(); xvfb.Wait() })
	write.Close()
	number := make([]byte, 16)
	n, err := read.Read(number)
	if err != nil {
		t.Fatalf("Xvfb named no display: %v", err)
	}
	return ":" + strings.TrimSpace(string(number[:n]))
}

// environment is that of a program on a display with a home folder of its own.
func environment(display, home string) []string {
	return append(os.Environ(), "LC_ALL=C", "DISPLAY="+display, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"),
		"XDG_CACHE_HOME="+filepath.Join(home, ".cache"), "FYNE_PLATFORM=x11", "FYNE_SCALE=1", "LIBGL_ALWAYS_SOFTWARE=1", "WAYLAND_DISPLAY=")
}

// start runs Xvfb and the program in it.
func start(t *testing.T, program, home string, args ...string) *desk {
	t.Helper()
	d := &desk{t: t, layout: filepath.Join(t.TempDir(), "layout.json")}
	d.env = environment(screen(t), home)
	cmd := exec.Command(program, append([]string{"-layout", d.layout}, args...)...)
	cmd.Env = d.env
	cmd.Stderr = &d.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.cmd, d.done = cmd, make(chan struct{})
	go func() { cmd.Wait(); close(d.done) }()
	t.Cleanup(d.kill)
	d.wait("the window", func(l locate.Layout) bool { return l.Title != "" })
	d.wait("the keyboard", func(locate.Layout) bool {
		return exec.Command("true").Run() == nil && d.try("search", "--name", "Muster", "windowmove", "0", "0", "windowsize", "1280", "720", "windowfocus") == nil
	})
	return d
}

// kill ends the program at once, as a power cut does.
func (d *desk) kill() {
	d.cmd.Process.Kill()
	<-d.done
}

func (d *desk) try(args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = d.env
	return cmd.Run()
}

func (d *desk) do(args ...string) {
	d.t.Helper()
	if err := d.try(args...); err != nil {
		d.t.Fatalf("xdotool %v: %v", args, err)
	}
}

func (d *desk) key(keys ...string) {
	d.t.Helper()
	d.do(append([]string{"key", "--delay", "8"}, keys...)...)
}
func (d *desk) write(s string) { d.t.Helper(); d.do("type", "--delay", "8", "--", s) }

// look reads what the program says of its window.
func (d *desk) look() (l locate.Layout) {
	if b, err := os.ReadFile(d.layout); err == nil {
		_ = json.Unmarshal(b, &l)
	}
	return l
}

// wait polls until the window is as wanted.
func (d *desk) wait(what string, ok func(locate.Layout) bool) locate.Layout {
	d.t.Helper()
	end := time.Now().Add(patience)
	for time.Now().Before(end) {
		if l := d.look(); ok(l) {
			return l
		}
		time.Sleep(15 * time.Millisecond)
	}
	shot := filepath.Join(os.TempDir(), "muster-e2e.png")
	cmd := exec.Command("import", "-window", "root", shot)
	cmd.Env = d.env
	_ = cmd.Run()
	d.t.Fatalf("waited in vain for %s (focus %q); log:\n%s", what, d.look().Focus, d.log.String())
	return locate.Layout{}
}

const windowHeight = 720 // of the desk's screen

// click waits for a named part and clicks it; with an offset from its top left.
func (d *desk) click(name string, offset ...int) {
	d.t.Helper()
	l := d.wait(name, func(l locate.Layout) bool { _, ok := l.Places[name]; return ok })
	p := l.Places[name]
	for range 40 { // below the window: turn the wheel over the page, as people do
		if p.Y+p.H < windowHeight {
			break
		}
		d.do("mousemove", "640", "400", "click", "5")
		time.Sleep(60 * time.Millisecond)
		p = d.look().Places[name]
	}
	for { // a page that was just opened may still be laid out
		time.Sleep(120 * time.Millisecond)
		now, ok := d.look().Places[name]
		if !ok || now == p {
			break
		}
		p = now
	}
	x, y := p.X+p.W/2, p.Y+p.H/2
	if len(offset) == 2 {
		x, y = p.X+offset[0], p.Y+offset[1]
	}
	d.do("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

func (d *desk) dialog(open bool) {
	d.t.Helper()
	d.wait(fmt.Sprintf("dialog open = %v", open), func(l locate.Layout) bool { return l.Dialog == open })
}

// path fills the path dialog and accepts it.
func (d *desk) path(path string) {
	d.t.Helper()
	d.click("path/entry")
	d.key("ctrl+a")
	d.write(path)
	d.click("path/ok")
}

// answer types one answer of the sample into the question that has the focus.
func (d *desk) answer(it *question.Item, a engagement.Answer) {
	d.t.Helper()
	switch v := a.Value.(type) {
	case engagement.Level:
		d.key(strconv.Itoa(int(v)))
	case engagement.Number:
		d.write(number(float64(v)))
	case engagement.Months:
		if v.Never {
			d.write("never")
		} else {
			d.write(number(v.N))
		}
	case engagement.Bool:
		d.write(map[bool]string{true: "y", false: "0"}[bool(v)])
	case engagement.Choice:
		d.write(strconv.Itoa(1 + indexOf(it, string(v))))
	case engagement.Multi:
		for _, id := range v {
			d.write(strconv.Itoa(1 + indexOf(it, id)))
		}
	case engagement.Severity:
		for i, n := range v {
			if i > 0 {
				d.key("Tab")
			}
			d.write(number(n))
		}
	case engagement.Window:
		d.write(number(v.Days))
		d.key("Tab")
		d.write(number(v.Hours))
	case engagement.RACI:
		for i, act := range it.Activities {
			r := v[act.ID]
			keys := []string{"Home"}
			if i > 0 {
				keys = append(keys, "Down")
			}
			keys = append(keys, r.Accountable[:1], "Right", "Right", "Right", "Right", r.Doer[:1])
			if r.Written {
				keys = append(keys, "w")
			}
			d.key(keys...)
		}
	case engagement.Skills:
		for i, area := range it.Areas {
			s := v[area.ID]
			keys := []string{"Home"}
			if i > 0 {
				keys = append(keys, "Down")
			}
			keys = append(keys, strconv.Itoa(*s.Required), "Right", strconv.Itoa(*s.People))
			for _, l := range s.Levels {
				keys = append(keys, "Right", strconv.Itoa(l))
			}
			d.key(keys...)
		}
	case engagement.Shares:
		d.steps(it, func(id string) (float64, bool) { n, ok := v[id]; return n * 2, ok })
	case engagement.Weights:
		d.steps(it, func(id string) (float64, bool) { n, ok := v[id]; return n, ok })
	default:
		d.t.Fatalf("%s: no way to type %T", it.ID, v)
	}
}

// steps types the column of every row that has a value.
func (d *desk) steps(it *question.Item, column func(id string) (float64, bool)) {
	var ids []string
	for _, a := range it.SkillAreas() {
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		ids = it.OptionIDs()
	}
	for i, id := range ids {
		if i > 0 {
			d.key("Down")
		}
		if n, ok := column(id); ok {
			d.key(number(n))
		}
	}
}

func indexOf(it *question.Item, id string) int {
	for i, o := range it.OptionIDs() {
		if o == id {
			return i
		}
	}
	return -1
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func TestMainJobInTheRealWindow(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	needTools(t, "Xvfb", "xdotool", "pdftotext")
	dir := t.TempDir()
	home := newHome(t)
	program, cli := desktop(t), filepath.Join(dir, "muster-cli")
	build(t, "muster/cmd/muster-cli", cli, "0")
	data, err := assets.Samples.ReadFile("samples/saas.muster")
	if err != nil {
		t.Fatal(err)
	}
	set := question.Default()
	sample, _, err := engagement.Read(data, set, model.Default())
	if err != nil {
		t.Fatal(err)
	}

	d := start(t, program, home)
	d.click("home/new")
	d.click("details/title")
	d.write(sample.Title)
	d.key("Tab")
	d.write(sample.Client)
	d.key("Tab")
	for _, it := range set.Items() {
		d.key("ctrl+g")
		d.wait(it.ID, func(l locate.Layout) bool { return l.Focus == it.ID })
		switch a := sample.Answers[it.ID]; a.State {
		case engagement.Answered:
			d.answer(it, a)
			if it.ID == "staff-fte" { // one comment, with the mouse
				d.click("comment-chip/" + it.ID)
				d.click("comment/" + it.ID)
				d.write("Rota and cost centre of October")
			}
		case engagement.Unknown:
			d.key("ctrl+d")
		case engagement.NotApplicable:
			d.key("ctrl+shift+d")
		}
	}
	file := filepath.Join(dir, "persona.muster")
	d.key("ctrl+s")
	d.dialog(true)
	d.path(file)
	d.dialog(false)
	d.wait("the saved state", func(l locate.Layout) bool { return !strings.HasPrefix(l.Title, "•") })

	saved, faults, err := store.Open(file, set, model.Default())
	if err != nil || len(faults) > 0 {
		t.Fatalf("reading the saved file: %v %v", err, faults)
	}
	for _, it := range set.Items() {
		want, got := sample.Answers[it.ID], saved.Answers[it.ID]
		if got.State != want.State {
			t.Errorf("%s: state %q, want %q", it.ID, got.State, want.State)
		} else if diff := cmp.Diff(want.Value, got.Value); diff != "" {
			t.Errorf("%s: typed (+) differs from the sample (−):\n%s", it.ID, diff)
		}
	}
	if got := saved.Answers["staff-fte"].Comment; got != "Rota and cost centre of October" {
		t.Errorf("comment = %q", got)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v", info.Mode(), err)
	}

	// Close, reopen from home, export.
	d.key("ctrl+w")
	d.click("home/recent-0")
	d.wait("the reopened engagement", func(l locate.Layout) bool { return strings.Contains(l.Title, sample.Title) })
	d.whatIf(file)
	d.tickets(file, dir)
	d.options(file)
	for _, format := range []string{"pdf", "brief", "procurement", "xlsx", "json"} {
		d.wait("the list of pages", func(l locate.Layout) bool { _, ok := l.Places["nav"]; return ok })
		d.openReports()
		d.click("export/" + format)
		d.dialog(true)
		out := filepath.Join(dir, "report."+format)
		d.path(out)
		d.wait(format, func(locate.Layout) bool { _, err := os.Stat(out); return err == nil })
		d.wait("the notice", func(l locate.Layout) bool { return l.Dialog })
		d.wait("the notice", func(l locate.Layout) bool { _, ok := l.Places["message/close"]; return ok })
		d.key("Return")
		d.dialog(false)
	}
	compareWithCLI(t, cli, file, dir)
	if out, err := exec.Command(cli, "verify", filepath.Join(dir, "report.pdf")).CombinedOutput(); err != nil {
		t.Errorf("the report does not follow from its engagement: %v\n%s", err, out)
	}
}

// saved presses save and reads the file.
func (d *desk) saved(file string) *engagement.Document {
	d.t.Helper()
	d.key("ctrl+s")
	d.wait("the saved state", func(l locate.Layout) bool { return l.Title != "" && !strings.HasPrefix(l.Title, "•") })
	doc, _, err := store.Open(file, question.Default(), model.Default())
	if err != nil {
		d.t.Fatal(err)
	}
	return doc
}

func (d *desk) changed() {
	d.t.Helper()
	d.wait("a change", func(l locate.Layout) bool { return strings.HasPrefix(l.Title, "•") })
}

// whatIf moves a slider with mouse and keyboard, makes it an answer and takes
// that back.
func (d *desk) whatIf(file string) {
	d.t.Helper()
	d.key("ctrl+r")
	d.click("whatif/fte")
	d.key("Right", "Right")
	d.click("whatif/apply")
	d.changed()
	if v := d.saved(file).Value("staff-fte"); v == engagement.Value(engagement.Number(3)) {
		d.t.Error("the what-if was not applied")
	}
	d.key("ctrl+z")
	d.changed()
	if v := d.saved(file).Value("staff-fte"); v != engagement.Value(engagement.Number(3)) {
		d.t.Errorf("undone, %v FTE are left", v)
	}
}

// tickets imports an export, applies it to the answers and takes both back.
func (d *desk) tickets(file, dir string) {
	d.t.Helper()
	var b strings.Builder
	b.WriteString("Ticket,Created,Priority,Resolved\n")
	for i := range 200 {
		fmt.Fprintf(&b, "T%d,2026-%02d-%02d %02d:00,P%d,2026-%02d-%02d %02d:00\n", i, 1+i%6, 1+i%27, i%24, 1+i%4, 1+i%6, 2+i%27, i%24)
	}
	export := filepath.Join(dir, "tickets.csv")
	if err := os.WriteFile(export, []byte(b.String()), 0o600); err != nil {
		d.t.Fatal(err)
	}
	before := d.saved(file)
	d.key("ctrl+i")
	d.dialog(true)
	d.path(export)
	d.click("mapping/ok")
	d.changed()
	d.dialog(false)
	d.click("tickets/apply")
	d.wait("the notice", func(l locate.Layout) bool { _, ok := l.Places["message/close"]; return ok })
	d.key("Return")
	d.dialog(false)
	doc := d.saved(file)
	if len(doc.Tickets) == 0 || doc.Answers["bw-volume"].Grade() != engagement.Observed {
		d.t.Errorf("imported %d bytes, volume %+v", len(doc.Tickets), doc.Answers["bw-volume"])
	}
	d.key("ctrl+z")
	d.key("ctrl+z")
	d.changed()
	if after := d.saved(file); !bytes.Equal(after.Write(), before.Write()) {
		d.t.Error("undo does not take the import back")
	}
}

// options enters an option, puts hiring in-house beside it and moves a weight.
func (d *desk) options(file string) {
	d.t.Helper()
	d.key("ctrl+shift+o")
	d.click("options/add")
	d.click("option/name")
	d.key("ctrl+a")
	d.write("Silver")
	d.key("Tab")
	d.write("Provider A")
	d.click("option/next")
	d.click("term/termMonths")
	d.write("36")
	d.click("term/monthlyFee")
	d.write("12000")
	d.key("Tab")
	d.write("offer p. 12")
	d.key("Tab")
	d.changed()
	doc := d.saved(file)
	o := doc.Options[0]
	if o.Name != "Silver" || o.Provider != "Provider A" || o.Term("monthlyFee") != engagement.Figure(12000) || o.Sources["monthlyFee"] != "offer p. 12" {
		d.t.Errorf("entered %+v", o)
	}
	d.key("ctrl+shift+o")
	d.click("options/in-house")
	d.changed()
	d.key("ctrl+shift+m")
	d.click("weight/notice-minutes")
	d.key("Right", "Right")
	d.changed()
	doc = d.saved(file)
	if len(doc.Options) != 2 || doc.Comparison.Weights["notice-minutes"] < 10 {
		d.t.Errorf("%d options, weights %v", len(doc.Options), doc.Comparison.Weights)
	}
}

// openReports goes to the reports page with the keyboard.
func (d *desk) openReports() {
	d.t.Helper()
	for range 40 {
		before := d.look().Page
		if before == "reports" {
			d.wait("the exports", func(l locate.Layout) bool { _, ok := l.Places["export/pdf"]; return ok })
			return
		}
		d.key("ctrl+Next")
		// A key that still waits would leave the page again once it is there.
		d.wait("the page after "+before, func(l locate.Layout) bool { return l.Page != before })
	}
	d.t.Fatal("the reports page did not open")
}

// compareWithCLI holds the exports against muster-cli evaluate.
func compareWithCLI(t *testing.T, cli, file, dir string) {
	t.Helper()
	out, err := exec.Command(cli, "evaluate", file, "--format", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	exported, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rep struct {
		Result   map[string]any `json:"result"`
		Analysis map[string]any `json:"analysis"`
	}
	if err := json.Unmarshal(exported, &rep); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want["explanation"], any(rep.Analysis)); diff != "" {
		t.Errorf("the exported explanation differs from muster-cli evaluate:\n%s", diff)
	}
	delete(want, "explanation")
	if diff := cmp.Diff(want, rep.Result); diff != "" {
		t.Errorf("the exported JSON differs from muster-cli evaluate:\n%s", diff)
	}
	text, err := exec.Command("pdftotext", filepath.Join(dir, "report.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"83.8 h a week", "67.5 h a week", "1.242", "Warranted", "Strongly recommended", "Rota and cost centre of October"} {
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), s) { // lines break anywhere
			t.Errorf("the PDF does not say %q", s)
		}
	}
	book, err := excelize.OpenFile(filepath.Join(dir, "report.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	demand := want["capacity"].(map[string]any)["demandHours"].(float64)
	if !holds(t, book, "Capacity", demand) {
		t.Errorf("the workbook's capacity sheet does not hold the demand %v", demand)
	}
}

// holds reports whether a number stands in a sheet.
func holds(t *testing.T, book *excelize.File, sheet string, v float64) bool {
	t.Helper()
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if n, err := strconv.ParseFloat(cell, 64); err == nil && n > v-1e-9 && n < v+1e-9 {
				return true
			}
		}
	}
	return false
}
