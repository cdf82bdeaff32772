package blinds

import (
	"fmt"
	"strconv"
)

// Code names what is odd about a structure.
type Code string

// What Validate finds. A Contradiction is a line that cannot be meant as it
// stands; a Note is allowed and common, and someone should still look.
const (
	BlindsFall        Code = "blinds_fall"               // contradiction: lower than the level before
	AnteFalls         Code = "ante_falls"                // contradiction
	AnteAboveBig      Code = "ante_above_big_blind"      // contradiction
	AnteNotBig        Code = "ante_not_big_blind"        // contradiction: the other levels have ante = big blind
	AnteWithoutKind   Code = "ante_without_kind"         // contradiction: nobody is said to post it
	SmallAboveBig     Code = "small_above_big"           // contradiction
	NotPayable        Code = "not_payable"               // contradiction: not with the chips in play
	ColourUpUnknown   Code = "colour_up_unknown_chip"    // contradiction: that chip is not in play
	ColourUpOrder     Code = "colour_up_order"           // contradiction: a smaller chip stays
	ColourUpAll       Code = "colour_up_all_chips"       // contradiction: no chip stays
	OutsideBreak      Code = "outside_break"             // contradiction: colour-up or add-on in a level
	RegistrationTwice Code = "registration_twice"        // contradiction
	SmallNotHalf      Code = "small_not_half"            // note
	BlindsRepeat      Code = "blinds_repeat"             // note: as the level before
	EndsWithBreak     Code = "ends_with_break"           // note
	StartsWithBreak   Code = "starts_with_break"         // note
	BringInMissing    Code = "ante_and_bring_in_missing" // note: a stud level without them
	RotationRise      Code = "limits_rise_in_rotation"   // note

	// Only Import finds these: the sheet does not say, or says it elsewhere.
	BreakWithoutLength Code = "break_without_length"
	AnteKindNotSaid    Code = "ante_kind_not_said"
	AnteNotSaid        Code = "ante_not_said"
	ColourUpNotSaid    Code = "colour_up_not_said"
	LevelNumber        Code = "level_number"
	Partial            Code = "partial"
	BreaksNotPlaced    Code = "breaks_not_placed"
	MoreVariants       Code = "more_variants"
	ByHands            Code = "by_hands"
)

// Severity tells a contradiction from a note.
type Severity string

// The two severities.
const (
	Contradiction Severity = "contradiction"
	Note          Severity = "note"
)

func (c Code) severity() Severity {
	switch c {
	case BlindsFall, AnteFalls, AnteAboveBig, AnteNotBig, AnteWithoutKind, SmallAboveBig, NotPayable,
		ColourUpUnknown, ColourUpOrder, ColourUpAll, OutsideBreak, RegistrationTwice, LevelNumber:
		return Contradiction
	}
	return Note
}

// Warning is one oddity of a structure that can be played all the same.
type Warning struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// Item is the index into Items, -1 for the sheet as a whole.
	Item int `json:"item"`
	// Level is the level's number, 0 for a break or the whole sheet.
	Level int `json:"level,omitempty"`
	// Why says it in a sentence with the numbers.
	Why string `json:"why"`
}

// WholeSheet is the Item of a warning that no single line causes.
const WholeSheet = -1

func warn(code Code, item, level int, format string, args ...any) Warning {
	return Warning{Code: code, Severity: code.severity(), Item: item, Level: level, Why: fmt.Sprintf(format, args...)}
}

// num writes chips as people read them: 25,000.
func num(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
