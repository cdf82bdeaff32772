package floor

import (
	"context"
	"fmt"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

// Night is one tournament in memory.
type Night struct {
	ID      string
	Name    string
	Version int64 // stream sequence of the newest event
	State   *tournament.State
	Records []tournament.Record // committed; the slice may be read elsewhere, it is only appended to
	Actions []Action            // one for each tap, oldest first
	closed  bool

	byAction    map[string]int              // index in Actions
	pend        []tournament.Record         // folded into State, not yet committed
	relog       bool                        // lines of the log were struck or restored
	sent        int                         // actions the log topic has had
	sentRows    int                         // ledger rows likewise
	seed        []byte                      // the seed in use, read once
	tablesSent  []int                       // tables the screens know of
	duesSent    map[tournament.EntryNo]bool // lines of the pay-out list they know of
	poolSent    money.Amount
	lobbySent   string
	lobbyKnown  bool  // lobbySent is what the lobby shows
	used        int64 // when it was last used, in the floor's counting
	adviceWaits bool  // advice comes after the answers
}

// Action is one tap: who, when, on which device, and what it did.
type Action struct {
	ID     string
	Actor  string
	Device string
	At     int64 // wall time, Unix milliseconds
	First  int   // its events are Records[First:Last]
	Last   int
	Undone bool
	UndoOf string // set on an undo: the action it took out
}

// load reads a tournament's events and folds them.
func (f *Floor) load(ctx context.Context, t store.Tournament) (*Night, error) {
	stored, err := f.opt.Store.Stream(ctx, t.ID, 0)
	if err != nil {
		return nil, err
	}
	n := &Night{ID: t.ID, Name: t.Name, closed: !t.ClosedAt.IsZero(), byAction: map[string]int{}}
	for i := range stored {
		if err := f.append(n, &stored[i]); err != nil {
			return nil, err
		}
	}
	n.State = tournament.Fold(n.Records)
	n.markUndone()
	n.sent, n.sentRows = len(n.Actions), len(n.State.Rows)
	return n, nil
}

// append takes a committed event into the night's history, without folding it.
func (f *Floor) append(n *Night, e *event.Envelope) error {
	payload, err := f.names.Decode(e.Name, e.Data)
	if err != nil {
		return fmt.Errorf("tournament %s, event %d: %w", n.ID, e.StreamSeq, err)
	}
	known, ok := payload.(tournament.Event)
	if !ok {
		return fmt.Errorf("tournament %s, event %d: %s is of a newer Felt", n.ID, e.StreamSeq, e.Name)
	}
	n.take(e, known)
	return nil
}

func (n *Night) take(e *event.Envelope, payload tournament.Event) {
	n.Records = append(n.Records, tournament.Record{Meta: tournament.Meta{Seq: e.StreamSeq, Action: e.Action, At: e.At}, Event: payload})
	n.Version = e.StreamSeq
	i, known := n.byAction[e.Action]
	if !known {
		i = len(n.Actions)
		n.byAction[e.Action] = i
		n.Actions = append(n.Actions, Action{ID: e.Action, Actor: e.Actor, Device: e.Device, At: e.At, First: len(n.Records) - 1})
	}
	n.Actions[i].Last = len(n.Records)
	if u, ok := payload.(tournament.Undone); ok {
		n.Actions[i].UndoOf = u.Action
	}
}

// markUndone brings the log's struck lines up to date.
func (n *Night) markUndone() {
	undone := tournament.UndoneActions(n.Records)
	for i := range n.Actions {
		n.Actions[i].Undone = undone[n.Actions[i].ID]
	}
}

// Action finds an action of this night.
func (n *Night) Action(id string) (Action, bool) {
	i, ok := n.byAction[id]
	if !ok {
		return Action{}, false
	}
	return n.Actions[i], true
}

// Events gives the events of an action.
func (n *Night) Events(a Action) []tournament.Record {
	var list []tournament.Record
	for _, r := range n.Records[a.First:a.Last] {
		if r.Action == a.ID {
			list = append(list, r)
		}
	}
	return list
}

// LastOf is the newest action of a device that is not undone and is no undo.
func (n *Night) LastOf(device string) (Action, bool) {
	for i := len(n.Actions) - 1; i >= 0; i-- {
		if a := n.Actions[i]; a.Device == device && !a.Undone && a.UndoOf == "" {
			return a, true
		}
	}
	return Action{}, false
}

// history is the committed history and what the group under way adds.
func (n *Night) history() []tournament.Record {
	if len(n.pend) == 0 {
		return n.Records
	}
	return append(n.Records[:len(n.Records):len(n.Records)], n.pend...)
}

func (n *Night) pending() int { return len(n.pend) }

// work folds events into the working state, ahead of the commit. An undo folds
// the whole history again.
func (n *Night) work(events []tournament.Event, action string, at int64) {
	refold := false
	for _, e := range events {
		r := tournament.Record{Meta: tournament.Meta{Seq: n.Version + int64(len(n.pend)) + 1, Action: action, At: at}, Event: e}
		n.pend = append(n.pend, r)
		if _, undo := e.(tournament.Undone); undo {
			refold = true
		}
		if !refold {
			n.State.Apply(r)
		}
	}
	if refold {
		n.State = tournament.Fold(n.history())
	}
}

// discard goes back to what is committed.
func (n *Night) discard() {
	if n.pend != nil {
		n.refold()
	}
}

func (n *Night) refold() {
	n.pend = nil
	n.State = tournament.Fold(n.Records)
	n.closed = n.State.Finished || n.State.Cancelled
}
