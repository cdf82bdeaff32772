package payout

import (
	"math/big"

	"felt/internal/poker/refusal"
)

// Curve shares by a formula instead of a list. The first place has weight 1, each
// next one the weight before it times the ratio, and after each step the ratio
// moves towards 1 by slowing (DrNTM, drneau.com):
//
//	weight *= ratio;  ratio += (1 - ratio) * slowing
//
// With slowing 0 the ratio is the place factor of tournament-math: 0.45 top-heavy,
// 0.65 standard, 1 flat.
type Curve struct {
	Places  int    `json:"places"`
	Ratio   Factor `json:"ratio"`             // above 0, at most 1
	Slowing Factor `json:"slowing,omitempty"` // 0 to 1
}

// curveDigits is the precision of the weights. A weight with at most 36 decimals
// is exact (0.5 to the 36th, 0.65 to the 18th); later ones are rounded down there,
// 20 digits below a minor unit of the largest pool.
const curveDigits = 36

func (c Curve) check() error {
	switch {
	case c.Places < 1 || c.Places > MaxPlaces:
		return refusal.New("places_out_of_range", "%d places cannot be paid.", c.Places).
			Mend("Pay 1 to %d places.", MaxPlaces).At("places")
	case c.Ratio <= 0 || c.Ratio > oneFactor:
		return refusal.New("ratio_out_of_range", "The ratio %s would not make a list of prizes.", formatBillionths(int64(c.Ratio))).
			Mend("Give a ratio above 0 and at most 1.").At("ratio")
	case c.Slowing < 0 || c.Slowing > oneFactor:
		return refusal.New("slowing_out_of_range", "The slowing %s would not make a list of prizes.", formatBillionths(int64(c.Slowing))).
			Mend("Give a slowing between 0 and 1.").At("slowing")
	}
	return nil
}

// portions gives each place its weight.
func (c Curve) portions() []portion {
	one := new(big.Int).Exp(big.NewInt(10), big.NewInt(curveDigits), nil)
	perBillion := new(big.Int).Div(one, big.NewInt(billion))
	weight := new(big.Int).Set(one)
	ratio := new(big.Int).Mul(big.NewInt(int64(c.Ratio)), perBillion)
	slowing := new(big.Int).Mul(big.NewInt(int64(c.Slowing)), perBillion)
	var product, rest, step big.Int // kept: thousands of places are weighed in one go
	weights := make([]big.Int, c.Places)
	all := make([]portion, c.Places)
	for i := range all {
		all[i] = portion{place: i + 1, to: i + 1, weight: weights[i].Set(weight)}
		weight.QuoRem(product.Mul(weight, ratio), one, &rest)
		if slowing.Sign() > 0 {
			step.QuoRem(product.Mul(step.Sub(one, ratio), slowing), one, &rest)
			ratio.Add(ratio, &step)
		}
	}
	return all
}
