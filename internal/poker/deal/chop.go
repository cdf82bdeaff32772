package deal

import (
	"math/big"
	"strconv"

	"felt/internal/poker/money"
)

// evenChop gives everybody the same.
func evenChop(amount money.Amount, players int) []*big.Rat {
	values := make([]*big.Rat, players)
	for i := range values {
		values[i] = big.NewRat(int64(amount), int64(players))
	}
	return values
}

// chipChop first gives everybody the lowest prize still open (nothing where not
// everybody is paid) and shares the rest by chips:
//
//	value = lowest + (all - players*lowest) * stack / chips
//
// A big leader could get more than the first prize that way. He is held at first
// prize, and the others share the rest in the same manner.
func chipChop(stacks []int64, prizes []money.Amount, first money.Amount) (values []*big.Rat, capped []bool) {
	values, capped = make([]*big.Rat, len(stacks)), make([]bool, len(stacks))
	lowest := prizes[len(prizes)-1]
	if len(prizes) < len(stacks) {
		lowest = 0
	} else if prizes[0] < lowest { // the reserve has taken first prize below it
		lowest = prizes[0]
	}
	limit := new(big.Rat).SetInt64(int64(first))
	for again := true; again; {
		again = false
		var players, chips int64
		rest := total(prizes)
		for i, stack := range stacks {
			if capped[i] {
				rest -= first
			} else {
				players, chips = players+1, chips+stack
			}
		}
		byChips := new(big.Int).SetInt64(int64(rest) - players*int64(lowest))
		for i, stack := range stacks {
			if capped[i] {
				values[i] = limit
				continue
			}
			part := new(big.Rat).SetFrac(new(big.Int).Mul(byChips, big.NewInt(stack)), big.NewInt(chips))
			values[i] = part.Add(part, new(big.Rat).SetInt64(int64(lowest)))
		}
		for i, value := range values {
			if !capped[i] && value.Cmp(limit) > 0 {
				capped[i], again = true, true
			}
		}
	}
	return values, capped
}

// nearest rounds each value to the nearest unit, a half up, but not above first
// prize. Who is held at first prize gets exactly that.
func nearest(exact []*big.Rat, capped []bool, unit, first money.Amount) []money.Amount {
	rounded := make([]money.Amount, len(exact))
	for i, value := range exact {
		if capped[i] {
			rounded[i] = first
			continue
		}
		units := new(big.Rat).Quo(value, new(big.Rat).SetInt64(int64(unit)))
		units.Add(units, big.NewRat(1, 2))
		rounded[i] = unit * money.Amount(floor(units).Int64())
		if rounded[i] > first {
			rounded[i] -= unit
		}
	}
	return rounded
}

func floor(r *big.Rat) *big.Int {
	return new(big.Int).Div(r.Num(), r.Denom()) // Euclidean, and the denominator is positive
}

func ordinal(i int) string { return "Player " + strconv.Itoa(i+1) }
