package calc

import (
	"felt/internal/poker/chips"
)

type chipraceIn struct {
	Odd       []oddChips      `json:"odd"`
	From      *int64          `json:"from"`
	To        *int64          `json:"to"`
	Remainder chips.Remainder `json:"remainder"` // half_up (default) or down
	Cards     []chips.Card    `json:"cards"`     // in the order dealt; needed to name the winners
}

type oddChips struct {
	Seat  int  `json:"seat"`
	Chips int  `json:"chips"`
	Last  bool `json:"last"` // all the chips he has
}

type chipraceOut struct {
	NewChips int           `json:"new_chips"` // raced for, on top of plain exchanges
	Awarded  []chips.Award `json:"awarded"`   // in the order of odd; without cards only the exchanges
	Removed  int64         `json:"removed"`   // value
	Added    int64         `json:"added"`     // value
}

func chiprace(in chipraceIn) (chipraceOut, error) {
	switch {
	case in.Odd == nil:
		return chipraceOut{}, missing("odd")
	case in.From == nil:
		return chipraceOut{}, missing("from")
	case in.To == nil:
		return chipraceOut{}, missing("to")
	}
	odd := make([]chips.Odd, len(in.Odd))
	for i, o := range in.Odd {
		odd[i] = chips.Odd(o)
	}
	race, err := chips.Race(odd, *in.From, *in.To, in.Remainder, in.Cards)
	if err != nil {
		return chipraceOut{}, err
	}
	return chipraceOut{NewChips: race.ToRace, Awarded: race.Awards, Removed: race.Removed, Added: race.Added}, nil
}
