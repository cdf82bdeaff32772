package calc

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"felt/internal/poker/deal"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"
)

const publishedTable = "../../docs/published-results.md"

var writeTable = flag.Bool("write", false, "write the table of docs/published-results.md")

// row is one line of the committed table: what our code makes of a published result.
type row struct {
	file, part string
	how        string // recomputed or constrained
	comesOut   string
	difference string
}

// Each published result is recomputed from field, prices and rule, or held to
// its constraints where these are not all printed. No figure of the expected
// output is an input, unless the row says so.
var published = map[string]func(*testing.T, string) []row{
	"deal-club-four-way-icm-proposal-with-reserve": fourWayProposal,
	"deal-equal-chops-and-bubble":                  equalChops,
	"deal-sunday-million-five-way-chip-chop":       sundayMillion,
	"ept-prague-nine-seasons-withholding":          eptPrague,
	"payout-percent-tables":                        percentTables,
	"playground-club-events-2019-2020":             playground,
	"wpt-borgata-poker-open-2008-54-places":        borgata,
	"wpt-world-championship-2023-overlay":          wptWorld,
	"wsop-main-event-2014-693-places":              wsop2014,
}

func TestThePublishedResultsComeOutAsTheCommittedTableSays(t *testing.T) {
	files, err := filepath.Glob("../../testdata/published/*.json")
	if err != nil || len(files) != len(published) {
		t.Fatalf("%d files, %d are looked at (%v)", len(files), len(published), err)
	}
	var rows []row
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		check, ok := published[name]
		if !ok {
			t.Errorf("nothing looks at %s", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, r := range check(t, path) {
				r.file = name
				rows = append(rows, r)
			}
		})
	}
	want := table(rows)
	have, err := os.ReadFile(publishedTable)
	if *writeTable { // what follows under a heading of its own is not this test's
		_, others, found := strings.Cut(string(have), "\n## ")
		if found {
			others = "\n## " + others
		}
		have = []byte(want + others)
		err = os.WriteFile(publishedTable, have, 0o644)
	}
	if err != nil || !strings.HasPrefix(string(have), want) {
		t.Errorf("%s does not say what comes out (%v); run this test with -write and read the change", publishedTable, err)
	}
}

func table(rows []row) string {
	var b strings.Builder
	b.WriteString(`# Published results, recomputed

The results of real events in testdata/published, each with its source and the mistakes of the source as printed, run through
Felt's own code. *Recomputed*: field, prices and rule go in, the published amounts must come out; no figure of the expected
output goes in. *Constrained*: something is not printed (a price, the places above), so sum, count and order are held instead.
The table is written by the test that checks it (internal/calc/published_test.go).

| File | Part | How | What comes out | Difference found |
|---|---|---|---|---|
`)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.file, r.part, r.how, r.comesOut, r.difference)
	}
	return b.String()
}

const none = "none"

func difference(n money.Amount) string {
	if n == 0 {
		return none
	}
	return fmt.Sprintf("%+d", n)
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func pool(t *testing.T, gross, deductions []payout.Line, guarantee money.Amount) payout.Pool {
	t.Helper()
	p, err := payout.NewPool(gross, deductions, guarantee, 0)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func oneLine(amount money.Amount) []payout.Line { return []payout.Line{{Name: "all", Amount: amount}} }

func withheld(t *testing.T, gross money.Amount, percent string) []payout.Line {
	t.Helper()
	share, err := payout.ParseShare(percent)
	if err != nil {
		t.Fatal(err)
	}
	return oneLine(share.Of(gross))
}

func sundayMillion(t *testing.T, path string) []row {
	var f struct {
		Reserve  money.Amount   `json:"reserve_for_winner"`
		Stacks   []int64        `json:"stacks"`
		Agreed   []money.Amount `json:"agreed"`
		Sum      money.Amount   `json:"sum_agreed"`
		Original []money.Amount `json:"original_payouts_rounded"`
		Computed []money.Amount `json:"computed_chip_chop_with_next_payout_57892.00"`
		Gift     []money.Amount `json:"difference_agreed_minus_computed"`
		Expect   struct {
			Fourth money.Amount `json:"player_4_exact"`
		} `json:"expect"`
	}
	readJSON(t, path, &f)
	// 7,060 entries at $200; 5th gets 4.1 %. The other prizes are printed in
	// hundreds; a chip chop needs only their sum, which is that of the deal.
	entries := pool(t, oneLine(7060*200_00), nil, 0)
	fifth, err := payout.ParseShare("4.1")
	if err != nil {
		t.Fatal(err)
	}
	prizes := slices.Clone(f.Original)
	prizes[4] = fifth.Of(entries.Total)
	expect(t, "fifth prize", prizes[4], 57892_00)
	var printed money.Amount
	for _, p := range prizes {
		printed += p
	}
	cents := f.Sum + f.Reserve - printed // what the printed hundreds lack
	if cents < 0 || cents > 4*100_00 {
		t.Errorf("the printed prizes are %d cents off: more than rounding to hundreds", cents)
	}
	prizes[1] += cents
	shares, err := deal.Compute(deal.Proposal{Method: deal.Chip, Stacks: f.Stacks, Prizes: prizes, Reserve: f.Reserve})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "the fourth, who gave nothing", shares.Values[3], f.Expect.Fourth)
	passes := slices.ContainsFunc(shares.Warnings, func(w deal.Warning) bool { return w.Code == "first_prize_passed" })
	expect(t, "the leader passes first prize with the reserve", passes, true)
	var gifts []string
	var sum money.Amount
	for i, value := range shares.Values {
		expect(t, fmt.Sprintf("chip chop of player %d", i+1), value, f.Computed[i])
		expect(t, fmt.Sprintf("gift of player %d", i+1), f.Agreed[i]-value, f.Gift[i])
		gift := money.Money{Amount: f.Agreed[i] - value, Currency: "USD"}
		gifts = append(gifts, gift.Decimal())
		sum += gift.Amount
	}
	expect(t, "the gifts cancel out", sum, 0)
	return []row{{part: "five-way chip chop of 70.6 M chips", how: "recomputed; the sum of the deal is an input, since four prizes are printed in hundreds only",
		comesOut:   "all five to the cent; 5th prize 57,892.00 from 7,060 x 200 x 4.1 %; warns that the leader passes first prize by winning the 20,000",
		difference: "agreed less computed: " + strings.Join(gifts, ", ") + ", the gift of three to the shortest stack; adds up to 0"}}
}

func fourWayProposal(t *testing.T, path string) []row {
	var f struct {
		Pool    money.Amount   `json:"remaining_pool"`
		Reserve money.Amount   `json:"reserve_for_winner"`
		Fifth   money.Amount   `json:"fifth_place_paid"`
		Stacks  []int64        `json:"stacks"`
		Amounts []money.Amount `json:"icm_amounts"`
	}
	readJSON(t, path, &f)
	sum, err := money.Sum(f.Amounts...)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range f.Amounts {
		if a <= f.Fifth || i > 0 && a > f.Amounts[i-1] {
			t.Errorf("player %d: %d", i+1, a)
		}
	}
	n := len(f.Stacks) - 1
	if float64(f.Amounts[0])/float64(f.Amounts[n]) >= float64(f.Stacks[0])/float64(f.Stacks[n]) {
		t.Error("the leader gets more than his share of the chips")
	}
	// The places are not printed. A list that falls and gives these amounts by our
	// ICM was looked for; it has the sum of the published amounts.
	found := []money.Amount{15806, 8430, 8400, 4720}
	worth, err := deal.Evaluate(f.Stacks, found)
	if err != nil {
		t.Fatal(err)
	}
	for i, value := range worth.Values {
		if off := f.Amounts[i] - value; off < -1 || off > 1 {
			t.Errorf("player %d: %d, published %d", i+1, value, f.Amounts[i])
		}
	}
	foundSum, err := money.Sum(found...)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "sum of the list found", foundSum, sum)
	return []row{{part: "four-way ICM with a tenth in reserve", how: "constrained: places 1 to 4 are not printed",
		comesOut:   fmt.Sprintf("each above 5th place money and falling with the stack; flatter than the chips; with prizes of %d, %d, %d, %d (found, not printed) our ICM gives each amount within 1", found[0], found[1], found[2], found[3]),
		difference: fmt.Sprintf("published sum %+d over pool less reserve", sum-(f.Pool-f.Reserve))}}
}

func equalChops(t *testing.T, path string) []row {
	var f struct {
		Cases []struct {
			Players   int
			Each, Sum money.Amount
			AtLeast   money.Amount `json:"at_least"`
			Winner    money.Amount
			Entries   int64
			Guarantee money.Amount
			Proposal  []money.Amount
			Expect    struct {
				Sum money.Amount `json:"sum_proposal"`
			}
		}
	}
	readJSON(t, path, &f)
	even := func(sum money.Amount, players int) []money.Amount {
		shares, err := deal.Compute(deal.Proposal{Method: deal.Even, Stacks: slices.Repeat([]int64{1}, players), Prizes: []money.Amount{sum}})
		if err != nil {
			t.Fatal(err)
		}
		return shares.Values
	}
	first, second, third, ballot := f.Cases[0], f.Cases[1], f.Cases[2], f.Cases[3]
	for _, a := range even(first.Sum, first.Players) {
		expect(t, "each of 15", a, first.Each)
	}
	if second.Winner < second.AtLeast {
		t.Error("the winner has less than the others")
	}
	gross := pool(t, oneLine(money.Amount(third.Entries)*360), nil, third.Guarantee)
	expect(t, "overlay of the multi-flight before any deduction", gross.Overlay, 0)
	sum, err := money.Sum(ballot.Proposal...)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "sum of the proposal", sum, ballot.Expect.Sum)
	expect(t, "players in the proposal", len(ballot.Proposal), ballot.Players)
	expect(t, "falls", slices.IsSortedFunc(ballot.Proposal, func(a, b money.Amount) int { return int(b - a) }), true)
	if left := 14000 - sum; left <= 7000 {
		t.Errorf("%d left to play, the article says more than 7,000", left)
	}
	return []row{
		{part: "15 equal of 66,900", how: "constrained: only the share and the sum are printed", comesOut: "an even chop of 66,900 is 4,460 each", difference: difference(even(first.Sum, first.Players)[0] - first.Each)},
		{part: "15, not equal", how: "constrained: no sum printed", comesOut: "the winner has more than the least share", difference: none},
		{part: "16 equal, 1,652 x 360", how: "constrained: no amount printed", comesOut: "the guarantee of 500,000 is reached before deductions", difference: none},
		{part: "proposal of ten, refused", how: "constrained: pool printed as a little over 14,000", comesOut: "sum 6,800, falls with the place, more than 7,000 left to play", difference: none},
	}
}

func eptPrague(t *testing.T, path string) []row {
	var f struct {
		Rows []struct {
			Season  int
			BuyIn   money.Amount `json:"buy_in"`
			Entries money.Amount
			Pool    money.Amount `json:"prize_pool"`
			First   money.Amount
		}
		Expect struct {
			Matching int `json:"rows_matching_97_percent"`
		}
	}
	readJSON(t, path, &f)
	exact := 0
	var off []string
	for _, r := range f.Rows {
		gross := r.Entries * r.BuyIn
		got := pool(t, oneLine(gross), withheld(t, gross, "3"), 0).Total
		if got == r.Pool {
			exact++
		} else {
			off = append(off, fmt.Sprintf("season %d: %+d (published rounded to 10)", r.Season, r.Pool-got))
			expect(t, "the other season, rounded to 10", got/10*10, r.Pool)
		}
		if r.First >= r.Pool/2 {
			t.Errorf("season %d: first prize %d of %d", r.Season, r.First, r.Pool)
		}
	}
	expect(t, "rows that match", exact, f.Expect.Matching)
	return []row{{part: "prize pools of seasons 4 to 12, 3 % withheld", how: "recomputed", comesOut: fmt.Sprintf("%d of %d exact", exact, len(f.Rows)), difference: strings.Join(off, "; ")}}
}

func percentTables(t *testing.T, path string) []row {
	var f struct {
		Tables []struct {
			Entries, Players string
			Club             string
			Places           []payout.Share
		}
	}
	readJSON(t, path, &f)
	for _, printed := range f.Tables {
		rows := make([]payout.Row, len(printed.Places))
		for i, share := range printed.Places {
			rows[i] = payout.Row{Place: i + 1, To: i + 1, Share: share}
		}
		if err := (payout.Plan{Rows: rows}).Check(); err != nil {
			t.Errorf("%s%s: %v", printed.Entries, printed.Players, err)
		}
		name, field := "fabulouspoker", printed.Entries
		if printed.Club != "" {
			name, field = "scv-club", strings.Replace(printed.Players, "up to ", "1-", 1)
		}
		low, high := 0, 0
		if n, _ := fmt.Sscanf(field, "%d-%d", &low, &high); n != 2 { // "21+"
			high = low
		}
		for _, entries := range []int{max(low, len(rows)), high} {
			entries = max(entries, len(rows))
			pool := money.Amount(1_000_000)
			fromTable, err := payout.Plan{Table: name}.Prizes(pool, payout.Field{Entries: entries, Players: entries})
			if err != nil {
				t.Fatal(err)
			}
			fromPrint, err := payout.Plan{Rows: rows}.Prizes(pool, payout.Field{Entries: entries, Players: entries})
			if err != nil {
				t.Fatal(err)
			}
			expect(t, name+" at "+field, fmt.Sprint(fromTable.ByPlace()), fmt.Sprint(fromPrint.ByPlace()))
		}
	}
	return []row{{part: fmt.Sprintf("%d tables", len(f.Tables)), how: "recomputed", comesOut: "each adds up to exactly 100 %, and the tables shipped as fabulouspoker and scv-club are these", difference: none}}
}

func playground(t *testing.T, path string) []row {
	var f struct {
		Rows []struct {
			Event     string
			Entries   money.Amount
			Guarantee money.Amount
			Pool      money.Amount `json:"prize_pool"`
			Paid      money.Amount `json:"places_paid"`
			MinCash   money.Amount `json:"min_cash"`
			First     money.Amount
		}
		Expect struct {
			Pool money.Amount `json:"reentry_event_pool_exact"`
		}
	}
	readJSON(t, path, &f)
	gross := f.Rows[0].Entries * 100
	got := pool(t, oneLine(gross), withheld(t, gross, "3"), f.Rows[0].Guarantee)
	expect(t, "pool of the re-entry event", got.Total, f.Expect.Pool)
	expect(t, "overlay of the re-entry event", got.Overlay, 0)
	for _, r := range f.Rows[1:] {
		if r.Pool > 0 && (r.Pool < r.Guarantee || r.First+(r.Paid-1)*r.MinCash > r.Pool) {
			t.Errorf("%s: pool %d, guarantee %d, %d places from %d to %d", r.Event, r.Pool, r.Guarantee, r.Paid, r.First, r.MinCash)
		}
	}
	// Two events of the same series at the same price: the pool per entry is the same
	// up to a rounding of the pool.
	a, b := f.Rows[2], f.Rows[3]
	off := b.Pool - a.Pool*b.Entries/a.Entries
	expect(t, "event 3 from event 2's pool per entry", off, 1)
	return []row{
		{part: "$100+$10 re-entry, 56 entries, 3 % withheld", how: "recomputed", comesOut: "pool 5,432, guarantee of 5,000 reached", difference: difference(f.Rows[0].Pool - got.Total)},
		{part: "the other four", how: "constrained: what of the price goes to the pool is not printed", comesOut: "pool reaches the guarantee; first and the minimum for the other places fit into it", difference: fmt.Sprintf("women's event 3 against event 2's pool per entry: %+d", off)},
	}
}

type payoutLine struct {
	From, To int
	Amount   money.Amount
}

// asFixed makes a printed list a plan of fixed prizes.
func asFixed(lines []payoutLine) (fixed []payout.Fixed) {
	for _, l := range lines {
		fixed = append(fixed, payout.Fixed{Place: l.From, To: l.To, Amount: l.Amount, Kind: "money"})
	}
	return fixed
}

func refusedAs(err error) string {
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return r.Code
	}
	return ""
}

func borgata(t *testing.T, path string) []row {
	var f struct {
		Entries   int
		Guarantee money.Amount
		Reported  money.Amount `json:"reported_overlay"`
		Needed    money.Amount `json:"entries_needed_for_guarantee"`
		Payouts   []payoutLine
		Places    int `json:"places_paid"`
		Expect    struct {
			Sum money.Amount `json:"sum_exact"`
		}
	}
	readJSON(t, path, &f)
	plan := payout.Plan{Fixed: asFixed(f.Payouts)}
	field := payout.Field{Entries: f.Entries, Players: f.Entries}
	_, err := plan.Prizes(f.Guarantee, field)
	expect(t, "the list against the guarantee", refusedAs(err), "fixed_exceed_pool")
	prizes, err := plan.Prizes(f.Expect.Sum, field)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "places", prizes.Places(), f.Places)
	expect(t, "places are a tenth of the field", f.Places, (f.Entries*1047+5000)/10000)
	// 521 entries reach the guarantee and 520 do not: between 9,597 and 9,615 of
	// each entry are in the pool.
	perEntry := f.Guarantee/f.Needed + 1
	most := pool(t, oneLine(money.Amount(f.Entries)*perEntry), nil, f.Guarantee).Overlay
	least := pool(t, oneLine(money.Amount(f.Entries)*((f.Guarantee-1)/(f.Needed-1))), nil, f.Guarantee).Overlay
	if most >= f.Reported {
		t.Errorf("the reported overlay of %d is within %d to %d after all", f.Reported, least, most)
	}
	return []row{
		{part: "list of 54 places", how: "constrained: no percentages printed", comesOut: "54 places (10.47 % of 516), never rising, sum 5,001,000; refused against the guarantee of 5,000,000", difference: fmt.Sprintf("list %+d over the guarantee", f.Expect.Sum-f.Guarantee)},
		{part: "overlay", how: "constrained: 521 entries reach the guarantee, the price's split is not printed", comesOut: fmt.Sprintf("overlay between %d and %d", least, most), difference: fmt.Sprintf("the article's %d is at least %+d over", f.Reported, f.Reported-most)},
	}
}

func wptWorld(t *testing.T, path string) []row {
	var f struct {
		Flights   map[string]money.Amount `json:"entries_by_flight"`
		Total     money.Amount            `json:"buy_in_total"`
		ToPool    money.Amount            `json:"to_pool_per_entry"`
		Guarantee money.Amount
		Net       money.Amount `json:"net_pool"`
		Paid      money.Amount `json:"places_paid"`
		First     money.Amount
		MinCash   money.Amount `json:"min_cash"`
		SixDigits money.Amount `json:"six_figures_to_place"`
		Expect    struct {
			Flights money.Amount `json:"flights_sum"`
			Overlay money.Amount `json:"overlay_exact"`
		}
	}
	readJSON(t, path, &f)
	var entries money.Amount
	var gross []payout.Line
	for name, n := range f.Flights {
		entries += n
		gross = append(gross, payout.Line{Name: name, Amount: n * f.Total})
	}
	expect(t, "entries of four flights", entries, f.Expect.Flights)
	p := pool(t, gross, oneLine(entries*(f.Total-f.ToPool)), f.Guarantee)
	expect(t, "net", p.Net, f.Net)
	expect(t, "overlay", p.Overlay, f.Expect.Overlay)
	expect(t, "pool", p.Total, f.Guarantee)
	expect(t, "one in eight is paid", (entries+7)/8, f.Paid)
	if f.First+(f.SixDigits-1)*100_000+(f.Paid-f.SixDigits)*f.MinCash > p.Total {
		t.Error("the prizes named do not fit into the pool")
	}
	return []row{
		{part: "3,835 entries in four flights, 9,800 of 10,400 to the pool", how: "recomputed", comesOut: "net 37,583,000, overlay 2,417,000, pool 40,000,000; one in eight paid is 480", difference: difference(f.Net - p.Net)},
		{part: "prizes", how: "constrained: only first, minimum and the six-figure places printed", comesOut: "they fit into the pool", difference: none},
	}
}

func wsop2014(t *testing.T, path string) []row {
	var f struct {
		Entries money.Amount
		Price   money.Amount `json:"buy_in_total"`
		Split   struct {
			Fee money.Amount
		} `json:"buy_in_split"`
		Pool    money.Amount `json:"prize_pool"`
		First   money.Amount `json:"guaranteed_first"`
		Payouts []payoutLine
		Places  int          `json:"places_paid"`
		Short   money.Amount `json:"difference_to_pool"`
	}
	readJSON(t, path, &f)
	p := pool(t, oneLine(f.Entries*f.Price), oneLine(f.Entries*f.Split.Fee), 0)
	expect(t, "pool", p.Total, f.Pool)
	field := payout.Field{Entries: int(f.Entries), Players: int(f.Entries)}
	_, err := payout.Plan{Fixed: asFixed(f.Payouts)}.Prizes(p.Total, field)
	expect(t, "the list against the pool", refusedAs(err), "amounts_incomplete")
	// Second place and below as printed, the rest of the pool to first.
	prizes, err := payout.Plan{Fixed: asFixed(f.Payouts[1:]), Rows: []payout.Row{{Place: 1, To: 1, Share: payout.Whole}}}.Prizes(p.Total, field)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "places", prizes.Places(), f.Places)
	expect(t, "first takes the rest", prizes.At(1).Amount-f.First, f.Short)
	expect(t, "last paid place", prizes.At(f.Places).Amount, f.Payouts[len(f.Payouts)-1].Amount)
	expect(t, "sum", prizes.Total(), f.Pool)
	return []row{
		{part: "pool of 6,683 entries, 9,400 of 10,000 to the pool", how: "recomputed", comesOut: "62,820,200", difference: difference(f.Pool - p.Total)},
		{part: "list of 693 places", how: "constrained: two sources joined, no percentages printed", comesOut: "693 places, never rising; refused as incomplete, or first takes the rest and gets 10,000,126", difference: fmt.Sprintf("list %+d to the pool", -f.Short)},
	}
}
