package chips

import (
	"errors"
	"fmt"
	"slices"
)

// Max is the largest chip value and the largest chip count Felt works with.
const Max int64 = 1_000_000_000_000

// Set is the denominations on the tables, smallest first, each once.
// Make one with NewSet; the methods rely on the order.
type Set []int64

// ErrDenomination says that a denomination is not between 1 and Max.
var ErrDenomination = errors.New("a chip is worth between 1 and 1,000,000,000,000")

// NewSet orders the denominations and drops doubles.
func NewSet(values ...int64) (Set, error) {
	s := slices.Clone(values)
	for _, v := range s {
		if v < 1 || v > Max {
			return nil, fmt.Errorf("%w: %d", ErrDenomination, v)
		}
	}
	slices.Sort(s)
	return slices.Compact(s), nil
}

// Smallest is the lowest denomination in play, 0 for an empty set.
func (s Set) Smallest() int64 {
	if len(s) == 0 {
		return 0
	}
	return s[0]
}

// Has tells whether the denomination is in play.
func (s Set) Has(value int64) bool {
	_, found := slices.BinarySearch(s, value)
	return found
}

// Above is the next higher denomination in play: what a leaving chip is
// exchanged for. ok is false if there is none.
func (s Set) Above(value int64) (above int64, ok bool) {
	for _, v := range s {
		if v > value {
			return v, true
		}
	}
	return 0, false
}

// Without is the set after these denominations have left.
func (s Set) Without(values ...int64) Set {
	var left Set
	for _, v := range s {
		if !slices.Contains(values, v) {
			left = append(left, v)
		}
	}
	return left
}

// With is the set after these denominations have come.
func (s Set) With(values ...int64) Set {
	all := append(slices.Clone(s), values...)
	slices.Sort(all)
	return slices.Compact(all)
}

// Unit is the smallest amount that can change hands, change given: the
// smallest chip of an ordinary set; 10 where only 20s and 50s are in play.
// It is 0 for an empty set.
func (s Set) Unit() int64 {
	var unit int64
	for _, v := range s {
		unit = divisor(unit, v)
	}
	return unit
}

// Payable tells whether the amount can be paid with these chips, change
// given. An empty set says nothing and pays everything.
func (s Set) Payable(amount int64) bool {
	unit := s.Unit()
	return unit == 0 || amount%unit == 0
}

// divisor is the greatest common divisor.
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
