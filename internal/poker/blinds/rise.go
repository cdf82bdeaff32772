package blinds

import (
	"math/big"

	"felt/internal/poker/chips"
)

// How big blinds rise: by equal ratios over round numbers. All sums are whole
// numbers, so that every machine suggests the same.

// Ladders are the leading digits of big blinds. The roundest come first, and a
// structure uses the first with a rung for every level.
var (
	coarse    = []int64{10, 15, 20, 30, 40, 50, 60, 80}
	round     = []int64{10, 12, 15, 20, 25, 30, 40, 50, 60, 80}
	fine      = []int64{10, 12, 14, 16, 18, 20, 22, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90}
	twoDigits = everyTwoDigits()
)

func everyTwoDigits() []int64 {
	var all []int64
	for d := int64(10); d < 100; d++ {
		all = append(all, d)
	}
	return all
}

// rungs is the ladder between two big blinds, both on it: multiples of the
// smallest chip, rising.
func rungs(digits []int64, from, to, smallest int64) []int64 {
	var rungs []int64
	for power := int64(1); power <= to; power *= 10 {
		for _, d := range digits {
			v := d * power
			if v%10 != 0 {
				continue
			}
			if v /= 10; v > from && v < to && v%smallest == 0 {
				rungs = append(rungs, v)
			}
		}
	}
	rungs = append([]int64{from}, rungs...)
	if to > from {
		rungs = append(rungs, to)
	}
	return rungs
}

// firstBig is the round big blind that makes the stack nearest to depth big
// blinds, within a fifth of it (100 to 150 for 125) if any does; one whose half
// can be paid goes before. It is at least two of the smallest chip, so that the
// small blind is at least one.
func firstBig(stack, depth, smallest int64) int64 {
	low := max((stack*5+6*depth-1)/(6*depth), 2*smallest)
	high := stack * 5 / (4 * depth)
	goal := ratio{stack, depth}
	for _, digits := range [][]int64{round, twoDigits} {
		for _, step := range []int64{2 * smallest, smallest} {
			if v, ok := goal.nearest(digits, step, low, high); ok {
				return v
			}
		}
	}
	v, ok := goal.nearest(round, smallest, 2*smallest, max(high, 2*smallest))
	if !ok {
		return 2 * smallest
	}
	return v
}

// lastBig is the round big blind, not below the first, of which all chips are
// nearest to 25: 20 to 30 if any gives that.
func lastBig(expected, first, smallest int64) int64 {
	goal := ratio{expected, lastDepth}
	for _, digits := range [][]int64{round, twoDigits} {
		if v, ok := goal.nearest(digits, smallest, max(first, (expected+29)/30), expected/20); ok {
			return v
		}
	}
	return first
}

// ratio is the amount/parts that a blind should come near to.
type ratio struct{ amount, parts int64 }

// nearest is the multiple of step on the ladder, between low and high, that is
// nearest to the goal by ratio.
func (goal ratio) nearest(digits []int64, step, low, high int64) (best int64, ok bool) {
	for power := int64(1); power <= high; power *= 10 {
		for _, d := range digits {
			v := d * power
			if v%10 != 0 {
				continue
			}
			if v /= 10; v < low || v > high || v%step != 0 {
				continue
			}
			// The ladder rises: v is nearer than the one before where the
			// geometric mean of the two is below the goal.
			if !ok || goal.above(best, v) {
				best, ok = v, true
			}
		}
	}
	return best, ok
}

// above tells whether the goal is above the geometric mean of a and b.
func (goal ratio) above(a, b int64) bool {
	mean := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	mean.Mul(mean, big.NewInt(goal.parts)).Mul(mean, big.NewInt(goal.parts))
	return mean.Cmp(new(big.Int).Mul(big.NewInt(goal.amount), big.NewInt(goal.amount))) < 0
}

// rise chooses n big blinds from first to last. They rise with every level if
// there are rungs enough; else some repeat, evenly spread.
func rise(first, last int64, n int, smallest int64) []int64 {
	if n == 1 {
		return []int64{first}
	}
	var steps []int64
	for _, digits := range [][]int64{coarse, round, fine, twoDigits} {
		if steps = rungs(digits, first, last, smallest); len(steps) >= n {
			return climb(steps, n)
		}
	}
	bigs := make([]int64, n)
	for i := range bigs {
		bigs[i] = steps[i*(len(steps)-1)/(n-1)]
	}
	return bigs
}

// climb takes for each level the rung nearest in ratio to where equal ratios
// would be, always higher than the one before and low enough for the rest.
func climb(steps []int64, n int) []int64 {
	first, last := big.NewInt(steps[0]), big.NewInt(steps[len(steps)-1])
	bigs := make([]int64, n)
	at := -1
	for i := range bigs {
		at++
		// The goal is first^((n-1-i)/(n-1)) · last^(i/(n-1)); held against
		// the mean of two neighbours, everything raised to 2(n-1).
		goal := new(big.Int).Mul(power(first, 2*(n-1-i)), power(last, 2*i))
		for highest := len(steps) - (n - i); at < highest; at++ {
			mean := new(big.Int).Mul(big.NewInt(steps[at]), big.NewInt(steps[at+1]))
			if power(mean, n-1).Cmp(goal) >= 0 {
				break
			}
		}
		bigs[i] = steps[at]
	}
	return bigs
}

func power(v *big.Int, n int) *big.Int { return new(big.Int).Exp(v, big.NewInt(int64(n)), nil) }

// half is the small blind: half of the big blind, rounded up to what the
// smallest chip pays (200/300, as the sheets print it).
func half(big, smallest int64) int64 {
	chips := (big/2 + big%2 + smallest - 1) / smallest
	return chips * smallest
}

// leaveBefore is the chips that nobody needs in these levels or later. The
// next chip must pay every big blind, and at least two of it the first, so
// that the small blind stays below.
func leaveBefore(bigs []int64, set chips.Set) []int64 {
	var leaving []int64
	for _, small := range set {
		next, ok := set.Above(small)
		if !ok || bigs[0] < 2*next {
			return leaving
		}
		for _, big := range bigs {
			if big%next != 0 {
				return leaving
			}
		}
		leaving = append(leaving, small)
	}
	return leaving
}
