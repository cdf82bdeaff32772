package deal

import (
	"math/big"
	"math/bits"
)

// chance is a probability as a whole multiple of 2^-255, in four words, lowest
// first. Every operation rounds down.
//
// How far off can it get? The walk of finishes divides by the chips left and
// multiplies by a stack, which loses less than MaxStack (2^40) multiples of
// 2^-255 at each step. A walk over all sets of 20 players has 10.5 million
// steps, and what was lost is only passed on, never multiplied: the stacks of
// those left add up to the chips left. So each chance is low by less than
// 2^-255 * 2^40 * 2^24 = 2^-191, and a value, 20 chances times prizes below
// 2^50, by less than 2^-136.
//
// Values are lifted by 2^-100 (see slack) before they are rounded. So a value
// that is exactly a whole amount, or exactly half way, is taken as that; any
// other would have to come within 2^-100 of a minor unit to be taken wrongly,
// and the amounts would still add up.
type chance [4]uint64

const fractionBits = 255

var certain = chance{3: 1 << 63}

// slack is 2^-100 as a multiple of 2^-255.
var slack = new(big.Int).Lsh(big.NewInt(1), fractionBits-100)

// dividedBy is c / n, for n > 0.
func (c *chance) dividedBy(n uint64) (q chance) {
	var rest uint64
	for i := 3; i >= 0; i-- {
		q[i], rest = bits.Div64(rest, c[i], n)
	}
	return q
}

// times is c * n; the caller knows that it stays at most 1.
func (c *chance) times(n uint64) (p chance) {
	var carry, hi uint64
	for i := range c {
		var more uint64
		hi, p[i] = bits.Mul64(c[i], n)
		p[i], more = bits.Add64(p[i], carry, 0)
		carry = hi + more
	}
	return p
}

// add adds d to c.
func (c *chance) add(d *chance) {
	var carry uint64
	for i := range c {
		c[i], carry = bits.Add64(c[i], d[i], carry)
	}
}

// int is c as a multiple of 2^-255.
func (c *chance) int() *big.Int {
	n := new(big.Int)
	for i := 3; i >= 0; i-- {
		n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(c[i]))
	}
	return n
}

// millionths is c in steps of 0.000001, rounded to the nearest, a half up.
func (c *chance) millionths() int64 {
	n := new(big.Int).Add(c.int(), slack)
	n.Mul(n, big.NewInt(2_000_000))
	n.Add(n, new(big.Int).Lsh(big.NewInt(1), fractionBits))
	return n.Rsh(n, fractionBits+1).Int64()
}
