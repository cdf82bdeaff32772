package tournament

import "felt/internal/poker/money"

func (c OfferDeal) decide(s *State, _ Env) ([]Event, *Refusal) {
	if s.Deal != nil && s.Deal.Made {
		return nil, refuse(DealIsMade, "A deal was made already.").Mend("Undo it in the log to make another.")
	}
	switch c.Method {
	case "even", "chip", "icm", "by_hand":
	default:
		return nil, refuse(BadValue, "The methods are even, chip, icm and by_hand.")
	}
	if !s.RegistrationClosed {
		return nil, refuse(RegistrationIsOpen, "The prizes are not known before registration is closed.").Mend("Close registration first.")
	}
	if len(c.Shares) != s.Live {
		return nil, refuse(DealDoesNotAddUp, "The offer is for %d players and %d are in.", len(c.Shares), s.Live).Mend("Give everybody who is in a share.")
	}
	seen := map[EntryNo]bool{}
	sum := c.Reserve
	for _, x := range c.Shares {
		if _, r := s.in(x.Entry); r != nil {
			return nil, r
		}
		if seen[x.Entry] {
			return nil, refuse(BadValue, "Entry %d is named twice.", x.Entry)
		}
		seen[x.Entry] = true
		if x.Amount < 0 || !x.Amount.InRange() || x.Chips < 0 {
			return nil, refuse(BadValue, "A share is not negative.")
		}
		sum += x.Amount
	}
	left, r := s.PrizesLeft()
	if r != nil {
		return nil, r
	}
	if c.Reserve < 0 || sum != left {
		return nil, refuse(DealDoesNotAddUp, "The shares and what is left to play for add up to %d and the prizes left to %d.", sum, left).Mend("Share all of it.")
	}
	return []Event{DealOffered{Deal: s.Deals + 1, Method: c.Method, Shares: c.Shares, Reserve: c.Reserve}}, nil
}

func (c AnswerDeal) decide(s *State, _ Env) ([]Event, *Refusal) {
	e := DealAnswered{Deal: c.Deal, Entry: c.Entry, Yes: c.Yes}
	if r := Check(s, e); r != nil {
		return nil, r
	}
	if s.Deal.Made {
		return nil, refuse(DealIsMade, "The deal is made.")
	}
	if s.Deal.shareOf(c.Entry) == nil {
		return nil, refuse(EntryUnknown, "Entry %d has no part in the deal.", c.Entry)
	}
	return []Event{e}, nil
}

func (c MakeDeal) decide(s *State, _ Env) ([]Event, *Refusal) {
	if !s.RegistrationClosed {
		return nil, refuse(RegistrationIsOpen, "The prizes are not known before registration is closed.").Mend("Close registration first.")
	}
	events, r := s.checked(DealMade{Deal: c.Deal})
	if r != nil {
		return nil, r
	}
	left, r := s.PrizesLeft()
	if r != nil {
		return nil, r
	}
	if s.Deal.total() != left {
		return nil, refuse(DealDoesNotAddUp, "The offer shares %d and the prizes left are %d now.", s.Deal.total(), left).Mend("Offer the deal again.")
	}
	return events, nil
}

func (d *Deal) shareOf(no EntryNo) *Share {
	for i := range d.Shares {
		if d.Shares[i].Entry == no {
			return &d.Shares[i]
		}
	}
	return nil
}

func (d *Deal) total() money.Amount {
	sum := d.Reserve
	for _, x := range d.Shares {
		sum += x.Amount
	}
	return sum
}

// PayPrize never pays more than is due: a payout is the one thing that walks
// out of the door.
func (c PayPrize) decide(s *State, _ Env) ([]Event, *Refusal) {
	e := s.Entry(c.Entry)
	if e == nil {
		return nil, refuse(EntryUnknown, "There is no entry %d.", c.Entry)
	}
	if c.Method == Receivable {
		return nil, refuse(MethodUnknown, "A prize is paid out, not owed.")
	}
	if r := s.method(c.Method); r != nil {
		return nil, r
	}
	if !s.RegistrationClosed {
		return nil, refuse(RegistrationIsOpen, "The prizes are not known before registration is closed.").Mend("Close registration first.")
	}
	due, r := s.DueTo(c.Entry)
	if r != nil {
		return nil, r
	}
	open := due - s.PaidTo(c.Entry)
	if open <= 0 {
		return nil, refuse(NothingDue, "Nothing is due to entry %d.", c.Entry)
	}
	if c.Amount <= 0 {
		return nil, refuse(BadValue, "An amount is more than nothing.")
	}
	if c.Amount > open {
		return nil, refuse(MoreThanDue, "%d is due to entry %d, not %d.", open, c.Entry, c.Amount).Mend("Pay what is due.")
	}
	return []Event{PrizePaid{Row: s.NextRow(), Entry: c.Entry, Amount: c.Amount, Method: c.Method}}, nil
}

func (c ReturnPrize) decide(s *State, _ Env) ([]Event, *Refusal) {
	row, r := s.stands(c.Of)
	if r != nil {
		return nil, r
	}
	if row.Kind != "prize" {
		return nil, refuse(RowUnknown, "Row %d is not a prize.", c.Of)
	}
	back, r := s.takeBack(row, c.How, c.Method)
	if r != nil {
		return nil, r
	}
	return []Event{PrizeReturned{Row: s.NextRow(), Reversal: back}}, nil
}
