package clock

// Refusal is why the clock does not do as told; the clock is then unchanged.
// The text is the code; Error is the sentence for people.
type Refusal string

// Every refusal of this package.
const (
	IsRunning        Refusal = "clock_is_running"
	IsStanding       Refusal = "clock_is_standing"
	NotStarted       Refusal = "clock_not_started"
	HasEnded         Refusal = "clock_has_ended"
	AtFirstItem      Refusal = "clock_at_first_item"
	AtLastItem       Refusal = "clock_at_last_item"
	OnBreakAlready   Refusal = "clock_on_break_already"
	NoBreakOn        Refusal = "clock_no_break_on"
	NoBreakToReplace Refusal = "clock_no_break_to_replace"
	MinutesRange     Refusal = "clock_minutes_out_of_range"
	ReadingRange     Refusal = "clock_reading_out_of_range"
	NoStructure      Refusal = "clock_no_structure"
	HandRange        Refusal = "clock_hand_out_of_range"
)

// Refusals lists them all, for the registry of refusals.
var Refusals = []Refusal{IsRunning, IsStanding, NotStarted, HasEnded, AtFirstItem, AtLastItem,
	OnBreakAlready, NoBreakOn, NoBreakToReplace, MinutesRange, ReadingRange, NoStructure, HandRange}

// Error is the sentence for people.
func (r Refusal) Error() string {
	switch r {
	case IsRunning:
		return "The clock is already running."
	case IsStanding:
		return "The clock is already standing."
	case NotStarted:
		return "The clock has not been started yet."
	case HasEnded:
		return "The tournament is over; its clock has stopped."
	case AtFirstItem:
		return "There is nothing before the first level."
	case AtLastItem:
		return "There is nothing after the last level."
	case OnBreakAlready:
		return "There is a break already."
	case NoBreakOn:
		return "There is no break to end."
	case NoBreakToReplace:
		return "There is no later break that this one could stand for."
	case MinutesRange:
		return "A length is between 1 minute and 24 hours."
	case ReadingRange:
		return "There is no such level or break, or it cannot have that much time left."
	case NoStructure:
		return "There are no levels."
	case HandRange:
		return "A hand for hand setting is 0 to 60 minutes a hand, and a hand takes no less than no time."
	}
	return string(r)
}
