// Package exercise plans and judges exercises: scenarios with timed injects, which of
// them tests most of an engagement's gaps, the run that is composed of one, and what a
// recorded exercise shows against what was expected. Scenarios are data
// (assets/exercises); this file says what one may hold, load.go checks it. Everything
// is pure: the same input gives the same output.
package exercise

import (
	"fmt"
	"slices"
	"strings"

	"muster/assessment/question"
)

// Scenario is one story to exercise with.
type Scenario struct {
	Format     string               `yaml:"format"` // muster-exercise
	Version    int                  `yaml:"version"`
	ID         string               `yaml:"id"`
	Language   string               `yaml:"language"` // BCP 47
	Title      string               `yaml:"title"`
	Summary    string               `yaml:"summary"`    // for the planner; gives the story away
	Setting    []string             `yaml:"setting"`    // paragraphs, read out at the start
	Objectives []string             `yaml:"objectives"` // sentences
	Audience   []Role               `yaml:"audience"`
	Fits       []question.Exemption `yaml:"fits"`   // profiles it is made for; empty: any
	NotFor     []question.Exemption `yaml:"notFor"` // profiles it makes no sense for
	Injects    []Inject             `yaml:"injects"`
}

// Role is somebody who should take part.
type Role struct {
	Role     string `yaml:"role"`
	Part     string `yaml:"part"`     // a part of the planner
	Task     string `yaml:"task"`     // what the role does in the exercise
	Optional bool   `yaml:"optional"` // the exercise works without
}

// Inject is something that happens in the story.
type Inject struct {
	ID        string     `yaml:"id"`
	Minute    int        `yaml:"minute"` // of the play of the longest run
	At        string     `yaml:"at"`     // in the story, such as "Friday 18:42"
	Core      bool       `yaml:"core"`   // part of every run
	Needs     []string   `yaml:"needs"`  // earlier injects that it makes no sense without
	Title     string     `yaml:"title"`
	Channel   string     `yaml:"channel"` // a channel of the planner
	From      string     `yaml:"from"`
	To        string     `yaml:"to"`
	Text      string     `yaml:"text"` // as read out
	Decisions []Decision `yaml:"decisions"`
	Discuss   []string   `yaml:"discuss"` // questions
	Hints     []string   `yaml:"hints"`   // for the facilitator
	Tests     []string   `yaml:"tests"`   // question ids, or rows as skl-matrix/forensics
}

// Decision is what should be decided. Who should take it follows from exactly one of
// Activity and Element.
type Decision struct {
	Text     string `yaml:"text"`
	Activity string `yaml:"activity"` // of the responsibility matrix
	Element  string `yaml:"element"`  // question id of a part of the plan
	Role     string `yaml:"role"`     // who in the house, or at the MSSP, it falls to
	Within   int    `yaml:"within"`   // minutes of the exercise
}

// The ids of the questions that hold the matrices.
const (
	matrixID = "raci-matrix"
	skillsID = "skl-matrix"
)

// Tested are the keys of all that the inject tests, without doubles: question ids,
// rows of matrices as raci-matrix/monitor, and the activities and elements of its
// decisions.
func (in *Inject) Tested() []string {
	var out []string
	add := func(key string) {
		if key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, d := range in.Decisions {
		if d.Activity != "" {
			add(matrixID + "/" + d.Activity)
		}
		add(d.Element)
	}
	for _, key := range in.Tests {
		add(key)
	}
	return out
}

// Questions are the ids of the questions that the inject tests, without doubles.
func (in *Inject) Questions() []string {
	var out []string
	for _, key := range in.Tested() {
		id, _, _ := strings.Cut(key, "/")
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Inject finds an inject by id; nil where there is none.
func (s *Scenario) Inject(id string) *Inject {
	for i := range s.Injects {
		if s.Injects[i].ID == id {
			return &s.Injects[i]
		}
	}
	return nil
}

// Core counts the injects that are part of every run.
func (s *Scenario) Core() int {
	n := 0
	for i := range s.Injects {
		if s.Injects[i].Core {
			n++
		}
	}
	return n
}

// weekdays as they stand in the story's times.
var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// storyMinute is a time of the story in minutes since Monday 00:00.
func storyMinute(at string) (int, bool) {
	day, clock, _ := strings.Cut(at, " ")
	var h, m int
	d := slices.Index(weekdays, day)
	if n, err := fmt.Sscanf(clock, "%02d:%02d", &h, &m); n != 2 || err != nil || d < 0 || h > 23 || m > 59 || clock != fmt.Sprintf("%02d:%02d", h, m) {
		return 0, false
	}
	return (d*24+h)*60 + m, true
}

// week is the minutes of a week.
const week = 7 * 24 * 60
