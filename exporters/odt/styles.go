// The styles: what headings, texts, tables and pages look like.

package odt

import (
	"bytes"
	"fmt"
	"strings"

	"muster/assessment/messages"
)

// locale is the language of the texts and the country whose spelling it has.
func (w *writer) locale() (language, country string) {
	if language = w.rep.Lang.Code(); language == messages.Source {
		return language, "GB"
	}
	return language, strings.ToUpper(language)
}

const fonts = `<office:font-face-decls><style:font-face style:name="Sans" svg:font-family="'Noto Sans', 'Liberation Sans', Arial, sans-serif" style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls>`

func (w *writer) styles() []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<office:document-styles` + namespaces + `>` + fonts + `<office:styles>`)
	language, country := w.locale()
	text := fmt.Sprintf(`style:font-name="Sans" fo:font-family="'Noto Sans', 'Liberation Sans', Arial, sans-serif" fo:font-size="10pt" fo:language="%s" fo:country="%s" fo:color="#1b2430"`, language, country)
	fmt.Fprintf(&b, `<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="120%%" fo:orphans="2" fo:widows="2" style:tab-stop-distance="1.25cm" style:writing-mode="lr-tb"/><style:text-properties %s/></style:default-style>`, text)
	b.WriteString(`<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>` +
		`<style:default-style style:family="graphic"/>`)
	paragraph := func(name, shown, parent, next, extra, properties, textProperties string) {
		fmt.Fprintf(&b, `<style:style style:name="%s" style:display-name="%s" style:family="paragraph"`, name, shown)
		if parent != "" {
			fmt.Fprintf(&b, ` style:parent-style-name="%s"`, parent)
		}
		if next != "" {
			fmt.Fprintf(&b, ` style:next-style-name="%s"`, next)
		}
		fmt.Fprintf(&b, `%s><style:paragraph-properties %s/><style:text-properties %s/></style:style>`, extra, properties, textProperties)
	}
	accent := `fo:color="#` + w.accent + `"`
	paragraph("Standard", "Standard", "", "", ` style:class="text"`, ``, ``)
	paragraph("Text_20_body", "Text body", "Standard", "", ` style:class="text"`, `fo:margin-bottom="0.22cm"`, ``)
	paragraph("Lead", "Lead", "Text_20_body", "Text_20_body", ``, `fo:margin-bottom="0.3cm" fo:keep-with-next="always"`, accent+` fo:font-size="11pt"`)
	paragraph("Title", "Title", "Standard", "Text_20_body", ` style:class="chapter"`, `fo:margin-top="1.2cm" fo:margin-bottom="0.3cm"`, accent+` fo:font-size="26pt" fo:font-weight="bold"`)
	paragraph("Subtitle", "Subtitle", "Standard", "Text_20_body", ` style:class="chapter"`, `fo:margin-bottom="0.3cm"`, `fo:font-size="15pt"`)
	paragraph("Heading_20_1", "Heading 1", "Standard", "Text_20_body", ` style:default-outline-level="1" style:class="text"`, `fo:margin-top="0.7cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"`, accent+` fo:font-size="17pt" fo:font-weight="bold"`)
	paragraph("Heading_20_2", "Heading 2", "Standard", "Text_20_body", ` style:default-outline-level="2" style:class="text"`, `fo:margin-top="0.4cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"`, `fo:font-size="12.5pt" fo:font-weight="bold"`)
	paragraph("List_20_Contents", "List Contents", "Text_20_body", "", ` style:class="html"`, `fo:margin-bottom="0.1cm"`, ``)
	paragraph("Table_20_Contents", "Table Contents", "Standard", "", ` style:class="extra"`, ``, `fo:font-size="9pt"`)
	paragraph("Table_20_Heading", "Table Heading", "Table_20_Contents", "", ` style:class="extra"`, ``, `fo:font-size="9pt" fo:font-weight="bold"`)
	paragraph("AfterTable", "After table", "Standard", "Text_20_body", ``, `fo:line-height="0.25cm"`, `fo:font-size="4pt"`)
	paragraph("Caption", "Caption", "Standard", "Text_20_body", ` style:class="extra"`, `fo:margin-bottom="0.25cm"`, `fo:font-size="8pt"`)
	paragraph("Contents_20_Heading", "Contents Heading", "Standard", "", ` style:class="index"`, `fo:margin-top="0.8cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"`, `fo:font-size="13pt" fo:font-weight="bold"`)
	tabbed := func(name, shown, class string, at float64, leader, extra string) {
		fmt.Fprintf(&b, `<style:style style:name="%s" style:display-name="%s" style:family="paragraph" style:parent-style-name="Standard" style:class="%s"><style:paragraph-properties %s><style:tab-stops><style:tab-stop style:position="%.2fcm" style:type="right"%s/></style:tab-stops></style:paragraph-properties><style:text-properties fo:font-size="%s"/></style:style>`,
			name, shown, class, extra, at, leader, map[bool]string{true: "10pt", false: "8pt"}[class == "index"])
	}
	tabbed("Contents_20_1", "Contents 1", "index", pageWidth-2*margin, ` style:leader-style="dotted" style:leader-text="."`, `fo:margin-bottom="0.08cm"`)
	line := `fo:border-%s="0.5pt solid #8a94a0" fo:padding-%s="0.08cm"`
	for _, p := range []struct {
		name, shown string
		at          float64
	}{{"", "", pageWidth - 2*margin}, {"Wide", " landscape", pageHeight - 2*margin}} {
		tabbed("Header"+p.name, "Header"+p.shown, "extra", p.at, "", fmt.Sprintf(line, "bottom", "bottom"))
		tabbed("Footer"+p.name, "Footer"+p.shown, "extra", p.at, "", fmt.Sprintf(line, "top", "top"))
	}
	b.WriteString(`<style:style style:name="ToDecide" style:display-name="To decide" style:family="text"><style:text-properties fo:background-color="#ffe066" fo:font-weight="bold" fo:color="#000000"/></style:style>` +
		`<style:style style:name="ToCorrect" style:display-name="To correct" style:family="text"><style:text-properties fo:background-color="#ffb0a8" fo:font-weight="bold" fo:color="#000000" style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>` +
		`<style:style style:name="Index_20_Link" style:display-name="Index Link" style:family="text"><style:text-properties fo:color="#1b2430" style:text-underline-style="none"/></style:style>` +
		`<style:style style:name="Class" style:display-name="Classification" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>`)
	b.WriteString(`<text:outline-style style:name="Outline">`)
	for level := 1; level <= 10; level++ {
		format, suffix := "", ""
		if level == 1 {
			format, suffix = "1", "  "
		}
		fmt.Fprintf(&b, `<text:outline-level-style text:level="%d" style:num-format="%s" style:num-suffix="%s"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties></text:outline-level-style>`, level, format, suffix)
	}
	b.WriteString(`</text:outline-style><text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.6cm" fo:text-indent="-0.5cm" fo:margin-left="0.6cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>`)
	b.WriteString(`</office:styles><office:automatic-styles>`)
	layout := func(name string, width, height float64, orientation string) {
		fmt.Fprintf(&b, `<style:page-layout style:name="%s"><style:page-layout-properties fo:page-width="%.1fcm" fo:page-height="%.1fcm" style:print-orientation="%s" fo:margin-top="1.2cm" fo:margin-bottom="1.2cm" fo:margin-left="%.1fcm" fo:margin-right="%.1fcm"/>`+
			`<style:header-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>`,
			name, width, height, orientation, margin, margin)
	}
	layout("Upright", pageWidth, pageHeight, "portrait")
	layout("Sideways", pageHeight, pageWidth, "landscape")
	b.WriteString(`</office:automatic-styles><office:master-styles>`)
	const longest = 60 // runes of a name in the header, which must stay on one line
	names := make([]string, 0, 2)
	for _, s := range []string{w.rep.Client, w.rep.Title} {
		if s = oneLine(s); s != "" {
			names = append(names, clip(s, longest))
		}
	}
	page := w.rep.Lang.Say("Page %s of %s", `<text:page-number text:select-page="current">1</text:page-number>`, `<text:page-count>1</text:page-count>`)
	for _, p := range [][3]string{{"Standard", "Upright", ""}, {"Landscape", "Sideways", "Wide"}} {
		fmt.Fprintf(&b, `<style:master-page style:name="%s" style:page-layout-name="%s"><style:header><text:p text:style-name="Header%s">%s<text:tab/><text:span text:style-name="Class">%s</text:span></text:p></style:header>`+
			`<style:footer><text:p text:style-name="Footer%s">%s<text:tab/>%s</text:p></style:footer></style:master-page>`,
			p[0], p[1], p[2], spaced(strings.Join(names, " · ")), spaced(clip(oneLine(w.rep.Classification), longest/2)), p[2], spaced(strings.TrimSpace(w.rep.Lang.Say("Draft %s", oneLine(clip(w.rep.Date, longest/2))))), page)
	}
	b.WriteString(`</office:master-styles></office:document-styles>`)
	return b.Bytes()
}

// clip shortens s to so many runes.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
