package ui

import (
	"testing"

	"muster/assessment/engagement"
)

// From a key to the verdict in the panel: below a tenth of a second.
func BenchmarkKeyToVerdict(b *testing.B) {
	app := sample(b, "bank")
	app.work.goTo("tool-access")
	keys := []rune{'1', '2'}
	field := app.window.Canvas().Focused()
	i := 0
	for b.Loop() {
		i++
		field.TypedRune(keys[i%2])
	}
	if app.answer("tool-access").Value != engagement.Level(keys[i%2]-'0') {
		b.Fatal("the key did not arrive")
	}
}

func BenchmarkOpenSection(b *testing.B) {
	for _, id := range []string{"profile", "responsibilities", "csirp", "bandwidth"} {
		b.Run(id, func(b *testing.B) {
			app := sample(b, "bank")
			for b.Loop() {
				app.work.open(id)
			}
		})
	}
}

func BenchmarkOpenVerdict(b *testing.B) {
	app := sample(b, "bank")
	for b.Loop() {
		app.work.open(pageVerdict)
	}
}
