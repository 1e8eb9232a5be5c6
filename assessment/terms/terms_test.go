package terms

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"muster/assets"
)

func TestShippedCatalogueLoads(t *testing.T) {
	c := Default()
	if f, ok := c.Field("sia.levels.forensics"); !ok || f.Max != 4 || !f.Integer {
		t.Errorf("%+v", f)
	}
	if _, ok := c.Field("sia.levels"); ok {
		t.Error("the levels as a whole are no term")
	}
	if f, ok := c.Field("gates.data-return"); !ok || f.Kind != Truth {
		t.Errorf("%+v", f)
	}
	if f, ok := c.Field("criteria.reporting"); !ok || f.Max != 4 {
		t.Errorf("%+v", f)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"format: muster-terms", "format: other", "x.yaml:5"},
		{"kind: money", "kind: gold", "allowed: number, money"},
		{"anchors: [60, 15]", "anchors: [60, 60]", "only rise or only fall"},
		{"anchors: [60, 15]", "anchors: [60]", "two to eleven"},
		{"path: exitCost", "path: leaving", `"exitCost" is missing`},
		{"id: right-to-audit", "id: data-return", "used twice"},
		{"points: 10", "points: -1", "0 to 1000"},
		{"default: 36", "default: 0", "1 to 240"},
		{"title: Flat", "titel: Flat", "titel"},
	} {
		data := strings.Replace(string(assets.Terms), c.old, c.new, 1)
		if data == string(assets.Terms) {
			t.Fatalf("%q is not there", c.old)
		}
		if _, err := Load("x.yaml", []byte(data)); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.yaml:") {
			t.Errorf("%s: %v", c.new, err)
		}
	}
}

// Every sentence the comparison uses is in the catalogue, and the other way round.
func TestSentences(t *testing.T) {
	var source strings.Builder
	files, err := filepath.Glob("../comparison/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(data)
	}
	code := source.String()
	for _, m := range regexp.MustCompile(`say\("([a-z-]+[a-z])"`).FindAllStringSubmatch(code, -1) {
		if _, ok := Default().Texts[m[1]]; !ok {
			t.Errorf("%q is no sentence of the catalogue", m[1])
		}
	}
	for key := range Default().Texts {
		bare := strings.TrimSuffix(strings.TrimPrefix(key, "remark-"), "-self")
		if !strings.Contains(code, `"`+bare+`"`) {
			t.Errorf("no code uses %q", key)
		}
	}
}

// The same faults come in the same order each time.
func TestFaultsInOrder(t *testing.T) {
	data := []byte("format: muster-terms\nversion: 1\n")
	_, err := Load("x.yaml", data)
	if err == nil {
		t.Fatal("an empty catalogue loads")
	}
	for range 20 {
		if _, again := Load("x.yaml", data); again.Error() != err.Error() {
			t.Fatalf("%v, then %v", err, again)
		}
	}
}
