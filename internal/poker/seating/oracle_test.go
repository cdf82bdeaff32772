package seating_test

import (
	"slices"

	"felt/internal/poker/seating"
)

// This is the dead button once more, played hand by hand instead of reckoned:
// the tests hold Advise against it.

// deal is one hand's blinds: the big blind moves to the next player, the small
// blind to where the big blind was, the button to where the small blind was.
type deal struct{ button, small, big int }

func (d deal) next(occupied []int, seats int) deal {
	for step := 1; step <= seats; step++ {
		seat := (d.big-1+step)%seats + 1
		if slices.Contains(occupied, seat) {
			return deal{button: d.small, small: d.big, big: seat}
		}
	}
	return d
}

// handsUntilBigBlind plays hands with a player in the free seat until he is big
// blind, and says how many that takes and whether the first finds him in the
// small blind's seat.
func handsUntilBigBlind(t seating.Table, seat int) (hands int, smallBlindFirst bool) {
	occupied := append(slices.Clone(t.Occupied), seat)
	d := deal{small: t.SmallBlind, big: t.BigBlind}
	for hands = 1; hands <= 2*t.Seats; hands++ {
		d = d.next(occupied, t.Seats)
		if hands == 1 && d.small == seat {
			smallBlindFirst = true
		}
		if d.big == seat {
			return hands, smallBlindFirst
		}
	}
	return hands, smallBlindFirst
}

// freeSeats is the seats somebody could take.
func freeSeats(t seating.Table) []int {
	var free []int
	for s := 1; s <= t.Seats; s++ {
		if !slices.Contains(t.Occupied, s) && !slices.Contains(t.Locked, s) {
			free = append(free, s)
		}
	}
	return free
}
