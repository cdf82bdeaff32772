package tournament

import (
	"slices"

	"felt/internal/poker/clock"
	"felt/internal/poker/money"
)

// Undo takes an action out of the fold, at any distance, and says what the undo
// needs besides: what is true of the money, and the repairs chosen in the preview.
type Undo struct {
	Action string
	Money  []Reversal   // one for each sale or prize of the action that still stands
	Seats  []SeatChoice // where none is chosen, the seat is taken as the box proposes it
	Counts []Count
}

// SeatChoice gives a player who would stand after the undo a seat now; the zero
// Place leaves him standing.
type SeatChoice struct {
	Entry EntryNo `json:"entry"`
	Place Place   `json:"place"`
}

// UndoPreview is what an undo will do, shown before it is done.
type UndoPreview struct {
	Action  string
	Blocked *Refusal // not nil: no repair exists
	Money   []MoneyQuestion
	Seats   []SeatChoice // proposed: players who would stand, and a free seat for each
	Changes []EntryChange
	Clock   *ClockChange
	Pool    [2]money.Amount // before and after
	Left    [2]int          // players in, before and after
	Chips   [2]int64        // in play, before and after
}

// MoneyQuestion asks what is true of a row of money that would be taken back.
type MoneyQuestion struct {
	Row    RowNo
	Kind   string
	Player PlayerID
	Amount money.Amount // what was taken from the player; negative: paid to him
	Method Method
}

// EntryChange is one player before and after the undo.
type EntryChange struct {
	Entry  EntryNo
	Before EntryView
	After  EntryView
}

// EntryView is what an undo may change about a player.
type EntryView struct {
	Status Status
	Seat   Place
	Place  Standing // zero while he is in
	Due    money.Amount
	Paid   money.Amount
	Count  int64
}

// ClockChange is the clock before and after the undo of a clock action.
type ClockChange struct{ Before, After clock.Reading }

// PreviewUndo works out what undoing an action would do now. It reads the
// history and changes nothing, so it runs beside the writer.
func PreviewUndo(records []Record, action string, boxMS int64) UndoPreview {
	now, then, conflicts := foldBoth(records, action)
	p, _ := previewUndo(records, now, action, boxMS, func() (*State, []Conflict) { return then, conflicts })
	p.compare(now, then)
	return p
}

// previewUndo works out the preview, without the changes of the players.
func previewUndo(records []Record, now *State, action string, boxMS int64, without func() (*State, []Conflict)) (UndoPreview, *State) {
	p := UndoPreview{Action: action}
	if p.Blocked = mayUndo(records, now, action); p.Blocked != nil {
		return p, now
	}
	then, conflicts := without()
	if len(conflicts) > 0 {
		c := conflicts[0]
		p.Blocked = refuse(UndoInTheWay, "A later action stands in the way. %s", c.Refusal.Text).InTheWay(c.Record.Action).Mend("Undo that action first.")
		return p, now
	}
	undone := Undone{Action: action}
	for _, row := range now.rowsOf(action) {
		undone.Reversals = append(undone.Reversals, Reversal{Of: row.No, Method: row.Method})
		if row.asks() {
			p.Money = append(p.Money, MoneyQuestion{Row: row.No, Kind: row.Kind, Player: row.Player, Amount: row.Taken, Method: row.Method})
		}
	}
	then.book(Record{Event: undone})
	if p.Blocked = then.dealStillAddsUp(records); p.Blocked != nil {
		return p, now
	}
	p.Seats = proposeSeats(now, then)
	if touchesClock(records, action) {
		st := then.Config.Structure
		p.Clock = &ClockChange{now.Clock.Reading(now.Config.Structure, boxMS), then.Clock.Reading(st, boxMS)}
	}
	return p, then
}

// compare shows what changes, where anything may.
func (p *UndoPreview) compare(now, then *State) {
	if p.Blocked != nil {
		return
	}
	p.Changes = changes(now, then)
	p.Pool = [2]money.Amount{now.Pool().Total, then.Pool().Total}
	p.Left = [2]int{now.Live, then.Live}
	p.Chips = [2]int64{now.ChipsInPlay(), then.ChipsInPlay()}
}

// asks says whether a person must say what is true of the row. A reversal or a
// settlement is taken back as it stands.
func (r *Row) asks() bool { return r.isSale() || r.Kind == "prize" }

// rowsOf lists the rows that stand now for the rows an action wrote.
func (s *State) rowsOf(action string) []*Row {
	var list []*Row
	for i := range s.Rows {
		if s.Rows[i].Action == action {
			list = append(list, s.newest(RowNo(i+1)))
		}
	}
	return list
}

// dealStillAddsUp wants what is due to be the pool after an undo, where a deal was
// made: the players agreed to amounts, not to shares.
func (s *State) dealStillAddsUp(records []Record) *Refusal {
	if s.Deal == nil || !s.Deal.Made {
		return nil
	}
	var due money.Amount
	for _, n := range s.dues() {
		due += n
	}
	if s.Winner() == 0 {
		due += s.Deal.Reserve
	}
	if due == s.Pool().Total {
		return nil
	}
	undone := UndoneActions(records)
	for i := len(records) - 1; i >= 0; i-- {
		if _, made := records[i].Event.(DealMade); made && !undone[records[i].Action] {
			return refuse(UndoInTheWay, "A deal was made on the prizes as they are.").InTheWay(records[i].Action).Mend("Undo the deal first.")
		}
	}
	return nil
}

// mayUndo refuses what cannot be undone at all.
func mayUndo(records []Record, now *State, action string) *Refusal {
	found, undone := false, UndoneActions(records)[action]
	for _, r := range records {
		if r.Action != action {
			continue
		}
		found = true
		switch r.Event.(type) {
		case Created:
			return refuse(ActionFirst, "This is how the tournament began.").Mend("Cancel the tournament instead.")
		case DrawRevealed:
			return refuse(UndoInTheWay, "The seed is public and stays so.").InTheWay(action).Mend("The next draw commits to a new one.")
		}
	}
	if !found {
		return refuse(ActionUnknown, "There is no such action.")
	}
	if undone {
		return refuse(ActionUndone, "The action is undone already.").Mend("Undo the undo to bring it back.")
	}
	if by := undoneAgain(records, action); by != "" {
		return refuse(UndoInTheWay, "What it brought back was undone again.").InTheWay(by).Mend("Undo that first.")
	}
	return now.mayTakeBack(action)
}

// undoneAgain names the later undo that keeps out what an undo or redo is about,
// so that taking this one back would change nothing; "" if there is none.
func undoneAgain(records []Record, action string) string {
	of := map[string]string{}
	for _, r := range records {
		if u, is := r.Event.(Undone); is {
			of[r.Action] = u.Action
		}
	}
	first := action
	for of[first] != "" {
		first = of[first]
	}
	if first == action {
		return ""
	}
	now := UndoneActions(records)
	then := undoneWith(records, action)
	if now[first] != then[first] {
		return ""
	}
	for i := len(records) - 1; i >= 0; i-- {
		if u, is := records[i].Event.(Undone); is && u.Action == first && !now[records[i].Action] {
			return records[i].Action
		}
	}
	return first
}

// mayTakeBack refuses where the money of an action was taken back by another, or
// is what another stands on.
func (s *State) mayTakeBack(action string) *Refusal {
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.Action != action {
			continue
		}
		if now := s.newest(row.No); now.forward() != row.forward() {
			return refuse(UndoInTheWay, "Row %d was taken back already, by row %d.", row.No, now.No).InTheWay(now.Action).Mend("Undo that action first.")
		}
		sale := row.first
		if row.settles {
			sale = row.sale
			if of := s.newest(sale); !of.forward() {
				return refuse(UndoInTheWay, "The sale in row %d was taken back by row %d.", sale, of.No).InTheWay(of.Action).Mend("Undo that action first.")
			} else if row.forward() || !of.settled {
				continue
			}
		}
		if x := s.settlementOf(sale); x != nil {
			return refuse(UndoInTheWay, "Row %d was paid in row %d.", sale, x.No).InTheWay(x.Action).Mend("Undo that action first.")
		}
	}
	return nil
}

// settlementOf is the row that paid a debt, nil while it is owed.
func (s *State) settlementOf(sale RowNo) *Row {
	for i := range s.Rows {
		if x := &s.Rows[i]; x.settles && x.sale == sale && x.No == x.first && s.newest(x.No).forward() {
			return x
		}
	}
	return nil
}

// proposeSeats finds those who would stand after the undo though they sat, or
// were not in, before it. Each gets his old seat if it is free, else the first
// free seat of the shortest table.
func proposeSeats(now, then *State) []SeatChoice {
	var choices []SeatChoice
	room := then.clone()
	for i := range then.Entries {
		e := &then.Entries[i]
		if e.Status != In || e.Seat != standing {
			continue
		}
		old := standing
		if int(e.No) <= len(now.Entries) {
			was := &now.Entries[i]
			if was.Status == In && was.Seat == standing {
				continue
			}
			old = was.Seat
			if was.Bust != nil {
				old = was.Bust.Seat
			}
		}
		c := SeatChoice{Entry: e.No}
		if old != standing && room.free(old) == nil && room.unlocked(old) == nil {
			c.Place = old
		} else if open := room.openSeats(); len(open) > 0 {
			c.Place = open[0]
		}
		if c.Place != standing {
			room.seat(e.No, c.Place)
		}
		choices = append(choices, c)
	}
	return choices
}

func touchesClock(records []Record, action string) bool {
	for _, r := range records {
		if r.Action != action {
			continue
		}
		switch r.Event.(type) {
		case ClockStarted, ClockPaused, ClockSet, BoundaryPassed, BreakTaken, BreakEnded, HandForHandStarted, HandForHandPlayed, HandForHandEnded, ClockInterrupted:
			return true
		}
	}
	return false
}

// closes says whether the action closed registration: undoing it leaves it open,
// wherever the clock is.
func closes(records []Record, action string) bool {
	for _, r := range records {
		if _, is := r.Event.(RegistrationClosed); is && r.Action == action {
			return true
		}
	}
	return false
}

func changes(now, then *State) []EntryChange {
	before, after := now.views(), then.views()
	var list []EntryChange
	for i := 0; i < len(before) || i < len(after); i++ {
		b, a := EntryView{Status: Void}, EntryView{Status: Void}
		if i < len(before) {
			b = before[i]
		}
		if i < len(after) {
			a = after[i]
		}
		if b != a {
			list = append(list, EntryChange{EntryNo(i + 1), b, a})
		}
	}
	return list
}

func (s *State) views() []EntryView {
	list := make([]EntryView, len(s.Entries))
	for i := range s.Entries {
		e := &s.Entries[i]
		list[i] = EntryView{Status: e.Status, Seat: e.Seat, Count: e.Count}
	}
	for _, x := range s.Standings() {
		list[x.Entry-1].Place = x
	}
	for no, due := range s.dues() {
		list[no-1].Due = due
	}
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Prize != 0 {
			list[r.Entry-1].Paid += r.Prize
		}
	}
	return list
}

// DecideUndo gives the events of an undo: the undo itself with what is true of
// the money, and in the same action the seats, counts and clock reading that
// the room needs now. Nobody who has physically moved is moved back.
func DecideUndo(records []Record, now *State, c Undo, env Env) ([]Event, *Refusal) {
	p, then := previewUndo(records, now, c.Action, env.BoxMS, func() (*State, []Conflict) { return foldWithout(records, c.Action, nil) })
	if p.Blocked != nil {
		return nil, p.Blocked
	}
	undone := Undone{Action: c.Action, FirstRow: now.NextRow()}
	answers := map[RowNo]Reversal{}
	for _, m := range c.Money {
		answers[m.Of] = m
	}
	for _, row := range now.rowsOf(c.Action) {
		back := Reversal{Of: row.No, How: "taken_back", Method: row.Method}
		if row.asks() {
			answer, given := answers[row.No]
			if !given {
				return nil, refuse(RepairMissing, "Row %d is money: was it never taken, or given back?", row.No).Mend("Look at the preview and say what is true.")
			}
			var r *Refusal
			if back, r = now.takeBack(row, answer.How, answer.Method); r != nil {
				return nil, r
			}
		}
		undone.Reversals = append(undone.Reversals, back)
	}
	for _, x := range c.Seats {
		if !slices.ContainsFunc(p.Seats, func(y SeatChoice) bool { return y.Entry == x.Entry }) {
			return nil, refuse(BadValue, "Entry %d keeps its seat in this undo.", x.Entry).Mend("Move the player afterwards.")
		}
	}
	events := []Event{undone}
	then = then.clone()
	for _, seat := range chosenSeats(p.Seats, c) {
		if seat.Place == standing {
			continue
		}
		e := EntrySeated{Entry: seat.Entry, Place: seat.Place}
		if r := Check(then, e); r != nil {
			return nil, r
		}
		then.evolve(Record{Event: e})
		events = append(events, e)
	}
	if len(c.Counts) > 0 {
		e := Counted{Counts: c.Counts}
		if r := Check(then, e); r != nil {
			return nil, r
		}
		events = append(events, e)
	}
	if p.Clock != nil {
		if !closes(records, c.Action) {
			events = append(events, then.boundaries(env.BoxMS)...)
		}
		events = append(events, ClockSet{ClockFact{then.Clock.Settle(then.Config.Structure, env.BoxMS), env.BoxMS}, "undo"})
	}
	return events, nil
}

// chosenSeats takes the operator's choice where there is one, else the proposal.
func chosenSeats(proposed []SeatChoice, c Undo) []SeatChoice {
	list := append([]SeatChoice(nil), proposed...)
	for i := range list {
		for _, x := range c.Seats {
			if x.Entry == list[i].Entry {
				list[i].Place = x.Place
			}
		}
	}
	return list
}
