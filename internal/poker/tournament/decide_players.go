package tournament

import "fmt"

func (c Bust) decide(s *State, env Env) ([]Event, *Refusal) {
	if len(c.Outs) == 0 {
		return nil, refuse(BadValue, "Nobody was named.")
	}
	if !s.Clock.Started {
		return nil, refuse(ClockNotStarted, "Nobody is out before the cards are in the air.").Mend("Start the clock, or void the entry if it was a mistake.")
	}
	if len(c.Outs) >= s.Live {
		return nil, refuse(BadValue, "%d are in: somebody wins the last hand.", s.Live).Mend("Name only the players who are out.")
	}
	named := map[EntryNo]bool{}
	var events []Event
	for _, o := range c.Outs {
		if named[o.Entry] {
			return nil, refuse(BadValue, "Entry %d is named twice.", o.Entry)
		}
		named[o.Entry] = true
		e, r := s.in(o.Entry)
		if r != nil {
			return nil, r
		}
		if o.Stack < 0 || o.Stack > s.ChipsInPlay() {
			return nil, refuse(CountTooLarge, "A stack is from 0 to the %d chips in play.", s.ChipsInPlay())
		}
		for _, by := range o.By {
			if _, r := s.in(by); r != nil {
				return nil, r
			}
			for _, other := range c.Outs {
				if other.Entry == by && by != o.Entry {
					return nil, refuse(BadValue, "Entry %d took chips in this hand and is not out in it.", by).Mend("Name who has the chips now, or two hands.")
				}
			}
		}
		b := Busted{Entry: o.Entry, By: o.By, Hand: s.hand(env), Place: e.Seat, Stack: o.Stack}
		if r := Check(s, b); r != nil {
			return nil, r
		}
		events = append(events, b)
	}
	return events, nil
}

// hand names the hand that busts share: the hand being played at all tables in
// hand-for-hand (TDA RP-8), otherwise this one action.
func (s *State) hand(env Env) string {
	if h := s.HandForHand; h != nil {
		return fmt.Sprintf("hfh:%d:%d", s.HandForHandRound, h.Hand)
	}
	return env.Action
}

func (c Remove) decide(s *State, _ Env) ([]Event, *Refusal) {
	switch c.Reason {
	case "disqualified", "no_show", "forfeited":
	default:
		return nil, refuse(BadValue, "A player is removed as disqualified, no_show or forfeited.")
	}
	if _, r := s.in(c.Entry); r != nil {
		return nil, r
	}
	if s.Live < 2 {
		return nil, refuse(BadValue, "The last player is not removed.")
	}
	if c.Stack < 0 || c.Stack > s.ChipsInPlay() {
		return nil, refuse(CountTooLarge, "A stack is from 0 to the %d chips in play.", s.ChipsInPlay()).Under("TDA 71D")
	}
	return s.checked(Removed{Entry: c.Entry, Reason: c.Reason, Stack: c.Stack})
}

func (c CountChips) decide(s *State, _ Env) ([]Event, *Refusal) {
	if len(c.Counts) == 0 {
		return nil, refuse(BadValue, "No stack was counted.")
	}
	seen := map[EntryNo]bool{}
	var sum int64
	for _, x := range c.Counts {
		if seen[x.Entry] {
			return nil, refuse(BadValue, "Entry %d is counted twice.", x.Entry)
		}
		seen[x.Entry] = true
		if x.Chips < 0 || x.Chips > s.ChipsInPlay() {
			return nil, refuse(CountTooLarge, "%d chips are in play; a stack cannot hold %d.", s.ChipsInPlay(), x.Chips).Mend("Count again.")
		}
		sum += x.Chips
	}
	if sum > s.ChipsInPlay() {
		return nil, refuse(CountTooLarge, "The counts add up to %d and %d chips are in play.", sum, s.ChipsInPlay()).Mend("Count again.")
	}
	return s.checked(Counted{Counts: c.Counts})
}

func (c Penalise) decide(s *State, _ Env) ([]Event, *Refusal) {
	e, r := s.in(c.Entry)
	if r != nil {
		return nil, r
	}
	hands := 0
	switch c.Kind {
	case "warning":
	case "missed_hand":
		hands = 1
	case "missed_rounds": // TDA 71A: rounds x players at the table
		t := s.Table(e.Seat.Table)
		if t == nil {
			return nil, refuse(NotSeated, "The player has no seat.").Mend("Seat the player first.")
		}
		if c.Rounds < 1 || c.Rounds > 10 {
			return nil, refuse(BadValue, "A penalty is 1 to 10 rounds.").Under("TDA 71A")
		}
		hands = c.Rounds * t.Players()
	default:
		return nil, refuse(BadValue, "A penalty is a warning, missed_hand or missed_rounds.").Under("TDA 71A")
	}
	return []Event{Penalised{Entry: c.Entry, Kind: c.Kind, Rounds: c.Rounds, Hands: hands}}, nil
}

func (c ColourUp) decide(s *State, _ Env) ([]Event, *Refusal) {
	if c.Chip <= 0 || c.Taken < 0 || c.Given < 0 || c.Taken > s.ChipsInPlay() || c.Given > s.ChipsInPlay() {
		return nil, refuse(BadValue, "Name the chip, and what was taken and given, in chips.").Under("TDA 24")
	}
	return s.checked(ColouredUp{Chip: c.Chip, Taken: c.Taken, Given: c.Given})
}
