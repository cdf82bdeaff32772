package view

import (
	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

// Name is how a person is shown: to staff in full, to everybody else as chosen.
type Name struct {
	Full   string
	Public string
}

// Meta is what a tournament is.
type Meta struct {
	ID            string              `json:"id"`
	Name          string              `json:"name"`
	Status        string              `json:"status"` // announced, running, finished, cancelled
	Version       int64               `json:"version"`
	Currency      money.Currency      `json:"currency"`
	MinorDigits   int                 `json:"minor_digits"`
	Methods       []tournament.Method `json:"methods"`
	SeatsPerTable int                 `json:"seats_per_table"`
	Registration  bool                `json:"registration_open"`
	BuyIn         tournament.Offer    `json:"buy_in"`
	ReEntry       *tournament.Offer   `json:"re_entry,omitempty"`
	Rebuy         *tournament.Offer   `json:"rebuy,omitempty"`
	AddOn         *tournament.Offer   `json:"add_on,omitempty"`
	Interrupted   *Interrupted        `json:"interrupted,omitempty"`
	HandForHand   int                 `json:"hand_for_hand,omitempty"` // the hand being played, 0 in free play
	Commitment    string              `json:"draw_commitment,omitempty"`
	Winner        tournament.EntryNo  `json:"winner,omitempty"`
	Deal          *Deal               `json:"deal,omitempty"`
}

// Interrupted is a clock that stands after a power cut.
type Interrupted struct {
	KeptAt int64 `json:"kept_at"` // wall time of the last reading, Unix milliseconds
}

// Deal is the newest offer.
type Deal struct {
	Deal    int                  `json:"deal"`
	Method  string               `json:"method"`
	Shares  []tournament.Share   `json:"shares"`
	Reserve money.Amount         `json:"reserve"`
	Yes     []tournament.EntryNo `json:"yes"`
	No      []tournament.EntryNo `json:"no"`
	Made    bool                 `json:"made"`
}

// Clock is all a screen needs to count by itself. NowMS is the box time at which
// it was sent, on the same scale as the clock's anchor.
type Clock struct {
	State clock.State `json:"state"`
	NowMS int64       `json:"now_ms"`
}

// Totals are the figures of the night.
type Totals struct {
	Players     int          `json:"players"` // still in
	People      int          `json:"people"`  // left plus out
	Entries     int          `json:"entries"` // stacks sold
	ReEntries   int          `json:"re_entries"`
	Rebuys      int          `json:"rebuys"`
	AddOns      int          `json:"add_ons"`
	Chips       int64        `json:"chips"` // in play
	Average     int64        `json:"average"`
	Counted     int64        `json:"counted"` // sum of the stacks known
	AllCounted  bool         `json:"all_counted"`
	Pool        money.Amount `json:"pool"`
	First       money.Amount `json:"first"`
	PlacesPaid  int          `json:"places_paid"`
	ToTheMoney  int          `json:"to_the_money"` // players who go out before the money; negative in it
	NextPrize   money.Amount `json:"next_prize"`   // what the next player out gets
	PrizesLeft  money.Amount `json:"prizes_left"`
	PayoutIssue string       `json:"payout_issue,omitempty"` // why the plan cannot pay this field
}

// Money is the till, for staff.
type Money struct {
	Taken      money.Amount                       `json:"taken"` // in the drawers now
	Sold       money.Amount                       `json:"sold"`  // taken in for what was sold and stands
	Fee        money.Amount                       `json:"fee"`
	Deductions map[string]money.Amount            `json:"deductions"`
	Withheld   []tournament.Deduction             `json:"withheld"`
	Bounty     money.Amount                       `json:"bounty"`
	Drawers    map[tournament.Method]money.Amount `json:"drawers"`
	Pool       payout.Pool                        `json:"pool"`
	PaidOut    money.Amount                       `json:"paid_out"`
}

// DueRow is one line of the pay-out list.
type DueRow struct {
	Entry tournament.EntryNo `json:"entry"`
	Place int                `json:"place"` // 0: still in, with a share of a deal
	To    int                `json:"to"`
	Due   money.Amount       `json:"due"`
	Paid  money.Amount       `json:"paid"`
}

// EntryRow is one entry for staff.
type EntryRow struct {
	Entry     tournament.EntryNo   `json:"entry"`
	Player    tournament.PlayerID  `json:"player"`
	Name      string               `json:"name"`
	Kind      string               `json:"kind"`
	Status    tournament.Status    `json:"status"`
	Table     int                  `json:"table,omitempty"`
	Seat      int                  `json:"seat,omitempty"`
	Fixed     bool                 `json:"fixed,omitempty"`
	Latest    bool                 `json:"latest"` // the player's newest entry
	Chips     int64                `json:"chips"`  // issued
	Count     *int64               `json:"count,omitempty"`
	Rebuys    int                  `json:"rebuys,omitempty"`
	AddOns    int                  `json:"add_ons,omitempty"`
	Knocked   int                  `json:"knocked,omitempty"`
	Place     int                  `json:"place,omitempty"`
	PlaceTo   int                  `json:"place_to,omitempty"`
	By        []tournament.EntryNo `json:"by,omitempty"`
	OutAt     int64                `json:"out_at,omitempty"` // wall time, Unix milliseconds
	OutOrder  int                  `json:"out_order,omitempty"`
	MissHands int                  `json:"miss_hands,omitempty"`
	Sold      tournament.RowNo     `json:"row"`
}

// TableRow is one table.
type TableRow struct {
	Table      int                  `json:"table"`
	Seats      []tournament.EntryNo `json:"seats"` // index seat-1, 0 is free
	Locked     []int                `json:"locked,omitempty"`
	Button     int                  `json:"button,omitempty"`
	SmallBlind int                  `json:"small_blind,omitempty"`
	BigBlind   int                  `json:"big_blind,omitempty"`
}

// LedgerRow is one row of the ledger.
type LedgerRow struct {
	No         tournament.RowNo       `json:"no"`
	At         int64                  `json:"at"`
	Action     string                 `json:"action"`
	Kind       string                 `json:"kind"`
	Entry      tournament.EntryNo     `json:"entry"`
	Method     tournament.Method      `json:"method"`
	Taken      money.Amount           `json:"taken"`
	Pool       money.Amount           `json:"pool"`
	Fee        money.Amount           `json:"fee"`
	Deductions []tournament.Deduction `json:"deductions,omitempty"`
	Of         tournament.RowNo       `json:"of,omitempty"`
	How        string                 `json:"how,omitempty"`
	ReversedBy tournament.RowNo       `json:"reversed_by,omitempty"`
}

// SeatRow is one player for everybody in the room.
type SeatRow struct {
	Entry   tournament.EntryNo `json:"entry"`
	Name    string             `json:"name"`
	Status  tournament.Status  `json:"status"`
	Table   int                `json:"table,omitempty"`
	Seat    int                `json:"seat,omitempty"`
	Count   *int64             `json:"count,omitempty"`
	Place   int                `json:"place,omitempty"`
	PlaceTo int                `json:"place_to,omitempty"`
	Prize   money.Amount       `json:"prize,omitempty"`
	MovedAt int64              `json:"moved_at,omitempty"`
}

// Advice is what the rules say is due, with the reason in words.
type Advice struct {
	seating.Advice
	Sentences []string `json:"sentences"` // in English, in the order redraw, break, moves, halts
}

// PayoutRow is one prize.
type PayoutRow = payout.Prize

// Structure is the sheet.
type Structure = blinds.Structure
