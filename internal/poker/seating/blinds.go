package seating

// Hand is where button and blinds are in one hand, 0 where not known. A seat may
// be empty: the button and the small blind can be dead (TDA 32).
type Hand struct {
	Button     int `json:"button"`
	SmallBlind int `json:"small_blind"`
	BigBlind   int `json:"big_blind"`
}

// LastBlinds is the hand just finished, as told or derived from what was told.
func LastBlinds(t Table) Hand {
	if t.check() != nil {
		return Hand{}
	}
	last := t.lastBlinds(seatsOf(t.Occupied))
	return Hand{t.Button, last.small, last.big}
}

// NextBlinds is the hand to come with the players there now (TDA 32): the big
// blind is the first player after the last one, the small blind falls on the
// seat that was big blind, the button on the seat that was small blind. With two
// left the small blind is on the button, and nobody is big blind twice in a row
// (TDA 34).
func NextBlinds(t Table) Hand {
	if t.check() != nil {
		return Hand{}
	}
	occupied := seatsOf(t.Occupied)
	last := t.lastBlinds(occupied)
	if last.big == 0 || occupied == 0 {
		return Hand{}
	}
	next := Hand{Button: last.small, SmallBlind: last.big, BigBlind: occupied.after(last.big)}
	switch {
	case occupied.count() == 1:
		return Hand{}
	case occupied.count() == 2:
		next.SmallBlind = occupied.after(next.BigBlind)
		next.Button = next.SmallBlind
	case last.headsUp: // somebody joined two players: the button goes to the right of the small blind
		next.Button = occupied.before(last.big)
	}
	return next
}
