package xlsx

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"muster/exporters/report"
)

// chartsOf are the chart parts of a workbook.
func chartsOf(t *testing.T, data []byte) []string {
	t.Helper()
	all := parts(t, data)
	var out []string
	for i := 1; ; i++ {
		part, ok := all[fmt.Sprintf("xl/charts/chart%d.xml", i)]
		if !ok {
			return out
		}
		out = append(out, string(part))
	}
}

var cellRange = regexp.MustCompile(`Charts!\$([A-Z])\$(\d+)(?::\$([A-Z])\$(\d+))?`)

// Every series of a chart has a name, and points to cells that hold something.
func TestCharts(t *testing.T) {
	for name, rep := range map[string]*report.Report{"saas": build(t, saas())} {
		t.Run(name, func(t *testing.T) {
			data := render(t, rep)
			charts := chartsOf(t, data)
			want := 4
			if rep.Comparison != nil {
				want = 5
			}
			if len(charts) != want {
				t.Fatalf("%d charts, want %d", len(charts), want)
			}
			rows := texts(t, open(t, data))["Charts"]
			at := func(col string, row int) string {
				if row > len(rows) || int(col[0]-'A') >= len(rows[row-1]) {
					return ""
				}
				return rows[row-1][col[0]-'A']
			}
			for i, chart := range charts {
				found := cellRange.FindAllStringSubmatch(chart, -1)
				if len(found) < 3 {
					t.Errorf("chart %d refers to %d ranges", i+1, len(found))
				}
				for _, m := range found {
					from, to := number1(t, m[2]), number1(t, m[2])
					if m[4] != "" {
						to = number1(t, m[4])
					}
					for row := from; row <= to; row++ {
						if at(m[1], row) == "" {
							t.Errorf("chart %d: %s is empty at row %d", i+1, m[0], row)
						}
					}
				}
			}
		})
	}
}

func number1(t *testing.T, s string) int {
	t.Helper()
	n := 0
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The names point to the cells whose figures they say, and nowhere else.
func TestNames(t *testing.T) {
	rep := build(t, saas())
	f := open(t, render(t, rep))
	got := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if strings.HasPrefix(n.Name, "_") {
			continue
		}
		sheet, cell, ok := strings.Cut(strings.ReplaceAll(n.RefersTo, "'", ""), "!")
		if !ok {
			t.Fatalf("%s refers to %q", n.Name, n.RefersTo)
		}
		v, err := f.GetCellValue(sheet, strings.ReplaceAll(cell, "$", ""))
		if err != nil || v == "" {
			t.Errorf("%s refers to %s, which holds %q: %v", n.Name, n.RefersTo, v, err)
		}
		got[n.Name] = v
	}
	for name, want := range map[string]string{"FTE": "3", "VolumeHigh": "10", "SIAHours": "20", "CapacityStatus": "short", "Set_paidHours": "40", "Set_serviceLevel": "0.8"} {
		if v := got[name]; !strings.HasPrefix(v, want) {
			t.Errorf("%s is %q, want %s", name, v, want)
		}
	}
	if n := len(rep.Settings); len(got) < n+30 {
		t.Errorf("%d names, want those of %d settings and 30 figures", len(got), n)
	}
}

// Without answers there is nothing to draw, and the sheet says so.
func TestNoCharts(t *testing.T) {
	rep := build(t, empty())
	data := render(t, rep)
	if charts := chartsOf(t, data); len(charts) != 0 {
		t.Errorf("%d charts of an empty engagement", len(charts))
	}
	if !strings.Contains(fmt.Sprint(texts(t, open(t, data))["Charts"]), "nothing to draw") {
		t.Error("the sheet does not say why it is empty")
	}
}
