package clock

import "testing"

// TDA RP-8: 600 s left, a hand of 5 minutes.
func TestHandForHandTakesOffWhatTheSettingSays(t *testing.T) {
	const left, took = 600_000, 5 * minute
	for _, c := range []struct {
		name     string
		setting  HandForHand
		took     int64
		wantLeft int64
	}{
		{"RP-8B, at most 3 minutes a hand", HandForHand{HandCap, 3}, took, 420_000},
		{"a hand shorter than the cap", HandForHand{HandCap, 3}, 2 * minute, 480_000},
		{"RP-8C, 2 minutes a hand", HandForHand{HandFixed, 2}, took, 480_000},
		{"2 minutes even for a short hand", HandForHand{HandFixed, 2}, 10_000, 480_000},
		{"the clock runs", HandForHand{}, took, 300_000},
		{"the clock runs", HandForHand{Clock: HandRuns}, took, 300_000},
		{"never below nothing", HandForHand{Clock: HandRuns}, 11 * minute, 0},
		{"a cap of nothing", HandForHand{HandCap, 0}, took, 600_000},
	} {
		if got := Deduct(left, c.took, c.setting); got != c.wantLeft {
			t.Errorf("%s: %d left, want %d", c.name, got, c.wantLeft)
		}
	}
}

func TestAHandComesOffAStandingClock(t *testing.T) {
	c := started(t, night())
	setting := HandForHand{HandCap, 3}
	s, err := c.s.DeductHand(c.st, 10*minute, 5*minute, setting)
	c.refuses(IsRunning, s, err)
	c.does(c.s.Pause(c.st, 10*minute))
	c.does(c.s.DeductHand(c.st, 15*minute, 5*minute, setting))
	c.shows(15*minute, 0, 7*minute)
	c.does(c.s.DeductHand(c.st, 20*minute, 5*minute, setting))
	c.does(c.s.DeductHand(c.st, 25*minute, 5*minute, setting))
	c.shows(25*minute, 0, minute)
	// The hand belongs to the level it began in (TDA 23): the next is whole.
	c.does(c.s.DeductHand(c.st, 30*minute, 5*minute, setting))
	c.shows(30*minute, 1, 20*minute)
}

func TestHandForHandIsNotPlayedInABreak(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Pause(c.st, 45*minute))
	s, err := c.s.DeductHand(c.st, 45*minute, minute, HandForHand{HandFixed, 2})
	c.refuses(OnBreakAlready, s, err)
}

func TestASettingWithoutMeaningIsRefused(t *testing.T) {
	c := started(t, night())
	for _, h := range []HandForHand{{"often", 2}, {HandCap, -1}, {HandFixed, 61}, {HandRuns, 2}} {
		s, err := c.s.DeductHand(c.st, 0, 0, h)
		c.refuses(HandRange, s, err)
	}
	s, err := c.s.DeductHand(c.st, 0, -1, HandForHand{HandCap, 3})
	c.refuses(HandRange, s, err)
}
