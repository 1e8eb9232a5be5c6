// The registry's numbers resolved for one engagement, as typed fields.

package model

import (
	"reflect"
	"strings"
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

	// Clocks are the hours each notification regime leaves, by regime id.
	Clocks map[string]float64
}

// Resolve gives the parameters with overrides by entry name. Unknown names and
// values out of range are ignored here: the document's check reports them.
func (r *Registry) Resolve(overrides map[string]float64) Parameters {
	value := func(e Entry) float64 {
		if v, ok := overrides[e.Name]; ok && e.fault(v) == "" {
			return v
		}
		return e.Default
	}
	values := map[string]float64{}
	p := Parameters{Clocks: map[string]float64{}}
	for _, e := range r.Entries() {
		values[e.Name] = value(e)
		if regime, ok := strings.CutPrefix(e.Name, "clock."); ok {
			p.Clocks[regime] = value(e)
		}
	}
	v := reflect.ValueOf(&p).Elem()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("entry"); name != "" {
			v.Field(i).SetFloat(values[name])
		}
	}
	return p
}

// names are the entries that Parameters needs.
func names() []string {
	var out []string
	t := reflect.TypeFor[Parameters]()
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("entry"); name != "" {
			out = append(out, name)
		}
	}
	return out
}
