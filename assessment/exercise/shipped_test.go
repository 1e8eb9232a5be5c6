package exercise_test

import (
	"io/fs"
	"testing"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/exercise"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assets"
)

func TestX(t *testing.T) {
	files, _ := fs.ReadDir(assets.Exercises, "exercises")
	for _, f := range files {
		data, _ := assets.Exercises.ReadFile("exercises/" + f.Name())
		if _, err := exercise.Load(f.Name(), data, question.Default()); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"bank", "hospital", "saas"} {
		data, err := assets.Samples.ReadFile("samples/" + name + ".muster")
		if err != nil {
			t.Fatal(err)
		}
		doc, _, err := engagement.Read(data, question.Default(), model.Default())
		if err != nil {
			t.Fatal(err)
		}
		r := assessment.Evaluate(question.Default(), model.Default(), doc)
		for _, p := range exercise.Propose(question.Default(), doc, &r, exercise.Default()) {
			t.Logf("%s %s %.1f %s: %s", name, p.Scenario.ID, p.Score, p.Fit, p.Reason)
		}
		for _, l := range exercise.DefaultPlanner().Lengths {
			run := exercise.Compose(question.Default(), doc, &r, exercise.Propose(question.Default(), doc, &r, exercise.Default())[0].Scenario, l)
			for _, s := range run.Agenda {
				t.Log(exercise.Clock(s.From), exercise.Clock(s.To), s.Title)
			}
			t.Log(len(run.Left))
		}
	}
}
