package tournament

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"
)

func (c OpenTable) decide(s *State, _ Env) ([]Event, *Refusal) {
	if c.Seats == 0 {
		c.Seats = s.Config.SeatsPerTable
	}
	return s.checked(TableOpened{Table: c.Table, Seats: c.Seats})
}

func (c CloseTable) decide(s *State, _ Env) ([]Event, *Refusal) {
	return s.checked(TableClosed{Table: c.Table})
}

// BreakTable draws the seats unless it is told where the players sat down.
func (c BreakTable) decide(s *State, env Env) ([]Event, *Refusal) {
	if c.Moves != nil {
		return s.checked(TableBroken{Table: c.Table, Moves: c.Moves})
	}
	t := s.Table(c.Table)
	if t == nil {
		return nil, refuse(TableUnknown, "Table %d is not in play.", c.Table)
	}
	if t.Players() == 0 {
		return s.checked(TableClosed{Table: c.Table})
	}
	events, seed, attempt, r := s.seed(env)
	if r != nil {
		return nil, r
	}
	purpose := "break table " + strconv.Itoa(c.Table)
	plan, err := seating.PlanBreak(c.Table, s.seatingTables(), s.drawPolicy(), seed, purpose, attempt)
	if err != nil {
		return nil, refuse(NoFreeSeat, "The players of table %d do not fit at the other tables.", c.Table).Mend("Wait until enough seats are free.").Under("TDA 10B")
	}
	broken := TableBroken{Table: c.Table, Draw: &Drawn{Purpose: purpose, Attempt: attempt}}
	for _, d := range plan.Dealt {
		broken.Moves = append(broken.Moves, Move{Entry: s.At(d.From), From: d.From, To: d.To})
	}
	if r := Check(s, broken); r != nil {
		return nil, r
	}
	return append(events, broken), nil
}

// Redraw gives every player a new seat at the tables that stay.
func (c Redraw) decide(s *State, env Env) ([]Event, *Refusal) {
	seats := 0
	if len(c.Tables) == 1 {
		seats = s.Live
	}
	if c.Moves != nil {
		return s.checked(Redrawn{Tables: c.Tables, Seats: s.chairs(c.Tables, seats), Moves: c.Moves})
	}
	var tables []seating.Table
	for _, t := range s.seatingTables() {
		for _, number := range c.Tables {
			if t.Number == number {
				t.Seats = max(t.Seats, s.chairs(c.Tables, seats))
				tables = append(tables, t)
			}
		}
	}
	if len(tables) != len(c.Tables) || len(tables) == 0 {
		return nil, refuse(TableUnknown, "A redraw is at tables in play.").Mend("Name tables that are open.")
	}
	events, seed, attempt, r := s.seed(env)
	if r != nil {
		return nil, r
	}
	var names []string
	redrawn := Redrawn{Tables: c.Tables, Seats: s.chairs(c.Tables, seats), Draw: &Drawn{Purpose: "redraw", Attempt: attempt}}
	for i := range s.Entries {
		e := &s.Entries[i]
		switch {
		case e.Status != In:
		case e.Fixed && e.Seat != standing && slices.Contains(c.Tables, e.Seat.Table): // TDA 9: stays where he is
			redrawn.Moves = append(redrawn.Moves, Move{Entry: e.No, From: e.Seat, To: e.Seat})
		default:
			names = append(names, strconv.Itoa(int(e.No)))
		}
	}
	plan, err := seating.PlanRedraw(names, tables, s.drawPolicy(), seed, redrawn.Draw.Purpose, attempt)
	if err != nil {
		return nil, refuse(NoFreeSeat, "%d players do not fit at these tables.", s.Live).Mend("Keep more tables.")
	}
	for _, p := range plan {
		no, _ := strconv.Atoi(p.Entry)
		redrawn.Moves = append(redrawn.Moves, Move{Entry: EntryNo(no), From: s.Entries[no-1].Seat, To: p.To})
	}
	if r := Check(s, redrawn); r != nil {
		return nil, r
	}
	return append(events, redrawn), nil
}

// chairs is how many seats the tables of a redraw need, 0 if they have enough.
// A final table may hold one more than tables did before (TDA RP-9).
func (s *State) chairs(tables []int, players int) int {
	for _, number := range tables {
		if t := s.Table(number); t != nil && len(t.Seats) < players && players <= 11 {
			return players
		}
	}
	return 0
}

func (c SeatEntry) decide(s *State, env Env) ([]Event, *Refusal) {
	if c.Place != standing {
		if r := s.unlocked(c.Place); r != nil {
			return nil, r
		}
		return s.checked(EntrySeated{Entry: c.Entry, Place: c.Place})
	}
	if e, r := s.in(c.Entry); r != nil {
		return nil, r
	} else if e.Seat != standing {
		return nil, refuse(AlreadySeated, "The player sits at table %d seat %d already.", e.Seat.Table, e.Seat.Seat).Mend("Move the player instead.")
	}
	events, seated, r := s.drawSeat(c.Entry, env)
	if r != nil {
		return nil, r
	}
	return append(events, seated), nil
}

func (c MoveEntry) decide(s *State, _ Env) ([]Event, *Refusal) {
	rule := ""
	switch c.Reason {
	case "", "by_hand":
		c.Reason = "by_hand"
	case "correction":
		rule = "TDA 7"
	case "balance":
		rule = "TDA 11A"
	default:
		return nil, refuse(BadValue, "A move is made by_hand, as a correction or to balance.")
	}
	if r := s.unlocked(c.To); r != nil {
		return nil, r
	}
	if e := s.Entry(c.Entry); e != nil && e.Fixed && c.Reason == "balance" {
		return nil, refuse(SeatIsFixed, "The player keeps the seat.").Under("TDA 9").Mend("Move another player, or free this one first.")
	}
	return s.checked(EntryMoved{Move: c.Move, Reason: c.Reason, Rule: rule})
}

// AcceptAdvice carries out moves only as the rules advise them now: if somebody
// was faster, the advice is another and the tap is refused.
func (c AcceptAdvice) decide(s *State, _ Env) ([]Event, *Refusal) {
	now := s.Advice().Moves
	if len(c.Moves) == 0 || len(c.Moves) > len(now) {
		return nil, refuse(AdviceChanged, "The tables have changed since.").Mend("Look at the new suggestion.")
	}
	var events []Event
	for i, m := range c.Moves {
		if now[i].From != m.From || now[i].To != m.To || s.At(m.From) != m.Entry {
			return nil, refuse(AdviceChanged, "The tables have changed since.").Mend("Look at the new suggestion.")
		}
		e := EntryMoved{Move: m, Reason: "balance", Rule: now[i].Rule}
		if i == 0 {
			if r := Check(s, e); r != nil {
				return nil, r
			}
		}
		events = append(events, e)
	}
	return events, nil
}

func (c LockSeat) decide(s *State, _ Env) ([]Event, *Refusal) {
	return s.checked(SeatLocked{Place: c.Place, Locked: c.Locked})
}

func (c FixEntry) decide(s *State, _ Env) ([]Event, *Refusal) {
	return s.checked(EntryFixed{Entry: c.Entry, Fixed: c.Fixed})
}

func (c SetButton) decide(s *State, _ Env) ([]Event, *Refusal) {
	return s.checked(ButtonSet{Table: c.Table, Button: c.Button, SmallBlind: c.SmallBlind, BigBlind: c.BigBlind})
}

// Advice is what the rules say is due at the tables now (TDA 10, 11, RP-9).
func (s *State) Advice() seating.Advice {
	return seating.Advise(s.seatingTables(), s.seatingPolicy())
}

func (s *State) seatingPolicy() seating.Policy {
	p := s.Config.Seating
	return seating.Policy{
		RuleSet: seating.TDA2024, HaltAt: p.HaltAt,
		MaxDifference: p.MaxDifference, MaxDifferenceFewTables: p.MaxDifferenceFewTables, FewTables: p.FewTables,
		BreakOrder: p.BreakOrder, BreakAllowed: s.RegistrationClosed, SpareSeats: p.SpareSeats,
		FinalTableSeats: p.FinalTable, RedrawAt: p.RedrawAt, MostSeated: s.MostSeated, Stud: p.Stud, Draw: s.drawPolicy(),
	}
}

func (s *State) drawPolicy() seating.DrawPolicy {
	if s.Config.Seating.Draw == "" {
		return seating.ShortestTables
	}
	return seating.DrawPolicy(s.Config.Seating.Draw)
}

func (s *State) unlocked(p Place) *Refusal {
	t := s.Table(p.Table)
	if t == nil {
		return nil // the check says that there is no such table
	}
	for _, seat := range t.Locked {
		if seat == p.Seat {
			return refuse(SeatIsLocked, "Table %d seat %d is kept free.", p.Table, p.Seat).Mend("Choose another seat, or free this one first.")
		}
	}
	return nil
}

// drawSeat draws a seat for an entry among the open seats (TDA 7, 8). Where no
// seed is in use, it commits to a new one first: the commitment stands in the
// log before the draw.
func (s *State) drawSeat(no EntryNo, env Env) ([]Event, EntrySeated, *Refusal) {
	open := seating.OpenSeats(s.seatingTables(), s.drawPolicy())
	if len(open) == 0 {
		return nil, EntrySeated{}, refuse(NoFreeSeat, "No seat is free.").Under("TDA 8A").Mend("Open another table, or register the player without a seat.")
	}
	events, seed, attempt, r := s.seed(env)
	if r != nil {
		return nil, EntrySeated{}, r
	}
	d := &Drawn{Purpose: "seat", Attempt: attempt, Index: draw.Pick(seed, "seat", strconv.Itoa(int(no)), attempt, len(open))}
	if seats := listed(open); len(open) <= MaxListed {
		d.Open = strings.Join(seats, " ")
	} else {
		d.Digest, d.Of = draw.Digest(seats), len(seats)
	}
	return events, EntrySeated{Entry: no, Place: open[d.Index], Draw: d}, nil
}

// seed gives the seed to draw from, the event that commits to it if it is new,
// and the number of the draw.
func (s *State) seed(env Env) ([]Event, draw.Seed, int, *Refusal) {
	if s.Draw.Commitment != "" {
		if draw.Commitment(env.Seed) != s.Draw.Commitment {
			return nil, nil, 0, refuse(NoSeed, "The seed of the draw is not on this box.").Mend("Reveal is not possible; seat players by hand, or start a new seed.")
		}
		return nil, env.Seed, s.Draw.Attempt + 1, nil
	}
	if len(env.NewSeed) < 16 {
		return nil, nil, 0, refuse(NoSeed, "The box has no random seed.")
	}
	return []Event{DrawCommitted{Commitment: draw.Commitment(env.NewSeed)}}, env.NewSeed, s.Draw.Attempt + 1, nil
}

func (RevealDraw) decide(s *State, env Env) ([]Event, *Refusal) {
	if s.Draw.Commitment == "" {
		return nil, refuse(NotYet, "No seed is in use.")
	}
	if draw.Commitment(env.Seed) != s.Draw.Commitment {
		return nil, refuse(NoSeed, "The seed of the draw is not on this box.")
	}
	return []Event{DrawRevealed{Seed: hex.EncodeToString(env.Seed)}}, nil
}

func listed(open []Place) []string {
	seats := make([]string, len(open))
	for i, p := range open {
		seats[i] = p.String()
	}
	return seats
}
