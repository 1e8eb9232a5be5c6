// From the words of states and closing codes to what they mean here.

package tickets

import (
	"strconv"
	"strings"
	"unicode"
)

// ticket states as stored, in the order in which the later wins a tie.
const (
	stateUnknown uint8 = iota
	stateOpen
	stateEnded
)

// closing codes as stored, in the order in which the later wins a tie.
const (
	codeNone uint8 = iota
	codeUnknown
	codeActionable
	codeNotActionable
)

// words splits lower-cased text into runs of letters and digits.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var endedWords = map[string]bool{
	"closed": true, "close": true, "resolved": true, "solved": true, "done": true, "completed": true, "complete": true, "cancelled": true,
	"canceled": true, "fixed": true, "archived": true, "dismissed": true, "rejected": true, "withdrawn": true, "finished": true,
	"remediated": true, "geschlossen": true, "abgeschlossen": true, "gelöst": true, "erledigt": true, "beendet": true, "storniert": true,
	"deleted": true, "duplicate": true, "résolu": true, "clos": true, "clôturé": true, "fermé": true, "resuelto": true, "cerrado": true,
}

var openWords = map[string]bool{
	"new": true, "open": true, "opened": true, "active": true, "progress": true, "assigned": true, "pending": true, "hold": true,
	"awaiting": true, "waiting": true, "reopened": true, "todo": true, "investigating": true, "triage": true, "acknowledged": true,
	"unassigned": true, "escalated": true, "offen": true, "neu": true, "bearbeitung": true, "wartend": true, "backlog": true, "do": true,
	"review": true, "unresolved": true, "unsolved": true, "zugewiesen": true, "ouvert": true, "nouveau": true, "cours": true, "abierto": true,
	"nuevo": true, "curso": true,
}

// reopenWords say that a ticket was closed before.
var reopenWords = map[string]bool{"reopened": true, "wiedereröffnet": true, "wiedergeöffnet": true}

// parseState gives the meaning of a state, and whether it says reopened. The
// numbers are those that ServiceNow stores.
func parseState(text string) (state uint8, reopened bool) {
	list := words(text)
	if len(list) == 1 {
		if n, err := strconv.Atoi(list[0]); err == nil {
			switch {
			case n >= 1 && n <= 5:
				return stateOpen, false
			case n >= 6 && n <= 8:
				return stateEnded, false
			}
		}
	}
	for i, w := range list {
		again := reopenWords[w] || w == "re" && i+1 < len(list) && strings.HasPrefix(list[i+1], "open")
		negated := i > 0 && (list[i-1] == "not" || list[i-1] == "nicht")
		switch {
		case again:
			return stateOpen, true
		case openWords[w], endedWords[w] && negated:
			state = max(state, stateOpen)
		case endedWords[w]:
			state = stateEnded
		}
	}
	return state, false
}

// notActionablePhrases mark a ticket that needed nothing done: false alarms,
// duplicates and expected activity, as the question on them asks.
var notActionablePhrases = []string{
	"false positive", "falsepositive", "false alarm", "benign", "not actionable", "non actionable", "nonactionable", "no action", "no issue",
	"non issue", "nonissue", "not an issue", "duplicate", "expected", "authorized", "authorised", "test", "testing", "not a security", "noise",
	"no impact", "duplicated", "invalid", "not a bug", "cannot reproduce", "fehlalarm", "falschmeldung", "duplikat", "kein handlungsbedarf", "no threat",
	"not malicious", "policy violation none", "fp", "btp", "bp", "no fault found", "not an incident",
}

// actionablePhrases mark a ticket that needed work.
var actionablePhrases = []string{
	"true positive", "truepositive", "solved", "resolved", "fixed", "done", "remediated", "mitigated", "contained", "malicious", "confirmed",
	"incident", "tp", "compromise", "compromised", "blocked", "escalated", "work around", "workaround", "completed", "gelöst", "behoben", "cleaned",
	"closed",
}

// parseCode gives the meaning of a closing code.
func parseCode(text string, own map[string]bool) uint8 {
	if own[strings.ToLower(text)] {
		return codeNotActionable
	}
	list := words(splitCamel(text))
	phrase := " " + strings.Join(list, " ") + " "
	has := func(phrases []string) bool {
		for _, p := range phrases {
			if strings.Contains(phrase, " "+p+" ") {
				return true
			}
		}
		return false
	}
	switch {
	case strings.Contains(phrase, " true positive ") && !strings.Contains(phrase, " benign "):
		return codeActionable
	case has(notActionablePhrases):
		return codeNotActionable
	case has(actionablePhrases):
		return codeActionable
	}
	return codeUnknown
}

// splitCamel puts a space between the words of FalsePositive.
func splitCamel(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// parseReopened reads a count or a yes.
func parseReopened(text string) (reopened, known bool) {
	if n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil {
		return n > 0, true
	}
	switch strings.ToLower(text) {
	case "true", "yes", "y", "ja", "x", "wahr", "reopened":
		return true, true
	case "false", "no", "n", "nein", "falsch":
		return false, true
	}
	return false, false
}
