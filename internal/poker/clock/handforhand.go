package clock

import "felt/internal/poker/blinds"

// HandClock says what hand for hand does to the clock (TDA RP-8). The stored
// texts of the rule differ: 8B takes at most a number of minutes off for each
// hand, 8C and 8D a fixed number; and many rooms let the clock run.
type HandClock string

const (
	// HandRuns: the clock runs on. The zero value means the same.
	HandRuns HandClock = "runs"
	// HandCap: the clock stands; each hand takes off the time it took, but no
	// more than Minutes (RP-8B: 3).
	HandCap HandClock = "cap"
	// HandFixed: the clock stands; each hand takes off Minutes, however long
	// it took (RP-8C: 2).
	HandFixed HandClock = "fixed"
)

// HandForHand is the setting of a tournament.
type HandForHand struct {
	Clock   HandClock `json:"clock,omitempty"`
	Minutes int       `json:"minutes,omitempty"` // 0 to 60, for cap and fixed
}

// Valid tells whether the setting means something.
func (h HandForHand) Valid() bool {
	switch h.Clock {
	case "", HandRuns:
		return h.Minutes == 0
	case HandCap, HandFixed:
		return h.Minutes >= 0 && h.Minutes <= 60
	}
	return false
}

// Stands tells whether the clock stands while a hand is played.
func (h HandForHand) Stands() bool { return h.Clock == HandCap || h.Clock == HandFixed }

// Deduct is what is left of a level after a hand that took tookMS, never below
// 0. With 600 s left, a hand of 5 minutes and a cap of 3, 420 s are left
// (TDA RP-8B).
func Deduct(leftMS, tookMS int64, h HandForHand) int64 {
	off := max(0, tookMS)
	switch h.Clock {
	case HandCap:
		off = min(off, int64(h.Minutes)*60_000)
	case HandFixed:
		off = int64(h.Minutes) * 60_000
	}
	return max(0, leftMS-off)
}

// DeductHand takes a hand off a clock that stood while it was played. A level
// that has nothing left is over, and the next begins with all its time: the
// hand belonged to the old one (TDA 23). Where hand for hand lets the clock
// run, the hand is off it already and nothing changes.
func (s State) DeductHand(st blinds.Structure, nowMS, tookMS int64, h HandForHand) (State, error) {
	if !h.Valid() || tookMS < 0 {
		return s, HandRange
	}
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if !h.Stands() {
		return next, nil
	}
	if next.Running {
		return s, IsRunning
	}
	if next.Inserted != nil || isBreak(st, next.Item) {
		return s, OnBreakAlready
	}
	return next.leave(st, Deduct(next.LeftMS, tookMS, h)), nil
}
