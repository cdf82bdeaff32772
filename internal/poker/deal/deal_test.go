package deal

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oracle computes ICM the long way: over all orders of finish, in exact fractions.
func oracle(stacks []int64, prizes []money.Amount) (values []*big.Rat, finish [][]*big.Rat) {
	n := len(stacks)
	values, finish = make([]*big.Rat, n), make([][]*big.Rat, n)
	for i := range n {
		values[i] = new(big.Rat)
		for range prizes {
			finish[i] = append(finish[i], new(big.Rat))
		}
	}
	var walk func(place int, left int64, p *big.Rat, out []bool)
	walk = func(place int, left int64, p *big.Rat, out []bool) {
		if place == len(prizes) {
			return
		}
		for i, s := range stacks {
			if !out[i] {
				q := new(big.Rat).Mul(p, big.NewRat(s, left))
				finish[i][place].Add(finish[i][place], q)
				values[i].Add(values[i], new(big.Rat).Mul(q, big.NewRat(int64(prizes[place]), 1)))
				out[i] = true
				walk(place+1, left-s, q, out)
				out[i] = false
			}
		}
	}
	var chips int64
	for _, s := range stacks {
		chips += s
	}
	walk(0, chips, big.NewRat(1, 1), make([]bool, n))
	return values, finish
}

// exactLargestRemainder is the rule of Evaluate on exact fractions.
func exactLargestRemainder(values []*big.Rat, stacks []int64, amount money.Amount) []money.Amount {
	whole, rest := make([]money.Amount, len(values)), make([]*big.Rat, len(values))
	for i, v := range values {
		f := new(big.Int).Quo(v.Num(), v.Denom())
		whole[i], rest[i] = money.Amount(f.Int64()), new(big.Rat).Sub(v, new(big.Rat).SetInt(f))
		amount -= whole[i]
	}
	for ; amount > 0; amount-- {
		best := 0
		for i := range values {
			if c := rest[i].Cmp(rest[best]); c > 0 || c == 0 && stacks[i] > stacks[best] {
				best = i
			}
		}
		whole[best]++
		rest[best] = big.NewRat(-1, 1)
	}
	return whole
}

func TestICMIsTheLongWayOverAllOrdersOfFinish(t *testing.T) {
	stack := rapid.OneOf(rapid.Int64Range(1, 6), rapid.Int64Range(1, MaxStack), rapid.Map(rapid.Int64Range(1, 600), func(n int64) int64 { return n * 5000 }))
	rapid.Check(t, func(t *rapid.T) {
		stacks := rapid.SliceOfN(stack, 1, 6).Draw(t, "stacks")
		prizes := drawPrizes(t, len(stacks))
		got, err := Evaluate(stacks, prizes)
		if err != nil {
			t.Fatal(err)
		}
		values, finish := oracle(stacks, prizes)
		if d := cmp.Diff(exactLargestRemainder(values, stacks, total(prizes)), got.Values); d != "" {
			t.Fatal(d)
		}
		for i := range stacks {
			for k := range prizes {
				millionths := new(big.Rat).Mul(finish[i][k], big.NewRat(1_000_000, 1))
				millionths.Add(millionths, big.NewRat(1, 2))
				if want := new(big.Int).Quo(millionths.Num(), millionths.Denom()).Int64(); want != got.Finish[i][k] {
					t.Fatalf("player %d place %d: %d, want %d", i, k+1, got.Finish[i][k], want)
				}
			}
		}
	})
}

func drawPrizes(t *rapid.T, players int) []money.Amount {
	amount := rapid.OneOf(rapid.Int64Range(0, 20), rapid.Int64Range(0, int64(money.Max)))
	prizes := rapid.SliceOfN(rapid.Map(amount, func(n int64) money.Amount { return money.Amount(n) }), 1, players).Draw(t, "prizes")
	slices.SortFunc(prizes, func(a, b money.Amount) int { return int(min(max(b-a, -1), 1)) })
	return prizes
}

func TestTwentyEqualStacksAreWorthTheSame(t *testing.T) {
	stacks := slices.Repeat([]int64{123_457}, 20)
	got, err := Evaluate(stacks, []money.Amount{1000, 600, 400})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(slices.Repeat([]money.Amount{100}, 20), got.Values); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int64{50000, 50000, 50000}, got.Finish[19]); d != "" {
		t.Error(d)
	}
}

func TestSharesAddUpToThePrizesLessTheReserveWhateverTheMethod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stacks := rapid.SliceOfN(rapid.Int64Range(1, 3_000_000), 1, 7).Draw(t, "stacks")
		p := Proposal{Method: rapid.SampledFrom([]Method{Even, Chip, ICM}).Draw(t, "method"), Stacks: stacks, Prizes: drawPrizes(t, len(stacks))}
		p.Reserve = money.Amount(rapid.Int64Range(0, int64(p.Prizes[0])).Draw(t, "reserve"))
		p.RoundTo = rapid.SampledFrom([]money.Amount{0, 1, 5, 50, 100, 5000}).Draw(t, "unit")
		got, err := Compute(p)
		if err != nil {
			if codeOf(err) != "rounding_too_coarse" {
				t.Fatal(err)
			}
			t.Skip("coarse")
		}
		if total(got.Values) != total(p.Prizes)-p.Reserve || slices.Min(got.Values) < 0 {
			t.Fatalf("%v of %v", got, p)
		}
		for i := range stacks {
			for j := range stacks {
				if unit := max(p.RoundTo, 1); i > 0 && j > 0 && stacks[i] > stacks[j] && got.Values[i] < got.Values[j] && unit == 1 && p.Reserve == 0 {
					t.Fatalf("the bigger stack %d gets less: %v", i, got.Values)
				}
			}
		}
	})
}

// Three left, 50/30/20, nine tenths of the chips with one: by chips he would get
// 20 + 40 x 0.9 = 56, more than first prize.
func TestAChipChopHoldsTheLeaderAtFirstPrizeAndSaysSo(t *testing.T) {
	got, err := Compute(Proposal{Method: Chip, Stacks: []int64{5, 90, 5}, Prizes: []money.Amount{50, 30, 20}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]money.Amount{25, 50, 25}, got.Values); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"capped"}, codes(got.Warnings)); d != "" {
		t.Error(d)
	}
	// 90 by 500, 495, 3, 2 of 1000 chips: two are held, the last two share 30.
	got, err = Compute(Proposal{Method: Chip, Stacks: []int64{500, 495, 3, 2}, Prizes: []money.Amount{30, 30, 30, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]money.Amount{30, 30, 18, 12}, got.Values); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"capped", "capped"}, codes(got.Warnings)); d != "" {
		t.Error(d)
	}
	// Nobody who is held gets the residue of the rounding.
	got, err = Compute(Proposal{Method: Chip, Stacks: []int64{900, 51, 49}, Prizes: []money.Amount{5030, 3020, 2010}, RoundTo: 50})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]money.Amount{5030, 2530, 2500}, got.Values); d != "" {
		t.Error(d)
	}
}

func TestWarningsTellWhatThePlayersShouldKnow(t *testing.T) {
	for name, c := range map[string]struct {
		p    Proposal
		want []string
	}{
		"a tenth left to play for is enough": {Proposal{Method: Even, Stacks: []int64{1, 1}, Prizes: []money.Amount{60, 40}, Reserve: 10}, []string{}},
		"less than a tenth is not":           {Proposal{Method: Even, Stacks: []int64{1, 1}, Prizes: []money.Amount{60, 40}, Reserve: 9}, []string{"reserve_small"}},
		"nothing left to play for ends play": {Proposal{Method: Even, Stacks: []int64{1, 1}, Prizes: []money.Amount{60, 40}}, []string{}},
		"the winner can pass first prize":    {Proposal{Method: Chip, Stacks: []int64{90, 5, 5}, Prizes: []money.Amount{50, 30, 20}, Reserve: 10}, []string{"first_prize_passed"}},
		"first falls below second":           {Proposal{Method: Even, Stacks: []int64{1, 1}, Prizes: []money.Amount{60, 55}, Reserve: 12}, []string{"first_prize_passed", "first_prize_passed", "reserve_lowers_first"}},
	} {
		got, err := Compute(c.p)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(c.want, codes(got.Warnings)); d != "" {
			t.Error(name, got.Values, d)
		}
	}
}

func TestAnImpossibleDealIsRefused(t *testing.T) {
	good := Proposal{Method: ICM, Stacks: []int64{50, 30, 20}, Prizes: []money.Amount{70, 30}}
	for code, change := range map[string]func(*Proposal){
		"players_out_of_range":     func(p *Proposal) { p.Stacks = slices.Repeat([]int64{1}, MaxPlayers+1) },
		"no_prizes":                func(p *Proposal) { p.Prizes = nil },
		"more_prizes_than_players": func(p *Proposal) { p.Stacks = []int64{1} },
		"stack_out_of_range":       func(p *Proposal) { p.Stacks[1] = 0 },
		"prize_out_of_range":       func(p *Proposal) { p.Prizes[1] = -1 },
		"prizes_rise":              func(p *Proposal) { p.Prizes = []money.Amount{30, 70} },
		"reserve_out_of_range":     func(p *Proposal) { p.Reserve = 71 },
		"round_to_out_of_range":    func(p *Proposal) { p.RoundTo = -5 },
		"method_unknown":           func(p *Proposal) { p.Method = "save" },
		"rounding_too_coarse": func(p *Proposal) {
			p.Method, p.Prizes, p.RoundTo = Even, []money.Amount{150}, 100 // 50 each, a half up: 100 each
		},
	} {
		p := good
		p.Stacks, p.Prizes = slices.Clone(good.Stacks), slices.Clone(good.Prizes)
		change(&p)
		_, err := Compute(p)
		if got := codeOf(err); got != code {
			t.Errorf("got %q (%v), want %q", got, err, code)
		}
	}
}

func codes(warnings []Warning) []string {
	all := []string{}
	for _, w := range warnings {
		all = append(all, w.Code)
	}
	return all
}

func codeOf(err error) string {
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return r.Code
	}
	return ""
}

func BenchmarkICMOfTwelve(b *testing.B) {
	stacks, prizes := make([]int64, 12), make([]money.Amount, 12)
	for i := range stacks {
		stacks[i], prizes[i] = int64(1000+i*i*317), money.Amount(120000-i*9000)
	}
	for b.Loop() {
		if _, err := Evaluate(stacks, prizes); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEqualRemaindersGoToTheBiggerStack(t *testing.T) {
	got, err := Evaluate([]int64{1, 3}, []money.Amount{2}) // 0.5 and 1.5
	if d := cmp.Diff([]money.Amount{0, 2}, got.Values); d != "" || err != nil {
		t.Error(d, err)
	}
}

// A fifth and a two-millionth are not exact in binary; they are taken as exact.
func TestAValueExactlyHalfWayIsRoundedUp(t *testing.T) {
	got, err := Evaluate([]int64{1, 1_999_999}, []money.Amount{100})
	if err != nil || got.Finish[0][0] != 1 {
		t.Error(got.Finish, err)
	}
	// 40 and 10 to the nearest 20: 40 and 20, and the residue of -10 is the first one's.
	shares, err := Compute(Proposal{Method: ICM, Stacks: []int64{4, 1}, Prizes: []money.Amount{50}, RoundTo: 20})
	if d := cmp.Diff([]money.Amount{30, 20}, shares.Values); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestWhereNotEverybodyIsPaidTheLowestPrizeIsNothing(t *testing.T) {
	got, err := Compute(Proposal{Method: Chip, Stacks: []int64{50, 30, 20}, Prizes: []money.Amount{60, 40}})
	if d := cmp.Diff([]money.Amount{50, 30, 20}, got.Values); d != "" || err != nil {
		t.Error(d, err)
	}
}
