package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var ctx = context.Background()

func TestFirstRunMakesAnOwnerAPairedDeviceASessionAndARecoveryCode(t *testing.T) {
	b := newBox(t)
	if b.State() != NotSetUp {
		t.Fatal(b.State())
	}
	done, err := b.SetUp(ctx, firstRun(), "")
	if err != nil {
		t.Fatal(err)
	}
	b.done = done
	if b.State() != Ready || done.Who.Role != Owner || done.Who.SteppedUp {
		t.Error(b.State(), done.Who)
	}
	if who, err := b.Who(done.DeviceToken, done.SessionToken); err != nil || who.Staff != done.Who.Staff {
		t.Error(who, err)
	}
	faces, err := b.Faces(done.DeviceToken)
	if err != nil || len(faces) != 1 || faces[0].Name != "Liv Madsen" || faces[0].Initials != "LM" {
		t.Error(faces, err)
	}
	if *b.kept.venue != firstRun().Venue {
		t.Error(b.kept.venue)
	}
	info, err := os.Stat(b.file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	// Nothing that opens anything is kept as it was given out.
	kept := fmt.Sprintf("%+v %+v %+v %+v %+v", b.kept.staff, b.kept.devices, b.kept.sessions, *b.kept.recovery, b.kept.pairings)
	for _, secret := range []string{done.DeviceToken, done.SessionToken, done.Recovery, strings.ReplaceAll(done.Recovery, "-", ""), ownerPIN} {
		if strings.Contains(kept, secret) {
			t.Errorf("%q is kept", secret)
		}
	}
}

func TestABoxIsSetUpOnce(t *testing.T) {
	b := setUpBox(t)
	again := firstRun()
	again.OwnerName = "Mallory"
	_, err := b.SetUp(ctx, again, "")
	refused(t, err, "already_set_up")
	b.start()
	_, err = b.SetUp(ctx, again, "")
	refused(t, err, "already_set_up")
	if b.SetupCode() != "" {
		t.Error("a box with an owner has a setup code")
	}
}

func TestTwoFirstRunsAtTheSameInstantMakeOneOwner(t *testing.T) {
	b := newBox(t)
	answers := make(chan error)
	for range 4 {
		go func() { _, err := b.SetUp(ctx, firstRun(), ""); answers <- err }()
	}
	won := 0
	for range 4 {
		if code(t, <-answers) == "" {
			won++
		}
	}
	if won != 1 || len(b.kept.staff) != 1 {
		t.Errorf("%d won, %d owners", won, len(b.kept.staff))
	}
}

func TestFirstRunOverTheNetworkAsksForTheSetupCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox(t)
		f := firstRun()
		f.AtBox = false
		for i := range 5 {
			f.Code = fmt.Sprintf("00000%d", i)
			_, err := b.SetUp(ctx, f, "10.0.0.66")
			refused(t, err, "setup_code")
		}
		_, err := b.SetUp(ctx, f, "10.0.0.66")
		refused(t, err, "slow_down")
		// A mistyped O or l and small letters are the same code; a neighbour is not
		// slowed by the guest who guesses.
		f.Code = " " + strings.ToLower(strings.NewReplacer("0", "o", "1", "l").Replace(b.SetupCode()[:3])) + "-" + b.SetupCode()[3:]
		if _, err := b.SetUp(ctx, f, "10.0.0.7"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFirstRunRefusesWhatMakesNoSense(t *testing.T) {
	for want, change := range map[string]func(*FirstRun){
		"name":          func(f *FirstRun) { f.OwnerName = " " },
		"language":      func(f *FirstRun) { f.Venue.Language = "fr" },
		"currency":      func(f *FirstRun) { f.Venue.Currency = "kr." },
		"tables":        func(f *FirstRun) { f.Venue.Tables = 0 },
		"pin_guessable": func(f *FirstRun) { f.PIN = "123456" },
		"pin_form":      func(f *FirstRun) { f.PIN = "" },
	} {
		b := newBox(t)
		f := firstRun()
		change(&f)
		_, err := b.SetUp(ctx, f, "")
		refused(t, err, want)
		if b.State() != NotSetUp || b.kept.saves != 0 {
			t.Errorf("%s: something was done", want)
		}
	}
	for _, name := range []string{"\xff", "a\x00b", "Liv\u202eMadsen", "Liv\u200bMadsen", strings.Repeat("x", 61)} {
		b := newBox(t)
		f := firstRun()
		f.OwnerName = name
		_, err := b.SetUp(ctx, f, "")
		refused(t, err, "name")
	}
}

func TestASaveThatFailsChangesNothing(t *testing.T) {
	b := newBox(t)
	b.kept.fail = errors.New("the disk is full")
	if _, err := b.SetUp(ctx, firstRun(), ""); !errors.Is(err, b.kept.fail) || b.State() != NotSetUp {
		t.Fatal(err, b.State())
	}
	b.kept.fail = nil
	done, err := b.SetUp(ctx, firstRun(), "")
	if err != nil {
		t.Fatal(err)
	}
	b.done = done
	token := b.pair("Tablet")
	b.kept.fail = errors.New("the disk is full")
	if _, _, err := b.SignIn(ctx, token, done.Who.Staff, ownerPIN); !errors.Is(err, b.kept.fail) {
		t.Error(err)
	}
	if err := b.SignOut(ctx, done.Who); !errors.Is(err, b.kept.fail) {
		t.Error(err)
	}
	if _, err := b.Who(done.DeviceToken, done.SessionToken); err != nil {
		t.Error("signed out in memory and not on disk", err)
	}
	b.kept.fail = nil
	b.signIn(token, done.Who.Staff, ownerPIN)
}

func TestADeviceThatIsNotPairedLearnsAndOpensNothing(t *testing.T) {
	b := setUpBox(t)
	for _, token := range []string{"", "x", strings.Repeat("A", 43), b.done.SessionToken, b.done.DeviceToken + "A", b.done.DeviceToken[:42]} {
		_, err := b.Faces(token)
		refused(t, err, "not_paired")
		_, _, err = b.SignIn(ctx, token, b.done.Who.Staff, ownerPIN) // the right PIN
		refused(t, err, "not_paired")
		_, err = b.Who(token, b.done.SessionToken)
		refused(t, err, "not_paired")
	}
	if len(b.kept.misses) != 0 {
		t.Error("a stranger counts as a miss and could hold somebody up")
	}
}

func TestAWrongPINAnUnknownPersonAndOneWhoLeftGetTheSameAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		left := b.hire("Thor", Floor, "730194")
		yes := true
		if _, err := b.ChangeStaff(ctx, b.owner(), left.ID, left.Version, StaffChange{Disabled: &yes}); err != nil {
			t.Fatal(err)
		}
		var first string
		for _, staff := range []string{b.done.Who.Staff, left.ID, "", "made-up"} {
			time.Sleep(time.Minute)
			_, _, err := b.SignIn(ctx, b.done.DeviceToken, staff, "730194")
			p := *refused(t, err, "pin_wrong")
			p.Retry = 0
			if first == "" {
				first = string(p.JSON())
			}
			if string(p.JSON()) != first {
				t.Errorf("%s: %s", staff, p.JSON())
			}
		}
	})
}

func TestASessionIsNewAtEverySignInAndBelongsToItsDevice(t *testing.T) {
	b := setUpBox(t)
	liv, dev := b.done.Who.Staff, b.done.DeviceToken
	// A token that somebody planted before is never taken up.
	planted := strings.Repeat("A", 43)
	if _, err := b.Who(dev, planted); code(t, err) != "not_signed_in" {
		t.Fatal(err)
	}
	one, first := b.signIn(dev, liv, ownerPIN)
	two, second := b.signIn(dev, liv, ownerPIN)
	if one == two || one == planted || first.Session == second.Session {
		t.Fatal("a session was used again")
	}
	if _, err := b.Who(dev, one); code(t, err) != "not_signed_in" {
		t.Error("the session before goes on on the same device")
	}
	select {
	case <-first.Ended:
	default:
		t.Error("its sockets were not told")
	}
	other := b.pairWith(two, "Phone")
	_, err := b.Who(other, two)
	refused(t, err, "not_signed_in") // a stolen session cookie on another paired device
	three, _ := b.signIn(other, liv, ownerPIN)
	if _, err := b.Who(dev, two); err != nil {
		t.Error("signing in elsewhere ended the session here", err)
	}
	if _, err := b.Who(dev, three); code(t, err) != "not_signed_in" {
		t.Error("the session of one device opens another")
	}
}

func TestWhatChangesWhileThePINIsLookedAtCounts(t *testing.T) {
	yes := true
	for name, change := range map[string]func(b *box, jeppe StaffView, device string){
		"he leaves": func(b *box, jeppe StaffView, _ string) {
			if _, err := b.ChangeStaff(ctx, b.who(), jeppe.ID, jeppe.Version, StaffChange{Disabled: &yes}); err != nil {
				b.t.Fatal(err)
			}
		},
		"the tablet is unpaired": func(b *box, _ StaffView, device string) {
			if err := b.Unpair(ctx, b.who(), device); err != nil {
				b.t.Fatal(err)
			}
		},
	} {
		b := setUpBox(t)
		jeppe := b.hire("Jeppe", Floor, "730194")
		token := b.pair("Tablet")
		dev, _ := b.Paired(token)
		b.hasher.slots <- struct{}{} // both slots are taken: the hash waits
		b.hasher.slots <- struct{}{}
		answer := make(chan error)
		go func() { _, _, err := b.SignIn(ctx, token, jeppe.ID, "730194"); answer <- err }()
		for counted := false; !counted; time.Sleep(time.Millisecond) {
			b.mu.RLock()
			_, counted = b.backoff.misses[missKey{jeppe.ID, dev.ID}]
			b.mu.RUnlock()
		}
		change(b, jeppe, dev.ID)
		<-b.hasher.slots
		<-b.hasher.slots
		if got := code(t, <-answer); got != "pin_wrong" && got != "not_paired" {
			t.Errorf("%s meanwhile: %q", name, got)
		}
		if len(b.kept.sessions) != 1 {
			t.Errorf("%s meanwhile: signed in", name)
		}
	}
}

// pairWith pairs a device as the session on the first device.
func (b *box) pairWith(session, name string) string {
	b.t.Helper()
	who, err := b.Who(b.done.DeviceToken, session)
	if err != nil {
		b.t.Fatal(err)
	}
	code, _, err := b.NewPairing(ctx, who, name)
	if err != nil {
		b.t.Fatal(err)
	}
	token, _, err := b.Pair(ctx, code, name)
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

func TestASessionEndsWhenItIsIdleForTwelveHoursOrAWeekOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		stop, cancel := context.WithCancel(ctx)
		defer cancel()
		go b.Run(stop, func(err error) { t.Error(err) })
		for range 20 {
			time.Sleep(idleLimit - time.Minute)
			if time.Since(b.kept.recovery.MadeAt) > sessionLimit {
				break
			}
			if _, err := b.Who(b.done.DeviceToken, b.done.SessionToken); err != nil {
				t.Fatal(time.Since(b.kept.recovery.MadeAt), err)
			}
		}
		_, err := b.Who(b.done.DeviceToken, b.done.SessionToken)
		refused(t, err, "not_signed_in")
		token, who := b.signIn(b.done.DeviceToken, b.done.Who.Staff, ownerPIN)
		time.Sleep(idleLimit - time.Second)
		b.start() // the last use outlasts a restart
		if _, err := b.Who(b.done.DeviceToken, token); err != nil {
			t.Fatal(err)
		}
		time.Sleep(idleLimit)
		_, err = b.Who(b.done.DeviceToken, token)
		refused(t, err, "not_signed_in")
		if err := b.tidy(ctx); err != nil {
			t.Fatal(err)
		}
		if len(b.kept.sessions) != 0 {
			t.Error("an ended session is kept")
		}
		_ = who
	})
}

func TestAWrongWallClockAtStartNeitherEndsNorLengthensASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		for id, s := range b.kept.sessions { // kept by a clock that was a year ahead
			s.SeenAt = s.SeenAt.AddDate(1, 0, 0)
			s.MadeAt = s.MadeAt.AddDate(1, 0, 0)
			b.kept.sessions[id] = s
		}
		b.start()
		if _, err := b.Who(b.done.DeviceToken, b.done.SessionToken); err != nil {
			t.Fatal(err)
		}
		time.Sleep(idleLimit)
		_, err := b.Who(b.done.DeviceToken, b.done.SessionToken)
		refused(t, err, "not_signed_in")
	})
}

func TestThePINGivenAgainCountsForFiveMinutesOnThisSessionOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		other := b.pair("Phone")
		elsewhere, _ := b.signIn(other, b.done.Who.Staff, ownerPIN)
		if err := b.StepUp(ctx, b.done.Who, ownerPIN); err != nil {
			t.Fatal(err)
		}
		steppedUp := func(dev, session string) bool {
			who, err := b.Who(dev, session)
			if err != nil {
				t.Fatal(err)
			}
			return who.SteppedUp
		}
		if !steppedUp(b.done.DeviceToken, b.done.SessionToken) || steppedUp(other, elsewhere) {
			t.Error("stepped up on the wrong session")
		}
		time.Sleep(stepUpLimit - time.Second)
		if !steppedUp(b.done.DeviceToken, b.done.SessionToken) {
			t.Error("over too early")
		}
		time.Sleep(time.Second)
		if steppedUp(b.done.DeviceToken, b.done.SessionToken) {
			t.Error("counts for more than five minutes")
		}
		if err := b.StepUp(ctx, b.done.Who, ownerPIN); err != nil {
			t.Fatal(err)
		}
		b.start()
		if steppedUp(b.done.DeviceToken, b.done.SessionToken) {
			t.Error("outlasts a restart")
		}
	})
}

func TestAStolenSessionCannotGuessThePINThroughTheStepUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		looked := 0
		for begin := time.Now(); time.Since(begin) < time.Hour; time.Sleep(time.Second) {
			err := b.StepUp(ctx, b.done.Who, fmt.Sprintf("7%05d", looked))
			if refused(t, err, "pin_wrong", "pin_wait").Code == "pin_wrong" {
				looked++
			}
			err = b.ChangeOwnPIN(ctx, b.done.Who, fmt.Sprintf("8%05d", looked), "730194")
			if refused(t, err, "pin_wrong", "pin_wait").Code == "pin_wrong" {
				looked++
			}
		}
		if looked > 13 {
			t.Errorf("%d PINs were looked at", looked)
		}
	})
}

func TestARoleOrPINThatChangesSignsThePersonOutEverywhere(t *testing.T) {
	director, pin, yes := Director, "205918", true
	for name, ch := range map[string]StaffChange{"role": {Role: &director}, "pin": {PIN: &pin}, "left": {Disabled: &yes}} {
		b := setUpBox(t)
		jeppe := b.hire("Jeppe Bruun", Floor, "730194")
		dev := b.pair("Tablet")
		token, who := b.signIn(dev, jeppe.ID, "730194")
		got, err := b.ChangeStaff(ctx, b.owner(), jeppe.ID, jeppe.Version, ch)
		if err != nil || got.Version != jeppe.Version+1 {
			t.Fatal(got, err)
		}
		_, err = b.Who(dev, token)
		refused(t, err, "not_signed_in")
		select {
		case <-who.Ended:
		default:
			t.Errorf("%s: sockets were not told", name)
		}
		// An identity that somebody held on to opens nothing either.
		_, err = b.Staff(who)
		refused(t, err, "not_signed_in")
	}
	b := setUpBox(t)
	jeppe := b.hire("Jeppe Bruun", Floor, "730194")
	dev := b.pair("Tablet")
	token, _ := b.signIn(dev, jeppe.ID, "730194")
	colour := "green"
	if _, err := b.ChangeStaff(ctx, b.owner(), jeppe.ID, jeppe.Version, StaffChange{Colour: &colour}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Who(dev, token); err != nil {
		t.Error("a new colour signed him out", err)
	}
}

func TestSessionsAreListedAndRevokedByThoseWhoMay(t *testing.T) {
	b := setUpBox(t)
	floor, boss := b.hire("Jeppe", Floor, "730194"), b.hire("Samira", Director, "205918")
	d1, d2 := b.pair("One"), b.pair("Two")
	_, jeppe := b.signIn(d1, floor.ID, "730194")
	samiraToken, samira := b.signIn(d2, boss.ID, "205918")
	own, err := b.Sessions(jeppe)
	if err != nil || len(own) != 1 || !own[0].Own {
		t.Error(own, err)
	}
	if all, err := b.Sessions(samira); err != nil || len(all) != 3 {
		t.Error(all, err)
	}
	refused(t, b.EndSession(ctx, jeppe, samira.Session), "not_found")
	refused(t, b.EndSession(ctx, samira, b.done.Who.Session), "not_found") // a director does not end an owner's
	refused(t, b.EndSession(ctx, samira, "none"), "not_found")
	if err := b.EndSession(ctx, samira, jeppe.Session); err != nil {
		t.Error(err)
	}
	if err := b.EndSession(ctx, b.owner(), samira.Session); err != nil {
		t.Error(err)
	}
	_, err = b.Who(d2, samiraToken)
	refused(t, err, "not_signed_in")
	if err := b.SignOut(ctx, b.done.Who); err != nil {
		t.Error(err)
	}
	_, err = b.Who(b.done.DeviceToken, b.done.SessionToken)
	refused(t, err, "not_signed_in")
}

func TestARestoredBoxSignsEverybodyOut(t *testing.T) {
	b := setUpBox(t)
	open, _, _ := b.NewPairing(ctx, b.who(), "Open")
	if err := b.SignOutAll(ctx); err != nil {
		t.Fatal(err)
	}
	_, err := b.Who(b.done.DeviceToken, b.done.SessionToken)
	refused(t, err, "not_signed_in")
	_, _, err = b.Pair(ctx, open, "x")
	refused(t, err, "code_wrong")
	if len(b.kept.sessions)+len(b.kept.pairings) != 0 {
		t.Error("still on disk")
	}
	b.signIn(b.done.DeviceToken, b.done.Who.Staff, ownerPIN)
}

func TestAPairingCodeWorksOnceForFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		code, expires, err := b.NewPairing(ctx, b.done.Who, "Tablet at the desk")
		if err != nil || len(code) != 6 || expires.Sub(time.Now()) != 5*time.Minute {
			t.Fatal(code, expires, err)
		}
		token, dev, err := b.Pair(ctx, strings.ToLower(code[:3]+" "+code[3:]), "10.0.0.7")
		if err != nil || dev.Name != "Tablet at the desk" || dev.PairedBy != b.done.Who.Staff {
			t.Fatal(dev, err)
		}
		if _, err := b.Faces(token); err != nil {
			t.Error(err)
		}
		_, _, err = b.Pair(ctx, code, "10.0.0.7")
		refused(t, err, "code_wrong")
		late, _, _ := b.NewPairing(ctx, b.done.Who, "Late")
		time.Sleep(5 * time.Minute)
		_, _, err = b.Pair(ctx, late, "10.0.0.7")
		refused(t, err, "code_wrong")
		// A restart keeps a code, and never makes it live longer.
		kept, _, _ := b.NewPairing(ctx, b.done.Who, "Kept")
		for id, p := range b.kept.pairings {
			p.ExpiresAt = p.ExpiresAt.AddDate(1, 0, 0)
			b.kept.pairings[id] = p
		}
		b.start()
		time.Sleep(5 * time.Minute)
		_, _, err = b.Pair(ctx, kept, "10.0.0.7")
		refused(t, err, "code_wrong")
	})
}

func TestPairingCodesCannotBeGuessed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		if _, _, err := b.NewPairing(ctx, b.done.Who, "Tablet"); err != nil {
			t.Fatal(err)
		}
		looked := map[string]int{}
		for begin := time.Now(); time.Since(begin) < pairingLimit; time.Sleep(100 * time.Millisecond) {
			for i := range 30 { // thirty phones at once
				from := fmt.Sprint("10.0.0.", i)
				_, _, err := b.Pair(ctx, "ABCDEF", from)
				if refused(t, err, "code_wrong", "slow_down").Code == "code_wrong" {
					looked[from]++
					looked["all"]++
				}
			}
		}
		if looked["10.0.0.0"] > 5+30 || looked["all"] > 20+3000 {
			t.Errorf("%d from one phone, %d in all", looked["10.0.0.0"], looked["all"])
		}
	})
}

func TestOnlyOwnersAndDirectorsPairAndUnpair(t *testing.T) {
	b := setUpBox(t)
	floor := b.hire("Jeppe", Floor, "730194")
	dev := b.pair("Tablet")
	token, jeppe := b.signIn(dev, floor.ID, "730194")
	_, _, err := b.NewPairing(ctx, jeppe, "His own phone")
	refused(t, err, "not_allowed")
	_, err = b.Devices(jeppe)
	refused(t, err, "not_allowed")
	refused(t, b.Unpair(ctx, jeppe, b.done.Who.Device), "not_allowed")
	list, err := b.Devices(b.done.Who)
	if err != nil || len(list) != 2 || list[1].Name != "Tablet" {
		t.Fatal(list, err)
	}
	if err := b.Unpair(ctx, b.done.Who, jeppe.Device); err != nil {
		t.Fatal(err)
	}
	_, err = b.Who(dev, token)
	refused(t, err, "not_paired")
	_, err = b.Faces(dev)
	refused(t, err, "not_paired")
	b.start()
	_, err = b.Faces(dev)
	refused(t, err, "not_paired")
	refused(t, b.Unpair(ctx, b.done.Who, jeppe.Device), "not_found")
	for range openPairings {
		if _, _, err := b.NewPairing(ctx, b.who(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = b.NewPairing(ctx, b.who(), "x")
	refused(t, err, "too_many_codes")
}

func (b *box) who() Identity {
	who, err := b.Who(b.done.DeviceToken, b.done.SessionToken)
	if err != nil {
		b.t.Fatal(err)
	}
	return who
}

func TestNobodyManagesPeopleOfHisOwnRankOrAbove(t *testing.T) {
	b := setUpBox(t)
	boss, peer, floor := b.hire("Samira", Director, "205918"), b.hire("Pia", Director, "118274"), b.hire("Jeppe", Floor, "730194")
	dev := b.pair("Tablet")
	token, samira := b.signIn(dev, boss.ID, "205918")
	_, err := b.AddStaff(ctx, samira, NewStaff{Name: "X", Role: Floor})
	refused(t, err, "pin_again")
	if err := b.StepUp(ctx, samira, "205918"); err != nil {
		t.Fatal(err)
	}
	samira, _ = b.Who(dev, token)
	owner, director, cashier, name := Owner, Director, Cashier, "Jeppe B"
	for _, r := range []Role{Owner, Director} {
		_, err := b.AddStaff(ctx, samira, NewStaff{Name: "X", Role: r})
		refused(t, err, "above_you")
	}
	for _, r := range []Role{Screen, Player, "", "root"} {
		_, err := b.AddStaff(ctx, samira, NewStaff{Name: "X", Role: r})
		refused(t, err, "role")
	}
	for _, c := range []struct {
		id string
		ch StaffChange
	}{{b.done.Who.Staff, StaffChange{Name: &name}}, {peer.ID, StaffChange{Name: &name}}, {boss.ID, StaffChange{Role: &owner}},
		{floor.ID, StaffChange{Role: &owner}}, {floor.ID, StaffChange{Role: &director}}} {
		_, err := b.ChangeStaff(ctx, samira, c.id, 1, c.ch)
		refused(t, err, "above_you")
	}
	if got, err := b.ChangeStaff(ctx, samira, floor.ID, floor.Version, StaffChange{Name: &name, Role: &cashier}); err != nil || got.Role != Cashier || got.Name != name {
		t.Error(got, err)
	}
	_, err = b.ChangeStaff(ctx, samira, floor.ID, floor.Version, StaffChange{Name: &name})
	if p := refused(t, err, "stale_version"); p.Version != floor.Version+1 || p.Status != 412 {
		t.Error(p)
	}
	_, err = b.ChangeStaff(ctx, samira, "none", 1, StaffChange{})
	refused(t, err, "not_found")
}

func TestTheLastOwnerWhoCanSignInStays(t *testing.T) {
	b := setUpBox(t)
	me, yes, floor, none := b.done.Who.Staff, true, Floor, ""
	for _, ch := range []StaffChange{{Disabled: &yes}, {Role: &floor}, {PIN: &none}} {
		_, err := b.ChangeStaff(ctx, b.owner(), me, 1, ch)
		refused(t, err, "last_owner")
	}
	b.hire("Other without a PIN", Owner, "")
	_, err := b.ChangeStaff(ctx, b.owner(), me, 1, StaffChange{Disabled: &yes})
	refused(t, err, "last_owner")
	b.hire("Other", Owner, "730194")
	if _, err := b.ChangeStaff(ctx, b.owner(), me, 1, StaffChange{Disabled: &yes}); err != nil {
		t.Error(err)
	}
}

func TestThePINOfAColleagueIsNeverGivenAway(t *testing.T) {
	b := setUpBox(t)
	b.hire("Jeppe", Floor, ownerPIN) // the same six digits: taken without a word
}

func TestOnesOwnPINIsChangedWithTheOldOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := setUpBox(t)
		other := b.pair("Phone")
		elsewhere, _ := b.signIn(other, b.done.Who.Staff, ownerPIN)
		refused(t, b.ChangeOwnPIN(ctx, b.who(), ownerPIN, "111111"), "pin_guessable")
		refused(t, b.ChangeOwnPIN(ctx, b.who(), "999998", "730194"), "pin_wrong")
		time.Sleep(time.Second)
		if err := b.ChangeOwnPIN(ctx, b.who(), ownerPIN, "730194"); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Who(other, elsewhere); code(t, err) != "not_signed_in" {
			t.Error("a session elsewhere goes on after the PIN was changed")
		}
		b.who() // this one does
		_, _, err := b.SignIn(ctx, other, b.done.Who.Staff, ownerPIN)
		refused(t, err, "pin_wrong")
		time.Sleep(time.Second)
		b.signIn(other, b.done.Who.Staff, "730194")
	})
}

func TestTheRecoveryCodeIsTypedAsPeopleType(t *testing.T) {
	b := setUpBox(t)
	printed := b.done.Recovery
	if len(printed) != 24 || strings.Count(printed, "-") != 4 {
		t.Fatal(printed)
	}
	for _, typed := range []string{printed, strings.ToLower(printed), strings.ReplaceAll(printed, "-", " "), strings.ReplaceAll(printed, "-", ""),
		strings.NewReplacer("0", "o", "1", "l").Replace(printed), " " + printed + "\n"} {
		if err := b.recovery.check(typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
	}
	plain := strings.ReplaceAll(printed, "-", "")
	for i := range plain {
		for _, s := range crockford {
			slip := plain[:i] + string(s) + plain[i+1:]
			if slip == plain {
				continue
			}
			refused(t, b.recovery.check(slip), "recovery_typo")
		}
		if i > 0 && i < recoverySymbols && plain[i] != plain[i-1] {
			refused(t, b.recovery.check(plain[:i-1]+plain[i:i+1]+plain[i-1:i]+plain[i+1:]), "recovery_typo")
		}
	}
	for _, s := range []string{"", plain[:19], plain + "0", strings.Repeat("U", 20)} {
		refused(t, b.recovery.check(s), "recovery_typo")
	}
	other, _, err := newRecovery(b.random, b.pepper, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	refused(t, b.recovery.check(other), "recovery_wrong")
	refused(t, (*Recovery)(nil).check(printed), "recovery_wrong")
}

func TestTheRecoveryCodeSetsANewPINAndPairsAnew(t *testing.T) {
	for _, unpair := range []bool{false, true} {
		b := setUpBox(t)
		floor := b.hire("Jeppe", Floor, "730194")
		dev := b.pair("Tablet")
		token, _ := b.signIn(dev, floor.ID, "730194")
		open, _, _ := b.NewPairing(ctx, b.who(), "Still open")
		got, err := b.Recover(ctx, Recovering{Code: b.done.Recovery, PIN: "205918", DeviceName: "New tablet", Unpair: unpair}, "10.0.0.7")
		if err != nil {
			t.Fatal(err)
		}
		if got.OwnerName != "Liv Madsen" || got.PINsGone != 0 || got.Who.Role != Owner || got.Recovery == b.done.Recovery {
			t.Errorf("%+v", got)
		}
		if _, err := b.Who(dev, token); code(t, err) == "" {
			t.Error("a session goes on after recovery")
		}
		if _, _, err := b.Pair(ctx, open, "x"); code(t, err) != "code_wrong" {
			t.Error("an open pairing code outlasts recovery")
		}
		if _, err := b.Faces(dev); (code(t, err) == "not_paired") != unpair {
			t.Error("unpair", unpair, err)
		}
		b.signIn(got.DeviceToken, b.done.Who.Staff, "205918")
		if !unpair {
			b.signIn(dev, floor.ID, "730194") // others keep their PINs
		}
		_, err = b.Recover(ctx, Recovering{Code: b.done.Recovery, PIN: "118274"}, "10.0.0.8")
		refused(t, err, "recovery_wrong") // used up
		if err := b.CheckRecovery(got.Recovery, "10.0.0.9"); err != nil {
			t.Error(err)
		}
	}
}

func TestAnOwnerMakesANewRecoveryCode(t *testing.T) {
	b := setUpBox(t)
	boss := b.hire("Samira", Director, "205918")
	dev := b.pair("Tablet")
	_, samira := b.signIn(dev, boss.ID, "205918")
	_, err := b.NewRecovery(ctx, samira)
	refused(t, err, "not_allowed")
	fresh, err := b.NewRecovery(ctx, b.owner())
	if err != nil {
		t.Fatal(err)
	}
	refused(t, b.CheckRecovery(b.done.Recovery, "a"), "recovery_wrong")
	if err := b.CheckRecovery(fresh, "a"); err != nil {
		t.Error(err)
	}
	b.start() // the key file still fits
}

func TestTroubleWithTheKeyFileSaysWhatToDoAndTheRecoveryCodeOpens(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(file string) error
		says string
	}{
		"missing":       {os.Remove, "missing"},
		"damaged":       {func(f string) error { return os.WriteFile(f, []byte("abc"), 0o600) }, "damaged"},
		"open":          {func(f string) error { return os.Chmod(f, 0o644) }, "chmod 600"},
		"another box's": {func(f string) error { return os.WriteFile(f, []byte(strings.Repeat("ab", 32)), 0o600) }, "not the one of this database"},
	} {
		t.Run(name, func(t *testing.T) {
			b := setUpBox(t)
			jeppe := b.hire("Jeppe", Floor, "730194")
			if err := c.do(b.file); err != nil {
				t.Fatal(err)
			}
			door, err := New(ctx, b.kept, Options{PepperFile: b.file})
			if !errors.Is(err, ErrKeyFile) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), b.file) {
				t.Fatal(err)
			}
			if door.State() != NeedsRecovery {
				t.Fatal(door.State())
			}
			// Who is signed in goes on; nobody else gets in.
			who, err := door.Who(b.done.DeviceToken, b.done.SessionToken)
			if err != nil {
				t.Error(err)
			}
			_, _, err = door.SignIn(ctx, b.done.DeviceToken, b.done.Who.Staff, ownerPIN)
			refused(t, err, "needs_recovery")
			refused(t, door.StepUp(ctx, who, ownerPIN), "needs_recovery")
			_, _, err = door.NewPairing(ctx, who, "x")
			refused(t, err, "needs_recovery")
			_, _, err = door.Pair(ctx, "ABCDEF", "x")
			refused(t, err, "code_wrong")
			_, err = door.SetUp(ctx, firstRun(), "")
			refused(t, err, "already_set_up")

			got, err := door.Recover(ctx, Recovering{Code: b.done.Recovery, PIN: "205918"}, "x")
			if err != nil || got.PINsGone != 1 || door.State() != Ready {
				t.Fatal(got, err)
			}
			if _, _, err := door.SignIn(ctx, got.DeviceToken, b.done.Who.Staff, "205918"); err != nil {
				t.Error(err)
			}
			faces, _ := door.Faces(got.DeviceToken)
			if len(faces) != 1 {
				t.Errorf("%d faces: who has no PIN cannot sign in", len(faces))
			}
			_, _, err = door.SignIn(ctx, got.DeviceToken, jeppe.ID, "730194")
			refused(t, err, "pin_wrong")
			b.start() // and everything fits again
			if info, err := os.Stat(b.file); err != nil || info.Mode().Perm() != 0o600 {
				t.Error(info, err)
			}
		})
	}
}

func TestTokensAreThirtyTwoRandomBytes(t *testing.T) {
	b := setUpBox(t)
	if !LooksLikeToken(b.done.DeviceToken) || !LooksLikeToken(b.done.SessionToken) || b.done.DeviceToken == b.done.SessionToken {
		t.Error(b.done)
	}
	sum := sha256.Sum256([]byte("felt token\x00" + b.done.SessionToken))
	if b.kept.sessions[b.done.Who.Session].TokenHash != hex.EncodeToString(sum[:]) {
		t.Error("not the hash is kept")
	}
	if _, err := New(ctx, newKept(), Options{PepperFile: filepath.Join(t.TempDir(), "p"), Random: strings.NewReader("short")}); err == nil {
		t.Error("a dry source of randomness is no error")
	}
}
