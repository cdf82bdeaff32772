package seating

import (
	"cmp"
	"slices"
)

// balance gives the moves that bring the tables within the policy, one at a
// time: the fullest table gives (TDA 11C), the shortest receives, until they
// are close enough or nobody can move. The room is used up: each move is made on
// it.
func balance(room []*table, p Policy) []Move {
	p.breakOrder().sort(room)
	limit := p.maxDifference(len(room))
	sizes := groupBySize(room)
	var moves []Move
	for {
		give, take := sizes.fullest(), sizes.shortest()
		if give == nil || take == nil || give.size()-take.size() <= limit {
			return moves
		}
		move := moveBetween(give, take, p)
		move.Why.Tables, move.Why.Sizes = len(room), sizesAround(room, give, take)
		sizes.remove(give)
		sizes.remove(take)
		give.occupied &^= 1 << move.From.Seat
		take.occupied |= 1 << move.To.Seat
		sizes.add(give)
		sizes.add(take)
		moves = append(moves, move)
	}
}

// moveBetween says who goes and where to.
func moveBetween(give, take *table, p Policy) Move {
	var player who
	var seat where
	if p.Stud {
		seat = take.studSeat()
		player = give.studPlayer(seat.seat)
	} else {
		seat = take.worstSeat()
		player = give.nextBigBlind()
	}
	from, to := Place{give.Number, player.seat}, Place{take.Number, seat.seat}
	return Move{From: from, To: to, Rule: ruleBalance, Why: Reason{
		Code: Balance, Rule: ruleBalance,
		Give: from, Take: to, Who: player.is, Where: seat.is, Wait: seat.wait, Passed: player.passed,
	}}
}

// fewTables is how many tables a reason lists one by one.
const fewTables = 6

// sizesAround is the players before and after a move at every table while the
// tables are few, else at the two concerned.
func sizesAround(room []*table, give, take *table) []Size {
	if len(room) > fewTables {
		room = []*table{give, take}
	}
	sizes := make([]Size, len(room))
	for i, t := range room {
		sizes[i] = Size{Table: t.Number, Before: t.size(), After: t.size()}
		switch t {
		case give:
			sizes[i].After--
		case take:
			sizes[i].After++
		}
	}
	slices.SortFunc(sizes, func(a, b Size) int { return cmp.Compare(a.Table, b.Table) })
	return sizes
}

// bySize holds the tables by how many sit there, each bucket as ranks in break
// order, so that the next giver and taker are found without looking at every
// table of a large field.
type bySize struct {
	room    []*table // in break order: a rank is an index
	buckets [MaxSeats + 1][]int
}

func groupBySize(room []*table) *bySize {
	b := &bySize{room: room}
	for _, t := range room {
		b.buckets[t.size()] = append(b.buckets[t.size()], t.rank)
	}
	return b
}

// fullest is the fullest table with somebody who may be moved; of equals the
// one that breaks earlier.
func (b *bySize) fullest() *table {
	for _, bucket := range slices.Backward(b.buckets[:]) {
		for _, rank := range bucket {
			if b.room[rank].movable() != 0 {
				return b.room[rank]
			}
		}
	}
	return nil
}

// shortest is the shortest table with a free seat; of equals the one that
// breaks later.
func (b *bySize) shortest() *table {
	for _, bucket := range b.buckets {
		for _, rank := range slices.Backward(bucket) {
			if b.room[rank].free() != 0 {
				return b.room[rank]
			}
		}
	}
	return nil
}

func (b *bySize) remove(t *table) {
	bucket := &b.buckets[t.size()]
	at, _ := slices.BinarySearch(*bucket, t.rank)
	*bucket = slices.Delete(*bucket, at, at+1)
}

func (b *bySize) add(t *table) {
	bucket := &b.buckets[t.size()]
	at, _ := slices.BinarySearch(*bucket, t.rank)
	*bucket = slices.Insert(*bucket, at, t.rank)
}
