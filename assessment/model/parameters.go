// The registry's numbers resolved for one engagement, as typed fields.

package model

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Parameters are the numbers one evaluation uses. The tag is the entry's name.
type Parameters struct {
	PaidHours      float64 `entry:"paidHours"`      // P, hours a week
	Shrinkage      float64 `entry:"shrinkage"`      // σ
	OccupancyCap   float64 `entry:"occupancyCap"`   // ρ
	ServiceLevel   float64 `entry:"serviceLevel"`   // α
	PeakFactor     float64 `entry:"peakFactor"`     // p
	Seats          float64 `entry:"seats"`          // m
	DelegableShare float64 `entry:"delegableShare"` //
	SizingOverhead float64 `entry:"sizingOverhead"` //
	SizingBlock    float64 `entry:"sizingBlock"`    // hours a week
	SizingMinimum  float64 `entry:"sizingMinimum"`  // hours a week

	ShortRatio       float64 `entry:"bandwidth.shortRatio"`
	TightRatio       float64 `entry:"bandwidth.tightRatio"`
	AttainmentMargin float64 `entry:"bandwidth.attainmentMargin"`
	ExtremeRatio     float64 `entry:"bandwidth.extremeRatio"`
	CoveredRatio     float64 `entry:"bandwidth.coveredRatio"`

	SkillsShort      float64 `entry:"skills.shortIndex"`
	SkillsShortCore  float64 `entry:"skills.shortCore"`
	SkillsTight      float64 `entry:"skills.tightIndex"`
	SkillsTightCore  float64 `entry:"skills.tightCore"`
	SkillsExtreme    float64 `entry:"skills.extremeIndex"`
	SkillsSizingGap  float64 `entry:"skills.sizingGap"`
	StaffShort       float64 `entry:"staff.shortIndex"`
	StaffTight       float64 `entry:"staff.tightIndex"`
	StaffExtreme     float64 `entry:"staff.extremeIndex"`
	StaffPeopleLevel float64 `entry:"staff.peopleLevel"`
	Inexperienced    float64 `entry:"staff.inexperiencedShare"` // per cent

	ToolsEngaged   float64 `entry:"tools.engagedIndex"`
	ToolsAccess    float64 `entry:"tools.accessLevel"`
	ProcessUnified float64 `entry:"process.unifiedIndex"`
	NeededShare    float64 `entry:"evidence.neededShare"`

	CSIRPAbsent      float64 `entry:"csirp.absentLevel"`
	CSIRPWeak        float64 `entry:"csirp.weakElement"`
	CSIRPWeakCount   float64 `entry:"csirp.weakElements"`
	CSIRPDesign      float64 `entry:"csirp.designIndex"`
	CSIRPReview      float64 `entry:"csirp.reviewIndex"`
	RecentMonths     float64 `entry:"csirp.recentMonths"`
	StaleMonths      float64 `entry:"csirp.staleMonths"`
	Closure          float64 `entry:"csirp.closure"` // per cent
	Criticality      float64 `entry:"csirp.criticality"`
	IndependentLevel float64 `entry:"csirp.independentLevel"`

	ConfidenceHigh   float64 `entry:"confidence.high"`
	ConfidenceMedium float64 `entry:"confidence.medium"`
	Asserted         float64 `entry:"evidence.asserted"`
	Documented       float64 `entry:"evidence.documented"`
	Observed         float64 `entry:"evidence.observed"`
	OnCallLevel      float64 `entry:"oncall.level"`

	CoverStart       float64 `entry:"coverStart"`        // hour of the day, 0 to 23
	UncertaintyWidth float64 `entry:"uncertainty.width"` // share either way
	Salary           float64 `entry:"hire.salary"`       // a year
	OnCost           float64 `entry:"hire.onCost"`       // share of the salary
	ToolsTraining    float64 `entry:"hire.tools"`        // a year
	Recruitment      float64 `entry:"hire.recruitment"`  // once a hire
	Tenure           float64 `entry:"hire.tenure"`       // years
	SIARate          float64 `entry:"sia.hourlyRate"`    // for an hour

	// Clocks are the hours each notification regime leaves, by regime id.
	Clocks map[string]float64
}

// Resolve gives the parameters with overrides by entry name. Unknown names and
// values out of range are ignored here: the document's check reports them.
func (r *Registry) Resolve(overrides map[string]float64) Parameters {
	p := r.defaults // evaluations are many, overrides few
	for name, v := range overrides {
		e, ok := r.Entry(name)
		if !ok || e.fault(v) != "" {
			continue
		}
		if regime, ok := strings.CutPrefix(name, clockPrefix); ok {
			p.Clocks = maps.Clone(p.Clocks)
			p.Clocks[regime] = v
			continue
		}
		reflect.ValueOf(&p).Elem().Field(fields()[name]).SetFloat(v)
	}
	return p
}

// clockPrefix starts the name of an entry that is a notification clock.
const clockPrefix = "clock."

func (r *Registry) resolveDefaults() Parameters {
	p := Parameters{Clocks: map[string]float64{}}
	v := reflect.ValueOf(&p).Elem()
	for _, e := range r.Entries() {
		if regime, ok := strings.CutPrefix(e.Name, clockPrefix); ok {
			p.Clocks[regime] = e.Default
		} else if i, ok := fields()[e.Name]; ok {
			v.Field(i).SetFloat(e.Default)
		}
	}
	return p
}

// fields are the places of the entries in Parameters.
var fields = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	t := reflect.TypeFor[Parameters]()
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("entry"); name != "" {
			out[name] = i
		}
	}
	return out
})

// names are the entries that Parameters needs, in a fixed order.
func names() []string { return slices.Sorted(maps.Keys(fields())) }
