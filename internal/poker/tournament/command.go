package tournament

import (
	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
)

// Command is what somebody wants to happen.
//
//sumtype:decl
type Command interface {
	// decide proposes the events, or refuses. It reads the state and changes nothing.
	decide(s *State, env Env) ([]Event, *Refusal)
}

// Env is the only door to the world: box time, and seeds drawn outside.
type Env struct {
	BoxMS   int64  // box time in milliseconds: monotonic, survives restarts
	Action  string // id of the action being decided
	Seed    []byte // the seed whose commitment stands in the state, nil if there is none
	NewSeed []byte // 32 fresh random bytes, committed to when no seed is in use
}

// Decide gives the events of a command, or a refusal, without changing the
// state. Undo is decided on the whole history: see DecideUndo.
func Decide(s *State, c Command, env Env) ([]Event, *Refusal) {
	if _, creating := c.(Create); !creating {
		if r := s.open(c); r != nil {
			return nil, r
		}
	}
	return c.decide(s, env)
}

// open refuses what may not happen to a tournament that is closed.
func (s *State) open(c Command) *Refusal {
	switch {
	case !s.Created:
		return refuse(NotCreated, "There is no such tournament.")
	case s.Cancelled:
		return refuse(IsCancelled, "The tournament was cancelled.").Mend("Undo the cancellation in the log.")
	case s.Finished:
		switch c.(type) {
		case PayPrize, ReturnPrize, RevealDraw, SettleSale, ReverseSale:
			return nil // money goes on after the last hand
		}
		return refuse(IsFinished, "The tournament is finished.").Mend("Undo the finish in the log to go on.")
	}
	return nil
}

// The tournament and its rules.
type (
	// Create opens a tournament.
	Create struct{ Config Config }
	// ReplaceStructure puts another structure in force. What was played stays.
	ReplaceStructure struct{ Structure blinds.Structure }
	// ReplacePayouts puts another payout plan in force.
	ReplacePayouts struct{ Plan payout.Plan }
	// ReplaceRules replaces prices and policies for what comes after.
	ReplaceRules struct{ Config Config }
	// CloseRegistration ends late registration.
	CloseRegistration struct{}
	// ReopenRegistration takes entries again.
	ReopenRegistration struct{}
	// Finish closes the night.
	Finish struct{}
	// Cancel closes a tournament that is not played: all money must be given back first.
	Cancel struct{}
)

// Tables and seats.
type (
	// OpenTable puts a table into play.
	OpenTable struct{ Table, Seats int }
	// CloseTable takes an empty table out of play.
	CloseTable struct{ Table int }
	// BreakTable takes a table out of play. Moves are who sat down where; without
	// them the seats are drawn (TDA 10).
	BreakTable struct {
		Table int
		Moves []Move
	}
	// Redraw gives everybody a new seat at the Tables; without Moves the seats are drawn.
	Redraw struct {
		Tables []int
		Moves  []Move
	}
	// SeatEntry sits down a player who has no seat; a zero Place draws one (TDA 7, 8).
	SeatEntry struct {
		Entry EntryNo
		Place Place
	}
	// MoveEntry moves a player. From guards against a colleague who was faster.
	MoveEntry struct {
		Move
		Reason string
	}
	// AcceptAdvice carries out the moves that the rules advise now.
	AcceptAdvice struct{ Moves []Move }
	// LockSeat keeps a free seat free.
	LockSeat struct {
		Place  Place
		Locked bool
	}
	// FixEntry keeps a player in his seat (TDA 9).
	FixEntry struct {
		Entry EntryNo
		Fixed bool
	}
	// SetButton records button and blinds of the hand just finished.
	SetButton struct{ Table, Button, SmallBlind, BigBlind int }
)

// What the till sells.
type (
	// Register sells a stack: a buy-in, or a re-entry for somebody who is out. A
	// zero Seat with Draw draws a seat; without both the player stands for now.
	Register struct {
		Player   PlayerID
		Method   Method
		Seat     Place
		Draw     bool
		Override bool
	}
	// Rebuy sells more chips in the same seat (TDA 27).
	Rebuy struct {
		Entry    EntryNo
		Method   Method
		Override bool
	}
	// BuyAddOn sells the add-on.
	BuyAddOn struct {
		Entry    EntryNo
		Method   Method
		Override bool
	}
	// SettleSale takes the money of a receivable.
	SettleSale struct {
		Row    RowNo
		Method Method
	}
	// ReverseSale takes a rebuy or add-on back.
	ReverseSale struct{ Reversal }
	// VoidEntry says that an entry never happened; Refund says what is true of its money.
	VoidEntry struct {
		Entry  EntryNo
		How    string
		Method Method
	}
)

// What happened to players.
type (
	// Bust records the players who went out in one hand.
	Bust struct{ Outs []GoneOut }
	// Remove takes a player out with his chips.
	Remove struct {
		Entry  EntryNo
		Reason string
		Stack  int64
	}
	// CountChips records chip counts.
	CountChips struct{ Counts []Count }
	// Penalise records a penalty (TDA 71).
	Penalise struct {
		Entry  EntryNo
		Kind   string
		Rounds int
	}
	// ColourUp removes a denomination.
	ColourUp struct{ Chip, Taken, Given int64 }
)

// GoneOut is one player of a bust.
type GoneOut struct {
	Entry EntryNo   `json:"entry"`
	By    []EntryNo `json:"by,omitempty"`
	Stack int64     `json:"stack,omitempty"`
}

// The clock.
type (
	// StartClock starts or resumes the clock.
	StartClock struct{}
	// PauseClock stops it.
	PauseClock struct{}
	// SetClock puts it to a reading.
	SetClock struct{ Reading clock.Reading }
	// ChangeLevel goes By levels or breaks forward (1) or back (-1).
	ChangeLevel struct{ By int }
	// AddTime gives the level more time, or less.
	AddTime struct{ DeltaMS int64 }
	// TakeBreak starts a break now; the level goes on with its time afterwards.
	TakeBreak struct {
		Minutes      int
		ReplacesNext bool
	}
	// EndBreak ends a break now.
	EndBreak struct{}
	// PassBoundary is the box's own: the clock has come to the next level or break.
	PassBoundary struct{}
	// Interrupt is the box's own, after a power cut: the clock stands at the last reading kept.
	Interrupt struct {
		Clock  clock.State
		KeptAt int64
	}
	// ResumeClock says how to go on after a power cut: from the reading kept, or
	// with AwayMS of it counted away.
	ResumeClock struct{ AwayMS int64 }
	// StartHandForHand and EndHandForHand frame hand-for-hand play (TDA RP-8).
	StartHandForHand struct{}
	// FinishHand ends one hand of hand-for-hand play at all tables.
	FinishHand struct{}
	// EndHandForHand goes back to free play.
	EndHandForHand struct{}
)

// Deals and prizes.
type (
	// OfferDeal proposes shares to the players left.
	OfferDeal struct {
		Method  string
		Shares  []Share
		Reserve money.Amount
	}
	// AnswerDeal records one player's yes or no.
	AnswerDeal struct {
		Deal  int
		Entry EntryNo
		Yes   bool
	}
	// MakeDeal puts an agreed deal in force.
	MakeDeal struct{ Deal int }
	// PayPrize hands money to a player.
	PayPrize struct {
		Entry  EntryNo
		Amount money.Amount
		Method Method
	}
	// ReturnPrize takes a payment back.
	ReturnPrize struct{ Reversal }
	// RevealDraw publishes the seed in use; the next draw commits to a new one.
	RevealDraw struct{}
)
