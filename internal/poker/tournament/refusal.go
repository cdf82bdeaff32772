package tournament

import (
	"errors"

	"felt/internal/poker/refusal"
)

// Refusal says why a command was refused: a code from the closed list, a
// sentence for people, the rule where there is one, and the way forward.
// A refused command changes nothing.
type Refusal = refusal.Refusal

// The closed list of refusal codes.
const (
	BadValue           = "bad_value"
	AlreadyCreated     = "already_created"
	NotCreated         = "not_created"
	IsFinished         = "finished"
	IsCancelled        = "cancelled"
	RegistrationOver   = "registration_closed"
	RegistrationIsOpen = "registration_open"
	NotOffered         = "not_offered"
	LimitReached       = "limit_reached"
	AddOnNotNow        = "add_on_not_now"
	MethodUnknown      = "method_unknown"
	EntryUnknown       = "entry_unknown"
	EntryNotIn         = "entry_not_in"
	EntryStillIn       = "entry_still_in"
	EntryHasPast       = "entry_has_past"
	SeatTaken          = "seat_taken"
	SeatUnknown        = "seat_unknown"
	SeatIsLocked       = "seat_locked"
	SeatIsFixed        = "seat_fixed"
	AlreadySeated      = "already_seated"
	NotSeated          = "not_seated"
	NoFreeSeat         = "no_free_seat"
	TableUnknown       = "table_unknown"
	TableExists        = "table_exists"
	TableNotEmpty      = "table_not_empty"
	MovesIncomplete    = "moves_incomplete"
	AdviceChanged      = "advice_changed"
	SamePlace          = "same_place"
	CountTooLarge      = "count_too_large"
	ClockIsRunning     = "clock_running"
	ClockIsStopped     = "clock_stopped"
	ClockNotStarted    = "clock_not_started"
	StructureEnds      = "structure_ends"
	NotOnBreak         = "not_on_break"
	OnBreakAlready     = "on_break"
	NotYet             = "not_yet"
	LevelPlayed        = "level_played"
	StructureBad       = "structure_bad"
	PayoutsBad         = "payouts_bad"
	RowUnknown         = "row_unknown"
	RowReversed        = "row_reversed"
	NotReceivable      = "not_receivable"
	HandForHandOn      = "hand_for_hand_on"
	HandForHandOff     = "hand_for_hand_off"
	DealUnknown        = "deal_unknown"
	DealIsMade         = "deal_made"
	DealDoesNotAddUp   = "deal_does_not_add_up"
	DealNotUnanimous   = "deal_not_unanimous"
	StillPlaying       = "still_playing"
	NothingDue         = "nothing_due"
	MoreThanDue        = "more_than_due"
	NoSeed             = "no_seed"
	ActionUnknown      = "action_unknown"
	ActionUndone       = "action_undone"
	ActionFirst        = "action_first"
	UndoInTheWay       = "undo_in_the_way"
	RepairMissing      = "repair_missing"
)

func refuse(code, text string, args ...any) *Refusal { return refusal.New(code, text, args...) }

// asRefusal carries the refusal of another rules package over as it is; what is
// none gets the code.
func asRefusal(code string, err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return refuse(code, "%s", err.Error())
}
