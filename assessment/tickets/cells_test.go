// Single cells: dates, severities, worked time, states, headers.

package tickets

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		text  string
		order Order
		want  string // RFC 3339 with milliseconds; or missing, unreadable, outside, misfit
	}{
		{"2016-02-29 01:16", DMY, "2016-02-29T01:16:00.000"},
		{"2016-02-29T01:16:07Z", DMY, "2016-02-29T01:16:07.000Z"},
		{"2016-02-29T01:16:07.123Z", DMY, "2016-02-29T01:16:07.123Z"},
		{"2016-02-29T01:16:07.1234567Z", DMY, "2016-02-29T01:16:07.123Z"},
		{"2016-02-29T01:16:07+02:00", DMY, "2016-02-28T23:16:07.000Z"},
		{"2016-02-29T01:16:07-0530", DMY, "2016-02-29T06:46:07.000Z"},
		{"2016-02-29 01:16:07 +02", DMY, "2016-02-28T23:16:07.000Z"},
		{"2016-02-29 01:16:07 UTC", DMY, "2016-02-29T01:16:07.000Z"},
		{"2016-02-29 01:16:07 CEST", DMY, "2016-02-28T23:16:07.000Z"},
		{"2016-02-29", DMY, "2016-02-29T00:00:00.000"},
		{"2016/02/29 01:16", MDY, "2016-02-29T01:16:00.000"},
		{"20160229", DMY, "2016-02-29T00:00:00.000"},
		{"20160229011607", DMY, "2016-02-29T01:16:07.000"},
		{"29-02-2016 01:16", DMY, "2016-02-29T01:16:00.000"},
		{"29.02.2016 01:16:07", DMY, "2016-02-29T01:16:07.000"},
		{"29.2.16 1:16", DMY, "2016-02-29T01:16:00.000"},
		{"29.02.2016, 01:16 Uhr", DMY, "2016-02-29T01:16:00.000"},
		{"03/04/2026 10:00", DMY, "2026-04-03T10:00:00.000"},
		{"03/04/2026 10:00", MDY, "2026-03-04T10:00:00.000"},
		{"3/4/26 1:05 PM", MDY, "2026-03-04T13:05:00.000"},
		{"3/4/2026 12:05:09 AM", MDY, "2026-03-04T00:05:09.000"},
		{"3/4/2026 12:05 p.m.", MDY, "2026-03-04T12:05:00.000"},
		{"3/4/2026 3PM", MDY, "2026-03-04T15:00:00.000"},
		{"25/02/2026", MDY, "misfit"},
		{"02/25/2026", DMY, "misfit"},
		{"02/25/2026", MDY, "2026-02-25T00:00:00.000"},
		{"05/05/2026", MDY, "2026-05-05T00:00:00.000"},
		{"01-Mar-2016", DMY, "2016-03-01T00:00:00.000"},
		{"01/Mar/16 3:04 PM", DMY, "2016-03-01T15:04:00.000"},
		{"Mar 1, 2016 3:04 PM", DMY, "2016-03-01T15:04:00.000"},
		{"March 1st, 2016 at 15:04", DMY, "2016-03-01T15:04:00.000"},
		{"Tue, 01 Mar 2016 10:00:00 +0100", DMY, "2016-03-01T09:00:00.000Z"},
		{"Tue Mar  1 10:00:00 UTC 2016", DMY, "2016-03-01T10:00:00.000Z"},
		{"1. März 2016 10:00", DMY, "2016-03-01T10:00:00.000"},
		{"1. M\xe4rz 2016 10:00", DMY, "2016-03-01T10:00:00.000"},
		{"12 Dez 2016", DMY, "2016-12-12T00:00:00.000"},
		{"Tue Mar 01 2016 10:00:00 GMT+0100 (Central European Standard Time)", DMY, "2016-03-01T09:00:00.000Z"},
		{"1456708560", DMY, "2016-02-29T01:16:00.000Z"},
		{"1456708560.5", DMY, "2016-02-29T01:16:00.500Z"},
		{"1456708560123", DMY, "2016-02-29T01:16:00.123Z"},
		{"1.45670856E9", DMY, "2016-02-29T01:16:00.000Z"},
		{"42429.0527777778", DMY, "2016-02-29T01:16:00.000"},
		{"42429", DMY, "2016-02-29T00:00:00.000"},
		{"24:00", DMY, "unreadable"},
		{"2016-02-29 24:00", DMY, "2016-03-01T00:00:00.000"},
		{"2015-02-29", DMY, "unreadable"},
		{"31/04/2026", DMY, "unreadable"},
		{"32/01/2026", DMY, "unreadable"},
		{"13/13/2026", DMY, "unreadable"},
		{"2016-02-29 25:00", DMY, "unreadable"},
		{"Bob Smith", DMY, "unreadable"},
		{"12", DMY, "outside"},
		{"INC0001", DMY, "unreadable"},
		{"3 - Moderate", DMY, "unreadable"},
		{"1989-12-31 23:59", DMY, "outside"},
		{"2101-01-01 00:00", DMY, "outside"},
		{"0001-01-01T00:00:00Z", DMY, "outside"},
		{"?", DMY, "missing"}, {"", DMY, "missing"}, {"N/A", DMY, "missing"}, {"NULL", DMY, "missing"}, {"-", DMY, "missing"},
		{"none", DMY, "missing"}, {"NaN", DMY, "missing"}, {"--", DMY, "missing"},
	}
	for _, tt := range tests {
		d := parseDate([]byte(tt.text), tt.order, false)
		got := map[dateStatus]string{dateMissing: "missing", dateUnreadable: "unreadable", dateOutside: "outside", dateMisfit: "misfit"}[d.status]
		if d.status == dateRead {
			got = time.UnixMilli(d.ms).UTC().Format("2006-01-02T15:04:05.000")
			if d.zoned {
				got += "Z"
			}
		}
		if got != tt.want {
			t.Errorf("%q, %s: %s, want %s", tt.text, tt.order, got, tt.want)
		}
	}
	if d := parseDate([]byte("40967.5"), DMY, true); time.UnixMilli(d.ms).UTC().Format(time.RFC3339) != "2016-02-29T12:00:00Z" {
		t.Errorf("1904: %v", time.UnixMilli(d.ms).UTC())
	}
}

func TestSeverities(t *testing.T) {
	for word, want := range map[string]string{
		"1 - Critical": "critical", "P1": "critical", "Sev-1": "critical", "S1": "critical", "Urgent": "critical", "Highest": "critical", "Kritisch": "critical",
		"Very High": "critical", "sev 0": "critical", "Priority 1": "critical", "CRITICAL": "critical", "1": "critical",
		"P2": "high", "High": "high", "Major": "high", "Hoch": "high", "2 - High": "high", "1 - High": "high", "SEV2": "high", "2.0": "high",
		"Sev-3": "medium", "Medium": "medium", "Moderate": "medium", "Mittel": "medium", "Normal": "medium", "P3 - Medium": "medium",
		"4 - Low": "low", "5 - Planning": "low", "Informational": "low", "Minor": "low", "Niedrig": "low", "P4": "low", "P5": "low", "Lowest": "low", "Low (4)": "low",
		"": "", "7": "", "0": "", "100": "", "7.5": "", "High/Low": "", "purple": "", "non-critical": "", "TRUE": "", "P9": "", "INC0001": "", "-1": "", "50%": "",
	} {
		if got := LevelName(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestWorked(t *testing.T) {
	tests := []struct {
		text   string
		unit   Unit
		hours  float64
		status workedStatus
	}{
		{"01:30:00", "", 1.5, workedRead}, {"1:30", "", 1.5, workedRead}, {"100:30", "", 100.5, workedRead}, {"1 day, 2:30:00", "", 26.5, workedRead},
		{"1.02:30:00", "", 26.5, workedRead}, {"2 02:30:00", "", 50.5, workedRead}, {"1h 30m", "", 1.5, workedRead}, {"1h30m", "", 1.5, workedRead},
		{"90 min", "", 1.5, workedRead}, {"1 Hour 30 Minutes", "", 1.5, workedRead}, {"1,5 Std", "", 1.5, workedRead}, {"PT1H30M", "", 1.5, workedRead}, {"P1DT2H", "", 26, workedRead},
		{"1970-01-01 01:30:00", "", 1.5, workedRead}, {"1970-01-02 01:30:00", "", 25.5, workedRead}, {"5400", Seconds, 1.5, workedRead}, {"5,400", Seconds, 1.5, workedRead},
		{"90", Minutes, 1.5, workedRead}, {"1.5", Hours, 1.5, workedRead}, {"1,5", Hours, 1.5, workedRead}, {"0.0625", Days, 1.5, workedRead}, {"0", "", 0, workedRead},
		{"90", "", 0, workedNoUnit}, {"?", "", 0, workedMissing}, {"", Hours, 0, workedMissing}, {"-1", Hours, 0, workedUnreadable}, {"soon", Hours, 0, workedUnreadable},
		{"1:75", "", 0, workedUnreadable}, {"P1M", "", 0, workedUnreadable}, {"1e300", Hours, 0, workedUnreadable}, {"NaN", Hours, 0, workedMissing}, {"1:2:3:4", "", 0, workedUnreadable},
	}
	for _, tt := range tests {
		ms, status := parseWorked([]byte(tt.text), tt.unit)
		if status != tt.status || !near(float64(ms)/float64(msHour), tt.hours) {
			t.Errorf("%q in %q: %v h, %d, want %v, %d", tt.text, tt.unit, float64(ms)/float64(msHour), status, tt.hours, tt.status)
		}
	}
}

func TestStatesAndCodes(t *testing.T) {
	for word, want := range map[string]uint8{"New": stateOpen, "In Progress": stateOpen, "Awaiting User Info": stateOpen, "Closed": stateEnded, "Resolved": stateEnded,
		"Closed Complete": stateEnded, "7": stateEnded, "2": stateOpen, "Geschlossen": stateEnded, "Re-opened": stateOpen, "Canceled": stateEnded, "blue": stateUnknown, "Unresolved": stateOpen} {
		if got, _ := parseState(word); got != want {
			t.Errorf("state %q: %d, want %d", word, got, want)
		}
	}
	for word, want := range map[string]uint8{"False Positive": codeNotActionable, "FalsePositive": codeNotActionable, "BenignPositive": codeNotActionable, "Benign Positive - Suspicious but expected": codeNotActionable,
		"True Positive": codeActionable, "TruePositive": codeActionable, "Solved (Permanently)": codeActionable, "Duplicate": codeNotActionable, "code 6": codeUnknown, "Undetermined": codeUnknown,
		"Not an incident": codeNotActionable, "Mine": codeNotActionable} {
		if got := parseCode(word, map[string]bool{"mine": true}); got != want {
			t.Errorf("code %q: %d, want %d", word, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]Field{
		"Incident State": FieldState, "incident_state": FieldState, "Issue key": FieldID, "TICKETID": FieldID, "u_severity": FieldSeverity, "Created (UTC)": FieldOpened,
		"Date/Time Opened": FieldOpened, "Case Severity Level": FieldSeverity, "Time Spent (h)": FieldWorked, "Ticket closed on": FieldClosed, "Resolution Code": FieldCloseCode,
		"first_response_at": FieldAcknowledged, "reopen_count": FieldReopened, "sys_mod_count": FieldSequence, "lastModifiedTime": FieldUpdated, "#": FieldID, "Priorität": FieldSeverity,
		"caller_id": "", "problem_id": "", "opened_by": "", "sys_created_by": "", "u_priority_confirmation": "", "SLA due": "", "Original Estimate": "", "parent incident id": "",
		"Resolved by": "", "Closed by": "", "Reported by": "", "Account ID": "", "Created by": "", "Customer name": "",
	} {
		list := namedFields(header)
		got := Field("")
		if len(list) > 0 {
			got = Fields[list[0].field]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestWindow(t *testing.T) {
	w, err := ParseWindow("5x8")
	if err != nil || w != DefaultWindow() {
		t.Fatal(w, err)
	}
	covered := 0
	for h := range hoursOfWeek {
		if w.Covers(h) {
			covered++
		}
	}
	if covered != 40 || !w.Covers(9) || w.Covers(8) || !w.Covers(16) || w.Covers(17) || w.Covers(5*24+10) || !w.Covers(hoursOfWeek+9) || w.Covers(-1) {
		t.Error("office hours are wrong")
	}
	for text, want := range map[string]Window{"7x24": {7, 24, 0}, "24x7": {7, 24, 0}, "8x5": {5, 8, 9}, "5x18": {5, 18, 6}, "5x8@7.5": {5, 8, 7.5}} {
		if got, err := ParseWindow(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "5", "0x8", "8x8", "5x25", "5x8@20", "5.5x8", "NaNx8", "5xNaN", "5x8@NaN", "5xInf"} {
		if w, err := ParseWindow(text); err == nil {
			t.Errorf("%q: %v", text, w)
		}
	}
}

func TestZoneAgreesWithPackageTime(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	z := newZone(loc)
	for at := time.Date(2026, time.March, 28, 0, 0, 0, 0, time.UTC); at.Year() < 2027; at = at.Add(47 * time.Minute) {
		for range 2 { // looked up and remembered
			local := at.In(loc)
			wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, time.UTC).UnixMilli()
			if got := z.wall(at.UnixMilli()); got != wall {
				t.Fatalf("%v: clock %v", at, time.UnixMilli(got).UTC())
			}
			want := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, loc).UnixMilli()
			if got := z.moment(at.UnixMilli()); got != want {
				t.Fatalf("clock %v: %v", at, time.UnixMilli(got).UTC())
			}
		}
	}
}
