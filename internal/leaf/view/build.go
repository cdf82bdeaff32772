package view

import (
	"strconv"
	"strings"

	"felt/internal/poker/money"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

// Night is what the views are built from, as it is committed.
type Night struct {
	ID      string
	Name    string
	Version int64
	State   *tournament.State
	NowMS   int64 // box time
	Names   func(tournament.PlayerID) Name
}

// PublicMeta is what a tournament is, for everybody in the room.
type PublicMeta struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Status       string         `json:"status"`
	Version      int64          `json:"version"`
	Currency     money.Currency `json:"currency"`
	MinorDigits  int            `json:"minor_digits"`
	Registration bool           `json:"registration_open"`
	Interrupted  *Interrupted   `json:"interrupted,omitempty"`
	HandForHand  int            `json:"hand_for_hand,omitempty"`
	Commitment   string         `json:"draw_commitment,omitempty"`
	Winner       string         `json:"winner,omitempty"`
	BuyIn        money.Amount   `json:"buy_in"`
	Deal         bool           `json:"deal,omitempty"`
}

// Status is where a tournament stands.
func Status(s *tournament.State) string {
	switch {
	case s.Cancelled:
		return "cancelled"
	case s.Finished:
		return "finished"
	case s.Clock.Started:
		return "running"
	}
	return "announced"
}

// Meta builds the staff's view of what the tournament is.
func (n Night) Meta() Meta {
	s := n.State
	c := &s.Config
	m := Meta{
		ID: n.ID, Name: n.Name, Status: Status(s), Version: n.Version, Currency: c.Currency, MinorDigits: c.Currency.MinorDigits(),
		Methods: c.Methods, SeatsPerTable: c.SeatsPerTable, Registration: !s.RegistrationClosed,
		BuyIn: c.BuyIn, ReEntry: c.ReEntry, Rebuy: c.Rebuy, AddOn: c.AddOn,
		Commitment: s.Draw.Commitment, Winner: s.Winner(), Interrupted: interrupted(s), HandForHand: hand(s),
	}
	if d := s.Deal; d != nil {
		m.Deal = &Deal{Deal: d.No, Method: d.Method, Shares: d.Shares, Reserve: d.Reserve, Yes: d.Yes, No: d.Nay, Made: d.Made}
	}
	return m
}

// PublicMeta builds everybody's view of it.
func (n Night) PublicMeta() PublicMeta {
	s := n.State
	m := PublicMeta{
		ID: n.ID, Name: n.Name, Status: Status(s), Version: n.Version, Currency: s.Config.Currency, MinorDigits: s.Config.Currency.MinorDigits(),
		Registration: !s.RegistrationClosed, Interrupted: interrupted(s), HandForHand: hand(s), Commitment: s.Draw.Commitment,
		BuyIn: s.Config.BuyIn.Price(), Deal: s.Deal != nil && s.Deal.Made,
	}
	if w := s.Entry(s.Winner()); w != nil {
		m.Winner = n.Names(w.Player).Public
	}
	return m
}

func interrupted(s *tournament.State) *Interrupted {
	if s.Interrupted == nil {
		return nil
	}
	return &Interrupted{KeptAt: s.Interrupted.KeptAt}
}

func hand(s *tournament.State) int {
	if s.HandForHand == nil {
		return 0
	}
	return s.HandForHand.Hand
}

// Clock builds the clock.
func (n Night) Clock() Clock { return Clock{State: n.State.Clock, NowMS: n.NowMS} }

// Totals builds the figures of the night.
func (n Night) Totals() Totals {
	s := n.State
	t := Totals{
		Players: s.Live, People: s.People, Entries: s.Sold.Entries, ReEntries: s.Sold.ReEntries, Rebuys: s.Sold.Rebuys, AddOns: s.Sold.AddOns,
		Chips: s.ChipsInPlay(), Average: s.Average(), Pool: s.Pool().Total,
	}
	if s.Counted {
		t.Counted, t.AllCounted = s.CountedChips()
	}
	prizes, refusal := s.Prizes()
	if refusal != nil {
		t.PayoutIssue = refusal.Error()
		return t
	}
	t.First = prizes.At(1).Amount
	t.PlacesPaid = prizes.Places()
	t.ToTheMoney = s.Live - prizes.Places()
	t.NextPrize = prizes.At(s.Live).Amount
	if left, r := s.PrizesLeft(); r == nil {
		t.PrizesLeft = left
	}
	return t
}

// Payouts lists the prizes, at most most rows.
func (n Night) Payouts(most int) []PayoutRow {
	prizes, _ := n.State.Prizes()
	return append([]PayoutRow{}, prizes[:min(most, len(prizes))]...)
}

// Money builds the till.
func (n Night) Money() Money {
	s := n.State
	m := Money{
		Taken: s.Till.Taken, Sold: s.Till.Taken + s.Till.Prizes, Fee: s.Till.Fee, Deductions: s.Deductions(), Withheld: s.Withheld(), Bounty: s.Till.Bounty,
		Drawers: s.Drawers(), Pool: s.Pool(), PaidOut: s.Till.Prizes,
	}
	return m
}

// Due builds a player's line of the pay-out list; false for who gets nothing
// and got nothing.
func (n Night) Due(no tournament.EntryNo) (DueRow, bool) {
	s := n.State
	if s.Entry(no) == nil {
		return DueRow{}, false
	}
	r := DueRow{Entry: no, Paid: s.PaidTo(no)}
	if s.RegistrationClosed {
		if due, refusal := s.DueTo(no); refusal == nil {
			r.Due = due
		}
	}
	if place, known := s.StandingOf(no); known {
		r.Place, r.To = place.Place, place.To
	}
	return r, r.Due != 0 || r.Paid != 0
}

// Dues builds the whole pay-out list, best place first; players who are in and
// have a share of a deal come before all.
func (n Night) Dues() []DueRow {
	list := []DueRow{}
	for _, d := range n.State.Payouts() {
		list = append(list, DueRow{Entry: d.Entry, Place: d.Place, To: d.To, Due: d.Due, Paid: n.State.PaidTo(d.Entry)})
	}
	return list
}

// Advice builds what is due at the tables.
func (n Night) Advice() Advice {
	a := Advice{Advice: n.State.Advice(), Sentences: []string{}}
	if a.Redraw != nil {
		a.Sentences = append(a.Sentences, a.Redraw.Why.English())
	}
	if a.Break != nil {
		a.Sentences = append(a.Sentences, a.Break.Why.English())
	}
	for _, m := range a.Moves {
		a.Sentences = append(a.Sentences, n.named(m))
	}
	for _, h := range a.Halts {
		a.Sentences = append(a.Sentences, h.Why.English())
	}
	return a
}

// named says a move with the name of the player who is to move.
func (n Night) named(m seating.Move) string {
	said := m.Why.English()
	if e := n.State.Entry(n.State.At(m.From)); e != nil {
		said = strings.Replace(said, "Seat "+strconv.Itoa(m.From.Seat)+" is", n.Names(e.Player).Full+" is", 1)
	}
	return said
}

// Entry builds one entry's row; false for a number that is not in use.
func (n Night) Entry(no tournament.EntryNo, place tournament.Standing) (EntryRow, bool) {
	e := n.State.Entry(no)
	if e == nil {
		return EntryRow{}, false
	}
	r := EntryRow{
		Entry: no, Player: e.Player, Name: n.Names(e.Player).Full, Kind: e.Kind, Status: e.Status, Table: e.Seat.Table, Seat: e.Seat.Seat, Fixed: e.Fixed,
		Latest: n.State.Latest[e.Player] == no, Chips: e.Chips, Count: count(e), Rebuys: e.Rebuys, AddOns: e.AddOns, Knocked: e.Knocked,
		Place: place.Place, PlaceTo: place.To, MissHands: e.MissHands, Sold: e.Row,
	}
	if e.Bust != nil && e.Status != tournament.In {
		r.By, r.OutAt, r.OutOrder = e.Bust.By, e.Bust.At, e.Bust.Order
	}
	return r, true
}

// Seat builds one player's public row; false for an entry that a later one of
// the same player replaced.
func (n Night) Seat(no tournament.EntryNo, place tournament.Standing) (SeatRow, bool) {
	e := n.State.Entry(no)
	if e == nil || n.State.Latest[e.Player] != no {
		return SeatRow{}, false
	}
	r := SeatRow{Entry: no, Name: n.Names(e.Player).Public, Status: e.Status, Table: e.Seat.Table, Seat: e.Seat.Seat, Count: count(e), Place: place.Place, PlaceTo: place.To}
	if place.Place > 0 && n.State.RegistrationClosed {
		if due, refusal := n.State.DueTo(no); refusal == nil {
			r.Prize = due
		}
	}
	return r, true
}

func count(e *tournament.Entry) *int64 {
	if e.Count < 0 || e.Status != tournament.In {
		return nil
	}
	c := e.Count
	return &c
}

// Table builds one table's row; false for a table that is not in play.
func (n Night) Table(number int) (TableRow, bool) {
	t := n.State.Table(number)
	if t == nil {
		return TableRow{}, false
	}
	return TableRow{Table: t.Number, Seats: append([]tournament.EntryNo{}, t.Seats...), Locked: append([]int(nil), t.Locked...), Button: t.Button, SmallBlind: t.SmallBlind, BigBlind: t.BigBlind}, true
}

// Row builds one ledger row.
func (n Night) Row(r tournament.Row) LedgerRow {
	return LedgerRow{No: r.No, At: r.At, Action: r.Action, Kind: r.Kind, Entry: r.Entry, Method: r.Method, Taken: r.Taken, Pool: r.Pool, Fee: r.Fee, Deductions: r.Deductions, Of: r.Of, How: r.How, ReversedBy: r.ReversedBy}
}
