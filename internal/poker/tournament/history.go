package tournament

// Fold gives the state of a history: every record that was not undone, in order.
func Fold(records []Record) *State {
	s := New()
	undone := UndoneActions(records)
	for _, r := range records {
		if undone[r.Action] {
			s.Skip(r)
		} else {
			s.Apply(r)
		}
	}
	s.TakeTouched()
	s.touched.All = true
	return s
}

// UndoneActions gives the actions that are out of the fold. An undo can itself
// be undone, so the history is read from its end: what comes later decides.
func UndoneActions(records []Record) map[string]bool {
	undone := map[string]bool{}
	for i := len(records) - 1; i >= 0; i-- {
		if u, ok := records[i].Event.(Undone); ok && !undone[records[i].Action] {
			undone[u.Action] = true
		}
	}
	return undone
}

// Conflict is a later fact that no longer fits once an action is undone.
type Conflict struct {
	Record  Record
	Refusal *Refusal
}

// foldWithout folds the history as if the action were undone too. It returns
// the conflicts of later facts that no repair can mend.
func foldWithout(records []Record, action string) (*State, []Conflict) {
	s := New()
	undone := UndoneActions(append(records[:len(records):len(records)], Record{Event: Undone{Action: action}}))
	now := UndoneActions(records)
	after := false // from the first record that comes out or comes back
	var blocking []Conflict
	for _, r := range records {
		after = after || undone[r.Action] != now[r.Action]
		if undone[r.Action] {
			s.Skip(r)
			continue
		}
		if after {
			if no := Check(s, r.Event); no != nil && blocks(r.Event, no) {
				blocking = append(blocking, Conflict{r, no})
			}
		}
		s.Apply(r)
	}
	s.TakeTouched()
	s.touched.All = true
	return s, blocking
}

// blocks says whether a later fact that does not fit stands in the way of an
// undo. Seats do not: the later fact of the room wins and whoever it displaces
// gets a free seat now. Money, busts, entries and deals do: they are undone
// first, by somebody who knows what is true.
func blocks(e Event, no *Refusal) bool {
	switch e := e.(type) {
	case TableOpened, EntryFixed, SeatLocked, ButtonSet, Counted, Penalised:
		return false
	case TableClosed, TableBroken, Redrawn:
		return no.Code == TableUnknown
	case EntrySeated, EntryMoved:
		return no.Code == TableUnknown || no.Code == SeatUnknown
	case Busted:
		return !onlyTakerUnknown(e, no)
	}
	return true
}

// onlyTakerUnknown: the player is there, but not the one who took his chips;
// then the bust stands and nobody is named.
func onlyTakerUnknown(e Busted, no *Refusal) bool {
	return no.Code == EntryUnknown && no.Text != refuse(EntryUnknown, "There is no entry %d.", e.Entry).Text
}
