package tournament

import (
	"sort"

	"felt/internal/poker/clock"
)

// Meta is what the fold needs to know of an event besides its facts.
type Meta struct {
	Seq    int64  // place in the stream, from 1
	Action string // the tap it belongs to
	At     int64  // wall time, Unix milliseconds
}

// Record is one event of the history.
type Record struct {
	Meta
	Event Event
}

// Apply folds one record that happened. It is total: a fact that no longer fits
// after an undo is folded as far as it fits (the later fact of the room wins a
// seat, the player who was there stands), and what is left open is for the
// undo's repairs. Whether an event may happen is decided before, by Check.
func (s *State) Apply(r Record) {
	s.book(r)
	s.evolve(r)
}

// Skip passes over a record that was undone. Its money stays in the ledger, for
// the undo's reversal to stand beside, and its numbers are not used again.
func (s *State) Skip(r Record) {
	s.book(r)
	if e, ok := r.Event.(EntryBought); ok {
		s.reserveEntry(e.Entry)
		s.Entries[e.Entry-1] = Entry{No: e.Entry, Player: e.Player, Status: Void}
	}
	switch e := r.Event.(type) {
	case DealOffered:
		s.Deals = max(s.Deals, e.Deal)
	case HandForHandStarted:
		s.HandForHandRound++
	case DrawCommitted, DrawRevealed: // what was published stays published
		s.evolve(r)
	}
	s.countDraw(r.Event)
}

func (s *State) evolve(r Record) {
	s.countDraw(r.Event)
	switch e := r.Event.(type) {
	case Created:
		s.Config, s.Created = e.Config, true
		s.Clock = clock.New(e.Config.Structure)
		s.touched.All = true
	case StructureReplaced:
		s.Config.Structure = e.Structure
		if !s.Clock.Started {
			s.Clock = clock.New(e.Structure)
		}
		s.touched.Config, s.touched.Clock = true, true
	case PayoutsReplaced:
		s.Config.Payouts = e.Plan
		s.prizes.known = false
		s.touched.Config, s.touched.Money = true, true
	case RulesReplaced:
		e.Config.Structure, e.Config.Payouts = s.Config.Structure, s.Config.Payouts
		s.Config = e.Config
		s.prizes.known = false
		s.touched.Config, s.touched.Money = true, true
	case RegistrationClosed:
		s.RegistrationClosed = true
		s.touched.Config = true
	case RegistrationReopened:
		s.RegistrationClosed = false
		s.touched.Config = true
	case Finished:
		s.Finished = true
		s.touched.All = true
	case Cancelled:
		s.Cancelled = true
		s.touched.All = true

	case TableOpened:
		s.openTable(e.Table, e.Seats)
	case TableClosed:
		s.closeTable(e.Table)
	case TableBroken:
		s.lift(e.Moves)
		s.closeTable(e.Table)
		s.sit(e.Moves)
	case Redrawn:
		s.redraw(e)
	case EntrySeated:
		s.seat(e.Entry, e.Place)
	case EntryMoved:
		s.seat(e.Entry, e.To)
	case SeatLocked:
		s.lockSeat(e.Place, e.Locked)
	case EntryFixed:
		if x := s.Entry(e.Entry); x != nil {
			x.Fixed = e.Fixed
			s.touchEntry(e.Entry)
		}
	case ButtonSet:
		if t := s.Table(e.Table); t != nil {
			t.Button, t.SmallBlind, t.BigBlind = e.Button, e.SmallBlind, e.BigBlind
			s.touchTable(e.Table)
		}

	case EntryBought:
		s.buy(e)
	case Rebought:
		if x := s.Entry(e.Entry); x != nil {
			x.Rebuys++
			s.Sold.Rebuys++
			s.issue(x, e.Chips)
		}
	case AddedOn:
		if x := s.Entry(e.Entry); x != nil {
			x.AddOns++
			s.Sold.AddOns++
			s.issue(x, e.Chips)
		}
	case SaleSettled:
		s.touched.Money = true
	case PrizePaid:
		s.touchEntry(e.Entry)
	case PrizeReturned:
		if row := s.row(e.Of); row != nil {
			s.touchEntry(row.Entry)
		}
	case SaleReversed:
		s.reverseSale(e.Of)
	case EntryVoided:
		s.void(e.Entry)

	case Busted:
		s.bust(r.Meta, e)
	case Removed:
		s.remove(r.Meta, e)
	case Counted:
		for _, c := range e.Counts {
			if x := s.Entry(c.Entry); x != nil {
				x.Count, s.Counted = c.Chips, true
				s.touchEntry(c.Entry)
			}
		}
	case Penalised:
		if x := s.Entry(e.Entry); x != nil {
			x.MissHands += e.Hands
			s.touchEntry(e.Entry)
		}
	case ColouredUp:
		s.ChipsRaced += e.Given - e.Taken
		s.touched.Clock = true

	case ClockStarted:
		s.setClock(e.ClockFact)
	case ClockPaused:
		s.setClock(e.ClockFact)
	case ClockSet:
		s.setClock(e.ClockFact)
	case BoundaryPassed:
		s.setClock(e.ClockFact)
	case BreakTaken:
		s.setClock(e.ClockFact)
	case BreakEnded:
		s.setClock(e.ClockFact)
	case ClockInterrupted:
		s.setClock(e.ClockFact)
		s.Interrupted = &Interruption{KeptAt: e.KeptAt}
	case HandForHandStarted:
		s.setClock(e.ClockFact)
		s.HandForHandRound++
		s.HandForHand = &HandForHandState{Hand: 1, StartedMS: e.BoxMS}
	case HandForHandPlayed:
		s.setClock(e.ClockFact)
		s.HandForHand = &HandForHandState{Hand: e.Hand + 1, StartedMS: e.BoxMS}
	case HandForHandEnded:
		s.setClock(e.ClockFact)
		s.HandForHand = nil

	case DealOffered:
		s.Deals = max(s.Deals, e.Deal)
		s.Deal = &Deal{No: e.Deal, Method: e.Method, Shares: e.Shares, Reserve: e.Reserve}
		s.touched.Deal = true
	case DealAnswered:
		s.answerDeal(e)
	case DealMade:
		if s.Deal != nil && s.Deal.No == e.Deal {
			s.Deal.Made = true
		}
		s.touched.Deal, s.touched.Money, s.touched.Standing = true, true, true

	case DrawCommitted:
		s.Draw.Commitment = e.Commitment
		s.touched.Config = true
	case DrawRevealed:
		s.Draw.Revealed = append(s.Draw.Revealed, RevealedSeed{s.Draw.Commitment, e.Seed})
		s.Draw.Commitment = ""
		s.touched.Config = true
	case Undone:
		s.touched.All = true
	}
}

// countDraw numbers the draws, also those undone: none is ever repeated.
func (s *State) countDraw(e Event) {
	switch e := e.(type) {
	case EntrySeated:
		if e.Draw != nil {
			s.Draw.Attempt = max(s.Draw.Attempt, e.Draw.Attempt)
		}
	case TableBroken:
		if e.Draw != nil {
			s.Draw.Attempt = max(s.Draw.Attempt, e.Draw.Attempt)
		}
	case Redrawn:
		if e.Draw != nil {
			s.Draw.Attempt = max(s.Draw.Attempt, e.Draw.Attempt)
			s.Draw.Redraws++
		}
	}
}

func (s *State) setClock(f ClockFact) {
	s.Clock = f.Clock
	s.Interrupted = nil
	s.touched.Clock = true
}

func (s *State) openTable(number, seats int) {
	i, found := s.tableIndex(number)
	if found {
		return
	}
	s.Tables = append(s.Tables, Table{})
	copy(s.Tables[i+1:], s.Tables[i:])
	s.Tables[i] = Table{Number: number, Seats: make([]EntryNo, seats)}
	s.touchTable(number)
}

// closeTable takes a table away; whoever still sits there stands.
func (s *State) closeTable(number int) {
	i, found := s.tableIndex(number)
	if !found {
		return
	}
	for _, no := range s.Tables[i].Seats {
		if e := s.Entry(no); e != nil {
			e.Seat = Place{}
			s.touchEntry(no)
		}
	}
	s.Tables = append(s.Tables[:i], s.Tables[i+1:]...)
	s.touchTable(number)
}

func (s *State) redraw(e Redrawn) {
	s.lift(e.Moves)
	keep := map[int]bool{}
	for _, t := range e.Tables {
		keep[t] = true
	}
	for i := len(s.Tables) - 1; i >= 0; i-- {
		if !keep[s.Tables[i].Number] {
			s.closeTable(s.Tables[i].Number)
		}
	}
	for i := range s.Tables { // new seats, new button
		t := &s.Tables[i]
		t.Button, t.SmallBlind, t.BigBlind = 0, 0, 0
		for len(t.Seats) < e.Seats {
			t.Seats = append(t.Seats, 0)
		}
		s.touchTable(t.Number)
	}
	s.sit(e.Moves)
	s.MostSeated = s.Live
	s.touched.Standing = true
}

// lift takes all who move out of their seats first, so that they may trade places.
func (s *State) lift(moves []Move) {
	for _, m := range moves {
		s.unseat(m.Entry)
	}
}

func (s *State) sit(moves []Move) {
	for _, m := range moves {
		s.seat(m.Entry, m.To)
	}
}

// seat sits an entry down. Whoever the history still has there stands: the
// later fact of the room wins.
func (s *State) seat(no EntryNo, p Place) {
	e := s.Entry(no)
	if e == nil || e.Status != In {
		return
	}
	s.unseat(no)
	t := s.Table(p.Table)
	if t == nil || p.Seat < 1 || p.Seat > len(t.Seats) {
		return
	}
	if was := s.Entry(t.Seats[p.Seat-1]); was != nil {
		was.Seat = Place{}
		s.touchEntry(was.No)
	}
	t.Seats[p.Seat-1] = no
	e.Seat = p
	s.touchEntry(no)
	s.touchTable(p.Table)
}

func (s *State) unseat(no EntryNo) {
	e := s.Entry(no)
	if e == nil || e.Seat == standing {
		return
	}
	if t := s.Table(e.Seat.Table); t != nil {
		t.Seats[e.Seat.Seat-1] = 0
		s.touchTable(e.Seat.Table)
	}
	e.Seat = Place{}
	s.touchEntry(no)
}

func (s *State) lockSeat(p Place, locked bool) {
	t := s.Table(p.Table)
	if t == nil {
		return
	}
	i := sort.SearchInts(t.Locked, p.Seat)
	has := i < len(t.Locked) && t.Locked[i] == p.Seat
	if locked && !has {
		t.Locked = append(t.Locked[:i:i], append([]int{p.Seat}, t.Locked[i:]...)...)
	}
	if !locked && has {
		t.Locked = append(t.Locked[:i:i], t.Locked[i+1:]...)
	}
	s.touchTable(p.Table)
}

func (s *State) reserveEntry(no EntryNo) {
	for len(s.Entries) < int(no) {
		s.Entries = append(s.Entries, Entry{No: EntryNo(len(s.Entries) + 1), Status: Void})
	}
}

func (s *State) buy(e EntryBought) {
	s.reserveEntry(e.Entry)
	s.Entries[e.Entry-1] = Entry{No: e.Entry, Player: e.Player, Kind: e.Kind, Status: In, Chips: e.Chips, Count: -1, Row: e.Row}
	if before, known := s.Latest[e.Player]; known {
		s.Entries[before-1].replaced = true
	} else {
		s.People++
	}
	s.Latest[e.Player] = e.Entry
	s.Live++
	s.Sold.Entries++
	s.MostSeated = max(s.MostSeated, s.Live)
	if e.Kind == "re_entry" {
		s.Sold.ReEntries++
	}
	s.ChipsIssued += e.Chips
	s.touched.Standing = true // everybody out moves down one place
	s.touchEntry(e.Entry)
	s.touched.Money = true
}

func (s *State) issue(e *Entry, chips int64) {
	e.Chips += chips
	s.ChipsIssued += chips
	if e.Count >= 0 {
		e.Count = max(e.Count+chips, -1) // counted less than was taken back: not known
	}
	s.touchEntry(e.No)
	s.touched.Money = true
}

func (s *State) reverseSale(of RowNo) {
	s.touched.Money = true
	if of < 1 || int(of) > len(s.Rows) {
		return
	}
	row := s.Rows[of-1]
	e := s.Entry(row.Entry)
	if e == nil {
		return
	}
	switch row.kind {
	case "rebuy":
		e.Rebuys--
		s.Sold.Rebuys--
		s.issue(e, -row.chips)
	case "add_on":
		e.AddOns--
		s.Sold.AddOns--
		s.issue(e, -row.chips)
	}
}

func (s *State) void(no EntryNo) {
	e := s.Entry(no)
	if e == nil {
		return
	}
	s.unseat(no)
	if e.Status == In {
		s.Live--
	}
	if e.Status == TakenOut && e.Bust != nil {
		s.ChipsRemoved -= e.Bust.Stack
	}
	s.ChipsIssued -= e.Chips
	s.Sold.Entries--
	s.Sold.Rebuys -= e.Rebuys
	s.Sold.AddOns -= e.AddOns
	if e.Kind == "re_entry" {
		s.Sold.ReEntries--
	}
	if e.Bust != nil {
		for _, by := range e.Bust.By {
			if x := s.Entry(by); x != nil {
				x.Knocked--
				s.touchEntry(by)
			}
		}
	}
	e.Status = Void
	if s.Latest[e.Player] == no {
		delete(s.Latest, e.Player)
		for i := int(no) - 2; i >= 0; i-- {
			if x := &s.Entries[i]; x.Player == e.Player && x.Status != Void {
				s.Latest[e.Player], x.replaced = x.No, false
				break
			}
		}
		if _, still := s.Latest[e.Player]; !still {
			s.People--
		}
	}
	s.touched.Standing, s.touched.Money = true, true
	s.touchEntry(no)
}

func (s *State) bust(m Meta, b Busted) {
	e := s.Entry(b.Entry)
	if e == nil || e.Status != In {
		return
	}
	s.out(e, Out, &Exit{Hand: b.Hand, By: b.By, Seat: b.Place, Stack: b.Stack, Action: m.Action, At: m.At})
	for _, by := range b.By {
		x := s.Entry(by)
		if x == nil {
			continue
		}
		x.Knocked++
		// The last known count of the player who is out goes to the taker; a
		// split pot cannot be divided from here and waits for the next count.
		if len(b.By) == 1 && e.Count >= 0 && x.Count >= 0 {
			x.Count += e.Count
		}
		s.touchEntry(by)
	}
	e.Count = -1
}

func (s *State) remove(m Meta, r Removed) {
	e := s.Entry(r.Entry)
	if e == nil || e.Status != In {
		return
	}
	s.out(e, TakenOut, &Exit{Hand: m.Action, Seat: e.Seat, Stack: r.Stack, Action: m.Action, At: m.At})
	s.ChipsRemoved += r.Stack
	e.Count = -1
}

func (s *State) out(e *Entry, as Status, b *Exit) {
	s.unseat(e.No)
	s.Outs = append(s.Outs, e.No)
	b.Order = len(s.Outs)
	e.Status, e.Bust = as, b
	s.Live--
	s.touchEntry(e.No)
}

func (s *State) answerDeal(a DealAnswered) {
	d := s.Deal
	if d == nil || d.No != a.Deal {
		return
	}
	d.Yes, d.Nay = without(d.Yes, a.Entry), without(d.Nay, a.Entry)
	if a.Yes {
		d.Yes = append(d.Yes, a.Entry)
	} else {
		d.Nay = append(d.Nay, a.Entry)
	}
	s.touched.Deal = true
}

func without(list []EntryNo, no EntryNo) []EntryNo {
	var kept []EntryNo
	for _, x := range list {
		if x != no {
			kept = append(kept, x)
		}
	}
	return kept
}

func (s *State) touchEntry(no EntryNo) {
	if !s.quiet {
		s.touched.Entries = append(s.touched.Entries, no)
	}
}

func (s *State) touchTable(n int) {
	if !s.quiet {
		s.touched.Tables = append(s.touched.Tables, n)
	}
}
