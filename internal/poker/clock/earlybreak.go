package clock

import "felt/internal/poker/blinds"

// TakeBreak begins a break that the structure does not have. The level keeps
// the time it has left and goes on after it. With replacesNext the next
// scheduled break is passed over. The break runs from now on even if the clock
// stood: it is a break, and everyone looks at how much is left of it.
func (s State) TakeBreak(st blinds.Structure, nowMS int64, minutes int, replacesNext bool) (State, error) {
	if minutes < 1 || minutes > blinds.MaxMinutes {
		return s, MinutesRange
	}
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if !next.Started {
		return s, NotStarted
	}
	if next.Inserted != nil || isBreak(st, next.Item) {
		return s, OnBreakAlready
	}
	early := InsertedBreak{LeftMS: int64(minutes) * 60_000, Minutes: minutes}
	if replacesNext {
		replaced, ok := next.nextBreak(st)
		if !ok {
			return s, NoBreakToReplace
		}
		early.Replaces = replaced
	}
	next.Inserted, next.Running = &early, true
	return next, nil
}

// EndBreak ends the break that is on, early or scheduled, and play goes on.
func (s State) EndBreak(st blinds.Structure, nowMS int64) (State, error) {
	if len(st.Items) > 0 && !s.Ended && !s.OnBreak(st, nowMS) {
		return s, NoBreakOn
	}
	return s.Advance(st, nowMS)
}

// nextBreak is the scheduled break an early one can stand for: the next that
// has not been had, if it does not end the day.
func (s State) nextBreak(st blinds.Structure) (item int, ok bool) {
	item, ok = st.NextBreak(s.Item)
	if ok && item == s.SkipItem {
		item, ok = st.NextBreak(item)
	}
	return item, ok && !st.Items[item].EndOfDay
}
