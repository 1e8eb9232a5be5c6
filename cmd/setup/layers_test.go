package setup_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"muster/assessment/messages"
	"muster/assets"
)

const (
	module = "muster"
	root   = "../.."
	fyne   = "fyne.io/fyne/v2"
)

// layers from the bottom up: a package imports from its own layer and those before.
var layers = []string{"assets", "assessment", "exporters", "ui", "cmd"}

// layer is the place of one of our packages among the layers; -1 for others.
func layer(path string) int {
	rest, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return -1
	}
	name, _, _ := strings.Cut(rest, "/")
	return slices.Index(layers, name)
}

func ours(path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

// within reports whether path is the package or one below it.
func within(path, parent string) bool { return path == parent || strings.HasPrefix(path, parent+"/") }

// source is a Go file of ours.
type source struct {
	name    string // from the root
	pkg     string
	test    bool
	imports []string
}

// sources parses every Go file, those for other systems too. Reading them here
// also makes go test run these tests again after a change.
var sources = sync.OnceValues(func() ([]source, error) {
	var out []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if base := d.Name(); path != root && (strings.HasPrefix(base, ".") || base == "testdata" || slices.Contains([]string{"bin", "out"}, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // somebody is working here
			}
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		s := source{name: name, pkg: module + "/" + filepath.ToSlash(filepath.Dir(name)), test: strings.HasSuffix(name, "_test.go")}
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, p)
		}
		out = append(out, s)
		return nil
	})
	return out, err
})

func eachSource(t *testing.T, f func(s source)) {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("found %d Go files only", len(all))
	}
	for _, s := range all {
		f(s)
	}
}

// listed is a package as go list knows it.
type listed struct {
	ImportPath string
	Deps       []string
	Module     *struct{ Path string }
	Error      *struct{ Err string }
}

// packages asks go list. It compiles nothing, so that the window's packages are
// listed without a C compiler.
func packages(t *testing.T, args ...string) []listed {
	t.Helper()
	if _, err := sources(); err != nil { // see there
		t.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"list", "-tags=migrated_fynedo", "-json=ImportPath,Deps,Module,Error"}, args...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOFLAGS=-buildvcs=false")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		all = append(all, p)
	}
}

// Every arrow leads down, in tests and in files for other systems too.
func TestLayers(t *testing.T) {
	eachSource(t, func(s source) {
		from := layer(s.pkg)
		if from < 0 {
			t.Errorf("%s is in no layer", s.name)
		}
		for _, i := range s.imports {
			if !ours(i) {
				continue
			}
			if to := layer(i); to < 0 || to > from {
				t.Errorf("%s imports %s: an arrow the wrong way", s.name, i)
			}
		}
	})
	for _, p := range packages(t, "-deps", "./...") {
		if !ours(p.ImportPath) {
			continue
		}
		for _, d := range p.Deps {
			if ours(d) && layer(d) > layer(p.ImportPath) {
				t.Errorf("%s depends on %s: an arrow the wrong way", p.ImportPath, d)
			}
		}
	}
}

// Fyne stays in ui and cmd; its driver, which needs C, in cmd/muster.
func TestFyne(t *testing.T) {
	const program = module + "/cmd/muster"
	driver := []string{fyne + "/app", fyne + "/internal/driver/glfw", fyne + "/driver/desktop/native"}
	eachSource(t, func(s source) {
		for _, i := range s.imports {
			if strings.HasPrefix(i, "fyne.io/") && layer(s.pkg) < layer(module+"/ui") {
				t.Errorf("%s imports %s", s.name, i)
			}
			if within(i, fyne+"/app") && s.pkg != program {
				t.Errorf("%s imports %s, which only cmd/muster may", s.name, i)
			}
		}
	})
	found := false
	for _, p := range packages(t, "./...") {
		for _, d := range p.Deps {
			if strings.HasPrefix(d, "fyne.io/") && (layer(p.ImportPath) < layer(module+"/ui") || p.ImportPath == module+"/cmd/muster-cli") {
				t.Errorf("%s depends on %s", p.ImportPath, d)
				break
			}
		}
		for _, d := range driver {
			if !slices.Contains(p.Deps, d) {
				continue
			}
			found = true
			if p.ImportPath != program {
				t.Errorf("%s depends on %s, which only cmd/muster may", p.ImportPath, d)
			}
		}
	}
	if !found {
		t.Error("nothing imports the driver; is the program there?")
	}
}

// Muster opens no network connection: no package of ours imports one of these.
func TestNoNetwork(t *testing.T) {
	eachSource(t, func(s source) {
		for _, i := range s.imports {
			if i != "net/url" && within(i, "net") || within(i, "golang.org/x/net") || i == "crypto/tls" {
				t.Errorf("%s imports %s", s.name, i)
			}
		}
	})
}

// The decision is pure: no clock, no chance but seeded, no files. Only store, the
// import of tickets, the library, the check of evidence and what keeps work safe
// touch files. The library's scan has a clock, to know how fresh a file is and when
// a disk does not answer; a lock says since when, a journal when it was written.
func TestAssessmentIsPure(t *testing.T) {
	edges := []string{module + "/assessment/store", module + "/assessment/tickets", module + "/assessment/library", module + "/assessment/evidence",
		module + "/assessment/file", module + "/assessment/recovery", module + "/assessment/versions"}
	// Where a clock or a random name is the point.
	clocks := []string{"assessment/library/scan.go", "assessment/store/lock.go", "assessment/file/file.go", "assessment/recovery/recovery.go"}
	const names = "assessment/recovery/recovery.go"
	eachSource(t, func(s source) {
		if s.test || layer(s.pkg) > layer(module+"/assessment") {
			return
		}
		for _, i := range s.imports {
			files := i == "os" || within(i, "io/ioutil") || i == "path/filepath"
			if i == "math/rand" || i == "crypto/rand" && s.name != names || i == "os/exec" || files && !slices.Contains(edges, s.pkg) {
				t.Errorf("%s imports %s", s.name, i)
			}
			if layer(s.pkg) == 0 && i != "embed" {
				t.Errorf("%s imports %s: assets holds no logic", s.name, i)
			}
		}
		if !slices.Contains(clocks, s.name) && slices.Contains(s.imports, "time") || slices.Contains(s.imports, "math/rand/v2") {
			for _, use := range impure(t, s.name) {
				t.Errorf("%s uses %s", s.name, use)
			}
		}
	})
}

// impure are the uses of the clock and of chance without a seed in a file.
func impure(t *testing.T, name string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, filepath.FromSlash(name)), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	seeded := []string{"New", "NewPCG", "NewChaCha8", "PCG", "ChaCha8", "Rand", "Source"}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := s.X.(*ast.Ident)
		if ok && pkg.Obj == nil && (pkg.Name == "time" && slices.Contains(clock, s.Sel.Name) || pkg.Name == "rand" && !slices.Contains(seeded, s.Sel.Name)) {
			out = append(out, pkg.Name+"."+s.Sel.Name)
		}
		return true
	})
	return out
}

// One place talks to the PDF library, so that it can be exchanged.
func TestPDFLibraryBehindOneAdapter(t *testing.T) {
	var names []string
	eachSource(t, func(s source) {
		if slices.Contains(s.imports, "codeberg.org/go-pdf/fpdf") {
			names = append(names, s.name)
		}
	})
	if !slices.Equal(names, []string{"exporters/pdf/page.go"}) {
		t.Errorf("fpdf is imported by %q", names)
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What cmd/muster says of itself is what FyneApp.toml says.
func TestMetadata(t *testing.T) {
	want := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\s*(\w+)\s*=\s*"?([^"\n]*?)"?\s*$`).FindAllStringSubmatch(text(t, "FyneApp.toml"), -1) {
		want[m[1]] = m[2]
	}
	f, err := parser.ParseFile(token.NewFileSet(), "main.go", text(t, "cmd/muster/main.go"), 0)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if sel, ok := lit.Type.(*ast.SelectorExpr); !ok || sel.Sel.Name != "AppMetadata" {
			return true
		}
		for _, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			key := kv.Key.(*ast.Ident).Name
			switch v := kv.Value.(type) {
			case *ast.BasicLit:
				got[key] = strings.Trim(v.Value, `"`)
			case *ast.SelectorExpr:
				if x, ok := v.X.(*ast.Ident); ok && x.Name == "assets" && v.Sel.Name == "Version" {
					got[key] = assets.Version
				}
			}
		}
		return true
	})
	for _, key := range []string{"ID", "Name", "Version", "Build"} {
		if want[key] == "" || got[key] != want[key] {
			t.Errorf("%s is %q in cmd/muster, %q in FyneApp.toml", key, got[key], want[key])
		}
	}
	if icon := want["Icon"]; icon == "" || !bytes.Equal([]byte(text(t, icon)), assets.Icon) {
		t.Errorf("the icon of FyneApp.toml is %q, not the one in assets", icon)
	}
	if !strings.Contains(text(t, "CHANGELOG.md"), "\n## "+assets.Version) {
		t.Errorf("CHANGELOG.md does not name version %s", assets.Version)
	}
}

func TestFilesOfTheProject(t *testing.T) {
	for _, name := range []string{"LICENSE", "CHANGELOG.md", "README.md", "THIRD-PARTY-NOTICES.md"} {
		if len(strings.TrimSpace(text(t, name))) < 100 {
			t.Errorf("%s says next to nothing", name)
		}
	}
	readme := text(t, "README.md")
	for _, command := range []string{"make run", "make test"} {
		if !strings.Contains(readme, command) {
			t.Errorf("README.md does not name %q", command)
		}
	}
	// What it names exists.
	makefile := text(t, "Makefile")
	for _, m := range regexp.MustCompile("make ([a-z][a-z-]*)`|(?m)^make ([a-z][a-z-]*)").FindAllStringSubmatch(readme, -1) {
		if target := m[1] + m[2]; !strings.Contains(makefile, "\n"+target+":") {
			t.Errorf("README.md names make %s, which the Makefile does not have", target)
		}
	}
	for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(readme, -1) {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("README.md links to %s: %v", m[1], err)
		}
	}
	for _, m := range regexp.MustCompile(`\bGo\]\([^)]*\) (\d+\.\d+)`).FindAllStringSubmatch(readme, -1) {
		if !strings.Contains(text(t, "go.mod"), "\ngo "+m[1]) {
			t.Errorf("README.md asks for Go %s, go.mod for another", m[1])
		}
	}
}

// notInPrograms are the modules that only tests and tools use.
var notInPrograms = []string{"github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "honnef.co/go/tools", "pgregory.net/rapid"}

// Every module that is asked for, and every one in the programs, has its notice.
func TestThirdPartyNotices(t *testing.T) {
	notices := text(t, "THIRD-PARTY-NOTICES.md")
	check := func(path, why string) {
		if !strings.Contains(notices, "\n| "+path+" |") {
			t.Errorf("THIRD-PARTY-NOTICES.md lacks %s, %s", path, why)
		}
	}
	direct := 0
	for _, line := range strings.Split(text(t, "go.mod"), "\n") {
		fields := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "v") {
			continue // indirect ones have a comment
		}
		direct++
		if !slices.Contains(notInPrograms, fields[0]) {
			check(fields[0], "a direct requirement")
		}
	}
	if direct < 5 {
		t.Errorf("go.mod has %d direct requirements: go mod tidy", direct)
	}
	seen := map[string]bool{module: true}
	for _, p := range packages(t, "-deps", "./cmd/muster", "./cmd/muster-cli") {
		if p.Module == nil || seen[p.Module.Path] {
			continue
		}
		seen[p.Module.Path] = true
		check(p.Module.Path, "which is in the programs on "+runtime.GOOS)
		if slices.Contains(notInPrograms, p.Module.Path) {
			t.Errorf("%s is in the programs, by %s", p.Module.Path, p.ImportPath)
		}
	}
	t.Logf("%d direct requirements, %d modules in the programs", direct, len(seen)-1)
	// And the other way: what is listed as a module is asked for.
	mods := text(t, "go.mod")
	_, rest, _ := strings.Cut(notices, "## Go modules")
	table, _, _ := strings.Cut(rest, "\n## ")
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z][^ |]*\.[^ |]*/[^ |]*) \|`).FindAllStringSubmatch(table, -1) {
		if !strings.Contains(mods, "\t"+m[1]+" v") {
			t.Errorf("THIRD-PARTY-NOTICES.md names %s, which go.mod does not", m[1])
		}
	}
}

// Every text that Fyne's own dialogs and menus have is in the catalogue, so that
// none of them stays in the system's language. A newer Fyne may have more.
func TestDialogTexts(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", fyne).Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "lang", "translations", "base.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(data, &keys); err != nil {
		t.Fatal(err)
	}
	for _, language := range messages.Languages() {
		has := messages.For(language).Dialogs
		for key := range keys {
			if has[key] == "" {
				t.Errorf("%s.yaml lacks the dialogs' text %q", language, key)
			}
		}
		if len(has) != len(keys) {
			t.Errorf("%s.yaml has %d of the dialogs' texts, Fyne %d", language, len(has), len(keys))
		}
	}
}
