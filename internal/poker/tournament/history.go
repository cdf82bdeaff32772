package tournament

// Fold gives the state of a history: every record that was not undone, in order.
func Fold(records []Record) *State {
	s := sized(records)
	s.fold(records, UndoneActions(records), nil)
	return s.folded()
}

// sized is an empty state with room for what the history sold, so that the field
// of a festival is not copied over and over while it is folded.
func sized(records []Record) *State {
	entries, rows := 0, 0
	for i := range records {
		switch records[i].Event.(type) {
		case EntryBought:
			entries++
			rows++
		case Rebought, AddedOn, SaleSettled, SaleReversed, PrizePaid, PrizeReturned:
			rows++
		}
	}
	s := New()
	s.Latest = make(map[PlayerID]EntryNo, entries)
	s.Entries, s.Rows, s.Outs = make([]Entry, 0, entries), make([]Row, 0, rows+8), make([]EntryNo, 0, entries)
	return s
}

// fold takes the records in order; before each that stands it asks ask, where one
// is given.
func (s *State) fold(records []Record, undone map[string]bool, ask func(Record)) {
	s.quiet = true // all is projected anew after a fold
	for i := range records {
		switch r := records[i]; {
		case undone[r.Action]:
			s.Skip(r)
		default:
			if ask != nil {
				ask(r)
			}
			s.Apply(r)
		}
	}
	s.quiet = false
}

// folded marks everything as changed.
func (s *State) folded() *State {
	s.touched = Touched{All: true}
	return s
}

// UndoneActions gives the actions that are out of the fold. An undo can itself
// be undone, so the history is read from its end: what comes later decides.
func UndoneActions(records []Record) map[string]bool {
	return undoneBefore(records, map[string]bool{})
}

// undoneWith is UndoneActions as if the action were undone now.
func undoneWith(records []Record, action string) map[string]bool {
	return undoneBefore(records, map[string]bool{action: true})
}

func undoneBefore(records []Record, undone map[string]bool) map[string]bool {
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
// the conflicts of later facts that no repair can mend. From the first record that
// comes out, or comes back, each is checked again. shared, where given, is told
// the state before that record: up to there nothing changes.
func foldWithout(records []Record, action string, shared func(s *State, rest []Record)) (*State, []Conflict) {
	now, then := UndoneActions(records), undoneWith(records, action)
	first := 0
	for first < len(records) && now[records[first].Action] == then[records[first].Action] {
		first++
	}
	s := sized(records)
	s.fold(records[:first], then, nil)
	if shared != nil {
		shared(s, records[first:])
	}
	var blocking []Conflict
	s.fold(records[first:], then, func(r Record) {
		if no := Check(s, r.Event); no != nil && blocks(r.Event, no) {
			blocking = append(blocking, Conflict{r, no})
		}
	})
	return s.folded(), blocking
}

// foldBoth folds the history as it is and as if the action were undone too, and
// what both have in common only once.
func foldBoth(records []Record, action string) (now, then *State, blocking []Conflict) {
	undone := UndoneActions(records)
	then, blocking = foldWithout(records, action, func(s *State, rest []Record) {
		now = s.copied()
		now.fold(rest, undone, nil)
		now.folded()
	})
	return now, then, blocking
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
