package money

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAnEvenSplitGivesTheOddUnitsToTheFirst(t *testing.T) {
	got, err := SplitEven(1000, 3)
	if d := cmp.Diff([]Amount{334, 333, 333}, got); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := SplitEven(1000, 0); err == nil {
		t.Error("shared among nobody")
	}
	if _, err := SplitEven(-1, 2); err == nil {
		t.Error("shared less than nothing")
	}
}

func TestTheLargestRemainderGetsTheUnitLeftOver(t *testing.T) {
	// 45.18, 32.25, 22.57 of 100: one unit is left, 0.57 is the largest remainder.
	got, err := SplitLargestRemainder(100, []int64{4518, 3225, 2257})
	if d := cmp.Diff([]Amount{45, 32, 23}, got); d != "" || err != nil {
		t.Error(d, err)
	}
	// Equal remainders: the larger weight first, then the earlier one.
	got, _ = SplitLargestRemainder(2, []int64{1, 3}) // 0.5 and 1.5
	if d := cmp.Diff([]Amount{0, 2}, got); d != "" {
		t.Error(d)
	}
	got, _ = SplitLargestRemainder(1, []int64{1, 1})
	if d := cmp.Diff([]Amount{1, 0}, got); d != "" {
		t.Error(d)
	}
	for _, weights := range [][]int64{nil, {0, 0}, {1, -1}, {math.MaxInt64, math.MaxInt64}} {
		if _, err := SplitLargestRemainder(1, weights); err == nil {
			t.Error("shared by the weights", weights)
		}
	}
}

func TestASplitAddsUpAndIsWithinOneUnitOfTheExactShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := Amount(rapid.Int64Range(0, int64(Max)).Draw(t, "total"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 30).Draw(t, "weights")
		var sum int64
		for _, w := range weights {
			sum += w
		}
		if sum == 0 {
			t.Skip("no weight")
		}
		parts, err := SplitLargestRemainder(total, weights)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Sum(parts...); err != nil || got != total {
			t.Fatalf("parts add up to %d of %d (%v)", got, total, err)
		}
		for i, p := range parts {
			off := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(weights[i])), big.NewInt(sum))
			off.Sub(off, new(big.Rat).SetInt64(int64(p)))
			if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d is %d, %s from its exact share", i, p, off)
			}
		}
	})
}

func TestSumsAndProductsAreExactOrRefused(t *testing.T) {
	small := big.NewInt(math.MinInt64)
	large := big.NewInt(math.MaxInt64)
	edge := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := edge.Draw(t, "a"), edge.Draw(t, "b")
		for name, c := range map[string]struct {
			got   func() (Amount, error)
			exact *big.Int
		}{
			"add": {func() (Amount, error) { return Add(Amount(a), Amount(b)) }, new(big.Int).Add(big.NewInt(a), big.NewInt(b))},
			"mul": {func() (Amount, error) { return Mul(Amount(a), b) }, new(big.Int).Mul(big.NewInt(a), big.NewInt(b))},
		} {
			got, err := c.got()
			fits := c.exact.Cmp(small) >= 0 && c.exact.Cmp(large) <= 0
			if name == "mul" && c.exact.Cmp(small) == 0 {
				fits = false // -2^63 is refused: its magnitude does not fit
			}
			if (err == nil) != fits || fits && c.exact.Int64() != int64(got) {
				t.Fatalf("%s of %d and %d: %d, %v; exact %s", name, a, b, got, err, c.exact)
			}
		}
	})
}

func TestDecimalsFollowTheCurrency(t *testing.T) {
	for _, c := range []struct {
		m    Money
		want string
	}{
		{Money{5285000, "DKK"}, "52850.00"},
		{Money{-50, "DKK"}, "-0.50"},
		{Money{5, "EUR"}, "0.05"},
		{Money{0, "EUR"}, "0.00"},
		{Money{1200, "JPY"}, "1200"},
		{Money{1, "KWD"}, "0.001"},
		{Money{math.MinInt64, "USD"}, "-92233720368547758.08"},
	} {
		if got := c.m.Decimal(); got != c.want {
			t.Errorf("%d %s: %s, want %s", c.m.Amount, c.m.Currency, got, c.want)
		}
	}
}

func TestOnlyActiveCurrencyCodesAreAccepted(t *testing.T) {
	for _, code := range []string{"DKK", "EUR", "USD", "CAD", "JPY"} {
		if _, err := ParseCurrency(code); err != nil {
			t.Error(err)
		}
	}
	for _, code := range []string{"", "dkk", "KR", "DKKK", "HRK", "BGN", "XAU"} { // kuna and lev gave way to the euro; gold is no money of a till
		if _, err := ParseCurrency(code); err == nil {
			t.Errorf("accepted %q", code)
		}
	}
	for code := range minorDigits {
		if len(code) != 3 {
			t.Errorf("%q is no code", code)
		}
	}
}

func TestMoneyInJSONIsAmountAndCurrency(t *testing.T) {
	got, err := json.Marshal(Money{5285000, "DKK"})
	if err != nil || string(got) != `{"amount":5285000,"currency":"DKK"}` {
		t.Error(string(got), err)
	}
}
