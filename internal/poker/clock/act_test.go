package clock

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"felt/internal/poker/blinds"
)

const minute = 60_000

// night has two levels, a break, two more levels, 20 minutes each.
func night() blinds.Structure {
	return blinds.Structure{Items: []blinds.Item{
		{Level: 1, Small: 25, Big: 50, Minutes: 20},
		{Level: 2, Small: 50, Big: 100, Minutes: 20},
		{Break: true, Minutes: 10},
		{Level: 3, Small: 100, Big: 200, Minutes: 20},
		{Level: 4, Small: 200, Big: 400, Minutes: 20},
	}}
}

// twoDays ends its first day with item 1.
func twoDays() blinds.Structure {
	return blinds.Structure{Items: []blinds.Item{
		{Level: 1, Small: 25, Big: 50, Minutes: 60},
		{Level: 2, Small: 50, Big: 100, Minutes: 60, EndOfDay: true},
		{Level: 3, Small: 100, Big: 200, Minutes: 60},
	}}
}

// clockTest drives one clock along a script.
type clockTest struct {
	t  *testing.T
	st blinds.Structure
	s  State
}

func at(t *testing.T, st blinds.Structure) *clockTest { return &clockTest{t, st, New(st)} }

func (c *clockTest) does(s State, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("refused: %v", err)
	}
	c.s = s
}

func (c *clockTest) refuses(want Refusal, s State, err error) {
	c.t.Helper()
	if err != want {
		c.t.Errorf("got %v, want %s", err, want)
	}
	if diff := cmp.Diff(c.s, s); diff != "" {
		c.t.Errorf("a refused act changed the clock:\n%s", diff)
	}
}

func (c *clockTest) shows(nowMS int64, item int, leftMS int64) {
	c.t.Helper()
	if got, want := c.s.Reading(c.st, nowMS), (Reading{Item: item, LeftMS: leftMS}); got != want {
		c.t.Errorf("at %d: got %+v, want %+v", nowMS, got, want)
	}
}

func (c *clockTest) showsEarlyBreak(nowMS int64, item int, leftMS int64) {
	c.t.Helper()
	if got, want := c.s.Reading(c.st, nowMS), (Reading{item, leftMS, true}); got != want {
		c.t.Errorf("at %d: got %+v, want %+v", nowMS, got, want)
	}
}

func started(t *testing.T, st blinds.Structure) *clockTest {
	c := at(t, st)
	c.does(c.s.Start(st, 0))
	return c
}

func TestPausingKeepsWhatIsLeft(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Pause(c.st, 7*minute+1))
	c.shows(99*minute, 0, 13*minute-1)
	c.does(c.s.Start(c.st, 100*minute))
	c.shows(113*minute-2, 0, 1)
	c.shows(113*minute-1, 1, 20*minute)
}

func TestPausingAtTheExactBoundaryStandsOnTheNewLevel(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Pause(c.st, 20*minute))
	c.shows(55*minute, 1, 20*minute)
}

func TestStartAndPauseAreRefusedWhereTheyChangeNothing(t *testing.T) {
	c := at(t, night())
	s, err := c.s.Pause(c.st, 0)
	c.refuses(IsStanding, s, err)
	c.does(c.s.Start(c.st, 0))
	s, err = c.s.Start(c.st, 5)
	c.refuses(IsRunning, s, err)
}

func TestAdvanceAndBackGoToAWholeItem(t *testing.T) {
	c := started(t, night())
	s, err := c.s.Back(c.st, 5*minute)
	c.refuses(AtFirstItem, s, err)
	c.does(c.s.Advance(c.st, 5*minute))
	c.shows(6*minute, 1, 19*minute)
	c.does(c.s.Back(c.st, 6*minute))
	c.shows(6*minute, 0, 20*minute)
	c.does(c.s.Pause(c.st, 6*minute))
	c.does(c.s.Advance(c.st, 7*minute))
	c.shows(9*minute, 1, 20*minute) // still standing
	c.does(c.s.Advance(c.st, 9*minute))
	c.does(c.s.Advance(c.st, 9*minute))
	c.does(c.s.Advance(c.st, 9*minute))
	s, err = c.s.Advance(c.st, 9*minute)
	c.refuses(AtLastItem, s, err)
}

func TestAddingMinutesMovesTheNextBoundary(t *testing.T) {
	c := started(t, night())
	c.does(c.s.AddMinutes(c.st, 5*minute, 3))
	c.shows(6*minute, 0, 17*minute)
	if next, ok := c.s.NextBoundary(c.st, 6*minute); !ok || next != 23*minute {
		t.Errorf("next boundary %d %v", next, ok)
	}
	c.does(c.s.AddMinutes(c.st, 6*minute, -16))
	c.shows(6*minute, 0, minute)
}

func TestTakingAllThatIsLeftOrMoreBeginsTheNextItemWhole(t *testing.T) {
	for _, minutes := range []int{-15, -16, -500} {
		c := started(t, night())
		c.does(c.s.AddMinutes(c.st, 5*minute, minutes))
		c.shows(5*minute, 1, 20*minute)
		c = started(t, night())
		c.does(c.s.Pause(c.st, 5*minute))
		c.does(c.s.AddMinutes(c.st, 6*minute, minutes))
		c.shows(7*minute, 1, 20*minute)
	}
}

func TestMinutesBeyondADayAreRefused(t *testing.T) {
	c := started(t, night())
	for _, minutes := range []int{0, 1441, -1441, 1421} { // 20 are left
		s, err := c.s.AddMinutes(c.st, 0, minutes)
		c.refuses(MinutesRange, s, err)
	}
	c.does(c.s.AddMinutes(c.st, 0, 1420))
	c.shows(0, 0, MaxLeftMS)
}

func TestTheLastLevelWaitsAtZeroAndCanBeGivenTime(t *testing.T) {
	c := started(t, night())
	c.shows(90*minute, 4, 0)
	c.shows(500*minute, 4, 0)
	if !c.s.Held(c.st, 90*minute) || c.s.Held(c.st, 90*minute-1) {
		t.Error("the clock waits from 90 minutes on")
	}
	c.does(c.s.AddMinutes(c.st, 200*minute, 5))
	c.shows(201*minute, 4, 4*minute)
	c.does(c.s.AddMinutes(c.st, 201*minute, -9))
	c.shows(201*minute, 4, 0)
}

func TestADayEndsAtZeroAndStartOpensTheNext(t *testing.T) {
	c := started(t, twoDays())
	c.shows(15*60*minute, 1, 0)
	if _, ok := c.s.NextBoundary(c.st, 90*minute); ok {
		t.Error("nothing follows the end of a day by itself")
	}
	if got := Boundaries(c.s, c.st, 60*minute, 15*60*minute); len(got) != 0 {
		t.Errorf("boundaries overnight: %v", got)
	}
	running := *c
	running.does(running.s.Start(c.st, 18*60*minute))
	running.shows(18*60*minute+minute, 2, 59*minute)

	c.does(c.s.Pause(c.st, 3*60*minute))
	c.does(c.s.Start(c.st, 18*60*minute))
	c.shows(18*60*minute+minute, 2, 59*minute)
}

func TestAnEarlyBreakKeepsTheTimeOfTheLevel(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 15, false))
	c.showsEarlyBreak(9*minute, 0, 14*minute)
	c.shows(23*minute, 0, 12*minute)
	c.shows(35*minute, 1, 20*minute)
	c.shows(55*minute, 2, 10*minute) // the scheduled break comes as well
}

func TestAnEarlyBreakInPlaceOfTheNextPassesThatOver(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 15, true))
	c.shows(55*minute, 3, 20*minute) // level 3 straight after level 2
	c.does(c.s.Pause(c.st, 24*minute))
	if c.s.SkipItem != 2 {
		t.Errorf("skip item %d", c.s.SkipItem)
	}
	c.does(c.s.Start(c.st, 24*minute))
	s, err := c.s.TakeBreak(c.st, 25*minute, 5, true)
	c.refuses(NoBreakToReplace, s, err) // there is no other
	c.does(c.s.Advance(c.st, 25*minute))
	c.does(c.s.Advance(c.st, 25*minute))
	c.shows(25*minute, 3, 20*minute) // by hand as well
	c.does(c.s.Back(c.st, 26*minute))
	c.shows(26*minute, 2, 10*minute) // back on purpose: the break is held
	c.does(c.s.Back(c.st, 26*minute))
	c.does(c.s.Advance(c.st, 26*minute))
	c.shows(26*minute, 2, 10*minute)
}

func TestAnEarlyBreakEndsByHandAndIsCalledOffByBack(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 15, true))
	ended, calledOff, advanced := *c, *c, *c
	ended.does(ended.s.EndBreak(c.st, 10*minute))
	ended.shows(22*minute-1, 0, 1)
	ended.shows(42*minute, 3, 20*minute)
	advanced.does(advanced.s.Advance(c.st, 10*minute))
	if diff := cmp.Diff(ended.s, advanced.s); diff != "" {
		t.Error(diff)
	}
	calledOff.does(calledOff.s.Back(c.st, 10*minute))
	calledOff.shows(22*minute-1, 0, 1)
	calledOff.shows(42*minute, 2, 10*minute) // the scheduled break stays
}

func TestABreakTakenWhileTheClockStandsRuns(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Pause(c.st, 8*minute))
	c.does(c.s.TakeBreak(c.st, 10*minute, 5, false))
	c.showsEarlyBreak(12*minute, 0, 3*minute)
	c.shows(16*minute, 0, 11*minute)
}

func TestAnEarlyBreakCanBePausedAndLengthened(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 5, false))
	c.does(c.s.Pause(c.st, 9*minute))
	c.does(c.s.AddMinutes(c.st, 20*minute, 2))
	c.showsEarlyBreak(30*minute, 0, 6*minute)
	c.does(c.s.Start(c.st, 30*minute))
	c.does(c.s.AddMinutes(c.st, 31*minute, -5))
	c.shows(31*minute, 0, 12*minute)
}

func TestBreaksAreRefusedWhereTheyMakeNoSense(t *testing.T) {
	c := at(t, night())
	s, err := c.s.TakeBreak(c.st, 0, 10, false)
	c.refuses(NotStarted, s, err)
	c.does(c.s.Start(c.st, 0))
	s, err = c.s.EndBreak(c.st, 0)
	c.refuses(NoBreakOn, s, err)
	for _, minutes := range []int{0, -1, 1441} {
		s, err = c.s.TakeBreak(c.st, 0, minutes, false)
		c.refuses(MinutesRange, s, err)
	}
	s, err = c.s.TakeBreak(c.st, 45*minute, 10, false) // in the scheduled break
	c.refuses(OnBreakAlready, s, err)
	c.does(c.s.EndBreak(c.st, 45*minute))
	c.shows(45*minute, 3, 20*minute)
	s, err = c.s.TakeBreak(c.st, 46*minute, 10, true)
	c.refuses(NoBreakToReplace, s, err)
	c.does(c.s.TakeBreak(c.st, 46*minute, 10, false))
	s, err = c.s.TakeBreak(c.st, 47*minute, 10, false)
	c.refuses(OnBreakAlready, s, err)
}

func TestABreakThatEndsTheDayCannotBeReplaced(t *testing.T) {
	st := night()
	st.Items[2].EndOfDay = true
	c := started(t, st)
	s, err := c.s.TakeBreak(st, 0, 10, true)
	c.refuses(NoBreakToReplace, s, err)
}

func TestSetPutsTheClockToAReading(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Set(c.st, Reading{Item: 3, LeftMS: 61_001}, 5*minute))
	c.shows(5*minute+61_000, 3, 1)
	for _, r := range []Reading{{Item: -1, LeftMS: 1}, {Item: 5, LeftMS: 1}, {LeftMS: -1}, {LeftMS: MaxLeftMS + 1},
		{Item: 0, LeftMS: 0}, {Item: 3, LeftMS: 5, Early: true}} {
		s, err := c.s.Set(c.st, r, 6*minute)
		c.refuses(ReadingRange, s, err)
	}
	c.does(c.s.Set(c.st, Reading{Item: 4}, 6*minute)) // the last level may show 0:00
	c.shows(7*minute, 4, 0)
}

func TestSetWithAnEarlierMomentCountsTheTimeAway(t *testing.T) {
	c := started(t, night())
	// Power came back at 5,000 of a new monotonic clock, 30 minutes after the
	// kept reading of level 1 with 12 minutes left.
	kept, now := Reading{Item: 0, LeftMS: 12 * minute}, int64(5000)
	c.does(c.s.Set(c.st, kept, now-30*minute))
	c.shows(now, 1, 2*minute)
	passed := Boundaries(c.s, c.st, now-30*minute, now)
	if len(passed) != 1 || passed[0].Reading != (Reading{Item: 1, LeftMS: 20 * minute}) || passed[0].AtMS != now-18*minute {
		t.Errorf("boundaries %+v", passed)
	}
}

func TestSetReturnsIntoAnEarlyBreak(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 15, true))
	c.does(c.s.Set(c.st, Reading{Item: 0, LeftMS: 9 * minute, Early: true}, 100*minute))
	c.showsEarlyBreak(101*minute, 0, 8*minute)
	c.shows(109*minute, 0, 12*minute)
	c.does(c.s.Set(c.st, Reading{Item: 1, LeftMS: minute}, 101*minute))
	c.shows(102*minute, 3, 20*minute) // the break has been had
}

func TestAnEndedClockStandsAndRefusesEverything(t *testing.T) {
	c := started(t, night())
	c.does(c.s.End(c.st, 33*minute))
	c.shows(999*minute, 1, 7*minute)
	for name, act := range map[string]func() (State, error){
		"start":   func() (State, error) { return c.s.Start(c.st, 40*minute) },
		"pause":   func() (State, error) { return c.s.Pause(c.st, 40*minute) },
		"set":     func() (State, error) { return c.s.Set(c.st, Reading{Item: 0, LeftMS: 1}, 40*minute) },
		"advance": func() (State, error) { return c.s.Advance(c.st, 40*minute) },
		"back":    func() (State, error) { return c.s.Back(c.st, 40*minute) },
		"add":     func() (State, error) { return c.s.AddMinutes(c.st, 40*minute, 1) },
		"break":   func() (State, error) { return c.s.TakeBreak(c.st, 40*minute, 5, false) },
		"resume":  func() (State, error) { return c.s.EndBreak(c.st, 40*minute) },
		"hand":    func() (State, error) { return c.s.DeductHand(c.st, 40*minute, 1, HandForHand{HandCap, 3}) },
		"end":     func() (State, error) { return c.s.End(c.st, 40*minute) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := act()
			c.refuses(HasEnded, s, err)
		})
	}
}

func TestNoActChangesTheClockItWasGiven(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 0, 15, true))
	before, _ := json.Marshal(c.s)
	c.s.Reading(c.st, 9*minute)
	c.s.AddMinutes(c.st, 9*minute, 3)
	c.s.Set(c.st, Reading{Item: 0, LeftMS: 5, Early: true}, 0)
	c.s.Pause(c.st, 9*minute)
	Boundaries(c.s, c.st, 0, 99*minute)
	if after, _ := json.Marshal(c.s); string(after) != string(before) {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

func TestAClockWithoutLevelsRefusesAndReadsNothing(t *testing.T) {
	c := at(t, blinds.Structure{})
	c.shows(5, 0, 0)
	s, err := c.s.Start(c.st, 0)
	c.refuses(NoStructure, s, err)
	s, err = c.s.EndBreak(c.st, 0)
	c.refuses(NoStructure, s, err)
}

func TestAClockOnAStructureThatBecameShorterStandsOnTheLastItem(t *testing.T) {
	c := started(t, night())
	c.does(c.s.Set(c.st, Reading{Item: 4, LeftMS: 5 * minute}, 0))
	c.st.Items = c.st.Items[:2]
	c.shows(minute, 1, 4*minute)
}

func TestOnlyABreakIsEverPassedOver(t *testing.T) {
	c := started(t, night())
	c.does(c.s.TakeBreak(c.st, 8*minute, 15, true))
	c.st.Items = append(c.st.Items[:2:2], c.st.Items[3:]...) // the break is taken off the sheet
	c.shows(55*minute, 2, 20*minute)
}

func TestEveryRefusalHasASentence(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Refusals {
		if r.Error() == string(r) || seen[r.Error()] {
			t.Errorf("%s: %q", r, r.Error())
		}
		seen[r.Error()] = true
	}
}
