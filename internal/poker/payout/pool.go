package payout

import (
	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Line is one named amount that goes in or comes off: "buy-ins", "staff".
type Line struct {
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"` // minor units, not negative
}

// Pool is where the prize money comes from.
type Pool struct {
	Gross      money.Amount `json:"gross"`      // all buy-ins, rebuys, add-ons and re-entries
	Deductions money.Amount `json:"deductions"` // fee, staff, charity, league fund, bounty part: each a named line
	Net        money.Amount `json:"net"`        // gross less deductions
	Overlay    money.Amount `json:"overlay"`    // what the net is short of the guarantee; the house adds it
	House      money.Amount `json:"house"`      // what the house adds on top
	Total      money.Amount `json:"total"`      // what is paid out
}

// NewPool computes the pool:
//
//	net     = gross - deductions
//	overlay = max(0, guarantee - net)
//	pool    = max(net, guarantee) + house contribution
func NewPool(gross, deductions []Line, guarantee, house money.Amount) (Pool, error) {
	p := Pool{House: house}
	var err error
	if p.Gross, err = sum("gross", gross); err != nil {
		return Pool{}, err
	}
	if p.Deductions, err = sum("deductions", deductions); err != nil {
		return Pool{}, err
	}
	if guarantee < 0 || !guarantee.InRange() {
		return Pool{}, outOfRange(guarantee).At("guarantee")
	}
	if house < 0 || !house.InRange() {
		return Pool{}, outOfRange(house).At("house")
	}
	if p.Net = p.Gross - p.Deductions; p.Net < 0 {
		return Pool{}, refusal.New("deductions_exceed_gross", "The deductions (%d) are more than what came in (%d minor units).", p.Deductions, p.Gross).
			Mend("Lower the deductions.").At("deductions")
	}
	p.Overlay = max(0, guarantee-p.Net)
	p.Total = p.Net + p.Overlay + house
	if !p.Total.InRange() {
		return Pool{}, outOfRange(p.Total)
	}
	return p, nil
}

func sum(field string, lines []Line) (money.Amount, error) {
	var total money.Amount
	for i, line := range lines {
		if line.Amount < 0 || !line.Amount.InRange() {
			return 0, outOfRange(line.Amount).At("%s[%d]", field, i)
		}
		if total += line.Amount; !total.InRange() { // both were in range: no wrapping around
			return 0, outOfRange(total).At("%s", field)
		}
	}
	return total, nil
}

func outOfRange(a money.Amount) *refusal.Refusal {
	return refusal.New("amount_out_of_range", "An amount of %d minor units cannot be paid out.", a).
		Mend("Give amounts between 0 and %d.", money.Max)
}
