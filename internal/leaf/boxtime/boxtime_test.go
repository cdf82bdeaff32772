package boxtime

import "testing"

func TestARestartWithinOneBootLosesNoTime(t *testing.T) {
	now := int64(5_000)
	read := func() int64 { return now }
	s, cut := resume(Moment{}, "boot-a", read, 1_000_000)
	if cut || s.NowMS() != 1_000_000 {
		t.Fatalf("first start: cut %v, now %d", cut, s.NowMS())
	}
	kept := s.Moment()
	now += 61_000 // the program was away for a minute
	s, cut = resume(kept, "boot-a", read, 9)
	if cut || s.NowMS() != 1_061_000 {
		t.Fatalf("after a restart: cut %v, now %d, want 1061000", cut, s.NowMS())
	}
}

func TestAPowerCutGoesOnFromTheLastMomentKept(t *testing.T) {
	now := int64(500_000)
	read := func() int64 { return now }
	s, _ := resume(Moment{}, "boot-a", read, 1_000_000)
	kept := s.Moment()
	now = 12 // a new boot: the boot clock begins again
	s, cut := resume(kept, "boot-b", read, 77_000_000)
	if !cut || s.NowMS() != 1_000_000 {
		t.Fatalf("after a power cut: cut %v, now %d, want true and 1000000", cut, s.NowMS())
	}
	now += 1_500
	if got := s.NowMS(); got != 1_001_500 {
		t.Fatalf("time goes on from there: %d", got)
	}
}
