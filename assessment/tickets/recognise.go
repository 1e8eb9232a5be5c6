// Recognising columns by their names, checked against what stands in them.

package tickets

import (
	"slices"
	"strings"
	"unicode"
)

// names are the known column names of each field, best first, as headerKey
// writes them.
var names = [fieldCount][]string{
	fID: {"number", "ticket number", "ticket id", "incident number", "incident id", "case number", "case id", "issue key", "ticket no", "ticket nr",
		"ticketnummer", "vorgangsnummer", "incident name", "key", "ticket", "incident", "ticket ref", "reference", "ref", "reference number", "escalation id", "offense id",
		"alert id", "request id", "sr number", "task number", "id", "case", "nr", "no", "event id", "rule id", "issue id", "ticket-id", "fallnummer", "vorgang", "meldungsnummer",
		"störungsnummer", "nummer", "vorgangsschlüssel", "detection id", "finding id", "alarm id", "uuid", "kibana alert uuid", "numéro", "numero", "número", "notable id", "request number", "system alert id", "incident nr", "incident no", "ref no"},
	fOpened: {"opened", "opened at", "open time", "open date", "date opened", "opened date", "opened on", "opened time", "time opened", "created", "created at", "created date", "created time",
		"creation date", "creation time", "created on", "date created", "time created", "create time", "create date", "submitted", "submit date", "submitted at", "submitted date",
		"reported", "reported at", "reported date", "reported on", "requested at", "sys created at", "sys created on", "erstellt", "erstellt am", "erstelldatum", "erstellungsdatum", "eröffnet", "eröffnet am",
		"eröffnungsdatum", "angelegt", "angelegt am", "gemeldet", "gemeldet am", "detected", "detected at", "detection time", "detection date", "detected on", "escalated", "escalated at",
		"escalation time", "escalation date", "escalated on", "received", "received at", "raised", "raised at", "logged at", "logged", "start time", "start date", "starttime",
		"first event time", "time generated", "alert time", "event time", "time", "timestamp", "datetime", "date time", "date", "zeitstempel", "datum", "erfasst", "erfasst am", "first activity time", "creation timestamp", "created timestamp", "opened timestamp", "date entered", "entered", "entered at", "detect time", "first detected", "first seen", "first activity", "occurred", "occurred at", "alarm time",
		"créé", "créé le", "date de création", "ouvert le", "date d ouverture", "signalé le", "creado", "creado el", "fecha de creación", "fecha de apertura", "abierto el"},
	fSeverity: {"severity", "sev", "severity level", "schweregrad", "incident severity", "ticket severity", "case severity", "alert severity", "priority", "prio", "priorität", "prioritaet", "ticket priority", "incident priority",
		"issue priority", "priority level", "priority name", "priority value", "severity name", "severity label", "gravité", "sévérité", "priorité", "gravedad", "severidad", "prioridad", "criticité", "criticidad", "urgency", "dringlichkeit", "kritikalität", "criticality", "magnitude", "urgency level", "risk level", "threat level", "impact"},
	fAcknowledged: {"acknowledged", "acknowledged at", "acknowledged on", "acknowledged time", "acknowledgement time", "acknowledge time", "time acknowledged", "ack", "ack time", "ack at", "acknowledged date",
		"first response", "first response at", "first response time", "first response date", "initial response time", "initial response", "first responded at", "first reply", "first reply at", "first reply time", "responded", "responded at", "response time", "picked up", "picked up at", "pickup time",
		"assigned", "assigned at", "assigned on", "assigned date", "assigned time", "assignment time", "assignment date", "initially assigned at", "first assigned at", "work start", "in progress at",
		"triaged", "triaged at", "started", "started at", "quittiert", "quittiert am", "angenommen", "angenommen am", "zugewiesen am", "erste reaktion", "erste antwort", "reaktionszeit", "assigned to", "assignee", "first modified time", "zugewiesen", "begonnen am", "first action time"},
	fResolved: {"resolved", "resolved at", "resolved on", "resolved date", "resolved time", "resolve time", "resolution date", "resolution time", "date resolved", "time resolved", "resolution at", "solved", "solved at", "solved on", "solved date",
		"gelöst", "gelöst am", "lösungsdatum", "erledigt", "erledigt am", "behoben am", "completed", "completed at", "completion date", "resolution timestamp", "resolved timestamp", "résolu", "résolu le", "date de résolution", "resuelto", "resuelto el", "fecha de resolución", "resolution"},
	fClosed: {"closed", "closed at", "closed on", "closed date", "closed time", "close time", "close date", "date closed", "time closed", "closing time", "closure date", "closure time", "closing date", "geschlossen", "geschlossen am", "abgeschlossen",
		"abgeschlossen am", "schließdatum", "end time", "ended", "ended at", "end date", "finished at", "closed timestamp", "beendet am", "clôturé", "clôturé le", "fermé le", "date de clôture", "cerrado", "cerrado el", "fecha de cierre"},
	fWorked: {"time worked", "worked", "work time", "worked time", "hours worked", "worked hours", "minutes worked", "handle time", "handling time", "handle", "effort", "actual effort", "effort spent", "time spent", "total time spent", "σ time spent", "time logged",
		"logged time", "touch time", "work effort", "actual hours", "hands on time", "analyst time", "analyst hours", "analyst minutes", "labor hours", "labour hours", "arbeitszeit", "bearbeitungszeit", "aufwand", "zeitaufwand", "ist aufwand", "gebuchte zeit", "billable time", "agent work time", "accounted time", "time tracked", "tracked time",
		"business duration", "business stc", "business time", "active time"},
	fState: {"state", "status", "incident state", "ticket state", "ticket status", "incident status", "case status", "issue status", "current status", "current state", "zustand", "bearbeitungsstatus", "status label", "statut", "état", "estado"},
	fCloseCode: {"close code", "closed code", "closure code", "closing code", "resolution code", "resolution category", "close reason", "closing reason", "closed reason", "closure reason", "classification", "closing classification", "incident classification", "close classification",
		"disposition", "verdict", "determination", "resolution", "resolution type", "resolution status", "outcome", "abschlusscode", "lösungscode", "schließgrund", "abschlussgrund", "ergebnis", "klassifikation", "klassifizierung", "false positive", "final classification", "resolution reason"},
	fReopened: {"reopened", "reopen count", "reopens", "reopened count", "times reopened", "re opened", "number of reopens", "is reopened", "was reopened", "reopen", "wiedereröffnet", "wiedergeöffnet"},
	fUpdated: {"updated", "updated at", "updated on", "sys updated at", "sys updated on", "last updated", "last updated at", "last update", "last updated date", "last update time", "modified", "last modified", "modified at", "last modified time", "last modified date", "modified time", "changed", "changed at", "last change", "changed on",
		"aktualisiert", "aktualisiert am", "geändert", "geändert am", "letzte änderung", "update time", "update date", "updated date", "updated time", "modification date", "date modified", "last changed", "date updated", "history date", "log time", "change time", "transition time"},
	fSequence: {"sys mod count", "mod count", "update count", "revision", "sequence", "sequence number", "seq", "version", "change number", "update number"},
}

// unitTokens at the end of a header name the unit of worked time.
var unitTokens = map[string]Unit{
	"s": Seconds, "sec": Seconds, "secs": Seconds, "second": Seconds, "seconds": Seconds, "sek": Seconds, "sekunden": Seconds,
	"m": Minutes, "min": Minutes, "mins": Minutes, "minute": Minutes, "minutes": Minutes, "minuten": Minutes,
	"h": Hours, "hr": Hours, "hrs": Hours, "hour": Hours, "hours": Hours, "std": Hours, "stunden": Hours,
	"d": Days, "days": Days, "day": Days, "tage": Days,
}

// fieldByName finds the fields a header names, with the place in their lists.
var fieldByName = func() map[string][]candidate {
	out := map[string][]candidate{}
	for f, list := range names {
		for rank, n := range list {
			out[n] = append(out[n], candidate{field: f, rank: rank})
			if joined := strings.ReplaceAll(n, " ", ""); joined != n { // TICKETID
				out[joined] = append(out[joined], candidate{field: f, rank: rank})
			}
		}
	}
	return out
}()

// candidate is a column that may hold a field.
type candidate struct {
	field, column, rank int
	unit                Unit
}

// looseRank is the rank of a column recognised by part of its name only.
const looseRank = 1000

// headerKey writes a header the way the lists do: lower-case words apart.
func headerKey(h string) string {
	h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
	var b strings.Builder
	var before rune
	runes := []rune(h)
	for i, r := range runes {
		switch {
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before) || unicode.IsUpper(before) && i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		before = r
	}
	fields := strings.Fields(b.String())
	for len(fields) > 1 && (fields[0] == "u" || fields[0] == "custom" || fields[0] == "fields" || fields[0] == "properties") {
		fields = fields[1:] // prefixes of custom columns
	}
	return strings.Join(fields, " ")
}

// unitOf takes the unit off the end of a header.
func unitOf(key string) (rest string, unit Unit) {
	i := strings.LastIndexByte(key, ' ')
	if i < 0 {
		return key, ""
	}
	if u, ok := unitTokens[key[i+1:]]; ok {
		rest = strings.TrimSuffix(key[:i], " in")
		return rest, u
	}
	return key, ""
}

// zoneTokens at the end of a header are no part of the name: Created (UTC).
var zoneTokens = map[string]bool{"utc": true, "gmt": true, "local": true, "cet": true, "iso": true}

// namedFields are the fields a header may name.
func namedFields(header string) []candidate {
	key := headerKey(header)
	if key == "" {
		if strings.TrimSpace(header) == "#" {
			return []candidate{{field: fID, rank: len(names[fID])}}
		}
		return nil
	}
	if i := strings.LastIndexByte(key, ' '); i > 0 && zoneTokens[key[i+1:]] {
		key = key[:i]
	}
	if list, ok := fieldByName[key]; ok {
		return withUnit(list, key, "")
	}
	if rest, unit := unitOf(key); unit != "" {
		if list, ok := fieldByName[rest]; ok && slices.ContainsFunc(list, func(c candidate) bool { return c.field == fWorked }) {
			return withUnit(list, rest, unit)
		}
	}
	return loosely(key)
}

// withUnit fills in the unit of worked time where the name tells it.
func withUnit(list []candidate, key string, unit Unit) []candidate {
	out := slices.Clone(list)
	for i := range out {
		switch {
		case out[i].field != fWorked:
		case unit != "":
			out[i].unit = unit
		case strings.Contains(key, "hours"):
			out[i].unit = Hours
		case strings.Contains(key, "minutes"):
			out[i].unit = Minutes
		case key == "business duration" || key == "business stc":
			out[i].unit = Seconds // as ServiceNow stores them
		}
	}
	return out
}

// notDates are words of headers that hold people, numbers or texts although they
// also name an event.
var notDates = []string{"by", "to", "from", "count", "group", "team", "user", "name", "id", "code", "reason", "notes", "comment", "comments", "category", "type",
	"sla", "due", "target", "confirmation", "von", "durch", "duration", "reporter", "department", "channel", "source", "status", "state", "elapsed", "hours", "minutes", "seconds", "first"}

// loosely recognises a header by a word in it, where no other word says that it
// is something else. The content has to confirm it.
func loosely(key string) []candidate {
	list := strings.Fields(key)
	has := func(options ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return slices.Contains(options, w) })
	}
	var out []candidate
	add := func(field int) { out = append(out, candidate{field: field, rank: looseRank}) }
	if !has(notDates...) {
		switch {
		case has("acknowledged", "ack", "acknowledgement"), has("assigned"):
			add(fAcknowledged)
		case has("reopened"):
		case has("resolved", "solved", "gelöst"):
			add(fResolved)
		case has("closed", "geschlossen"):
			add(fClosed)
		case has("opened", "created", "detected", "escalated", "erstellt", "eröffnet"):
			add(fOpened)
		case has("updated", "modified", "aktualisiert"):
			add(fUpdated)
		}
	}
	if strings.Contains(key, "first response") && !has("sla", "target", "due") {
		add(fAcknowledged)
	}
	if has("severity", "priority", "urgency", "priorität", "schweregrad") && !has("confirmation", "id", "by", "reason", "original", "initial", "first", "previous", "old", "score", "changed") {
		add(fSeverity)
	}
	if has("worked", "effort", "spent", "handling", "handle") && !has("estimate", "estimated", "remaining", "planned", "original", "by", "date", "start", "end", "notes", "target") {
		c := candidate{field: fWorked, rank: looseRank}
		_, c.unit = unitOf(key)
		for _, w := range list {
			if u, ok := unitTokens[w]; ok && c.unit == "" && len(w) > 1 {
				c.unit = u
			}
		}
		out = append(out, c)
	}
	if has("status", "state") && !has("sla", "approval", "previous", "old", "country", "account", "user", "category", "reason", "date", "time", "changed", "active") {
		add(fState)
	}
	if (has("close", "closed", "closure", "resolution") && has("code", "reason", "category", "type", "classification")) || has("disposition", "classification", "verdict") && !has("data", "notes", "comment", "reason") {
		add(fCloseCode)
	}
	if has("ticket", "incident", "case", "issue", "alert", "offense", "escalation", "notable") && has("id", "number", "no", "nr", "key", "ref", "reference") &&
		!has("parent", "problem", "related", "caller", "type", "category", "account", "user", "linked", "link", "provider", "product") {
		add(fID)
	}
	if has("reopen", "reopened", "reopens") && !has("by", "date", "at", "time", "on") {
		add(fReopened)
	}
	return out
}

// content says what the sampled cells of a column hold.
type content struct {
	filled, dates, severities, numbers int
}

func look(cell []byte, c *content, sev *severities) {
	cell = trim(cell)
	if missing(cell) {
		return
	}
	c.filled++
	if s := parseDate(cell, DMY, false).status; s == dateRead || s == dateMisfit {
		c.dates++
	}
	if len(cell) < 60 && sev.find(cell) != noLevel {
		c.severities++
	}
	if bareNumeric(string(cell)) {
		c.numbers++
	}
}

// mostly reports whether at least half are of a kind; a column without content
// may be anything.
func (c content) mostly(n int) bool { return 2*n >= c.filled }

// fits reports whether a column can hold the field of a candidate.
func (c content) fits(cand candidate) bool {
	loose := cand.rank == looseRank
	switch cand.field {
	case fOpened, fAcknowledged, fResolved, fClosed, fUpdated:
		return c.mostly(c.dates) && (c.filled > 0 || !loose)
	case fSeverity:
		return c.mostly(c.severities) || !loose && !c.mostly(c.dates) // words not known are shown as not recognised
	case fCloseCode, fState:
		return !c.mostly(c.dates) || c.filled == 0 || c.mostly(c.numbers)
	case fWorked, fReopened:
		return c.filled == 0 || !c.mostly(c.dates) || c.mostly(c.numbers)
	case fSequence:
		return c.mostly(c.numbers)
	}
	return true
}

// toGuess in the columns told says that a field is to be found out.
const toGuess = -2

// guess assigns columns to fields, but for those told. sample holds rows below
// the header, sev knows the severity words.
func guess(header []string, sample [][][]byte, told [fieldCount]int, sev *severities) (columns [fieldCount]int, unit Unit) {
	taken := map[int]bool{}
	for f, c := range told {
		columns[f] = max(c, -1)
		if c >= 0 {
			taken[c] = true
			if f == fWorked {
				unit = toldUnit(header[c])
			}
		}
	}
	contents := make([]content, len(header))
	for _, row := range sample {
		for i := range min(len(row), len(header)) {
			look(row[i], &contents[i], sev)
		}
	}
	var all []candidate
	for i, h := range header {
		for _, c := range namedFields(h) {
			c.column = i
			if contents[i].fits(c) {
				all = append(all, c)
			}
		}
	}
	// A severity column whose words are known beats one whose words are not;
	// a filled column beats an empty one; then the better name, then the left one.
	score := func(c candidate) int {
		s := c.rank
		k := contents[c.column]
		if c.field == fSeverity && !k.mostly(k.severities) {
			s += 4 * looseRank
		}
		if len(sample) > 0 && k.filled == 0 && c.field != fResolved && c.field != fClosed {
			s += 2 * looseRank
		}
		return s
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return score(a) - score(b) })
	for _, c := range all {
		if told[c.field] != toGuess || columns[c.field] >= 0 || taken[c.column] {
			continue
		}
		columns[c.field], taken[c.column] = c.column, true
		if c.field == fWorked {
			unit = c.unit
		}
	}
	if columns[fOpened] < 0 && told[fOpened] == toGuess {
		// A name without doubt, over dates that cannot be read: the rows will say so.
		for i, h := range header {
			if !taken[i] && slices.ContainsFunc(namedFields(h), func(c candidate) bool { return c.field == fOpened && c.rank < looseRank }) {
				columns[fOpened] = i
				break
			}
		}
	}
	if columns[fWorked] >= 0 && unit == "" && slices.ContainsFunc(header, func(h string) bool { return headerKey(h) == "issue key" }) {
		unit = Seconds // as Jira exports them
	}
	return columns, unit
}

// clockNames are the headers of columns that may hold the time of day of the
// opening, where another column has the day.
var clockNames = []string{"time", "opened time", "open time", "time opened", "created time", "creation time", "create time", "time created", "start time", "reported time",
	"time reported", "detection time", "event time", "alert time", "uhrzeit", "zeit", "hour", "heure", "hora"}

// clockColumn finds the column with the time of day of openings that have none;
// -1 without one.
func clockColumn(header []string, sample [][][]byte, columns [fieldCount]int) int {
	opened, days := columns[fOpened], 0
	if opened < 0 {
		return -1
	}
	for _, row := range sample {
		if opened >= len(row) {
			continue
		}
		switch d := parseDate(trim(row[opened]), DMY, false); {
		case d.status != dateRead && d.status != dateMisfit:
		case d.ms%msDay != 0 || d.zoned:
			return -1
		default:
			days++
		}
	}
	for i, h := range header {
		if days == 0 || slices.Contains(columns[:], i) || !slices.Contains(clockNames, headerKey(h)) {
			continue
		}
		filled, times := 0, 0
		for _, row := range sample {
			if i >= len(row) || missing(trim(row[i])) {
				continue
			}
			filled++
			if _, ok := timeOfDay(trim(row[i])); ok {
				times++
			}
		}
		if times > 0 && 2*times >= filled {
			return i
		}
	}
	return -1
}

// toldUnit is the unit that the header of a worked time names.
func toldUnit(header string) Unit {
	for _, c := range namedFields(header) {
		if c.field == fWorked && c.unit != "" {
			return c.unit
		}
	}
	_, unit := unitOf(headerKey(header))
	return unit
}
