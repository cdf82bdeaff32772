package seating

import "fmt"

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

// Check says what contradicts itself in the tables, nil where nothing does: a
// number twice, a seat twice or out of order, a seat the table does not have.
func Check(tables []Table) error {
	numbers := make(map[int]struct{}, len(tables))
	for i := range tables {
		t := &tables[i]
		if t.Number < 1 {
			return fmt.Errorf("table %d: table numbers start at 1", t.Number)
		}
		if _, twice := numbers[t.Number]; twice {
			return fmt.Errorf("table %d is there twice", t.Number)
		}
		numbers[t.Number] = struct{}{}
		if err := t.check(); err != nil {
			return fmt.Errorf("table %d: %w", t.Number, err)
		}
	}
	return nil
}

func (t *Table) check() error {
	if t.Seats < 1 || t.Seats > MaxSeats {
		return fmt.Errorf("%d seats: a table has 1 to %d", t.Seats, MaxSeats)
	}
	last := 0
	for _, s := range t.Occupied {
		switch {
		case s < 1 || s > t.Seats:
			return fmt.Errorf("occupied seat %d is not one of its %d seats", s, t.Seats)
		case s == last:
			return fmt.Errorf("seat %d is occupied twice", s)
		case s < last:
			return fmt.Errorf("occupied seats are not in ascending order")
		}
		last = s
	}
	for _, list := range [][]int{t.Locked, t.Fixed} {
		for _, s := range list {
			if s < 1 || s > t.Seats {
				return fmt.Errorf("seat %d is not one of its %d seats", s, t.Seats)
			}
		}
	}
	for _, s := range []int{t.Button, t.SmallBlind, t.BigBlind, t.LastOpened} {
		if s < 0 || s > t.Seats {
			return fmt.Errorf("seat %d is not one of its %d seats", s, t.Seats)
		}
	}
	return nil
}
