package calc

import (
	"math"

	"felt/internal/poker/blinds"
	"felt/internal/poker/refusal"
)

type structureIn struct {
	Players       *int     `json:"players"`
	StartStack    *int64   `json:"start_stack"` // chips
	Hours         *float64 `json:"hours"`       // breaks counted; rounded to the minute
	LevelMinutes  *int     `json:"level_minutes"`
	Chips         []int64  `json:"chips"`
	ExpectedChips int64    `json:"expected_chips"` // left out: one stack a player
}

// structureOut holds levelRows and breakRows, in the order they are played.
type structureOut struct {
	Levels []any `json:"levels"`
}

// levelRow is a level; they count from 1 in order.
type levelRow struct {
	Small   int64 `json:"small"`
	Big     int64 `json:"big"`
	Ante    int64 `json:"ante"` // of the big blind
	Minutes int   `json:"minutes"`
}

type breakRow struct {
	Break    bool    `json:"break"` // true
	Minutes  int     `json:"minutes"`
	ColourUp []int64 `json:"colour_up"` // the chips that leave; [] if none does
}

func structure(in structureIn) (structureOut, error) {
	switch {
	case in.Players == nil:
		return structureOut{}, missing("players")
	case in.StartStack == nil:
		return structureOut{}, missing("start_stack")
	case in.Hours == nil:
		return structureOut{}, missing("hours")
	case in.LevelMinutes == nil:
		return structureOut{}, missing("level_minutes")
	case in.Chips == nil:
		return structureOut{}, missing("chips")
	}
	if *in.Hours < 0 || *in.Hours > 7*24 {
		return structureOut{}, refusal.New("hours_out_of_range", "A tournament lasts between a minute and a week.").At("hours")
	}
	st, _, err := blinds.Suggest(blinds.Wish{
		Players: *in.Players, StartStack: *in.StartStack, Minutes: int(math.Round(*in.Hours * 60)),
		LevelMinutes: *in.LevelMinutes, Chips: in.Chips, ExpectedChips: in.ExpectedChips,
	})
	if err != nil {
		return structureOut{}, err
	}
	out := structureOut{Levels: make([]any, len(st.Items))}
	for i, it := range st.Items {
		if it.Break {
			out.Levels[i] = breakRow{true, it.Minutes, append([]int64{}, it.ColourUp...)}
		} else {
			out.Levels[i] = levelRow{it.Small, it.Big, it.Ante, it.Minutes}
		}
	}
	return out, nil
}
