package tournament_test

import (
	"testing"

	"felt/internal/poker/clock"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

const minute = 60_000

// closing closes registration with the break after three levels of 20 minutes.
func closing() tournament.Config {
	c := rebuyHouse()
	c.Structure.Items[3].ClosesRegistration = true
	return c
}

func reading(n *pokertest.Night) clock.Reading {
	return n.State.Clock.Reading(n.State.Config.Structure, n.Now)
}

func TestUndoingAClockActionPutsTheClockToTheReadingShown(t *testing.T) {
	for name, c := range map[string]struct {
		act  tournament.Command
		want clock.Reading // after 5 minutes of level 1, the act, and 2 minutes more
	}{
		"a level forward": {tournament.ChangeLevel{By: 1}, clock.Reading{LeftMS: 13 * minute}},
		"minutes added":   {tournament.AddTime{DeltaMS: 3 * minute}, clock.Reading{LeftMS: 13 * minute}},
		"a pause":         {tournament.PauseClock{}, clock.Reading{LeftMS: 13 * minute}},
		"a break taken":   {tournament.TakeBreak{Minutes: 5}, clock.Reading{LeftMS: 13 * minute}},
		"a reading set":   {tournament.SetClock{Reading: clock.Reading{Item: 2, LeftMS: minute}}, clock.Reading{LeftMS: 13 * minute}},
	} {
		t.Run(name, func(t *testing.T) {
			g := three(t, closing()).After(5 * minute).And(c.act).After(2 * minute)
			p := tournament.PreviewUndo(g.Records, g.Last(), g.Now)
			if p.Clock == nil || p.Clock.Before != reading(g.Night) || p.Clock.After != c.want {
				t.Fatalf("shown %+v, the clock is at %+v, want after %+v", p.Clock, reading(g.Night), c.want)
			}
			g.WhenUndone(g.Last()).Taken()
			if got := reading(g.Night); got != c.want {
				t.Errorf("the clock is at %+v, shown was %+v", got, c.want)
			}
			g.After(minute)
			if got := reading(g.Night).LeftMS; got != c.want.LeftMS-minute {
				t.Errorf("a minute later %d are left: does it run?", got)
			}
		})
	}
}

func TestAClockThatRunsOnOverTheBreakByAnUndoClosesRegistration(t *testing.T) {
	g := three(t, closing()).After(59 * minute).And(tournament.PauseClock{}).After(2 * minute)
	pause := g.Last()
	if g.State.RegistrationClosed {
		t.Fatal("registration closed while the clock stood")
	}
	g.WhenUndone(pause).Taken()
	if !g.State.RegistrationClosed {
		t.Error("the clock came to the break and registration is open")
	}
	if got := reading(g.Night); got != (clock.Reading{Item: 3, LeftMS: 9 * minute}) {
		t.Errorf("the clock is at %+v", got)
	}
}

func TestUndoingTheCloseOfRegistrationByTheClockOpensItAndLeavesTheClock(t *testing.T) {
	g := three(t, closing()).After(60 * minute).And(tournament.PassBoundary{}).After(2 * minute)
	if !g.State.RegistrationClosed {
		t.Fatal("registration is open at the break")
	}
	g.WhenUndone(g.Last()).Taken()
	if g.State.RegistrationClosed {
		t.Error("registration is still closed")
	}
	if got := reading(g.Night); got != (clock.Reading{Item: 3, LeftMS: 8 * minute}) {
		t.Errorf("the clock is at %+v", got)
	}
	g.After(8 * minute).And(tournament.PassBoundary{}) // level 4: nobody said to close again
	if g.State.RegistrationClosed {
		t.Error("the next level closed registration again")
	}
	g.When(tournament.Register{Player: "p9", Method: "cash"}).Taken()
}

func TestReopenedRegistrationStaysOpenAtTheNextLevel(t *testing.T) {
	g := three(t, closing()).After(60*minute).And(tournament.PassBoundary{}, tournament.ReopenRegistration{}).After(10 * minute).And(tournament.PassBoundary{})
	if g.State.RegistrationClosed {
		t.Error("the next level closed registration again")
	}
	g.And(tournament.ChangeLevel{By: 1})
	if g.State.RegistrationClosed {
		t.Error("a level forward closed registration again")
	}
}

func TestRegistrationThatClosesWithTheFirstLevelClosesAtTheStart(t *testing.T) {
	c := rebuyHouse()
	c.Structure.Items[0].ClosesRegistration = true
	g := three(t, c)
	if !g.State.RegistrationClosed {
		t.Error("registration is open after the start")
	}
}

func TestHandForHandWaitsForTheClockAfterAPowerCut(t *testing.T) {
	c := rebuyHouse()
	c.HandForHand = clock.HandForHand{Clock: clock.HandCap, Minutes: 3}
	g := three(t, c).After(minute)
	g.And(tournament.Interrupt{Clock: g.State.Clock.Settle(c.Structure, g.Now), KeptAt: 1})
	g.When(tournament.StartHandForHand{}).Refused(tournament.NotYet, "")
	if g.State.Interrupted == nil {
		t.Error("the interruption is forgotten")
	}
	g.And(tournament.ResumeClock{}).When(tournament.StartHandForHand{}).Taken()
	if diff := cmp.Diff(false, g.State.Clock.Running); diff != "" {
		t.Error(diff)
	}
}
