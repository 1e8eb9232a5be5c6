// Package benchmark compares engagements without a server. An engagement is written
// as an anonymous record: bands, means, rounded figures and verdicts, no word that
// somebody typed and nothing that identifies. A folder of such records gives
// percentiles beside one's own figures. It is pure; bands and limits are data
// (assets/benchmark.yaml).
package benchmark

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"muster/assessment"
	"muster/assessment/datafile"
	"muster/assets"
)

// Rules say what a record may hold.
type Rules struct {
	Format  string  `yaml:"format"` // muster-benchmark-bands
	Version int     `yaml:"version"`
	Records int     `yaml:"fewestRecords"` // of fewer nothing is said; at least least
	Levels  int     `yaml:"fewestLevels"`  // of fewer answers no mean is written; at least least − 2
	Bands   []Group `yaml:"bands"`
	Figures []Kind  `yaml:"figures"`
}

// least is how many records a percentile needs whatever the data file says.
const least = 5

// Group is a figure of the organisation that is told by its band.
type Group struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Bands []Band `yaml:"bands"` // rising
}

// Band reaches from the one before up to, and without, To.
type Band struct {
	ID    string   `yaml:"id"`
	Title string   `yaml:"title"`
	To    *float64 `yaml:"to"` // nil: the last
}

// Kind is a key figure and how it is rounded.
type Kind struct {
	ID    string  `yaml:"id"`
	Title string  `yaml:"title"`
	Step  float64 `yaml:"step"`
	Low   float64 `yaml:"low"`
	High  float64 `yaml:"high"`
	Share bool    `yaml:"share"` // written in per cent
}

// The bands and figures this program can fill in; the data file has to name each.
var (
	groups  = []string{"employees", "fte", "volume", "cover"}
	sources = map[string]func(*assessment.Result) assessment.Figure{
		"ratio":      func(r *assessment.Result) assessment.Figure { return r.Capacity.Ratio },
		"urgent":     func(r *assessment.Result) assessment.Figure { return r.Capacity.Attainment.Urgent },
		"staff":      func(r *assessment.Result) assessment.Figure { return r.Staff.Index },
		"skills":     func(r *assessment.Result) assessment.Figure { return r.Skills.Index },
		"tools":      func(r *assessment.Result) assessment.Figure { return r.Tools.Index },
		"process":    func(r *assessment.Result) assessment.Figure { return r.Process.Index },
		"plan":       func(r *assessment.Result) assessment.Figure { return r.CSIRP.Index },
		"clarity":    func(r *assessment.Result) assessment.Figure { return assessment.Figure(r.Responsibilities.Clarity) },
		"confidence": func(r *assessment.Result) assessment.Figure { return assessment.Figure(r.Confidence.Value) },
	}
)

// Load reads and checks rules; the error holds every fault with its place.
func Load(name string, data []byte) (*Rules, error) {
	r := &Rules{}
	src, err := datafile.Decode(name, data, r)
	if err != nil {
		return nil, err
	}
	if r.Format != "muster-benchmark-bands" {
		src.Faultf("format", "found %q, allowed is \"muster-benchmark-bands\"", r.Format)
	}
	if r.Version != 1 {
		src.Faultf("version", "found %d, allowed is 1", r.Version)
	}
	if r.Records < least {
		src.Faultf("fewestRecords", "found %d, allowed: %d and more", r.Records, least)
	}
	if r.Levels < least-2 {
		src.Faultf("fewestLevels", "found %d, allowed: %d and more", r.Levels, least-2)
	}
	var ids []string
	for i, g := range r.Bands {
		at := fmt.Sprintf("bands[%d]", i)
		ids = append(ids, g.ID)
		low := math.Inf(-1)
		for k, b := range g.Bands {
			last := k == len(g.Bands)-1
			switch {
			case b.ID == "" || strings.TrimSpace(b.Title) == "":
				src.Faultf(fmt.Sprintf("%s.bands[%d]", at, k), "id and title are needed")
			case (b.To == nil) != last:
				src.Faultf(fmt.Sprintf("%s.bands[%d]", at, k), "every band but the last needs to, and the last has none")
			case !last && *b.To <= low:
				src.Faultf(fmt.Sprintf("%s.bands[%d].to", at, k), "found %g, allowed: more than the band before", *b.To)
			case !last:
				low = *b.To
			}
		}
		if len(g.Bands) < 2 {
			src.Faultf(at+".bands", "at least two are needed")
		}
	}
	if !slices.Equal(ids, groups) {
		src.Faultf("bands", "found %s, allowed: %s, in this order", strings.Join(ids, ", "), strings.Join(groups, ", "))
	}
	seen := map[string]bool{}
	for i, k := range r.Figures {
		at := fmt.Sprintf("figures[%d]", i)
		if sources[k.ID] == nil || seen[k.ID] {
			src.Faultf(at+".id", "found %q, which is no key figure or stands here twice", k.ID)
		}
		seen[k.ID] = true
		if strings.TrimSpace(k.Title) == "" || !(k.Step >= 0.05) || !(k.High > k.Low) {
			src.Faultf(at, "a title, a step of 0.05 and more, and a range are needed")
		}
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Default are the rules that ship with the program.
var Default = sync.OnceValue(func() *Rules {
	r, err := Load("benchmark.yaml", assets.Benchmark)
	if err != nil {
		panic(err) // a test loads the shipped rules
	}
	return r
})

// band is the id of the band a figure falls into; empty where it is none.
func (g *Group) band(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	for _, b := range g.Bands {
		if b.To == nil || v < *b.To {
			return b.ID
		}
	}
	return ""
}

// BandTitle is what a band is called; the id itself where it is not known.
func (g *Group) BandTitle(id string) string {
	for _, b := range g.Bands {
		if b.ID == id {
			return b.Title
		}
	}
	return id
}

// Group finds a group of bands by its id; nil for none.
func (r *Rules) Group(id string) *Group {
	for i := range r.Bands {
		if r.Bands[i].ID == id {
			return &r.Bands[i]
		}
	}
	return nil
}

// round brings a figure into its range and to its step.
func (k *Kind) round(v float64) float64 {
	return stepped(math.Max(k.Low, math.Min(k.High, v)), k.Step)
}

// stepped is v to a step, without the dust of binary fractions.
func stepped(v, step float64) float64 {
	out, _ := strconv.ParseFloat(strconv.FormatFloat(math.Round(v/step)*step, 'f', 2, 64), 64)
	return out
}

// text is a figure as people write it.
func (k *Kind) text(v assessment.Figure) string {
	if k.Share {
		return assessment.FormatShare(float64(v))
	}
	return v.Format(2)
}
