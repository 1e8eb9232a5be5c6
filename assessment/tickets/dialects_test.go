// Exports as tools write them, and what a person would expect of each.

package tickets

import (
	"fmt"
	"strings"
	"testing"
)

const iso = "2006-01-02T15:04:05"

func TestDialects(t *testing.T) {
	const jira = `Issue Type,Issue key,Issue id,Parent id,Summary,Assignee,Reporter,Priority,Status,Resolution,Created,Updated,Due date,Resolved,Time Spent,Comment,Comment
Incident,SEC-1,10001,,"Phish, again",ann,bob,Highest,Done,Fixed,01/Mar/16 3:04 PM,02/Mar/16 9:00 AM,,02/Mar/16 9:00 AM,5400,"He said ""no""",
Incident,SEC-2,10002,,"Two
lines",ann,bob,Medium,To Do,,04/Mar/16 12:00 AM,04/Mar/16 12:00 AM,,,,,
Incident,SEC-3,10003,,x,ann,bob,Low,Done,Duplicate,08/Mar/16 12:30 PM,09/Mar/16 9:00 AM,,09/Mar/16 9:30 AM,1800,,
`
	const german = "Ticketnummer;Erstellt am;Priorität;Status;Gelöst am;Bearbeitungszeit (Min)\r\n" +
		"1001;01.02.2026 08:15;Kritisch;Geschlossen;01.02.2026 10:15;90\r\n" +
		"1002;05.02.2026 23:59;Hoch;Geschlossen;06.02.2026 09:00;30,5\r\n" +
		"1003;11.02.2026 07:00;Mittel;Offen;;\r\n" +
		"1004;12.02.2026 07:00;Niedrig;Gelöst;12.02.2026 07:45;10\r\n"
	const us = "Incident ID\tDate Opened\tSeverity\tDate Closed\nA1\t2/1/2026 3:04 PM\tSev-1\t2/1/2026 11:04 PM\nA2\t2/14/2026 12:05 AM\tSev-3\t2/15/2026 12:05 AM\n"
	tests := []struct {
		name, text string
		mapping    Mapping
		counts     [4]int64
		rows       int64
		unused     string
		order      Order
		from, to   string
		columns    string // field=header of those worth looking at
		encoding   string
		delimiter  string
		remark     string
		check      func(h *History) string
	}{
		{name: "Jira", text: jira, counts: [4]int64{1, 0, 1, 1}, rows: 3, order: ISO, from: "2016-03-01T15:04:00", to: "2016-03-08T12:30:00",
			columns: "id=Issue key opened=Created severity=Priority resolved=Resolved state=Status closeCode=Resolution worked=Time Spent updated=Updated",
			check: func(h *History) string {
				if h.HandleHours[0].Mean != 1.5 || h.WorkedUnit != Seconds {
					return fmt.Sprint("handle ", h.HandleHours[0], h.WorkedUnit)
				}
				if h.NotActionableShare != 0.5 || h.Backlog.Open != 1 {
					return fmt.Sprint("share ", h.NotActionableShare, h.Backlog)
				}
				return ""
			}},
		{name: "German, Windows-1252", text: latin1(german), counts: [4]int64{1, 1, 1, 1}, rows: 4, order: DMY, from: "2026-02-01T08:15:00", to: "2026-02-12T07:00:00",
			columns: "id=Ticketnummer opened=Erstellt am severity=Priorität state=Status resolved=Gelöst am worked=Bearbeitungszeit (Min)", encoding: windows1252, delimiter: ";",
			check: func(h *History) string {
				if !near(h.HandleHours[1].Mean, 30.5/60) || h.Backlog.Open != 1 {
					return fmt.Sprint(h.HandleHours[1], h.Backlog)
				}
				return ""
			}},
		{name: "German, UTF-8 with mark", text: "\ufeff" + german, counts: [4]int64{1, 1, 1, 1}, rows: 4, order: DMY, columns: "id=Ticketnummer", encoding: utf8Name, delimiter: ";"},
		{name: "Excel, UTF-16LE tabs", text: utf16(us, false, true), counts: [4]int64{1, 0, 1, 0}, rows: 2, order: MDY, from: "2026-02-01T15:04:00", to: "2026-02-14T00:05:00", encoding: utf16LE, delimiter: "\t"},
		{name: "UTF-16BE without mark", text: utf16(us, true, false), counts: [4]int64{1, 0, 1, 0}, rows: 2, order: MDY, encoding: utf16BE, delimiter: "\t"},
		{name: "UTF-16LE without mark", text: utf16(us, false, false), counts: [4]int64{1, 0, 1, 0}, rows: 2, order: MDY, encoding: utf16LE, delimiter: "\t"},
		{name: "Sentinel", text: `IncidentNumber,Title,Severity,Status,Classification,ClassificationReason,Owner,CreatedTime,FirstActivityTime,LastActivityTime,LastModifiedTime,ClosedTime
101,"Impossible travel",Medium,Closed,BenignPositive,SuspiciousButExpected,ann,2026-01-05T08:00:00.0000000Z,2026-01-05T07:00:00Z,2026-01-05T07:30:00Z,2026-01-05T10:00:00Z,2026-01-05T10:00:00.5Z
102,"Malware",High,Closed,TruePositive,SuspiciousActivity,ann,2026-01-06T08:00:00Z,2026-01-06T07:00:00Z,,2026-01-06T12:00:00Z,2026-01-06T12:00:00Z
103,"Scan",Informational,New,,,,2026-01-19T08:00:00Z,2026-01-19T07:00:00Z,,2026-01-19T08:00:00Z,
`, counts: [4]int64{0, 1, 1, 1}, rows: 3, order: ISO, from: "2026-01-05T08:00:00", to: "2026-01-19T08:00:00",
			columns: "id=IncidentNumber opened=CreatedTime severity=Severity closed=ClosedTime state=Status closeCode=Classification updated=LastModifiedTime",
			check: func(h *History) string {
				if h.NotActionableShare != 0.5 || !near(float64(h.Weeks), 2) || h.Backlog.Open != 1 {
					return fmt.Sprint(h.NotActionableShare, h.Weeks, h.Backlog)
				}
				return ""
			}},
		{name: "Splunk ES", text: `"_time","event_id","rule_name","urgency","severity","status_label","owner","disposition_label"
"2026-03-02T09:00:00.000+0100","A@@notable@@1","Brute, force","critical","high","Closed","ann","True Positive - Suspicious Activity"
"2026-03-03T09:00:00.000+0100","A@@notable@@2","Rare","low","medium","New","unassigned","Undetermined"
"2026-03-04T09:00:00.000+0100","A@@notable@@3","Rare","low","informational","Closed","ann","False Positive - Incorrect Analytic Logic"
`, counts: [4]int64{0, 1, 1, 1}, rows: 3, order: ISO, from: "2026-03-02T08:00:00", columns: "id=event_id opened=_time severity=severity state=status_label closeCode=disposition_label",
			check: func(h *History) string {
				if !near(float64(h.NotActionableShare), 1.0/3) {
					return fmt.Sprint(h.NotActionableShare)
				}
				return ""
			}},
		{name: "QRadar", text: "Id,Description,Magnitude,Start Time,Close Date,Status,Closing Reason\n7,x,8,1767225600000,1767229200000,CLOSED,False-Positive Tuned\n8,x,3,1767312000000,,OPEN,\n9,x,5,1767398400000,,OPEN,\n",
			mapping: Mapping{Severities: map[string]string{"8": "critical", "5": "high", "3": "low"}}, counts: [4]int64{1, 1, 0, 1}, rows: 3, order: ISO, from: "2026-01-01T00:00:00", to: "2026-01-03T00:00:00",
			columns: "id=Id opened=Start Time severity=Magnitude closed=Close Date state=Status closeCode=Closing Reason"},
		{name: "numbers of a scale without a map", text: "id,created,severity\n1,2026-01-01 00:00,70\n2,2026-01-02 00:00,3\n3,2026-01-03 00:00,70\n",
			rows: 3, unused: "severity not recognised: 70=2 severity not recognised: 3=1", order: ISO},
		{name: "numbers 1 to 5", text: "id,created,severity\n1,2026-01-01 00:00,1\n2,2026-01-02 00:00,3\n3,2026-01-03 00:00,5\n", counts: [4]int64{1, 0, 1, 1}, rows: 3, order: ISO, remark: "1 is taken as critical"},
		{name: "Zendesk", text: "Ticket ID,Ticket priority,Ticket status,Created at,Solved at,Updated at,Reopens,Assignee name\n1,urgent,solved,2026-01-01 10:00:00 UTC,2026-01-01 12:00:00 UTC,2026-01-01 12:00:00 UTC,1,ann\n2,normal,open,2026-01-09 10:00:00 UTC,,2026-01-09 10:00:00 UTC,0,bob\n",
			counts: [4]int64{1, 0, 1, 0}, rows: 2, order: ISO, columns: "id=Ticket ID opened=Created at severity=Ticket priority state=Ticket status resolved=Solved at updated=Updated at reopened=Reopens",
			check: func(h *History) string {
				if h.ReopenedShare != 0.5 {
					return fmt.Sprint(h.ReopenedShare)
				}
				return ""
			}},
		{name: "ServiceNow with people in false-friend columns", text: "number,opened_by,assigned_to,resolved_by,closed_by,priority,u_priority_confirmation,opened_at,sys_created_by,sys_created_at,resolved_at,business_duration,time_worked,problem_id,caller_id\n" +
			"INC1,Ann,Bob,Cay,Dan,1 - Critical,TRUE,2026-01-01 10:00:00,x,2026-01-01 10:05:00,2026-01-01 12:00:00,7200,,?,Caller 1\nINC2,Ann,Bob,Cay,Dan,4 - Low,FALSE,2026-01-02 10:00:00,x,2026-01-02 10:05:00,?,,,?,Caller 2\n",
			counts: [4]int64{1, 0, 0, 1}, rows: 2, order: ISO, columns: "id=number opened=opened_at severity=priority resolved=resolved_at worked=business_duration acknowledged= closed= updated=", remark: "upper bound"},
		{name: "preamble, sep and CR", text: "sep=;\rSecurity report\rMade on;01.02.2026\r\rIncident;Opened;Acknowledged;Severity\r1;2026-01-01 08:00;2026-01-01 08:15;P1\r2;2026-01-02 08:00;2026-01-02 11:00;P2\r",
			counts: [4]int64{1, 1, 0, 0}, rows: 2, order: ISO, columns: "id=Incident opened=Opened acknowledged=Acknowledged severity=Severity", delimiter: ";",
			check: func(h *History) string {
				if h.AcknowledgeHours[0].Mean != 0.25 || h.AcknowledgeWithin[0] != 1 || h.AcknowledgeWithin[1] != 0 {
					return fmt.Sprint(h.AcknowledgeHours[0], *h.AcknowledgeWithin)
				}
				return ""
			}},
		{name: "pipes, month names, no id", text: "Created|Priority|Status\nMar 1, 2016 3:04 PM|High|Open\nMar 1, 2016 3:04 PM|High|Open\n1 April 2016 15:04|Low|Closed\n", counts: [4]int64{0, 2, 0, 1}, rows: 3, order: ISO, delimiter: "|", remark: "every row counts as its own"},
		{name: "broken rows", text: "id,opened,severity,note\n1,2026-01-01 00:00,high,ok\n\n2,?,high,x\n3,soon,high,x\n4,1970-01-01 00:00,high,x\n5,2026-01-02 00:00,high,x,y\n6,2026-01-03\n,2026-01-04 00:00,high,x\n7,2026-01-05 00:00,,x\n8,2026-01-06 00:00,purple,x\n9,\"2026-01-07 00:00,high,x\n10,2026-01-08 00:00,low,\"fine\"\n11,2026-01-09 00:00,low,a\x00b\n",
			counts: [4]int64{0, 1, 0, 1}, rows: 13, order: ISO,
			unused: "empty line=1 fewer columns than the header=1 holds NUL bytes=1 more columns than the header=1 opening date before 1990 or after 2100=1 opening date missing=1 opening date not readable=1 quote not closed=1 severity missing=1 severity not recognised: purple=1 ticket id missing=1"},
		{name: "dates that do not fit", text: "id,opened,severity\n1,25/01/2026 10:00,high\n2,26/01/2026 10:00,high\n3,03/04/2026 10:00,high\n4,01/25/2026 10:00,high\n", counts: [4]int64{0, 3, 0, 0}, rows: 4, order: DMY, unused: "opening date does not fit day-first=1", to: "2026-04-03T10:00:00"},
		{name: "event log out of order", text: "ticket,updated,opened,severity,status,resolved\nA,2026-01-03 10:00,2026-01-01 10:00,high,Closed,2026-01-03 10:00\nA,2026-01-01 10:00,2026-01-01 10:00,low,New,\nB,2026-01-05 10:00,2026-01-05 10:00,?,New,\nB,2026-01-04 10:00,2026-01-04 09:00,medium,New,\n",
			counts: [4]int64{0, 1, 1, 0}, rows: 4, order: ISO, from: "2026-01-01T10:00:00", to: "2026-01-04T09:00:00"},
		{name: "epoch seconds and day numbers", text: "id;created;resolved;severity\n1;1767225600;46023.5;S1\n2;1767312000;46025,25;S4\n", counts: [4]int64{1, 0, 0, 1}, rows: 2, order: ISO, from: "2026-01-01T00:00:00",
			check: func(h *History) string {
				if h.ElapsedHours[0].Mean != 12 || h.ElapsedHours[3].Mean != 30 {
					return fmt.Sprint(h.ElapsedHours[0], h.ElapsedHours[3])
				}
				return ""
			}},
		{name: "Salesforce", text: "\"Case Number\"\t\"Date/Time Opened\"\t\"Priority\"\t\"Status\"\t\"Date/Time Closed\"\t\"Case Owner\"\n\"00001001\"\t\"1/15/2026, 9:05 AM\"\t\"High\"\t\"Closed\"\t\"1/16/2026, 9:05 AM\"\t\"X\"\n\"00001002\"\t\"1/2/2026, 9:05 AM\"\t\"Low\"\t\"New\"\t\"\"\t\"X\"\n",
			counts: [4]int64{0, 1, 0, 1}, rows: 2, order: MDY, from: "2026-01-02T09:05:00", columns: "id=Case Number opened=Date/Time Opened severity=Priority state=Status closed=Date/Time Closed"},
		{name: "OTRS", text: "TicketID,Queue,CustomerID,Created,Changed,Close Time,State,Priority,Accounted time\n1,Sec,C1,2026-01-05 10:00:00,2026-01-06 10:00:00,2026-01-06 10:00:00,closed successful,5 very high,30\n2,Sec,C1,2026-01-12 10:00:00,2026-01-12 10:00:00,,open,3 normal,10\n",
			counts: [4]int64{1, 0, 1, 0}, rows: 2, order: ISO, columns: "id=TicketID opened=Created updated=Changed closed=Close Time state=State severity=Priority worked=Accounted time", remark: "name the unit"},
		{name: "states without closing dates", text: "Incident No.,Reported On,Urgency Level,Current Status\n1,5-Jan-26 14:00,Very High,Resolved\n2,6-Jan-26 14:00,Medium,In Progress\n",
			counts: [4]int64{1, 0, 1, 0}, rows: 2, order: ISO, columns: "id=Incident No. opened=Reported On severity=Urgency Level state=Current Status", remark: "left out of the backlog"},
		{name: "camel case and epochs", text: "alertId|detectedAt|acknowledgedAt|resolvedAt|severity|verdict\na1|1767225600|1767225700|1767229200|SEV1|benign\na2|1767312000||1767315600|SEV3|malicious\n",
			counts: [4]int64{1, 0, 1, 0}, rows: 2, order: ISO, columns: "id=alertId opened=detectedAt acknowledged=acknowledgedAt resolved=resolvedAt severity=severity closeCode=verdict", delimiter: "|"},
		{name: "zone of the user", text: "id,opened,severity\n1,2026-07-01 10:00,high\n2,2026-07-01T10:00:00Z,high\n3,2026-07-02 10:00,high\n", mapping: Mapping{TimeZone: "Europe/Berlin"}, counts: [4]int64{0, 3, 0, 0}, rows: 3, order: ISO, from: "2026-07-01T10:00:00",
			check: func(h *History) string {
				if h.HourOfWeek[2*24+10] != 1 || h.HourOfWeek[2*24+12] != 1 || h.TimeZone != "Europe/Berlin" {
					return "hours of the week"
				}
				return ""
			}},
		{name: "worked time without a unit", text: "id,opened,severity,effort\n1,2026-01-01 00:00,high,2\n2,2026-01-02 00:00,high,3\n", counts: [4]int64{0, 2, 0, 0}, rows: 2, order: ISO, remark: "name the unit",
			check: func(h *History) string {
				if h.HandleHours != nil {
					return "a guess"
				}
				return ""
			}},
		{name: "mapping of the user", text: "A,B,C,D\nx1,2026-01-01 00:00,rot,01:30:00\nx2,2026-01-02 00:00,blau,1h 30m\nx3,2026-01-03 00:00,grün,PT1H30M\n",
			mapping: Mapping{Columns: map[Field]string{FieldID: "A", FieldOpened: "b", FieldSeverity: "C", FieldWorked: "D"}, Severities: map[string]string{"Rot": "critical", "blau": "low", "*": "ignore"}},
			counts:  [4]int64{1, 0, 0, 1}, rows: 3, order: ISO, unused: "severity ignored, as the mapping says: grün=1",
			check: func(h *History) string {
				if h.HandleHours[0].Mean != 1.5 || h.HandleHours[3].Mean != 1.5 {
					return "worked time"
				}
				return ""
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, _, err := importText(t, tt.text, tt.mapping)
			if err != nil {
				t.Fatal(err)
			}
			if h.Counts != tt.counts || h.Rows != tt.rows || h.DateOrder != tt.order {
				t.Errorf("counts %v, rows %d, order %s; unused %v", h.Counts, h.Rows, h.DateOrder, h.Unused)
			}
			unused := map[string]int64{}
			for _, u := range h.Unused {
				unused[u.Reason] = u.Count
				if !strings.Contains(tt.unused, u.Reason+fmt.Sprintf("=%d", u.Count)) {
					t.Errorf("unused: %+v", u)
				}
			}
			if want := strings.Count(tt.unused, "="); len(unused) != want {
				t.Errorf("%d reasons, want %d: %v", len(unused), want, h.Unused)
			}
			if tt.from != "" && h.From.Format(iso) != tt.from || tt.to != "" && h.To.Format(iso) != tt.to {
				t.Errorf("from %v to %v", h.From, h.To)
			}
			if tt.encoding != "" && h.Encoding != tt.encoding || tt.delimiter != "" && h.Delimiter != tt.delimiter {
				t.Errorf("encoding %q, delimiter %q", h.Encoding, h.Delimiter)
			}
			checkColumns(t, tt.columns, h)
			if tt.remark != "" && !contains(h.Remarks, tt.remark) {
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

// checkColumns compares fields with "field=header field=header".
func checkColumns(t *testing.T, want string, h *History) {
	t.Helper()
	for _, f := range Fields {
		_, rest, ok := strings.Cut(" "+want, " "+string(f)+"=")
		if !ok {
			continue
		}
		for _, g := range Fields {
			rest, _, _ = strings.Cut(rest, " "+string(g)+"=")
		}
		if h.Columns[f] != rest {
			t.Errorf("%s is read from %q, want %q", f, h.Columns[f], rest)
		}
	}
}
