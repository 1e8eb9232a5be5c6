package ranking

import (
	"math"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// With weights w and 1−w, A is worth w, B 1−w and C .6: A is first above .6, B below
// .4; all by integration over w.
func TestSMAAByHand(t *testing.T) {
	a := SMAA(known([]float64{1, 0}, []float64{0, 1}, []float64{.6, .6}), nil, 0, 100_000, 1)
	sound(t, a)
	for i, want := range [][]float64{{.4, .1, .5}, {.4, .1, .5}, {.2, .8, 0}} {
		for k := range want {
			near(t, "rank acceptability", a.Ranks[i][k], want[k], .01)
		}
	}
	for i, want := range []float64{.8, .2, .5} {
		near(t, "central weight", a.Central[i][0], want, .01)
	}
}

func TestSMAAOfFourCriteria(t *testing.T) {
	// Each option is best in one criterion and nothing in the others: the largest of the
	// weights decides, and by symmetry all have the same chance of every rank.
	a := SMAA(known([]float64{1, 0, 0, 0}, []float64{0, 1, 0, 0}, []float64{0, 0, 1, 0}, []float64{0, 0, 0, 1}), nil, 0, 100_000, 2)
	sound(t, a)
	for i := range 4 {
		for k := range 4 {
			near(t, "rank acceptability", a.Ranks[i][k], .25, .01)
		}
		// The mean of the largest of four uniform spacings is (1 + 1/2 + 1/3 + 1/4)/4.
		near(t, "central weight", a.Central[i][i], 25.0/48, .01)
	}
}

func TestSMAAOfIntervals(t *testing.T) {
	// One criterion: of U(0, 1) and .3 the first is the larger with .7. Of two U(0, 1)
	// either.
	one := [][]Value{{{Low: 0, High: 1}}, {Known(.3)}}
	a := SMAA(one, nil, 0, 100_000, 3)
	sound(t, a)
	near(t, "first", a.Ranks[0][0], .7, .01)
	two := [][]Value{{{Low: 0, High: 1}}, {{Low: 0, High: 1}}}
	a = SMAA(two, nil, 0, 100_000, 3)
	near(t, "first", a.Ranks[0][0], .5, .01)
	for i := range two {
		if two[i][0].Low != 0 || two[i][0].High != 1 {
			t.Error("arguments have changed")
		}
	}
}

func TestSMAASharesTies(t *testing.T) {
	for name, values := range map[string][][]Value{
		"the same":    known([]float64{.4, .7}, []float64{.4, .7}, []float64{.4, .7}),
		"by rounding": {{{NA: true}, Known(.1), Known(.1)}, {Known(.1), {NA: true}, Known(.1)}, {Known(.1), Known(.1), Known(.1)}},
		"nothing":     {{{NA: true}}, {{NA: true}}, {{NA: true}}},
		"no criteria": {{}, {}, {}},
	} {
		a := SMAA(values, nil, 0, 999, 4)
		sound(t, a)
		for i := range 3 {
			for k := range 3 {
				near(t, name, a.Ranks[i][k], 1.0/3, 1e-9)
			}
		}
	}
	// Two tie behind the first and before the last.
	a := SMAA(known([]float64{.5}, []float64{.9}, []float64{.5}, []float64{0}), nil, 0, 100, 4)
	for i, want := range [][]float64{{0, .5, .5, 0}, {1, 0, 0, 0}, {0, .5, .5, 0}, {0, 0, 0, 1}} {
		for k := range want {
			near(t, "rank acceptability", a.Ranks[i][k], want[k], 1e-9)
		}
	}
}

func TestSMAAWhatDoesNotApply(t *testing.T) {
	na := Value{NA: true}
	// The first is worth .5 by its only criterion. As 0 the other would make it lose.
	a := SMAA([][]Value{{na, Known(.5)}, {Known(.4), Known(.4)}}, nil, 0, 1000, 5)
	sound(t, a)
	near(t, "first", a.Ranks[0][0], 1, 0)
	// To which nothing applies comes after what is worth nothing.
	a = SMAA([][]Value{{na, na}, {Known(0), Known(0)}}, nil, 0, 1000, 5)
	near(t, "last", a.Ranks[0][1], 1, 0)
	// It applies, but only where nothing is at stake.
	a = SMAA([][]Value{{Known(1), na}, {Known(0), Known(0)}}, []float64{0, 1}, 30, 1000, 5)
	sound(t, a)
	near(t, "last", a.Ranks[0][1], 1, 0)
}

func TestSMAAStatedWeights(t *testing.T) {
	values := known([]float64{1, 0, 1}, []float64{0, 1, 1})
	// Weights of Beta(a, b): the mean is a/(a+b); the more concentrated, the surer.
	before := 0.0
	for _, concentration := range []float64{.01, 1, 10, 100, 1000, math.Inf(1)} {
		a := SMAA(values, []float64{3, 2, 0}, concentration, 20_000, 6)
		sound(t, a)
		first := a.Ranks[0][0]
		if first < before {
			t.Errorf("first in %v with concentration %v, in %v with less", first, concentration, before)
		}
		before = first
		for i := range a.Central {
			if a.Central[i] != nil && a.Central[i][2] != 0 {
				t.Errorf("what is stated 0 weighs %v", a.Central[i][2])
			}
		}
	}
	near(t, "first without spread", before, 1, 0)
	// Hardly concentrated, one criterion has all the weight: it is the first with .6.
	near(t, "first", SMAA(values, []float64{3, 2, 0}, 1e-6, 100_000, 6).Ranks[0][0], .6, .01)
	// Dirichlet(1, 1) is uniform, whichever way it is drawn.
	three := known([]float64{1, 0}, []float64{0, 1}, []float64{.6, .6})
	a := SMAA(three, []float64{1, 1}, 2, 100_000, 6)
	for i, want := range []float64{.4, .4, .2} {
		near(t, "first", a.Ranks[i][0], want, .01)
	}
	if !reflect.DeepEqual(a, SMAA(three, []float64{.5, .5}, 2, 100_000, 6)) {
		t.Error("the unit of stated weights matters")
	}
}

func TestSMAAOfNothing(t *testing.T) {
	values := known([]float64{1, 0}, []float64{0, 1})
	for name, a := range map[string]Acceptability{
		"no options":       SMAA(nil, nil, 0, 100, 1),
		"no draws":         SMAA(values, nil, 0, 0, 1),
		"no weights":       SMAA(values, []float64{0, 0}, 30, 100, 1),
		"negative weights": SMAA(values, []float64{1, -1}, 30, 100, 1),
		"no concentration": SMAA(values, []float64{1, 1}, 0, 100, 1),
		"unknown one":      SMAA(values, []float64{1, 1}, math.NaN(), 100, 1),
	} {
		if a.Ranks != nil || a.Central != nil {
			t.Errorf("%s: %v", name, a)
		}
	}
	for _, draws := range []int{1, 2, 63, 64, 65, 1000} {
		sound(t, SMAA(values, nil, 0, draws, 1))
	}
}

func TestSMAAIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, anyValue, 1, 10)
		if rapid.Bool().Draw(t, "uniform") {
			points = nil
		}
		concentration := rapid.Float64Range(.01, 100).Draw(t, "concentration")
		a := SMAA(values, points, concentration, rapid.IntRange(1, 300).Draw(t, "draws"), rapid.Uint64().Draw(t, "seed"))
		if len(a.Ranks) != len(values) {
			t.Fatalf("ranks of %d options", len(a.Ranks))
		}
		sound(t, a)
	})
}

// Ranks counted the slow way from the same weights.
func TestSMAAAgreesWithOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, values := drawCase(t, rapid.OneOf(certain, certain, rapid.Just(Value{NA: true})), 1, 10)
		const draws = 20 // fewer than blocks: each has its own stream
		seed := rapid.Uint64().Draw(t, "seed")
		n, m := len(values), len(values[0])
		want := make([][]float64, n)
		for i := range want {
			want[i] = make([]float64, n)
		}
		w := make([]float64, m)
		for k := range draws {
			s := newStream(seed, uint64(k))
			s.Exponentials(w)
			scores := worths(w, values)["weighted sum"]
			for i, x := range scores {
				above, alike := 0, 0
				for _, y := range scores {
					switch {
					case y.Mid-x.Mid >= 1e-12 || math.IsNaN(x.Mid) && !math.IsNaN(y.Mid):
						above++
					case y.Mid-x.Mid > -1e-12 || math.IsNaN(x.Mid):
						alike++
					}
				}
				for rank := above; rank < above+alike; rank++ {
					want[i][rank] += 1 / float64(alike) / draws
				}
			}
		}
		a := SMAA(values, nil, 0, draws, seed)
		for i := range want {
			for k := range want[i] {
				near(t, "rank acceptability", a.Ranks[i][k], want[i][k], 1e-9)
			}
		}
	})
}

func TestSMAABetterValueLowersNoRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, certain, 1, 8)
		if rapid.Bool().Draw(t, "uniform") {
			points = nil
		}
		changed, i := better(t, values)
		before, after := SMAA(values, points, 20, 100, 7), SMAA(changed, points, 20, 100, 7)
		was, is := 0.0, 0.0
		for k := range values { // so often among the first k
			was += before.Ranks[i][k]
			is += after.Ranks[i][k]
			if is < was-1e-9 {
				t.Errorf("among the first %d in %v, with the better value in %v", k+1, was, is)
			}
		}
	})
}

func TestADominatedOptionIsNeverFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, values := drawCase(t, certain, 1, 7)
		of := rapid.IntRange(0, len(values)-1).Draw(t, "of")
		worse := slices.Clone(values[of])
		for j, v := range worse {
			worse[j] = Known(min(v.Low, grid.Draw(t, "no better")))
		}
		j := slices.IndexFunc(points, func(p float64) bool { return p > 0 })
		if worse[j].Low == 0 { // nothing could be worse: the other is better instead
			values[of] = slices.Clone(values[of])
			values[of][j] = Known(max(.001, values[of][j].Low))
		} else {
			worse[j] = Known(worse[j].Low - .001)
		}
		values = append(values, worse)
		i := len(values) - 1
		for method, scores := range worths(points, values) {
			if Order(scores, nil)[0] == i {
				t.Errorf("%s: first", method)
			}
		}
		if a := SMAA(values, nil, 0, 100, 8); a.Ranks[i][0] != 0 || a.Central[i] != nil {
			t.Errorf("first in %v of the draws", a.Ranks[i][0])
		}
		if a := SMAA(values, points, 200, 100, 8); a.Ranks[i][0] != 0 {
			t.Errorf("first in %v of the draws around stated weights", a.Ranks[i][0])
		}
	})
}

// mixed has known values, intervals and some that do not apply; two options more are
// the same, so that there is a tie in every draw.
func mixed(options, criteria int) [][]Value {
	s := newStream(9, 0)
	values := make([][]Value, options)
	for i := range values {
		for range criteria {
			v := Known(s.Uniform())
			switch u := s.Uniform(); {
			case u < .1:
				v = Value{NA: true}
			case u < .3:
				v.High += (1 - v.High) * s.Uniform()
			}
			values[i] = append(values[i], v)
		}
	}
	same := make([]Value, criteria)
	for j := range same {
		same[j] = Known(s.Uniform())
	}
	return append(values, same, same)
}

func TestSMAAWhateverTheNumberOfProcessors(t *testing.T) {
	values := mixed(10, 6)
	stated := []float64{5, 1, 3, .1, 0, 2}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	uniform, around := SMAA(values, nil, 0, 5000, 10), SMAA(values, stated, 30, 5000, 10)
	sound(t, uniform)
	sound(t, around)
	for range 5 {
		runtime.GOMAXPROCS(4)
		if !reflect.DeepEqual(SMAA(values, nil, 0, 5000, 10), uniform) || !reflect.DeepEqual(SMAA(values, stated, 30, 5000, 10), around) {
			t.Fatal("four processors rank differently from one")
		}
	}
	if reflect.DeepEqual(SMAA(values, nil, 0, 5000, 11), uniform) {
		t.Error("another seed changes nothing")
	}
}

// A ranking that was reported must come out the same later, with any Go version.
func TestSMAAStaysTheSame(t *testing.T) {
	values := known([]float64{.9, .1, .5}, []float64{.2, .8, .5}, []float64{.5, .5, .6})
	for name, c := range map[string]struct {
		stated []float64
		want   [][]float64
	}{
		"uniform": {nil, [][]float64{{412, 104, 484}, {340, 144, 516}, {248, 752, 0}}},
		"stated":  {[]float64{3, 2, 1}, [][]float64{{743, 71, 186}, {122, 64, 814}, {135, 865, 0}}},
	} {
		a := SMAA(values, c.stated, 20, 1000, 1)
		for i := range a.Ranks {
			for k := range a.Ranks[i] {
				a.Ranks[i][k] = math.Round(a.Ranks[i][k] * 1000)
			}
		}
		if !reflect.DeepEqual(a.Ranks, c.want) {
			t.Errorf("%s: %v, want %v", name, a.Ranks, c.want)
		}
	}
}

func TestSMAAAllocatesNothingPerDraw(t *testing.T) {
	values := mixed(10, 6)
	count := func(draws int) float64 {
		return testing.AllocsPerRun(5, func() { SMAA(values, nil, 0, draws, 1) })
	}
	if few, many := count(1000), count(20_000); many > few+20 { // goroutines vary a little
		t.Errorf("%v allocations for 1000 draws, %v for 20000", few, many)
	}
}
