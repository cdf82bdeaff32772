package seating_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"

	gocmp "github.com/google/go-cmp/cmp"
)

type night struct {
	Date           string    `json:"date"`
	Seated         int       `json:"seated_at_start"`
	TablesAtStart  []int     `json:"tables_at_start"`
	PlayersInTotal int       `json:"players_in_total"`
	Busts          []*string `json:"table_of_each_final_bust"`
	LastBatch      int       `json:"last_move_batch_players"`
	LeftAtLast     int       `json:"players_left_at_last_move"`
}

func nights(t *testing.T) []night {
	t.Helper()
	var file struct {
		Nights []night `json:"nights"`
	}
	read(t, "seating/observed-nights.json", &file)
	if len(file.Nights) != 30 {
		t.Fatalf("%d nights, want 30", len(file.Nights))
	}
	return file.Nights
}

func chairs(n night) int { return max(7, slices.Max(n.TablesAtStart)) }

// Thirty nights of a club were drawn to tables within one of each other; the
// draw over the shortest tables gives the same sizes for every one of them.
func TestTheDrawGivesTheTableSizesOfThirtyRealNights(t *testing.T) {
	for _, n := range nights(t) {
		r := newRoom(t)
		for i := range n.TablesAtStart {
			r.tables = append(r.tables, seating.Table{Number: i + 1, Seats: chairs(n)})
		}
		seatAll(r, n, n.Seated)
		want := slices.Sorted(slices.Values(n.TablesAtStart))
		if diff := gocmp.Diff(want, r.sizes()); diff != "" {
			t.Errorf("%s: -observed +drawn\n%s", n.Date, diff)
		}
	}
}

// The same nights played to the end on our advice: players go out at the table
// they went out at where it still stands, else at the fullest. The tables stay
// within one, and the last redraw comes when seven are left, as it was seen in
// every night that moved all players left at once.
func TestThirtyRealNightsPlayedOnOurAdviceEndAtAFinalTableOfSeven(t *testing.T) {
	for _, n := range nights(t) {
		t.Run(n.Date, func(t *testing.T) {
			policy := seating.HousePolicy(7)
			policy.FinalTableSeats, policy.MaxDifference = 7, 1
			policy.BreakAllowed = true
			r := newRoom(t)
			for i := range max(len(n.TablesAtStart), (n.PlayersInTotal+chairs(n)-1)/chairs(n)) {
				r.tables = append(r.tables, seating.Table{Number: i + 1, Seats: chairs(n)})
			}
			seatAll(r, n, n.PlayersInTotal)

			leftAtRedraw := 0
			for i := 0; len(r.who) > 1; i++ {
				if left := follow(r, policy); left > 0 {
					leftAtRedraw = left
				}
				if r.spread() > 1 {
					t.Fatalf("tables of %v after all advice was followed", r.sizes())
				}
				r.leave(bustAt(r, n.Busts[i]))
			}
			allMovedAtOnce := n.LastBatch == n.LeftAtLast && n.LastBatch > 1
			if allMovedAtOnce && leftAtRedraw != n.LeftAtLast {
				t.Errorf("the final table was drawn with %d left, observed %d", leftAtRedraw, n.LeftAtLast)
			}
		})
	}
}

func seatAll(r *room, n night, players int) {
	r.t.Helper()
	for i := range players {
		open := seating.OpenSeats(r.tables, seating.ShortestTables)
		entry := fmt.Sprintf("player %d", i+1)
		r.sit(entry, open[draw.Pick(draw.Seed(n.Date), "seat", entry, 1, len(open))])
	}
}

// bustAt is the lowest seat of the named table, else of the fullest.
func bustAt(r *room, name *string) seating.Place {
	fullest := slices.MaxFunc(r.tables, func(a, b seating.Table) int { return cmp.Compare(len(a.Occupied), len(b.Occupied)) })
	for _, t := range r.tables {
		if name != nil && *name == fmt.Sprintf("Table %d", t.Number) && len(t.Occupied) > 0 {
			fullest = t
		}
	}
	return seating.Place{Table: fullest.Number, Seat: fullest.Occupied[0]}
}

// follow does what is advised until nothing is, and says with how many players
// the final table was drawn, 0 where it was not.
func follow(r *room, policy seating.Policy) (leftAtFinal int) {
	r.t.Helper()
	seed := draw.Seed("follow")
	for range 100 {
		advice := seating.Advise(r.tables, policy)
		switch {
		case advice.Redraw != nil:
			leftAtFinal = len(r.who)
			redraw(r, *advice.Redraw, policy, seed)
		case advice.Break != nil:
			plan, err := seating.PlanBreak(advice.Break.Table, r.tables, policy.Draw, seed, "break", 1)
			if err != nil {
				r.t.Fatal(err)
			}
			for _, d := range plan.Dealt {
				r.move(d.From, d.To)
			}
			r.close(plan.Table)
		case len(advice.Moves) > 0:
			for _, m := range advice.Moves {
				r.move(m.From, m.To)
			}
		default:
			return leftAtFinal
		}
	}
	r.t.Fatal("the advice never ends")
	return 0
}

func redraw(r *room, advised seating.Redraw, policy seating.Policy, seed draw.Seed) {
	r.t.Helper()
	var stay []seating.Table
	for _, number := range advised.Tables {
		table := *r.table(number)
		table.Seats = max(table.Seats, advised.Seats)
		stay = append(stay, table)
	}
	var entries []string
	for _, t := range r.tables {
		for _, s := range t.Occupied {
			entries = append(entries, r.who[seating.Place{Table: t.Number, Seat: s}])
		}
	}
	seated, err := seating.PlanRedraw(entries, stay, policy.Draw, seed, "redraw", 1)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := range stay {
		stay[i].Occupied = nil
	}
	r.tables, r.who = stay, map[seating.Place]string{}
	for _, s := range seated {
		r.sit(s.Entry, s.To)
	}
}
