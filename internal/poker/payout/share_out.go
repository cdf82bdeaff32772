package payout

import (
	"math/big"
	"slices"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Prizes computes what every place gets. The prizes add up to the pool exactly
// and never rise with the place:
//
//  1. Fixed prizes come off the pool.
//  2. The rest is shared by the weights; an amount set by hand (Locked) is kept,
//     and the difference it makes is shared by the open places below it.
//  3. Each share is rounded to RoundTo, and raised to Minimum where it is below.
//  4. What that leaves or lacks is first place's.
//
// Where step 4 would take first below the next place, the shares are rounded down and
// all places above the minimum pay for it together. A plan that pays more places
// than there are players is refused; see Projected.
func (p Plan) Prizes(pool money.Amount, field Field) (Prizes, error) {
	return p.prizes(pool, field, false)
}

// Projected is Prizes while entries still come in: places that nobody can take
// yet are left out, and the others share the pool in the same proportion.
func (p Plan) Projected(pool money.Amount, field Field) (Prizes, error) {
	return p.prizes(pool, field, true)
}

// portion is one place, or several that get the same each, on the way from
// weight to amount.
type portion struct {
	place, to int
	weight    *big.Int
	locked    bool
	amount    money.Amount
}

func (s portion) count() money.Amount { return money.Amount(s.to - s.place + 1) }

func (p Plan) prizes(pool money.Amount, field Field, cut bool) (Prizes, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if pool < 0 || !pool.InRange() {
		return nil, outOfRange(pool).At("pool")
	}
	if cut && field.Players < 1 {
		return nil, nil
	}
	portions, err := p.portions(field)
	if err != nil {
		return nil, err
	}
	fixed := p.Fixed
	if cut {
		portions, fixed = cutPortions(portions, field.Players), cutFixed(fixed, field.Players)
	}
	if last := lastPlace(portions, fixed); last > field.Players {
		return nil, refusal.New("more_places_than_players", "%d places are paid, but only %d can be taken.", last, field.Players).
			Mend("Pay at most %d places.", field.Players).At("places")
	}
	rest, err := lessFixed(pool, fixed)
	if err != nil {
		return nil, err
	}
	if len(portions) == 0 && rest != 0 {
		return nil, refusal.New("amounts_incomplete", "The prizes add up to %d, the pool is %d (minor units).", pool-rest, pool).
			Mend("Change the prizes, or share the rest by percentages.").At("fixed")
	}
	if len(portions) > 0 {
		if portions, err = p.lock(portions, cut); err != nil {
			return nil, err
		}
		if portions, err = p.share(rest, portions); err != nil {
			return nil, err
		}
	}
	return withFixed(portions, fixed)
}

// portions gives the weights of the plan for that field.
func (p Plan) portions(field Field) ([]portion, error) {
	rows := p.Rows
	if p.Curve != nil {
		return p.Curve.portions(), nil
	}
	if p.Table != "" {
		table, err := TableOf(p.Table)
		if err != nil {
			return nil, err
		}
		if rows, err = table.Rows(field.Entries); err != nil {
			return nil, err
		}
	}
	all := make([]portion, len(rows))
	for i, r := range rows {
		all[i] = portion{place: r.Place, to: r.To, weight: big.NewInt(int64(r.Share))}
	}
	return all, nil
}

// share turns the weights into whole amounts that add up to rest.
func (p Plan) share(rest money.Amount, portions []portion) ([]portion, error) {
	unit := max(p.RoundTo, 1)
	minimum := (p.Minimum + unit - 1) / unit * unit
	if err := enoughFor(rest, minimum, portions); err != nil {
		return nil, err
	}
	top := slices.IndexFunc(portions, open)
	if top < 0 {
		if left := rest - total(portions); left != 0 {
			return nil, refusal.New("locked_do_not_add_up", "The amounts set by hand add up to %d, there is %d to share (minor units).", rest-left, rest).
				Mend("Change one of them, or let one place take the rest.").At("locked")
		}
		return portions, nil
	}
	exact, denominator := exactShares(rest, portions)
	rounded := newRounder(denominator, unit, p.Rounding)
	for i := range portions {
		if s := &portions[i]; !s.locked {
			if exact[i].Sign() < 0 {
				return nil, lockedTooHigh(s.place)
			}
			s.amount = max(minimum, rounded.round(exact[i]))
		}
	}
	portions = giveResidue(portions, top, rest-total(portions))
	if top+1 < len(portions) && portions[top].amount < portions[top+1].amount {
		shareAboveMinimum(rest, portions, minimum, unit)
		portions = giveResidue(portions, top, rest-total(portions))
	}
	return portions, nil
}

// exactShares gives each portion's share as a numerator over one denominator. An
// amount set by hand passes its difference on to the open places below it, by
// their weights, or to those above where none is below.
func exactShares(rest money.Amount, portions []portion) (numerators []*big.Int, denominator *big.Int) {
	denominator = weightOf(portions, 0, len(portions), func(portion) bool { return true })
	if denominator.Sign() == 0 {
		denominator.SetInt64(1) // all weights are nothing: everything is residue
	}
	numerators = make([]*big.Int, len(portions))
	numbers, amount := make([]big.Int, len(portions)), big.NewInt(int64(rest))
	for i, s := range portions {
		numerators[i] = numbers[i].Mul(s.weight, amount)
	}
	for i, s := range portions {
		if !s.locked {
			continue
		}
		from, to := i+1, len(portions)
		weight := weightOf(portions, from, to, open)
		if weight.Sign() == 0 {
			from, to = 0, i
			if weight = weightOf(portions, from, to, open); weight.Sign() == 0 {
				continue // the open places have no weight: the residue takes the difference
			}
		}
		difference := new(big.Int).Mul(big.NewInt(int64(s.amount)), denominator)
		difference.Sub(numerators[i], difference)
		for j := range portions {
			numerators[j].Mul(numerators[j], weight)
			if from <= j && j < to && open(portions[j]) {
				numerators[j].Add(numerators[j], new(big.Int).Mul(difference, portions[j].weight))
			}
		}
		denominator.Mul(denominator, weight)
		numerators[i].Mul(big.NewInt(int64(s.amount)), denominator)
	}
	return numerators, denominator
}

// shareAboveMinimum gives the minimum to as few of the last open places as
// possible, so that the others, sharing the rest by weight, all have at least as
// much, rounded down.
func shareAboveMinimum(rest money.Amount, portions []portion, minimum, unit money.Amount) {
	for _, s := range portions {
		if s.locked {
			rest -= s.amount
		}
	}
	above := len(portions) // the open places from here on get the minimum
	weight := weightOf(portions, 0, above, open)
	for i := above - 1; i >= 0; i-- {
		s := portions[i]
		if s.locked {
			continue
		}
		if weight.Sign() > 0 {
			share := new(big.Int).Mul(s.weight, big.NewInt(int64(rest)))
			if newRounder(weight, unit, Down).round(share) >= minimum {
				break // and so have all above it: weights do not rise
			}
		}
		above = i
		rest -= minimum * s.count()
		weight.Sub(weight, new(big.Int).Mul(s.weight, big.NewInt(int64(s.count()))))
	}
	rounded := newRounder(weight, unit, Down)
	for i := range portions {
		switch s := &portions[i]; {
		case s.locked:
		case i >= above:
			s.amount = minimum
		default:
			s.amount = rounded.round(new(big.Int).Mul(s.weight, big.NewInt(int64(rest))))
		}
	}
}

func open(s portion) bool { return !s.locked }

// giveResidue gives what rounding left or lacks to the first open place; if that
// line is for several places, first is taken out of it.
func giveResidue(portions []portion, top int, residue money.Amount) []portion {
	if residue == 0 {
		return portions
	}
	portions = splitAt(portions, portions[top].place)
	portions[top].amount += residue
	return portions
}

func weightOf(portions []portion, from, to int, which func(portion) bool) *big.Int {
	sum, all, count := new(big.Int), new(big.Int), new(big.Int)
	for _, s := range portions[from:to] {
		if which(s) {
			sum.Add(sum, all.Mul(s.weight, count.SetInt64(int64(s.count()))))
		}
	}
	return sum
}

func total(portions []portion) money.Amount {
	var sum money.Amount
	for _, s := range portions {
		sum += s.amount * s.count()
	}
	return sum
}

func lastPlace(portions []portion, fixed []Fixed) int {
	last := 0
	if len(portions) > 0 {
		last = portions[len(portions)-1].to
	}
	for _, f := range fixed {
		last = max(last, f.To)
	}
	return last
}

// enoughFor refuses amounts set by hand, and minimums, that the money does not
// reach for.
func enoughFor(rest, minimum money.Amount, portions []portion) error {
	var places, locked money.Amount
	for _, s := range portions {
		if !s.locked {
			places += s.count()
			continue
		}
		if locked += s.amount; locked > rest {
			return refusal.New("locked_exceed_pool", "The amounts set by hand are more than the %d minor units there are to share.", rest).
				Mend("Lower one of them.").At("locked")
		}
	}
	if minimum > 0 && places > 0 && (rest-locked)/places < minimum {
		return refusal.New("minimum_too_high", "%d places at %d each need more than the %d there is to share (minor units).", places, minimum, rest-locked).
			Mend("Pay fewer places or lower the minimum.").At("minimum")
	}
	return nil
}

func lockedTooHigh(place int) error {
	return refusal.New("locked_too_high", "The amounts set by hand leave nothing for place %d.", place).
		Mend("Lower one of them.").At("locked")
}
