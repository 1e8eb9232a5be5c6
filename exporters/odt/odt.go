// Package odt writes a report as an OpenDocument text (ODF 1.3) that people go on
// editing: real headings and styles, tables with head rows, contents with page
// numbers, a header with client and classification, a footer with page x of y. It is
// written here because no maintained Go library writes such a document well; nothing
// but this package knows the format. The same report gives the same bytes.
package odt

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"io"
	"time"

	"muster/assessment/brand"
	"muster/exporters/look"
	"muster/exporters/report"
)

// MIME is the media type of the files.
const MIME = "application/vnd.oasis.opendocument.text"

// Highlight is a text that is set off wherever it stands; Grave in the stronger of
// two ways.
type Highlight struct {
	Text  string
	Grave bool
}

// Render gives the bytes of the document with the highlights set off. It fails on a
// block it cannot show, and stops with ctx's error when ctx ends.
func Render(ctx context.Context, rep *report.Report, highlights []Highlight) ([]byte, error) {
	palette := look.Light
	if rep.Brand.Color != "" {
		c, err := brand.ParseColor(rep.Brand.Color)
		if err != nil {
			return nil, err
		}
		palette = look.Branded(palette, c)
	}
	w := &writer{rep: rep, marks: newMarker(highlights), accent: palette.Hex(look.Accent)}
	if len(rep.Brand.Logo) > 0 {
		logo, err := brand.Logo(rep.Brand.Logo)
		if err != nil {
			return nil, err
		}
		size, _, err := image.DecodeConfig(bytes.NewReader(logo))
		if err != nil {
			return nil, err
		}
		w.logo, w.logoSize = logo, size
	}
	content, err := w.content(ctx)
	if err != nil {
		return nil, err
	}
	parts := []part{
		{"mimetype", []byte(MIME), true}, // first and plain, so that the file tells what it is
		{"content.xml", content, false},
		{"styles.xml", w.styles(), false},
		{"meta.xml", w.meta(), false},
	}
	if w.logo != nil {
		parts = append(parts, part{logoName, w.logo, true})
	}
	return pack(append(parts, part{"META-INF/manifest.xml", manifest(parts), false}))
}

const logoName = "Pictures/logo.png"

// part is a file of the package.
type part struct {
	name  string
	data  []byte
	plain bool // not compressed
}

// pack writes the parts with a fixed time.
func pack(parts []part) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
		if p.plain {
			h.Method = zip.Store
		}
		var f io.Writer
		var err error
		if p.name == "mimetype" { // no extra fields and no descriptor behind it: readers look at fixed offsets
			h.Modified = time.Time{}
			h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc(p.data), uint64(len(p.data)), uint64(len(p.data))
			f, err = z.CreateRaw(h)
		} else {
			f, err = z.CreateHeader(h)
		}
		if err == nil {
			_, err = f.Write(p.data)
		}
		if err != nil {
			return nil, fmt.Errorf("the document could not be made: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("the document could not be made: %w", err)
	}
	return buf.Bytes(), nil
}

func manifest(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">`)
	fmt.Fprintf(&b, `<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="%s"/>`, MIME)
	for _, p := range parts[1:] {
		kind := "text/xml"
		if p.name == logoName {
			kind = "image/png"
		}
		fmt.Fprintf(&b, `<manifest:file-entry manifest:full-path="%s" manifest:media-type="%s"/>`, p.name, kind)
	}
	b.WriteString(`</manifest:manifest>`)
	return b.Bytes()
}

func (w *writer) meta() []byte {
	r := w.rep
	var b bytes.Buffer
	b.WriteString(xmlHead + `<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"><office:meta>`)
	put := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "<%s>%s</%s>", name, escape(value), name)
		}
	}
	put("meta:generator", r.Program)
	put("dc:title", r.Title)
	put("dc:subject", r.Client)
	put("dc:description", r.Subtitle)
	put("meta:keyword", r.Classification)
	put("meta:initial-creator", cmp.Or(r.Assessor, r.Brand.Company))
	language, country := w.locale()
	put("dc:language", language+"-"+country)
	if t, err := time.Parse(time.DateOnly, r.Date); err == nil {
		put("meta:creation-date", t.Format("2006-01-02T15:04:05"))
		put("dc:date", t.Format("2006-01-02T15:04:05"))
	}
	fmt.Fprintf(&b, `<meta:user-defined meta:name="Classification" meta:value-type="string">%s</meta:user-defined>`, escape(oneLine(r.Classification)))
	b.WriteString(`</office:meta></office:document-meta>`)
	return b.Bytes()
}
