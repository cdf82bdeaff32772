package seating

import (
	"fmt"

	"felt/internal/poker/refusal"
)

// MaxSeats is the largest table the package reckons with.
const MaxSeats = 30

// Table is one open table between two hands. Seats are numbered from 1,
// clockwise, the way the deal goes round.
type Table struct {
	Number   int   // 1 or more, different for each table
	Seats    int   // chairs, 1 to MaxSeats; at least the highest occupied seat
	Occupied []int // seats with a player, ascending
	Locked   []int // free seats that may not be used
	Fixed    []int // occupied seats whose player may not be moved (TDA 9)

	// The seats of the hand just finished, 0 where not known. The seat may be
	// empty by now. BigBlind is the one that counts: where it is known the
	// others do not change who moves or where to.
	Button, SmallBlind, BigBlind int

	// LastOpened is the free seat whose player left last, 0 where not known.
	// Only stud asks for it (TDA 11A).
	LastOpened int

	Halted bool // play has been stopped here (TDA 11D)
}

// Place is a seat at a table.
type Place struct {
	Table int `json:"table"`
	Seat  int `json:"seat"`
}

// String is the table and the seat, "2/5", as draw proofs list it.
func (p Place) String() string { return fmt.Sprintf("%d/%d", p.Table, p.Seat) }

// The codes of Check's refusals.
const (
	TableTwice   = "table_twice"
	TableNumber  = "table_number"
	TableSeats   = "table_seats"
	SeatTwice    = "seat_twice"
	SeatOrder    = "seat_order"
	SeatNotThere = "seat_not_there"
)

// Check refuses tables that contradict themselves: a number twice, a seat twice
// or out of order, a seat the table does not have. The field is written like
// "tables[1].occupied".
func Check(tables []Table) error {
	ascending := true // then no number is there twice
	for i := 1; i < len(tables); i++ {
		ascending = ascending && tables[i-1].Number < tables[i].Number
	}
	numbers := map[int]struct{}{}
	for i := range tables {
		t := &tables[i]
		if t.Number < 1 {
			return refusal.New(TableNumber, "Table %d: table numbers start at 1.", t.Number).At("tables[%d].table", i)
		}
		if _, twice := numbers[t.Number]; twice {
			return refusal.New(TableTwice, "Table %d is there twice.", t.Number).At("tables[%d].table", i)
		}
		if !ascending {
			numbers[t.Number] = struct{}{}
		}
		if wrong := t.check(); wrong != nil {
			return wrong.At("tables[%d].%s", i, wrong.Field)
		}
	}
	return nil
}

func (t *Table) check() *refusal.Refusal {
	if t.Seats < 1 || t.Seats > MaxSeats {
		return refusal.New(TableSeats, "Table %d has %d seats; a table has 1 to %d.", t.Number, t.Seats, MaxSeats).At("seats")
	}
	last := 0
	for _, s := range t.Occupied {
		switch {
		case s < 1 || s > t.Seats:
			return t.noSeat(s).At("occupied")
		case s == last:
			return refusal.New(SeatTwice, "Seat %d of table %d is occupied twice.", s, t.Number).At("occupied")
		case s < last:
			return refusal.New(SeatOrder, "The occupied seats of table %d are not in ascending order.", t.Number).At("occupied")
		}
		last = s
	}
	for i, s := range t.Locked {
		if s < 1 || s > t.Seats {
			return t.noSeat(s).At("locked[%d]", i)
		}
	}
	for i, s := range t.Fixed {
		if s < 1 || s > t.Seats {
			return t.noSeat(s).At("fixed[%d]", i)
		}
	}
	switch {
	case t.Button < 0 || t.Button > t.Seats:
		return t.noSeat(t.Button).At("button")
	case t.SmallBlind < 0 || t.SmallBlind > t.Seats:
		return t.noSeat(t.SmallBlind).At("small_blind")
	case t.BigBlind < 0 || t.BigBlind > t.Seats:
		return t.noSeat(t.BigBlind).At("big_blind")
	case t.LastOpened < 0 || t.LastOpened > t.Seats:
		return t.noSeat(t.LastOpened).At("last_opened")
	}
	return nil
}

func (t *Table) noSeat(seat int) *refusal.Refusal {
	return refusal.New(SeatNotThere, "Table %d has no seat %d, only 1 to %d.", t.Number, seat, t.Seats)
}
