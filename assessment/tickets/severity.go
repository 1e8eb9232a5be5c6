// From the words and numbers of severity to the four levels.

package tickets

import (
	"bytes"
	"strings"
	"unicode"
)

// level is a severity as stored: levels 1 to 4 are critical to low.
type level uint8

const (
	noLevel  level = 0
	critical level = 1
	low      level = 4
	ignored  level = 5 // the user says that tickets of this word do not count
	// A number alone is bareNumber plus itself: whether 1 is the most or the
	// least severe shows only from the whole column.
	bareNumber level = 8
	maxBare    level = 5
)

// severityWords in lower case.
var severityWords = map[string]level{
	"critical": 1, "crit": 1, "urgent": 1, "emergency": 1, "blocker": 1, "highest": 1, "fatal": 1, "severe": 1, "disaster": 1,
	"catastrophic": 1, "veryhigh": 1, "kritisch": 1, "dringend": 1, "notfall": 1, "sehrhoch": 1, "höchste": 1, "critique": 1,
	"high": 2, "major": 2, "important": 2, "serious": 2, "hoch": 2, "wichtig": 2, "hohe": 2,
	"medium": 3, "med": 3, "moderate": 3, "normal": 3, "average": 3, "mittel": 3, "moderat": 3, "standard": 3, "mittlere": 3,
	"low": 4, "minor": 4, "lowest": 4, "trivial": 4, "informational": 4, "information": 4, "info": 4, "planning": 4, "verylow": 4,
	"crítica": 1, "alta": 2, "haute": 2, "élevée": 2, "media": 3, "moyenne": 3, "baja": 4, "basse": 4, "faible": 4,
	"cosmetic": 4, "niedrig": 4, "gering": 4, "niedrige": 4, "sehrniedrig": 4, "niedrigste": 4, "planung": 4,
}

// severityLetters come before a number: P2, Sev-3, Priority 1.
var severityLetters = map[string]bool{
	"p": true, "s": true, "sev": true, "severity": true, "prio": true, "priority": true, "pri": true, "priorität": true, "level": true, "l": true,
	"tier": true, "urgency": true, "schweregrad": true, "impact": true, "stufe": true, "class": true, "klasse": true, "cat": true, "category": true,
}

// parseSeverity reads a severity that the user gave no meaning.
func parseSeverity(text string) level {
	var words []string
	var numbers []int
	lower := strings.ToLower(text)
	for i := 0; i < len(lower); {
		start := i
		switch c := lower[i]; {
		case digit(c):
			n := 0
			for i < len(lower) && digit(lower[i]) {
				n = min(n*10+int(lower[i]-'0'), 1000)
				i++
			}
			if i < len(lower)-1 && (lower[i] == '.' || lower[i] == ',') && digit(lower[i+1]) {
				if lower[i+1] != '0' {
					return noLevel // 7.5 is a score
				}
				for i++; i < len(lower) && digit(lower[i]); i++ { // 3.0
				}
			}
			numbers = append(numbers, n)
		case c >= 0x80 || unicode.IsLetter(rune(c)):
			for i < len(lower) && (lower[i] >= 0x80 || unicode.IsLetter(rune(lower[i]))) {
				i++
			}
			words = append(words, lower[start:i])
		default:
			i++
		}
	}
	found := noLevel
	letters := false
	for i := 0; i < len(words); i++ {
		w := words[i]
		if i+1 < len(words) && (w == "very" || w == "sehr") {
			w += words[i+1]
			i++
		}
		switch l := severityWords[w]; {
		case w == "non" || w == "not" || w == "no" || w == "nicht":
			return noLevel
		case l != noLevel && found != noLevel && l != found:
			return noLevel // two words that disagree
		case l != noLevel:
			found = l
		case severityLetters[w]:
			letters = true
		default:
			letters = letters && len(numbers) > 0 // "P2 incident"
		}
	}
	switch {
	case found != noLevel:
		return found
	case len(numbers) != 1 || len(words) > 0 && !letters:
		return noLevel
	case letters:
		n := numbers[0]
		if n > int(maxBare) {
			return noLevel
		}
		return levelOfNumber(n)
	case numbers[0] >= 1 && numbers[0] <= int(maxBare) && !strings.ContainsAny(lower, "-%/"):
		return bareNumber + level(numbers[0])
	}
	return noLevel
}

// levelOfNumber is the level of 0 to 5, where 1 is the most severe.
func levelOfNumber(n int) level { return level(min(max(n, 1), int(low))) }

// endsInZero reports whether a cell is the 0 of a scale with letters: P0, Sev 0.
func endsInZero(cell []byte) bool {
	n := len(cell)
	return n > 1 && cell[n-1] == '0' && bytes.IndexFunc(cell[:n-1], unicode.IsDigit) < 0
}

// bareNumeric reports whether a cell is a number and nothing else.
func bareNumeric(text string) bool {
	if text == "" {
		return false
	}
	for i := range len(text) {
		if c := text[i]; !digit(c) && c != '.' && c != ',' && c != '-' {
			return false
		}
	}
	return true
}

// LevelName is the severity a word stands for without a mapping: critical, high,
// medium or low; empty when it is not recognised. Numbers alone, 1 to 5, count
// with 1 as the most severe.
func LevelName(word string) string {
	l := parseSeverity(word)
	if l > bareNumber {
		l = levelOfNumber(int(l - bareNumber))
	}
	if l == noLevel {
		return ""
	}
	return severityNames[l-1]
}
