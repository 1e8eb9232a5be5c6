// Scenarios of the user's own to exercise with: their files, kept with the engagement
// so that a run of one stays readable wherever the engagement goes. What they say is
// read and checked by package exercise.

package engagement

import (
	"encoding/json"
	"fmt"
)

// OwnScenario is the file of a scenario as it was added.
type OwnScenario struct {
	File string // its name without folders, for messages
	YAML string // its whole text

	extra members
}

func readOwnScenarios(r *reader, path string, raw json.RawMessage) []OwnScenario {
	var out []OwnScenario
	r.each(path, raw, func() (func(string, members, member) bool, *members) {
		out = append(out, OwnScenario{})
		s := &out[len(out)-1]
		return func(at string, m members, x member) bool {
			switch x.key {
			case "file":
				s.File = r.text(at, m, x.key)
			case "yaml":
				s.YAML = r.text(at, m, x.key)
			default:
				return false
			}
			return true
		}, &s.extra
	})
	for i := range out {
		if out[i].YAML == "" {
			r.faultf(fmt.Sprintf("%s[%d].yaml", path, i), "missing or empty; allowed: the text of a scenario")
		}
	}
	return out
}

// ownScenarios writes the list; nothing where there is none.
func (o *object) ownScenarios(list []OwnScenario) {
	if len(list) == 0 {
		return
	}
	o.array("exerciseScenarios", len(list), func(b []byte, i int) []byte {
		w := newObject(b)
		w.text("file", list[i].File)
		w.text("yaml", list[i].YAML)
		w.rest(list[i].extra)
		return w.end()
	})
}
