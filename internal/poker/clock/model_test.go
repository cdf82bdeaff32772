package clock

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"felt/internal/poker/blinds"
)

// ticking is the clock as a child would build it: a counter that goes down by
// one second a second. It knows nothing of anchors.
type ticking struct {
	st         blinds.Structure
	item       int
	left       int // seconds
	early      int // seconds left of the early break, 0 for none
	replaces   bool
	skip       map[int]bool
	running    bool
	waits      bool // at 0:00, where nothing follows by itself
	boundaries int
}

func newTicking(st blinds.Structure) *ticking {
	return &ticking{st: st, left: st.Items[0].Minutes * 60, skip: map[int]bool{}}
}

func (k *ticking) begin(item int) {
	k.item, k.left = item, k.st.Items[item].Minutes*60
}

func (k *ticking) tick() {
	switch {
	case !k.running:
	case k.early > 0:
		if k.early--; k.early == 0 {
			k.endEarly()
			k.boundaries++
		}
	case k.left > 0:
		if k.left--; k.left == 0 && !k.st.Items[k.item].EndOfDay && k.forward() {
			k.boundaries++
		}
	}
}

// forward begins the next item; false on the last.
func (k *ticking) forward() bool {
	next := k.item + 1
	if k.skip[next] {
		next++
	}
	if next >= len(k.st.Items) {
		return false
	}
	k.begin(next)
	return true
}

func (k *ticking) endEarly() {
	k.early = 0
	if k.replaces {
		k.skip = map[int]bool{k.breakAhead(): true}
	}
}

func (k *ticking) breakAhead() int {
	for i := k.item + 1; i < len(k.st.Items); i++ {
		if k.st.Items[i].Break && !k.skip[i] {
			return i
		}
	}
	return 0
}

func (k *ticking) reading() Reading {
	if k.early > 0 {
		return Reading{k.item, int64(k.early) * 1000, true}
	}
	return Reading{Item: k.item, LeftMS: int64(k.left) * 1000}
}

// step is one thing that happens on a night.
type step struct {
	act     string
	seconds int
	minutes int
	flag    bool
}

// do makes the model do what the step says; false if it is to be refused.
func (k *ticking) do(x step) bool {
	onBreak := k.early > 0 || k.st.Items[k.item].Break
	switch x.act {
	case "start":
		if k.early == 0 && k.left == 0 && k.st.Items[k.item].EndOfDay && k.forward() {
			k.running = true
			return true
		}
		ok := !k.running
		k.running = true
		return ok
	case "pause":
		ok := k.running
		k.running = false
		return ok
	case "advance":
		if k.early > 0 {
			k.endEarly()
			return true
		}
		return k.forward()
	case "back":
		if k.early > 0 {
			k.early = 0
			return true
		}
		if k.item == 0 {
			return false
		}
		k.begin(k.item - 1)
		delete(k.skip, k.item)
		return true
	case "add":
		k.add(x.minutes * 60)
		return true
	case "break":
		if onBreak || x.flag && (k.breakAhead() == 0 || k.st.Items[k.breakAhead()].EndOfDay) {
			return false
		}
		k.early, k.replaces, k.running = x.minutes*60, x.flag, true
		return true
	}
	panic(x.act)
}

func (k *ticking) add(seconds int) {
	if k.early > 0 {
		if k.early += seconds; k.early <= 0 {
			k.endEarly()
		}
		return
	}
	if k.left += seconds; k.left <= 0 {
		k.left = 0
		if !k.st.Items[k.item].EndOfDay {
			k.forward()
		}
	}
}

func (x step) on(s State, st blinds.Structure, now int64) (State, error) {
	switch x.act {
	case "start":
		return s.Start(st, now)
	case "pause":
		return s.Pause(st, now)
	case "advance":
		return s.Advance(st, now)
	case "back":
		return s.Back(st, now)
	case "add":
		return s.AddMinutes(st, now, x.minutes)
	case "break":
		return s.TakeBreak(st, now, x.minutes, x.flag)
	}
	panic(x.act)
}

func anyStructure(t *rapid.T) blinds.Structure {
	n := rapid.IntRange(1, 12).Draw(t, "items")
	st := blinds.Structure{}
	for range n {
		st.Items = append(st.Items, blinds.Item{
			Minutes:  rapid.IntRange(1, 30).Draw(t, "minutes"),
			Break:    rapid.IntRange(0, 3).Draw(t, "break") == 0,
			EndOfDay: rapid.IntRange(0, 9).Draw(t, "end of day") == 0,
		})
	}
	return st
}

func anySteps(t *rapid.T) []step {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		x := step{
			act:     rapid.SampledFrom([]string{"start", "pause", "advance", "back", "add", "break"}).Draw(t, "act"),
			seconds: rapid.IntRange(0, 4000).Draw(t, "seconds"),
			minutes: rapid.IntRange(1, 20).Draw(t, "length"),
			flag:    rapid.Bool().Draw(t, "flag"),
		}
		if x.act == "add" && rapid.Bool().Draw(t, "take") {
			x.minutes = -x.minutes
		}
		return x
	}), 1, 30).Draw(t, "steps")
}

func TestTheArithmeticAgreesWithAClockThatTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := anyStructure(t)
		model, s := newTicking(st), New(st)
		now := rapid.Int64Range(-1<<40, 1<<40).Draw(t, "box clock")
		s.AnchorMS = now
		model.do(step{act: "start"})
		s, _ = s.Start(st, now)
		for _, x := range anySteps(t) {
			passed := model.boundaries
			for range x.seconds {
				model.tick()
			}
			from := now
			now += int64(x.seconds) * 1000
			if got := len(Boundaries(s, st, from, now)); got != model.boundaries-passed {
				t.Fatalf("%d boundaries in %d s, the model has %d", got, x.seconds, model.boundaries-passed)
			}
			next, err := x.on(s, st, now)
			if ok := model.do(x); ok != (err == nil) {
				t.Fatalf("%+v: %v, the model says %v", x, err, ok)
			}
			s = next
			if got, want := s.Reading(st, now), model.reading(); got != want {
				t.Fatalf("after %+v: %+v, the model shows %+v", x, got, want)
			}
		}
	})
}

// Whether the box slept through boundaries, appended each, or was asked a
// hundred times in between changes nothing.
func TestSettlingAnywhereChangesNoLaterReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := anyStructure(t)
		s, _ := New(st).Start(st, 0)
		if rapid.Bool().Draw(t, "early break") {
			if next, err := s.TakeBreak(st, 1, rapid.IntRange(1, 30).Draw(t, "length"), rapid.Bool().Draw(t, "replaces")); err == nil {
				s = next
			}
		}
		mid := rapid.Int64Range(0, 300*minute).Draw(t, "between")
		end := mid + rapid.Int64Range(0, 300*minute).Draw(t, "later")
		want := s.Settle(st, end)
		if diff := cmp.Diff(want, s.Settle(st, mid).Settle(st, end)); diff != "" {
			t.Fatalf("settled between:\n%s", diff)
		}
		byBoundary := s
		for _, b := range Boundaries(s, st, s.AnchorMS, end) {
			if b.State.anchored() != b.Reading || b.State.AnchorMS != b.AtMS {
				t.Fatalf("boundary %+v", b)
			}
			byBoundary = b.State
		}
		if diff := cmp.Diff(want, byBoundary.Settle(st, end)); diff != "" {
			t.Fatalf("boundary by boundary:\n%s", diff)
		}
	})
}

// box is the one timer of the real box: it sleeps to the next boundary, is
// woken late, and appends every boundary that has gone by.
func box(st blinds.Structure, s State, until time.Duration, late func() time.Duration) (readings []Reading, at []time.Duration, end Reading) {
	start := time.Now()
	now := func() int64 { return time.Since(start).Milliseconds() }
	for {
		next, ok := s.NextBoundary(st, now())
		if !ok || next > until.Milliseconds() {
			time.Sleep(until - time.Since(start))
			return readings, at, s.Reading(st, now())
		}
		time.Sleep(time.Duration(next-now())*time.Millisecond + late())
		for _, b := range Boundaries(s, st, s.AnchorMS, now()) {
			s = b.State
			readings = append(readings, b.Reading)
			at = append(at, time.Duration(b.AtMS)*time.Millisecond)
		}
	}
}

func TestTwelveHoursOfThirtySixLevelsDoNotDrift(t *testing.T) {
	st := blinds.Structure{}
	for range 36 {
		st.Items = append(st.Items, blinds.Item{Minutes: 20})
	}
	rapid.Check(t, func(rt *rapid.T) {
		lates := rapid.SliceOfN(rapid.IntRange(0, 50*60*1000), 36, 36).Draw(rt, "late by ms")
		// One bubble an example.
		synctest.Test(t, func(t *testing.T) {
			s, err := New(st).Start(st, 0)
			if err != nil {
				t.Fatal(err)
			}
			k := 0
			readings, at, end := box(st, s, 12*time.Hour-time.Millisecond, func() time.Duration {
				k++
				return time.Duration(lates[(k-1)%36]) * time.Millisecond
			})
			if len(at) != 35 {
				t.Fatalf("%d boundaries", len(at))
			}
			for i := range at {
				if at[i] != time.Duration(i+1)*20*time.Minute || readings[i] != (Reading{Item: i + 1, LeftMS: 20 * minute}) {
					t.Fatalf("boundary %d at %v: %+v", i, at[i], readings[i])
				}
			}
			if end.Item != 35 || end.LeftMS > 1 {
				t.Fatalf("a millisecond before the end: %+v", end)
			}
		})
	})
}
