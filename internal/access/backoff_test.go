package access

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func TestTheFirstMissesCostOneTwoFourAndEightSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		dev, liv := b.done.DeviceToken, b.done.Who.Staff
		for n, wait := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
			_, _, err := b.SignIn(context.Background(), dev, liv, "111222")
			if p := refused(t, err, "pin_wrong"); p.Retry != wait {
				t.Fatalf("miss %d: wait %d s, want %d", n+1, p.Retry, wait)
			}
			// Not a moment earlier, not even with the right PIN.
			time.Sleep(time.Duration(wait)*time.Second - time.Millisecond)
			_, _, err = b.SignIn(context.Background(), dev, liv, ownerPIN)
			if p := refused(t, err, "pin_wait"); p.Status != 429 || p.Retry != 1 {
				t.Fatalf("miss %d: %+v", n+1, p)
			}
			time.Sleep(time.Millisecond)
		}
		b.signIn(dev, liv, ownerPIN)
		// A success takes the misses back.
		_, _, err := b.SignIn(context.Background(), dev, liv, "111222")
		if p := refused(t, err, "pin_wrong"); p.Retry != 1 {
			t.Error(p.Retry)
		}
	})
}

func TestMissesOutlastARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		dev, liv := b.done.DeviceToken, b.done.Who.Staff
		for n := range 5 {
			_, _, err := b.SignIn(context.Background(), dev, liv, "111222")
			refused(t, err, "pin_wrong")
			if n < 4 {
				time.Sleep(time.Second << n)
			}
		}
		time.Sleep(6 * time.Second)
		b.start()
		_, _, err := b.SignIn(context.Background(), dev, liv, ownerPIN)
		if p := refused(t, err, "pin_wait"); p.Retry != 10 {
			t.Errorf("%d s left of 16 after 6", p.Retry)
		}
		time.Sleep(10 * time.Second)
		b.signIn(dev, liv, ownerPIN)
	})
}

func TestATryIsCountedBeforeItsPINIsLookedAt(t *testing.T) {
	// Whoever pulls the plug before the answer gains nothing.
	b := setUpBox(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b.Door.hasher.slots <- struct{}{}
	b.Door.hasher.slots <- struct{}{}
	if _, _, err := b.SignIn(ctx, b.done.DeviceToken, b.done.Who.Staff, "111222"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if m := b.kept.misses[missKey{b.done.Who.Staff, b.done.Who.Device}]; m.Count != 1 {
		t.Errorf("%+v is on disk", m)
	}
	b.start()
	_, _, err := b.SignIn(context.Background(), b.done.DeviceToken, b.done.Who.Staff, ownerPIN)
	refused(t, err, "pin_wait")
}

func TestAHundredTriesAtTheSameInstantAreOneTry(t *testing.T) {
	b := setUpBox(t)
	answers := make(chan error)
	for i := range 100 {
		go func() {
			_, _, err := b.SignIn(context.Background(), b.done.DeviceToken, b.done.Who.Staff, fmt.Sprintf("7%05d", i))
			answers <- err
		}()
	}
	looked := 0
	for range 100 {
		if refused(t, <-answers, "pin_wrong", "pin_wait").Code == "pin_wrong" {
			looked++
		}
	}
	if looked != 1 {
		t.Errorf("%d PINs were looked at", looked)
	}
}

// tries runs a script for an hour that always waits exactly as long as it must.
func tries(t *testing.T, hours int, next func(n int) (device, staff string)) (looked int) {
	b := newBackoff(nil, time.Now())
	now := time.Now()
	for end := now.Add(time.Duration(hours) * time.Hour); now.Before(end); {
		device, staff := next(looked)
		if w := b.wait(staff, device, now); w > 0 {
			now = now.Add(w)
			continue
		}
		m := b.charge(staff, device, now)
		b.misses[missKey{staff, device}] = m
		looked++
	}
	return looked
}

func TestAScriptOnAPairedDeviceTriesAtMostTwentyPINsAnHour(t *testing.T) {
	one := tries(t, 1, func(int) (string, string) { return "tablet", "liv" })
	many := tries(t, 1, func(n int) (string, string) { return "tablet", fmt.Sprint("staff", n%12) })
	day := tries(t, 24, func(n int) (string, string) { return "tablet", fmt.Sprint("staff", n%12) })
	t.Logf("one person: %d an hour; twelve persons in turn: %d an hour, %d a day", one, many, day)
	if one != 13 { // 1+2+4+...+512 = 1,023 s for eleven, then one each 900 s
		t.Errorf("one person: %d", one)
	}
	if many > 20 || day > 20+4*24 {
		t.Errorf("twelve persons: %d an hour, %d a day", many, day)
	}
}

func TestManyDevicesTogetherAreSlowedByTheBox(t *testing.T) {
	n := tries(t, 1, func(n int) (string, string) { return fmt.Sprint("tablet", n%50), fmt.Sprint("staff", n%12) })
	t.Logf("fifty devices, twelve persons: %d an hour", n)
	if n > 20+6+60 {
		t.Errorf("%d an hour", n)
	}
}

func TestAScriptThroughTheDoorTriesNoMoreThanTheArithmeticSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		dev, liv := b.done.DeviceToken, b.done.Who.Staff
		looked, begin := 0, time.Now()
		for time.Since(begin) < time.Hour {
			_, _, err := b.SignIn(context.Background(), dev, liv, fmt.Sprintf("7%05d", looked))
			if refused(t, err, "pin_wrong", "pin_wait").Code == "pin_wrong" {
				looked++
			}
			time.Sleep(500 * time.Millisecond)
		}
		if looked != 13 {
			t.Errorf("%d PINs were looked at", looked)
		}
	})
}

func TestNobodyIsHeldOutByAnothersMisses(t *testing.T) {
	// A player with a stolen tablet misses on the owner's face all night.
	b := newBackoff(nil, time.Now())
	now := time.Now()
	for range 200 {
		now = now.Add(max(0, b.wait("liv", "stolen", now)))
		b.misses[missKey{"liv", "stolen"}] = b.charge("liv", "stolen", now)
	}
	if w := b.wait("liv", "stolen", now); w != longestWait {
		t.Errorf("the stolen tablet waits %v", w)
	}
	if w := b.wait("liv", "own", now); w > sharedWait {
		t.Errorf("the owner waits %v on her own device", w)
	}
	if w := b.wait("jeppe", "other", now); w > sharedWait {
		t.Errorf("a colleague waits %v", w)
	}
	if w := b.wait("liv", "stolen", now.Add(forgivenAfter)); w > 0 {
		t.Errorf("locked for good: %v", w)
	}
}

func TestASharedTabletIsNotSlowedByAFewThumbs(t *testing.T) {
	b := newBackoff(nil, time.Now())
	now := time.Now()
	for i := range deviceFree {
		b.misses[missKey{fmt.Sprint(i), "tablet"}] = b.charge(fmt.Sprint(i), "tablet", now)
	}
	if w := b.wait("another", "tablet", now); w != 0 {
		t.Errorf("waits %v after %d misses by others", w, deviceFree)
	}
}

func TestWashingMissesWithOnesOwnPINHelpsOnlyOneself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		jeppe := b.hire("Jeppe Bruun", Cashier, "730194")
		dev := b.pair("Tablet at the desk")
		looked := 0
		for begin := time.Now(); time.Since(begin) < time.Hour; time.Sleep(time.Second) {
			_, _, err := b.SignIn(context.Background(), dev, b.done.Who.Staff, fmt.Sprintf("7%05d", looked))
			if refused(t, err, "pin_wrong", "pin_wait").Code == "pin_wait" {
				continue
			}
			looked++
			if _, _, err := b.SignIn(context.Background(), dev, jeppe.ID, "730194"); err != nil {
				refused(t, err, "pin_wait")
			}
		}
		if looked > 13 {
			t.Errorf("%d tries on the owner", looked)
		}
	})
}

func TestUnknownPeopleShareOneCount(t *testing.T) {
	b := setUpBox(t)
	_, _, err := b.SignIn(context.Background(), b.done.DeviceToken, "made-up-1", "111222")
	refused(t, err, "pin_wrong")
	_, _, err = b.SignIn(context.Background(), b.done.DeviceToken, "made-up-2", "111222")
	refused(t, err, "pin_wait")
	if len(b.kept.misses) != 1 {
		t.Errorf("made-up ids fill the table: %v", b.kept.misses)
	}
}

func TestAWrongWallClockNeverMakesAWaitLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 100).Draw(t, "count")
		jump := time.Duration(rapid.Int64Range(-10*365*24, 10*365*24).Draw(t, "hours")) * time.Hour
		now := time.Now()
		b := newBackoff([]Miss{{Staff: "liv", Device: "tablet", Count: count, Last: now.Add(jump)}}, now)
		if w := b.wait("liv", "tablet", now); w > longestWait {
			t.Fatalf("waits %v", w)
		}
		if w := b.wait("liv", "tablet", now.Add(longestWait)); w > 0 {
			t.Fatalf("still waits %v after fifteen minutes", w)
		}
	})
}
