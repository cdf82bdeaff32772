package money

import (
	"errors"
	"math/bits"
)

// Amount is money in minor units of one currency. It may be negative (given
// back, to collect).
type Amount int64

// Max is the largest amount of any one figure, 10^15 minor units. Whatever
// enters from outside is held to it (InRange), so that thousands of figures can
// be added with + before an int64 overflows. Add, Mul and Sum check as well,
// for figures whose number is not bounded.
const Max Amount = 1_000_000_000_000_000

// ErrOverflow says that a result does not fit into an Amount.
var ErrOverflow = errors.New("money: amount too large")

// InRange reports whether a is between -Max and Max.
func (a Amount) InRange() bool { return -Max <= a && a <= Max }

// Add is a + b, or ErrOverflow.
func Add(a, b Amount) (Amount, error) {
	s := a + b
	if (s > a) != (b > 0) && b != 0 {
		return 0, ErrOverflow
	}
	return s, nil
}

// Mul is a price times a count of things sold, or ErrOverflow.
func Mul(price Amount, count int64) (Amount, error) {
	hi, lo := bits.Mul64(magnitude(int64(price)), magnitude(count))
	if hi != 0 || lo > 1<<63-1 {
		return 0, ErrOverflow
	}
	if (price < 0) != (count < 0) {
		return -Amount(lo), nil
	}
	return Amount(lo), nil
}

// Sum adds any number of amounts, or ErrOverflow.
func Sum(amounts ...Amount) (Amount, error) {
	var total Amount
	var err error
	for _, a := range amounts {
		if total, err = Add(total, a); err != nil {
			return 0, err
		}
	}
	return total, nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
