package ranking

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The choice of a car (style, reliability, fuel economy, cost) that many courses on
// decision analysis use to show TOPSIS.
func TestClassicTOPSISPublishedTable(t *testing.T) {
	cars := [][]float64{
		{7, 9, 9, 8}, // Civic
		{8, 7, 8, 7}, // Saturn
		{9, 6, 8, 9}, // Ford
		{6, 7, 8, 6}, // Mazda
	}
	ideal, anti, closeness := ClassicTOPSIS(cars, []float64{.1, .4, .3, .2}, []bool{false, false, false, true})
	for j, want := range []float64{.0593, .2455, .1634, .0791} {
		near(t, "ideal", ideal[j], want, 5e-5)
	}
	for j, want := range []float64{.0396, .1637, .1453, .1187} { // 6·.1/√230 and so on
		near(t, "anti-ideal", anti[j], want, 5e-5)
	}
	for i, want := range []float64{.7427, .4036, .1759, .4414} {
		near(t, "closeness", closeness[i], want, 5e-5)
	}
}

func TestClassicTOPSISCorners(t *testing.T) {
	if ideal, anti, closeness := ClassicTOPSIS(nil, []float64{1}, []bool{false}); len(ideal) != 1 || len(anti) != 1 || len(closeness) != 0 {
		t.Errorf("%v, %v, %v without options", ideal, anti, closeness)
	}
	_, _, c := ClassicTOPSIS([][]float64{{0, 1}, {0, 2}}, []float64{.5, .5}, []bool{false, false})
	near(t, "worst", c[0], 0, 0)
	near(t, "best", c[1], 1, 0)
	_, _, c = ClassicTOPSIS([][]float64{{1}, {1}}, []float64{1}, []bool{false})
	if !math.IsNaN(c[0]) {
		t.Errorf("closeness %v where all are the same", c)
	}
}

// The reason why ClassicTOPSIS is not for decisions, and that Closeness does better.
func TestClassicTOPSISReversesRanks(t *testing.T) {
	weights, benefit := []float64{.5, .5}, []bool{false, false}
	reversed := 0
	for a := range 20 {
		for b := range 20 {
			two := [][]float64{{.3, .8}, {.7, .45}}
			_, _, before := ClassicTOPSIS(two, weights, benefit)
			_, _, after := ClassicTOPSIS(append(two, []float64{float64(a) / 20, float64(b) / 20}), weights, benefit)
			if (before[0] > before[1]) != (after[0] > after[1]) {
				reversed++
			}
		}
	}
	if reversed == 0 {
		t.Error("no third option of 400 reverses the ranks of two")
	}
}

func TestCloseness(t *testing.T) {
	w := []float64{.6, .4}
	near(t, "best", Closeness(w, known([]float64{1, 1})[0]), 1, 0)
	near(t, "worst", Closeness(w, known([]float64{0, 0})[0]), 0, 0)
	near(t, "one of two", Closeness(w, known([]float64{1, 0})[0]), .6, 1e-15)
	// d+ = √(.24² + .2²), d− = √(.36² + .2²)
	near(t, "middling", Closeness(w, known([]float64{.6, .5})[0]), math.Sqrt(.1696)/(math.Sqrt(.1696)+math.Sqrt(.0976)), 1e-15)
	near(t, "interval", Closeness(w, []Value{{Low: .4, High: .8}, Known(.5)}), Closeness(w, known([]float64{.6, .5})[0]), 1e-15)
	near(t, "NA", Closeness(w, []Value{Known(.7), {NA: true}}), .7, 1e-15)
}

func TestClosenessOfOneCriterionIsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, w := grid.Draw(t, "v"), rapid.Float64Range(1e-3, 1e3).Draw(t, "w")
		near(t, "closeness", Closeness([]float64{w}, []Value{Known(v)}), v, 1e-12)
	})
}
