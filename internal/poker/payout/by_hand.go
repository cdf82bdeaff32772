package payout

import (
	"slices"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// lock marks the places whose amount was set by hand.
func (p Plan) lock(portions []portion, cut bool) ([]portion, error) {
	for i, l := range p.Locked {
		if l.Place < 1 || l.Place > portions[len(portions)-1].to {
			if cut {
				continue
			}
			return nil, refusal.New("locked_without_share", "Place %d has an amount set by hand but no share.", l.Place).
				Mend("Make it a fixed prize, or take it out.").At("locked[%d]", i)
		}
		portions = splitAt(portions, l.Place)
		at := indexOf(portions, l.Place)
		portions[at].locked, portions[at].amount = true, l.Amount
	}
	return portions, nil
}

// lessFixed takes the fixed prizes off the pool.
func lessFixed(pool money.Amount, fixed []Fixed) (rest money.Amount, err error) {
	var all money.Amount
	for _, f := range fixed {
		n, err := money.Mul(f.Amount, int64(f.To-f.Place+1))
		if err == nil {
			all, err = money.Add(all, n)
		}
		if err != nil || all > pool {
			return 0, refusal.New("fixed_exceed_pool", "The fixed prizes are more than the pool of %d minor units.", pool).
				Mend("Take one out, lower it, or let the house add to the pool.").At("fixed")
		}
	}
	return pool - all, nil
}

// withFixed puts the fixed prizes on top of the shares and makes sure that no
// place gets more than the one above it.
func withFixed(portions []portion, fixed []Fixed) (Prizes, error) {
	prizes := make(Prizes, 0, len(portions)+len(fixed))
	for _, s := range portions {
		prizes = append(prizes, Prize{Place: s.place, To: s.to, Amount: s.amount})
	}
	for _, f := range fixed {
		if last := prizes.Places(); f.To > last { // a place without a share
			prizes = append(prizes, Prize{Place: last + 1, To: f.To})
		}
		prizes = splitPrizes(splitPrizes(prizes, f.Place), f.To+1)
		for i := range prizes {
			if f.Place <= prizes[i].Place && prizes[i].To <= f.To {
				prizes[i].Amount += f.Amount
				if f.Kind != "money" {
					prizes[i].InKind += f.Amount
				}
			}
		}
	}
	for i, prize := range prizes {
		if i > 0 && prize.Amount > prizes[i-1].Amount {
			return nil, refusal.New("prizes_rise", "Place %d would get %d, more than place %d with %d (minor units).", prize.Place, prize.Amount, prizes[i-1].To, prizes[i-1].Amount).
				Mend("Change the fixed prizes or the amounts set by hand so that no place gets more than the one above it.")
		}
	}
	return prizes, nil
}

// splitAt takes the place out of a line that is for several.
func splitAt(portions []portion, place int) []portion {
	i := indexOf(portions, place)
	s := portions[i]
	var parts []portion
	if s.place < place {
		before := s
		before.to = place - 1
		parts = append(parts, before)
	}
	alone := s
	alone.place, alone.to = place, place
	parts = append(parts, alone)
	if place < s.to {
		after := s
		after.place = place + 1
		parts = append(parts, after)
	}
	return slices.Replace(portions, i, i+1, parts...)
}

func indexOf(portions []portion, place int) int {
	return slices.IndexFunc(portions, func(s portion) bool { return s.place <= place && place <= s.to })
}

// splitPrizes begins a new line at the place.
func splitPrizes(prizes Prizes, place int) Prizes {
	i := slices.IndexFunc(prizes, func(p Prize) bool { return p.Place < place && place <= p.To })
	if i < 0 {
		return prizes
	}
	before, after := prizes[i], prizes[i]
	before.To, after.Place = place-1, place
	return slices.Replace(prizes, i, i+1, before, after)
}

func cutPortions(portions []portion, players int) []portion {
	portions = slices.DeleteFunc(portions, func(s portion) bool { return s.place > players })
	if n := len(portions); n > 0 {
		portions[n-1].to = min(portions[n-1].to, players)
	}
	return portions
}

func cutFixed(fixed []Fixed, players int) []Fixed {
	var kept []Fixed
	for _, f := range fixed {
		if f.Place <= players {
			f.To = min(f.To, players)
			kept = append(kept, f)
		}
	}
	return kept
}
