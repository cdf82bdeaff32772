package seating_test

import (
	"testing"

	"felt/internal/poker/seating"
)

// Dead button (TDA 32) and heads-up (TDA 34): from the hand just finished to
// the next, with whoever is left.
func TestBlindsOfTheNextHand(t *testing.T) {
	for _, c := range []struct {
		name     string
		occupied []int
		last     seating.Hand
		next     seating.Hand
	}{
		{"nobody busted", []int{1, 2, 3, 4, 5}, hand(1, 2, 3), hand(2, 3, 4)},
		{"the button busted", []int{2, 3, 4, 5}, hand(1, 2, 3), hand(2, 3, 4)},
		{"the small blind busted: dead button", []int{1, 3, 4, 5}, hand(1, 2, 3), hand(2, 3, 4)},
		{"the big blind busted: dead small blind", []int{1, 2, 4, 5}, hand(1, 2, 3), hand(2, 3, 4)},
		{"both blinds busted", []int{1, 4, 5}, hand(1, 2, 3), hand(2, 3, 4)},
		{"the next player busted", []int{1, 2, 3, 5}, hand(1, 2, 3), hand(2, 3, 5)},
		{"round the end of the table", []int{2, 8, 9}, hand(2, 8, 9), hand(8, 9, 2)},
		{"heads-up", []int{3, 7}, hand(3, 3, 7), hand(7, 7, 3)},
		{"three become two, the big blind out", []int{2, 5}, hand(2, 5, 8), hand(5, 5, 2)},
		{"three become two, the small blind out", []int{2, 8}, hand(2, 5, 8), hand(8, 8, 2)},
		{"three become two, the button out", []int{5, 8}, hand(2, 5, 8), hand(8, 8, 5)},
		{"a third joins on the left of the big blind", []int{3, 7, 9}, hand(3, 3, 7), hand(3, 7, 9)},
		{"a third joins on the right of the big blind", []int{3, 5, 7}, hand(3, 3, 7), hand(5, 7, 3)},
		{"only the button is known", []int{1, 2, 4, 7, 8}, seating.Hand{Button: 2}, hand(4, 7, 8)},
		{"only the button is known, heads-up", []int{2, 6}, seating.Hand{Button: 2}, hand(6, 6, 2)},
		{"only the small blind is known", []int{1, 2, 4, 7, 8}, seating.Hand{SmallBlind: 2}, hand(2, 4, 7)},
		{"only the big blind is known", []int{1, 2, 4}, seating.Hand{BigBlind: 3}, hand(0, 3, 4)},
		{"nothing is known", []int{1, 2, 4}, seating.Hand{}, seating.Hand{}},
		{"one is left", []int{4}, hand(1, 2, 4), seating.Hand{}},
		{"nobody is left", nil, hand(1, 2, 4), seating.Hand{}},
	} {
		table := seating.Table{
			Number: 1, Seats: 9, Occupied: c.occupied,
			Button: c.last.Button, SmallBlind: c.last.SmallBlind, BigBlind: c.last.BigBlind,
		}
		if got := seating.NextBlinds(table); got != c.next {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.next)
		}
	}
}

// The evening at 22:52, where the next big blind depends on whether the free
// seat is filled.
func TestTheEveningsPositionsAtTenToEleven(t *testing.T) {
	four := seating.Table{Number: 4, Seats: 9, Occupied: []int{1, 2, 4, 5, 7, 8, 9}, Button: 3}
	if got, want := seating.LastBlinds(four), hand(3, 4, 5); got != want {
		t.Errorf("table 4: %+v, want %+v", got, want)
	}
	if got := seating.NextBlinds(four).BigBlind; got != 7 {
		t.Errorf("table 4, seat 6 not filled: next big blind %d, want 7", got)
	}
	four.Occupied = []int{1, 2, 4, 5, 6, 7, 8, 9}
	if got := seating.NextBlinds(four).BigBlind; got != 6 {
		t.Errorf("table 4, seat 6 filled: next big blind %d, want 6", got)
	}
	two := tableOf(2, 9, 9)
	two.Button = 2
	if got, want := seating.LastBlinds(two), hand(2, 3, 4); got != want {
		t.Errorf("table 2: %+v, want %+v", got, want)
	}
	if got := seating.NextBlinds(two).BigBlind; got != 5 {
		t.Errorf("table 2: next big blind %d, want 5", got)
	}

	told := seating.Table{Number: 4, Seats: 9, Occupied: []int{1, 2, 4, 5, 7, 8, 9}, Button: 2, SmallBlind: 3, BigBlind: 4}
	if got, want := seating.NextBlinds(told), hand(3, 4, 5); got != want {
		t.Errorf("after the hand that put out the small blind: %+v, want %+v", got, want)
	}
}

func hand(button, small, big int) seating.Hand {
	return seating.Hand{Button: button, SmallBlind: small, BigBlind: big}
}
