package chips

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASetIsOrderedAndHasEachChipOnce(t *testing.T) {
	s, err := NewSet(1000, 25, 100, 25)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Set{25, 100, 1000}, s); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []int64{0, -5, Max + 1} {
		if _, err := NewSet(25, bad); !errors.Is(err, ErrDenomination) {
			t.Errorf("%d: %v", bad, err)
		}
	}
}

func TestChipsLeaveAndCome(t *testing.T) {
	s := Set{25, 100, 500}
	if diff := cmp.Diff(Set{100, 500, 1000}, s.Without(25).With(1000, 100)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Set{25, 100, 500}, s); diff != "" {
		t.Errorf("the set itself changed:\n%s", diff)
	}
	if above, ok := s.Above(100); !ok || above != 500 {
		t.Errorf("above 100: %d %v", above, ok)
	}
	if _, ok := s.Above(500); ok {
		t.Error("nothing is above 500")
	}
	if !s.Has(100) || s.Has(50) || s.Smallest() != 25 || (Set{}).Smallest() != 0 {
		t.Error("what is in play")
	}
}

func TestAnAmountIsPayableWithChangeGiven(t *testing.T) {
	for _, c := range []struct {
		set    Set
		amount int64
		want   bool
	}{
		{Set{25, 100}, 75, true},
		{Set{100, 500}, 150, false},
		{Set{100, 500}, 0, true},
		{Set{20, 50}, 30, true}, // a 50, and a 20 back
		{Set{20, 50}, 35, false},
		{nil, 7, true}, // nothing known, nothing judged
	} {
		if got := c.set.Payable(c.amount); got != c.want {
			t.Errorf("%d with %v: %v", c.amount, c.set, got)
		}
	}
}

// TDA 8 and 71D: forfeited stacks leave play, 6,000 less 1,500 is 4,500.
func TestChipsInPlayAreIssuedLessRemoved(t *testing.T) {
	p, err := InPlay{}.Add(6000, 0)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Add(0, 1500); err != nil || p.Total() != 4500 {
		t.Errorf("%+v %v", p, err)
	}
	if p.Off(4525) != 25 || p.Off(4400) != -100 {
		t.Error("a count is held against the chips in play")
	}
	for _, bad := range [][2]int64{{-1, 0}, {0, -1}, {0, 4501}, {Max, 0}} {
		if after, err := p.Add(bad[0], bad[1]); err == nil || after != p {
			t.Errorf("%v: %+v %v", bad, after, err)
		}
	}
	if after, err := p.Add(500, 5000); err != nil || after.Total() != 0 { // a race: chips come and go at once
		t.Errorf("%+v %v", after, err)
	}
}

// The evening of testdata/evening.json: 2,150,000 for 56, 1,675,000 for 58,
// 2,950,000 for 31.
func TestTheAverageIsRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		chips   int64
		players int
		want    int64
	}{{2150000, 56, 38393}, {1675000, 58, 28879}, {2950000, 31, 95161}, {2950000, 25, 118000}, {5, 2, 3}, {5, 0, 0}} {
		if got := (InPlay{Issued: c.chips}).Average(c.players); got != c.want {
			t.Errorf("%d for %d: %d, want %d", c.chips, c.players, got, c.want)
		}
	}
}
