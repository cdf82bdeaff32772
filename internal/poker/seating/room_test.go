package seating_test

import (
	"slices"
	"testing"

	"felt/internal/poker/seating"
)

// room is tables with named players, for tests that play whole nights.
type room struct {
	t      *testing.T
	tables []seating.Table
	who    map[seating.Place]string
}

func newRoom(t *testing.T) *room { return &room{t: t, who: map[seating.Place]string{}} }

func (r *room) table(number int) *seating.Table {
	r.t.Helper()
	i := slices.IndexFunc(r.tables, func(t seating.Table) bool { return t.Number == number })
	if i < 0 {
		r.t.Fatalf("table %d is not there", number)
	}
	return &r.tables[i]
}

func (r *room) sit(player string, at seating.Place) {
	r.t.Helper()
	if sitting, taken := r.who[at]; taken {
		r.t.Fatalf("%s cannot take %s, %s sits there", player, at, sitting)
	}
	table := r.table(at.Table)
	table.Occupied = append(table.Occupied, at.Seat)
	slices.Sort(table.Occupied)
	r.who[at] = player
	if err := seating.Check(r.tables); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) leave(at seating.Place) string {
	r.t.Helper()
	player, sits := r.who[at]
	if !sits {
		r.t.Fatalf("nobody sits at %s", at)
	}
	delete(r.who, at)
	table := r.table(at.Table)
	table.Occupied = slices.DeleteFunc(table.Occupied, func(s int) bool { return s == at.Seat })
	return player
}

func (r *room) move(from, to seating.Place) {
	r.t.Helper()
	r.sit(r.leave(from), to)
}

func (r *room) close(number int) {
	r.t.Helper()
	if n := len(r.table(number).Occupied); n > 0 {
		r.t.Fatalf("table %d closes with %d players", number, n)
	}
	r.tables = slices.DeleteFunc(r.tables, func(t seating.Table) bool { return t.Number == number })
}

func (r *room) sizes() []int {
	var sizes []int
	for _, t := range r.tables {
		if len(t.Occupied) > 0 {
			sizes = append(sizes, len(t.Occupied))
		}
	}
	slices.Sort(sizes)
	return sizes
}

func (r *room) spread() int {
	sizes := r.sizes()
	if len(sizes) == 0 {
		return 0
	}
	return sizes[len(sizes)-1] - sizes[0]
}
