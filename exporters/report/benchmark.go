// A comparison with anonymous records: the tables, the picture and the sentences that
// window and command line show.

package report

import (
	"fmt"

	"muster/assessment"
	"muster/assessment/benchmark"
	"muster/assessment/messages"
	"muster/exporters/chart"
	"muster/exporters/look"
)

// BenchmarkLeftOut says of how many records nothing was taken, and why.
func BenchmarkLeftOut(lang *messages.Catalogue, c *benchmark.Comparison) []string {
	var out []string
	for _, x := range []struct {
		n    int
		what string
	}{{c.Doubles, lang.Text("of the same content as another or as yours")}, {c.Foreign, lang.Text("of another version of the question set")}, {c.Filtered, lang.Text("not of the kind you asked for")}} {
		if x.n > 0 {
			out = append(out, lang.Say("%s %s.", lang.Count(x.n, "1 record is", "%d records are"), x.what))
		}
	}
	return out
}

// BenchmarkTable sets one's own figures beside the quartiles of others'; title names
// what the rows are.
func BenchmarkTable(lang *messages.Catalogue, title string, rows []benchmark.Row) Table {
	t := Table{Columns: []Column{{title, 24, false}, {lang.Text("Yours"), 8, true}, {lang.Text("Quarter below"), 10, true}, {lang.Text("Middle"), 9, true}, {lang.Text("Quarter above"), 10, true}, {lang.Text("Records"), 10, true}, {lang.Text("In words"), 29, false}}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []string{r.Title, r.Shown.Own, r.Shown.Low, r.Shown.Middle, r.Shown.High, fmt.Sprint(r.Count), r.Text})
	}
	return t
}

// BenchmarkShares says how often each verdict was given.
func BenchmarkShares(lang *messages.Catalogue, c *benchmark.Comparison) []string {
	var out []string
	for _, s := range c.Verdicts {
		text := lang.Say("%s, %s: %s", s.Title, look.Verdict(s.Verdict).Word, assessment.FormatShare(s.Share))
		if s.Own {
			text = lang.Say("%s, yours too", text)
		}
		out = append(out, text)
	}
	return out
}

// BenchmarkPicture shows one's own mean levels among those of others. Of what too few
// records tell only one's own is drawn.
func BenchmarkPicture(lang *messages.Catalogue, c *benchmark.Comparison, width float64) chart.Scene {
	rows := make([]chart.Spread, len(c.Sections))
	for i, r := range c.Sections {
		rows[i] = chart.Spread{Title: r.Title, Own: float64(r.Own), Low: float64(r.Low), Middle: float64(r.Middle), High: float64(r.High),
			OwnKnown: r.Own.Known(), Known: r.Low.Known() && r.High.Known(), Shown: r.Shown.Own, Note: lang.Count(r.Count, "1 record", "%d records")}
	}
	return chart.Spreads(lang, lang.Text("Mean level by section among those of others"), rows, 4, width)
}

// BenchmarkCaption says what to see in the picture.
var BenchmarkCaption = messages.Mark("Mean level of each section, 0 to 4: the bar holds the middle half of the records, its line the one in the middle; the diamond is your own.")
