package seating_test

import (
	"errors"
	"testing"

	"felt/internal/poker/refusal"
	"felt/internal/poker/seating"
)

func TestTablesThatContradictThemselvesAreRefusedAndGetNoAdvice(t *testing.T) {
	for _, c := range []struct {
		name        string
		change      func(*seating.Table)
		code, field string
	}{
		{"no number", func(t *seating.Table) { t.Number = 0 }, seating.TableNumber, "tables[1].table"},
		{"the number of another", func(t *seating.Table) { t.Number = 1 }, seating.TableTwice, "tables[1].table"},
		{"no seats", func(t *seating.Table) { t.Seats = 0 }, seating.TableSeats, "tables[1].seats"},
		{"more seats than a table has", func(t *seating.Table) { t.Seats = seating.MaxSeats + 1 }, seating.TableSeats, "tables[1].seats"},
		{"a seat twice", func(t *seating.Table) { t.Occupied = []int{1, 2, 2} }, seating.SeatTwice, "tables[1].occupied"},
		{"seats in disorder", func(t *seating.Table) { t.Occupied = []int{2, 1} }, seating.SeatOrder, "tables[1].occupied"},
		{"a player off the table", func(t *seating.Table) { t.Occupied = []int{10} }, seating.SeatNotThere, "tables[1].occupied"},
		{"a lock off the table", func(t *seating.Table) { t.Locked = []int{3, 10} }, seating.SeatNotThere, "tables[1].locked[1]"},
		{"a fixed player off the table", func(t *seating.Table) { t.Fixed = []int{0} }, seating.SeatNotThere, "tables[1].fixed[0]"},
		{"a button off the table", func(t *seating.Table) { t.Button = 10 }, seating.SeatNotThere, "tables[1].button"},
		{"a small blind off the table", func(t *seating.Table) { t.SmallBlind = -1 }, seating.SeatNotThere, "tables[1].small_blind"},
		{"a big blind off the table", func(t *seating.Table) { t.BigBlind = 10 }, seating.SeatNotThere, "tables[1].big_blind"},
		{"a seat opened off the table", func(t *seating.Table) { t.LastOpened = 10 }, seating.SeatNotThere, "tables[1].last_opened"},
	} {
		room := room3(9, 6)
		if err := seating.Check(room); err != nil {
			t.Fatalf("a good room is refused: %v", err)
		}
		c.change(&room[1])
		r, refused := errors.AsType[*refusal.Refusal](seating.Check(room))
		if !refused || r.Code != c.code || r.Field != c.field || r.Text == "" {
			t.Errorf("%s: %+v, want %s at %s", c.name, r, c.code, c.field)
		}
		if a := seating.Advise(room, seating.HousePolicy(9)); a.Moves != nil || a.Halts != nil {
			t.Errorf("%s: advised %+v", c.name, a)
		}
	}
}

// TDA 9: where nobody at the fullest table may be moved, the next fullest gives.
func TestATableOfFixedPlayersOnlyDoesNotGive(t *testing.T) {
	room := room3(9, 8, 6)
	room[0].Fixed = room[0].Occupied
	moves := seating.Advise(room, seating.HousePolicy(9)).Moves
	if len(moves) != 1 || moves[0].From.Table != 2 {
		t.Errorf("moves %+v, want one from table 2", moves)
	}
}
