package tournament

import (
	"errors"

	"felt/internal/poker/clock"
)

func (StartClock) decide(s *State, env Env) ([]Event, *Refusal) {
	if !s.Clock.Started && s.Live < 2 {
		return nil, refuse(NotYet, "%d players are in.", s.Live).Mend("Two players make a tournament.")
	}
	return s.clockTo(env, func(f ClockFact) Event { return ClockStarted{f} }, func(c clock.State) (clock.State, error) {
		return c.Start(s.Config.Structure, env.BoxMS)
	})
}

func (PauseClock) decide(s *State, env Env) ([]Event, *Refusal) {
	return s.clockTo(env, func(f ClockFact) Event { return ClockPaused{f} }, func(c clock.State) (clock.State, error) {
		return c.Pause(s.Config.Structure, env.BoxMS)
	})
}

func (c SetClock) decide(s *State, env Env) ([]Event, *Refusal) {
	return s.clockTo(env, clockSet("set"), func(was clock.State) (clock.State, error) {
		return was.Set(s.Config.Structure, c.Reading, env.BoxMS)
	})
}

func (c ChangeLevel) decide(s *State, env Env) ([]Event, *Refusal) {
	switch c.By {
	case 1:
		return s.clockTo(env, clockSet("level_forward"), func(was clock.State) (clock.State, error) {
			return was.Advance(s.Config.Structure, env.BoxMS)
		})
	case -1:
		return s.clockTo(env, clockSet("level_back"), func(was clock.State) (clock.State, error) {
			return was.Back(s.Config.Structure, env.BoxMS)
		})
	}
	return nil, refuse(BadValue, "The level goes one forward or one back.")
}

func (c AddTime) decide(s *State, env Env) ([]Event, *Refusal) {
	if c.DeltaMS%60_000 != 0 {
		return nil, refuse(BadValue, "Time is given and taken in whole minutes.").Mend("Set the clock for seconds.")
	}
	return s.clockTo(env, clockSet("minutes"), func(was clock.State) (clock.State, error) {
		return was.AddMinutes(s.Config.Structure, env.BoxMS, int(c.DeltaMS/60_000))
	})
}

func (c TakeBreak) decide(s *State, env Env) ([]Event, *Refusal) {
	return s.clockTo(env, func(f ClockFact) Event { return BreakTaken{f, c.Minutes, c.ReplacesNext} }, func(was clock.State) (clock.State, error) {
		return was.TakeBreak(s.Config.Structure, env.BoxMS, c.Minutes, c.ReplacesNext)
	})
}

func (EndBreak) decide(s *State, env Env) ([]Event, *Refusal) {
	return s.clockTo(env, func(f ClockFact) Event { return BreakEnded{f} }, func(was clock.State) (clock.State, error) {
		return was.EndBreak(s.Config.Structure, env.BoxMS)
	})
}

// PassBoundary appends every boundary that has gone by, each at the moment it
// was due, so that the levels played are facts of the log.
func (PassBoundary) decide(s *State, env Env) ([]Event, *Refusal) {
	events := s.boundaries(env.BoxMS)
	if len(events) == 0 {
		return nil, refuse(NotYet, "The level is not over.")
	}
	return events, nil
}

func (s *State) boundaries(now int64) []Event {
	var events []Event
	closed := s.RegistrationClosed
	was := s.item()
	for _, b := range clock.Boundaries(s.Clock, s.Config.Structure, s.Clock.AnchorMS-1, now) {
		events = append(events, BoundaryPassed{ClockFact{b.State, b.AtMS}})
		events, closed = s.closeAt(events, closed, was, b.Reading.Item)
		was = b.Reading.Item
	}
	return events
}

// item is the item of the clock, -1 before the start.
func (s *State) item() int {
	if !s.Clock.Started {
		return -1
	}
	return s.Clock.Item
}

// closeAt closes registration when the clock comes from one item to the item that
// says so, or over it. Reopened behind it, registration stays open.
func (s *State) closeAt(events []Event, closed bool, was, is int) ([]Event, bool) {
	at, has := s.Config.Structure.RegistrationCloses()
	if closed || !has || was >= at || is < at {
		return events, closed
	}
	return append(events, RegistrationClosed{}), true
}

func (c Interrupt) decide(s *State, env Env) ([]Event, *Refusal) {
	if !s.Clock.Running {
		return nil, refuse(ClockIsStopped, "The clock stood when the box went away.")
	}
	c.Clock.Running, c.Clock.AnchorMS = false, env.BoxMS
	return []Event{ClockInterrupted{ClockFact: ClockFact{c.Clock, env.BoxMS}, KeptAt: c.KeptAt}}, nil
}

// ResumeClock goes on after a power cut. Time counted away runs through the
// structure: every boundary passed while the box was dark is appended.
func (c ResumeClock) decide(s *State, env Env) ([]Event, *Refusal) {
	if s.Interrupted == nil {
		return nil, refuse(NotYet, "The clock was not interrupted.").Mend("Start it as usual.")
	}
	if c.AwayMS < 0 || c.AwayMS > 7*24*3600*1000 {
		return nil, refuse(BadValue, "The time away is from nothing to a week.")
	}
	from := s.Clock
	from.AnchorMS, from.Running = env.BoxMS-c.AwayMS, true
	var events []Event
	closed, was := s.RegistrationClosed, s.item()
	for _, b := range clock.Boundaries(from, s.Config.Structure, from.AnchorMS-1, env.BoxMS) {
		events = append(events, BoundaryPassed{ClockFact{b.State, b.AtMS}})
		events, closed = s.closeAt(events, closed, was, b.Reading.Item)
		was = b.Reading.Item
	}
	now := from.Settle(s.Config.Structure, env.BoxMS)
	return append(events, ClockSet{ClockFact{now, env.BoxMS}, "time_away"}), nil
}

func (StartHandForHand) decide(s *State, env Env) ([]Event, *Refusal) {
	if s.HandForHand != nil {
		return nil, refuse(HandForHandOn, "Hand for hand is being played.").Under("TDA RP-8")
	}
	if !s.Clock.Started {
		return nil, refuse(ClockNotStarted, "The clock has not been started yet.")
	}
	if r := s.away(); r != nil {
		return nil, r
	}
	now := s.Clock.Settle(s.Config.Structure, env.BoxMS)
	if s.Config.HandForHand.Stands() {
		now.Running = false
	}
	return append(s.boundaries(env.BoxMS), HandForHandStarted{ClockFact{now, env.BoxMS}}), nil
}

func (FinishHand) decide(s *State, env Env) ([]Event, *Refusal) {
	if s.HandForHand == nil {
		return nil, refuse(HandForHandOff, "Hand for hand is not being played.").Under("TDA RP-8")
	}
	took := env.BoxMS - s.HandForHand.StartedMS
	hand := s.HandForHand.Hand
	return s.clockTo(env, func(f ClockFact) Event { return HandForHandPlayed{f, hand, took} }, func(was clock.State) (clock.State, error) {
		return was.DeductHand(s.Config.Structure, env.BoxMS, took, s.Config.HandForHand)
	})
}

func (EndHandForHand) decide(s *State, env Env) ([]Event, *Refusal) {
	if s.HandForHand == nil {
		return nil, refuse(HandForHandOff, "Hand for hand is not being played.").Under("TDA RP-8")
	}
	if r := s.away(); r != nil {
		return nil, r
	}
	now := s.Clock.Settle(s.Config.Structure, env.BoxMS)
	if s.Config.HandForHand.Stands() {
		now.Running = true
	}
	return append(s.boundaries(env.BoxMS), HandForHandEnded{ClockFact{now, env.BoxMS}}), nil
}

// clockTo appends the boundaries passed so far and then the act itself.
func (s *State) clockTo(env Env, event func(ClockFact) Event, act func(clock.State) (clock.State, error)) ([]Event, *Refusal) {
	if r := s.away(); r != nil {
		return nil, r
	}
	next, err := act(s.Clock)
	if err != nil {
		return nil, clockRefusal(err)
	}
	events := s.boundaries(env.BoxMS)
	closed, was := s.RegistrationClosed, s.item()
	for _, e := range events {
		switch e := e.(type) {
		case RegistrationClosed:
			closed = true
		case BoundaryPassed:
			was = e.Clock.Item
		}
	}
	events = append(events, event(ClockFact{next, env.BoxMS}))
	if next.Started {
		events, _ = s.closeAt(events, closed, was, next.Item)
	}
	return events, nil
}

// away refuses while the clock waits after a power cut.
func (s *State) away() *Refusal {
	if s.Interrupted == nil {
		return nil
	}
	return refuse(NotYet, "The box was away; the clock waits.").Mend("Say first whether to resume or to count the time away.")
}

func clockSet(reason string) func(ClockFact) Event {
	return func(f ClockFact) Event { return ClockSet{f, reason} }
}

// clockRefusal carries a refusal of the clock into the tournament's list.
func clockRefusal(err error) *Refusal {
	var r clock.Refusal
	if errors.As(err, &r) {
		return refuse(string(r), "%s", r.Error())
	}
	return refuse(BadValue, "%s", err.Error())
}
