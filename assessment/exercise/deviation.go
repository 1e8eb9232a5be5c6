package exercise

// Deviation is a way in which something went otherwise than expected.
type Deviation string

// The deviations, the gravest first.
const (
	Missing          Deviation = "missing"
	WrongParty       Deviation = "wrong-party"
	NotAsExpected    Deviation = "not-as-expected"
	PartlyAsExpected Deviation = "partly"
	Late             Deviation = "late"
)
