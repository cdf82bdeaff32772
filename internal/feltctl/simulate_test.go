package feltctl_test

import (
	"path/filepath"
	"testing"
)

type simulated struct {
	OK      bool
	Kind    string
	Figures struct {
		Entries, People, Undone int
		Actions                 int
		PrizesDue               int64 `json:"prizes_due"`
		Pool                    int64
	}
	Checks []struct {
		Name string
		OK   bool
	}
}

func TestASimulatedNightOfEveryKindHolds(t *testing.T) {
	for _, kind := range []string{"any", "freezeout", "re-entry", "rebuy", "bounty", "deal"} {
		got := run(t, "", "simulate", "--seed", "26", "--kind", kind)
		var s simulated
		got.object(t, &s)
		if got.code != 0 || !s.OK || s.Kind != kind || s.Figures.Undone == 0 || s.Figures.PrizesDue != s.Figures.Pool || len(s.Checks) < 10 {
			t.Errorf("%s: exit %d, %+v, %s", kind, got.code, s, got.err)
		}
		if kind == "freezeout" && s.Figures.Entries != s.Figures.People {
			t.Errorf("%d entries of %d people in a freezeout", s.Figures.Entries, s.Figures.People)
		}
	}
}

func TestTheSameSeedGivesTheSameNightToTheLastHash(t *testing.T) {
	one, other, third := run(t, "", "simulate", "--seed", "7"), run(t, "", "simulate", "--seed", "7"), run(t, "", "simulate", "--seed", "8")
	if one.code != 0 || one.out != other.out {
		t.Errorf("seed 7 gave\n%s\nand\n%s", one.out, other.out)
	}
	if one.out == third.out {
		t.Error("seeds 7 and 8 gave the same night")
	}
}

func TestTheBoxThatPlayedASimulatedNightIsWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	if got := run(t, "", "simulate", "--seed", "5", "--keep", dir); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	got := run(t, "", "audit", "verify", "--data", dir)
	var v verified
	got.object(t, &v)
	if got.code != 0 || !v.OK || len(v.Tournaments) != 1 {
		t.Errorf("%+v %s", v, got.err)
	}
}
