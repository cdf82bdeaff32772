package tournament

import "slices"

func (c Create) decide(s *State, _ Env) ([]Event, *Refusal) {
	if s.Created {
		return nil, refuse(AlreadyCreated, "The tournament exists already.")
	}
	cfg := c.Config
	cfg.Structure = cfg.Structure.Normalize()
	if r := cfg.Validate(); r != nil {
		return nil, r
	}
	return []Event{Created{Config: cfg}}, nil
}

// ReplaceStructure leaves the levels played as they were played: a night's
// history is not rewritten by editing its sheet.
func (c ReplaceStructure) decide(s *State, env Env) ([]Event, *Refusal) {
	next := c.Structure.Normalize()
	if _, err := next.Validate(); err != nil {
		return nil, asRefusal(StructureBad, err)
	}
	if s.Clock.Started {
		now := s.Clock.Reading(s.Config.Structure, env.BoxMS)
		if now.Item >= len(next.Items) {
			return nil, refuse(LevelPlayed, "The structure ends before the level being played.").Mend("Keep the levels played.")
		}
		for i := 0; i <= now.Item; i++ {
			if was, is := s.Config.Structure.Items[i], next.Items[i]; was.Break != is.Break || was.Small != is.Small || was.Big != is.Big || i < now.Item && was.Minutes != is.Minutes {
				return nil, refuse(LevelPlayed, "Line %d was played and cannot change.", i+1).Mend("Change only what comes after the level being played.")
			}
		}
		return append(s.boundaries(env.BoxMS), StructureReplaced{Structure: next}), nil
	}
	return []Event{StructureReplaced{Structure: next}}, nil
}

func (c ReplacePayouts) decide(s *State, _ Env) ([]Event, *Refusal) {
	if err := c.Plan.Check(); err != nil {
		return nil, asRefusal(PayoutsBad, err)
	}
	if s.Deal != nil && s.Deal.Made {
		return nil, refuse(DealIsMade, "A deal was made on the payouts as they are.").Mend("Undo the deal first.")
	}
	return []Event{PayoutsReplaced{Plan: c.Plan}}, nil
}

func (c ReplaceRules) decide(s *State, _ Env) ([]Event, *Refusal) {
	cfg := c.Config
	cfg.Structure, cfg.Payouts = s.Config.Structure, s.Config.Payouts
	if r := cfg.Validate(); r != nil {
		return nil, r
	}
	if cfg.Currency != s.Config.Currency && len(s.Rows) > 0 {
		return nil, refuse(BadValue, "Money was taken in %s already.", string(s.Config.Currency)).Mend("Keep the currency.")
	}
	if was := s.Config; cfg.Guarantee != was.Guarantee || cfg.House != was.House || !slices.Equal(cfg.Withholding, was.Withholding) {
		if r := s.dealt(); r != nil {
			return nil, r
		}
	}
	return []Event{RulesReplaced{Config: cfg}}, nil
}

func (CloseRegistration) decide(s *State, _ Env) ([]Event, *Refusal) {
	if s.RegistrationClosed {
		return nil, refuse(RegistrationOver, "Registration is closed.")
	}
	return []Event{RegistrationClosed{}}, nil
}

func (ReopenRegistration) decide(s *State, _ Env) ([]Event, *Refusal) {
	if !s.RegistrationClosed {
		return nil, refuse(RegistrationIsOpen, "Registration is open.")
	}
	if s.Deal != nil && s.Deal.Made || s.Till.Prizes != 0 {
		return nil, refuse(DealIsMade, "Prizes were paid or dealt on the field as it is.").Mend("Undo that first.")
	}
	return []Event{RegistrationReopened{}}, nil
}

// Finish closes registration with the night: a heads-up that ended before late
// registration did is over all the same.
func (Finish) decide(s *State, env Env) ([]Event, *Refusal) {
	if r := s.checkFinished(); r != nil {
		return nil, r
	}
	var events []Event
	if s.Clock.Started && !s.Clock.Ended {
		events = s.boundaries(env.BoxMS)
	}
	closed := s.RegistrationClosed
	for _, e := range events {
		if _, ok := e.(RegistrationClosed); ok {
			closed = true
		}
	}
	if !closed {
		events = append(events, RegistrationClosed{})
	}
	if s.Clock.Started && !s.Clock.Ended {
		ended, err := s.Clock.End(s.Config.Structure, env.BoxMS)
		if err != nil {
			return nil, clockRefusal(err)
		}
		events = append(events, ClockSet{ClockFact{ended, env.BoxMS}, "finish"})
	}
	return append(events, Finished{}), nil
}

func (Cancel) decide(s *State, _ Env) ([]Event, *Refusal) {
	for i := range s.Rows {
		if row := &s.Rows[i]; row.isSale() && row.ReversedBy == 0 {
			return nil, refuse(StillPlaying, "Row %d in the ledger was not given back.", row.No).Mend("Void every entry first.")
		}
	}
	return []Event{Cancelled{}}, nil
}

// Validate says what is wrong with the rules of a tournament, nil if it can be played.
func (c Config) Validate() *Refusal {
	if !c.Currency.Known() {
		return refuse(BadValue, "The currency %q is not known.", string(c.Currency)).At("currency")
	}
	if c.SeatsPerTable < 2 || c.SeatsPerTable > 11 {
		return refuse(BadValue, "A table has 2 to 11 seats.").At("seats_per_table")
	}
	if len(c.Methods) == 0 || len(c.Methods) > 12 {
		return refuse(BadValue, "Name 1 to 12 ways to pay.").At("methods")
	}
	for i, m := range c.Methods {
		if !slug(string(m)) || m == Receivable {
			return refuse(BadValue, "A way to pay is a short word in small letters.").At("methods[%d]", i)
		}
	}
	for _, o := range []struct {
		name  string
		offer *Offer
	}{{"buy_in", &c.BuyIn}, {"re_entry", c.ReEntry}, {"rebuy", c.Rebuy}, {"add_on", c.AddOn}} {
		if o.offer == nil {
			continue
		}
		if r := o.offer.validate(); r != nil {
			return r.At("%s", o.name)
		}
	}
	if c.Guarantee < 0 || c.House < 0 || !c.Guarantee.InRange() || !c.House.InRange() {
		return refuse(BadValue, "A guarantee or contribution is not negative.").At("guarantee")
	}
	withheld := int64(0)
	for i, w := range c.Withholding {
		if !slug(w.Kind) || w.Basis < 0 {
			return refuse(BadValue, "What is withheld has a name and a share.").At("withholding[%d]", i)
		}
		withheld += w.Basis
	}
	if withheld > 10_000 {
		return refuse(BadValue, "More than the whole pool is withheld.").At("withholding")
	}
	if _, err := c.Structure.Validate(); err != nil {
		return asRefusal(StructureBad, err)
	}
	if err := c.Payouts.Check(); err != nil {
		return asRefusal(PayoutsBad, err)
	}
	if !c.HandForHand.Valid() {
		return refuse(BadValue, "Hand for hand: the clock runs, or a cap or a fixed number of 0 to 60 minutes a hand.").At("hand_for_hand").Under("TDA RP-8")
	}
	return c.Seating.validate()
}

func (o *Offer) validate() *Refusal {
	if o.Pool < 0 || o.Fee < 0 || o.Bounty < 0 || !o.Pool.InRange() || !o.Fee.InRange() || !o.Bounty.InRange() || o.ToPool() < 0 {
		return refuse(BadValue, "A price is not negative and its deductions are not more than it.")
	}
	if o.Price() > maxPrice {
		return refuse(BadValue, "A price is at most %d minor units.", maxPrice)
	}
	for _, d := range o.Deductions {
		if !slug(d.Kind) || d.Amount < 0 {
			return refuse(BadValue, "A deduction has a name and an amount.")
		}
	}
	if o.Chips < 1 || o.Chips > 1_000_000_000 {
		return refuse(BadValue, "It gives 1 to 1,000,000,000 chips.")
	}
	if o.LimitPerPlayer < 0 || o.LimitPerPlayer > 1000 {
		return refuse(BadValue, "A limit is 0 (none) to 1,000.")
	}
	return nil
}

// maxPrice keeps sums far from overflow: 100 million units of a currency with cents.
const maxPrice = 10_000_000_000

func (p SeatingPolicy) validate() *Refusal {
	switch p.Draw {
	case "", "shortest_tables", "all":
	default:
		return refuse(BadValue, "Seats are drawn at the shortest_tables or at all.").At("seating.draw").Under("TDA 8A")
	}
	if p.HaltAt < 0 || p.MaxDifference < 0 || p.MaxDifferenceFewTables < 0 || p.FewTables < 0 || p.SpareSeats < 0 || p.FinalTable < 0 || p.FinalTable > 11 {
		return refuse(BadValue, "The numbers of the seating policy are not negative, and a final table has at most 11 seats.").At("seating")
	}
	return nil
}

func slug(s string) bool {
	if s == "" || len(s) > 24 {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}
