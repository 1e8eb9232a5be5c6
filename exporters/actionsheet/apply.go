// Taking over what was chosen of a sheet that came back.

package actionsheet

import "muster/assessment/engagement"

// Apply is doc with the changes and new actions that were chosen, as one edit; doc is
// left as it is. An action that is now done or dropped and says no day gets the day
// closed (yyyy-mm-dd) if that is given; one that is pending again loses its day.
// Changes of actions that doc has not are left out.
func Apply(doc *engagement.Document, changes []Change, added []NewAction, closed string) *engagement.Document {
	out := doc.Clone()
	at := map[string]*engagement.Action{}
	for i := range out.Actions {
		at[out.Actions[i].ID] = &out.Actions[i]
	}
	dayTold := map[string]bool{}
	for _, c := range changes {
		a, f := at[c.Action], fieldOf(c.Field)
		if a == nil || f == nil {
			continue
		}
		f.set(a, c.Now)
		dayTold[c.Action] = dayTold[c.Action] || c.Field == Closed
	}
	for _, c := range changes {
		if a := at[c.Action]; a != nil && c.Field == Status && !dayTold[c.Action] {
			a.CloseOn(closed)
		}
	}
	for _, n := range added {
		a := n.Action
		a.ID = engagement.NewActionID(out.Actions)
		if !a.Pending() {
			a.CloseOn(closed)
		}
		out.Actions = append(out.Actions, a)
	}
	return out
}
