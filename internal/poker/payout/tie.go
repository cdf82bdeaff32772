package payout

import "felt/internal/poker/money"

// Tied is what n players get who tie for the place and the n-1 below it: each
// the n-th part of the sum of those places (TDA RP-8: three who bust in the same
// hand with 50 paid and 52 left share 50th place money; places that are not
// paid add nothing). Minor units that cannot be divided go one each to the first
// of them in the order in which the caller lists the tied players. What those
// places give in kind counts at cost: a ticket cannot be cut.
func (p Prizes) Tied(place, n int) []money.Amount {
	var total money.Amount
	for i := range n {
		total += p.At(place + i).Amount
	}
	parts, err := money.SplitEven(total, n)
	if err != nil {
		return nil // nobody ties
	}
	return parts
}
