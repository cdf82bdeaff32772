package payout

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func pct(t interface{ Fatal(...any) }, shares ...string) []Row {
	var rows []Row
	for i, text := range shares {
		s, err := ParseShare(text)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, Row{Place: i + 1, To: i + 1, Share: s})
	}
	return rows
}

var evening = []string{"26.9", "19.1", "13.6", "10.1", "8.1", "6.4", "5.1", "4.0", "3.5", "3.2"}

func field(n int) Field { return Field{Entries: n, Players: n} }

func amounts(t *testing.T, p Plan, pool money.Amount, f Field) []money.Amount {
	t.Helper()
	prizes, err := p.Prizes(pool, f)
	if err != nil {
		t.Fatal(err)
	}
	if got := prizes.Total(); got != pool {
		t.Errorf("prizes add up to %d, pool %d", got, pool)
	}
	return prizes.ByPlace()
}

func TestTheEveningsPayoutsAreRoundedDownToFiftyTheRestToFirst(t *testing.T) {
	got := amounts(t, Plan{Rows: pct(t, evening...), RoundTo: 50}, 52850, Field{86, 66})
	want := []money.Amount{14550, 10050, 7150, 5300, 4250, 3350, 2650, 2100, 1800, 1650}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestEveryPublishedTablePaysTheWholePoolToFallingPlaces(t *testing.T) {
	for _, name := range TableNames() {
		table, _ := TableOf(name)
		next := 1
		for _, tier := range table.Tiers {
			if tier.From != next {
				t.Errorf("%s: %d entries come after %d", name, tier.From, next-1)
			}
			next = tier.To + 1
			var total Share
			for _, r := range tier.Rows {
				total += r.Share * Share(r.To-r.Place+1)
			}
			if total != Whole {
				t.Errorf("%s from %d entries: %s %%", name, tier.From, total)
			}
			n := max(tier.From, tier.Rows[len(tier.Rows)-1].To)
			amounts(t, Plan{Table: name, RoundTo: 5}, 1_234_567, field(n))
		}
	}
}

// The row for 66-100 entrants is printed with 1.7 for 9th: 99.1 in all.
func TestTheMisprintedRowIsRefusedAsPrintedAndShippedMended(t *testing.T) {
	printed := pct(t, "30", "20", "11.9", "8.9", "7", "5.8", "4.6", "3.6", "1.7", "1.4", "1.4", "1.4", "1.4")
	err := Plan{Rows: printed}.Check()
	if codeOf(err) != "shares_incomplete" || !strings.Contains(err.Error(), "99.1 %") {
		t.Error(err)
	}
	table, _ := TableOf("online-to-5")
	rows, err := table.Rows(80)
	if err != nil || rows[8].Share.String() != "2.6" || rows[9] != (Row{10, 13, 1_400_000_000}) {
		t.Error(rows, err)
	}
}

func TestATableRefusesAFieldItHasNoListFor(t *testing.T) {
	for name, n := range map[string]int{"online-to-5": 2001, "online-over-5": 201, "fabulouspoker": 176} {
		if _, err := (Plan{Table: name}).Prizes(1000, field(n)); codeOf(err) != "field_outside_table" {
			t.Error(name, n, err)
		}
	}
}

func TestAListForTenPlacesIsRefusedForNinePlayersAndProjectedForThem(t *testing.T) {
	plan := Plan{Table: "home-10"}
	if _, err := plan.Prizes(1000, field(9)); codeOf(err) != "more_places_than_players" {
		t.Error(err)
	}
	prizes, err := plan.Projected(980, field(9)) // 2 % of ten places left out: shares of 98
	if d := cmp.Diff([]money.Amount{250, 200, 150, 110, 90, 60, 50, 40, 30}, prizes.ByPlace()); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestFixedPrizesComeOffFirstAndTheRestIsShared(t *testing.T) {
	plan := Plan{
		Rows:    pct(t, "50", "30", "20"),
		RoundTo: 10,
		Fixed:   []Fixed{{1, 1, 45, "trophy"}, {1, 2, 200, "ticket"}, {4, 4, 50, "money"}},
	}
	prizes, err := plan.Prizes(1500, field(20))
	if err != nil {
		t.Fatal(err)
	}
	// 1500 - 45 - 400 - 50 = 1005: 500 / 300 / 200, and 5 to first.
	want := Prizes{{1, 1, 505 + 245, 245}, {2, 2, 300 + 200, 200}, {3, 3, 200, 0}, {4, 4, 50, 0}}
	if d := cmp.Diff(want, prizes); d != "" {
		t.Error(d)
	}
	if _, err := plan.Prizes(494, field(20)); codeOf(err) != "fixed_exceed_pool" {
		t.Error("a pool smaller than its fixed prizes:", err)
	}
	if _, err := plan.Prizes(495, field(20)); codeOf(err) != "prizes_rise" {
		t.Error("nothing for third and 50 for fourth:", err)
	}
}

func TestAPlanOfFixedPrizesOnlyHasToNameTheWholePool(t *testing.T) {
	plan := Plan{Fixed: []Fixed{{1, 1, 500, "money"}, {2, 2, 300, "money"}}}
	_, err := plan.Prizes(1000, field(10))
	if codeOf(err) != "amounts_incomplete" || !strings.Contains(err.Error(), "800") || !strings.Contains(err.Error(), "1000") {
		t.Error(err)
	}
	if d := cmp.Diff([]money.Amount{500, 300}, amounts(t, plan, 800, field(10))); d != "" {
		t.Error(d)
	}
}

func TestAnAmountSetByHandIsKeptAndThePlacesBelowShareTheDifference(t *testing.T) {
	plan := Plan{Rows: pct(t, "40", "30", "20", "10"), Locked: []Locked{{2, 360}}}
	// 60 more than its 300 for second; third and fourth give it 2:1.
	if d := cmp.Diff([]money.Amount{400, 360, 160, 80}, amounts(t, plan, 1000, field(10))); d != "" {
		t.Error(d)
	}
	// With fourth held at 50 as well, only third (200 - 60) is open below second.
	// Nobody is below fourth: its 50 go to first and third, 40:20, and the odd unit to first.
	plan.Locked = append(plan.Locked, Locked{4, 50})
	if d := cmp.Diff([]money.Amount{434, 360, 156, 50}, amounts(t, plan, 1000, field(10))); d != "" {
		t.Error(d)
	}
	for code, locked := range map[string][]Locked{
		"locked_exceed_pool":   {{1, 1001}},
		"locked_too_high":      {{3, 350}},
		"locked_do_not_add_up": {{1, 400}, {2, 300}, {3, 200}, {4, 99}},
		"locked_without_share": {{5, 10}},
		"locked_twice":         {{2, 10}, {2, 20}},
		"prizes_rise":          {{4, 250}},
		"amount_out_of_range":  {{3, -1}},
	} {
		plan.Locked = locked
		if _, err := plan.Prizes(1000, field(10)); codeOf(err) != code {
			t.Errorf("%v: %v, want %s", locked, err, code)
		}
	}
}

func TestNoPaidPlaceGetsLessThanTheMinimum(t *testing.T) {
	plan := Plan{Rows: pct(t, "50", "30", "15", "5"), Minimum: 95, RoundTo: 10}
	// 95 is paid as 100; the 50 that fourth is short of it are first's.
	if d := cmp.Diff([]money.Amount{450, 300, 150, 100}, amounts(t, plan, 1000, field(10))); d != "" {
		t.Error(d)
	}
	// First alone cannot pay for it: the two above the minimum do, 50:30.
	plan.Minimum = 240
	if d := cmp.Diff([]money.Amount{280, 240, 240, 240}, amounts(t, plan, 1000, field(10))); d != "" {
		t.Error(d)
	}
	plan.Minimum = 250
	if d := cmp.Diff([]money.Amount{250, 250, 250, 250}, amounts(t, plan, 1000, field(10))); d != "" {
		t.Error(d)
	}
	plan.Minimum = 251
	if _, err := plan.Prizes(1000, field(10)); codeOf(err) != "minimum_too_high" {
		t.Error(err)
	}
}

func TestRoundingToTheNearestNeverTakesFirstBelowSecond(t *testing.T) {
	third := []Row{{1, 1, Whole - 2*33_333_333_333}, {2, 3, 33_333_333_333}}
	// 166.67 each would be 200 for second and third and 100 for first.
	if d := cmp.Diff([]money.Amount{300, 100, 100}, amounts(t, Plan{Rows: third, RoundTo: 100, Rounding: Nearest}, 500, field(10))); d != "" {
		t.Error(d)
	}
}

func TestAnOpenFirstIsHeldAboveALockedSecondWherePossible(t *testing.T) {
	plan := Plan{Rows: pct(t, "40", "30", "20", "10"), RoundTo: 100, Rounding: Nearest, Locked: []Locked{{2, 330}}}
	// 1100: 440, then 330 locked, 220 and 110: first 400 + 70, third 200, fourth 100.
	if d := cmp.Diff([]money.Amount{470, 330, 200, 100}, amounts(t, plan, 1100, field(10))); d != "" {
		t.Error(d)
	}
	// 850: 340, 330 locked, and by 20:10 of the 75 it costs more, 120 and 60. To the
	// nearest both are 100, which leaves 320 for first, below second. By 40:20:10 of the
	// 520 left, rounded down, third has 100 and fourth nothing; the rest is first's.
	if d := cmp.Diff([]money.Amount{420, 330, 100, 0}, amounts(t, plan, 850, field(10))); d != "" {
		t.Error(d)
	}
}

func TestAnEmptyPoolPaysNothingToAnyPlace(t *testing.T) {
	if d := cmp.Diff([]money.Amount{0, 0, 0}, amounts(t, Plan{Table: "home-3"}, 0, field(3))); d != "" {
		t.Error(d)
	}
}

func TestMorePlacesThanPlayersAreRefusedAndLeftOutOfTheProjection(t *testing.T) {
	plan := Plan{Rows: pct(t, "50", "30", "20")}
	if _, err := plan.Prizes(1000, Field{Entries: 5, Players: 2}); codeOf(err) != "more_places_than_players" {
		t.Error(err)
	}
	prizes, err := plan.Projected(1000, Field{Entries: 5, Players: 2})
	if d := cmp.Diff([]money.Amount{625, 375}, prizes.ByPlace()); d != "" || err != nil {
		t.Error(d, err)
	}
	if prizes, err := plan.Projected(0, Field{}); len(prizes) != 0 || err != nil {
		t.Error(prizes, err)
	}
	ranged := Plan{Rows: []Row{{1, 1, 40_000_000_000}, {2, 4, 20_000_000_000}}, Locked: []Locked{{4, 100}}, Fixed: []Fixed{{2, 5, 10, "money"}}}
	prizes, err = ranged.Projected(840, field(3)) // 840 - 2 x 10, by 40:20:20
	if d := cmp.Diff([]money.Amount{410, 215, 215}, prizes.ByPlace()); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestTiedPlayersShareTheSumOfTheirPlaces(t *testing.T) {
	paid50 := Prizes{{1, 49, 1000, 0}, {50, 50, 600, 0}}
	for _, c := range []struct {
		name   string
		prizes Prizes
		place  int
		n      int
		want   []money.Amount
	}{
		{"GSN: 25, 15 and 8 tied by three", Prizes{{1, 1, 52, 0}, {2, 2, 25, 0}, {3, 3, 15, 0}, {4, 4, 8, 0}}, 2, 3, []money.Amount{16, 16, 16}},
		{"TDA RP-8: three across the bubble share 50th", paid50, 50, 3, []money.Amount{200, 200, 200}},
		{"two share 5th and 6th", Prizes{{1, 4, 100, 0}, {5, 5, 80, 0}, {6, 6, 61, 0}}, 5, 2, []money.Amount{71, 70}},
		{"outside the money", paid50, 51, 2, []money.Amount{0, 0}},
		{"inside one line", paid50, 3, 2, []money.Amount{1000, 1000}},
	} {
		if d := cmp.Diff(c.want, c.prizes.Tied(c.place, c.n)); d != "" {
			t.Error(c.name, d)
		}
	}
}

func TestTheGuaranteeIsReachedByAnOverlay(t *testing.T) {
	for _, c := range []struct{ entries, net, overlay, total money.Amount }{{50, 2000, 500, 2500}, {70, 2800, 0, 2800}} {
		p, err := NewPool([]Line{{"buy-ins", 50 * c.entries}}, []Line{{"fee", 10 * c.entries}}, 2500, 0)
		if err != nil || p.Net != c.net || p.Overlay != c.overlay || p.Total != c.total {
			t.Errorf("%d entries: %+v, %v", c.entries, p, err)
		}
	}
	p, err := NewPool([]Line{{"buy-ins", 6000}}, []Line{{"fee", 1000}, {"player of the year", 600}, {"staff", 700}}, 0, 300)
	if err != nil || p.Net != 3700 || p.Total != 4000 {
		t.Error(p, err)
	}
	for code, try := range map[string]func() (Pool, error){
		"deductions_exceed_gross": func() (Pool, error) { return NewPool([]Line{{"buy-ins", 10}}, []Line{{"fee", 11}}, 0, 0) },
		"amount_out_of_range":     func() (Pool, error) { return NewPool([]Line{{"buy-ins", -10}}, nil, 0, 0) },
	} {
		if _, err := try(); codeOf(err) != code {
			t.Error(code, err)
		}
	}
}

// What the sums say in the plainest way: each place but the first is its share of
// the pool, rounded; first takes the rest.
func TestPrizesAddUpNeverRiseAndAreTheRoundedShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 40).Draw(t, "shares")
		var rows []Row
		left := Whole
		top := Share(0)
		for i := len(shares) - 1; i > 0; i-- {
			top = max(top, Share(shares[i])*1000)
			rows = append([]Row{{Place: i + 1, To: i + 1, Share: top}}, rows...)
			left -= top
		}
		rows = append([]Row{{Place: 1, To: 1, Share: left}}, rows...)
		if left < top {
			t.Skip("rises")
		}
		pool := money.Amount(rapid.Int64Range(0, int64(money.Max)).Draw(t, "pool"))
		unit := rapid.SampledFrom([]money.Amount{0, 1, 5, 10, 25, 50, 100, 5000}).Draw(t, "unit")
		rounding := rapid.SampledFrom([]Rounding{"", Down, Nearest}).Draw(t, "rounding")
		prizes, err := Plan{Rows: rows, RoundTo: unit, Rounding: rounding}.Prizes(pool, field(1000))
		if err != nil {
			t.Fatal(err)
		}
		if prizes.Total() != pool {
			t.Fatalf("%d of %d", prizes.Total(), pool)
		}
		asNearest := true
		for i, prize := range prizes {
			if i > 0 && prize.Amount > prizes[i-1].Amount || prize.Amount < 0 {
				t.Fatal("rises or is negative", prizes)
			}
			if i > 0 && prize.Amount != roundedShare(pool, rows[i].Share, max(unit, 1), rounding == Nearest) {
				asNearest = false
			}
		}
		if !asNearest && rounding == Nearest { // the whole list is then rounded down
			for i, prize := range prizes[1:] {
				if prize.Amount != roundedShare(pool, rows[i+1].Share, max(unit, 1), false) {
					t.Fatal("neither nearest nor down", prizes)
				}
			}
		} else if !asNearest {
			t.Fatal("not the rounded shares", prizes)
		}
	})
}

func roundedShare(pool money.Amount, s Share, unit money.Amount, nearest bool) money.Amount {
	exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(pool)), big.NewInt(int64(s))), new(big.Int).Mul(big.NewInt(int64(Whole)), big.NewInt(int64(unit))))
	if nearest {
		exact.Add(exact, big.NewRat(1, 2))
	}
	return unit * money.Amount(new(big.Int).Quo(exact.Num(), exact.Denom()).Int64())
}

func TestWithFixedLockedAndMinimumThePrizesStillAddUpOrAreRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "places")
		plan := Plan{
			Curve:    &Curve{Places: n, Ratio: Factor(rapid.Int64Range(1, billion).Draw(t, "ratio")), Slowing: Factor(rapid.Int64Range(0, billion).Draw(t, "slowing"))},
			RoundTo:  rapid.SampledFrom([]money.Amount{0, 1, 50, 500}).Draw(t, "unit"),
			Rounding: rapid.SampledFrom([]Rounding{Down, Nearest}).Draw(t, "rounding"),
			Minimum:  money.Amount(rapid.Int64Range(0, 3000).Draw(t, "minimum")),
		}
		amount := rapid.Map(rapid.Int64Range(0, 20_000), func(a int64) money.Amount { return money.Amount(a) })
		for range rapid.IntRange(0, 3).Draw(t, "locks") {
			plan.Locked = append(plan.Locked, Locked{rapid.IntRange(1, n).Draw(t, "place"), amount.Draw(t, "amount")})
		}
		for range rapid.IntRange(0, 2).Draw(t, "fixed") {
			from := rapid.IntRange(1, n+2).Draw(t, "from")
			plan.Fixed = append(plan.Fixed, Fixed{from, from + rapid.IntRange(0, 3).Draw(t, "more"), amount.Draw(t, "amount"), "ticket"})
		}
		pool := money.Amount(rapid.Int64Range(0, 300_000).Draw(t, "pool"))
		players := rapid.IntRange(1, 80).Draw(t, "players")
		compute := plan.Prizes
		if rapid.Bool().Draw(t, "projected") {
			compute = plan.Projected
		}
		prizes, err := compute(pool, field(players))
		if err != nil {
			if r := codeOf(err); r == "" {
				t.Fatal(err)
			}
			return
		}
		if prizes.Total() != pool || prizes.Places() > players {
			t.Fatal(prizes.Total(), pool, prizes)
		}
		for i, p := range prizes {
			if p.Amount < 0 || i > 0 && (p.Amount > prizes[i-1].Amount || p.Place != prizes[i-1].To+1) || p.To < p.Place || p.InKind > p.Amount {
				t.Fatal(prizes)
			}
			if prizes.At(p.To).Amount != p.Amount {
				t.Fatal(p)
			}
		}
		if len(plan.Locked) == 0 {
			for _, p := range prizes {
				if p.To <= n && p.Amount < plan.Minimum {
					t.Fatal("below the minimum", prizes)
				}
			}
		}
	})
}

func TestAPlanSurvivesJSONUnchanged(t *testing.T) {
	plan := Plan{Rows: pct(t, evening...), RoundTo: 5000, Rounding: Down, Fixed: []Fixed{{1, 1, 100, "trophy"}}, Locked: []Locked{{3, 1}}}
	text, err := json.Marshal(plan)
	if err != nil || !strings.Contains(string(text), `{"place":1,"to":1,"share":26.9}`) {
		t.Fatal(string(text), err)
	}
	var back Plan
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(plan, back); d != "" {
		t.Error(d)
	}
}

func TestSharesAreReadExactlyOrRefused(t *testing.T) {
	for text, want := range map[string]Share{"26.9": 26_900_000_000, "100": Whole, "0": 0, "33.333333333": 33_333_333_333, "1.40": 1_400_000_000, "2.5000000000000": 2_500_000_000, "-1": -billion} {
		if got, err := ParseShare(text); got != want || err != nil {
			t.Error(text, got, err)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "1e1", "0x1", "+1", "1_0", "33.3333333333", "1001", "99999999999999999999", "--1", "1.-1", "NaN", "1 "} {
		if got, err := ParseShare(text); err == nil {
			t.Errorf("%q became %s", text, got)
		}
	}
	for _, in := range []string{`"26.9"`, `null`, `true`, `{}`, `[]`, `1e1`} {
		var s Share
		if err := json.Unmarshal([]byte(in), &s); err == nil && in != "null" {
			t.Errorf("%s became %s", in, s)
		}
	}
}

func TestAPlanThatCannotWorkSaysWhy(t *testing.T) {
	half := []Row{{1, 2, Whole / 2}}
	for name, c := range map[string]struct {
		plan Plan
		code string
	}{
		"nothing":           {Plan{}, "sharing_missing"},
		"two ways":          {Plan{Rows: half, Table: "home"}, "sharing_twice"},
		"no such table":     {Plan{Table: "casino"}, "table_unknown"},
		"a gap":             {Plan{Rows: []Row{{1, 1, Whole / 2}, {3, 3, Whole / 2}}}, "places_out_of_order"},
		"rising":            {Plan{Rows: []Row{{1, 1, Whole / 4}, {2, 2, Whole / 4 * 3}}}, "shares_rise"},
		"negative":          {Plan{Rows: []Row{{1, 1, Whole + 1}, {2, 2, -1}}}, "share_out_of_range"},
		"80 %":              {Plan{Rows: []Row{{1, 1, Whole / 2}, {2, 2, Whole / 10 * 3}}}, "shares_incomplete"},
		"a million places":  {Plan{Rows: []Row{{1, 1_000_000, Whole / 1_000_000}}}, "places_out_of_range"},
		"no places":         {Plan{Curve: &Curve{Places: 0, Ratio: 1}}, "places_out_of_range"},
		"ratio 0":           {Plan{Curve: &Curve{Places: 3}}, "ratio_out_of_range"},
		"slowing above 1":   {Plan{Curve: &Curve{Places: 3, Ratio: 1, Slowing: billion + 1}}, "slowing_out_of_range"},
		"rounding up":       {Plan{Rows: half, Rounding: "up"}, "rounding_unknown"},
		"round to -5":       {Plan{Rows: half, RoundTo: -5}, "round_to_out_of_range"},
		"minimum -5":        {Plan{Rows: half, Minimum: -5}, "amount_out_of_range"},
		"fixed for place 0": {Plan{Rows: half, Fixed: []Fixed{{0, 1, 1, "money"}}}, "places_out_of_range"},
		"fixed in beer":     {Plan{Rows: half, Fixed: []Fixed{{1, 1, 1, "beer"}}}, "kind_unknown"},
	} {
		err := c.plan.Check()
		if codeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if r, ok := errors.AsType[*refusal.Refusal](err); ok && r.Next == "" {
			t.Errorf("%s does not say how to mend it", name)
		}
	}
}

func codeOf(err error) string {
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return r.Code
	}
	return ""
}
