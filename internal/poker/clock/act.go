package clock

import "felt/internal/poker/blinds"

// Every act is a pure function: from a clock and a moment to the clock anchored
// at that moment, or to a Refusal (the error's type, always).

// Start sets the clock going. A clock that waits at the end of a day goes on
// to the first item of the next.
func (s State) Start(st blinds.Structure, nowMS int64) (State, error) {
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if next.dayIsOver(st) {
		if item, ok := next.next(st); ok {
			next = next.at(st, item)
			next.Running = true
			return next, nil
		}
	}
	if next.Running {
		return s, IsRunning
	}
	next.Running, next.Started = true, true
	return next, nil
}

// Pause stops the clock. At the exact moment of a boundary it stops on the new
// item with all its time.
func (s State) Pause(st blinds.Structure, nowMS int64) (State, error) {
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if !next.Running {
		return s, IsStanding
	}
	next.Running = false
	return next, nil
}

// Set puts the clock to a reading, running or standing as it was. It is what
// undo and a return after a power cut use: to count the time away as well,
// give as atMS the moment the reading was true, and let Boundaries say what
// has gone by since.
//
// 0 left is a reading only where the clock waits. A reading of an early break
// needs one to be on.
func (s State) Set(st blinds.Structure, r Reading, atMS int64) (State, error) {
	next, err := s.settled(st, atMS)
	if err != nil {
		return s, err
	}
	next.AnchorMS = atMS
	if r.Item < 0 || r.Item >= len(st.Items) || r.LeftMS < 0 || r.LeftMS > MaxLeftMS {
		return s, ReadingRange
	}
	if r.Early {
		if s.Inserted == nil || r.Item != s.Item || r.LeftMS == 0 {
			return s, ReadingRange
		}
		next.Item, next.LeftMS, next.SkipItem = s.Item, s.LeftMS, s.SkipItem
		early := *s.Inserted
		early.LeftMS = r.LeftMS
		next.Inserted = &early
		return next, nil
	}
	next = next.withoutEarlyBreak()
	next.Item, next.LeftMS = r.Item, r.LeftMS
	if _, goesOn := next.following(st); goesOn && r.LeftMS == 0 {
		return s, ReadingRange
	}
	return next, nil
}

// Advance ends the item now; the next one begins with all its time. During an
// early break it ends that break.
func (s State) Advance(st blinds.Structure, nowMS int64) (State, error) {
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if next.Inserted != nil {
		return next.withoutEarlyBreak(), nil
	}
	item, ok := next.next(st)
	if !ok {
		return s, AtLastItem
	}
	return next.at(st, item), nil
}

// Back begins the item before this one again, with all its time. During an
// early break it calls that break off: the level goes on where it stood and
// the scheduled break stays.
func (s State) Back(st blinds.Structure, nowMS int64) (State, error) {
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	if next.Inserted != nil {
		next.Inserted = nil
		return next, nil
	}
	if next.Item == 0 {
		return s, AtFirstItem
	}
	next = next.at(st, next.Item-1)
	if next.Item == next.SkipItem {
		next.SkipItem = 0 // gone back to on purpose: the break is held after all
	}
	return next, nil
}

// AddMinutes gives time to the item or the early break, or takes it away.
// Taking all that is left, or more, goes to the next item, as Advance does
// (see the package comment); where the clock waits it shows 0:00. More than 24
// hours left is refused.
func (s State) AddMinutes(st blinds.Structure, nowMS int64, minutes int) (State, error) {
	if minutes == 0 || minutes > blinds.MaxMinutes || minutes < -blinds.MaxMinutes {
		return s, MinutesRange
	}
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	left := next.anchored().LeftMS + int64(minutes)*60_000
	if left > MaxLeftMS {
		return s, MinutesRange
	}
	return next.leave(st, left), nil
}

// End stops the clock for good: somebody has won.
func (s State) End(st blinds.Structure, nowMS int64) (State, error) {
	next, err := s.settled(st, nowMS)
	if err != nil {
		return s, err
	}
	next.Running, next.Ended = false, true
	return next, nil
}

// leave puts what is left of the item; nothing left is the next item.
func (s State) leave(st blinds.Structure, leftMS int64) State {
	if leftMS <= 0 {
		if next, goesOn := s.after(st); goesOn {
			return next
		}
		leftMS = 0
	}
	if s.Inserted != nil {
		early := *s.Inserted
		early.LeftMS = leftMS
		s.Inserted = &early
		return s
	}
	s.LeftMS = leftMS
	return s
}

// settled is where every act begins.
func (s State) settled(st blinds.Structure, nowMS int64) (State, error) {
	if len(st.Items) == 0 {
		return s, NoStructure
	}
	if s.Ended {
		return s, HasEnded
	}
	return s.Settle(st, nowMS), nil
}

func (s State) dayIsOver(st blinds.Structure) bool {
	return s.Inserted == nil && s.LeftMS == 0 && st.Items[s.Item].EndOfDay
}
