package look

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"muster/assessment"
)

// contrast is the WCAG 2 contrast ratio of two colours.
func contrast(a, b color.NRGBA) float64 {
	luminance := func(c color.NRGBA) float64 {
		part := func(v uint8) float64 {
			s := float64(v) / 255
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
	}
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

var names = map[Token]string{
	Background: "background", Surface: "surface", Border: "border", Text: "text", Muted: "muted", Accent: "accent", Good: "good", Watch: "watch", Poor: "poor",
	Bad: "bad", OnAccent: "on accent", Track: "track", GoodTint: "good tint", WatchTint: "watch tint", PoorTint: "poor tint", BadTint: "bad tint", AccentTint: "accent tint", Edge: "edge",
}

// The edge of a field is seen on every ground fields lie on (WCAG 2.1, 1.4.11).
func TestContrastOfEdges(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		for _, ground := range []Token{Background, Surface} {
			if got := contrast(p[Edge], p[ground]); got < 3 {
				t.Errorf("%s: the edge on %s is %.2f:1", name, names[ground], got)
			}
		}
	}
}

func TestContrastFormula(t *testing.T) {
	black, white := color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255}
	if got := contrast(black, white); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white is %g:1", got)
	}
	if got := contrast(color.NRGBA{0x77, 0x77, 0x77, 255}, white); math.Abs(got-4.48) > 0.01 {
		t.Errorf("#777 on white is %g:1", got)
	}
}

// Every text on every ground it is drawn on reaches 4.5:1.
func TestContrast(t *testing.T) {
	const least = 4.5
	type pair struct{ ink, ground Token }
	var pairs []pair
	for _, ink := range []Token{Text, Muted, Accent, Good, Watch, Poor, Bad} {
		pairs = append(pairs, pair{ink, Background}, pair{ink, Surface})
	}
	for ink, tint := range map[Token]Token{Good: GoodTint, Watch: WatchTint, Poor: PoorTint, Bad: BadTint, Accent: AccentTint, Muted: Track} {
		pairs = append(pairs, pair{ink, tint}, pair{Text, tint}, pair{Muted, tint})
	}
	pairs = append(pairs, pair{OnAccent, Accent}, pair{OnAccent, Bad})
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		worst, which := 99.0, ""
		for _, x := range pairs {
			got := contrast(p[x.ink], p[x.ground])
			if got < least {
				t.Errorf("%s: %s (#%s) on %s (#%s) is %.2f:1, want %.1f:1", name, names[x.ink], p.Hex(x.ink), names[x.ground], p.Hex(x.ground), got, least)
			}
			if got < worst {
				worst, which = got, names[x.ink]+" on "+names[x.ground]
			}
		}
		t.Logf("%s: least contrast %.2f:1, %s", name, worst, which)
	}
}

// Every token has a colour of its own, opaque, in both palettes.
func TestPalettesComplete(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		seen := map[color.NRGBA]Token{}
		for token := None + 1; token < tokens; token++ {
			c := p[token]
			if c.A != 0xFF {
				t.Errorf("%s: %s is not opaque", name, names[token])
			}
			if other, ok := seen[c]; ok && !(token == OnAccent && other == Surface) {
				t.Errorf("%s: %s and %s are the same", name, names[token], names[other])
			}
			seen[c] = token
			if want := fmt.Sprintf("%02X%02X%02X", c.R, c.G, c.B); p.Hex(token) != want {
				t.Errorf("Hex %s, want %s", p.Hex(token), want)
			}
		}
		if p[None].A != 0 {
			t.Errorf("%s: none draws", name)
		}
	}
}

// Each step of a scale has a shape, a colour and a word of its own, so that a
// print in black and white loses nothing.
func TestShapesDistinct(t *testing.T) {
	scale := func(name string, styles ...VerdictStyle) {
		marks, colors, words := map[Mark]bool{}, map[Token]bool{}, map[string]bool{}
		for _, s := range styles {
			if marks[s.Mark] || colors[s.Color] || words[s.Word] || s.Word == "" {
				t.Errorf("%s: %+v is not distinct", name, s)
			}
			marks[s.Mark], colors[s.Color], words[s.Word] = true, true, true
			if s.Color == None || s.Tint == None {
				t.Errorf("%s: %+v is not drawn", name, s)
			}
		}
	}
	var sia, csirp, status []VerdictStyle
	for _, v := range append([]assessment.Verdict{assessment.InsufficientEvidence}, assessment.Ladder...) {
		sia = append(sia, Verdict(v))
	}
	for _, v := range []assessment.Verdict{assessment.None, assessment.Consider, assessment.Recommended, assessment.Strong, assessment.Deferred} {
		csirp = append(csirp, Verdict(v))
	}
	for _, s := range []assessment.Status{assessment.Short, assessment.Tight, assessment.OK, assessment.UnknownStatus} {
		status = append(status, Status(s))
	}
	scale("SIA", sia...)
	scale("CSIRP", csirp...)
	scale("status", status...)
	scale("skills", Status(assessment.Short), Status(assessment.Tight), Status(assessment.StrongSkills), Status(assessment.UnknownStatus))
	scale("severity", Severity("high"), Severity("medium"), Severity("low"))
	if Verdict("no such verdict").Mark != Dashed || Status("").Mark != Dashed {
		t.Error("what is not known looks like a verdict")
	}
}
