package assessment

import "testing"

func TestFormatCountAndList(t *testing.T) {
	for n, want := range map[int]string{0: "0 answers are", 1: "1 answer is", 2: "2 answers are"} {
		if got := FormatCount(n, "answer is", "answers are"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, parts := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := FormatList(parts); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
