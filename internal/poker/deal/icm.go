package deal

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"felt/internal/poker/money"
)

// Evaluation is what each player's chips are worth by ICM, in the order of the
// stacks.
type Evaluation struct {
	Values []money.Amount // add up to the prizes
	Finish [][]int64      // Finish[i][k]: chance that player i takes place k+1, in millionths
}

// Evaluate computes ICM: the chance of finishing first is the share of the
// chips; with him taken out, the same again for second, and so on. Minor units
// left over after rounding down go one each to the largest remainders; equal
// remainders go to the bigger stack, then to the earlier player.
func Evaluate(stacks []int64, prizes []money.Amount) (Evaluation, error) {
	if err := check(stacks, prizes); err != nil {
		return Evaluation{}, err
	}
	finish := finishes(stacks, len(prizes))
	e := Evaluation{Values: largestRemainder(icmValues(stacks, prizes, finish), stacks, total(prizes))}
	for _, places := range finish {
		row := make([]int64, len(places))
		for k := range places {
			row[k] = places[k].millionths()
		}
		e.Finish = append(e.Finish, row)
	}
	return e, nil
}

// finishes gives each player's chance of each of the first places. It walks over
// the sets of players that may have taken the first places, smaller sets first.
func finishes(stacks []int64, places int) [][]chance {
	players := len(stacks)
	finish := make([][]chance, players)
	for i := range finish {
		finish[i] = make([]chance, places)
	}
	var chips int64
	for _, s := range stacks {
		chips += s
	}
	taken := make([]chance, 1<<players) // chance that exactly this set takes the first places
	taken[0] = certain
	for set := range taken {
		place := bits.OnesCount(uint(set))
		if place >= places {
			continue
		}
		left := chips
		for i, s := range stacks {
			if set>>i&1 == 1 {
				left -= s
			}
		}
		if left == 0 {
			continue // everybody is in the set
		}
		perChip := taken[set].dividedBy(uint64(left))
		for i, s := range stacks {
			if set>>i&1 == 0 {
				next := perChip.times(uint64(s))
				taken[set|1<<i].add(&next)
				finish[i][place].add(&next)
			}
		}
	}
	return finish
}

// icmValues gives each player's chances times the prizes, lifted by 2^-100. Equal
// stacks have equal values; they are copied so that they are so to the last bit.
func icmValues(stacks []int64, prizes []money.Amount, finish [][]chance) []*big.Rat {
	values := make([]*big.Rat, len(stacks))
	one := new(big.Int).Lsh(big.NewInt(1), fractionBits)
	for i := range stacks {
		if same := slices.Index(stacks, stacks[i]); same < i {
			values[i] = values[same]
			continue
		}
		sum := new(big.Int).Set(slack)
		for k, prize := range prizes {
			sum.Add(sum, new(big.Int).Mul(finish[i][k].int(), big.NewInt(int64(prize))))
		}
		values[i] = new(big.Rat).SetFrac(sum, one)
	}
	return values
}

// largestRemainder makes the values whole so that they add up to amount.
func largestRemainder(values []*big.Rat, stacks []int64, amount money.Amount) []money.Amount {
	whole := make([]money.Amount, len(values))
	remainder := make([]*big.Rat, len(values))
	order := make([]int, len(values))
	for i, value := range values {
		units := floor(value)
		whole[i], order[i] = money.Amount(units.Int64()), i
		remainder[i] = new(big.Rat).Sub(value, new(big.Rat).SetInt(units))
		amount -= whole[i]
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(compareAbout(remainder[b], remainder[a]), cmp.Compare(stacks[b], stacks[a]), cmp.Compare(a, b))
	})
	for _, i := range order[:amount] {
		whole[i]++
	}
	return whole
}

// compareAbout compares two values that are known within less than 2^-100.
func compareAbout(a, b *big.Rat) int {
	difference := new(big.Rat).Sub(a, b)
	if new(big.Rat).Abs(difference).Cmp(new(big.Rat).SetFrac(slack, new(big.Int).Lsh(big.NewInt(1), fractionBits))) < 0 {
		return 0
	}
	return difference.Sign()
}
