package seating_test

import (
	"slices"
	"testing"

	"felt/internal/poker/seating"
)

// TDA RP-9 and WSOP 68 as in rules section 3.
func TestFinalTableSizes(t *testing.T) {
	for _, c := range []struct{ handed, tda, wsop int }{
		{9, 9, 10}, {8, 9, 9}, {7, 7, 8}, {6, 7, 7}, {10, 10, 10}, {2, 2, 2},
	} {
		if got := seating.FinalTableOf(seating.TDA2024, c.handed); got != c.tda {
			t.Errorf("TDA, %d-handed: %d, want %d", c.handed, got, c.tda)
		}
		if got := seating.FinalTableOf(seating.WSOP2025, c.handed); got != c.wsop {
			t.Errorf("WSOP, %d-handed: %d, want %d", c.handed, got, c.wsop)
		}
	}
}

// TDA RP-9: eight-handed, nine go to one table of eight chairs and one more.
func TestTheFinalTableMayNeedOneChairMore(t *testing.T) {
	p := seating.HousePolicy(8)
	p.BreakAllowed = true
	got := seating.Advise([]seating.Table{tableOf(1, 8, 5), tableOf(2, 8, 4)}, p).Redraw
	if got == nil || got.Seats != 9 || !slices.Equal(got.Tables, []int{1}) {
		t.Fatalf("redraw %+v", got)
	}
	const want = "9 left: one final table, every seat drawn anew. TDA RP-9."
	if said := got.Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
}

// The thresholds 24, 16 and 9 of the WPT, eight-handed.
func TestARedrawIsDueOnceAtEachThreshold(t *testing.T) {
	p := seating.HousePolicy(8)
	p.BreakAllowed, p.RedrawAt = true, []int{24, 16, 9}
	size := func(sizes ...int) []seating.Table {
		var room []seating.Table
		for i, n := range sizes {
			room = append(room, tableOf(i+1, 8, n))
		}
		return room
	}
	for _, c := range []struct {
		name       string
		room       []seating.Table
		mostSeated int
		at         int
		tables     []int
	}{
		{"25 left", size(7, 6, 6, 6), 120, 0, nil},
		{"24 left", size(6, 6, 6, 6), 120, 24, []int{1, 2, 3}},
		{"24 left, drawn", size(8, 8, 8), 24, 0, nil},
		{"two out in one hand: 23 left", size(6, 6, 6, 5), 120, 24, []int{1, 2, 3}},
		{"16 left", size(6, 5, 5), 24, 16, []int{1, 2}},
		{"16 left, drawn", size(8, 8), 16, 0, nil},
		{"straight from 25 to 16: the lower one", size(4, 4, 4, 4), 25, 16, []int{1, 2}},
		{"a field of 20 was drawn at the start", size(7, 7, 6), 20, 0, nil},
	} {
		p.MostSeated = c.mostSeated
		got := seating.Advise(c.room, p).Redraw
		switch {
		case c.at == 0 && got != nil:
			t.Errorf("%s: %+v", c.name, got)
		case c.at > 0 && (got == nil || got.Why.At != c.at || !slices.Equal(got.Tables, c.tables)):
			t.Errorf("%s: %+v, want a redraw at %d to tables %v", c.name, got, c.at, c.tables)
		}
	}
	p.MostSeated = 120
	const want = "24 left: redraw at 24, 3 tables."
	if said := seating.Advise(size(6, 6, 6, 6), p).Redraw.Why.English(); said != want {
		t.Errorf("%s\nwant %s", said, want)
	}
	p.BreakAllowed = false
	if got := seating.Advise(size(6, 6, 6, 6), p).Redraw; got != nil {
		t.Errorf("redraw while players can enter: %+v", got)
	}
}
