// Package assets holds the data that ships inside the programs: question sets,
// the model registry, texts, fonts, the icon and sample engagements. It holds
// no logic: the packages that use a file load and check it.
package assets

import "embed"

// Version is the program's version; the build sets it from FyneApp.toml.
var Version = "0.4.0"

// QuestionSet is the question set mssp-sia as YAML.
//
//go:embed questions/mssp-sia.yaml
var QuestionSet []byte

// Model is the registry of settings, thresholds and rule texts as YAML.
//
//go:embed model.yaml
var Model []byte

// Terms is the catalogue of contract terms, gates and criteria as YAML.
//
//go:embed terms.yaml
var Terms []byte

// Advice is the catalogue of recommendations by answer as YAML.
//
//go:embed advice.yaml
var Advice []byte

// Exercises holds the exercise scenarios, one YAML file each.
//
//go:embed exercises/*.yaml
var Exercises embed.FS

// ExercisePlanner holds lengths, weights and common texts of exercises as YAML.
//
//go:embed exercise-planner.yaml
var ExercisePlanner []byte

// CSIRP is the incident response plan to start from as YAML: its chapters, tables
// and open points.
//
//go:embed csirp.yaml
var CSIRP []byte

// Messages holds the texts of each language as YAML, English texts as keys.
//
//go:embed messages/*.yaml
var Messages embed.FS

// ActionPlan holds the priorities of actions and what in a contract closes a finding,
// as YAML.
//
//go:embed actionplan.yaml
var ActionPlan []byte

// Targets holds the target profiles: wanted levels, section weights and what raises
// them, as YAML.
//
//go:embed targets.yaml
var Targets []byte

// Benchmark holds the bands, figures and limits of benchmark records as YAML.
//
//go:embed benchmark.yaml
var Benchmark []byte

// Icon is the program's icon as PNG, 512 by 512 pixels.
//
//go:embed icon.png
var Icon []byte

// Fonts holds the TrueType files that window, pictures and PDF share.
//
//go:embed fonts/*.ttf
var Fonts embed.FS

// Samples holds the sample engagements (*.muster).
//
//go:embed samples/*.muster
var Samples embed.FS
