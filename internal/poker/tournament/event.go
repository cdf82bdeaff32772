package tournament

import (
	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
)

// Event is something that happened in the room. Past tense, never edited, never
// deleted. It holds facts; what follows from them is derived by the fold.
//
//sumtype:decl
type Event interface{ event() }

// The tournament and its rules.
type (
	// Created opens a tournament.
	Created struct {
		Config Config `json:"config"`
	}
	// StructureReplaced puts another structure in force; the clock keeps its reading.
	StructureReplaced struct {
		Structure blinds.Structure `json:"structure"`
	}
	// PayoutsReplaced puts another payout plan in force.
	PayoutsReplaced struct {
		Plan payout.Plan `json:"plan"`
	}
	// RulesReplaced replaces prices, limits and policies for what comes after.
	RulesReplaced struct {
		Config Config `json:"config"`
	}
	// RegistrationClosed ends late registration: places below are final.
	RegistrationClosed struct{}
	// RegistrationReopened takes entries again.
	RegistrationReopened struct{}
	// Finished closes the night: one player is left, or a deal was made for all.
	Finished struct{}
	// Cancelled closes a tournament that was not played.
	Cancelled struct{}
)

// Tables and seats.
type (
	// TableOpened puts a table into play, with seats 1 to Seats.
	TableOpened struct {
		Table int `json:"table"`
		Seats int `json:"seats"`
	}
	// TableClosed takes an empty table out of play.
	TableClosed struct {
		Table int `json:"table"`
	}
	// TableBroken takes a table out of play; Moves says where its players sat down (TDA 10).
	TableBroken struct {
		Table int    `json:"table"`
		Moves []Move `json:"moves"`
		Draw  *Drawn `json:"draw,omitempty"`
	}
	// Redrawn is a new random seat for every player; Tables are the tables still in play.
	Redrawn struct {
		Tables []int  `json:"tables"`
		Seats  int    `json:"seats,omitempty"` // chairs at each of them, where it is more than it had (TDA RP-9)
		Moves  []Move `json:"moves"`
		Draw   *Drawn `json:"draw,omitempty"`
	}
	// EntrySeated sits a player down who had no seat.
	EntrySeated struct {
		Entry EntryNo `json:"entry"`
		Place
		Draw *Drawn `json:"draw,omitempty"`
	}
	// EntryMoved moves a player from one seat to another.
	EntryMoved struct {
		Move
		Reason string `json:"reason"`         // balance, correction (TDA 7), by_hand
		Rule   string `json:"rule,omitempty"` // "TDA 11A"
	}
	// SeatLocked keeps a free seat free, or frees it again.
	SeatLocked struct {
		Place
		Locked bool `json:"locked"`
	}
	// EntryFixed keeps a player in his seat: he is not moved to balance (TDA 9).
	EntryFixed struct {
		Entry EntryNo `json:"entry"`
		Fixed bool    `json:"fixed"`
	}
	// ButtonSet tells where the button and blinds were in the hand just finished.
	ButtonSet struct {
		Table      int `json:"table"`
		Button     int `json:"button"`
		SmallBlind int `json:"small_blind,omitempty"`
		BigBlind   int `json:"big_blind,omitempty"`
	}
)

// Move is one player's change of seat.
type Move struct {
	Entry EntryNo `json:"entry"`
	From  Place   `json:"from"`
	To    Place   `json:"to"`
}

// Drawn is the proof of a random draw: recompute it from the revealed seed.
//
// A single seat was picked from the ordered list of open seats. Up to MaxListed
// seats stand in the event; a longer list follows from the events before it, and
// its digest (draw.Digest) and length stand instead.
type Drawn struct {
	Purpose string `json:"purpose"`
	Attempt int    `json:"attempt"`
	Open    string `json:"open,omitempty"`   // the ordered open seats, "1/3 1/5 2/7"; empty where all moves were drawn
	Digest  string `json:"digest,omitempty"` // of a longer list
	Of      int    `json:"of,omitempty"`     // seats in a longer list
	Index   int    `json:"index"`            // what came, from 0
}

// MaxListed is the most open seats that are written out in an event.
const MaxListed = 400

// What the till sold.
type (
	// EntryBought is a stack sold: a buy-in or a re-entry.
	EntryBought struct {
		Entry  EntryNo  `json:"entry"`
		Player PlayerID `json:"player"`
		Kind   string   `json:"kind"` // buy_in or re_entry
		Sale
	}
	// Rebought is more chips in the same seat (TDA 27).
	Rebought struct {
		Entry EntryNo `json:"entry"`
		Sale
	}
	// AddedOn is the add-on.
	AddedOn struct {
		Entry EntryNo `json:"entry"`
		Sale
	}
	// SaleSettled is a receivable that was paid.
	SaleSettled struct {
		Row    RowNo  `json:"row"` // number of the settlement
		Of     RowNo  `json:"of"`  // the sale it settles
		Method Method `json:"method"`
	}
	// SaleReversed takes a sale back: its row stays and the reversal stands beside it.
	SaleReversed struct {
		Row RowNo `json:"row"`
		Reversal
	}
	// EntryVoided says that an entry never happened: seat, chips and money go back.
	EntryVoided struct {
		Entry     EntryNo    `json:"entry"`
		FirstRow  RowNo      `json:"first_row"` // rows of the reversals count up from here
		Reversals []Reversal `json:"reversals"`
	}
)

// Sale is the money and chips of one sale, as facts.
type Sale struct {
	Row        RowNo        `json:"row"`
	Method     Method       `json:"method"`
	Pool       money.Amount `json:"pool"` // what reaches the prize pool, after deductions
	Fee        money.Amount `json:"fee,omitempty"`
	Deductions []Deduction  `json:"deductions,omitempty"`
	Bounty     money.Amount `json:"bounty,omitempty"`
	Chips      int64        `json:"chips"`
	Override   bool         `json:"override,omitempty"` // sold by a director against a limit
}

// Price is what the player handed over, in minor units.
func (s Sale) Price() money.Amount {
	n := s.Pool + s.Fee + s.Bounty
	for _, d := range s.Deductions {
		n += d.Amount
	}
	return n
}

// Reversal says what is true of a sale or a payment taken back.
type Reversal struct {
	Of     RowNo  `json:"of"`
	How    string `json:"how"`    // never_taken or given_back
	Method Method `json:"method"` // the drawer it left; for never_taken the method of the row
}

// What happened to players.
type (
	// Busted is a player out of chips. Busts of one hand share Hand.
	Busted struct {
		Entry EntryNo   `json:"entry"`
		By    []EntryNo `json:"by,omitempty"` // who took the chips; empty when unknown, several for a split pot
		Hand  string    `json:"hand"`
		Place           // where he sat
		Stack int64     `json:"stack,omitempty"` // chips at the start of the hand, 0 unknown
	}
	// Removed is a player taken out with his chips (TDA 71D, no-show, forfeit).
	Removed struct {
		Entry  EntryNo `json:"entry"`
		Reason string  `json:"reason"` // disqualified, no_show, forfeited
		Stack  int64   `json:"stack"`  // chips that leave play
	}
	// Counted is a chip count by the floor.
	Counted struct {
		Counts []Count `json:"counts"`
	}
	// Penalised is a penalty (TDA 71); Hands are the hands to miss.
	Penalised struct {
		Entry  EntryNo `json:"entry"`
		Kind   string  `json:"kind"` // warning, missed_hand, missed_rounds
		Rounds int     `json:"rounds,omitempty"`
		Hands  int     `json:"hands"`
	}
	// ColouredUp removes a denomination; the totals keep chips in play exact (TDA 24).
	ColouredUp struct {
		Chip  int64 `json:"chip"`
		Taken int64 `json:"taken"` // chip value taken off the tables
		Given int64 `json:"given"` // chip value given for it
	}
)

// Count is one player's stack, in chips.
type Count struct {
	Entry EntryNo `json:"entry"`
	Chips int64   `json:"chips"`
}

// The clock. Every clock event carries the reading as a fact and the box time.
type (
	// ClockStarted sets the clock running from a reading.
	ClockStarted struct{ ClockFact }
	// ClockPaused stops it at a reading.
	ClockPaused struct{ ClockFact }
	// ClockSet puts the clock to a reading: another level, more or less time.
	ClockSet struct {
		ClockFact
		Reason string `json:"reason"` // set, level_forward, level_back, minutes, undo, time_away
	}
	// BoundaryPassed is a level or break that began by the clock.
	BoundaryPassed struct{ ClockFact }
	// BreakTaken starts an unscheduled break; the level goes on with its time afterwards.
	BreakTaken struct {
		ClockFact
		Minutes      int  `json:"minutes"`
		ReplacesNext bool `json:"replaces_next,omitempty"`
	}
	// BreakEnded ends a break early.
	BreakEnded struct{ ClockFact }
	// ClockInterrupted is the box back after a power cut, at the last reading kept.
	ClockInterrupted struct {
		ClockFact
		KeptAt int64 `json:"kept_at"` // wall time of that reading, Unix milliseconds
	}
	// HandForHandStarted begins hand-for-hand play (TDA RP-8).
	HandForHandStarted struct{ ClockFact }
	// HandForHandPlayed is one hand finished at all tables.
	HandForHandPlayed struct {
		ClockFact
		Hand   int   `json:"hand"`
		TookMS int64 `json:"took_ms"`
	}
	// HandForHandEnded goes back to free play.
	HandForHandEnded struct{ ClockFact }
)

// ClockFact is a reading at a moment of box time.
type ClockFact struct {
	Clock clock.State `json:"clock"`  // what the clock is from now on, anchored at BoxMS
	BoxMS int64       `json:"box_ms"` // box time: monotonic, survives restarts
}

// Deals and prizes.
type (
	// DealOffered is a proposal to the players left.
	DealOffered struct {
		Deal    int          `json:"deal"`
		Method  string       `json:"method"` // even, chip, icm, by_hand
		Shares  []Share      `json:"shares"`
		Reserve money.Amount `json:"reserve,omitempty"` // off first prize, for the winner
	}
	// DealAnswered is one player's yes or no.
	DealAnswered struct {
		Deal  int     `json:"deal"`
		Entry EntryNo `json:"entry"`
		Yes   bool    `json:"yes"`
	}
	// DealMade puts an agreed deal in force.
	DealMade struct {
		Deal int `json:"deal"`
	}
	// PrizePaid is money handed to a player.
	PrizePaid struct {
		Row    RowNo        `json:"row"`
		Entry  EntryNo      `json:"entry"`
		Amount money.Amount `json:"amount"`
		Method Method       `json:"method"`
	}
	// PrizeReturned takes a payment back.
	PrizeReturned struct {
		Row RowNo `json:"row"`
		Reversal
	}
)

// Share is one player's part of a deal.
type Share struct {
	Entry  EntryNo      `json:"entry"`
	Chips  int64        `json:"chips"`
	Amount money.Amount `json:"amount"`
}

// The draw's proof, and undo.
type (
	// DrawCommitted publishes the commitment to a seed before it is used.
	DrawCommitted struct {
		Commitment string `json:"commitment"` // hex SHA-256 of the seed
	}
	// DrawRevealed publishes the seed, so that any phone can recompute the draws.
	DrawRevealed struct {
		Seed string `json:"seed"` // hex
	}
	// Undone takes an action out of the fold. What the undo needs besides stands
	// in further events of the same action.
	Undone struct {
		Action    string     `json:"action"`
		FirstRow  RowNo      `json:"first_row,omitempty"`
		Reversals []Reversal `json:"reversals,omitempty"` // one for each row of money in the action
	}
)

func (Created) event()              {}
func (StructureReplaced) event()    {}
func (PayoutsReplaced) event()      {}
func (RulesReplaced) event()        {}
func (RegistrationClosed) event()   {}
func (RegistrationReopened) event() {}
func (Finished) event()             {}
func (Cancelled) event()            {}
func (TableOpened) event()          {}
func (TableClosed) event()          {}
func (TableBroken) event()          {}
func (Redrawn) event()              {}
func (EntrySeated) event()          {}
func (EntryMoved) event()           {}
func (SeatLocked) event()           {}
func (EntryFixed) event()           {}
func (ButtonSet) event()            {}
func (EntryBought) event()          {}
func (Rebought) event()             {}
func (AddedOn) event()              {}
func (SaleSettled) event()          {}
func (SaleReversed) event()         {}
func (EntryVoided) event()          {}
func (Busted) event()               {}
func (Removed) event()              {}
func (Counted) event()              {}
func (Penalised) event()            {}
func (ColouredUp) event()           {}
func (ClockStarted) event()         {}
func (ClockPaused) event()          {}
func (ClockSet) event()             {}
func (BoundaryPassed) event()       {}
func (BreakTaken) event()           {}
func (BreakEnded) event()           {}
func (ClockInterrupted) event()     {}
func (HandForHandStarted) event()   {}
func (HandForHandPlayed) event()    {}
func (HandForHandEnded) event()     {}
func (DealOffered) event()          {}
func (DealAnswered) event()         {}
func (DealMade) event()             {}
func (PrizePaid) event()            {}
func (PrizeReturned) event()        {}
func (DrawCommitted) event()        {}
func (DrawRevealed) event()         {}
func (Undone) event()               {}
