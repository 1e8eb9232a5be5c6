package exercise_test

import (
	"io/fs"
	"testing"

	"muster/assessment/exercise"
	"muster/assessment/question"
	"muster/assets"
)

func TestX(t *testing.T) {
	files, _ := fs.ReadDir(assets.Exercises, "exercises")
	for _, f := range files {
		data, _ := assets.Exercises.ReadFile("exercises/" + f.Name())
		if _, err := exercise.Load(f.Name(), data, question.Default()); err != nil {
			t.Error(err)
		}
	}
}
