// Why rows are not used.

package tickets

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// reason is why a row is not used, but for severities, whose reasons name the word.
type reason uint8

const (
	noReason reason = iota
	reasonEmptyLine
	reasonFewColumns
	reasonManyColumns
	reasonQuote
	reasonLongCell
	reasonNUL
	reasonNoID
	reasonNoOpening
	reasonOpeningUnreadable
	reasonOpeningOutside
	reasonOpeningMisfit
	reasonNoSeverity
	reasonCount
)

func (r reason) text(order Order) string {
	switch r {
	case reasonEmptyLine:
		return "empty line"
	case reasonFewColumns:
		return "fewer columns than the header"
	case reasonManyColumns:
		return "more columns than the header"
	case reasonQuote:
		return "quote not closed"
	case reasonLongCell:
		return "cell longer than 64 KiB"
	case reasonNUL:
		return "holds NUL bytes"
	case reasonNoID:
		return "ticket id missing"
	case reasonNoOpening:
		return "opening date missing"
	case reasonOpeningUnreadable:
		return "opening date not readable"
	case reasonOpeningOutside:
		return "opening date before 1990 or after 2100"
	case reasonOpeningMisfit:
		if order == MDY {
			return "opening date does not fit month-first"
		}
		return "opening date does not fit day-first"
	case reasonNoSeverity:
		return "severity missing"
	}
	return ""
}

// Unused counts the rows not used for one reason.
type Unused struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

const (
	// maxWords bounds the severity words remembered; later ones are "other".
	maxWords = 4096
	// maxWordReasons bounds the severity words told apart in the result.
	maxWordReasons = 20
	// maxWordLength bounds a severity word shown.
	maxWordLength = 60
)

// wordList gives numbers to severity words that are not recognised; 0 is none.
type wordList struct {
	index map[string]uint16
	words []string
}

func newWordList() *wordList { return &wordList{index: map[string]uint16{}, words: []string{""}} }

func (w *wordList) number(cell []byte) uint16 {
	if n, ok := w.index[string(cell)]; ok {
		return n
	}
	if len(w.words) > maxWords {
		return w.put("other", "other")
	}
	text := decode(cell)
	if r := []rune(text); len(r) > maxWordLength {
		text = string(r[:maxWordLength]) + "…"
	}
	return w.put(string(cell), text)
}

func (w *wordList) put(key, text string) uint16 {
	if n, ok := w.index[key]; ok {
		return n
	}
	n := uint16(len(w.words))
	w.words = append(w.words, text)
	w.index[key] = n
	return n
}

// ignoredText starts the reason of a ticket whose severity the user left out.
const ignoredText = "severity ignored, as the mapping says: "

// tally counts unused rows.
type tally struct {
	plain [reasonCount]int64
	words map[string]int64 // whole reasons that name a severity word
}

func newTally() *tally { return &tally{words: map[string]int64{}} }

// list gives the reasons, most frequent first; of the severity words the rarer
// ones are put together.
func (t *tally) list(order Order) []Unused {
	out := []Unused{}
	for r, n := range t.plain {
		if n > 0 {
			out = append(out, Unused{reason(r).text(order), n})
		}
	}
	var named []Unused
	for text, n := range t.words {
		named = append(named, Unused{text, n})
	}
	byCount := func(a, b Unused) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	}
	slices.SortFunc(named, byCount)
	if len(named) > maxWordReasons {
		rest, text := Unused{}, "severity not recognised: other"
		for _, u := range named[maxWordReasons:] {
			rest.Count += u.Count
			if strings.HasPrefix(u.Reason, ignoredText) {
				text = "severity not recognised or ignored: other"
			}
		}
		rest.Reason = text + " (" + strconv.Itoa(len(named)-maxWordReasons) + " more words)"
		named = append(named[:maxWordReasons], rest)
	}
	out = append(out, named...)
	slices.SortFunc(out, byCount)
	return out
}
