package payout

import (
	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// MaxPlaces is the most places one plan can pay.
const MaxPlaces = 100_000

// Plan says how a pool becomes prizes. Exactly one of Rows, Table and Curve
// shares the pool; all three may be missing when Fixed names every prize.
type Plan struct {
	Rows  []Row  `json:"rows,omitempty"`  // own list of shares; adds up to exactly 100 %
	Table string `json:"table,omitempty"` // a published table by its name: the size of the field picks the list
	Curve *Curve `json:"curve,omitempty"` // by formula

	RoundTo  money.Amount `json:"round_to,omitempty"` // smallest unit paid, in minor units; 0 means 1
	Rounding Rounding     `json:"rounding,omitempty"` // down (default) or nearest; the residue goes to first
	Minimum  money.Amount `json:"minimum,omitempty"`  // no paid place gets less, in minor units

	Fixed  []Fixed  `json:"fixed,omitempty"`  // come off the pool before the shares
	Locked []Locked `json:"locked,omitempty"` // amounts set by hand; the others share the rest
}

// Row gives each of the places from Place to To the share.
type Row struct {
	Place int   `json:"place"`
	To    int   `json:"to"`
	Share Share `json:"share"` // percent, each
}

// Rounding says how a share becomes a multiple of RoundTo.
type Rounding string

const (
	Down    Rounding = "down"    // what is left over goes to the first
	Nearest Rounding = "nearest" // a half up
)

// Fixed is a prize that does not depend on the size of the pool: a ticket for the
// first two, a trophy at cost, the buy-in back for the bubble. A place can have it
// beside its share, or alone.
type Fixed struct {
	Place  int          `json:"place"`
	To     int          `json:"to"`
	Amount money.Amount `json:"amount"` // each, minor units, at cost
	Kind   string       `json:"kind"`   // money, ticket or trophy
}

// Locked is an amount set by hand for one place that has a share. A fixed prize
// of the place comes on top of it.
type Locked struct {
	Place  int          `json:"place"`
	Amount money.Amount `json:"amount"`
}

// Field is the size of the field.
type Field struct {
	Entries int // re-entries count; picks the list of a table
	Players int // people; no more places than that can be paid
}

// Check says what is wrong with the plan itself, whatever the pool and the field,
// and how to mend it.
func (p Plan) Check() error {
	ways := 0
	if len(p.Rows) > 0 {
		ways++
		if err := checkRows(p.Rows); err != nil {
			return err
		}
	}
	if p.Table != "" {
		ways++
		if _, err := TableOf(p.Table); err != nil {
			return err
		}
	}
	if p.Curve != nil {
		ways++
		if err := p.Curve.check(); err != nil {
			return err
		}
	}
	switch {
	case ways > 1:
		return refusal.New("sharing_twice", "The plan shares the pool in %d ways at once.", ways).
			Mend("Give percentages, a table or a formula, not several of them.")
	case ways == 0 && len(p.Fixed) == 0:
		return refusal.New("sharing_missing", "The plan does not say how the pool is shared.").
			Mend("Give percentages, a table or a formula.")
	case ways == 0 && len(p.Locked) > 0:
		return refusal.New("locked_without_share", "An amount is set by hand for a place that has no share.").
			Mend("Make it a fixed prize.").At("locked")
	case p.RoundTo < 0 || !p.RoundTo.InRange():
		return refusal.New("round_to_out_of_range", "Prizes cannot be rounded to %d.", p.RoundTo).
			Mend("Round to 1 minor unit or more.").At("round_to")
	case p.Rounding != "" && p.Rounding != Down && p.Rounding != Nearest:
		return refusal.New("rounding_unknown", "There is no rounding %.20q.", string(p.Rounding)).
			Mend("Round down or to the nearest.").At("rounding")
	case p.Minimum < 0 || !p.Minimum.InRange():
		return outOfRange(p.Minimum).At("minimum")
	}
	return p.checkByHand()
}

// checkByHand looks at the fixed prizes and the locked amounts.
func (p Plan) checkByHand() error {
	for i, f := range p.Fixed {
		switch {
		case f.Place < 1 || f.To < f.Place || f.To > MaxPlaces:
			return refusal.New("places_out_of_range", "A fixed prize cannot be for the places %d to %d.", f.Place, f.To).
				Mend("Give a first and a last place.").At("fixed[%d]", i)
		case f.Amount < 0 || !f.Amount.InRange():
			return outOfRange(f.Amount).At("fixed[%d].amount", i)
		case f.Kind != "money" && f.Kind != "ticket" && f.Kind != "trophy":
			return refusal.New("kind_unknown", "There is no fixed prize of the kind %.20q.", f.Kind).
				Mend("The kinds are money, ticket and trophy.").At("fixed[%d].kind", i)
		}
	}
	seen := map[int]bool{}
	for i, l := range p.Locked {
		switch {
		case l.Amount < 0 || !l.Amount.InRange():
			return outOfRange(l.Amount).At("locked[%d].amount", i)
		case seen[l.Place]:
			return refusal.New("locked_twice", "Place %d has two amounts set by hand.", l.Place).
				Mend("Keep one of them.").At("locked[%d]", i)
		}
		seen[l.Place] = true
	}
	return nil
}

// checkRows wants places from 1 without gaps, shares that do not rise, and a sum
// of exactly 100 %.
func checkRows(rows []Row) error {
	next, total := 1, Share(0)
	for i, r := range rows {
		switch {
		case r.Place != next || r.To < r.Place:
			return refusal.New("places_out_of_order", "Line %d is for the places %d to %d, but place %d is next.", i+1, r.Place, r.To, next).
				Mend("List the places from first to last without gaps.").At("rows[%d]", i)
		case r.To > MaxPlaces:
			return refusal.New("places_out_of_range", "%d places cannot be paid.", r.To).
				Mend("Pay at most %d places.", MaxPlaces).At("rows[%d]", i)
		case r.Share < 0 || r.Share > Whole:
			return refusal.New("share_out_of_range", "Place %d cannot get %s %%.", r.Place, r.Share).
				Mend("Give a share between 0 and 100.").At("rows[%d].share", i)
		case i > 0 && r.Share > rows[i-1].Share:
			return refusal.New("shares_rise", "Place %d would get a larger share than place %d.", r.Place, r.Place-1).
				Mend("Let the shares fall or stay equal.").At("rows[%d].share", i)
		}
		next = r.To + 1
		total += r.Share * Share(r.To-r.Place+1) // at most 100,000 times 100 %: fits
	}
	if total != Whole {
		return refusal.New("shares_incomplete", "The shares add up to %s %%, not 100.", total).
			Mend("Change the shares so that they add up to exactly 100.").At("rows")
	}
	return nil
}
