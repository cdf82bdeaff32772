package penalty_test

import (
	"testing"

	"felt/internal/poker/penalty"
)

// TDA 71A, case EU-1310: six players at the table.
func TestARoundCostsAsManyHandsAsPlayersAtTheTable(t *testing.T) {
	for _, c := range []struct {
		kind   penalty.Kind
		count  int
		expect int
	}{
		{penalty.Warning, 1, 0},
		{penalty.MissedHands, 1, 1},
		{penalty.MissedHands, 3, 3},
		{penalty.MissedRounds, 1, 6},
		{penalty.MissedRounds, 2, 12},
		{penalty.Disqualification, 1, 0},
		{penalty.MissedRounds, -1, 0},
	} {
		if got := penalty.HandsMissed(c.kind, c.count, 6); got != c.expect {
			t.Errorf("%d × %s with six players = %d hands, want %d", c.count, c.kind, got, c.expect)
		}
	}
}

// TDA 71D, case EU-1312: 1,500 of 6,000.
func TestADisqualifiedPlayersChipsLeavePlay(t *testing.T) {
	const inPlay, stack = 6000, 1500
	if left := inPlay - penalty.ChipsRemoved(penalty.Disqualification, stack); left != 4500 {
		t.Errorf("%d chips in play, want 4500", left)
	}
	for _, kind := range []penalty.Kind{penalty.Warning, penalty.MissedHands, penalty.MissedRounds} {
		if got := penalty.ChipsRemoved(kind, stack); got != 0 {
			t.Errorf("%s removed %d chips", kind, got)
		}
	}
}
