package question

import (
	"testing"

	"muster/assets"
)

func TestShippedSet(t *testing.T) {
	set, err := Load("mssp-sia.yaml", assets.QuestionSet)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(set.Items()); n != 80 {
		t.Errorf("%d items, want 80", n)
	}
	if n := len(set.Sections); n != 11 {
		t.Errorf("%d sections, want 11", n)
	}
}
