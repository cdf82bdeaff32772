package seating

// breakDue says which table to break: registration is closed and all players
// fit at the other tables, with the spare seats of the policy left free there.
//
// The last two tables do not break where the house has a final table: they
// combine in a redraw (TDA RP-9).
func (p Policy) breakDue(room []*table) *Break {
	if !p.BreakAllowed || len(room) < 2 || (len(room) == 2 && p.FinalTableSeats > 0) {
		return nil
	}
	next, passed := nextToBreak(room, p.breakOrder())
	left, seats := 0, 0
	for _, t := range room {
		left += t.size()
		if t != next {
			seats += p.seatsAt(t)
		}
	}
	if left > seats {
		return nil
	}
	return &Break{Table: next.Number, Rule: ruleBreak, Why: Reason{
		Code: BreakTable, Rule: ruleBreak,
		Give: Place{Table: next.Number}, Players: left, Seats: seats, Spare: max(p.SpareSeats, 0), Passed: passed,
	}}
}

// seatsAt is how many players a table may hold after a break.
func (p Policy) seatsAt(t *table) int {
	return max(t.capacity()-max(p.SpareSeats, 0), 0)
}

// nextToBreak is the first table in the break order whose players may all be
// moved (TDA 9: somebody's special need is met where he sits), and the tables
// passed over, by number. Where every table has such a player it is the first
// after all: the field has to shrink.
func nextToBreak(room []*table, order breakOrder) (next *table, passed []int) {
	first := room[0]
	for _, t := range room {
		if order.compare(t, first) < 0 {
			first = t
		}
		if len(t.Fixed) > 0 && t.movable() != t.occupied {
			continue
		}
		if next == nil || order.compare(t, next) < 0 {
			next = t
		}
	}
	if next == nil {
		return first, nil
	}
	var before []*table
	for _, t := range room {
		if order.compare(t, next) < 0 {
			before = append(before, t)
		}
	}
	if before == nil {
		return next, nil
	}
	return next, numbers(before)
}
