package seating

import "slices"

// FinalTableOf is how many players the final table starts with, for tables of
// so many seats (TDA RP-9). It may be one more than a table has chairs: two
// tables of five at eight-handed combine to nine. Sizes the rule does not name
// combine when they fit at one table. WSOP 68 counts one later for each: its
// 9-handed tables combine at ten, 8 at nine, 7 at eight, 6 at seven.
func FinalTableOf(ruleSet string, handed int) int {
	if ruleSet == WSOP2025 {
		if handed >= 6 && handed <= 9 {
			return handed + 1
		}
		return handed
	}
	switch handed {
	case 8, 9:
		return 9
	case 6, 7:
		return 7
	}
	return handed
}

// redrawDue says whether all seats are to be drawn anew: for the final table,
// or because a threshold of the house is reached. Nothing is redrawn while players
// can still enter.
func (p Policy) redrawDue(room []*table) *Redraw {
	if !p.BreakAllowed {
		return nil
	}
	left := players(room)
	if len(room) > 1 && left <= p.FinalTableSeats {
		last := slices.MaxFunc(room, p.breakOrder().compare)
		rule := ruleFinal(p.RuleSet)
		return &Redraw{Tables: []int{last.Number}, Seats: max(left, last.Seats), Final: true, Rule: rule, Why: Reason{
			Code: FinalTable, Rule: rule, Players: left, Seats: p.FinalTableSeats, Take: Place{Table: last.Number},
		}}
	}
	reached := 0 // the lowest threshold reached
	for _, at := range p.RedrawAt {
		due := left <= at && (p.MostSeated == 0 || at < p.MostSeated)
		if due && (reached == 0 || at < reached) {
			reached = at
		}
	}
	if reached == 0 {
		return nil
	}
	p.breakOrder().sort(room)
	stay := p.staying(room, left)
	most := 0
	for _, t := range stay {
		most = max(most, t.Seats)
	}
	return &Redraw{Tables: numbers(stay), Seats: most, Final: len(stay) == 1, Rule: ruleRedraw(p.RuleSet), Why: Reason{
		Code: RedrawReached, Rule: ruleRedraw(p.RuleSet), Players: left, At: reached, Seats: len(stay),
	}}
}

// staying is the fewest tables that hold all players, those that break last.
// The room is in break order.
func (p Policy) staying(room []*table, players int) []*table {
	seats := 0
	for i, t := range slices.Backward(room) {
		seats += p.seatsAt(t)
		if players <= seats {
			return room[i:]
		}
	}
	return room
}
