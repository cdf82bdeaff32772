package tournament

// Check says whether an event fits the state it lands on, as a fact of the
// room. It is asked before an event is taken, and again of every later event
// when an earlier action is undone. What may be done by policy (limits, late
// registration) is decided once, by the command, and never asked again.
func Check(s *State, e Event) *Refusal {
	switch e := e.(type) {
	case Created:
		if s.Created {
			return refuse(AlreadyCreated, "The tournament exists already.")
		}
	case TableOpened:
		return s.checkOpen(e)
	case TableClosed:
		return s.checkClose(e.Table)
	case TableBroken:
		return s.checkBroken(e)
	case Redrawn:
		return s.checkRedrawn(e)
	case EntrySeated:
		x, r := s.in(e.Entry)
		if r != nil {
			return r
		}
		if x.Seat != standing {
			return refuse(AlreadySeated, "The player sits at table %d seat %d already.", x.Seat.Table, x.Seat.Seat).Mend("Move the player instead.")
		}
		return s.free(e.Place)
	case EntryMoved:
		return s.checkMoved(e.Move)
	case SeatLocked:
		return s.checkLocked(e)
	case EntryFixed:
		_, r := s.in(e.Entry)
		return r
	case ButtonSet:
		return s.checkButton(e)
	case EntryBought:
		if no := s.Latest[e.Player]; no != 0 && s.Entries[no-1].Status == In {
			return refuse(EntryStillIn, "The player is in with entry %d.", no).Mend("Sell a rebuy or an add-on, or record the bust first.")
		}
	case Rebought:
		_, r := s.in(e.Entry)
		return r
	case AddedOn:
		_, r := s.in(e.Entry)
		return r
	case SaleSettled:
		row, r := s.stands(e.Of)
		if r == nil && (row.Method != Receivable || row.settled) {
			r = refuse(NotReceivable, "Row %d is paid.", e.Of)
		}
		return r
	case SaleReversed:
		row, r := s.stands(e.Of)
		if r == nil {
			r = s.chipsLeft(row.chips)
		}
		return r
	case EntryVoided:
		return s.checkVoided(e.Entry)
	case Busted:
		return s.checkBusted(e)
	case Removed:
		if _, r := s.in(e.Entry); r != nil {
			return r
		}
		if r := s.somebodyLeft(); r != nil {
			return r
		}
		return s.chipsLeft(e.Stack)
	case ColouredUp:
		return s.chipsLeft(e.Taken - e.Given)
	case Counted:
		for _, c := range e.Counts {
			if _, r := s.in(c.Entry); r != nil {
				return r
			}
		}
	case Penalised:
		_, r := s.in(e.Entry)
		return r
	case DealAnswered:
		if s.Deal == nil || s.Deal.No != e.Deal {
			return refuse(DealUnknown, "There is no such offer.").Mend("Offer the deal again.")
		}
	case DealMade:
		return s.checkDeal(e)
	case PrizePaid:
		if !s.RegistrationClosed {
			return refuse(RegistrationIsOpen, "The prizes are not known before registration is closed.").Mend("Close registration first.")
		}
		return s.known(e.Entry)
	case PrizeReturned:
		_, r := s.stands(e.Of)
		return r
	case Finished:
		return s.checkFinished()
	case Cancelled:
		if s.Sold.Entries > 0 {
			return refuse(StillPlaying, "%d entries were not given back.", s.Sold.Entries).Mend("Void every entry first.")
		}
	}
	return nil
}

// chipsLeft: no more chips leave play than are in it.
func (s *State) chipsLeft(leaving int64) *Refusal {
	if leaving > s.ChipsInPlay() {
		return refuse(CountTooLarge, "%d chips are in play and %d would leave.", s.ChipsInPlay(), leaving).Mend("Look at what was removed or coloured up before.")
	}
	return nil
}

// somebodyLeft: the last player in does not go out.
func (s *State) somebodyLeft() *Refusal {
	if s.Live <= 1 {
		return refuse(BadValue, "Somebody wins the last hand.").Mend("Name only the players who are out.")
	}
	return nil
}

// checkVoided: an entry that never happened leaves somebody who won, and no less
// than nothing in play.
func (s *State) checkVoided(no EntryNo) *Refusal {
	e := s.Entry(no)
	if e == nil {
		return s.known(no)
	}
	if e.Status == In && s.Live == 1 && s.People > 1 {
		return refuse(EntryHasPast, "Entry %d is the last player in.", no).Mend("Undo the last bust first, or void the players who are out.")
	}
	leaving := e.Chips
	if e.Status == TakenOut && e.Bust != nil {
		leaving -= e.Bust.Stack
	}
	return s.chipsLeft(leaving)
}

// known finds an entry, in or out.
func (s *State) known(no EntryNo) *Refusal {
	if s.Entry(no) == nil {
		return refuse(EntryUnknown, "There is no entry %d.", no)
	}
	return nil
}

// in finds an entry that is still in.
func (s *State) in(no EntryNo) (*Entry, *Refusal) {
	e := s.Entry(no)
	if e == nil {
		return nil, refuse(EntryUnknown, "There is no entry %d.", no)
	}
	if e.Status != In {
		return nil, refuse(EntryNotIn, "Entry %d is out.", no).Mend("Undo the bust in the log if it was a mistake.")
	}
	return e, nil
}

// free says whether somebody may sit down there.
func (s *State) free(p Place) *Refusal {
	t := s.Table(p.Table)
	if t == nil {
		return refuse(TableUnknown, "Table %d is not in play.", p.Table).Mend("Open the table first.")
	}
	if p.Seat < 1 || p.Seat > len(t.Seats) {
		return refuse(SeatUnknown, "Table %d has seats 1 to %d.", p.Table, len(t.Seats))
	}
	if t.Seats[p.Seat-1] != 0 {
		return refuse(SeatTaken, "Table %d seat %d is taken.", p.Table, p.Seat).Mend("Choose a free seat.")
	}
	return nil
}

// stands finds the row that stands for a row of the ledger now: itself, or the
// one that brought it back after it was taken back.
func (s *State) stands(no RowNo) (*Row, *Refusal) {
	row := s.newest(no)
	if row == nil {
		return nil, refuse(RowUnknown, "There is no row %d in the ledger.", no)
	}
	if !row.forward() {
		return nil, refuse(RowReversed, "Row %d was taken back already, by row %d.", no, row.No)
	}
	return row, nil
}

func (s *State) checkOpen(e TableOpened) *Refusal {
	if e.Table < 1 || e.Table > 9999 || e.Seats < 2 || e.Seats > 11 {
		return refuse(BadValue, "A table has a number from 1 to 9999 and 2 to 11 seats.")
	}
	if s.Table(e.Table) != nil {
		return refuse(TableExists, "Table %d is in play already.", e.Table)
	}
	return nil
}

func (s *State) checkClose(number int) *Refusal {
	t := s.Table(number)
	if t == nil {
		return refuse(TableUnknown, "Table %d is not in play.", number)
	}
	if n := t.Players(); n > 0 {
		return refuse(TableNotEmpty, "%d players sit at table %d.", n, number).Mend("Break the table instead.")
	}
	return nil
}

// checkBroken wants everybody who sits there to have gone to a free seat elsewhere.
func (s *State) checkBroken(e TableBroken) *Refusal {
	t := s.Table(e.Table)
	if t == nil {
		return refuse(TableUnknown, "Table %d is not in play.", e.Table)
	}
	if len(e.Moves) != t.Players() {
		return refuse(MovesIncomplete, "%d players sit at table %d and %d moves are given.", t.Players(), e.Table, len(e.Moves)).Mend("Give every player at the table a seat.")
	}
	return s.checkMoves(e.Moves, func(from Place) bool { return from.Table == e.Table }, func(p Place) *Refusal {
		if p.Table == e.Table {
			return refuse(MovesIncomplete, "Table %d is the one that breaks.", e.Table).Mend("Choose a seat at another table.")
		}
		return s.free(p)
	})
}

func (s *State) checkRedrawn(e Redrawn) *Refusal {
	if len(e.Moves) != s.Live {
		return refuse(MovesIncomplete, "%d players are in and %d moves are given.", s.Live, len(e.Moves)).Mend("Give every player a seat.")
	}
	if e.Seats < 0 || e.Seats > 11 || len(e.Tables) == 0 {
		return refuse(BadValue, "A redraw names its tables, with at most 11 seats.")
	}
	keep := map[int]bool{}
	for _, t := range e.Tables {
		if s.Table(t) == nil {
			return refuse(TableUnknown, "Table %d is not in play.", t)
		}
		keep[t] = true
	}
	return s.checkMoves(e.Moves, func(Place) bool { return true }, func(p Place) *Refusal {
		t := s.Table(p.Table)
		if t == nil || !keep[p.Table] {
			return refuse(TableUnknown, "Table %d is not among the tables of the redraw.", p.Table)
		}
		if p.Seat < 1 || p.Seat > max(len(t.Seats), e.Seats) {
			return refuse(SeatUnknown, "Table %d has seats 1 to %d.", p.Table, len(t.Seats))
		}
		return nil
	})
}

func (s *State) checkMoves(moves []Move, fromOK func(Place) bool, free func(Place) *Refusal) *Refusal {
	who, seats := map[EntryNo]bool{}, map[Place]bool{}
	for _, m := range moves {
		e, r := s.in(m.Entry)
		if r != nil {
			return r
		}
		if e.Seat != m.From || !fromOK(m.From) {
			return refuse(NotSeated, "Entry %d does not sit at table %d seat %d.", m.Entry, m.From.Table, m.From.Seat).Mend("Look at the table again: somebody was faster.")
		}
		if who[m.Entry] || seats[m.To] {
			return refuse(MovesIncomplete, "A player or a seat is named twice.")
		}
		who[m.Entry], seats[m.To] = true, true
		if r := free(m.To); r != nil {
			return r
		}
	}
	return nil
}

func (s *State) checkMoved(m Move) *Refusal {
	e, r := s.in(m.Entry)
	if r != nil {
		return r
	}
	if e.Seat != m.From {
		return refuse(NotSeated, "Entry %d does not sit at table %d seat %d.", m.Entry, m.From.Table, m.From.Seat).Mend("Look at the table again: somebody was faster.")
	}
	if m.From == m.To {
		return refuse(SamePlace, "The player sits there already.")
	}
	return s.free(m.To)
}

func (s *State) checkLocked(e SeatLocked) *Refusal {
	if e.Locked {
		return s.free(e.Place)
	}
	if t := s.Table(e.Table); t == nil || e.Seat < 1 || e.Seat > len(t.Seats) {
		return refuse(SeatUnknown, "There is no seat %d at table %d.", e.Seat, e.Table)
	}
	return nil
}

func (s *State) checkButton(e ButtonSet) *Refusal {
	t := s.Table(e.Table)
	if t == nil {
		return refuse(TableUnknown, "Table %d is not in play.", e.Table)
	}
	for _, seat := range []int{e.Button, e.SmallBlind, e.BigBlind} {
		if seat < 0 || seat > len(t.Seats) {
			return refuse(SeatUnknown, "Table %d has seats 1 to %d.", e.Table, len(t.Seats))
		}
	}
	if e.Button == 0 {
		return refuse(BadValue, "The button is on a seat.").Mend("Name the seat, also a free one for a dead button.").Under("TDA 32")
	}
	return nil
}

func (s *State) checkBusted(e Busted) *Refusal {
	if _, r := s.in(e.Entry); r != nil {
		return r
	}
	if !s.Clock.Started {
		return refuse(ClockNotStarted, "Nobody is out before the cards are in the air.").Mend("Start the clock, or void the entry if it was a mistake.")
	}
	if r := s.somebodyLeft(); r != nil {
		return r
	}
	for i, by := range e.By {
		if by == e.Entry {
			return refuse(BadValue, "Nobody takes his own chips.").Mend("Name another player, or nobody.")
		}
		if r := s.known(by); r != nil {
			return r
		}
		for _, other := range e.By[:i] {
			if other == by {
				return refuse(BadValue, "Entry %d is named twice.", by)
			}
		}
	}
	return nil
}

// checkDeal wants an offer that everybody still in agreed to, and nobody else.
func (s *State) checkDeal(e DealMade) *Refusal {
	d := s.Deal
	if d == nil || d.No != e.Deal {
		return refuse(DealUnknown, "There is no such offer.").Mend("Offer the deal again.")
	}
	if d.Made {
		return refuse(DealIsMade, "The deal is made.")
	}
	if len(d.Shares) != s.Live {
		return refuse(DealDoesNotAddUp, "The offer is for %d players and %d are in.", len(d.Shares), s.Live).Mend("Offer the deal again.")
	}
	for _, x := range d.Shares {
		if _, r := s.in(x.Entry); r != nil {
			return r
		}
	}
	if !s.RegistrationClosed {
		return refuse(RegistrationIsOpen, "The prizes are not known before registration is closed.").Mend("Close registration first.")
	}
	if s.HandForHand != nil {
		return refuse(HandForHandOn, "A deal is made between hands, and hand for hand is being played.").Under("TDA RP-8").Mend("Finish the hand and end hand for hand first.")
	}
	if len(d.Yes) < len(d.Shares) {
		return refuse(DealNotUnanimous, "%d of %d players have said yes.", len(d.Yes), len(d.Shares)).Mend("A deal needs everybody's yes.")
	}
	return nil
}

// checkFinished wants one player left, or a deal that leaves nothing to play for.
func (s *State) checkFinished() *Refusal {
	if s.Live == 1 || s.Deal != nil && s.Deal.Made && s.Deal.Reserve == 0 && len(s.Deal.Shares) == s.Live {
		return nil
	}
	return refuse(StillPlaying, "%d players are in.", s.Live).Mend("Play on to one player, or make a deal for all that is left.")
}
