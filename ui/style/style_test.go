package style

import (
	"context"
	"image/color"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"muster/exporters/look"
)

func start(t *testing.T, ap Appearance) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(&Theme{Appearance: ap})
}

// within runs work in a process of its own, so that a hang fails one test and
// not the suite.
func within(t *testing.T, d time.Duration, work func()) {
	t.Helper()
	const flag = "MUSTER_TEST_CHILD"
	if os.Getenv(flag) == t.Name() {
		work()
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), flag+"="+t.Name())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("not done in %v: %v\n%.400s", d, err, out)
	}
}

func TestLines(t *testing.T) {
	start(t, Light)
	for _, text := range []string{
		"", "one", "A sentence of a few words that takes several lines at such a width.", "two\nlines", "\n\n", "  spaces   between  ",
		strings.Repeat("x", 300), "short " + strings.Repeat("long", 60) + " short", "12 000 hours a week", "日本語のテキストは空白を持たないので途中で折り返す必要がある",
		"שלום עולם זה טקסט ארוך מימין לשמאל", "👩‍💻 emoji 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", "broken \xff\xfe bytes \xc3", "tab\tbetween",
	} {
		for _, width := range []float32{60, 120, 700} {
			for _, bold := range []bool{false, true} {
				lines := Lines(text, width, 14, bold)
				for _, l := range lines {
					if w := fyne.MeasureText(l, 14, fyne.TextStyle{Bold: bold}).Width; w > width+1 {
						t.Errorf("Lines(%.20q, %v, bold %v): %q is %v wide", text, width, bold, l, w)
					}
				}
				squeeze := func(s string) string {
					return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), "")
				}
				if got, want := squeeze(strings.Join(lines, "")), squeeze(strings.ToValidUTF8(text, "\uFFFD")); utf8.ValidString(text) && got != want {
					t.Errorf("Lines(%.20q, %v) lost text: %q", text, width, got)
				}
			}
		}
	}
	if got := Lines("two\nlines", 500, 14, false); len(got) != 2 {
		t.Errorf("line breaks: %q", got)
	}
	if got := Lines("12 000 h", 500, 14, false); len(got) != 1 {
		t.Errorf("a no-break space: %q", got)
	}
}

// A glyph wider than the line must not hang the program.
func TestLinesNarrowerThanAGlyph(t *testing.T) {
	start(t, Light)
	within(t, 3*time.Second, func() {
		for _, width := range []float32{4, 0, -5} {
			Lines("WW", width, 14, false)
		}
	})
}

// Text without a space, as in a pasted key or a language without spaces.
func TestLinesOfALongWordAreFast(t *testing.T) {
	start(t, Light)
	within(t, 3*time.Second, func() { Lines(strings.Repeat("x", 10000), 600, 14, false) })
}

func TestParagraphKnowsItsSize(t *testing.T) {
	start(t, Light)
	text := strings.Repeat("A sentence of a few words. ", 12)
	p := Paragraph(text, 300, 14, false, look.Text)
	lines := Lines(text, 300, 14, false)
	if want := fyne.NewSize(300, float32(len(lines))*LineHeight(14)); p.MinSize() != want {
		t.Errorf("size %v, want %v", p.MinSize(), want)
	}
	for i, o := range p.(*fyne.Container).Objects {
		if o.(*canvas.Text).Text != lines[i] || o.Position().Y != float32(i)*LineHeight(14) {
			t.Errorf("line %d is %q at %v", i, o.(*canvas.Text).Text, o.Position())
		}
	}
	for _, size := range []float32{look.TextSmall, look.TextBody, look.TextLead, look.TextHeading, look.TextTitle} {
		if h := fyne.MeasureText("Ågj", size, fyne.TextStyle{}).Height; h > LineHeight(size)+0.5 {
			t.Errorf("size %v: a text is %v high, its line %v", size, h, LineHeight(size))
		}
	}
}

func TestPalette(t *testing.T) {
	start(t, Dark)
	if Palette() != look.Dark || Color(look.Text) != look.Dark[look.Text] || Color(look.None) != color.Transparent {
		t.Error("dark")
	}
	start(t, Light)
	if Palette() != look.Light {
		t.Error("light")
	}
	start(t, System) // the test driver's variant is none of the two
	if Palette() != look.Light {
		t.Error("system")
	}
	th := &Theme{}
	if th.palette(theme.VariantDark) != look.Dark || th.palette(theme.VariantLight) != look.Light {
		t.Error("the system's variant is not followed")
	}
	fyne.CurrentApp().Settings().SetTheme(theme.DefaultTheme())
	if Palette() != look.Light {
		t.Error("another theme")
	}
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// Every pair of text and ground the window uses reaches 4.5:1.
func TestContrast(t *testing.T) {
	pairs := [][2]look.Token{}
	for _, ground := range []look.Token{look.Background, look.Surface} {
		for _, text := range []look.Token{look.Text, look.Muted, look.Accent, look.Good, look.Watch, look.Poor, look.Bad} {
			pairs = append(pairs, [2]look.Token{text, ground})
		}
	}
	pairs = append(pairs,
		[2]look.Token{look.OnAccent, look.Accent}, [2]look.Token{look.OnAccent, look.Bad},
		[2]look.Token{look.Text, look.AccentTint}, [2]look.Token{look.Muted, look.AccentTint}, [2]look.Token{look.Accent, look.AccentTint},
		[2]look.Token{look.Text, look.Track}, [2]look.Token{look.Muted, look.Track},
		[2]look.Token{look.Good, look.GoodTint}, [2]look.Token{look.Watch, look.WatchTint}, [2]look.Token{look.Poor, look.PoorTint}, [2]look.Token{look.Bad, look.BadTint},
		[2]look.Token{look.Text, look.GoodTint}, [2]look.Token{look.Text, look.WatchTint}, [2]look.Token{look.Text, look.PoorTint}, [2]look.Token{look.Text, look.BadTint},
		[2]look.Token{look.Muted, look.GoodTint}, [2]look.Token{look.Muted, look.WatchTint}, [2]look.Token{look.Muted, look.PoorTint}, [2]look.Token{look.Muted, look.BadTint},
		[2]look.Token{look.Bad, look.AccentTint}, [2]look.Token{look.Watch, look.AccentTint}) // marks in the list on the chosen line
	for name, p := range map[string]look.Palette{"light": look.Light, "dark": look.Dark} {
		for _, pair := range pairs {
			if c := contrast(p[pair[0]], p[pair[1]]); c < 4.5 {
				t.Errorf("%s: token %d on token %d has a contrast of %.2f", name, pair[0], pair[1], c)
			}
		}
	}
}

func TestTheme(t *testing.T) {
	start(t, Light)
	for _, ap := range []Appearance{System, Light, Dark} {
		th := &Theme{Appearance: ap}
		p := th.palette(theme.VariantLight)
		for _, name := range []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameButton, theme.ColorNameForeground, theme.ColorNameDisabled, theme.ColorNameDisabledButton,
			theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary, theme.ColorNameFocus, theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameInputBorder,
			theme.ColorNameScrollBar, theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess, theme.ColorNameShadow, theme.ColorNameForegroundOnError, "unheard of"} {
			if th.Color(name, theme.VariantLight) == nil {
				t.Errorf("%q: no colour %s", ap, name)
			}
		}
		if th.Color(theme.ColorNameForeground, theme.VariantLight) != p[look.Text] || th.Color(theme.ColorNameBackground, theme.VariantLight) != p[look.Background] {
			t.Errorf("%q: colours of another palette", ap)
		}
		if contrast(th.Color(theme.ColorNameForeground, theme.VariantLight), th.Color(theme.ColorNameOverlayBackground, theme.VariantLight)) < 4.5 {
			t.Errorf("%q: a dialog cannot be read", ap)
		}
	}
	th := &Theme{}
	if th.Font(fyne.TextStyle{Italic: true}) != theme.DefaultTextFont() || th.Font(fyne.TextStyle{Italic: true, Bold: true}) != theme.DefaultTextBoldFont() || th.Font(fyne.TextStyle{Monospace: true}) == nil {
		t.Error("fonts")
	}
	for _, name := range []fyne.ThemeSizeName{theme.SizeNameText, theme.SizeNameCaptionText, theme.SizeNameSubHeadingText, theme.SizeNameHeadingText, theme.SizeNamePadding,
		theme.SizeNameInnerPadding, theme.SizeNameInputRadius, theme.SizeNameScrollBarSmall, theme.SizeNameScrollBar, theme.SizeNameSeparatorThickness} {
		if th.Size(name) <= 0 {
			t.Errorf("size %s is %v", name, th.Size(name))
		}
	}
	if th.Icon(theme.IconNameConfirm) == nil {
		t.Error("icons")
	}
}

func TestSpaces(t *testing.T) {
	start(t, Light)
	if Gap(8).MinSize() != fyne.NewSize(1, 8) || Strut(12).MinSize() != fyne.NewSize(12, 1) {
		t.Error("gap and strut")
	}
	b := Box(look.Surface, look.Accent, 2)
	if b.StrokeWidth != 2 || b.CornerRadius != look.Corner || Box(look.Surface, look.None, 2).StrokeWidth != 0 {
		t.Error("box")
	}
}
