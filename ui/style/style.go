// Package style brings the shared look into Fyne: the theme, the palette in
// force, and texts of a known width. Pages are built for a fixed column width,
// so every text knows its height before it is laid out.
package style

import (
	"image/color"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"muster/assets"
	"muster/exporters/look"
)

// Column is the width of a page's column: 60 to 80 characters a line.
const Column = 700

// Appearance is the user's choice between light and dark.
type Appearance string

// The appearances; empty follows the system.
const (
	System Appearance = ""
	Light  Appearance = "light"
	Dark   Appearance = "dark"
)

// Theme is Muster's look as a Fyne theme.
type Theme struct{ Appearance Appearance }

func (t *Theme) palette(variant fyne.ThemeVariant) look.Palette {
	if t.Appearance == Dark || t.Appearance == System && variant == theme.VariantDark {
		return look.Dark
	}
	return look.Light
}

// Color maps Fyne's colour names to the tokens.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.palette(variant)
	alpha := func(token look.Token, a uint8) color.Color {
		c := p[token]
		c.A = a
		return c
	}
	switch name {
	case theme.ColorNameBackground:
		return p[look.Background]
	case theme.ColorNameButton: // seen as one on every ground, also where it is not the first to press
		return p[look.Border]
	case theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground:
		return p[look.Surface]
	case theme.ColorNameForeground:
		return p[look.Text]
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p[look.Muted]
	case theme.ColorNameDisabledButton:
		return p[look.Track]
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p[look.Accent]
	case theme.ColorNameForegroundOnPrimary:
		return p[look.OnAccent]
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return alpha(look.Accent, 0x44)
	case theme.ColorNameHover:
		return alpha(look.Text, 0x12)
	case theme.ColorNamePressed:
		return alpha(look.Text, 0x22)
	case theme.ColorNameInputBorder:
		return p[look.Edge]
	case theme.ColorNameSeparator:
		return p[look.Border]
	case theme.ColorNameScrollBar:
		return alpha(look.Muted, 0x88)
	case theme.ColorNameError:
		return p[look.Bad]
	case theme.ColorNameWarning:
		return p[look.Watch]
	case theme.ColorNameSuccess:
		return p[look.Good]
	case theme.ColorNameShadow:
		return color.NRGBA{A: 0x30}
	}
	if p == look.Dark {
		variant = theme.VariantDark
	} else {
		variant = theme.VariantLight
	}
	return theme.DefaultTheme().Color(name, variant)
}

// signsFile is the font of the signs that Noto Sans lacks, such as ⚑ and −.
const signsFile = "fonts/MusterSigns.ttf"

// signsFont is that font: without it they would come from whatever fonts the machine
// has, or be missing.
var signsFont = sync.OnceValue(func() fyne.Resource {
	data, err := assets.Fonts.ReadFile(signsFile)
	if err != nil {
		panic(err) // it is inside the program
	}
	return fyne.NewStaticResource("MusterSigns.ttf", data)
})

// Font is Noto Sans, as in the reports, without italics, and before it the few
// glyphs of the font of signs. Fyne falls back on its own copy of Noto Sans, which is
// as wide as that of the reports: one more in each weight would cost memory and time
// at the start.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace || s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Italic && s.Bold: // Fyne would fall back on italics
		return theme.DefaultTextBoldFont()
	case s.Italic:
		return theme.DefaultTextFont()
	}
	return signsFont()
}

// Icon is Fyne's own set: one set for all.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size follows the spacing of the look.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return look.TextBody
	case theme.SizeNameCaptionText:
		return look.TextSmall
	case theme.SizeNameSubHeadingText:
		return look.TextLead
	case theme.SizeNameHeadingText:
		return look.TextHeading
	case theme.SizeNamePadding:
		return look.Space1
	case theme.SizeNameInnerPadding:
		return look.Space2
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return look.Corner
	case theme.SizeNameScrollBarSmall:
		return 4
	}
	return theme.DefaultTheme().Size(name)
}

// Palette is the palette in force.
func Palette() look.Palette {
	app := fyne.CurrentApp()
	if app == nil {
		return look.Light
	}
	if t, ok := app.Settings().Theme().(*Theme); ok {
		return t.palette(app.Settings().ThemeVariant())
	}
	return look.Light
}

// Color is a token's colour in force.
func Color(t look.Token) color.Color {
	if t == look.None {
		return color.Transparent
	}
	return Palette()[t]
}

// Line is one line of text.
func Line(text string, size float32, isBold bool, token look.Token) *canvas.Text {
	t := canvas.NewText(text, Color(token))
	t.TextSize = size
	t.TextStyle.Bold = isBold
	return t
}

// Change gives a line another text and colour.
func Change(line *canvas.Text, text string, token look.Token) {
	line.Text, line.Color = text, Color(token)
	line.Refresh()
}

// Lines breaks text at spaces to the width; line breaks in it are kept.
func Lines(text string, width, size float32, isBold bool) []string {
	st := fyne.TextStyle{Bold: isBold}
	measure := func(s string) float32 { return fyne.MeasureText(s, size, st).Width }
	space := measure("a a") - 2*measure("a")
	var out []string
	for _, paragraph := range strings.Split(text, "\n") {
		line, used := "", float32(0)
		whole := strings.ContainsFunc(paragraph, borrowed)
		for _, word := range Words(paragraph) {
			for utf8.RuneCountInString(word) > int(width)+1 || measure(word) > width { // longer than a line: break it anywhere
				head, rest := cut(word, width, measure)
				if line != "" {
					out = append(out, line)
					line, used = "", 0
				}
				if rest == "" {
					word = head
					break
				}
				out = append(out, head)
				word = rest
			}
			w := measure(word)
			next := used + space + w
			if whole && line != "" {
				next = measure(line + " " + word)
			}
			switch {
			case line == "":
				line, used = word, w
			case next > width:
				out = append(out, line)
				line, used = word, w
			default:
				line += " " + word
				used = next
			}
		}
		out = append(out, line)
	}
	return out
}

// borrowed reports whether another font may draw the rune, such as a picture or a
// letter of the Far East, beside which spaces have that font's width.
func borrowed(r rune) bool { return r >= 0x2190 }

// cut takes as many runes of word as fit into width, and at least one.
func cut(word string, width float32, measure func(string) float32) (head, rest string) {
	r := []rune(word)
	// A glyph takes a pixel and more, so more runes than this need not be measured.
	most := min(len(r), int(width)+1)
	n := sort.Search(most, func(i int) bool { return measure(string(r[:i+1])) > width })
	n = max(1, n)
	return string(r[:n]), string(r[n:])
}

// Words are the parts of text that must not be torn: a no-break space joins.
func Words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' })
}

// LineHeight is the distance between lines at a size.
func LineHeight(size float32) float32 { return float32(int(size*1.45 + 0.5)) }

// Paragraph is text wrapped to width; its size is known at once.
func Paragraph(text string, width, size float32, isBold bool, token look.Token) fyne.CanvasObject {
	lines := Lines(text, width, size, isBold)
	lh := LineHeight(size)
	objects := make([]fyne.CanvasObject, len(lines))
	for i, l := range lines {
		t := Line(l, size, isBold, token)
		t.Move(fyne.NewPos(0, float32(i)*lh))
		t.Resize(fyne.NewSize(width, lh))
		objects[i] = t
	}
	return container.New(&Fixed{fyne.NewSize(width, float32(len(lines))*lh)}, objects...)
}

// Fixed is a layout of a known size that leaves its objects where they are.
type Fixed struct{ Area fyne.Size }

// Layout does nothing: the objects were placed when they were made.
func (f *Fixed) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize is the known size.
func (f *Fixed) MinSize([]fyne.CanvasObject) fyne.Size { return f.Area }

// Gap is empty space of a height.
func Gap(h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, h))
	return r
}

// Strut is empty space of a width.
func Strut(w float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, 1))
	return r
}

// Box is a filled rectangle with rounded corners.
func Box(fill, stroke look.Token, width float32) *canvas.Rectangle {
	r := canvas.NewRectangle(Color(fill))
	r.CornerRadius = look.Corner
	if stroke != look.None {
		r.StrokeColor = Color(stroke)
		r.StrokeWidth = width
	}
	return r
}
