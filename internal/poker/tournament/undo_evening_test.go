package tournament_test

import (
	"testing"
	"time"

	"felt/internal/poker/audit"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

// twentySeven pays 27 places: 500 kr from 19th to 25th and 250 kr to 26th and 27th.
func twentySeven() payout.Plan {
	p := payout.Plan{RoundTo: 50_00, Rounding: payout.Down}
	for _, row := range []struct {
		place, to int
		tenths    payout.Share
	}{{1, 1, 255}, {2, 2, 150}, {3, 3, 100}, {4, 4, 80}, {5, 9, 40}, {10, 18, 15}, {19, 25, 10}, {26, 27, 5}} {
		p.Rows = append(p.Rows, payout.Row{Place: row.place, To: row.to, Share: row.tenths * payout.Whole / 1000})
	}
	return p
}

// wrongBust is the evening up to Viktor's bust in 26th, which was a mistake; then
// two more go out, one is paid, and his table is moved to another. Half an hour
// later somebody finds out.
func wrongBust(t *testing.T) (g *pokertest.Table, bust string, who map[string]tournament.EntryNo) {
	t.Helper()
	night, _ := recording(t)
	at := time.Date(2026, 2, 27, 22, 51, 2, 0, night.Start().Location())
	n := eveningUntil(t, at.Add(-time.Second))
	who = map[string]tournament.EntryNo{}
	for _, p := range night.Players {
		who[p.Name] = n.State.Latest[p.ID]
	}
	g = pokertest.Given(t)
	g.Night = n
	g.And(tournament.ReplacePayouts{Plan: twentySeven()})
	g.After(1000).And(pokertest.Out(who["Viktor Holm"], who["Jonas Kjærgaard"]))
	bust = g.Last()
	g.After(4 * minute).And(pokertest.Out(who["Christine Møller"], who["Mikkel Ravn"]))
	g.After(2 * minute).And(pokertest.Out(who["Bo Winther"], who["Søren Ægidius"]))
	g.After(2 * minute).And(tournament.PayPrize{Entry: who["Christine Møller"], Amount: 500_00, Method: "cash"})
	g.After(5 * minute).And(tournament.OpenTable{Table: 8})
	var moves []tournament.Move
	for i, no := range g.State.Table(4).Seats {
		if no != 0 {
			moves = append(moves, tournament.Move{Entry: no, From: tournament.Place{Table: 4, Seat: i + 1}, To: tournament.Place{Table: 8, Seat: 9 - i}})
		}
	}
	g.And(tournament.BreakTable{Table: 4, Moves: moves}).After(17 * minute)
	return g, bust, who
}

func TestAWrongBustIn26thIsUndoneHalfAnHourLater(t *testing.T) {
	g, bust, who := wrongBust(t)
	viktor, christine, bo, jonas := who["Viktor Holm"], who["Christine Møller"], who["Bo Winther"], who["Jonas Kjærgaard"]
	before := g.State
	audited(t, g.Night)

	p := tournament.PreviewUndo(g.Records, bust, g.Now)
	if p.Blocked != nil {
		t.Fatalf("blocked by %s: %v", p.Blocked.Action, p.Blocked)
	}
	// His seat at table 4 is gone. The fullest tables have eight, table 8 has
	// seven: he gets its first free seat.
	seat := tournament.Place{Table: 8, Seat: 4}
	if diff := cmp.Diff([]tournament.SeatChoice{{Entry: viktor, Place: seat}}, p.Seats); diff != "" {
		t.Errorf("seats (-want +got):\n%s", diff)
	}
	standing := func(place int, no tournament.EntryNo) tournament.Standing {
		return tournament.Standing{Place: place, To: place, Entry: no}
	}
	type view = tournament.EntryView
	want := map[tournament.EntryNo][2]view{
		viktor:    {{Status: "out", Place: standing(26, viktor), Due: 250_00, Count: -1}, {Status: "in", Seat: tournament.Place{}, Count: 38_500}},
		christine: {{Status: "out", Place: standing(25, christine), Due: 500_00, Paid: 500_00, Count: -1}, {Status: "out", Place: standing(26, christine), Due: 250_00, Paid: 500_00, Count: -1}},
		bo:        {{Status: "out", Place: standing(24, bo), Due: 500_00, Count: -1}, {Status: "out", Place: standing(25, bo), Due: 500_00, Count: -1}},
		// who took his chips gives them back: 159,500 were counted before
		jonas: {{Status: "in", Seat: before.Entry(jonas).Seat, Count: 198_000}, {Status: "in", Seat: before.Entry(jonas).Seat, Count: 159_500}},
	}
	got := map[tournament.EntryNo][2]view{}
	for _, c := range p.Changes {
		got[c.Entry] = [2]view{c.Before, c.After}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if p.Pool != [2]money.Amount{5_285_000, 5_285_000} || p.Left != [2]int{23, 24} || p.Chips != [2]int64{2_950_000, 2_950_000} || len(p.Money) != 0 || p.Clock != nil {
		t.Errorf("pool %v, left %v, chips %v, money %v, clock %v", p.Pool, p.Left, p.Chips, p.Money, p.Clock)
	}

	// The director gives him another seat than the one proposed, and his stack.
	chosen := tournament.Place{Table: 8, Seat: 7}
	events, refused := g.Undo(tournament.Undo{Action: bust, Seats: []tournament.SeatChoice{{Entry: viktor, Place: chosen}}, Counts: []tournament.Count{{Entry: viktor, Chips: 38_500}}})
	if refused != nil {
		t.Fatal(refused)
	}
	if diff := cmp.Diff([]tournament.Event{
		tournament.Undone{Action: bust, FirstRow: before.NextRow()},
		tournament.EntrySeated{Entry: viktor, Place: chosen},
		tournament.Counted{Counts: []tournament.Count{{Entry: viktor, Chips: 38_500}}},
	}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	s := g.State
	if e := s.Entry(viktor); e.Status != tournament.In || e.Seat != chosen || e.Count != 38_500 {
		t.Errorf("Viktor: %+v", e)
	}
	for i := range s.Entries {
		if e, was := s.Entries[i], before.Entries[i]; e.No != viktor && e.Seat != was.Seat {
			t.Errorf("entry %d was moved from %s to %s", e.No, was.Seat, e.Seat)
		}
	}
	if hits := before.Entry(jonas).Knocked - s.Entry(jonas).Knocked; hits != 1 {
		t.Errorf("Jonas lost %d knock-outs, want 1", hits)
	}
	audited(t, g.Night)
	if diff := cmp.Diff([]audit.Difference{{Entry: christine, Due: 250_00, Paid: 500_00, Open: -250_00}}, audit.Night(g.Records).Figures.Differences); diff != "" {
		t.Errorf("to collect (-want +got):\n%s", diff)
	}

	// Redo: all is as it was.
	g.WhenUndone(g.Last()).Taken()
	if err := pokertest.Same(before, g.State); err != nil {
		t.Error(err)
	}
	audited(t, g.Night)
}

// The player who sits where the restored player would is not moved.
func TestASeatTakenMeanwhileIsKept(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 3, 3).And(pokertest.Out(1, 2)) // 1/1
	bust := g.Last()
	g.And(tournament.Register{Player: "late", Method: "cash", Seat: at(1, 1)})
	p := tournament.PreviewUndo(g.Records, bust, g.Now)
	if diff := cmp.Diff([]tournament.SeatChoice{{Entry: 1, Place: at(1, 4)}}, p.Seats); diff != "" {
		t.Errorf("seats (-want +got):\n%s", diff)
	}
	g.WhenUndone(bust).Taken()
	if g.State.At(at(1, 1)) != 7 || g.State.At(at(1, 4)) != 1 {
		t.Errorf("at 1/1 %d, at 1/4 %d", g.State.At(at(1, 1)), g.State.At(at(1, 4)))
	}
	audited(t, g.Night)
}

// A broken table comes back; who has moved on since stays where he is.
func TestABrokenTableComesBackWithoutThoseWhoMovedOn(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 3)
	g.And(tournament.BreakTable{Table: 1, Moves: []tournament.Move{{Entry: 1, From: at(1, 1), To: at(2, 4)}, {Entry: 2, From: at(1, 2), To: at(2, 5)}}})
	broken := g.Last()
	g.And(tournament.MoveEntry{Move: tournament.Move{Entry: 2, From: at(2, 5), To: at(2, 8)}})
	g.WhenUndone(broken).Taken()
	if g.State.Entry(1).Seat != at(1, 1) || g.State.Entry(2).Seat != at(2, 8) || g.State.Table(1) == nil {
		t.Errorf("entry 1 at %s, entry 2 at %s", g.State.Entry(1).Seat, g.State.Entry(2).Seat)
	}
	audited(t, g.Night)
}

func TestAPlayerDisplacedByALaterFactGetsAFreeSeat(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 3, 3)
	g.And(tournament.MoveEntry{Move: tournament.Move{Entry: 1, From: at(1, 1), To: at(2, 9)}})
	moved := g.Last()
	g.And(tournament.MoveEntry{Move: tournament.Move{Entry: 2, From: at(1, 2), To: at(1, 1)}}) // to the seat that became free
	g.WhenUndone(moved).Taken()
	// entry 1 never left 1/1, but entry 2 sits there now: he keeps the seat he has.
	if g.State.Entry(2).Seat != at(1, 1) || g.State.Entry(1).Seat != at(2, 9) {
		t.Errorf("entry 1 at %s, entry 2 at %s", g.State.Entry(1).Seat, g.State.Entry(2).Seat)
	}
	audited(t, g.Night)
}
