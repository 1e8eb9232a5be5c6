// What the tests share: values on a grid, so that worths which differ do so by more
// than counts as a tie.

package ranking

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type tester interface {
	Helper()
	Errorf(format string, args ...any)
}

func near(t tester, name string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// known makes rows of known values.
func known(rows ...[]float64) [][]Value {
	values := make([][]Value, len(rows))
	for i, row := range rows {
		for _, v := range row {
			values[i] = append(values[i], Known(v))
		}
	}
	return values
}

// mids is the opposite of known.
func mids(values [][]Value) [][]float64 {
	rows := make([][]float64, len(values))
	for i, row := range values {
		for _, v := range row {
			rows[i] = append(rows[i], v.Mid())
		}
	}
	return rows
}

// grid draws a thousandth of 0..1, the ends often.
var grid = rapid.Map(rapid.IntRange(-50, 1050), func(i int) float64 {
	return float64(min(max(i, 0), 1000)) / 1000
})

var certain = rapid.Map(grid, Known)

// anyValue is a known value, an interval or one that does not apply.
var anyValue = rapid.Custom(func(t *rapid.T) Value {
	a, b := grid.Draw(t, "low"), grid.Draw(t, "high")
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return Value{NA: true}
	case 1, 2:
		return Value{Low: min(a, b), High: max(a, b)}
	}
	return Known(a)
})

// drawCase draws points, of which one is above 0, and the values of options.
func drawCase(t *rapid.T, value *rapid.Generator[Value], least, most int) (points []float64, values [][]Value) {
	m := rapid.IntRange(1, 6).Draw(t, "criteria")
	whole := rapid.Map(rapid.IntRange(0, 20), func(i int) float64 { return float64(i) })
	points = rapid.SliceOfN(whole, m, m).Draw(t, "points")
	points[rapid.IntRange(0, m-1).Draw(t, "weighty")]++
	values = rapid.SliceOfN(rapid.SliceOfN(value, m, m), least, most).Draw(t, "values")
	return points, values
}

// worths are what two methods make of the options: weighted sums, and closeness as
// Mid.
func worths(weights []float64, values [][]Value) map[string][]Score {
	sums, close := make([]Score, len(values)), make([]Score, len(values))
	for i, v := range values {
		sums[i] = WeightedSum(weights, v)
		close[i].Mid = Closeness(weights, v)
	}
	return map[string][]Score{"weighted sum": sums, "closeness": close}
}

// better makes one value of a known option larger where there is room.
func better(t *rapid.T, values [][]Value) (changed [][]Value, option int) {
	i := rapid.IntRange(0, len(values)-1).Draw(t, "option")
	j := rapid.IntRange(0, len(values[i])-1).Draw(t, "criterion")
	changed = slices.Clone(values)
	changed[i] = slices.Clone(values[i])
	changed[i][j] = Known(max(values[i][j].Low, grid.Draw(t, "better")))
	return changed, i
}

// sound checks that ranks are shares of draws and central weights are weights.
func sound(t tester, a Acceptability) {
	t.Helper()
	n := len(a.Ranks)
	columns := make([]float64, n)
	for i, row := range a.Ranks {
		sum := 0.0
		for k, x := range row {
			if !(x >= 0 && x <= 1+1e-9) {
				t.Errorf("option %d takes rank %d in %v of the draws", i, k, x)
			}
			sum += x
			columns[k] += x
		}
		near(t, "sum over ranks", sum, 1, 1e-9)
		if (row[0] > 0) != (a.Central[i] != nil) {
			t.Errorf("first in %v, central weights %v", row[0], a.Central[i])
		}
		if len(a.Central[i]) > 0 {
			sum := 0.0
			for _, w := range a.Central[i] {
				sum += w
			}
			near(t, "sum of central weights", sum, 1, 1e-9)
		}
	}
	for _, sum := range columns {
		near(t, "sum over options", sum, 1, 1e-9)
	}
}

func expect(t *testing.T, got, want []int) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
