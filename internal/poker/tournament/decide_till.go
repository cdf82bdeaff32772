package tournament

import "felt/internal/poker/seating"

func (c Register) decide(s *State, env Env) ([]Event, *Refusal) {
	if c.Player == "" {
		return nil, refuse(BadValue, "No player was named.")
	}
	kind, offer, r := s.entryOffer(c.Player)
	if r == nil {
		r = s.mayEnter(kind, offer, c)
	}
	if r != nil {
		return nil, r
	}
	no := s.NextEntry()
	bought := EntryBought{Entry: no, Player: c.Player, Kind: kind, Sale: s.sell(*offer, c.Method, c.Override)}
	if r := Check(s, bought); r != nil {
		return nil, r
	}
	switch {
	case c.Seat != standing:
		if r := s.free(c.Seat); r != nil {
			return nil, r
		}
		if r := s.unlocked(c.Seat); r != nil {
			return nil, r
		}
		return []Event{bought, EntrySeated{Entry: no, Place: c.Seat}}, nil
	case c.Draw:
		events, seated, r := s.drawSeat(no, env)
		if r != nil {
			return nil, r
		}
		return append(events, bought, seated), nil
	}
	return []Event{bought}, nil
}

// entryOffer says whether a person buys in or re-enters, and for what.
func (s *State) entryOffer(p PlayerID) (kind string, o *Offer, r *Refusal) {
	last := s.Latest[p]
	if last == 0 {
		return "buy_in", &s.Config.BuyIn, nil
	}
	if s.Entries[last-1].Status == In {
		return "", nil, refuse(EntryStillIn, "The player is in with entry %d.", last).Mend("Sell a rebuy or an add-on, or record the bust first.")
	}
	if s.Config.ReEntry == nil {
		return "", nil, refuse(NotOffered, "This tournament has no re-entry.")
	}
	return "re_entry", s.Config.ReEntry, nil
}

// mayEnter holds a late or repeated entry against registration and limits (TDA 8A).
func (s *State) mayEnter(kind string, o *Offer, c Register) *Refusal {
	if r := s.dealt(); r != nil {
		return r
	}
	if r := s.method(c.Method); r != nil {
		return r
	}
	if c.Override {
		return nil
	}
	if s.RegistrationClosed {
		return refuse(RegistrationOver, "Registration is closed.").Under("TDA 8A").Mend("A director may reopen it or sell this entry all the same.").Overridable()
	}
	if kind == "re_entry" && o.LimitPerPlayer > 0 {
		used := 0
		for i := range s.Entries {
			if e := &s.Entries[i]; e.Player == c.Player && e.Status != Void && e.Kind == "re_entry" {
				used++
			}
		}
		if used >= o.LimitPerPlayer {
			return refuse(LimitReached, "The player has re-entered %d times, which is the limit.", used).Mend("A director may sell it all the same.").Overridable()
		}
	}
	return nil
}

func (c Rebuy) decide(s *State, _ Env) ([]Event, *Refusal) {
	o := s.Config.Rebuy
	e, r := s.in(c.Entry)
	if r == nil {
		r = s.mayBuy(o, "rebuy", c.Method)
	}
	if r != nil {
		return nil, r
	}
	if !c.Override {
		if s.RegistrationClosed {
			return nil, refuse(RegistrationOver, "The rebuy period is over.").Under("TDA 27").Mend("A director may sell it all the same.").Overridable()
		}
		if o.LimitPerPlayer > 0 && s.rebuysOf(e.Player) >= o.LimitPerPlayer {
			return nil, refuse(LimitReached, "The player has taken %d rebuys, which is the limit.", s.rebuysOf(e.Player)).Mend("A director may sell it all the same.").Overridable()
		}
	}
	return []Event{Rebought{Entry: c.Entry, Sale: s.sell(*o, c.Method, c.Override)}}, nil
}

func (c BuyAddOn) decide(s *State, _ Env) ([]Event, *Refusal) {
	o := s.Config.AddOn
	e, r := s.in(c.Entry)
	if r == nil {
		r = s.mayBuy(o, "add-on", c.Method)
	}
	if r != nil {
		return nil, r
	}
	if !c.Override {
		if !s.addOnTime() {
			return nil, refuse(AddOnNotNow, "Add-ons are sold in the add-on break.").Mend("A director may sell it all the same.").Overridable()
		}
		if o.LimitPerPlayer > 0 && s.addOnsOf(e.Player) >= o.LimitPerPlayer {
			return nil, refuse(LimitReached, "The player has taken %d add-ons, which is the limit.", s.addOnsOf(e.Player)).Mend("A director may sell it all the same.").Overridable()
		}
	}
	return []Event{AddedOn{Entry: c.Entry, Sale: s.sell(*o, c.Method, c.Override)}}, nil
}

func (s *State) mayBuy(o *Offer, name string, m Method) *Refusal {
	if o == nil {
		return refuse(NotOffered, "This tournament has no %s.", name)
	}
	if r := s.dealt(); r != nil {
		return r
	}
	return s.method(m)
}

// addOnTime: in an add-on break where the structure has one, otherwise until
// registration closes. The break the clock last came to counts until the next
// level has begun, so that a queue at the till is served.
func (s *State) addOnTime() bool {
	has := false
	for _, it := range s.Config.Structure.Items {
		has = has || it.AddOn
	}
	if !has {
		return !s.RegistrationClosed
	}
	i := s.Clock.Item
	return s.Clock.Started && i >= 0 && i < len(s.Config.Structure.Items) && s.Config.Structure.Items[i].AddOn
}

func (s *State) rebuysOf(p PlayerID) int {
	return s.sumOf(p, func(e *Entry) int { return e.Rebuys })
}
func (s *State) addOnsOf(p PlayerID) int {
	return s.sumOf(p, func(e *Entry) int { return e.AddOns })
}

func (s *State) sumOf(p PlayerID, of func(*Entry) int) int {
	n := 0
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Player == p && e.Status != Void {
			n += of(e)
		}
	}
	return n
}

// dealt refuses what would change the pool under a deal: the players agreed to
// amounts.
func (s *State) dealt() *Refusal {
	if s.Deal != nil && s.Deal.Made {
		return refuse(DealIsMade, "A deal was made on the prizes as they are.").Mend("Undo the deal in the log first.")
	}
	return nil
}

func (s *State) sell(o Offer, m Method, override bool) Sale {
	return Sale{Row: s.NextRow(), Method: m, Pool: o.ToPool(), Fee: o.Fee, Deductions: o.Deductions, Bounty: o.Bounty, Chips: o.Chips, Override: override}
}

func (s *State) method(m Method) *Refusal {
	if m == Receivable {
		return nil
	}
	for _, known := range s.Config.Methods {
		if m == known {
			return nil
		}
	}
	return refuse(MethodUnknown, "The till does not take %q.", string(m)).Mend("Choose one of the tournament's ways to pay.")
}

func (c SettleSale) decide(s *State, _ Env) ([]Event, *Refusal) {
	if c.Method == Receivable {
		return nil, refuse(MethodUnknown, "A debt is not paid with a debt.").Mend("Choose how it was paid.")
	}
	if r := s.method(c.Method); r != nil {
		return nil, r
	}
	if row, r := s.stands(c.Row); r == nil {
		c.Row = row.No
	}
	return s.checked(SaleSettled{Row: s.NextRow(), Of: c.Row, Method: c.Method})
}

func (c ReverseSale) decide(s *State, _ Env) ([]Event, *Refusal) {
	if r := s.dealt(); r != nil {
		return nil, r
	}
	row, r := s.stands(c.Of)
	if r != nil {
		return nil, r
	}
	switch row.Kind {
	case "buy_in", "re_entry":
		return nil, refuse(EntryHasPast, "Row %d is an entry.", c.Of).Mend("Void the entry instead.")
	case "rebuy", "add_on":
	default:
		return nil, refuse(RowUnknown, "Row %d is not a sale.", c.Of).Mend("Undo the action in the log.")
	}
	back, r := s.takeBack(row, c.How, c.Method)
	if r != nil {
		return nil, r
	}
	return s.checked(SaleReversed{Row: s.NextRow(), Reversal: back})
}

// takeBack says what is true of a row taken back: never taken means the money
// never was in the drawer, so the reversal is against the drawer of the row.
func (s *State) takeBack(row *Row, how string, m Method) (Reversal, *Refusal) {
	switch how {
	case "never_taken":
		if row.settled {
			return Reversal{}, refuse(BadValue, "Row %d was paid later.", row.No).Mend("Say how it was given back.")
		}
		return Reversal{Of: row.No, How: how, Method: row.Method}, nil
	case "given_back":
		if row.owed() {
			return Reversal{}, refuse(BadValue, "Row %d was never paid, so nothing can be given back.", row.No).Mend("Say never_taken: the debt is struck.")
		}
		if m == Receivable {
			return Reversal{}, refuse(MethodUnknown, "Money is given back in money.")
		}
		if r := s.method(m); r != nil {
			return Reversal{}, r
		}
		return Reversal{Of: row.No, How: how, Method: m}, nil
	}
	return Reversal{}, refuse(BadValue, "Was the money never taken, or given back?").Mend("Say never_taken or given_back.")
}

func (c VoidEntry) decide(s *State, _ Env) ([]Event, *Refusal) {
	e := s.Entry(c.Entry)
	if e == nil {
		return nil, refuse(EntryUnknown, "There is no entry %d.", c.Entry)
	}
	if s.Latest[e.Player] != c.Entry {
		return nil, refuse(EntryHasPast, "The player has re-entered since.").Mend("Void the later entry first.")
	}
	for i := range s.Rows {
		if row := &s.Rows[i]; row.Entry == c.Entry && row.Kind == "prize" && row.ReversedBy == 0 {
			return nil, refuse(EntryHasPast, "A prize was paid for this entry in row %d.", row.No).Mend("Take the payment back first.")
		}
	}
	if r := s.dealt(); r != nil {
		return nil, r
	}
	if r := s.checkVoided(c.Entry); r != nil {
		return nil, r
	}
	v := EntryVoided{Entry: c.Entry, FirstRow: s.NextRow()}
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Entry != c.Entry || row.ReversedBy != 0 || !row.isSale() {
			continue
		}
		how := c.How
		if row.owed() {
			how = "never_taken" // nothing of it was ever paid
		}
		back, r := s.takeBack(row, how, c.Method)
		if r != nil {
			return nil, r
		}
		v.Reversals = append(v.Reversals, back)
	}
	return []Event{v}, nil
}

// owed says that the row is a debt that was not paid yet (TDA 27).
func (r *Row) owed() bool { return r.Method == Receivable && r.isSale() && !r.settled }

func (r *Row) isSale() bool {
	return r.Kind == "buy_in" || r.Kind == "re_entry" || r.Kind == "rebuy" || r.Kind == "add_on"
}

// checked proposes one event after its check.
func (s *State) checked(e Event) ([]Event, *Refusal) {
	if r := Check(s, e); r != nil {
		return nil, r
	}
	return []Event{e}, nil
}

// seatingTables is the room as the seating rules see it.
func (s *State) seatingTables() []seating.Table {
	tables := make([]seating.Table, len(s.Tables))
	seats := make([]int, 0, s.Live)
	for i := range s.Tables {
		t := &s.Tables[i]
		from := len(seats)
		var fixed []int
		for j, no := range t.Seats {
			if no == 0 {
				continue
			}
			seats = append(seats, j+1)
			if s.Entries[no-1].Fixed {
				fixed = append(fixed, j+1)
			}
		}
		tables[i] = seating.Table{Number: t.Number, Seats: len(t.Seats), Occupied: seats[from:len(seats):len(seats)], Locked: t.Locked, Fixed: fixed,
			Button: t.Button, SmallBlind: t.SmallBlind, BigBlind: t.BigBlind}
	}
	return tables
}
