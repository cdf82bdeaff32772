// Package penalty counts what a penalty costs (TDA 71, 2024 v1.0).
package penalty

// Kind is one of TDA 71A's penalties, mildest first.
type Kind string

const (
	Warning          Kind = "warning"          // costs no hand
	MissedHands      Kind = "missed_hands"     // one or more hands
	MissedRounds     Kind = "missed_rounds"    // one or more rounds of the table
	Disqualification Kind = "disqualification" // out, and the chips leave play
)

// HandsMissed is the number of hands a penalty lasts: rounds × players at the
// table when it is given, the penalised player included (TDA 71A). It is set
// then and does not change when players leave or join the table. A warning
// costs no hand; a disqualified player has no hands left to miss.
func HandsMissed(kind Kind, count, playersAtTable int) int {
	if count < 0 || playersAtTable < 0 {
		return 0
	}
	switch kind {
	case MissedHands:
		return count
	case MissedRounds:
		return count * playersAtTable
	}
	return 0
}

// ChipsRemoved is what leaves play when the penalty is given: the whole stack
// of a disqualified player (TDA 71D), nothing otherwise. A player who sits out
// keeps his stack and is blinded off.
func ChipsRemoved(kind Kind, stack int64) int64 {
	if kind == Disqualification && stack > 0 {
		return stack
	}
	return 0
}
