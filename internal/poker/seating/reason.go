package seating

import (
	"fmt"
	"strconv"
	"strings"
)

// Code says what a Reason is about.
type Code string

const (
	Balance       Code = "balance"     // a player moves to a shorter table
	Halted        Code = "halt"        // a table stops playing
	BreakTable    Code = "break"       // a table is due to be broken
	FinalTable    Code = "final_table" // all who are in fit at the final table
	RedrawReached Code = "redraw"      // few enough are in for a redraw of all seats
)

// Position says what a seat is in the hands to come.
type Position string

const (
	BigBlindNext       Position = "big_blind_next"        // big blind of the next hand
	BigBlindLater      Position = "big_blind_later"       // big blind in Wait hands, no free seat sooner
	ButtonToSmallBlind Position = "button_to_small_blind" // between button and small blind: not dealt in, waits longest
	SmallBlind         Position = "small_blind"           // small blind of the next hand, no other seat is free
	LastOpened         Position = "last_opened"           // stud: the seat that opened last
	SamePosition       Position = "same_position"         // stud: the player in that position
	PositionUnknown    Position = "unknown"               // the blinds are not known: the lowest number stands in
)

// Size is a table's players before and after a move.
type Size struct {
	Table  int `json:"table"`
	Before int `json:"before"`
	After  int `json:"after"`
}

// Reason says why something is advised, in numbers; which fields are set
// depends on the code. The screens put it into the language of the room.
type Reason struct {
	Code Code   `json:"code"`
	Rule string `json:"rule,omitempty"` // "TDA 11A"

	// balance: who goes from where to where
	Give   Place    `json:"give,omitzero"`
	Take   Place    `json:"take,omitzero"` // halt: the table and the seat the next big blind falls on, 0 not known
	Who    Position `json:"who,omitempty"`
	Where  Position `json:"where,omitempty"`
	Wait   int      `json:"wait,omitempty"`   // hands until the free seat is big blind, 1 the next hand
	Passed []int    `json:"passed,omitempty"` // seats (break: tables) passed over because of TDA 9
	Tables int      `json:"tables,omitempty"` // tables in play
	Sizes  []Size   `json:"sizes,omitempty"`  // by table number; only the two concerned where Tables is more

	Players  int  `json:"players,omitempty"`  // halt: at the table; else left in all
	Fullest  int  `json:"fullest,omitempty"`  // halt: players at the fullest table
	Short    int  `json:"short,omitempty"`    // halt: how many fewer this one has
	Empty    bool `json:"empty,omitempty"`    // halt: the next big blind would fall on an empty seat
	Standing bool `json:"standing,omitempty"` // halt: play is stopped there already
	Seats    int  `json:"seats,omitempty"`    // break: seats for them; final table: its size; redraw: tables that stay
	Spare    int  `json:"spare,omitempty"`    // break: seats kept free at each table
	At       int  `json:"at,omitempty"`       // redraw: the threshold of the house
}

// English is the reason as a sentence or three, the last of them the rule.
func (r Reason) English() string {
	var said []string
	switch r.Code {
	case Balance:
		said = []string{r.whoInEnglish(), r.whereInEnglish(), r.sizesInEnglish()}
	case Halted:
		said = r.haltInEnglish()
	case BreakTable:
		said = r.breakInEnglish()
	case FinalTable:
		said = []string{fmt.Sprintf("%d left: one final table, every seat drawn anew.", r.Players)}
	case RedrawReached:
		said = []string{fmt.Sprintf("%d left: redraw at %d, %s.", r.Players, r.At, count(r.Seats, "table"))}
	}
	if r.Rule != "" {
		said = append(said, r.Rule+".")
	}
	return strings.Join(said, " ")
}

func (r Reason) whoInEnglish() string {
	switch {
	case r.Who == SamePosition:
		return fmt.Sprintf("Seat %d moves by position at Table %d.", r.Give.Seat, r.Give.Table)
	case r.Who == PositionUnknown:
		return fmt.Sprintf("The blinds at Table %d are not known: seat %d stands in, move the next big blind.", r.Give.Table, r.Give.Seat)
	case len(r.Passed) > 0:
		return fmt.Sprintf("Seat %d is next to be big blind at Table %d who may be moved (TDA 9: not %s).", r.Give.Seat, r.Give.Table, seatList(r.Passed))
	}
	return fmt.Sprintf("Seat %d is next big blind at Table %d.", r.Give.Seat, r.Give.Table)
}

func (r Reason) whereInEnglish() string {
	seat, table := r.Take.Seat, r.Take.Table
	switch r.Where {
	case BigBlindNext:
		return fmt.Sprintf("Free seat %d is next big blind at Table %d.", seat, table)
	case BigBlindLater:
		return fmt.Sprintf("Free seat %d is big blind in %d hands at Table %d, the soonest.", seat, r.Wait, table)
	case ButtonToSmallBlind:
		return fmt.Sprintf("Free seat %d lies between button and small blind at Table %d: not dealt in until the button has passed.", seat, table)
	case SmallBlind:
		return fmt.Sprintf("Free seat %d is next small blind at Table %d and no other is free: wait one hand.", seat, table)
	case LastOpened:
		return fmt.Sprintf("Seat %d opened last at Table %d.", seat, table)
	}
	return fmt.Sprintf("Seat %d at Table %d is free; which free seat is worst is not known there.", seat, table)
}

// sizesInEnglish is "9, 9, 7 become 9, 8, 8.": all tables by number while they
// are few, else the two concerned by name.
func (r Reason) sizesInEnglish() string {
	if len(r.Sizes) == 2 && r.Tables > 2 {
		a, b := r.Sizes[0], r.Sizes[1]
		return fmt.Sprintf("Table %d goes from %d to %d, Table %d from %d to %d.", a.Table, a.Before, a.After, b.Table, b.Before, b.After)
	}
	before, after := make([]string, len(r.Sizes)), make([]string, len(r.Sizes))
	for i, s := range r.Sizes {
		before[i], after[i] = strconv.Itoa(s.Before), strconv.Itoa(s.After)
	}
	return strings.Join(before, ", ") + " become " + strings.Join(after, ", ") + "."
}

func (r Reason) haltInEnglish() []string {
	said := []string{fmt.Sprintf("Table %d has %d, the fullest %d: %d short.", r.Take.Table, r.Players, r.Fullest, r.Short)}
	switch {
	case r.Standing:
		said = append(said, "It stays stopped until it is filled.")
	case r.Empty:
		said = append(said, fmt.Sprintf("The next big blind would fall on empty seat %d: stop now.", r.Take.Seat))
	case r.Take.Seat == 0:
		said = append(said, "Its blinds are not known: stop as soon as the big blind would fall on an empty seat.")
	default:
		said = append(said, fmt.Sprintf("Seat %d is next big blind: play that hand, then look again.", r.Take.Seat))
	}
	return said
}

func (r Reason) breakInEnglish() []string {
	said := []string{fmt.Sprintf("%d left, %s at the other tables.", r.Players, count(r.Seats, "seat"))}
	if r.Spare > 0 {
		said[0] = fmt.Sprintf("%d left, %s at the other tables with %d kept free at each.", r.Players, count(r.Seats, "seat"), r.Spare)
	}
	if len(r.Passed) > 0 {
		said = append(said, fmt.Sprintf("Table %d is next to break without a player who may not be moved (TDA 9).", r.Give.Table))
	} else {
		said = append(said, fmt.Sprintf("Table %d is next to break.", r.Give.Table))
	}
	return said
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// seatList is "seat 5" or "seats 5 and 6".
func seatList(seats []int) string {
	if len(seats) == 1 {
		return fmt.Sprintf("seat %d", seats[0])
	}
	said := make([]string, len(seats))
	for i, s := range seats {
		said[i] = strconv.Itoa(s)
	}
	last := len(said) - 1
	return "seats " + strings.Join(said[:last], ", ") + " and " + said[last]
}
