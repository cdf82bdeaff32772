package tournament

import (
	"sort"

	"felt/internal/poker/money"
	"felt/internal/poker/payout"
)

// Pool is where the prize money comes from, derived from the ledger: what
// reached the pool, less what is withheld from it as a whole, raised to the
// guarantee, with what the house adds. All in minor units.
func (s *State) Pool() payout.Pool {
	net := s.Till.Pool
	for _, w := range s.Withheld() {
		net -= w.Amount
	}
	p := payout.Pool{Gross: s.Till.Pool, Deductions: s.Till.Pool - net, Net: net, House: s.Config.House}
	p.Overlay = max(0, s.Config.Guarantee-net)
	p.Total = p.Net + p.Overlay + p.House
	return p
}

// Withheld is what is taken from the pool as a whole, each share rounded down.
func (s *State) Withheld() []Deduction {
	list := make([]Deduction, 0, len(s.Config.Withholding))
	for _, w := range s.Config.Withholding {
		list = append(list, Deduction{w.Kind, payout.Share(w.Basis * (int64(payout.Whole) / 10_000)).Of(max(s.Till.Pool, 0))})
	}
	return list
}

// Prizes are the prizes by place as the field and the pool are now. A plan that
// cannot pay this field says why.
func (s *State) Prizes() (payout.Prizes, *Refusal) {
	key := prizeKey{s.Pool().Total, s.Sold.Entries, s.People}
	c := &s.prizes
	if c.known && c.key == key {
		return c.list, c.refusal
	}
	*c = prizeCache{key: key, known: true}
	if s.Sold.Entries > 0 {
		// Projected: a plan for more places than there are players pays the places there are.
		list, err := s.Config.Payouts.Projected(key.pool, payout.Field{Entries: key.entries, Players: key.people})
		c.list = list
		if err != nil {
			c.refusal = asRefusal(PayoutsBad, err)
		}
	}
	return c.list, c.refusal
}

type prizeKey struct {
	pool            money.Amount
	entries, people int
}

// prizeCache keeps the prizes while pool, field and plan stay the same: one bust
// in a field of thousands changes none of them.
type prizeCache struct {
	key     prizeKey
	known   bool
	list    payout.Prizes
	refusal *Refusal
}

// PrizesLeft is the sum of the prizes of those who are in.
func (s *State) PrizesLeft() (money.Amount, *Refusal) {
	prizes, r := s.Prizes()
	if r != nil {
		return 0, r
	}
	var sum money.Amount
	for place := 1; place <= min(s.Live, prizes.Places()); place++ {
		sum += prizes.At(place).Amount
	}
	return sum, nil
}

// DueTo is what a player is to get, in minor units: his place's prize, his part
// of the tied places, or his share of the deal.
func (s *State) DueTo(no EntryNo) (money.Amount, *Refusal) {
	if d := s.Deal; d != nil && d.Made {
		if x := d.shareOf(no); x != nil {
			due := x.Amount
			if s.Winner() == no {
				due += d.Reserve
			}
			return due, nil
		}
	}
	prizes, r := s.Prizes()
	if r != nil || s.Live >= prizes.Places() && s.Live > 1 {
		return 0, r // nobody who is out is in the money yet
	}
	x, known := s.StandingOf(no)
	if !known {
		return 0, nil
	}
	return s.DueAt(x)
}

// DueAt is DueTo for a player whose place is at hand, as on a page of standings.
func (s *State) DueAt(x Standing) (money.Amount, *Refusal) {
	if d := s.Deal; d != nil && d.Made && d.shareOf(x.Entry) != nil {
		return s.DueTo(x.Entry)
	}
	prizes, r := s.Prizes()
	if r != nil || x.Place > prizes.Places() || x.Place < 1 {
		return 0, r
	}
	if x.Place == x.To {
		return prizes.At(x.Place).Amount, nil
	}
	for _, y := range s.tied(x) {
		if y.Entry == x.Entry {
			return y.Due, nil
		}
	}
	return 0, nil
}

// Due is what one player is to get.
type Due struct {
	Standing
	Due money.Amount
}

// tied divides the prizes of tied places: the sum of the places by the players,
// odd minor units to those who bought in first.
func (s *State) tied(x Standing) []Due {
	prizes, _ := s.Prizes()
	parts := prizes.Tied(x.Place, x.To-x.Place+1)
	var list []Due
	for _, y := range s.Standings() {
		if y.Place == x.Place && len(list) < len(parts) {
			list = append(list, Due{y, parts[len(list)]})
		}
	}
	return list
}

// Payouts lists everybody who is to get money or has got some, best place
// first; players in a deal who are still in come first of all.
func (s *State) Payouts() []Due {
	dues := s.dues()
	var list []Due
	for _, x := range s.Standings() {
		due, has := dues[x.Entry]
		if has || s.PaidTo(x.Entry) != 0 {
			list = append(list, Due{x, due})
			delete(dues, x.Entry)
		}
	}
	var in []Due
	for no, due := range dues {
		in = append(in, Due{Standing{Entry: no}, due})
	}
	sort.Slice(in, func(i, j int) bool { return in[i].Entry < in[j].Entry })
	return append(in, list...)
}

// dues is what is due to each entry that gets money.
func (s *State) dues() map[EntryNo]money.Amount {
	list := map[EntryNo]money.Amount{}
	prizes, r := s.Prizes()
	if r != nil || !s.RegistrationClosed && s.Winner() == 0 {
		return list
	}
	made := s.Deal != nil && s.Deal.Made
	if made {
		for _, x := range s.Deal.Shares {
			list[x.Entry] = x.Amount
		}
		if w := s.Winner(); w != 0 {
			list[w] += s.Deal.Reserve
		}
	}
	all := s.Standings()
	for i := 0; i < len(all); {
		x := all[i]
		n := x.To - x.Place + 1
		if x.Place > prizes.Places() {
			break
		}
		parts := prizes.Tied(x.Place, n)
		for k := 0; k < n && i+k < len(all); k++ {
			no := all[i+k].Entry
			if made && s.Deal.shareOf(no) != nil {
				continue
			}
			if parts[k] > 0 {
				list[no] = parts[k]
			}
		}
		i += n
	}
	return list
}

// PaidTo is what a player was paid so far, less what came back, in minor units.
func (s *State) PaidTo(no EntryNo) money.Amount { return s.paid[no] }

// Average is the average stack of those who are in, rounded to the nearest chip;
// 0 when nobody is.
func (s *State) Average() int64 {
	if s.Live == 0 {
		return 0
	}
	n := int64(s.Live)
	return (2*s.ChipsInPlay() + n) / (2 * n)
}

// CountedChips adds up the stacks known now, to be held against the chips in
// play; all says whether every player in was counted.
func (s *State) CountedChips() (sum int64, all bool) {
	all = true
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Status == In {
			if e.Count < 0 {
				all = false
				continue
			}
			sum += e.Count
		}
	}
	return sum, all && s.Live > 0
}

// Stacks lists the players in with their last known stacks (0 unknown), at most
// most of them, largest first.
func (s *State) Stacks(most int) []Count {
	var list []Count
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Status == In {
			list = append(list, Count{e.No, max(e.Count, 0)})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Chips > list[j].Chips })
	return list[:min(most, len(list))]
}
