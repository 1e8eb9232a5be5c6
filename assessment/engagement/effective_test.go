package engagement

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/assessment/question"
)

func given(v Value) Answer { return Answer{State: Answered, Value: v} }

// profile is a document of these two answers; nil leaves one out.
func profile(staffed, bought Value) *Document {
	d := New("id", "2026-11-23", question.Default())
	for id, v := range map[string]Value{"mssp-model": staffed, "mssp-scope": bought} {
		if v != nil {
			d.Answers[id] = given(v)
		}
	}
	return d
}

func TestWhoHasNoMSSP(t *testing.T) {
	unknown := func(id string) *Document {
		d := profile(Choice("in-house"), Multi{"none"})
		d.Answers[id] = Answer{State: Unknown}
		return d
	}
	for name, x := range map[string]struct {
		doc    *Document
		exempt bool
	}{
		"in-house, nothing bought":   {profile(Choice("in-house"), Multi{"none"}), true},
		"nothing said":               {profile(nil, nil), false},
		"in-house alone":             {profile(Choice("in-house"), nil), false},
		"nothing bought alone":       {profile(nil, Multi{"none"}), false},
		"nothing ticked":             {profile(Choice("in-house"), Multi{}), false},
		"something bought":           {profile(Choice("in-house"), Multi{"monitoring"}), false},
		"none and something":         {profile(Choice("in-house"), Multi{"monitoring", "none"}), false},
		"partly outsourced":          {profile(Choice("partly-outsourced"), Multi{"none"}), false},
		"fully outsourced":           {profile(Choice("fully-outsourced"), Multi{"none"}), false},
		"who staffs it is not known": {unknown("mssp-model"), false},
		"what is bought is unknown":  {unknown("mssp-scope"), false},
	} {
		e, exempt := x.doc.Effective(question.Default())
		if (len(exempt) > 0) != x.exempt || (e == x.doc) != !x.exempt {
			t.Errorf("%s: %d questions do not apply, the same document: %v", name, len(exempt), e == x.doc)
		}
		if x.exempt && len(exempt) != 17 {
			t.Errorf("%s: %d questions do not apply", name, len(exempt))
		}
	}
}

// What has a state keeps it, and a comment, mark or draft stays beside the state.
func TestEffectiveAnswers(t *testing.T) {
	d := profile(Choice("in-house"), Multi{"none"})
	d.Answers["tool-access"] = given(Level(2))
	d.Answers["tool-routine"] = Answer{State: Unknown}
	d.Answers["tool-training"] = Answer{State: NotApplicable}
	d.Answers["mssp-notice"] = Answer{Comment: "ended", Review: true, Draft: map[string]string{"": "x"}}
	before := d.Write()
	e, exempt := d.Effective(question.Default())
	for id, want := range map[string]State{"tool-access": Answered, "tool-routine": Unknown, "tool-training": NotApplicable, "mssp-notice": NotApplicable, "tool-selfquery": NotApplicable, "raci-matrix": Unanswered} {
		if got := e.State(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	if a := e.Answers["mssp-notice"]; a.Comment != "ended" || !a.Review || len(a.Draft) != 1 {
		t.Errorf("%+v", a)
	}
	var ids []string
	for _, x := range exempt {
		ids = append(ids, x.ID)
		if x.ID == "tool-selfquery" && !strings.Contains(x.Because, "tools") {
			t.Errorf("the reason for %s is %q", x.ID, x.Because)
		}
	}
	if len(ids) != 14 || slices.Contains(ids, "tool-access") || slices.Contains(ids, "tool-routine") || slices.Contains(ids, "tool-training") {
		t.Errorf("exempt are %v", ids)
	}
	if !bytes.Equal(before, d.Write()) {
		t.Error("the document was changed")
	}
	if again, more := e.Effective(question.Default()); again != e || more != nil {
		t.Error("it is not effective yet")
	}
}

// One person's own profile goes before that of the engagement.
func TestEffectiveWithin(t *testing.T) {
	whole := profile(Choice("in-house"), Multi{"none"})
	for name, x := range map[string]struct {
		own  *Document
		want int
	}{
		"said nothing":    {profile(nil, nil), 17},
		"said half of it": {profile(Choice("in-house"), nil), 17},
		"said otherwise":  {profile(nil, Multi{"monitoring"}), 0},
	} {
		if _, exempt := x.own.EffectiveWithin(question.Default(), whole); len(exempt) != x.want {
			t.Errorf("%s: %d questions do not apply, want %d", name, len(exempt), x.want)
		}
	}
	d := profile(nil, nil)
	d.Answers["mssp-scope"] = Answer{State: Unknown}
	if _, exempt := d.EffectiveWithin(question.Default(), whole); exempt != nil {
		t.Error("who does not know is taken to know")
	}
}

func TestEffectiveOfAnEmptyDocument(t *testing.T) {
	d := &Document{}
	if e, exempt := d.Effective(question.Default()); e != d || exempt != nil {
		t.Error("nothing was said, and something does not apply")
	}
	if e, exempt := d.EffectiveWithin(question.Default(), profile(Choice("in-house"), Multi{"none"})); len(exempt) != 17 || len(e.Answers) != 17 || d.Answers != nil {
		t.Errorf("%d do not apply", len(exempt))
	}
}

func TestEffectiveProperties(t *testing.T) {
	set := question.Default()
	states := []State{Unanswered, Answered, Unknown, NotApplicable}
	rapid.Check(t, func(t *rapid.T) {
		d := profile(nil, nil)
		for _, it := range set.Items() {
			switch s := rapid.SampledFrom(states).Draw(t, it.ID); {
			case s == Answered && it.Type == question.Level:
				d.Answers[it.ID] = given(Level(1))
			case s == Unknown || s == NotApplicable:
				d.Answers[it.ID] = Answer{State: s}
			}
		}
		none := rapid.Bool().Draw(t, "no MSSP")
		if none {
			d.Answers["mssp-model"], d.Answers["mssp-scope"] = given(Choice("in-house")), given(Multi{"none"})
		}
		before := d.Write()
		e, exempt := d.Effective(set)
		if !bytes.Equal(before, d.Write()) {
			t.Fatal("the document was changed")
		}
		if !none && (e != d || exempt != nil) {
			t.Fatal("something does not apply to who has an MSSP")
		}
		if len(exempt) == 0 && e != d {
			t.Fatal("a copy without need")
		}
		left := map[string]bool{}
		for _, x := range exempt {
			left[x.ID] = true
			if d.State(x.ID) != Unanswered || e.State(x.ID) != NotApplicable || x.Because == "" {
				t.Fatalf("%s was %q and is %q", x.ID, d.State(x.ID), e.State(x.ID))
			}
		}
		for _, it := range set.Items() {
			if !left[it.ID] && !Equal(d.Answers[it.ID], e.Answers[it.ID]) {
				t.Fatalf("%s changed", it.ID)
			}
		}
	})
}
