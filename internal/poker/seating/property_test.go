package seating_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// legalRoom draws tables that do not contradict themselves.
func legalRoom(t *rapid.T, restricted bool) []seating.Table {
	tables := make([]seating.Table, rapid.IntRange(0, 9).Draw(t, "tables"))
	for i := range tables {
		seats := rapid.IntRange(2, 10).Draw(t, "seats")
		all := make([]int, seats)
		for s := range all {
			all[s] = s + 1
		}
		some := func(name string) []int {
			return slices.DeleteFunc(slices.Clone(all), func(int) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 })
		}
		position := rapid.IntRange(0, seats)
		table := seating.Table{
			Number: 2*i + 1, Seats: seats, Occupied: some("occupied"),
			Button: position.Draw(t, "button"), SmallBlind: position.Draw(t, "small"), BigBlind: position.Draw(t, "big"),
			LastOpened: position.Draw(t, "opened"), Halted: rapid.Bool().Draw(t, "halted"),
		}
		if restricted {
			table.Locked = slices.DeleteFunc(some("locked"), func(s int) bool { return s%2 == 0 })
			table.Fixed = slices.DeleteFunc(some("fixed"), func(s int) bool { return s%3 > 0 })
		}
		tables[i] = table
	}
	return tables
}

func anyPolicy(t *rapid.T) seating.Policy {
	small := rapid.IntRange(0, 4)
	return seating.Policy{
		RuleSet: rapid.SampledFrom([]string{"", seating.TDA2024, seating.WSOP2025}).Draw(t, "rules"),
		HaltAt:  small.Draw(t, "halt"), MaxDifference: small.Draw(t, "difference"), MaxDifferenceFewTables: small.Draw(t, "few difference"), FewTables: small.Draw(t, "few"),
		BreakOrder: rapid.SliceOfN(rapid.IntRange(0, 20), 0, 9).Draw(t, "order"), BreakAllowed: rapid.Bool().Draw(t, "closed"),
		SpareSeats: small.Draw(t, "spare"), FinalTableSeats: rapid.SampledFrom([]int{0, 7, 9}).Draw(t, "final"),
		RedrawAt: rapid.SliceOfN(rapid.IntRange(1, 40), 0, 3).Draw(t, "redraw"), MostSeated: rapid.IntRange(0, 80).Draw(t, "most"),
		Stud: rapid.Bool().Draw(t, "stud"),
	}
}

// balanceOnly keeps breaks and redraws out of the way.
func balanceOnly(p seating.Policy) seating.Policy {
	p.BreakAllowed = false
	return p
}

func limit(p seating.Policy, room []seating.Table) int {
	inPlay := 0
	for _, t := range room {
		if len(t.Occupied) > 0 {
			inPlay++
		}
	}
	if inPlay <= p.FewTables {
		return max(p.MaxDifferenceFewTables, 1)
	}
	return max(p.MaxDifference, 1)
}

func TestAfterAllMovesTheTablesAreWithinThePolicyAndEveryMoveIsPossible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		restricted := rapid.Bool().Draw(t, "restricted")
		tables := legalRoom(t, restricted)
		policy := balanceOnly(anyPolicy(t))
		room := map[int]*seating.Table{}
		for i := range tables {
			clone := tables[i]
			clone.Occupied = slices.Clone(clone.Occupied)
			room[clone.Number] = &clone
		}
		arrived := map[seating.Place]bool{}
		for _, m := range seating.Advise(tables, policy).Moves {
			from, to := room[m.From.Table], room[m.To.Table]
			if !slices.Contains(from.Occupied, m.From.Seat) {
				t.Fatalf("nobody sits at %s", m.From)
			}
			if !slices.Contains(freeSeats(*to), m.To.Seat) {
				t.Fatalf("seat %s is not free", m.To)
			}
			if slices.Contains(from.Fixed, m.From.Seat) {
				t.Fatalf("the player at %s may not be moved", m.From)
			}
			if arrived[m.From] {
				t.Fatalf("the player at %s is moved twice", m.From)
			}
			arrived[m.To] = true
			from.Occupied = slices.DeleteFunc(from.Occupied, func(s int) bool { return s == m.From.Seat })
			to.Occupied = append(to.Occupied, m.To.Seat)
			slices.Sort(to.Occupied)
		}
		if restricted {
			return // full, locked and fixed tables cannot always come close
		}
		least, most, full := 99, 0, true
		for _, table := range room {
			if n := len(table.Occupied); n > 0 {
				most = max(most, n)
				if len(freeSeats(*table)) > 0 {
					least, full = min(least, n), false
				}
			}
		}
		if !full && most-least > limit(policy, tables) {
			t.Fatalf("%d and %d players after all moves", most, least)
		}
	})
}

func TestTheMoverIsNextBigBlindAndHisSeatTheWorstByPlayingTheHandsOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := legalRoom(t, true)
		for i := range tables { // the blinds are known, as two different seats
			seats := tables[i].Seats
			tables[i].BigBlind = rapid.IntRange(1, seats).Draw(t, "big")
			tables[i].SmallBlind = (tables[i].BigBlind-1+rapid.IntRange(1, seats-1).Draw(t, "small"))%seats + 1
			tables[i].Fixed = nil
		}
		policy := balanceOnly(anyPolicy(t))
		policy.Stud = false
		moves := seating.Advise(tables, policy).Moves
		if len(moves) == 0 {
			return
		}
		m := moves[0]
		for _, table := range tables {
			if table.Number == m.From.Table {
				if next := (deal{big: table.BigBlind}).next(table.Occupied, table.Seats).big; m.From.Seat != next {
					t.Fatalf("seat %d moves from table %+v, next big blind is %d", m.From.Seat, table, next)
				}
			}
			if table.Number != m.To.Table {
				continue
			}
			chosen, onSmallBlind := handsUntilBigBlind(table, m.To.Seat)
			for _, other := range freeSeats(table) {
				hands, small := handsUntilBigBlind(table, other)
				if onSmallBlind && !small {
					t.Fatalf("seat %d is small blind while %d is free", m.To.Seat, other)
				}
				if !onSmallBlind && !small && hands < chosen {
					t.Fatalf("seat %d is big blind in %d hands, chosen was %d in %d", other, hands, m.To.Seat, chosen)
				}
			}
			if !onSmallBlind && m.Why.Wait != chosen {
				t.Fatalf("the reason says %d hands, it takes %d", m.Why.Wait, chosen)
			}
		}
	})
}

func TestTheOrderOfTheTablesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := legalRoom(t, true)
		policy := anyPolicy(t)
		want := seating.Advise(tables, policy)
		mixed := rapid.Permutation(tables).Draw(t, "mixed")
		if diff := cmp.Diff(want, seating.Advise(mixed, policy)); diff != "" {
			t.Fatal(diff)
		}
		if got, want := seating.OpenSeats(mixed, policy.Draw), seating.OpenSeats(tables, policy.Draw); !slices.Equal(got, want) {
			t.Fatalf("open seats %v, want %v", got, want)
		}
	})
}

func TestHaltsAreExactlyTheTablesTooShortOfTheFullest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := legalRoom(t, true)
		policy := anyPolicy(t)
		most := 0
		for _, table := range tables {
			most = max(most, len(table.Occupied))
		}
		var want, got []int
		for _, table := range tables {
			if n := len(table.Occupied); n > 0 && policy.HaltAt > 0 && most-n >= policy.HaltAt {
				want = append(want, table.Number)
			}
		}
		for _, h := range seating.Advise(tables, policy).Halts {
			got = append(got, h.Table)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("halts %v, want %v", got, want)
		}
	})
}

func TestNoInputMakesAdvicePanicOrSpeakWithoutWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(-3, 70)
		list := rapid.SliceOfN(number, 0, 12)
		tables := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) seating.Table {
			return seating.Table{
				Number: rapid.IntRange(-1, 9).Draw(t, "number"), Seats: number.Draw(t, "seats"),
				Occupied: list.Draw(t, "occupied"), Locked: list.Draw(t, "locked"), Fixed: list.Draw(t, "fixed"),
				Button: number.Draw(t, "button"), SmallBlind: number.Draw(t, "small"), BigBlind: number.Draw(t, "big"), LastOpened: number.Draw(t, "opened"),
			}
		}), 0, 6).Draw(t, "tables")
		if rapid.Bool().Draw(t, "legal") {
			tables = legalRoom(t, true)
		}
		policy := anyPolicy(t)
		policy.HaltAt, policy.SpareSeats, policy.MaxDifference = number.Draw(t, "halt"), number.Draw(t, "spare"), number.Draw(t, "difference")

		advice := seating.Advise(tables, policy)
		_ = seating.OpenSeats(tables, policy.Draw)
		for _, table := range tables {
			_ = seating.NextBlinds(table)
			_, _ = seating.PlanBreak(table.Number, tables, policy.Draw, draw.Seed("s"), "break", 1)
		}
		_, _ = seating.PlanRedraw([]string{"a", "b"}, tables, policy.Draw, draw.Seed("s"), "redraw", 1)
		if seating.Check(tables) != nil && !cmp.Equal(advice, seating.Advice{}) {
			t.Fatalf("advice for tables that contradict themselves: %+v", advice)
		}
		for _, said := range sentences(advice) {
			if said == "" || strings.Contains(said, "%!") || !strings.HasSuffix(said, ".") {
				t.Fatalf("%q", said)
			}
		}
		if _, err := json.Marshal(advice); err != nil {
			t.Fatal(err)
		}
	})
}

func sentences(a seating.Advice) []string {
	var said []string
	for _, m := range a.Moves {
		said = append(said, m.Why.English())
	}
	for _, h := range a.Halts {
		said = append(said, h.Why.English())
	}
	if a.Break != nil {
		said = append(said, a.Break.Why.English())
	}
	if a.Redraw != nil {
		said = append(said, a.Redraw.Why.English())
	}
	return said
}
