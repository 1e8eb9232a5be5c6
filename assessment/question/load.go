// Strict loading of question sets: every fault with file, line and column.

package question

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/assessment/datafile"
)

// Format is the value of the key format in a question set file.
const Format = "muster-questions"

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Load reads and checks a set. The error is a datafile.Faults with every fault
// found.
func Load(file string, data []byte) (*Set, error) {
	set := &Set{}
	src, err := datafile.Decode(file, data, set)
	if err != nil {
		return nil, err
	}
	set.index()
	set.check(src, nil)
	if err := src.Err(); err != nil {
		return nil, err
	}
	return set, nil
}

// LoadCustom reads a set made by the user. Items of base keep their meaning
// (type, range, options, areas, activities), every id in needed must be there,
// and items base does not know are marked Custom: reported, not scored.
func LoadCustom(file string, data []byte, base *Set, needed []string) (*Set, error) {
	set := &Set{}
	src, err := datafile.Decode(file, data, set)
	if err != nil {
		return nil, err
	}
	set.index()
	set.check(src, base)
	set.compare(src, base)
	for _, id := range needed {
		if set.items[id] == nil {
			src.Faultf("sections", "item %q is missing: the decision model needs it (reword it freely, but keep its id)", id)
		}
	}
	if err := src.Err(); err != nil {
		return nil, err
	}
	return set, nil
}

func (s *Set) index() {
	s.indexItems()
	s.indexExemptions()
}

func (s *Set) indexItems() {
	s.items = map[string]*Item{}
	s.section = map[string]*Section{}
	s.order = nil
	for i := range s.Sections {
		sec := &s.Sections[i]
		if s.section[sec.ID] == nil {
			s.section[sec.ID] = sec
		}
		for j := range sec.Items {
			it := &sec.Items[j]
			it.SectionID = sec.ID
			it.Number = len(s.order) + 1
			it.Default = plain(it.Default)
			s.order = append(s.order, it)
			if s.items[it.ID] == nil {
				s.items[it.ID] = it
			}
		}
	}
	for _, it := range s.order {
		it.phrase = phrase(it.Title)
		for i := range it.Areas {
			it.Areas[i].phrase = phrase(it.Areas[i].Title)
		}
		it.areas = it.Areas
		if other := s.items[it.AreasOf]; it.AreasOf != "" && other != nil {
			it.areas = other.Areas
		}
	}
}

// phrase fits a title into a sentence: lower case, unless it is an abbreviation.
func phrase(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if len(s) == n || unicode.ToUpper(second) == second {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// plain turns the decoder's map types into one.
func plain(v any) any {
	m, ok := v.(map[any]any)
	if !ok {
		return v
	}
	out := map[string]any{}
	for k, x := range m {
		out[fmt.Sprint(k)] = x
	}
	return out
}

// checker collects faults under a path prefix.
type checker struct {
	src  *datafile.Source
	path string
}

func (c checker) at(key string) checker {
	if c.path == "" {
		return checker{c.src, key}
	}
	if strings.HasPrefix(key, "[") {
		return checker{c.src, c.path + key}
	}
	return checker{c.src, c.path + "." + key}
}

func (c checker) faultf(format string, args ...any) { c.src.Faultf(c.path, format, args...) }

func (c checker) text(key, value string) {
	if strings.TrimSpace(value) == "" {
		c.at(key).faultf("missing or empty; a text is needed here")
	}
}

func (c checker) id(value string, seen map[string]string) {
	at := c.at("id")
	switch {
	case !idPattern.MatchString(value):
		at.faultf("id %q: allowed are lower-case letters, digits and single hyphens, starting with a letter", value)
	case seen[value] != "":
		at.faultf("id %q is used twice; first at %s", value, seen[value])
	default:
		seen[value] = c.path
	}
}

// check checks the set by itself; base is the one it was made from, or nil.
func (s *Set) check(src *datafile.Source, base *Set) {
	c := checker{src: src}
	if s.Format != Format {
		c.at("format").faultf("found %q, allowed is %q", s.Format, Format)
	}
	if s.Version < 1 {
		c.at("version").faultf("found %d, allowed is a whole number from 1", s.Version)
	}
	if !idPattern.MatchString(s.ID) {
		c.at("id").faultf("id %q: allowed are lower-case letters, digits and single hyphens", s.ID)
	}
	c.text("title", s.Title)
	c.text("language", s.Language)
	sources := map[string]string{}
	for i, x := range s.Sources {
		e := c.at(fmt.Sprintf("sources[%d]", i))
		e.id(x.ID, sources)
		e.text("title", x.Title)
	}
	if len(s.Sections) == 0 {
		c.at("sections").faultf("missing or empty; at least one section is needed")
	}
	sections, items := map[string]string{}, map[string]string{}
	for i, sec := range s.Sections {
		cs := c.at(fmt.Sprintf("sections[%d]", i))
		cs.id(sec.ID, sections)
		cs.text("title", sec.Title)
		s.checkExemption(cs.at("notApplicable"), sec.NotApplicable, base)
		if len(sec.Items) == 0 {
			cs.at("items").faultf("missing or empty; a section needs at least one item")
		}
		for j := range sec.Items {
			it := &sec.Items[j]
			ci := cs.at(fmt.Sprintf("items[%d]", j))
			ci.id(it.ID, items)
			s.checkItem(ci, it, sources, base)
		}
	}
}

func (s *Set) checkItem(c checker, it *Item, sources map[string]string, base *Set) {
	if !slices.Contains(Types, it.Type) {
		c.at("type").faultf("found %q, allowed: %s", it.Type, joinTypes())
		return
	}
	c.text("title", it.Title)
	c.text("text", it.Text)
	c.text("why", it.Why)
	for k, cite := range it.Sources {
		if sources[cite.Ref] == "" {
			c.at(fmt.Sprintf("sources[%d].ref", k)).faultf("no source has the id %q; known: %s", cite.Ref, strings.Join(sortedIDs(sources), ", "))
		}
	}
	s.checkShape(c, it)
	s.checkRange(c, it)
	s.checkExemption(c.at("notApplicable"), it.NotApplicable, base)
	if it.Finding != nil {
		checkFinding(c.at("finding"), it)
	}
}

// checkShape checks the parts that only some types have.
func (s *Set) checkShape(c checker, it *Item) {
	only := func(key string, present bool, types ...Type) {
		if has := slices.Contains(types, it.Type); has && !present {
			c.at(key).faultf("missing; an item of type %s needs it", it.Type)
		} else if !has && present {
			c.at(key).faultf("not allowed for an item of type %s", it.Type)
		}
	}
	only("levels", len(it.Levels) > 0, Level)
	only("options", len(it.Options) > 0, Choice, Multi, Weights)
	only("activities", len(it.Activities) > 0, RACI)
	only("areas", len(it.Areas) > 0, Skills)
	only("areasOf", it.AreasOf != "", Cover)

	if it.Type == Level {
		if len(it.Levels) != 5 && len(it.Levels) != 0 {
			c.at("levels").faultf("found %d levels, exactly five are needed (0 to 4)", len(it.Levels))
		}
		if !slices.Contains([]string{"maturity", "use", "own"}, it.Scale) {
			c.at("scale").faultf("found %q, allowed: maturity, use, own", it.Scale)
		}
		for k, l := range it.Levels {
			cl := c.at(fmt.Sprintf("levels[%d]", k))
			cl.text("name", l.Name)
			cl.text("text", l.Text)
		}
	}
	options := map[string]string{}
	for k, o := range it.Options {
		co := c.at(fmt.Sprintf("options[%d]", k))
		co.id(o.ID, options)
		co.text("text", o.Text)
	}
	if it.Exclusive != "" && options[it.Exclusive] == "" {
		c.at("exclusive").faultf("no option has the id %q; known: %s", it.Exclusive, strings.Join(it.OptionIDs(), ", "))
	}
	activities := map[string]string{}
	for k, a := range it.Activities {
		ca := c.at(fmt.Sprintf("activities[%d]", k))
		ca.id(a.ID, activities)
		ca.text("text", a.Text)
		if !slices.Contains([]string{"client", "mssp"}, a.Expected.Accountable) {
			ca.at("expected.accountable").faultf("found %q, allowed: client, mssp", a.Expected.Accountable)
		}
		if !slices.Contains([]string{"client", "mssp", "both"}, a.Expected.Doer) {
			ca.at("expected.doer").faultf("found %q, allowed: client, mssp, both", a.Expected.Doer)
		}
	}
	areas := map[string]string{}
	for k, a := range it.Areas {
		ca := c.at(fmt.Sprintf("areas[%d]", k))
		ca.id(a.ID, areas)
		ca.text("title", a.Title)
		if a.Weight < 1 || a.Weight > 9 {
			ca.at("weight").faultf("found %d, allowed: 1 to 9", a.Weight)
		}
		if a.Required < 0 || a.Required > 4 {
			ca.at("required").faultf("found %d, allowed: 0 to 4", a.Required)
		}
		if a.People < 0 || a.People > 50 {
			ca.at("people").faultf("found %d, allowed: 0 to 50", a.People)
		}
	}
	if it.AreasOf != "" {
		if other := s.items[it.AreasOf]; other == nil || other.Type != Skills {
			c.at("areasOf").faultf("no item of type skills has the id %q", it.AreasOf)
		}
	}
}

func (s *Set) checkRange(c checker, it *Item) {
	ranged := slices.Contains([]Type{Number, Severity, Months, Weights}, it.Type)
	if !ranged {
		forbid := func(key string, present bool) {
			if present {
				c.at(key).faultf("not allowed for an item of type %s", it.Type)
			}
		}
		forbid("min", it.Min != nil)
		forbid("max", it.Max != nil)
		forbid("default", it.Default != nil)
		forbid("unit", it.Unit != "")
		return
	}
	if it.Min == nil {
		c.at("min").faultf("missing; an item of type %s needs a range", it.Type)
	}
	if it.Max == nil {
		c.at("max").faultf("missing; an item of type %s needs a range", it.Type)
	}
	if it.Min == nil || it.Max == nil {
		return
	}
	if *it.Min >= *it.Max {
		c.at("max").faultf("found %s, it must be above min %s", format(*it.Max), format(*it.Min))
		return
	}
	inRange := func(at checker, v any) {
		n, ok := toFloat(v)
		if !ok || n < *it.Min || n > *it.Max {
			at.faultf("found %v, allowed: %s", v, it.RangeText())
		}
	}
	switch {
	case it.Default == nil:
	case it.Type == Severity:
		m, ok := it.Default.(map[string]any)
		if !ok {
			c.at("default").faultf("a number for each of critical, high, medium, low is needed")
			return
		}
		for k := range m {
			if !slices.Contains(Severities, k) {
				c.at("default."+k).faultf("unknown severity; allowed: %s", strings.Join(Severities, ", "))
			}
		}
		for _, sev := range Severities {
			inRange(c.at("default."+sev), m[sev])
		}
	default:
		inRange(c.at("default"), it.Default)
	}
}

func checkFinding(c checker, it *Item) {
	f := it.Finding
	conditions := 0
	if f.AtMost != nil {
		conditions++
		if it.Type != Level || *f.AtMost < 0 || *f.AtMost > 3 {
			c.at("atMost").faultf("allowed only for a level item, 0 to 3")
		}
	}
	if f.Over != nil {
		conditions++
		if it.Type != Months && it.Type != Number {
			c.at("over").faultf("allowed only for a months or number item")
		}
	}
	if f.Is != nil {
		conditions++
		if it.Type != Bool {
			c.at("is").faultf("allowed only for a bool item")
		}
	}
	if conditions != 1 {
		c.faultf("found %d conditions, exactly one of atMost, over, is is needed", conditions)
	}
	c.text("title", f.Title)
	c.text("impact", f.Impact)
	c.text("recommendation", f.Recommendation)
	c.text("owner", f.Owner)
	if !slices.Contains([]string{"S", "M", "L"}, f.Effort) {
		c.at("effort").faultf("found %q, allowed: S, M, L", f.Effort)
	}
}

// compare checks that the items base knows still mean the same.
func (s *Set) compare(src *datafile.Source, base *Set) {
	for i, sec := range s.Sections {
		for j := range sec.Items {
			it := &s.Sections[i].Items[j]
			c := checker{src, fmt.Sprintf("sections[%d].items[%d]", i, j)}
			want := base.Item(it.ID)
			if want == nil {
				it.Custom = true
				it.Quick = false
				continue
			}
			same := func(key string, ok bool, allowed any) {
				if !ok {
					c.at(key).faultf("item %q is scored, so this may not change; it must be %v", it.ID, allowed)
				}
			}
			same("type", it.Type == want.Type, want.Type)
			same("unit", (it.Unit == "") == (want.Unit == ""), "a unit, in any language, if and only if the scored item has one")
			same("integer", it.Integer == want.Integer, want.Integer)
			same("exclusive", it.Exclusive == want.Exclusive, want.Exclusive)
			same("scale", it.Scale == want.Scale, want.Scale)
			same("areasOf", it.AreasOf == want.AreasOf, want.AreasOf)
			same("min", equalNumber(it.Min, want.Min), want.RangeText())
			same("max", equalNumber(it.Max, want.Max), want.RangeText())
			same("default", fmt.Sprint(it.Default) == fmt.Sprint(want.Default), want.Default)
			same("options", slices.Equal(it.OptionIDs(), want.OptionIDs()), strings.Join(want.OptionIDs(), ", "))
			same("areas", slices.EqualFunc(it.Areas, want.Areas, func(a, b Area) bool {
				return a.ID == b.ID && a.Weight == b.Weight && a.Required == b.Required && a.People == b.People && a.Core == b.Core
			}), "the areas of the set "+base.ID+" with their weights")
			same("activities", slices.EqualFunc(it.Activities, want.Activities, func(a, b Activity) bool {
				return a.ID == b.ID && a.Expected == b.Expected && a.RedFlag == b.RedFlag
			}), "the activities of the set "+base.ID+" with their expected owners")
			same("notApplicable", s.exemptedAs(it, base, want), base.exemptionText(want))
		}
	}
}

func equalNumber(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func joinTypes() string {
	out := make([]string, len(Types))
	for i, t := range Types {
		out[i] = string(t)
	}
	return strings.Join(out, ", ")
}

func sortedIDs(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func format(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func rangeText(low, high *float64, unit string, integer bool) string {
	if low == nil || high == nil {
		return "any number"
	}
	text := format(*low) + " to " + format(*high)
	if unit == "%" {
		text += " %"
	} else if unit != "" {
		text += " " + unit
	}
	if integer {
		text += ", whole numbers"
	}
	return text
}
