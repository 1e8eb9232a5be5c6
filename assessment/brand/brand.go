// Package brand is the house a report is presented by: company, logo, colour and
// a text for the cover. A brand is kept with an engagement, and as a profile file
// of its own that many engagements take.
package brand

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Brand is how reports of an engagement look. The zero value is Muster's own look.
type Brand struct {
	Company string // who presents the report
	Cover   string // a text below the title on the cover; line breaks are kept
	Color   string // #RRGGBB; empty for Muster's accent
	Logo    []byte // PNG or JPEG; empty for none
}

// Empty reports whether nothing is branded.
func (b Brand) Empty() bool {
	return b.Company == "" && b.Cover == "" && b.Color == "" && len(b.Logo) == 0
}

// Check says everything that keeps b from being used.
func (b Brand) Check() error {
	var errs []error
	if utf8.RuneCountInString(b.Company) > MaxCompany {
		errs = append(errs, fmt.Errorf("the company's name has more than %d characters: shorten it", MaxCompany))
	}
	if utf8.RuneCountInString(b.Cover) > MaxCover {
		errs = append(errs, fmt.Errorf("the cover text has more than %d characters: shorten it", MaxCover))
	}
	if b.Color != "" {
		if err := CheckColor(b.Color); err != nil {
			errs = append(errs, err)
		}
	}
	if len(b.Logo) > 0 {
		if err := CheckLogo(b.Logo); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// The longest texts, in characters.
const (
	MaxCompany = 120
	MaxCover   = 600
)

// LeastContrast is the contrast a text needs on its ground (WCAG 2.1, 1.4.3).
const LeastContrast = 4.5

// ParseColor reads #RRGGBB or #RGB.
func ParseColor(s string) (color.NRGBA, error) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 24)
	if !ok || len(hex) != 6 || err != nil {
		return color.NRGBA{}, fmt.Errorf("found %q as a colour; write it as # and six hexadecimal digits, such as #0B6A6A", s)
	}
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}, nil
}

// CheckColor says why a colour cannot stand for the accent: titles are written in
// it on white, and white is written on it.
func CheckColor(s string) error {
	c, err := ParseColor(s)
	if err != nil {
		return err
	}
	white := color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
	if got := Contrast(c, white); got < LeastContrast {
		d := Darker(c)
		return fmt.Errorf("the colour %s has a contrast of %.1f:1 on white, texts need %.1f:1; take a darker one, such as #%02X%02X%02X",
			strings.ToUpper(s), math.Floor(got*10)/10, LeastContrast, d.R, d.G, d.B)
	}
	return nil
}

// Darker is c, darkened just as far as a text on white needs.
func Darker(c color.NRGBA) color.NRGBA {
	white := color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
	for f := 1.0; f > 0; f -= 0.01 {
		d := color.NRGBA{R: uint8(float64(c.R) * f), G: uint8(float64(c.G) * f), B: uint8(float64(c.B) * f), A: 0xFF}
		if Contrast(d, white) >= LeastContrast {
			return d
		}
	}
	return color.NRGBA{A: 0xFF}
}

// Contrast is the ratio of the lighter to the darker luminance, 1 to 21
// (WCAG 2.1, relative luminance and contrast ratio).
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	f := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
}

// Profile is a brand kept in a file of its own, with what else a house writes on
// its reports.
type Profile struct {
	Name           string
	Classification string // empty leaves that of the engagement
	Brand
}

// The profile file's format and version.
const (
	Format    = "muster-brand"
	Version   = 1
	Extension = ".muster-brand"
)

type profileFile struct {
	Format         string `json:"format"`
	Version        int    `json:"version"`
	Name           string `json:"name"`
	Classification string `json:"classification,omitempty"`
	Company        string `json:"company,omitempty"`
	Cover          string `json:"coverText,omitempty"`
	Color          string `json:"color,omitempty"`
	Logo           string `json:"logo,omitempty"` // base64
}

// ReadProfile parses a profile file and checks all of it.
func ReadProfile(data []byte) (Profile, error) {
	var f profileFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Profile{}, fmt.Errorf("this is no brand profile: %w", err)
	}
	if f.Format != Format {
		return Profile{}, fmt.Errorf("format: found %q, allowed: %q; this is no brand profile", f.Format, Format)
	}
	if f.Version != Version {
		return Profile{}, fmt.Errorf("version: found %d, allowed: %d", f.Version, Version)
	}
	p := Profile{Name: f.Name, Classification: f.Classification, Brand: Brand{Company: f.Company, Cover: f.Cover, Color: f.Color}}
	if strings.TrimSpace(p.Name) == "" {
		return Profile{}, errors.New("name: missing; a profile is chosen by its name")
	}
	if f.Logo != "" {
		logo, err := base64.StdEncoding.DecodeString(f.Logo)
		if err != nil {
			return Profile{}, errors.New("logo: this is not base64")
		}
		p.Logo = logo
	}
	if err := p.Check(); err != nil {
		return Profile{}, err
	}
	return p, nil
}

// Write gives the bytes of the profile's file.
func (p Profile) Write() []byte {
	f := profileFile{Format: Format, Version: Version, Name: p.Name, Classification: p.Classification, Company: p.Company, Cover: p.Cover, Color: p.Color}
	if len(p.Logo) > 0 {
		f.Logo = base64.StdEncoding.EncodeToString(p.Logo)
	}
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // texts and numbers can always be written
	}
	return append(data, '\n')
}

// Equal reports whether two brands look the same.
func (b Brand) Equal(o Brand) bool {
	return b.Company == o.Company && b.Cover == o.Cover && b.Color == o.Color && slices.Equal(b.Logo, o.Logo)
}
