package floor

import (
	"slices"

	"felt/internal/event"
	"felt/internal/live"
)

// ahead is what a group will have changed once it is committed. What the screens
// get is worked out while the disk flushes, so that it can go out the moment the
// commit is there. Nobody sees any of it before: reads and loads of topics wait
// for the writer goroutine, which waits for the commit.
type ahead struct {
	f      *Floor
	nights []*Night
	before []mark
	drawn  chan []live.Change // nil: to be worked out after the commit
}

// mark is what a night goes back to when the commit fails.
type mark struct {
	night Night // version, records, actions and what was sent
}

// lookAhead takes the group's events into the histories of its nights.
func (f *Floor) lookAhead(group []*decided) *ahead {
	a := &ahead{f: f}
	early := true
	for _, d := range group {
		n := d.night
		if !slices.Contains(a.nights, n) {
			a.nights, a.before = append(a.nights, n), append(a.before, mark{night: *n})
		}
		for k, e := range d.write.Events {
			n.take(&event.Envelope{StreamSeq: n.Version + 1, Action: e.Action, Actor: e.Actor, Device: e.Device, At: e.At}, d.events[k])
		}
		if d.undo {
			n.markUndone()
			n.relog = true
		}
		early = early && d.job.Committed == nil // it may give the screens a name
	}
	for _, n := range a.nights {
		n.pend = nil
	}
	if early {
		a.drawn = make(chan []live.Change, 1)
		go func() { a.drawn <- f.draw(a.nights) }()
	}
	return a
}

// changes is what the screens get.
func (a *ahead) changes() []live.Change {
	if a.drawn == nil {
		return a.f.draw(a.nights)
	}
	return <-a.drawn
}

// back puts the nights back to before, with their pending events still to be
// discarded. What was worked out for the screens is thrown away; the state that
// discard folds anew has everything to be sent again.
func (a *ahead) back() {
	if a.drawn != nil {
		<-a.drawn
	}
	for i, n := range a.nights {
		b := &a.before[i].night
		for _, gone := range n.Actions[len(b.Actions):] {
			delete(n.byAction, gone.ID)
		}
		n.Version, n.Records, n.Actions, n.pend = b.Version, b.Records, b.Actions, b.pend
		n.sent, n.sentRows = b.sent, b.sentRows
		n.markUndone()
		n.relog, n.lobbyKnown = true, false
	}
}
