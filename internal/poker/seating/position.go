package seating

// blinds are the blind seats of the hand just finished. Under the dead button
// (TDA 32) they decide the next hand: the big blind moves on to the next live
// player, the small blind is where the big blind was, the button where the
// small blind was, whether anybody still sits there or not.
type blinds struct {
	small, big int // big 0: nothing is known; small 0: only the big blind is
	headsUp    bool
}

// lastBlinds takes the big blind as told. Where it is not, it is derived from
// the small blind or the button by walking over the players still there: right
// unless one of the blinds went out in that very hand, which only the blinds
// themselves can tell.
func (t *Table) lastBlinds(occupied ring) blinds {
	switch {
	case t.BigBlind != 0:
		return blinds{t.SmallBlind, t.BigBlind, t.SmallBlind != 0 && t.SmallBlind == t.Button}
	case occupied == 0:
		return blinds{}
	case t.SmallBlind != 0:
		return blinds{t.SmallBlind, occupied.after(t.SmallBlind), t.SmallBlind == t.Button}
	case t.Button != 0 && occupied.count() == 2 && occupied.has(t.Button):
		return blinds{t.Button, occupied.after(t.Button), true} // heads-up the button is small blind (TDA 34)
	case t.Button != 0:
		small := occupied.after(t.Button)
		return blinds{small, occupied.after(small), false}
	}
	return blinds{}
}

// where says what a free seat is for the player who takes it.
type where struct {
	seat int
	is   Position
	wait int // hands until it is big blind, 1 the next hand; 0 not known
}

// worstSeat is the seat TDA 11A asks for: the worst position of the short
// table. Worst is the big blind of the next hand, and then the seat that comes
// to be big blind soonest; "never the small blind" is the seat that was big
// blind last, because that is where the next small blind falls, dead or alive.
//
// Walking clockwise from the last big blind gives exactly this order: seats
// before the next player are big blind at once, those after him a hand later,
// and the seats between button and small blind, where he would not be dealt in
// (TDA 8, 10A) and which the blinds have just passed, come at the very end.
//
// Readings, where the text leaves room:
//   - "Single big blind" is a seat that pays the big blind alone. Every such
//     seat does here, since the small blind is another seat, so it does not
//     matter whether that one is live or dead.
//   - Only the big blind is never avoided ("even if that means the seat is the
//     big blind twice"); how worse and better seats follow after it is our
//     reading, but the same in every room we know of: soonest first.
//   - Of several free seats before the next player all are big blind in the
//     next hand and none is worse; the first is taken.
//   - A seat where nobody is dealt in is no "worst position": it gives hands
//     away, yet pays no blind for a whole round. It comes last but is legal.
//   - "Never the small blind" has no exception in the text, but a room can leave
//     no other seat. Then it is advised with the advice to wait a hand, after
//     which the seat is the button; saying nothing would leave the table short
//     without a reason.
func (t *table) worstSeat() where {
	free := t.free()
	if free == 0 {
		return where{}
	}
	last := t.lastBlinds(t.occupied)
	if last.big == 0 {
		return where{seat: free.after(0), is: PositionUnknown}
	}
	seat := free.after(last.big)
	if seat == last.big {
		return where{seat: seat, is: SmallBlind}
	}
	w := where{seat: seat, is: BigBlindLater, wait: t.occupied.between(last.big, seat) + 1}
	switch {
	case w.wait == 1:
		w.is = BigBlindNext
	case last.isDeadZone(seat):
		w.is = ButtonToSmallBlind
	}
	return w
}

// isDeadZone says whether a seat lies between the next hand's button (where the
// small blind was) and its small blind (where the big blind was). After a hand
// heads-up there is no such seat: the new third player is on the button.
func (b blinds) isDeadZone(seat int) bool {
	if b.small == 0 || b.headsUp || b.small == b.big {
		return false
	}
	if b.small < b.big {
		return b.small < seat && seat < b.big
	}
	return seat > b.small || seat < b.big
}

// who is the player of the long table who moves.
type who struct {
	seat   int
	is     Position
	passed []int // next big blinds who may not be moved (TDA 9)
}

// nextBigBlind is who moves by TDA 11A: the next big blind, or the first player
// after him who may be moved.
func (t *table) nextBigBlind() who {
	movable := t.movable()
	last := t.lastBlinds(t.occupied)
	if last.big == 0 {
		return who{seat: movable.after(0), is: PositionUnknown}
	}
	w := who{is: BigBlindNext}
	seat := t.occupied.after(last.big)
	for !movable.has(seat) {
		w.passed = append(w.passed, seat)
		seat = t.occupied.after(seat)
	}
	w.seat = seat
	return w
}

// studSeat is the seat TDA 11A asks for in stud, where nobody pays a big blind:
// the one that opened last.
func (t *table) studSeat() where {
	free := t.free()
	if t.LastOpened != 0 && free.has(t.LastOpened) {
		return where{seat: t.LastOpened, is: LastOpened}
	}
	return where{seat: free.after(0), is: PositionUnknown}
}

// studPlayer is who moves into it: in stud a player keeps his position, so it
// is the one in the seat of the same number, or the first after it.
func (t *table) studPlayer(seat int) who {
	return who{seat: t.movable().after(seat - 1), is: SamePosition}
}
