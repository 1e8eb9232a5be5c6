// Package look holds the visual tokens that window, PDF, workbook and pictures
// share: colours for light and dark, type sizes and spacing, and the mark of
// each verdict, which carries a shape as well as a colour.
package look

import (
	"fmt"
	"image/color"

	"muster/assessment"
)

// Token names a colour by what it is for.
type Token int

// The colour tokens.
const (
	None Token = iota // draws nothing
	Background
	Surface
	Border
	Text
	Muted
	Accent
	Good  // not warranted, ok, none
	Watch // borderline, tight, consider
	Poor  // warranted, recommended
	Bad   // strongly warranted, short, strong
	OnAccent
	Track // the unfilled part of a gauge or bar
	GoodTint
	WatchTint
	PoorTint
	BadTint
	AccentTint
	Edge // of a field: stands out from background and surface by 3:1, as what can be filled in must
	tokens
)

// Palette gives a colour for each token.
type Palette [tokens]color.NRGBA

// Light and Dark are the two palettes; texts reach a contrast of 4.5:1 and more
// on background and surface (a test computes it).
var (
	Light = palette(map[Token]uint32{
		Background: 0xF6F7F9, Surface: 0xFFFFFF, Border: 0xD8DCE3, Edge: 0x7B8593, Text: 0x1B2430, Muted: 0x566273, Accent: 0x0B6A6A,
		Good: 0x2B7548, Watch: 0x8C5F00, Poor: 0xB0430C, Bad: 0x9E1530, OnAccent: 0xFFFFFF,
	})
	Dark = palette(map[Token]uint32{
		Background: 0x12161C, Surface: 0x1A2029, Border: 0x2C3541, Edge: 0x707C8D, Text: 0xE8ECF2, Muted: 0x9FABB9, Accent: 0x55C7BC,
		Good: 0x6CC48C, Watch: 0xE3B341, Poor: 0xF2884B, Bad: 0xF47C8E, OnAccent: 0x0E1318,
	})
)

func palette(base map[Token]uint32) Palette {
	var p Palette
	for t, v := range base {
		p[t] = color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
	}
	p[Track] = mix(p[Border], p[Surface], 0.55)
	for tint, of := range map[Token]Token{GoodTint: Good, WatchTint: Watch, PoorTint: Poor, BadTint: Bad, AccentTint: Accent} {
		p[tint] = mix(p[of], p[Surface], 0.14)
	}
	return p
}

// Branded is p with another accent, and the tint of it.
func Branded(p Palette, accent color.NRGBA) Palette {
	p[Accent] = accent
	p[AccentTint] = mix(accent, p[Surface], 0.14)
	return p
}

// mix lays share of a over b.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x)*share + float64(y)*(1-share) + 0.5) }
	return color.NRGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: 0xFF}
}

// Hex is the colour as RRGGBB.
func (p Palette) Hex(t Token) string {
	c := p[t]
	return fmt.Sprintf("%02X%02X%02X", c.R, c.G, c.B)
}

// Spacing and type sizes on screen, in device-independent pixels.
const (
	Space1 = 4
	Space2 = 8
	Space4 = 16
	Space6 = 24
	Corner = 6

	TextSmall   = 12
	TextBody    = 14
	TextLead    = 16
	TextHeading = 20
	TextTitle   = 28
)

// Mark is the shape of a verdict.
type Mark int

// The marks, from calm to urgent; Dashed stands for no verdict.
const (
	Circle Mark = iota
	Diamond
	Triangle
	Square
	Dashed
)

// String is the mark as a character, for outputs that draw no shapes.
func (m Mark) String() string { return [...]string{"○", "◇", "△", "◼", "◌"}[m] }

// VerdictStyle is how a verdict shows: word, colour and mark.
type VerdictStyle struct {
	Word  string
	Color Token
	Tint  Token
	Mark  Mark
}

// Verdict is the style of any verdict.
func Verdict(v assessment.Verdict) VerdictStyle {
	style := func(color, tint Token, mark Mark) VerdictStyle { return VerdictStyle{v.Word(), color, tint, mark} }
	switch v {
	case assessment.NotWarranted, assessment.None:
		return style(Good, GoodTint, Circle)
	case assessment.Borderline, assessment.Consider:
		return style(Watch, WatchTint, Diamond)
	case assessment.Warranted, assessment.Recommended:
		return style(Poor, PoorTint, Triangle)
	case assessment.StronglyWarranted, assessment.Strong:
		return style(Bad, BadTint, Square)
	}
	return style(Muted, Track, Dashed)
}

// Status is the style of a status.
func Status(s assessment.Status) VerdictStyle {
	switch s {
	case assessment.Short:
		return VerdictStyle{"Short", Bad, BadTint, Square}
	case assessment.Tight:
		return VerdictStyle{"Tight", Watch, WatchTint, Diamond}
	case assessment.OK:
		return VerdictStyle{"Sufficient", Good, GoodTint, Circle}
	case assessment.StrongSkills:
		return VerdictStyle{"Strong", Good, GoodTint, Circle}
	}
	return VerdictStyle{"Not known", Muted, Track, Dashed}
}

// Severity is the style of a finding's severity.
func Severity(s string) VerdictStyle {
	switch s {
	case "high":
		return VerdictStyle{"High", Bad, BadTint, Square}
	case "medium":
		return VerdictStyle{"Medium", Poor, PoorTint, Triangle}
	}
	return VerdictStyle{"Low", Watch, WatchTint, Diamond}
}

// Priority is the style of an action's priority, 1 to 4: what comes first is marked as
// what is grave.
func Priority(p int) VerdictStyle {
	switch {
	case p <= 1:
		return VerdictStyle{"1", Bad, BadTint, Square}
	case p == 2:
		return VerdictStyle{"2", Poor, PoorTint, Triangle}
	case p == 3:
		return VerdictStyle{"3", Watch, WatchTint, Diamond}
	}
	return VerdictStyle{"4", Muted, Track, Circle}
}
