package pokertest

import (
	"slices"

	"felt/internal/poker/tournament"
)

// Engine is what a night is played on where it does not decide itself, such as
// the floor of a box.
type Engine interface {
	// Play carries out a command, or an undo where it is not nil, at box time now
	// in milliseconds. It returns everything recorded since the call before, what
	// the box did by itself included, also when it refuses.
	Play(now int64, c tournament.Command, u *tournament.Undo) ([]tournament.Record, *tournament.Refusal)
}

// On is a night before anything happened, to be played on an engine.
func On(e Engine) *Night {
	n := NewNight()
	n.engine = e
	return n
}

// follow has the engine decide and folds what it recorded. The events are those
// of the newest action.
func (n *Night) follow(c tournament.Command, u *tournament.Undo) ([]tournament.Event, *tournament.Refusal) {
	records, refused := n.engine.Play(n.Now, c, u)
	fold := n.State.Apply
	if slices.ContainsFunc(records, func(r tournament.Record) bool { _, undo := r.Event.(tournament.Undone); return undo }) {
		fold = func(tournament.Record) {}
		n.State = tournament.Fold(append(slices.Clip(n.Records), records...))
	}
	for _, r := range records {
		if n.Last() != r.Action {
			n.Actions = append(n.Actions, r.Action)
		}
		n.Records = append(n.Records, r)
		fold(r)
	}
	if refused != nil {
		return nil, refused
	}
	var events []tournament.Event
	for _, r := range n.Of(n.Last()) {
		events = append(events, r.Event)
	}
	return events, nil
}
