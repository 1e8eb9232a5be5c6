package spreadsheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// loose are rules that only hostile workbooks break.
var loose = Rules{
	Limits: Limits{Entries: 5_000, Unpacked: 1 << 30, SmallParts: 64 << 20, Part: 32 << 20, Ratio: 200, RatioFrom: 8 << 20, Sheets: 200,
		Rows: 1_048_576, Columns: 2_000, Texts: 2_000_000, Tags: 300_000, Markup: 1 << 20, Cell: 64 << 10, Memory: 4 << 20},
	Words: Words{Again: "save it again", Alone: "save the rows alone", Other: "unpack it", Kind: "table"},
}

func TestMarkup(t *testing.T) {
	text := `<?xml version="1.0"?><x:sst a='1'><!-- <si> > --><si><t>A &amp; B &#228;&#x1F600;&nope;</t></si><si><r><t>x</t></r><r><t><![CDATA[<y> ]]></t></r><rPh><t>no</t></rPh></si><si/><si><t>a_x000D_b_xZZZZ_</t></si></x:sst>`
	list, err := readTexts(context.Background(), strings.NewReader(text), &loose)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"A & B ä😀&nope;", "x<y> ", "", "a\rb_xZZZZ_"} {
		if got, err := list.add(nil, fmt.Append(nil, i), &loose); err != nil || string(got) != want {
			t.Errorf("%d: %q, %v", i, got, err)
		}
	}
	for _, number := range []string{"4", "-1", "", "99999999999999999999"} {
		if _, err := list.add(nil, []byte(number), &loose); err == nil {
			t.Errorf("text %q is there", number)
		}
	}
	if _, err := readTexts(context.Background(), strings.NewReader("<sst><si"), &loose); err == nil {
		t.Error("cut off")
	}
	m := newMarkup(strings.NewReader(`<c sr="no" r='B2'
 s="3"/>`), loose.Limits.Markup)
	if err := m.next(); err != nil || string(m.attribute("r")) != "B2" || string(m.attribute("s")) != "3" || m.attribute("t") != nil || !m.opens || !m.closes || string(m.name) != "c" {
		t.Errorf("%v %q %q", err, m.name, m.tag)
	}
}

// TestTextsBeyondMemory stand in the place that the caller made.
func TestTextsBeyondMemory(t *testing.T) {
	var b strings.Builder
	const n = 60_000
	for i := range n {
		fmt.Fprintf(&b, "<si><t>text of some length to fill memory with, which takes a hundred letters or so, number %d</t></si>", i)
	}
	for _, outside := range []bool{false, true} {
		rules, place := loose, &memory{}
		if outside {
			rules.Spill = func() (Spill, error) { return place, nil }
		}
		list, err := readTexts(context.Background(), strings.NewReader(b.String()), &rules)
		if err != nil || (list.spill != nil) != outside {
			t.Fatal(err)
		}
		for _, i := range []int{0, 1, 30_000, n - 1} {
			if got, err := list.add([]byte("x"), fmt.Append(nil, i), &rules); err != nil || !strings.HasPrefix(string(got), "xtext of") || !strings.HasSuffix(string(got), fmt.Sprint(" ", i)) {
				t.Errorf("%q, %v", got, err)
			}
		}
		list.close()
		if place.closed != outside {
			t.Error("the place is not given back")
		}
	}
	failing := loose
	failing.Spill = func() (Spill, error) { return nil, errors.New("no room") }
	if _, err := readTexts(context.Background(), strings.NewReader(b.String()), &failing); err == nil || err.Error() != "no room" {
		t.Error(err)
	}
}

// memory is a place for texts.
type memory struct {
	bytes.Buffer
	closed bool
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(p, off)
}
func (m *memory) Close() error { m.closed = true; return nil }

func TestClockFormat(t *testing.T) {
	for format, want := range map[string]bool{"h:mm AM/PM": true, "[$-409]h:mm:ss": true, "General": false, "0.00": false, "yyyy-mm-dd hh:mm": false, `0.0"h"`: false, "#,##0 ;[Red]h": false, "[h": false, `0\h`: false, "[Magenta]0": false} {
		if clockFormat(format) != want {
			t.Errorf("%q", format)
		}
	}
}
