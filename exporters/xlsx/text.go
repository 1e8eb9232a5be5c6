// Text that is safe in a cell: client text may hold anything.

package xlsx

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"muster/exporters/report"
)

const (
	cellLimit = 32767 // UTF-16 units, the most a cell holds
	cutNote   = "… [cut at 32,767 characters]"
)

// escapeMark stands for the underscore of "_x0041_", which a reader would take
// for an escaped A. It is a noncharacter that clean removes from all text; the
// zip writer turns it into "_x005F_". (The library's own escape misses patterns
// that share an underscore.)
const escapeMark = "\uFDD0"

var escapeLike = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// clean makes valid UTF-8 without control and noncharacters; lines end in \n.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexByte(s, 13) >= 0 {
		s = lineEnds.Replace(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20, r >= 0x7F && r < 0xA0, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
			return -1
		}
		return r
	}, s)
}

// cellText is s as a cell takes it: clean, not too long, escapes escaped.
func cellText(s string) string { return escape(cut(clean(s))) }

// cut shortens s to what a cell holds and says so at its end.
func cut(s string) string {
	if len(s) <= cellLimit || utf16Len(s) <= cellLimit {
		return s
	}
	room := cellLimit - utf16Len(cutNote)
	for i, r := range s {
		if room -= utf16Units(r); room < 0 {
			return s[:i] + cutNote
		}
	}
	return s
}

func escape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && escapeLike.MatchString(s[i:min(len(s), i+7)]) {
			b.WriteString(escapeMark)
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func utf16Units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Units(r)
	}
	return n
}

// header and footer are those of each printed page; a part is kept so short
// that the whole stays under the 255 characters Excel allows.
func header(rep *report.Report) string {
	return "&L" + headerPart(rep.Title, 70) + "&R" + headerPart(rep.Classification, 45)
}

func footer(rep *report.Report) string {
	return "&L" + headerPart(strings.Trim(rep.Client+" · "+rep.Date, " ·"), 90) + "&R" + rep.Lang.Text("Page &P of &N")
}

func headerPart(s string, most int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return strings.ReplaceAll(escape(s), "&", "&&")
}
