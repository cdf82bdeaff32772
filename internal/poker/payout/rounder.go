package payout

import (
	"math/big"

	"felt/internal/poker/money"
)

// rounder makes shares over one denominator multiples of the unit. It keeps its
// numbers: thousands of places are rounded in one go.
type rounder struct {
	unit     money.Amount
	nearest  bool
	divisor  big.Int
	dividend big.Int
	quotient big.Int
	rest     big.Int
}

func newRounder(denominator *big.Int, unit money.Amount, rounding Rounding) *rounder {
	r := &rounder{unit: unit, nearest: rounding == Nearest}
	r.divisor.Mul(denominator, big.NewInt(int64(unit)))
	if r.nearest {
		r.divisor.Lsh(&r.divisor, 1)
	}
	return r
}

// round is numerator/denominator as a multiple of the unit, down or to the
// nearest, a half up. The numerator must not be negative.
func (r *rounder) round(numerator *big.Int) money.Amount {
	r.dividend.Set(numerator)
	if r.nearest { // (2n + d) / 2d
		r.dividend.Lsh(numerator, 1)
		r.dividend.Add(&r.dividend, r.quotient.Rsh(&r.divisor, 1))
	}
	r.quotient.QuoRem(&r.dividend, &r.divisor, &r.rest)
	return r.unit * money.Amount(r.quotient.Int64())
}
