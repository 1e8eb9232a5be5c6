package words

// Reading the sources of the window for its texts: every literal that reads like a
// text for people goes through this package, and the catalogue has it.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// notTexts are literals that read like texts for people and are none, with the reason.
var notTexts = map[string]string{
	"Muster":                  "the program's name",
	"Muster ":                 "the program's name",
	" – Muster":               "the program's name",
	"MSSP":                    "the field's word in every language",
	"CSIRP":                   "the field's word in every language",
	"FTE":                     "the field's word in every language",
	"Ctrl+":                   "a key as Fyne's menus write it",
	"Cmd+":                    "a key as Fyne's menus write it",
	"Shift+":                  "a key as Fyne's menus write it",
	"2 Jan 2006, 15:04":       "a layout of time",
	"2 Jan 2006, 15:04:05":    "a layout of time",
	"field %p":                "a key of the session",
	"xXpPiI_":                 "signs that are no part of a number",
	"fonts/MusterSigns.ttf":   "a file",
	"a a":                     "measured, not shown",
	"FYNE_SCALE":              "a variable of the environment",
	"SystemParametersInfoW":   "a procedure of Windows",
	"AnimationDurationFactor": "a setting of KDE",
	"0 false":                 "values of a setting",
	"UTC":                     "a time zone",
	"Europe/London":           "a time zone",
	"Europe/Berlin":           "a time zone",
	"Europe/Helsinki":         "a time zone",
	"America/New_York":        "a time zone",
	"America/Chicago":         "a time zone",
	"America/Los_Angeles":     "a time zone",
	"Asia/Kolkata":            "a time zone",
	"Asia/Singapore":          "a time zone",
	"Asia/Tokyo":              "a time zone",
	"Australia/Sydney":        "a time zone",
}

// source is a parsed file of the window.
type source struct {
	name   string
	fset   *token.FileSet
	file   *ast.File
	parent map[ast.Node]ast.Node
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (path == filepath.Join("..", "words") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		s := source{name: filepath.ToSlash(path), fset: token.NewFileSet()}
		if s.file, err = parser.ParseFile(s.fset, path, nil, 0); err != nil {
			return err
		}
		s.parent = parents(s.file)
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 30 {
		t.Fatalf("found %d files of the window only", len(out))
	}
	return out
}

func parents(f *ast.File) map[ast.Node]ast.Node {
	out := map[ast.Node]ast.Node{}
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			out[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		return true
	})
	return out
}

// text is the value of a literal or of literals added up.
func text(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil && x.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := text(x.X)
		b, okB := text(x.Y)
		return a + b, okA && okB && x.Op == token.ADD
	}
	return "", false
}

var (
	verbs = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*(\.\d+)?[a-zA-Z%]`)
	ids   = regexp.MustCompile(`^[\p{Ll}0-9./_%\[\]:=+-]*$|^\p{Ll}+(\.\p{L}+)+$`)
	twice = regexp.MustCompile(`\p{L}{2}`)
	small = regexp.MustCompile(`^\p{Ll}{2,}$`)
)

// readsLikeText tells a text for people from ids, keys, paths and formats of
// numbers. A single small word is either: it counts where it is shown.
func readsLikeText(s string, shown bool) bool {
	if _, ok := notTexts[s]; ok {
		return false
	}
	if shown && small.MatchString(s) {
		return true
	}
	return twice.MatchString(verbs.ReplaceAllString(s, "")) && !ids.MatchString(s)
}

// called is the function of a call as it is written: fmt.Sprintf, .Format, panic.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
		return "." + f.Sel.Name
	}
	return ""
}

var (
	// drawing are functions whose first text is drawn as it is, fields likewise.
	drawing = []string{"Line", "Paragraph", "NewChip", "NewButton", "newKeyButton", "SetText", "SetPlaceHolder", "NewCheck", "NewMenu", "NewMenuItem", "note", "quiet", "line"}
	fields  = []string{"Title", "Text", "Label", "Group", "PlaceHolder", "title", "text", "label", "hint", "action"}
	// unseen are functions whose texts nobody sees.
	unseen       = []string{"locate.Name", "locate.Forget", "fyne.NewStaticResource", "panic"}
	unseenMethod = []string{"Format", "Chapter", "storage", "ReadFile"}
	plumbing     = []string{"strings", "filepath", "fs", "slices", "strconv", "regexp"}
)

// shown reports whether e is drawn as it is.
func (s source) shown(e ast.Expr) bool {
	switch p := s.parent[e].(type) {
	case *ast.CallExpr:
		name := called(p)
		return len(p.Args) > 0 && p.Args[0] == e && slices.Contains(drawing, name[strings.LastIndexByte(name, '.')+1:])
	case *ast.KeyValueExpr:
		k, ok := p.Key.(*ast.Ident)
		return ok && p.Value == e && slices.Contains(fields, k.Name)
	case *ast.AssignStmt:
		f, ok := p.Lhs[0].(*ast.SelectorExpr)
		return ok && p.Rhs[0] == e && slices.Contains(fields, f.Sel.Name)
	}
	return false
}

// apart reports whether a literal stands where no text for people stands, or goes
// through words.
func (s source) apart(e ast.Expr) bool {
	n := ast.Node(e)
	for {
		p, ok := s.parent[n].(*ast.BinaryExpr)
		if !ok {
			break
		}
		if p.Op != token.ADD {
			return true // compared
		}
		n = p
	}
	switch p := s.parent[n].(type) {
	case *ast.ImportSpec, *ast.Field:
		return true
	case *ast.CaseClause:
		return true
	case *ast.KeyValueExpr:
		return p.Key == n
	case *ast.IndexExpr:
		return p.Index == n
	case *ast.CallExpr:
		name := called(p)
		pkg, method, _ := strings.Cut(name, ".")
		if p.Fun == n || name == "strings.Join" {
			return false
		}
		return pkg == "words" || slices.Contains(plumbing, pkg) || slices.Contains(unseen, name) || slices.Contains(unseenMethod, method)
	}
	return false
}

// Nothing that people read goes by this package.
func TestEveryTextGoesThroughWords(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			e, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			l, ok := text(e)
			if !ok {
				return true
			}
			used[l] = true
			if readsLikeText(l, s.shown(e)) && !s.apart(e) {
				t.Errorf("%s:%d: %q goes by words: Say it, Mark it, or list it here with the reason", s.name, s.fset.Position(e.Pos()).Line, l)
			}
			return true
		})
	}
	for l := range notTexts {
		if !used[l] {
			t.Errorf("%q is listed here and nowhere in the code", l)
		}
	}
}

// keys are the texts of the code: those of Say, Count, Errorf and Mark, each with
// a place. Formats are true.
func keys(t *testing.T) (place map[string]string, format map[string]bool) {
	t.Helper()
	place, format = map[string]string{}, map[string]bool{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			var args []ast.Expr
			switch called(c) {
			case "words.Say", "words.Errorf", "words.Mark":
				args = c.Args[:1]
			case "words.Count":
				args = c.Args[1:3]
			}
			for _, a := range args {
				at := s.name + ":" + strconv.Itoa(s.fset.Position(a.Pos()).Line)
				l, ok := text(a)
				if !ok {
					t.Errorf("%s: not a text that can be read here; Name is for those", at)
					continue
				}
				place[l] = at
				if called(c) != "words.Mark" {
					format[l] = true
				}
			}
			return true
		})
	}
	return place, format
}
