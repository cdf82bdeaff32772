package seating

import "math/bits"

// ring is a set of seats of one table: bit n is seat n.
type ring uint64

func seatsOf(list []int) ring {
	var r ring
	for _, s := range list {
		r |= 1 << s
	}
	return r
}

// allSeats is seats 1 to n.
func allSeats(n int) ring { return (1<<(n+1) - 1) &^ 1 }

func (r ring) has(seat int) bool { return r>>seat&1 == 1 }

func (r ring) count() int { return bits.OnesCount64(uint64(r)) }

// after is the first seat of the set clockwise after the given one, the given
// one itself last of all, 0 where the set is empty. after(0) is the lowest.
func (r ring) after(seat int) int {
	if r == 0 {
		return 0
	}
	if up := r >> (seat + 1) << (seat + 1); up != 0 {
		return bits.TrailingZeros64(uint64(up))
	}
	return bits.TrailingZeros64(uint64(r))
}

// before is the first seat of the set anticlockwise of the given one, the given
// one itself last of all, 0 where the set is empty.
func (r ring) before(seat int) int {
	if down := r & (1<<seat - 1); down != 0 {
		return bits.Len64(uint64(down)) - 1
	}
	return max(bits.Len64(uint64(r))-1, 0)
}

// between counts the seats of the set strictly between two seats, clockwise.
func (r ring) between(from, to int) int {
	above := ring(1)<<to - 1       // seats below to
	below := ring(1)<<(from+1) - 1 // seats up to from
	if to > from {
		return (r & above &^ below).count()
	}
	return (r & above).count() + (r &^ below).count()
}

// list is the seats in ascending order.
func (r ring) list() []int {
	seats := make([]int, 0, r.count())
	for s := r; s != 0; s &= s - 1 {
		seats = append(seats, bits.TrailingZeros64(uint64(s)))
	}
	return seats
}
