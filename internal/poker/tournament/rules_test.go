package tournament_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"felt/internal/poker/clock"
	"felt/internal/poker/draw"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

func at(table, seat int) tournament.Place { return tournament.Place{Table: table, Seat: seat} }

// twoTables seats 1/1 to 1/n and 2/1 to 2/m: a1 creates, a2 and a3 open.
func twoTables(t *testing.T, c tournament.Config, n, m int) *pokertest.Table {
	t.Helper()
	g := pokertest.Given(t, created(c), tournament.OpenTable{Table: 1}, tournament.OpenTable{Table: 2})
	for i := range n {
		g.And(pokertest.Sit(tournament.PlayerID("a"+string(rune('1'+i))), 1, i+1))
	}
	for i := range m {
		g.And(pokertest.Sit(tournament.PlayerID("b"+string(rune('1'+i))), 2, i+1))
	}
	return g.And(tournament.StartClock{})
}

func TestTDA7AWrongSeatIsCorrectedWithTheChipsHeHasNow(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 2).And(tournament.CountChips{Counts: []tournament.Count{{Entry: 1, Chips: 12_000}}})
	move := tournament.Move{Entry: 1, From: at(1, 1), To: at(2, 5)}
	g.When(tournament.MoveEntry{Move: move, Reason: "correction"}).
		Then(tournament.EntryMoved{Move: move, Reason: "correction", Rule: "TDA 7"})
	if e := g.State.Entry(1); e.Count != 12_000 || e.Seat != at(2, 5) {
		t.Errorf("%+v", e)
	}
}

// TDA 7, 8: the draw can be recomputed from the seed by anybody.
func TestTDA8ASeatIsDrawnFromTheOpenSeatsOfTheShortestTables(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 3, 1)
	g.When(tournament.Register{Player: "late", Method: "cash", Draw: true}).Taken()
	last := g.Records[len(g.Records)-1].Event.(tournament.EntrySeated)
	if last.Table != 2 || last.Draw == nil || last.Draw.Open != "2/2 2/3 2/4 2/5 2/6 2/7 2/8 2/9" {
		t.Errorf("%+v %+v", last, last.Draw)
	}
	seed := g.Seed(g.State.Draw.Commitment)
	open := seating.OpenSeats([]seating.Table{{Number: 1, Seats: 9, Occupied: []int{1, 2, 3}}, {Number: 2, Seats: 9, Occupied: []int{1}}}, seating.ShortestTables)
	if draw.Commitment(seed) != g.State.Draw.Commitment || open[draw.Pick(seed, "seat", "5", 1, len(open))] != last.Place {
		t.Error("the seed does not give this seat")
	}
}

// In a festival's hall the list is long: its digest stands in the event, and the
// list itself follows from the log.
func TestTDA8ALongListOfOpenSeatsIsRecordedByItsDigest(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()))
	var seats []string
	for table := 1; table <= 46; table++ {
		g.And(tournament.OpenTable{Table: table})
		for seat := 1; seat <= 9; seat++ {
			seats = append(seats, at(table, seat).String())
		}
	}
	g.When(tournament.Register{Player: "p1", Method: "cash", Draw: true}).Taken()
	last := g.Records[len(g.Records)-1].Event.(tournament.EntrySeated)
	if last.Draw.Open != "" || last.Draw.Of != 414 || last.Draw.Digest != draw.Digest(seats) || seats[last.Draw.Index] != last.Place.String() {
		t.Errorf("%+v at %s", last.Draw, last.Place)
	}
}

func TestTDA9AFixedPlayerIsNotMovedToBalance(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 4, 2).And(tournament.FixEntry{Entry: 3, Fixed: true})
	g.When(tournament.MoveEntry{Move: tournament.Move{Entry: 3, From: at(1, 3), To: at(2, 3)}, Reason: "balance"}).Refused(tournament.SeatIsFixed, "TDA 9")
}

func TestTDA10ABrokenTableMayGoToAnySeat(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 8).And(tournament.SetButton{Table: 2, Button: 7, SmallBlind: 8, BigBlind: 1})
	// one seat is free at table 2 and two players come
	g.When(tournament.BreakTable{Table: 1}).Refused(tournament.NoFreeSeat, "TDA 10B")
	g.And(pokertest.Out(4, 3)) // 2/2: the small blind's seat in the next hand
	g.When(tournament.BreakTable{Table: 1}).Taken()
	if g.State.Table(1) != nil || g.State.Table(2).Players() != 9 {
		t.Errorf("table 1 %v, %d players at table 2", g.State.Table(1), g.State.Table(2).Players())
	}
	broken := g.Records[len(g.Records)-1].Event.(tournament.TableBroken)
	plan, err := seating.PlanBreak(1, []seating.Table{{Number: 1, Seats: 9, Occupied: []int{1, 2}}, {Number: 2, Seats: 9, Occupied: []int{1, 3, 4, 5, 6, 7, 8}}},
		seating.ShortestTables, g.Seed(g.State.Draw.Commitment), broken.Draw.Purpose, broken.Draw.Attempt)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range plan.Dealt { // TDA 10B: seat cards and playing cards, as anybody can recompute
		if broken.Moves[i].From != d.From || broken.Moves[i].To != d.To {
			t.Errorf("%+v, the seed gives %+v", broken.Moves[i], d)
		}
	}
}

func TestTDA10EverybodyAtTheTableMoves(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 3)
	one := []tournament.Move{{Entry: 1, From: at(1, 1), To: at(2, 4)}}
	g.When(tournament.BreakTable{Table: 1, Moves: one}).Refused(tournament.MovesIncomplete, "")
	both := append(slices.Clone(one), tournament.Move{Entry: 2, From: at(1, 2), To: at(2, 4)})
	g.When(tournament.BreakTable{Table: 1, Moves: both}).Refused(tournament.MovesIncomplete, "")
	both[1].To = at(2, 3)
	g.When(tournament.BreakTable{Table: 1, Moves: both}).Refused(tournament.SeatTaken, "")
	both[1].To = at(2, 9)
	g.When(tournament.BreakTable{Table: 1, Moves: both}).Then(tournament.TableBroken{Table: 1, Moves: both})
}

// TDA 11A, 11C: the next big blind of the fuller table goes to the worst position.
func TestTDA11TheSuggestionIsCarriedOutAsItStands(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 5, 3).And(tournament.SetButton{Table: 1, Button: 1, SmallBlind: 2, BigBlind: 3}, tournament.SetButton{Table: 2, Button: 1, SmallBlind: 2, BigBlind: 3})
	moves := g.State.Advice().Moves
	if len(moves) != 1 || moves[0].From != at(1, 4) || moves[0].Rule != "TDA 11A" {
		t.Fatalf("%+v", moves)
	}
	move := tournament.Move{Entry: 4, From: moves[0].From, To: moves[0].To}
	other := move
	other.To = at(2, 9-(moves[0].To.Seat-4)) // another free seat
	if other.To != move.To {
		g.When(tournament.AcceptAdvice{Moves: []tournament.Move{other}}).Refused(tournament.AdviceChanged, "")
	}
	g.When(tournament.AcceptAdvice{Moves: []tournament.Move{move}}).Then(tournament.EntryMoved{Move: move, Reason: "balance", Rule: "TDA 11A"})
	g.When(tournament.AcceptAdvice{Moves: []tournament.Move{move}}).Refused(tournament.AdviceChanged, "")
}

// TDA 11D: play stops at a table three short of the fullest.
func TestTDA11DATableThreeShortIsHalted(t *testing.T) {
	halts := func(n, m int) (list []int) {
		for _, h := range twoTables(t, rebuyHouse(), n, m).State.Advice().Halts {
			list = append(list, h.Table)
			if h.Rule != "TDA 11D" {
				t.Errorf("halted under %q", h.Rule)
			}
		}
		return list
	}
	if got := halts(8, 5); !slices.Equal(got, []int{2}) {
		t.Errorf("8 and 5: %v halt", got)
	}
	if got := halts(8, 6); len(got) != 0 {
		t.Errorf("8 and 6: %v halt", got)
	}
}

// TDA 23: the hand that hand for hand plays over the end of a level belongs to it,
// and the next level begins with all its time.
func TestTDA23TheNextLevelBeginsWithTheNextHand(t *testing.T) {
	c := rebuyHouse()
	c.HandForHand = clock.HandForHand{Clock: clock.HandCap, Minutes: 3}
	g := three(t, c).After(19 * minute).And(tournament.StartHandForHand{}).After(2 * minute).And(tournament.FinishHand{})
	if got := reading(g.Night); got != (clock.Reading{Item: 1, LeftMS: 20 * minute}) {
		t.Errorf("the clock is at %+v", got)
	}
}

func TestTDA24AColourUpKeepsTheChipsInPlayExact(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.ColourUp{Chip: 25, Taken: 475, Given: 500})
	if got := g.State.ChipsInPlay(); got != 30_025 {
		t.Errorf("%d chips in play", got)
	}
	g.When(tournament.ColourUp{Chip: 0}).Refused(tournament.BadValue, "TDA 24")
	audited(t, g.Night)
}

// TDA 27: the rebuy is announced, the chips play, and it must be paid.
func TestTDA27ChipsBehindPlayAndAreOwed(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.Rebuy{Entry: 1, Method: tournament.Receivable})
	if g.State.ChipsInPlay() != 35_000 || g.State.Drawers()[tournament.Receivable] != 55_00 {
		t.Errorf("%d chips, %v", g.State.ChipsInPlay(), g.State.Drawers())
	}
	g.When(tournament.SettleSale{Row: 4, Method: "card"}).Then(tournament.SaleSettled{Row: 5, Of: 4, Method: "card"})
	if d := g.State.Drawers(); d[tournament.Receivable] != 0 || d["card"] != 55_00 {
		t.Errorf("%v", d)
	}
	g.And(tournament.CloseRegistration{}).When(tournament.Rebuy{Entry: 1, Method: "cash"}).Refused(tournament.RegistrationOver, "TDA 27")
}

func TestTDA32TheButtonMayBeOnAFreeSeatButIsSomewhere(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 3, 3)
	g.When(tournament.SetButton{Table: 1, Button: 9, SmallBlind: 1, BigBlind: 2}).Then(tournament.ButtonSet{Table: 1, Button: 9, SmallBlind: 1, BigBlind: 2})
	g.When(tournament.SetButton{Table: 1, SmallBlind: 1, BigBlind: 2}).Refused(tournament.BadValue, "TDA 32")
}

// TDA RP-9: two tables of five become one of nine when the tenth goes.
func TestTDARP9TheFinalTableIsDrawnAtNine(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 5, 5).And(tournament.CloseRegistration{})
	if a := g.State.Advice(); a.Redraw != nil {
		t.Errorf("ten are left: %+v", a.Redraw)
	}
	g.And(pokertest.Out(10, 9))
	a := g.State.Advice()
	if a.Redraw == nil || !a.Redraw.Final || !slices.Equal(a.Redraw.Tables, []int{1}) {
		t.Fatalf("%+v", a)
	}
	g.When(tournament.Redraw{Tables: a.Redraw.Tables}).Taken()
	if len(g.State.Tables) != 1 || g.State.Tables[0].Players() != 9 || g.State.Tables[0].Button != 0 {
		t.Errorf("%+v", g.State.Tables)
	}
	audited(t, g.Night)
}

// TDA RP-9: a final table may have one chair more than tables had before.
func TestTDARP9AFinalTableOfSevenIsSetAtSixHandedTables(t *testing.T) {
	c := rebuyHouse()
	c.SeatsPerTable, c.Seating.FinalTable = 6, 7
	g := twoTables(t, c, 4, 3).And(tournament.CloseRegistration{}).When(tournament.Redraw{Tables: []int{1}}).Taken()
	if n := len(g.State.Tables[0].Seats); n != 7 || g.State.Tables[0].Players() != 7 {
		t.Errorf("%d chairs, %d players", n, g.State.Tables[0].Players())
	}
}

// TDA RP-11: the big blind's ante is not reduced for a short table.
func TestTDARP11TheAnteStaysWhenTheTableIsShort(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 1).And(pokertest.Out(3, 1))
	item := g.State.Config.Structure.Items[reading(g.Night).Item]
	if item.Ante != item.Big || item.AnteKind != "big_blind" {
		t.Errorf("%+v", item)
	}
}

// RP-8: three bust in one hand with 50 paid and 52 left share 50th place money.
func TestTDARP8ThreeWhoGoInOneHandShareWhatTheirPlacesPay(t *testing.T) {
	c := rebuyHouse()
	c.Payouts = payout.Plan{Rows: []payout.Row{{Place: 1, To: 1, Share: 60 * payout.Whole / 100}, {Place: 2, To: 2, Share: 40 * payout.Whole / 100}}}
	g := twoTables(t, c, 3, 2).And(tournament.CloseRegistration{}, tournament.StartHandForHand{},
		pokertest.Out(2, 1), pokertest.Out(3, 1), pokertest.Out(4, 5), tournament.FinishHand{}, pokertest.Out(5, 1))
	// five players, two paid: in one hand three go at two tables and share 3rd to 5th
	for _, no := range []tournament.EntryNo{2, 3, 4} {
		if x, _ := g.State.StandingOf(no); x.Place != 3 || x.To != 5 {
			t.Errorf("entry %d is %d to %d", no, x.Place, x.To)
		}
	}
	if due, _ := g.State.DueTo(5); due != 200_00 {
		t.Errorf("second gets %d", due)
	}
	audited(t, g.Night)
}

func TestTheLargerStackRanksHigherAtOneTable(t *testing.T) {
	outs := []tournament.GoneOut{{Entry: 1, Stack: 4_000, By: []tournament.EntryNo{4}}, {Entry: 2, Stack: 9_000, By: []tournament.EntryNo{4}}, {Entry: 3, Stack: 4_000, By: []tournament.EntryNo{4}}}
	g := twoTables(t, rebuyHouse(), 4, 1).And(tournament.Bust{Outs: outs})
	got := map[tournament.EntryNo][2]int{}
	for _, x := range g.State.Standings() {
		got[x.Entry] = [2]int{x.Place, x.To}
	}
	if diff := cmp.Diff(map[tournament.EntryNo][2]int{2: {3, 3}, 1: {4, 5}, 3: {4, 5}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlayersOutAtTwoTablesTieOrRankByStacksAsTheHouseSays(t *testing.T) {
	for ranking, want := range map[string]map[tournament.EntryNo][2]int{
		"tie":    {1: {3, 4}, 3: {3, 4}},
		"stacks": {1: {3, 3}, 3: {4, 4}},
	} {
		c := rebuyHouse()
		c.Ranking.SimultaneousAtTables = ranking
		g := twoTables(t, c, 2, 2).And(tournament.Bust{Outs: []tournament.GoneOut{{Entry: 3, Stack: 4_000}, {Entry: 1, Stack: 9_000}}})
		got := map[tournament.EntryNo][2]int{}
		for _, x := range g.State.Standings() {
			got[x.Entry] = [2]int{x.Place, x.To}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", ranking, diff)
		}
	}
}

// ruleCases are the published cases of testdata/seating.
func ruleCase(t *testing.T, id string, given, then any) {
	t.Helper()
	bytes, err := os.ReadFile("../../../testdata/seating/rule-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Cases []struct {
			ID    string          `json:"id"`
			Given json.RawMessage `json:"given"`
			Then  json.RawMessage `json:"then"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(bytes, &doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range doc.Cases {
		if c.ID == id {
			if err := json.Unmarshal(c.Given, given); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(c.Then, then); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("there is no case %s", id)
}

// shares makes a plan of whole percentages.
func shares(percent []int) payout.Plan {
	var p payout.Plan
	for i, n := range percent {
		p.Rows = append(p.Rows, payout.Row{Place: i + 1, To: i + 1, Share: payout.Share(n) * payout.Whole / 100})
	}
	return p
}

func TestCase1190TwoBustOnOneHandAtDifferentTablesAndShareThird(t *testing.T) {
	var given struct {
		Pool    money.Amount `json:"pool"`
		Percent []int        `json:"percent"`
		Left    int          `json:"left"`
	}
	var then struct {
		Pays map[tournament.PlayerID]money.Amount `json:"pays"`
	}
	ruleCase(t, "EU-1190", &given, &then)
	c := pokertest.House()
	c.BuyIn.Pool, c.Payouts = given.Pool*100/money.Amount(given.Left), shares(given.Percent)
	g := pokertest.Given(t, created(c), tournament.OpenTable{Table: 1}, tournament.OpenTable{Table: 2}, pokertest.Sit("Alice", 1, 1), pokertest.Sit("Carol", 1, 2),
		pokertest.Sit("Bob", 2, 1), pokertest.Sit("Dave", 2, 2), tournament.StartClock{}, tournament.CloseRegistration{}, tournament.StartHandForHand{},
		pokertest.Out(2, 1), pokertest.Out(4, 3), tournament.FinishHand{}, pokertest.Out(3, 1))
	got := map[tournament.PlayerID]money.Amount{}
	for _, d := range g.State.Payouts() {
		got[g.State.Entry(d.Entry).Player] = d.Due / 100
	}
	if diff := cmp.Diff(then.Pays, got); diff != "" {
		t.Error(diff)
	}
	audited(t, g.Night)
}

func TestCase1191AHandForHandHandTakesThreeMinutesAtMost(t *testing.T) {
	type left struct {
		Seconds int64 `json:"level_seconds_left"`
	}
	var given, then left
	ruleCase(t, "EU-1191", &given, &then)
	c := pokertest.House()
	c.HandForHand = clock.HandForHand{Clock: clock.HandCap, Minutes: 3} // RP-8B
	g := three(t, c).And(tournament.SetClock{Reading: clock.Reading{LeftMS: given.Seconds * 1000}}, tournament.StartHandForHand{}).After(5 * minute).And(tournament.FinishHand{})
	if got := reading(g.Night).LeftMS; got != then.Seconds*1000 {
		t.Errorf("%d left, want %d", got/1000, then.Seconds)
	}
}

func TestCases0858And0859LateEntriesGetAFullStackUntilRegistrationCloses(t *testing.T) {
	var given struct {
		Stack int64 `json:"starting_stack"`
		Until int   `json:"late_registration_until_level"`
	}
	var then struct {
		Stack   int64  `json:"stack"`
		Refused string `json:"refused"`
	}
	ruleCase(t, "EU-0858", &given, &then)
	ruleCase(t, "EU-0859", &given, &then)
	c := pokertest.House()
	c.BuyIn.Chips = given.Stack
	level, _ := c.Structure.IndexOfLevel(given.Until + 1)
	c.Structure.Items[level].ClosesRegistration = true
	g := three(t, c).After(21*minute).And(tournament.PassBoundary{}, pokertest.Buy("late"))
	if e := g.State.Entry(4); e.Chips != then.Stack {
		t.Errorf("%d chips, want %d", e.Chips, then.Stack)
	}
	g.After(int64(c.Structure.TotalMinutes()/2) * minute).And(tournament.PassBoundary{})
	g.When(pokertest.Buy("too late")).Refused(tournament.RegistrationOver, "TDA 8A")
	g.When(tournament.Register{Player: "too late", Method: "cash", Override: true}).Taken()
}

func TestCase0861NineFinishAndTheBubbleGetsNothing(t *testing.T) {
	var given struct {
		Pool    money.Amount `json:"pool"`
		Percent []int        `json:"percent"`
	}
	var then struct {
		Pays []money.Amount `json:"pays"`
	}
	ruleCase(t, "EU-0861", &given, &then)
	c := pokertest.House()
	c.BuyIn.Pool, c.Payouts = given.Pool*100/9, shares(given.Percent)
	g := pokertest.Given(t, created(c))
	for i := range 9 {
		g.And(pokertest.Buy(tournament.PlayerID('a' + rune(i))))
	}
	g.And(tournament.StartClock{})
	for no := tournament.EntryNo(9); no > 1; no-- {
		g.And(pokertest.Out(no, 1))
	}
	g.And(tournament.Finish{})
	var got []money.Amount
	for _, d := range g.State.Payouts() {
		got = append(got, d.Due/100)
	}
	if diff := cmp.Diff(then.Pays, got); diff != "" {
		t.Error(diff)
	}
	g.When(tournament.PayPrize{Entry: 4, Amount: 1, Method: "cash"}).Refused(tournament.NothingDue, "")
	audited(t, g.Night)
}

func TestCase0862SharesThatDoNotAddUpAreRefused(t *testing.T) {
	var given struct {
		Percent []int `json:"percent"`
	}
	var then struct {
		Refused string `json:"refused"`
	}
	ruleCase(t, "EU-0862", &given, &then)
	c := pokertest.House()
	c.Payouts = shares(given.Percent)
	pokertest.Given(t).When(created(c)).Refused("shares_incomplete", "")
	pokertest.Given(t, created(pokertest.House())).When(tournament.ReplacePayouts{Plan: c.Payouts}).Refused("shares_incomplete", "")
}

func TestCase1310APenaltyIsRoundsTimesPlayersAtTheTable(t *testing.T) {
	var given struct {
		Players int `json:"players_at_table"`
	}
	var then struct {
		Verbal int `json:"verbal"`
		Hand   int `json:"missed_hand"`
		Round  int `json:"missed_round_1"`
	}
	ruleCase(t, "EU-1310", &given, &then)
	g := twoTables(t, rebuyHouse(), given.Players, 2)
	for kind, hands := range map[string]int{"warning": then.Verbal, "missed_hand": then.Hand, "missed_rounds": then.Round} {
		rounds := 0
		if kind == "missed_rounds" {
			rounds = 1
		}
		g.When(tournament.Penalise{Entry: 1, Kind: kind, Rounds: rounds}).Then(tournament.Penalised{Entry: 1, Kind: kind, Rounds: rounds, Hands: hands})
	}
	g.When(tournament.Penalise{Entry: 1, Kind: "caning"}).Refused(tournament.BadValue, "TDA 71A")
}

func TestCase1312ADisqualifiedStackLeavesPlay(t *testing.T) {
	type chips struct {
		InPlay int64 `json:"chips_in_play"`
		Stack  int64 `json:"stack"`
	}
	var given, then chips
	ruleCase(t, "EU-1312", &given, &then)
	c := pokertest.House()
	c.BuyIn.Chips = given.InPlay / 4
	g := pokertest.Given(t, created(c), pokertest.Buy("a"), pokertest.Buy("b"), pokertest.Buy("c"), pokertest.Buy("d"), tournament.StartClock{},
		tournament.Remove{Entry: 1, Reason: "disqualified", Stack: given.Stack})
	if got := g.State.ChipsInPlay(); got != then.InPlay {
		t.Errorf("%d in play, want %d", got, then.InPlay)
	}
	if x, _ := g.State.StandingOf(1); x.Place != 4 {
		t.Errorf("place %d, want 4", x.Place)
	}
	audited(t, g.Night)
}

// RP-16: whoever is absent when his table breaks is moved with his chips, and the
// hands he is to miss go with him.
func TestCase1370AnAbsentPlayerMovesWithHisChips(t *testing.T) {
	var given struct {
		Chips int64 `json:"chips"`
	}
	var then struct {
		Moved bool  `json:"moved"`
		Chips int64 `json:"chips"`
	}
	ruleCase(t, "EU-1370", &given, &then)
	g := twoTables(t, rebuyHouse(), 3, 5).And(tournament.CountChips{Counts: []tournament.Count{{Entry: 2, Chips: given.Chips}}},
		tournament.Penalise{Entry: 2, Kind: "missed_rounds", Rounds: 1}, tournament.BreakTable{Table: 1})
	e := g.State.Entry(2)
	if moved := e.Seat.Table == 2; moved != then.Moved || e.Count != then.Chips || e.MissHands != 3 {
		t.Errorf("%+v", e)
	}
}

// RP-22: the head is the knocker's. Heads are paid in a later part of Felt; what
// is charged for them is kept apart, and who knocked whom out is known.
func TestCase1372TheKnockerHasTheHead(t *testing.T) {
	var given struct {
		Bounty money.Amount `json:"bounty"`
	}
	var then map[string]money.Amount
	ruleCase(t, "EU-1372", &given, &then)
	c := pokertest.House()
	c.BuyIn.Bounty = given.Bounty
	g := pokertest.Given(t, created(c), pokertest.Buy("Alice"), pokertest.Buy("Bob"), pokertest.Buy("Carol"), tournament.StartClock{}, pokertest.Out(2, 1))
	if got := money.Amount(g.State.Entry(1).Knocked) * c.BuyIn.Bounty; got != then["Alice"] || g.State.Till.Bounty != 3*given.Bounty {
		t.Errorf("Alice has %d of %d, want %d", got, g.State.Till.Bounty, then["Alice"])
	}
}
