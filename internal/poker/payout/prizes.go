package payout

import (
	"sort"

	"felt/internal/poker/money"
)

// Prize is what each of the places from Place to To gets.
type Prize struct {
	Place  int          `json:"place"`             // 1 is first
	To     int          `json:"to"`                // the same as Place unless several places get the same each
	Amount money.Amount `json:"amount"`            // each, minor units, what is given in kind included at cost
	InKind money.Amount `json:"in_kind,omitempty"` // the part of Amount that is a ticket or a trophy
}

// Prizes are all prizes from first to last, without gaps. They add up to the
// pool and never rise with the place.
type Prizes []Prize

// At is the prize of a place; beyond the last paid place it is nothing.
func (p Prizes) At(place int) Prize {
	i := sort.Search(len(p), func(i int) bool { return p[i].To >= place })
	if i == len(p) || place < 1 {
		return Prize{Place: place, To: place}
	}
	return Prize{Place: place, To: place, Amount: p[i].Amount, InKind: p[i].InKind}
}

// Places is how many places are paid.
func (p Prizes) Places() int {
	if len(p) == 0 {
		return 0
	}
	return p[len(p)-1].To
}

// Total is the sum of all prizes.
func (p Prizes) Total() money.Amount {
	var total money.Amount
	for _, prize := range p {
		total += prize.Amount * money.Amount(prize.To-prize.Place+1)
	}
	return total
}

// ByPlace lists the amount of every paid place, first place at index 0.
func (p Prizes) ByPlace() []money.Amount {
	amounts := make([]money.Amount, 0, p.Places())
	for _, prize := range p {
		for place := prize.Place; place <= prize.To; place++ {
			amounts = append(amounts, prize.Amount)
		}
	}
	return amounts
}
