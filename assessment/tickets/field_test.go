// What exports of other tools and hands hold, and what must come of it.

package tickets

import (
	"fmt"
	"strings"
	"testing"

	"muster/assessment/question"
)

func TestDatesOfOtherPrograms(t *testing.T) {
	const want = "2026-01-05T14:03:22"
	for _, text := range []string{
		"1/5/2026, 2:03:22\u202fPM", "05 Jan 2026\u00a014:03:22", "Jan 5, 2026 @ 14:03:22.000", "20260105T140322Z", "20260105 140322",
		"20260105T140322.000Z", "\u200e5 Jan 2026 14:03:22", "5 janv. 2026 14:03:22", "5 de enero de 2026 14:03:22", "Mon Jan  5 14:03:22 UTC 2026",
		"05 Jan 2026\xa014:03:22",
	} {
		d := parseDate([]byte(text), MDY, false)
		if got := newZone(nil).time(d.ms).Format(iso); d.status != dateRead || got != want {
			t.Errorf("%q: %s, status %d", text, got, d.status)
		}
	}
	for _, text := range []string{"@ 14:03", "20260105T14032Z", "20261305T140322Z", "20260105T146022Z", "20260105T140322.Z"} {
		if d := parseDate([]byte(text), MDY, false); d.status != dateUnreadable {
			t.Errorf("%q is read as %s", text, newZone(nil).time(d.ms))
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]int64{"14:03": 14*60 + 3, "2:03 PM": 14*60 + 3, "0.585416666666667": 14*60 + 3, "0": 0, "12:00 AM": 0} {
		if ms, ok := timeOfDay([]byte(text)); !ok || ms != want*60_000 {
			t.Errorf("%q: %d, %v", text, ms, ok)
		}
	}
	for _, text := range []string{"", "2026-01-05 14:03", "1.5", "-0.5", "soon", "14:03Z"} {
		if ms, ok := timeOfDay([]byte(text)); ok {
			t.Errorf("%q: %d", text, ms)
		}
	}
}

func TestExportsFromTheField(t *testing.T) {
	wide := strings.Repeat(",x", 1200)
	for _, tt := range []struct {
		name, text string
		counts     [4]int64
		from, to   string
		columns    string
		unused     string
		remark     string
		check      func(h *History) string
	}{
		{name: "Defender", text: "Incident name,Incident Id,Severity,Investigation state,First activity,Last activity,Status,Classification\nx,7,High,none,\"Jan 5, 2026 2:03:00 PM\",\"Jan 6, 2026 2:03:00 PM\",Active,Not set\n",
			counts: [4]int64{0, 1}, from: "2026-01-05T14:03:00", columns: "id=Incident Id opened=First activity severity=Severity state=Status"},
		{name: "CrowdStrike", text: "DetectionID,Severity,SeverityValue,Status,Detect Time (UTC)\na,Critical,90,new,2026-01-05T14:03:00Z\n", counts: [4]int64{1}, columns: "id=DetectionID opened=Detect Time (UTC) severity=Severity"},
		{name: "PagerDuty", text: "id,incident_number,created_on,resolved_on,seconds_to_first_ack,urgency,priority_name\nQ1,1,2026-01-05T09:03:00-05:00,,42000,high,P3\nQ2,2,2026-01-06T09:03:00-05:00,,42000,high,P1\n",
			counts: [4]int64{1, 0, 1}, columns: "id=incident_number opened=created_on severity=priority_name acknowledged="},
		{name: "PagerDuty without priorities", text: "incident_number,created_on,urgency,priority_name\n1,2026-01-05T09:03:00-05:00,high,\n", counts: [4]int64{0, 1}, columns: "severity=urgency"},
		{name: "TheHive", text: "caseId,title,severity,tlp,status,createdAt,resolutionStatus\n1,x,High,2,Resolved,1767621780000,Duplicated\n2,x,High,2,Resolved,1767621780000,TruePositive\n", counts: [4]int64{0, 2}, columns: "id=caseId closeCode=resolutionStatus",
			check: func(h *History) string {
				if h.NotActionableShare != 0.5 {
					return fmt.Sprint(h.NotActionableShare)
				}
				return ""
			}},
		{name: "ConnectWise", text: "Ticket #,Date Entered,Closed Date,Priority,Actual Hours\n1,01/15/2026 02:03:00 PM,01/16/2026 02:03:00 PM,Priority 2 - High,1.5\n", counts: [4]int64{0, 1}, from: "2026-01-15T14:03:00", columns: "id=Ticket # opened=Date Entered worked=Actual Hours"},
		{name: "French", text: "Numéro;Créé le;Priorité;Statut\nA;5 févr. 2026 14:03;Haute;Clôturé\nB;5 août 2026 14:03;Basse;En cours\n", counts: [4]int64{0, 1, 0, 1}, from: "2026-02-05T14:03:00", columns: "id=Numéro opened=Créé le severity=Priorité state=Statut"},
		{name: "Spanish", text: "Número;Fecha de creación;Prioridad;Estado\nA;25/02/2026 14:03;Alta;Cerrado\n", counts: [4]int64{0, 1}, columns: "id=Número opened=Fecha de creación severity=Prioridad state=Estado"},
		{name: "day and time apart", text: "Ticket No.,Date,Time,Severity\n1,2026-01-05,14:03:00,high\n2,2026-01-07,2:03 AM,low\n3,2026-01-08,,low\n", counts: [4]int64{0, 1, 0, 2}, from: "2026-01-05T14:03:00", to: "2026-01-08T00:00:00", columns: "opened=Date", remark: `the time in "Time"`},
		{name: "time beside a whole date", text: "Ticket No.,Date,Time,Severity\n1,2026-01-05 10:00,14:03,high\n2,2026-01-07 10:00,14:03,low\n", counts: [4]int64{0, 1, 0, 1}, from: "2026-01-05T10:00:00"},
		{name: "opening in the first row of a ticket alone", text: "Ticket,Opened,Resolved,Severity,Status\nB,,,,Assigned\nA,2026-01-05 10:00,,high,New\nA,,,,Assigned\nA,,2026-01-05 12:00,,Resolved\nB,2026-01-06 10:00,,low,New\nC,,,low,New\nC,?,,low,Closed\n,,,,\n",
			counts: [4]int64{0, 1, 0, 1}, from: "2026-01-05T10:00:00", unused: "opening date missing=3", check: func(h *History) string {
				if h.ElapsedHours == nil || h.ElapsedHours[1].Mean != 2 || h.Backlog.Open != 1 {
					return fmt.Sprint(h.ElapsedHours, h.Backlog)
				}
				return ""
			}},
		{name: "opened again", text: "number,sys_updated_on,opened_at,resolved_at,priority,state\n1,2026-01-06 10:00,2026-01-05 10:00,2026-01-06 10:00,high,Resolved\n1,2026-01-07 10:00,2026-01-05 10:00,,high,In Progress\n2,2026-01-07 10:00,2026-01-05 10:00,2026-01-07 10:00,high,Resolved\n2,2026-01-06 10:00,2026-01-05 10:00,,high,In Progress\n",
			counts: [4]int64{0, 2}, check: func(h *History) string {
				if h.Backlog.Open != 1 || h.ElapsedHours[1].Count != 1 || h.ElapsedHours[1].Mean != 48 {
					return fmt.Sprint(h.Backlog, h.ElapsedHours[1])
				}
				return ""
			}},
		{name: "severities from 0", text: "id,opened,severity\n1,2026-01-05 10:00,Sev 0\n2,2026-01-06 10:00,Sev 2\n", counts: [4]int64{1, 1}, remark: "begin with 0"},
		{name: "twelve hundred columns", text: "id,opened,severity" + wide + "\n1,2026-01-05 10:00,high" + wide + "\n", counts: [4]int64{0, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, _, err := importText(t, tt.text, Mapping{})
			if err != nil {
				t.Fatal(err)
			}
			unused := ""
			for _, u := range h.Unused {
				unused += fmt.Sprintf("%s=%d", u.Reason, u.Count)
			}
			if h.Counts != tt.counts || unused != tt.unused {
				t.Errorf("counts %v, unused %q", h.Counts, unused)
			}
			if tt.from != "" && h.From.Format(iso) != tt.from || tt.to != "" && h.To.Format(iso) != tt.to {
				t.Errorf("from %v to %v", h.From, h.To)
			}
			checkColumns(t, tt.columns, h)
			if tt.remark != "" && !contains(h.Remarks, tt.remark) || h.Remarks == nil {
				t.Errorf("remarks %q", h.Remarks)
			}
			if tt.check != nil {
				if msg := tt.check(h); msg != "" {
					t.Error(msg)
				}
			}
		})
	}
}

// TestDaysWithoutTimes must not say that everything comes at night.
func TestDaysWithoutTimes(t *testing.T) {
	text := "id,opened,severity\n"
	for i := range 40 {
		text += fmt.Sprintf("%d,2026-01-%02d,high\n", i, 1+i%28)
	}
	h := mustImport(t, text, Mapping{TimeZone: "Europe/Berlin"})
	if !h.DaysOnly || h.Clustered || !contains(h.Remarks, "days without times") {
		t.Errorf("%v %v %q", h.DaysOnly, h.Clustered, h.Remarks)
	}
	set := question.Default()
	if _, ok := Answers(h, set, nil)[idOutside]; ok || !contains(Notes(h, set, nil), idOutside+" is left alone") {
		t.Errorf("%q", Notes(h, set, nil))
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"id,When,severity\n1,2026-01-05,high\n":            "for the date a ticket was opened (opened); found",
		"id,When,How\n1,2026-01-05,high\n":                 "for the date a ticket was opened (opened) and the severity (severity); found",
		"id,opened" + strings.Repeat(",x", 2500) + "\n1\n": "the header has 2502 columns, more than 2000",
	} {
		if _, _, err := importText(t, text, Mapping{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
