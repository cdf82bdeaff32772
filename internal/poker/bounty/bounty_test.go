package bounty

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"
)

func heads(t *testing.T, start money.Amount, share payout.Share) *Heads {
	t.Helper()
	h, err := NewHeads(start, share)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func knock(t *testing.T, h *Heads, out string, by ...string) {
	t.Helper()
	if err := h.KnockOut(out, by...); err != nil {
		t.Fatal(err)
	}
}

func pays(t *testing.T, h *Heads, entry string, cash, head money.Amount) {
	t.Helper()
	if h.Cash(entry) != cash || h.Head(entry) != head {
		t.Errorf("%s: cash %d head %d, want %d and %d", entry, h.Cash(entry), h.Head(entry), cash, head)
	}
}

// Published PKO rules, start bounty 10.00.
func TestHalfOfAHeadIsCashAndHalfGoesOntoTheWinner(t *testing.T) {
	h := heads(t, 1000, Half)
	knock(t, h, "P2", "P1")
	pays(t, h, "P1", 500, 1500)
	knock(t, h, "P1", "P3")
	pays(t, h, "P3", 750, 1750)
	pays(t, h, "P1", 500, 0)
	if got := h.Cash("P1") + h.Cash("P3") + h.Head("P3"); got != 3*1000 {
		t.Errorf("12.50 cash and 17.50 alive are three bounties; got %d", got)
	}
	if diff := cmp.Diff([]string{"P2", "P1", "P3"}, h.Named()); diff != "" {
		t.Error(diff)
	}
}

// Side pots: aces win the main pot all-in, kings beat queens in the side pot;
// the bounty of the queens goes to the kings.
func TestTheSidePotThatCoveredHimDecides(t *testing.T) {
	h := heads(t, 1000, payout.Whole)
	knock(t, h, "QQ", "KK")
	pays(t, h, "KK", 1000, 1000)
	pays(t, h, "AA", 0, 1000)
}

func TestASharedHeadIsSplitAndTheOddUnitGoesToTheFirst(t *testing.T) {
	h := heads(t, 1001, Half)
	knock(t, h, "V", "A", "B", "C") // 334, 334, 333
	pays(t, h, "A", 167, 1001+167)
	pays(t, h, "B", 167, 1001+167)
	pays(t, h, "C", 166, 1001+167)
}

func TestThirtyPercentProgressive(t *testing.T) {
	h := heads(t, 1000, payout.Whole*70/100)
	knock(t, h, "V", "A")
	pays(t, h, "A", 700, 1300)
}

func TestImpossibleKnockoutsAreRefused(t *testing.T) {
	h := heads(t, 1000, Half)
	knock(t, h, "V", "A")
	for _, c := range []struct {
		code, out string
		by        []string
	}{
		{"bounty_out", "", []string{"A"}}, {"bounty_out", "V", []string{"A"}},
		{"bounty_by", "B", nil}, {"bounty_by", "B", []string{"B"}}, {"bounty_by", "B", []string{"A", "A"}},
		{"bounty_by", "B", []string{""}}, {"bounty_by", "B", []string{"A", "V"}},
	} {
		err := h.KnockOut(c.out, c.by...)
		if r, ok := errors.AsType[*refusal.Refusal](err); !ok || r.Code != c.code {
			t.Errorf("%q by %q: %v", c.out, c.by, err)
		}
	}
	pays(t, h, "A", 500, 1500)
	pays(t, h, "B", 0, 1000)
	for _, start := range []money.Amount{0, -1, money.Max + 1} {
		if _, err := NewHeads(start, Half); err == nil {
			t.Errorf("a bounty of %d", start)
		}
	}
	if _, err := NewHeads(1, payout.Whole+1); err == nil {
		t.Error("more than all")
	}
}

func TestBountiesThatTogetherCannotBeCountedAreRefused(t *testing.T) {
	h := heads(t, money.Max, Half)
	if err := h.KnockOut("V", "A"); err == nil {
		t.Error("two bounties of the largest amount")
	}
	pays(t, h, "A", 0, money.Max)
}

func TestCashAndHeadsAliveAreAlwaysEntriesTimesStart(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	rapid.Check(t, func(t *rapid.T) {
		start := money.Amount(rapid.Int64Range(1, 100000).Draw(t, "start"))
		h, err := NewHeads(start, payout.Share(rapid.Int64Range(0, int64(payout.Whole)).Draw(t, "share")))
		if err != nil {
			t.Fatal(err)
		}
		alive := rapid.Permutation(names).Draw(t, "field")
		for len(alive) > 1 {
			n := rapid.IntRange(1, min(3, len(alive)-1)).Draw(t, "winners")
			if err := h.KnockOut(alive[0], alive[1:1+n]...); err != nil {
				t.Fatal(err)
			}
			alive = rapid.Permutation(alive[1:]).Draw(t, "left")
			var sum money.Amount
			for _, name := range names {
				sum += h.Cash(name) + h.Head(name)
			}
			if sum != start*money.Amount(len(names)) {
				t.Fatalf("%d, not %d bounties of %d", sum, len(names), start)
			}
		}
	})
}

// Main event 1,100, satellite 110 to the pool; and packages of 1,500.
func TestASatellitePaysWholeSeatsAndTheRestInCash(t *testing.T) {
	for _, c := range []struct{ pool, seat, seats, rest money.Amount }{
		{10 * 11000, 110000, 1, 0}, {20 * 11000, 110000, 2, 0}, {264000, 110000, 2, 44000},
		{960000, 150000, 6, 60000}, {109999, 110000, 0, 109999}, {0, 1, 0, 0},
	} {
		seats, rest, err := Seats(c.pool, c.seat)
		if err != nil || seats != int64(c.seats) || rest != c.rest {
			t.Errorf("%d at %d: %d seats, %d left, %v", c.pool, c.seat, seats, rest, err)
		}
	}
	for _, bad := range [][2]money.Amount{{-1, 1}, {money.Max + 1, 1}, {1, 0}, {1, -5}} {
		if _, _, err := Seats(bad[0], bad[1]); err == nil {
			t.Errorf("%v", bad)
		}
	}
}
