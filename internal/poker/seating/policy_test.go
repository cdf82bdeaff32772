package seating_test

import (
	"slices"
	"testing"

	"felt/internal/poker/seating"
)

func room3(sizes ...int) []seating.Table {
	var room []seating.Table
	for i, n := range sizes {
		room = append(room, tableOf(i+1, 9, n))
	}
	return room
}

func closed() seating.Policy {
	p := seating.HousePolicy(9)
	p.BreakAllowed = true
	return p
}

// House convention of rules section 2: within two until four tables are left,
// then within one.
func TestTheDifferenceAllowedTightensAtFourTables(t *testing.T) {
	p := seating.HousePolicy(9)
	if got := seating.Advise(room3(9, 9, 9, 9, 7), p).Moves; len(got) != 0 {
		t.Errorf("five tables, two short: %+v", got)
	}
	if got := seating.Advise(room3(9, 9, 9, 7), p).Moves; len(got) != 1 {
		t.Errorf("four tables, two short: %d moves, want 1", len(got))
	}
	if got := seating.Advise(room3(9, 9, 9, 9, 6), p).Moves; len(got) != 1 {
		t.Errorf("five tables, three short: %d moves, want 1", len(got))
	}
}

func TestNoTableBreaksWhileRegistrationIsOpen(t *testing.T) {
	if got := seating.Advise(room3(6, 6, 6), seating.HousePolicy(9)); got.Break != nil || got.Redraw != nil {
		t.Errorf("advised %+v", got)
	}
}

func TestSpareSeatsAreKeptFreeAtEachTable(t *testing.T) {
	p := closed()
	p.SpareSeats = 1
	if got := seating.Advise(room3(6, 6, 5), p).Break; got != nil {
		t.Errorf("17 players break onto 16 seats: %+v", got)
	}
	got := seating.Advise(room3(6, 5, 5), p).Break
	if got == nil {
		t.Fatal("16 players fit the 16 seats of two tables with one spare each")
	}
	const want = "16 left, 16 seats at the other tables with 1 kept free at each. Table 3 is next to break. TDA 10B."
	if said := got.Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

func TestLockedSeatsAreNoSeatsWhenATableBreaks(t *testing.T) {
	room := room3(6, 6, 6)
	room[0].Locked = []int{9}
	if got := seating.Advise(room, closed()).Break; got != nil {
		t.Errorf("18 players break onto 17 seats: %+v", got)
	}
}

// TDA 9: a table with a player who may not be moved breaks last.
func TestATableWithAFixedPlayerIsPassedOverInTheBreakOrder(t *testing.T) {
	room := room3(6, 6, 6)
	room[2].Fixed = []int{4}
	got := seating.Advise(room, closed()).Break
	if got == nil || got.Table != 2 || !slices.Equal(got.Why.Passed, []int{3}) {
		t.Fatalf("advised %+v", got)
	}
	const want = "18 left, 18 seats at the other tables. Table 2 is next to break without a player who may not be moved (TDA 9). TDA 10B."
	if said := got.Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
	room[0].Fixed, room[1].Fixed = []int{1}, []int{1}
	if got := seating.Advise(room, closed()).Break; got == nil || got.Table != 3 {
		t.Errorf("every table has a fixed player, yet one must break: %+v", got)
	}
}

// TDA 9 and 11A: the next big blind stays, the one after him goes.
func TestAFixedPlayerIsPassedOverWhenOneMoves(t *testing.T) {
	room := []seating.Table{tableOf(1, 9, 9), tableOf(2, 9, 7)}
	room[0].BigBlind, room[0].Fixed = 3, []int{4, 5}
	room[1].BigBlind = 7
	moves := seating.Advise(room, seating.HousePolicy(9)).Moves
	if len(moves) != 1 || moves[0].From.Seat != 6 {
		t.Fatalf("moves %+v, want seat 6", moves)
	}
	const want = "Seat 6 is next to be big blind at Table 1 who may be moved (TDA 9: not seats 4 and 5). Free seat 8 is next big blind at Table 2. 9, 7 become 8, 8. TDA 11A."
	if said := moves[0].Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

// "Worst position is never the small blind" (TDA 11A), even where only a seat
// between button and small blind is left besides.
func TestTheSmallBlindIsAdvisedOnlyWhereNoOtherSeatIsFreeAndThenWithAWarning(t *testing.T) {
	long := tableOf(1, 10, 10)
	long.BigBlind = 1
	short := seating.Table{Number: 2, Seats: 9, Occupied: []int{1, 2, 3, 5, 7, 8, 9}, SmallBlind: 3, BigBlind: 6}
	p := seating.HousePolicy(9)

	moves := seating.Advise([]seating.Table{long, short}, p).Moves
	if len(moves) == 0 || moves[0].To.Seat != 4 || moves[0].Why.Where != seating.ButtonToSmallBlind {
		t.Fatalf("free are 4, not dealt in, and 6, small blind: %+v", moves)
	}
	const passed = "Seat 2 is next big blind at Table 1. Free seat 4 lies between button and small blind at Table 2: not dealt in until the button has passed. 10, 7 become 9, 8. TDA 11A."
	if said := moves[0].Why.English(); said != passed {
		t.Errorf("%s\nwant %s", said, passed)
	}

	short.Locked = []int{4}
	moves = seating.Advise([]seating.Table{long, short}, p).Moves
	if len(moves) == 0 || moves[0].To.Seat != 6 || moves[0].Why.Where != seating.SmallBlind {
		t.Fatalf("only 6 is free: %+v", moves)
	}
	const small = "Seat 2 is next big blind at Table 1. Free seat 6 is next small blind at Table 2 and no other is free: wait one hand. 10, 7 become 9, 8. TDA 11A."
	if said := moves[0].Why.English(); said != small {
		t.Errorf("%s\nwant %s", said, small)
	}
}

func TestUnknownBlindsAreSaidToBeUnknown(t *testing.T) {
	moves := seating.Advise([]seating.Table{tableOf(1, 9, 9), tableOf(2, 9, 7)}, seating.HousePolicy(9)).Moves
	if len(moves) != 1 {
		t.Fatalf("moves %+v", moves)
	}
	const want = "The blinds at Table 1 are not known: seat 1 stands in, move the next big blind. Seat 8 at Table 2 is free; which free seat is worst is not known there. 9, 7 become 8, 8. TDA 11A."
	if said := moves[0].Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

// TDA 11A, stud: the seat that opened last is filled, by position.
func TestInStudTheSeatThatOpenedLastIsFilledByPosition(t *testing.T) {
	p := seating.HousePolicy(8)
	p.Stud = true
	long := tableOf(1, 8, 8)
	short := seating.Table{Number: 2, Seats: 8, Occupied: []int{1, 2, 4, 5, 6, 8}, LastOpened: 7}
	moves := seating.Advise([]seating.Table{long, short}, p).Moves
	if len(moves) != 1 || moves[0].From.Seat != 7 || moves[0].To.Seat != 7 {
		t.Fatalf("moves %+v, want seat 7 to seat 7", moves)
	}
	const want = "Seat 7 moves by position at Table 1. Seat 7 opened last at Table 2. 8, 6 become 7, 7. TDA 11A."
	if said := moves[0].Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

func TestAHaltedTableStaysHaltedUntilItIsFilled(t *testing.T) {
	short := tableOf(2, 9, 5)
	short.BigBlind, short.Halted = 3, true // the next big blind would be a player
	halts := seating.Advise([]seating.Table{tableOf(1, 9, 8), short}, seating.HousePolicy(9)).Halts
	if len(halts) != 1 || halts[0].When != seating.Now {
		t.Fatalf("halts %+v", halts)
	}
	filled := tableOf(2, 9, 6)
	filled.BigBlind, filled.Halted = 3, true
	if halts := seating.Advise([]seating.Table{tableOf(1, 9, 8), filled}, seating.HousePolicy(9)).Halts; len(halts) != 0 {
		t.Errorf("filled to two short: %+v", halts)
	}
}

func TestALockedChairIsNoEmptySeatForTheBigBlind(t *testing.T) {
	short := seating.Table{Number: 2, Seats: 9, Occupied: []int{1, 2, 3, 5, 6}, Locked: []int{4}, BigBlind: 3}
	halts := seating.Advise([]seating.Table{tableOf(1, 9, 9), short}, seating.HousePolicy(9)).Halts
	if len(halts) != 1 || halts[0].When != seating.NextHand || halts[0].Why.Take.Seat != 5 {
		t.Errorf("halts %+v", halts)
	}
}

func TestAReasonForAFullRoomNamesOnlyTheTwoTables(t *testing.T) {
	room := room3(9, 9, 9, 9, 9, 9, 6)
	for i := range room {
		room[i].BigBlind = 2
	}
	moves := seating.Advise(room, seating.HousePolicy(9)).Moves
	if len(moves) != 1 {
		t.Fatalf("moves %+v", moves)
	}
	const want = "Seat 3 is next big blind at Table 6. Free seat 7 is big blind in 5 hands at Table 7, the soonest. Table 6 goes from 9 to 8, Table 7 from 6 to 7. TDA 11A."
	if said := moves[0].Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

func TestOfTwoShortTablesTheOneThatBreaksLaterIsFilled(t *testing.T) {
	p := seating.HousePolicy(9)
	p.BreakOrder = []int{1, 3, 2}
	moves := seating.Advise(room3(9, 7, 7), p).Moves
	if len(moves) == 0 || moves[0].To.Table != 2 {
		t.Errorf("moves %+v, want to table 2", moves)
	}
}

func TestEmptyTablesAreNotInPlay(t *testing.T) {
	if got := seating.Advise(room3(9, 8, 0), closed()); len(got.Moves) > 0 || len(got.Halts) > 0 || got.Break != nil {
		t.Errorf("advised %+v", got)
	}
}
