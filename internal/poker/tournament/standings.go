package tournament

import "sort"

// Standing is one player's place. Players who go out in the same hand may tie:
// they share Place to To and the sum of those prizes.
type Standing struct {
	Place int
	To    int // last place of the tie; equal to Place without one
	Entry EntryNo
}

// Standings lists everybody who is out, best first. Places count persons: the
// last bust of each player counts, and while re-entry is open a place is what it
// would be if nobody came back.
//
// One player left, or play finished after a deal, gives the winner too.
func (s *State) Standings() []Standing {
	list := make([]Standing, 0, s.People)
	if w := s.Winner(); w != 0 {
		list = append(list, Standing{Place: 1, To: 1, Entry: w})
	}
	return s.standingsOut(list, s.Live, len(s.Outs))
}

// LastOut gives the standings of the newest n players out, best first.
func (s *State) LastOut(n int) []Standing { return s.standingsOut(nil, s.Live, n) }

// StandingOf gives one player's place; false while he is in and not alone.
func (s *State) StandingOf(no EntryNo) (Standing, bool) {
	if w := s.Winner(); w == no && w != 0 {
		return Standing{1, 1, no}, true
	}
	asked := s.Entry(no)
	if asked == nil || asked.Status == In || asked.Bust == nil || asked.replaced {
		return Standing{}, false
	}
	// From the newest out to his hand only the players are counted.
	hand, place := []EntryNo{}, s.Live
	for i := len(s.Outs) - 1; i >= 0; i-- {
		e := s.outAt(i)
		if e == nil {
			continue
		}
		if e.Bust.Hand == asked.Bust.Hand {
			hand = append(hand, e.No)
		} else if len(hand) > 0 {
			break
		} else {
			place++
		}
	}
	var list []Standing
	s.rankHand(&list, hand, place)
	for _, x := range list {
		if x.Entry == no {
			return x, true
		}
	}
	return Standing{}, false
}

// outAt is the entry that went out as the ith, nil where it counts no more: it was
// voided, or its player has a later one.
func (s *State) outAt(i int) *Entry {
	e := s.Entry(s.Outs[i])
	if e == nil || e.Status == In || e.Bust == nil || e.replaced {
		return nil
	}
	return e
}

// Winner is the last player in, 0 while more than one is. Nobody wins before
// the clock was started.
func (s *State) Winner() EntryNo {
	if s.Live != 1 || !s.Clock.Started || s.People < 2 {
		return 0
	}
	for i := range s.Entries {
		if s.Entries[i].Status == In {
			return s.Entries[i].No
		}
	}
	return 0
}

// standingsOut walks the hands backwards from the newest. place is the number of
// players who finish better than the first of them.
func (s *State) standingsOut(list []Standing, place, most int) []Standing {
	var hand []EntryNo
	flush := func() {
		place = s.rankHand(&list, hand, place)
		hand = hand[:0]
	}
	start := len(list)
	for i := len(s.Outs) - 1; i >= 0; i-- {
		e := s.outAt(i)
		if e == nil {
			continue
		}
		if len(hand) > 0 && s.Entries[hand[0]-1].Bust.Hand != e.Bust.Hand {
			flush()
			if len(list)-start >= most {
				return list
			}
		}
		hand = append(hand, e.No)
	}
	flush()
	return list
}

// rankHand ranks the players of one hand behind place others. At one table the
// larger stack at the start of the hand ranks higher and equal or unknown stacks
// tie; at different tables all tie, or rank by stacks, as the tournament says.
func (s *State) rankHand(list *[]Standing, hand []EntryNo, place int) int {
	switch len(hand) {
	case 0:
		return place
	case 1:
		*list = append(*list, Standing{Place: place + 1, To: place + 1, Entry: hand[0]})
		return place + 1
	}
	ranked := append([]EntryNo(nil), hand...)
	byStack := s.Config.Ranking.SimultaneousAtTables == "stacks" || s.oneTable(ranked)
	if byStack {
		sort.SliceStable(ranked, func(i, j int) bool { return s.stackOut(ranked[i]) > s.stackOut(ranked[j]) })
	}
	for i := 0; i < len(ranked); {
		j := i + 1
		for j < len(ranked) && (!byStack || s.stackOut(ranked[j]) == s.stackOut(ranked[i])) {
			j++
		}
		tied := ranked[i:j]
		sort.Slice(tied, func(a, b int) bool { return tied[a] < tied[b] })
		for _, no := range tied {
			*list = append(*list, Standing{Place: place + 1, To: place + len(tied), Entry: no})
		}
		place += len(tied)
		i = j
	}
	return place
}

func (s *State) oneTable(hand []EntryNo) bool {
	for _, no := range hand {
		if s.Entries[no-1].Bust.Seat.Table != s.Entries[hand[0]-1].Bust.Seat.Table {
			return false
		}
	}
	return true
}

func (s *State) stackOut(no EntryNo) int64 { return s.Entries[no-1].Bust.Stack }
