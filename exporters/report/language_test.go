package report

// Reports in a language made up from the sources: every text of the code stands in
// brackets there, so what stands outside them came another way.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/assessment"
	"muster/assessment/analysis"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/messages"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/terms"
	"muster/exporters/redaction"
)

// spoken are the packages whose texts go through a catalogue.
var spoken = []string{".", "..", "../chart", "../pdf", "../markdown", "../xlsx", "../form", "../actionsheet", "../calendar", "../csirp", "../odt"}

// notTexts are literals that read like texts for people and are none, with the reason.
var notTexts = map[string]string{
	"Muster ":    "the program's name",
	"Muster":     "the program's name",
	"SHA-256 ":   "the name of a sum",
	", SHA-256 ": "the name of a sum",
	"&amp;$1":    "markup",
	"TH":         "a tag of the PDF",
	"TD":         "a tag of the PDF",
	"PNG":        "a kind of picture",

	"application#2Fjson": "a kind of file",
	"Calibri":            "a font",
	"General":            "a format of numbers",
	"Sheet1":             "a sheet as the library names it",
	"Set_":               "the start of names of cells",
	"FTE":                "a name of cells",
	"Growth":             "a name of cells",
	"Demand":             "a name of cells",
	"Supply":             "a name of cells",
	"Gap":                "a name of cells",
	"PK\x03\x04":         "the start of a file",
	"%PDF":               "the start of a file",
	"%PDF-":              "the start of a file",
	"TRUE":               "a value of a workbook",
	"FALSE":              "a value of a workbook",
	"2 January 2006":     "a layout of time",
	"2 Jan 2006":         "a layout of time",
	"January 2, 2006":    "a layout of time",
	"Jan 2, 2006":        "a layout of time",
	"_xlnm.Print_Titles": "a name of cells",
	"_xlnm.Print_Area":   "a name of cells",
	"{row:":              "a place in a text of the data",

	"META-INF/manifest.xml": "a part of a file",
}

// plumbing are files that write the format and say nothing.
var plumbing = []string{"finish.go", "tags.go", "text.go", "scene.go", "raster.go"}

// structure are files of which what goes by the catalogue is no text for readers.
var structure = map[string]string{
	"../odt/content.go":    "names of styles",
	"../odt/styles.go":     "names of styles",
	"../odt/odt.go":        "markup",
	"../csirp/template.go": "faults of the data",
}

type saying struct {
	text, place string
	wrapped     bool
}

var (
	verbs = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*(\.\d+)?[a-zA-Z%]`)
	ids   = regexp.MustCompile(`^[\p{Ll}0-9./_%\[\]:=+-]*$|^\p{Ll}+(\.\p{L}+)+$`)
	twice = regexp.MustCompile(`\p{L}{2}`)

	// A formula's words of cells, and those that are none of the language.
	formulaWord = regexp.MustCompile(`\{"([^"]*)"\}`)
	bareWord    = regexp.MustCompile(`"[\p{L}/][\p{L}/ ]*"`)
	formula     = regexp.MustCompile(`^[^ ]*[(){}*,=:$][^ ]*$`)
	cellNames   = regexp.MustCompile(`^\p{L}\p{Ll}*(\p{Lu}+\p{Ll}*)+$|^Au$`)
	markup      = regexp.MustCompile(`^[ "]*<|^>?<?/?[a-z]+:[a-z-]+|xmlns:| (text|style|fo|office|draw|svg|table):[a-z-]+=|^[A-Z][a-z]*(_20_[A-Za-z0-9]+)+$|^(xml|json):"`)
)

func readsLikeText(s string) bool {
	_, none := notTexts[s]
	if bare := formulaWord.ReplaceAllString(s, ""); (bare == "" || formula.MatchString(bare)) && !strings.HasSuffix(bare, ":") && !bareWord.MatchString(bare) {
		return false
	}
	none = none || markup.MatchString(s) || cellNames.MatchString(s)
	return !none && twice.MatchString(verbs.ReplaceAllString(s, "")) && !ids.MatchString(s)
}

// sayings are the literals of the sources that read like texts, and all that are
// wrapped.
func sayings(t *testing.T) []saying {
	t.Helper()
	var out []saying
	for _, dir := range spoken {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) < 2 {
			t.Fatalf("%s: %d files, %v", dir, len(files), err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || slices.Contains(plumbing, filepath.Base(name)) {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, name, data, 0)
			if err != nil {
				t.Fatal(err)
			}
			var stack []ast.Node
			ast.Inspect(f, func(n ast.Node) bool {
				if n == nil {
					stack = stack[:len(stack)-1]
					return true
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					at := name + ":" + strconv.Itoa(fset.Position(n.Pos()).Line)
					for _, m := range formulaWord.FindAllStringSubmatch(s, -1) {
						out = append(out, saying{m[1], at, true})
					}
					wrapped, apart := place(stack, n)
					apart = apart || structure[filepath.ToSlash(name)] != ""
					if wrapped || readsLikeText(s) && !apart {
						if wrapped && strings.HasPrefix(s, ">") {
							t.Errorf("%s: %q sets a column to the right within the text", name, s)
						}
						out = append(out, saying{s, at, wrapped})
					}
				}
				stack = append(stack, n)
				return true
			})
		}
	}
	return out
}

// place tells whether a literal with those above it is given to a catalogue, or
// stands where no text for people stands.
func place(above []ast.Node, lit ast.Node) (wrapped, apart bool) {
	for _, n := range above {
		if g, ok := n.(*ast.GenDecl); ok && (g.Tok == token.IMPORT || g.Tok == token.TYPE) {
			return false, true
		} else if ok && g.Tok == token.CONST {
			s, _ := strconv.Unquote(lit.(*ast.BasicLit).Value)
			return readsLikeText(s), false // the catalogue is asked where the constant is used
		}
	}
	switch p := above[len(above)-1].(type) {
	case *ast.BinaryExpr:
		return false, p.Op != token.ADD
	case *ast.Field, *ast.CaseClause:
		return false, true
	case *ast.KeyValueExpr:
		return false, p.Key == lit
	case *ast.IndexExpr:
		return false, true
	case *ast.CallExpr:
		f, ok := p.Fun.(*ast.SelectorExpr)
		if !ok {
			return false, false
		}
		pkg, _ := f.X.(*ast.Ident)
		switch f.Sel.Name {
		case "Text", "Say", "Mark":
			return p.Args[0] == lit, false
		case "Count":
			return len(p.Args) > 2 && (p.Args[1] == lit || p.Args[2] == lit), false
		case "Figure", "Errorf", "New", "Format", "in", "inAlt":
			return false, true // by its English name; errors, tags and layouts
		}
		return false, pkg != nil && slices.Contains([]string{"strings", "slices", "regexp"}, pkg.Name)
	}
	return false, false
}

// Nothing that people read in a report goes by the catalogue, and all that goes
// through it can be translated.
func TestEveryTextGoesThroughTheCatalogue(t *testing.T) {
	n := 0
	for _, s := range sayings(t) {
		if !s.wrapped {
			t.Errorf("%s: %q goes by the catalogue: Text or Say it, Mark it, or list it here with the reason", s.place, s.text)
			continue
		}
		n++
		if err := messages.SameVerbs(s.text, s.text); err != nil {
			t.Errorf("%s: %v", s.place, err)
		}
	}
	if n < 800 {
		t.Errorf("%d texts were found only", n)
	}
}

// Each text that a language has for reports is one of the code or of the data.
func TestTextsOfReportsAreUsed(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sayings(t) {
		said[s.text] = true
	}
	data, err := os.ReadFile("../../assets/messages/de.yaml")
	if err != nil {
		t.Fatal(err)
	}
	section := regexp.MustCompile(`(?ms)^reports:\n(.*?)^[a-z#]`).FindSubmatch(data)
	if section == nil {
		t.Fatal("German has no texts of reports")
	}
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^  - ("(?:[^"\\]|\\.)*"): `).FindAllSubmatch(section[1], -1) {
		key, err := strconv.Unquote(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		if n++; !said[key] {
			t.Errorf("de.yaml translates %q, which no report says", key)
		}
	}
	if n < 800 {
		t.Errorf("%d texts only", n)
	}
}

// brackets is the language in which every text of the code stands in brackets.
func brackets(t *testing.T) *messages.Catalogue {
	t.Helper()
	c := &messages.Catalogue{Language: "zz", Name: "Brackets", Texts: map[string]string{}}
	for _, s := range sayings(t) {
		if s.wrapped && strings.TrimSpace(s.text) != "" {
			c.Texts[s.text] = "⟦" + s.text + "⟧"
		}
	}
	verdicts := append([]assessment.Verdict{assessment.InsufficientEvidence, assessment.None, assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred}, assessment.Ladder...)
	for _, v := range verdicts {
		for _, s := range []string{v.Word(), v.Phrase()} {
			c.Texts[s] = "⟦" + s + "⟧"
		}
	}
	return c
}

// outside is what of a text stands outside all brackets; whole is false where a
// bracket lacks its other half.
func outside(s string) (rest string, whole bool) {
	depth := 0
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '⟦':
			depth++
		case r == '⟧':
			depth--
			if depth < 0 {
				return b.String(), false
			}
			b.WriteByte(' ')
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String(), depth == 0
}

// lower are the texts that come from below: of the document, the data, and the
// sentences that the assessment composes, which stay English.
func lower(values ...any) (whole map[string]bool, long []string) {
	whole = map[string]bool{}
	seen := map[uintptr]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() || seen[v.Pointer()] {
				return
			}
			seen[v.Pointer()] = true
			walk(v.Elem())
		case reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				walk(it.Key())
				walk(it.Value())
			}
		case reflect.String:
			whole[strings.ToLower(strings.TrimSpace(v.String()))] = true
		}
	}
	for _, v := range values {
		walk(reflect.ValueOf(v))
	}
	for s := range whole {
		if len(s) >= 6 && twice.MatchString(s) {
			long = append(long, s)
		}
	}
	slices.SortFunc(long, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return whole, long
}

// allowed stand outside brackets, with the reason.
var allowed = map[string]string{
	"muster":  "the program's name",
	"mssp":    "the field's word",
	"sha-256": "the name of a sum",

	"physical scene": "a need as the settings call it; a language may have it as data",
}

// figures below the reports: ranges, sums of files, amounts with their currency.
var figuresBelow = regexp.MustCompile(`^[\d. -]+ to [\d. ]+(, whole numbers)?$|^[0-9a-f]{64}$|^[\d\x{202f}.,]+\x{a0}eur$`)

// checkOutside fails where a text is cut, or has words outside brackets that come from
// nowhere below.
func checkOutside(t *testing.T, where, s string, whole map[string]bool, long []string) {
	t.Helper()
	rest, ok := outside(s)
	if !ok {
		t.Errorf("%s: %q is cut inside a text", where, s)
	}
	rest = strings.ToLower(strings.TrimSpace(rest))
	if whole[rest] || figuresBelow.MatchString(rest) || !twice.MatchString(rest) {
		return
	}
	for _, l := range long {
		if strings.Contains(rest, l) {
			rest = strings.ReplaceAll(rest, l, " ")
		}
	}
	for l := range allowed {
		rest = strings.ReplaceAll(rest, l, " ")
	}
	for _, word := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(" \n,;:.()/–·", r) }) {
		if twice.MatchString(word) && !whole[word] {
			t.Errorf("%s: %q has %q outside the language", where, s, rest)
			return
		}
	}
}

func TestReportsInAnotherLanguage(t *testing.T) {
	lang := brackets(t)
	set, registry := question.Default(), model.Default()
	docs := map[string]*engagement.Document{"empty": empty(), "measured": measured(t)}
	for _, name := range samples {
		docs[name] = sample(t, name)
	}
	for name, doc := range docs {
		a := analysis.Quick(set, registry, doc)
		rep := BuildIn(lang, redaction.Internal, set, registry, doc, a)
		whole, long := lower(a, doc, set, registry, terms.Default(), rep.Plan, []redaction.Profile{redaction.Internal})
		for _, k := range []Kind{FullReport, ExecutiveBrief, ProcurementReport, ResponsibilityPack} {
			r, err := rep.As(k)
			if err != nil {
				continue // no options
			}
			n := 0
			check := func(where, s string) {
				n += strings.Count(s, "⟦")
				checkOutside(t, name+", "+k.ID+", "+where, s, whole, long)
			}
			p := registry.Resolve(doc.Model)
			for _, x := range Presentation(rep, &p) {
				for _, text := range append([]string{x.Title, x.Part, x.Lead}, x.Points...) {
					check("slide "+x.ID, text)
				}
				for _, f := range x.Facts {
					check("slide "+x.ID, f.Name)
					check("slide "+x.ID, f.Value)
				}
			}
			for _, c := range r.Chapters {
				check(c.ID, c.Title)
				check(c.ID, c.Lead)
				for _, b := range c.Blocks {
					for _, s := range said(b) {
						check(c.ID, s)
					}
				}
			}
			if n < 20 {
				t.Errorf("%s, %s: %d texts in the language only", name, k.ID, n)
			}
		}
	}
}

// The documents of an exercise, of which the scenario's texts are data.
func TestExercisesInAnotherLanguage(t *testing.T) {
	lang := brackets(t)
	set, registry := question.Default(), model.Default()
	doc := sample(t, samples[0])
	a := analysis.Quick(set, registry, doc)
	s, err := exercise.ByID(exercise.Default(), "ransomware")
	if err != nil {
		t.Fatal(err)
	}
	length, err := exercise.DefaultPlanner().Length(exercise.TwoHours)
	if err != nil {
		t.Fatal(err)
	}
	run := exercise.Compose(set, doc, &a.Result, s, length)
	rep := BuildExercise(lang, redaction.Internal, set, registry, doc, a, run, nil)
	whole, long := lower(a, doc, set, run)
	for _, k := range []Kind{FacilitatorPack, ParticipantHandout} {
		r, err := rep.As(k)
		if err != nil {
			t.Fatal(err)
		}
		texts := append([]string{r.Title, r.Subtitle, r.Readers}, r.Hints...)
		for _, c := range r.Chapters {
			texts = append(texts, c.Title, c.Label, c.Lead)
			for _, b := range c.Blocks {
				switch b := b.(type) {
				case Quote: // read out from the scenario
				case Form:
					for _, x := range b.Columns {
						texts = append(texts, x.Title)
					}
				default:
					texts = append(texts, said(b)...)
				}
			}
		}
		for _, text := range texts {
			checkOutside(t, k.ID, text, whole, long)
		}
	}
}

// A language that says everything as it came gives the very report of no language.
func TestNoLanguageIsEnglish(t *testing.T) {
	set, registry := question.Default(), model.Default()
	same := &messages.Catalogue{Language: "zz", Texts: map[string]string{}}
	for _, name := range samples {
		doc := sample(t, name)
		a := analysis.Quick(set, registry, doc)
		english := BuildIn(nil, redaction.Internal, set, registry, doc, a)
		other := BuildIn(same, redaction.Internal, set, registry, doc, a)
		if !reflect.DeepEqual(english.Chapters, other.Chapters) || !reflect.DeepEqual(english.Answers, other.Answers) {
			t.Errorf("%s: the reports differ", name)
		}
	}
}

// Names of the data are translated as data alone, wherever a report shows them.
func TestNamesOfTheDataAreTranslated(t *testing.T) {
	set, registry := question.Default(), model.Default()
	lang := &messages.Catalogue{Language: "zz", Texts: map[string]string{}}
	it := set.Items()[0]
	lang.Texts[it.Title], lang.Texts[set.Section(it.SectionID).Title] = "TITLE", "SECTION"
	doc := sample(t, samples[0])
	rep := BuildIn(lang, redaction.Internal, set, registry, doc, analysis.Quick(set, registry, doc))
	if a := rep.Answers[0]; a.Title != "TITLE" || a.Section != "SECTION" {
		t.Errorf("the first answer is of %q in %q", a.Title, a.Section)
	}
	if set.Items()[0].Title == "TITLE" {
		t.Error("the set itself was changed")
	}
}
