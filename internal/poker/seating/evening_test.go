package seating_test

import (
	"slices"
	"testing"

	"felt/internal/poker/seating"
)

type eveningStep struct {
	At     string        `json:"at"`
	Do     string        `json:"do"`
	Table  int           `json:"table"`
	Seats  int           `json:"seats"`
	Player string        `json:"player"`
	From   seating.Place `json:"from"`
	To     seating.Place `json:"to"`
	Moves  []struct {
		Player string        `json:"player"`
		From   seating.Place `json:"from"`
		To     seating.Place `json:"to"`
	} `json:"moves"`
	Buttons map[int]int `json:"buttons"`
}

// After each bust of the evening the advice is what its staff then did: nothing,
// a break of that very table, the two moves, the final redraw at nine.
func TestTheEveningIsAdvisedAsItWasPlayed(t *testing.T) {
	var evening struct {
		Policy struct {
			BreakOrder []int `json:"break_order"`
			HaltAt     int   `json:"halt_at"`
			FinalTable int   `json:"final_table"`
		} `json:"policy"`
		Steps []eveningStep `json:"steps"`
	}
	read(t, "seating/evening.json", &evening)
	policy := seating.HousePolicy(9)
	policy.BreakOrder, policy.HaltAt, policy.FinalTableSeats = evening.Policy.BreakOrder, evening.Policy.HaltAt, evening.Policy.FinalTable

	r := newRoom(t)
	started := false
	var breaks, moves, redraws int
	for _, s := range evening.Steps {
		advice := seating.Advise(r.tables, policy)
		buttonsAreTold := s.Do == "buttons" // the advice waits for them
		switch {
		case !started || buttonsAreTold:
		case s.Do == "table_break":
			breaks++
			if advice.Break == nil || advice.Break.Table != s.Table {
				t.Errorf("%s: table %d breaks, advised %+v", s.At, s.Table, advice.Break)
			}
		case s.Do == "redraw":
			redraws++
			if advice.Redraw == nil || !advice.Redraw.Final || advice.Redraw.Tables[0] != 1 {
				t.Errorf("%s: the final table is drawn at table 1, advised %+v", s.At, advice.Redraw)
			}
		case s.Do == "move":
			moves++
			if len(advice.Moves) != 1 || advice.Moves[0].From != s.Moves[0].From || advice.Moves[0].To != s.Moves[0].To {
				t.Errorf("%s: %+v moves, advised %+v", s.At, s.Moves, advice.Moves)
			}
		default:
			if advice.Break != nil || advice.Redraw != nil || len(advice.Moves) > 0 {
				t.Errorf("%s: %s came next, advised %+v", s.At, s.Do, advice)
			}
		}
		if len(advice.Halts) > 0 {
			t.Errorf("%s: halted %+v", s.At, advice.Halts)
		}
		switch s.Do {
		case "clock_start":
			started = true
		case "registration_close":
			policy.BreakAllowed = true
		default:
			play(r, s)
		}
	}
	if breaks != 5 || moves != 2 || redraws != 1 {
		t.Errorf("%d breaks, %d moves, %d redraws; the evening had 5, 2 and 1", breaks, moves, redraws)
	}
	if len(r.who) != 1 {
		t.Errorf("%d players are left", len(r.who))
	}
}

func play(r *room, s eveningStep) {
	r.t.Helper()
	switch s.Do {
	case "table_open":
		r.tables = append(r.tables, seating.Table{Number: s.Table, Seats: s.Seats})
	case "sit":
		open := seating.OpenSeats(r.tables, seating.ShortestTables)
		if !slices.Contains(open, s.To) {
			r.t.Errorf("%s: seat %s is not open to a draw", s.At, s.To)
		}
		r.sit(s.Player, s.To)
	case "bust":
		r.leave(s.From)
	case "buttons":
		for table, seat := range s.Buttons {
			r.table(table).Button = seat
		}
	case "table_break", "redraw", "move":
		for _, m := range s.Moves {
			r.leave(m.From)
		}
		for _, m := range s.Moves {
			r.sit(m.Player, m.To)
		}
		if s.Do == "table_break" {
			r.close(s.Table)
		}
		if s.Do == "redraw" {
			r.close(2)
		}
	}
}
