package pace

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestASourceDoesItAFewTimesAtOnceAndThenOneEachSoOften(t *testing.T) {
	now, l := time.Now(), Limit{Burst: 3, Every: time.Second}
	var o One
	for i := range 3 {
		if w := o.Take(l, now); w != 0 {
			t.Fatalf("take %d waits %v", i, w)
		}
	}
	if w := o.Take(l, now); w != time.Second {
		t.Fatalf("the fourth waits %v", w)
	}
	if w := o.Take(l, now.Add(time.Second)); w != 0 {
		t.Fatalf("after a second it waits %v", w)
	}
	if w := o.Take(l, now.Add(1500*time.Millisecond)); w != 500*time.Millisecond {
		t.Fatalf("half a second later it waits %v", w)
	}
}

func TestNoScheduleGetsMoreThanTheBurstAndThePace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Limit{Burst: rapid.IntRange(1, 5).Draw(t, "burst"), Every: time.Duration(rapid.IntRange(1, 50).Draw(t, "every"))}
		begin := time.Now()
		now, got := begin, 0
		var o One
		for _, step := range rapid.SliceOf(rapid.IntRange(0, 60)).Draw(t, "steps") {
			now = now.Add(time.Duration(step))
			if o.Take(l, now) == 0 {
				got++
			}
			if most := l.Burst + int(now.Sub(begin)/l.Every); got > most {
				t.Fatalf("%d taken after %v, at most %d", got, now.Sub(begin), most)
			}
		}
	})
}

func TestMadeUpSourcesFillNeitherMemoryNorTheShareOfTheKnown(t *testing.T) {
	now := time.Now()
	s := Sources{Limit: Limit{Burst: 2, Every: time.Second}, Most: 10}
	s.Take("known", now)
	free := 0
	for i := range 1000 {
		if s.Take(fmt.Sprint(i), now) == 0 {
			free++
		}
	}
	if free > 9+2 || len(s.each) > 10 {
		t.Errorf("%d takes, %d remembered", free, len(s.each))
	}
	if s.Take("known", now) != 0 {
		t.Error("the known source lost its share")
	}
	if s.Take("new", now.Add(time.Minute)) != 0 || len(s.each) != 1 {
		t.Errorf("rested sources are still remembered: %d", len(s.each))
	}
}
