package deal

import (
	"math/big"
	"slices"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Limits of one deal.
const (
	MaxPlayers = 20                // the sets of players double with each one more
	MaxStack   = 1_000_000_000_000 // chips
)

// Method is how a deal shares the money.
type Method string

const (
	Even Method = "even" // all the same
	Chip Method = "chip" // everybody the lowest prize, the rest by chips
	ICM  Method = "icm"  // by the chances of finishing in each place
)

// Proposal is what is to be shared among the players left, and how.
type Proposal struct {
	Method  Method
	Stacks  []int64        // chips of each player left, positive
	Prizes  []money.Amount // of the places still open, first to last; at most one a player
	Reserve money.Amount   // left to play for; comes off first prize
	RoundTo money.Amount   // smallest unit paid, in minor units; 0 means 1
}

// Shares is what each player gets, in the order of the stacks. The values add
// up to the prizes less the reserve.
type Shares struct {
	Values   []money.Amount
	Reserve  money.Amount
	Warnings []Warning
}

// Warning is something the players should know before they agree.
type Warning struct {
	Code string // capped, first_prize_passed, reserve_small, reserve_lowers_first
	Text string
}

// Compute shares the prizes less the reserve by the method. Each value is
// rounded to the nearest RoundTo, a half up; what that leaves or lacks is the
// first player's (the first who is not held at first prize). It refuses what
// cannot be shared.
func Compute(p Proposal) (Shares, error) {
	if p.RoundTo == 0 {
		p.RoundTo = 1
	}
	if err := check(p.Stacks, p.Prizes); err != nil {
		return Shares{}, err
	}
	if p.RoundTo < 1 || p.RoundTo > money.Max {
		return Shares{}, refusal.New("round_to_out_of_range", "Amounts cannot be rounded to %d.", p.RoundTo).
			Mend("Round to 1 minor unit or more.").At("round_to")
	}
	if p.Reserve < 0 || p.Reserve > p.Prizes[0] {
		return Shares{}, refusal.New("reserve_out_of_range", "What is left to play for (%d) comes off first prize (%d minor units).", p.Reserve, p.Prizes[0]).
			Mend("Leave between nothing and first prize.").At("reserve")
	}
	all := total(p.Prizes)
	first := p.Prizes[0]
	left := append([]money.Amount{first - p.Reserve}, p.Prizes[1:]...)
	shares := Shares{Reserve: p.Reserve, Warnings: []Warning{}}
	warn := func(code, text string) { shares.Warnings = append(shares.Warnings, Warning{code, text}) }

	var exact []*big.Rat
	capped := make([]bool, len(p.Stacks))
	switch p.Method {
	case Even:
		exact = evenChop(all-p.Reserve, len(p.Stacks))
	case Chip:
		exact, capped = chipChop(p.Stacks, left, first)
	case ICM:
		exact = icmValues(p.Stacks, left, finishes(p.Stacks, len(left)))
	default:
		return Shares{}, refusal.New("method_unknown", "There is no deal method %.20q.", string(p.Method)).
			Mend("The methods are even, chip and icm.").At("method")
	}
	shares.Values = nearest(exact, capped, p.RoundTo, first)
	if residue := all - p.Reserve - total(shares.Values); residue != 0 {
		shares.Values[slices.Index(capped, false)] += residue
	}
	if slices.Min(shares.Values) < 0 {
		return Shares{}, refusal.New("rounding_too_coarse", "Rounded to %d, the others would get more than there is.", p.RoundTo).
			Mend("Round to a smaller unit.").At("round_to")
	}

	for i, value := range shares.Values {
		switch {
		case capped[i]:
			warn("capped", ordinal(i)+" would get more than first prize by chips. The share is held at first prize and the rest goes to the others.")
		case value+p.Reserve > first:
			warn("first_prize_passed", ordinal(i)+" ends with more than first prize by winning what is left to play for.")
		}
	}
	if len(left) > 1 && left[0] < left[1] {
		warn("reserve_lowers_first", "What is left to play for takes first prize below second prize.")
	}
	if p.Reserve > 0 && p.Reserve*10 < all { // MSPT: at least 10 % of the remaining money
		warn("reserve_small", "Less than 10 % of the money is left to play for (house rule of the MSPT: play goes on for at least 10 %, or stops).")
	}
	return shares, nil
}

// check refuses stacks and prizes that no method can work with.
func check(stacks []int64, prizes []money.Amount) error {
	switch {
	case len(stacks) < 1 || len(stacks) > MaxPlayers:
		return refusal.New("players_out_of_range", "A deal is made among 1 to %d players, not %d.", MaxPlayers, len(stacks)).
			Mend("Play on until %d are left.", MaxPlayers).At("stacks")
	case len(prizes) < 1:
		return refusal.New("no_prizes", "There are no prizes to share.").Mend("Give the prizes of the places still open.").At("prizes")
	case len(prizes) > len(stacks):
		return refusal.New("more_prizes_than_players", "%d players cannot take %d prizes.", len(stacks), len(prizes)).
			Mend("Give only the prizes of the places still open.").At("prizes")
	}
	for i, s := range stacks {
		if s < 1 || s > MaxStack {
			return refusal.New("stack_out_of_range", "A stack of %d cannot be part of a deal.", s).
				Mend("Give each player left his chips, between 1 and %d.", int64(MaxStack)).At("stacks[%d]", i)
		}
	}
	for i, a := range prizes {
		if a < 0 || a > money.Max {
			return refusal.New("prize_out_of_range", "A prize of %d cannot be shared.", a).
				Mend("Give prizes between 0 and %d minor units.", money.Max).At("prizes[%d]", i)
		}
		if i > 0 && a > prizes[i-1] {
			return refusal.New("prizes_rise", "Place %d would get more than place %d.", i+1, i).
				Mend("Give the prizes from first to last.").At("prizes[%d]", i)
		}
	}
	return nil
}

func total(amounts []money.Amount) money.Amount {
	var sum money.Amount // at most 20 amounts of at most money.Max
	for _, a := range amounts {
		sum += a
	}
	return sum
}
