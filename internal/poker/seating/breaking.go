package seating

// breakDue says which table to break: registration is closed and all players
// fit at the other tables, with the spare seats of the policy left free there.
// The room is sorted by break rank.
//
// The last two tables do not break where the house has a final table: they
// combine in a redraw (TDA RP-9).
func (p Policy) breakDue(room []*table) *Break {
	if !p.BreakAllowed || len(room) < 2 || (len(room) == 2 && p.FinalTableSeats > 0) {
		return nil
	}
	next, passed := nextToBreak(room)
	seats := 0
	for _, t := range room {
		if t != next {
			seats += max(t.capacity()-max(p.SpareSeats, 0), 0)
		}
	}
	left := players(room)
	if left > seats {
		return nil
	}
	return &Break{Table: next.Number, Rule: ruleBreak, Why: Reason{
		Code: BreakTable, Rule: ruleBreak,
		Give: Place{Table: next.Number}, Players: left, Seats: seats, Spare: max(p.SpareSeats, 0), Passed: passed,
	}}
}

// nextToBreak is the first table in the break order whose players may all be
// moved (TDA 9: somebody's special need is met where he sits). Where every
// table has such a player it is the first after all: the field has to shrink.
func nextToBreak(room []*table) (next *table, passed []int) {
	for _, t := range room {
		if t.occupied == t.movable() {
			return t, passed
		}
		passed = append(passed, t.Number)
	}
	return room[0], nil
}
