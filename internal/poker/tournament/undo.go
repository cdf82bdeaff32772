package tournament

import (
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
)

// Undo takes an action out of the fold, at any distance, and says what the undo
// needs besides: what is true of the money, and the repairs chosen in the preview.
type Undo struct {
	Action string
	Money  []Reversal // one for each sale or prize of the action that still stands
	Seats  []SeatChoice
	Counts []Count
	// Accept takes the repairs as the box proposes them where none was chosen.
	Accept bool
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
	now := Fold(records)
	p, _ := previewUndo(records, now, action, boxMS)
	return p
}

func previewUndo(records []Record, now *State, action string, boxMS int64) (UndoPreview, *State) {
	p := UndoPreview{Action: action}
	if p.Blocked = mayUndo(records, now, action); p.Blocked != nil {
		return p, now
	}
	then, conflicts := foldWithout(records, action)
	if len(conflicts) > 0 {
		c := conflicts[0]
		p.Blocked = refuse(UndoInTheWay, "A later action stands in the way. %s", c.Refusal.Text).InTheWay(c.Record.Action).Mend("Undo that action first.")
		return p, now
	}
	for i := range now.Rows {
		if row := &now.Rows[i]; row.Action == action && row.ReversedBy == 0 && row.asks() {
			p.Money = append(p.Money, MoneyQuestion{Row: row.No, Kind: row.Kind, Player: row.Player, Amount: row.Taken, Method: row.Method})
		}
	}
	p.Seats = proposeSeats(now, then)
	if touchesClock(records, action) {
		st := then.Config.Structure
		p.Clock = &ClockChange{now.Clock.Reading(now.Config.Structure, boxMS), then.Clock.Reading(st, boxMS)}
	}
	p.Changes = changes(now, then)
	p.Pool = [2]money.Amount{now.Pool().Total, then.Pool().Total - poolOf(now, p.Money)}
	p.Left = [2]int{now.Live, then.Live}
	p.Chips = [2]int64{now.ChipsInPlay(), then.ChipsInPlay()}
	return p, then
}

// asks says whether a person must say what is true of the row. A reversal or a
// settlement is taken back as it stands.
func (r *Row) asks() bool { return r.isSale() || r.Kind == "prize" }

func poolOf(s *State, rows []MoneyQuestion) money.Amount {
	var sum money.Amount
	for _, q := range rows {
		sum += s.Rows[q.Row-1].Pool
	}
	return sum
}

// mayUndo refuses what cannot be undone at all.
func mayUndo(records []Record, now *State, action string) *Refusal {
	found, undone := false, UndoneActions(records)[action]
	for _, r := range records {
		if r.Action != action {
			continue
		}
		found = true
		if _, first := r.Event.(Created); first {
			return refuse(ActionFirst, "This is how the tournament began.").Mend("Cancel the tournament instead.")
		}
	}
	if !found {
		return refuse(ActionUnknown, "There is no such action.")
	}
	if undone {
		return refuse(ActionUndone, "The action is undone already.").Mend("Undo the undo to bring it back.")
	}
	for i := range now.Rows {
		row := &now.Rows[i]
		if row.Action != action || row.ReversedBy != 0 && row.Kind == "reversal" {
			continue
		}
		if row.ReversedBy != 0 {
			by := now.Rows[row.ReversedBy-1]
			return refuse(UndoInTheWay, "Row %d was taken back already, by row %d.", row.No, by.No).InTheWay(by.Action).Mend("Undo that action first.")
		}
		if row.settled {
			for j := range now.Rows {
				if x := &now.Rows[j]; x.settles && x.Of == row.No && x.ReversedBy == 0 && x.Kind == "settlement" {
					return refuse(UndoInTheWay, "Row %d was paid in row %d.", row.No, x.No).InTheWay(x.Action).Mend("Undo that action first.")
				}
			}
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
		case ClockStarted, ClockPaused, ClockSet, BreakTaken, BreakEnded, HandForHandStarted, HandForHandPlayed, HandForHandEnded, ClockInterrupted:
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
	p, then := previewUndo(records, now, c.Action, env.BoxMS)
	if p.Blocked != nil {
		return nil, p.Blocked
	}
	undone := Undone{Action: c.Action, FirstRow: now.NextRow()}
	answers := map[RowNo]Reversal{}
	for _, m := range c.Money {
		answers[m.Of] = m
	}
	for i := range now.Rows {
		row := &now.Rows[i]
		if row.Action != c.Action || row.ReversedBy != 0 {
			continue
		}
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
