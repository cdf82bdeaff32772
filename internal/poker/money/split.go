package money

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// SplitEven shares total among n so that the parts add up to it: each gets
// total/n, and the odd minor units go one each to the first of them. The order
// of the shares is therefore part of the rule and must be stated by the caller.
// n must be positive and total not negative.
func SplitEven(total Amount, n int) ([]Amount, error) {
	if n < 1 || total < 0 {
		return nil, fmt.Errorf("money: %d minor units cannot be shared by %d", total, n)
	}
	each, odd := total/Amount(n), int(total%Amount(n))
	parts := make([]Amount, n)
	for i := range parts {
		parts[i] = each
		if i < odd {
			parts[i]++
		}
	}
	return parts, nil
}

// SplitLargestRemainder shares total in proportion to the weights so that the
// parts add up to it: each gets its exact share rounded down, and the minor
// units left over go one each to the largest remainders; equal remainders go to
// the larger weight, then to the earlier one. Weights must not be negative, at
// least one must be positive, and total must not be negative.
func SplitLargestRemainder(total Amount, weights []int64) ([]Amount, error) {
	var sum int64
	for i, w := range weights {
		if w < 0 || sum > 1<<62-w {
			return nil, fmt.Errorf("money: weight %d (%d) is negative or too large", i, w)
		}
		sum += w
	}
	if sum == 0 || total < 0 {
		return nil, fmt.Errorf("money: %d minor units cannot be shared by weights that add up to %d", total, sum)
	}
	parts := make([]Amount, len(weights))
	remainders := make([]uint64, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(total), uint64(w))
		quotient, remainder := bits.Div64(hi, lo, uint64(sum)) // total*w/sum fits: w <= sum
		parts[i], remainders[i], order[i] = Amount(quotient), remainder, i
		left -= parts[i]
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(remainders[b], remainders[a]), cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts, nil
}
