package seating

import (
	"cmp"
	"slices"
)

// halts is the tables that are too short to go on (TDA 11D): HaltAt or more
// players fewer than the table with the most, not than the average.
//
// Readings, where the text leaves room:
//   - "Once blinds would be affected" is the seat right after the last big blind
//     being empty: there the next big blind would fall on nobody (the addendum's
//     example). Then it is now, else the table plays the next hand.
//   - Where the blinds are not known it is the next hand as well: the reason for
//     stopping at once has not been shown, and Reason says so.
//   - A table is short by eliminations. One just opened for late players is not,
//     but tables cannot tell the two apart: the director waives it, as 11D lets
//     him, or opens the table when it is filled.
//   - The list is worked out anew each time, so a table that was filled, went on
//     and is short again is halted again. One already standing stays halted
//     until it is filled.
func halts(room []*table, p Policy) []Halt {
	if p.HaltAt <= 0 {
		return nil
	}
	_, most := extremes(room)
	var list []Halt
	for _, t := range room {
		short := most - t.size()
		if short < p.HaltAt {
			continue
		}
		h := Halt{Table: t.Number, When: NextHand, Rule: ruleHalt, Why: Reason{
			Code: Halted, Rule: ruleHalt,
			Take: Place{Table: t.Number}, Players: t.size(), Fullest: most, Short: short,
		}}
		if last := t.lastBlinds(t.occupied); last.big != 0 {
			seats := allSeats(t.Seats) &^ (seatsOf(t.Locked) &^ t.occupied) // a locked chair is no seat
			next := seats.after(last.big)
			h.Why.Take.Seat = next
			h.Why.Empty = !t.occupied.has(next)
		}
		h.Why.Standing = t.Halted
		if h.Why.Empty || t.Halted {
			h.When = Now
		}
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b Halt) int { return cmp.Compare(a.Table, b.Table) })
	return list
}
