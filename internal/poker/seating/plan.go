package seating

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"felt/internal/poker/draw"
)

// Dealt is one player's part of a table break: his card, and the seat it took.
type Dealt struct {
	From Place     `json:"from"`
	Card draw.Card `json:"card"` // draw.Card.String gives "As"
	To   Place     `json:"to"`
}

// BreakPlan is a table break as it is drawn (TDA 10B). SeatCards are in the
// order they were turned up; Dealt is in the order of the old seats. The
// highest card took the first seat card, the next the second, and so on.
type BreakPlan struct {
	Table     int     `json:"table"`
	SeatCards []Place `json:"seat_cards"`
	Dealt     []Dealt `json:"dealt"`
}

// PlanBreak seats the players of one table at the others in the two random
// steps of TDA 10B. They can get any seat, blinds and button too (TDA 10A).
//
//  1. Seat cards. One for each player, each picked from OpenSeats as the cards
//     before left them: purpose as given, entries "seat 1", "seat 2" and so on.
//     Under ShortestTables the receiving tables so end as even as they can.
//  2. Playing cards. One for each player in seat order, from one shuffled pack
//     (draw.Deal: entry "cards"). By rank and suit, the highest takes the first
//     seat card.
//
// The purpose names this break and no other draw of the night. It is an error
// when the table is not there, holds nobody or more players than a pack has
// cards, or when too few seats are open. Recompute it to check it.
func PlanBreak(number int, tables []Table, d DrawPolicy, seed draw.Seed, purpose string, attempt int) (BreakPlan, error) {
	if err := Check(tables); err != nil {
		return BreakPlan{}, err
	}
	at := slices.IndexFunc(tables, func(t Table) bool { return t.Number == number })
	if at < 0 {
		return BreakPlan{}, fmt.Errorf("table %d is not there", number)
	}
	leaving := tables[at].Occupied
	if len(leaving) == 0 {
		return BreakPlan{}, fmt.Errorf("nobody sits at table %d", number)
	}
	others := slices.DeleteFunc(slices.Clone(tables), func(t Table) bool { return t.Number == number })
	seats, err := drawSeats(len(leaving), others, d, seed, purpose, attempt)
	if err != nil {
		return BreakPlan{}, err
	}
	plan := BreakPlan{Table: number, SeatCards: seats, Dealt: make([]Dealt, len(leaving))}
	cards := draw.Deal(seed, purpose, attempt, len(leaving))
	for i, seat := range leaving {
		plan.Dealt[i] = Dealt{From: Place{number, seat}, Card: cards[i]}
	}
	highest := make([]int, len(leaving)) // players by card, the highest first
	for i := range highest {
		highest[i] = i
	}
	slices.SortFunc(highest, func(a, b int) int { return cmp.Compare(cards[b], cards[a]) })
	for i, player := range highest {
		plan.Dealt[player].To = seats[i]
	}
	return plan, nil
}

// Seated is one entry's new seat.
type Seated struct {
	Entry string `json:"entry"`
	To    Place  `json:"to"`
}

// PlanRedraw seats the entries anew, all at random, at the tables that stay.
// Who sits there now does not matter, except at Fixed seats (TDA 9): those stay
// taken, and their players are not among the entries.
//
// The seats are picked like a break's seat cards, then shuffled (draw.Shuffle,
// entry "entries"), and the entries take them in the order given; so who sits
// with whom is random too. The result is in the order of the entries. It is an
// error when an entry is there twice or too few seats are open: give the final
// table as many seats as the redraw asks for.
func PlanRedraw(entries []string, tables []Table, d DrawPolicy, seed draw.Seed, purpose string, attempt int) ([]Seated, error) {
	if err := Check(tables); err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		if seen[e] {
			return nil, fmt.Errorf("entry %s is there twice", e)
		}
		seen[e] = true
	}
	cleared := slices.Clone(tables)
	for i := range cleared {
		cleared[i].Occupied = (seatsOf(cleared[i].Occupied) & seatsOf(cleared[i].Fixed)).list()
	}
	seats, err := drawSeats(len(entries), cleared, d, seed, purpose, attempt)
	if err != nil {
		return nil, err
	}
	order := draw.Shuffle(seed, purpose, "entries", attempt, len(seats))
	seated := make([]Seated, len(entries))
	for i, e := range entries {
		seated[i] = Seated{Entry: e, To: seats[order[i]]}
	}
	return seated, nil
}

// drawSeats picks n seats one after the other, each from what the ones before
// left open.
func drawSeats(n int, tables []Table, d DrawPolicy, seed draw.Seed, purpose string, attempt int) ([]Place, error) {
	room := make([]table, len(tables))
	free := 0
	for i := range tables {
		room[i] = table{Table: &tables[i], occupied: seatsOf(tables[i].Occupied)}
		free += room[i].free().count()
	}
	if n > free {
		return nil, fmt.Errorf("%d players need a seat, %d are free", n, free)
	}
	slices.SortFunc(room, func(a, b table) int { return cmp.Compare(a.Number, b.Number) })
	seats := make([]Place, n)
	for i := range seats {
		open := countOpen(room, d)
		index := draw.Pick(seed, purpose, "seat "+strconv.Itoa(i+1), attempt, open)
		seats[i] = takeOpen(room, d, index)
	}
	return seats, nil
}

// countOpen is the length of openSeats, without the list.
func countOpen(room []table, d DrawPolicy) int {
	fewest, n := fewestWithRoom(room), 0
	for i := range room {
		if d == AllSeats || room[i].size() == fewest {
			n += room[i].free().count()
		}
	}
	return n
}

// takeOpen fills the seat that openSeats lists at the index.
func takeOpen(room []table, d DrawPolicy, index int) Place {
	fewest := fewestWithRoom(room)
	for i := range room {
		if d != AllSeats && room[i].size() != fewest {
			continue
		}
		free := room[i].free()
		if index >= free.count() {
			index -= free.count()
			continue
		}
		for range index {
			free &= free - 1
		}
		seat := free.after(0)
		room[i].occupied |= 1 << seat
		return Place{room[i].Number, seat}
	}
	return Place{}
}
