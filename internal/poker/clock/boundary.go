package clock

import (
	"math"

	"felt/internal/poker/blinds"
)

// Boundary is a moment at which the clock goes on by itself: to the next item,
// or from an early break back to its level.
type Boundary struct {
	AtMS    int64   `json:"at_ms"`
	Reading Reading `json:"reading"` // what the clock shows from then on
	State   State   `json:"state"`   // the clock anchored at that moment
}

// NextBoundary is when the clock next goes on by itself, after nowMS: the one
// timer of the box. ok is false if it will not: it stands, or it waits at 0:00.
func (s State) NextBoundary(st blinds.Structure, nowMS int64) (atMS int64, ok bool) {
	s = s.Settle(st, nowMS)
	if !s.Running || s.Ended {
		return 0, false
	}
	if s.Inserted != nil {
		return s.AnchorMS + s.Inserted.LeftMS, true
	}
	if _, ok := s.following(st); !ok {
		return 0, false
	}
	return s.AnchorMS + s.LeftMS, true
}

// Boundaries lists every boundary after fromMS and up to and including toMS,
// in order. After a power cut or a late wake-up the box appends each of them,
// at the moment it was due.
func Boundaries(s State, st blinds.Structure, fromMS, toMS int64) []Boundary {
	var passed []Boundary
	s.walk(st, toMS, func(b Boundary) {
		if b.AtMS > fromMS {
			passed = append(passed, b)
		}
	})
	return passed
}

// walk runs the clock from its anchor to nowMS and reports each boundary.
// A now before the anchor is the anchor: time does not run backwards.
func (s State) walk(st blinds.Structure, nowMS int64, pass func(Boundary)) State {
	s = s.within(st)
	if nowMS < s.AnchorMS {
		return s
	}
	if !s.Running || s.Ended || len(st.Items) == 0 {
		s.AnchorMS = nowMS
		return s
	}
	for {
		left := s.anchored().LeftMS
		next, goesOn := s.after(st)
		if !goesOn || left > since(s.AnchorMS, nowMS) {
			return s.run(nowMS)
		}
		next.AnchorMS = s.AnchorMS + left
		s = next
		pass(Boundary{AtMS: s.AnchorMS, Reading: s.anchored(), State: s})
	}
}

// run takes the time since the anchor off what is left; the time shown stops
// at 0:00.
func (s State) run(nowMS int64) State {
	gone := since(s.AnchorMS, nowMS)
	if s.Inserted != nil {
		early := *s.Inserted
		early.LeftMS = max(0, early.LeftMS-gone)
		s.Inserted = &early
	} else {
		s.LeftMS = max(0, s.LeftMS-gone)
	}
	s.AnchorMS = nowMS
	return s
}

// after is the clock behind the next boundary, still anchored where s was.
func (s State) after(st blinds.Structure) (State, bool) {
	if s.Inserted != nil {
		return s.withoutEarlyBreak(), true
	}
	item, ok := s.following(st)
	if !ok {
		return s, false
	}
	return s.at(st, item), true
}

// following is the item that comes when this one has run out; ok is false
// where the clock waits.
func (s State) following(st blinds.Structure) (item int, ok bool) {
	if s.Item < len(st.Items) && st.Items[s.Item].EndOfDay {
		return 0, false
	}
	return s.next(st)
}

// next is the item after this one, leaving out the break that has been had.
func (s State) next(st blinds.Structure) (item int, ok bool) {
	item = s.Item + 1
	if item == s.SkipItem && isBreak(st, item) {
		item++
	}
	return item, item < len(st.Items)
}

// at is the clock at the beginning of an item, all its time left.
func (s State) at(st blinds.Structure, item int) State {
	s.Item, s.LeftMS, s.Inserted = item, st.Items[item].MS(), nil
	return s
}

// withoutEarlyBreak goes back to the level that waited.
func (s State) withoutEarlyBreak() State {
	if s.Inserted != nil && s.Inserted.Replaces > 0 {
		s.SkipItem = s.Inserted.Replaces
	}
	s.Inserted = nil
	return s
}

// within keeps the clock inside a structure that has become shorter.
func (s State) within(st blinds.Structure) State {
	s.Item = max(0, min(s.Item, len(st.Items)-1))
	return s
}

// since is the time from the anchor to now, without overflow.
func since(anchorMS, nowMS int64) int64 {
	if gone := nowMS - anchorMS; gone >= 0 {
		return gone
	}
	return math.MaxInt64
}
