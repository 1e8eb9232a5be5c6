// History: what an export says, for programs and screens.

package tickets

import "time"

// History is what a ticket export yields. A figure that the export does not
// give is null in JSON.
type History struct {
	File   string `json:"file"`   // base name
	SHA256 string `json:"sha256"` // of the file's bytes, hex
	// Format is csv or xlsx; Encoding and Delimiter are those of a CSV, Sheet is
	// that of a workbook.
	Format    string `json:"format"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`

	Rows    int64             `json:"rows"`    // below the header, used or not
	Tickets int64             `json:"tickets"` // used
	Counts  BySeverity[int64] `json:"counts"`  // tickets by severity
	Unused  []Unused          `json:"unused"`  // rows by reason, most frequent first
	// Columns names the header of the column each field was read from.
	Columns    map[Field]string `json:"columns"`
	WorkedUnit Unit             `json:"workedUnit,omitempty"`
	DateOrder  Order            `json:"dateOrder"` // ISO when no date needed one
	TimeZone   string           `json:"timeZone"`  // of times without one, and of the hours of the week

	// From and To are the first and the last opening, Weeks the time between in
	// weeks of seven days.
	From  *time.Time `json:"from"`
	To    *time.Time `json:"to"`
	Weeks Figure     `json:"weeks"`
	// PerWeek is tickets divided by Weeks, with the exact 95 % interval of a
	// Poisson count (Garwood 1936): low = χ²(0.025; 2k)/2, high = χ²(0.975;
	// 2k+2)/2, divided by Weeks. Clustered tickets spread wider than that.
	PerWeek      BySeverity[Rate] `json:"perWeek"`
	PerWeekTotal Rate             `json:"perWeekTotal"`
	// HandleHours is worked time, ElapsedHours the time from opening to resolution
	// (to closing where no column holds it), AcknowledgeHours that to the first
	// acknowledgement, all in hours.
	HandleHours  *BySeverity[*Summary] `json:"handleHours"`
	ElapsedHours *BySeverity[*Summary] `json:"elapsedHours"`
	// HandleQuantiles are at most 100 rising values of worked hours by severity,
	// evenly spaced in rank: the shape of HandleHours, kept for the simulation.
	HandleQuantiles  BySeverity[[]float64] `json:"handleQuantiles"`
	AcknowledgeHours *BySeverity[*Summary] `json:"acknowledgeHours"`
	// AcknowledgeWithin is the share of the acknowledged tickets that were
	// acknowledged within Targets, in hours.
	AcknowledgeWithin *BySeverity[Figure] `json:"acknowledgeWithin"`
	Targets           BySeverity[float64] `json:"targets"`

	Cover        Window `json:"cover"`
	OutsideShare Figure `json:"outsideShare"` // of tickets opened outside Cover
	// Dispersion is variance / mean of the counts per hour (per day) of clock
	// time from the hour (day) of the first opening to that of the last, both
	// included; the variance is that of the population (divided by n). 1 is what
	// chance alone gives.
	Dispersion Dispersion `json:"dispersion"`
	// DaysOnly is set where the openings seem to be days without times: OutsideShare,
	// HourOfWeek, the hourly dispersion and the hours of arrivals mean nothing then.
	DaysOnly  bool `json:"daysOnly,omitempty"`
	Clustered bool `json:"clustered"` // well above 1: more than 1.5 and more than three standard errors
	// TrendPerMonth is the change in tickets a week from one month to the next:
	// the least-squares slope of the counts of the whole weeks of seven days from
	// the hour of the first opening on, times 365.25/12/7. Missing below three
	// whole weeks.
	TrendPerMonth Figure `json:"trendPerMonth"`

	ReopenedShare      Figure             `json:"reopenedShare"`
	NotActionableShare Figure             `json:"notActionableShare"` // of the tickets with a closing code
	HourOfWeek         [hoursOfWeek]int64 `json:"hourOfWeek"`         // openings, Monday 00:00 first
	// Weekly are the calendar weeks from the first opening to the last, the first
	// and last ones mostly parts of a week; at most the latest 1,040.
	Weekly []Week `json:"weekly"`
	// Gaps are the Mondays of weeks without tickets; at most the latest 1,040.
	Gaps    []string `json:"gaps"`
	Backlog *Backlog `json:"backlog"`
	Remarks []string `json:"remarks"` // what to know before using the figures

	arrivals []Arrival
}

// Rate is tickets a week with the 95 % interval.
type Rate struct {
	Mean Figure `json:"mean"`
	Low  Figure `json:"low"`
	High Figure `json:"high"`
}

// Dispersion is the index of dispersion of counts per hour and per day.
type Dispersion struct {
	Hourly Figure `json:"hourly"`
	Daily  Figure `json:"daily"`
}

// Week is one calendar week.
type Week struct {
	Monday     string            `json:"week"` // yyyy-mm-dd
	Tickets    int64             `json:"tickets"`
	BySeverity BySeverity[int64] `json:"bySeverity"`
	Open       *int64            `json:"open"` // at its end; null where the export cannot tell
}

// Backlog is what is left open at the end of the export.
type Backlog struct {
	AsOf time.Time `json:"asOf"` // the latest moment in the export
	Open int64     `json:"open"`
	// Overdue are those open tickets that were not acknowledged in time and are
	// older than their target, to the hour.
	Overdue int64 `json:"overdue"`
}

// Arrival is one ticket for replay.
type Arrival struct {
	Hour     float64 // since the Monday 00:00 before the first arrival, clock time
	Severity int     // 0 critical to 3 low
}

// Arrivals are the tickets in the order they came, at most the latest 200,000.
// They are not part of the JSON.
func (h *History) Arrivals() []Arrival { return h.arrivals }
