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
	FirstDepth    int      `json:"first_depth"`    // big blinds in a stack, 50 to 300; left out: 125
}

type structureOut struct {
	Levels []structureRow `json:"levels"`
	Why    []string       `json:"why"`
}

// structureRow is a level or a break; the levels count from 1 in order, and
// the ante is the big blind's.
type structureRow struct {
	Break    bool    `json:"break,omitempty"`
	Small    int64   `json:"small,omitempty"`
	Big      int64   `json:"big,omitempty"`
	Ante     int64   `json:"ante,omitempty"`
	Minutes  int     `json:"minutes"`
	ColourUp []int64 `json:"colour_up,omitempty"`
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
	st, why, err := blinds.Suggest(blinds.Wish{
		Players: *in.Players, StartStack: *in.StartStack, Minutes: int(math.Round(*in.Hours * 60)),
		LevelMinutes: *in.LevelMinutes, Chips: in.Chips, ExpectedChips: in.ExpectedChips, FirstDepth: in.FirstDepth,
	})
	if err != nil {
		return structureOut{}, err
	}
	out := structureOut{Why: why}
	for _, it := range st.Items {
		out.Levels = append(out.Levels, structureRow{it.Break, it.Small, it.Big, it.Ante, it.Minutes, it.ColourUp})
	}
	return out, nil
}
