package seating

import "slices"

// Advice is what is due now, most important first: a redraw, else a break,
// else moves. Halts stand beside any of them.
type Advice struct {
	Redraw *Redraw `json:"redraw,omitempty"`
	Break  *Break  `json:"break,omitempty"`
	Moves  []Move  `json:"moves,omitempty"` // in order: each is for the tables as the ones before left them
	Halts  []Halt  `json:"halts,omitempty"` // by table number
}

// Move is one player to another table.
type Move struct {
	From Place  `json:"from"`
	To   Place  `json:"to"`
	Rule string `json:"rule"`
	Why  Reason `json:"why"`
}

// Halt is a table that stops until it is filled (TDA 11D).
type Halt struct {
	Table int    `json:"table"`
	When  string `json:"when"` // Now or NextHand
	Rule  string `json:"rule"`
	Why   Reason `json:"why"`
}

// When a halt takes effect.
const (
	Now      = "now"       // before the next hand, whose big blind would fall on an empty seat
	NextHand = "next_hand" // it plays the next hand and is looked at again
)

// Break is the table to break next (TDA 10).
type Break struct {
	Table int    `json:"table"`
	Rule  string `json:"rule"`
	Why   Reason `json:"why"`
}

// Redraw is a new random draw of every seat.
type Redraw struct {
	Tables []int  `json:"tables"` // the tables that stay, ascending
	Seats  int    `json:"seats"`  // seats needed at the fullest of them; may be one more than its chairs
	Final  bool   `json:"final"`  // the final table
	Rule   string `json:"rule,omitempty"`
	Why    Reason `json:"why"`
}

// table is a Table at work: sets instead of lists, and its rank.
type table struct {
	*Table
	occupied ring
	rank     int // in the break order, 0 first
}

func (t *table) size() int { return t.occupied.count() }

func (t *table) free() ring { return allSeats(t.Seats) &^ t.occupied &^ seatsOf(t.Locked) }

func (t *table) movable() ring { return t.occupied &^ seatsOf(t.Fixed) }

// capacity is the players the table can hold.
func (t *table) capacity() int { return t.size() + t.free().count() }

// Advise says what is due at these tables. The order of the tables does not
// matter. Tables without players are not in play and are left out of account.
// Tables that contradict themselves (Check) get no advice.
//
// A redraw or break that is due comes before balancing: it moves everybody
// concerned anyway, so nobody should be moved twice.
func Advise(tables []Table, p Policy) Advice {
	if Check(tables) != nil {
		return Advice{}
	}
	room := inPlay(tables)
	advice := Advice{Halts: halts(room, p)}
	if len(room) == 0 {
		return advice
	}
	if advice.Redraw = p.redrawDue(room); advice.Redraw != nil {
		return advice
	}
	if advice.Break = p.breakDue(room); advice.Break != nil {
		return advice
	}
	if p.uneven(room) {
		advice.Moves = balance(room, p)
	}
	return advice
}

// inPlay is the tables somebody sits at.
func inPlay(tables []Table) []*table {
	made := make([]table, len(tables))
	room := make([]*table, 0, len(tables))
	for i := range tables {
		if len(tables[i].Occupied) == 0 {
			continue
		}
		made[i] = table{Table: &tables[i], occupied: seatsOf(tables[i].Occupied)}
		room = append(room, &made[i])
	}
	return room
}

// uneven says whether the tables differ by more than the policy allows.
func (p Policy) uneven(room []*table) bool {
	least, most := extremes(room)
	return most-least > p.maxDifference(len(room))
}

func extremes(room []*table) (least, most int) {
	for i, t := range room {
		n := t.size()
		if i == 0 || n < least {
			least = n
		}
		most = max(most, n)
	}
	return least, most
}

func players(room []*table) int {
	n := 0
	for _, t := range room {
		n += t.size()
	}
	return n
}

func numbers(room []*table) []int {
	list := make([]int, len(room))
	for i, t := range room {
		list[i] = t.Number
	}
	slices.Sort(list)
	return list
}
