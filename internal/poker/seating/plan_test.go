package seating_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"

	"pgregory.net/rapid"
)

func TestOpenSeatsAreThoseOfTheShortestTablesOrAll(t *testing.T) {
	room := []seating.Table{tableOf(7, 4, 2), tableOf(2, 4, 3), tableOf(5, 4, 2)}
	room[0].Locked = []int{3}
	shortest := []seating.Place{{Table: 5, Seat: 3}, {Table: 5, Seat: 4}, {Table: 7, Seat: 4}}
	if got := seating.OpenSeats(room, ""); !slices.Equal(got, shortest) {
		t.Errorf("shortest tables %v, want %v", got, shortest)
	}
	all := append([]seating.Place{{Table: 2, Seat: 4}}, shortest...)
	if got := seating.OpenSeats(room, seating.AllSeats); !slices.Equal(got, all) {
		t.Errorf("all seats %v, want %v", got, all)
	}
	full := []seating.Table{tableOf(1, 2, 2), tableOf(2, 4, 3)}
	if got := seating.OpenSeats(full, ""); !slices.Equal(got, []seating.Place{{Table: 2, Seat: 4}}) {
		t.Errorf("a full table hides the open seat: %v", got)
	}
}

func TestABreakSeatsEverybodyOnceTheHighestCardFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := legalRoom(t, true)
		if len(tables) < 2 {
			return
		}
		policy := rapid.SampledFrom([]seating.DrawPolicy{seating.ShortestTables, seating.AllSeats}).Draw(t, "policy")
		seed := draw.Seed(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "seed"))
		breaking, others := tables[0], tables[1:]
		free := 0
		for _, o := range others {
			free += len(freeSeats(o))
		}
		plan, err := seating.PlanBreak(breaking.Number, tables, policy, seed, "break", 1)
		if n := len(breaking.Occupied); n == 0 || n > free {
			if err == nil {
				t.Fatalf("%d players, %d seats: %+v", n, free, plan)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		before := spreadOf(others)
		room := map[int]*seating.Table{}
		for i := range others {
			others[i].Occupied = slices.Clone(others[i].Occupied)
			room[others[i].Number] = &others[i]
		}
		for i, d := range plan.Dealt {
			if d.From != (seating.Place{Table: breaking.Number, Seat: breaking.Occupied[i]}) {
				t.Fatalf("player %d comes from %s", i, d.From)
			}
			if !slices.Contains(freeSeats(*room[d.To.Table]), d.To.Seat) {
				t.Fatalf("seat %s is not free", d.To)
			}
			room[d.To.Table].Occupied = append(room[d.To.Table].Occupied, d.To.Seat)
		}
		byCard := slices.Clone(plan.Dealt)
		slices.SortFunc(byCard, func(a, b seating.Dealt) int { return cmp.Compare(b.Card, a.Card) })
		for i, d := range byCard {
			if d.To != plan.SeatCards[i] {
				t.Fatalf("card %s, number %d, took %s, the seat card was %s", d.Card, i+1, d.To, plan.SeatCards[i])
			}
		}
		allSameSize := !slices.ContainsFunc(others, func(o seating.Table) bool { return len(o.Locked) > 0 || o.Seats != others[0].Seats })
		if policy == seating.ShortestTables && allSameSize && spreadOf(others) > max(before, 1) {
			t.Fatalf("tables differed by %d, after the break by %d", before, spreadOf(others))
		}
	})
}

func spreadOf(tables []seating.Table) int {
	least, most := 99, 0
	for _, t := range tables {
		least, most = min(least, len(t.Occupied)), max(most, len(t.Occupied))
	}
	return most - least
}

func TestARedrawSeatsEverybodyOnceAtTablesWithinOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tables := make([]seating.Table, rapid.IntRange(1, 6).Draw(t, "tables"))
		for i := range tables {
			tables[i] = tableOf(i+1, 9, rapid.IntRange(0, 9).Draw(t, "players"))
		}
		entries := make([]string, rapid.IntRange(0, 9*len(tables)+1).Draw(t, "entries"))
		for i := range entries {
			entries[i] = fmt.Sprint("entry ", i)
		}
		seed := draw.Seed(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "seed"))
		seated, err := seating.PlanRedraw(entries, tables, "", seed, "redraw", 1)
		if len(entries) > 9*len(tables) {
			if err == nil {
				t.Fatal("more players than seats")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		taken, sizes := map[seating.Place]bool{}, make([]int, len(tables))
		for i, s := range seated {
			if s.Entry != entries[i] || taken[s.To] {
				t.Fatalf("%s got %s", s.Entry, s.To)
			}
			taken[s.To] = true
			sizes[s.To.Table-1]++
		}
		if slices.Max(sizes)-slices.Min(sizes) > 1 {
			t.Fatalf("tables of %v", sizes)
		}
	})
}

// A redraw is random in who sits with whom too: over many seeds the first two
// entries share a table as often as chance has it, 8 of 17 times.
func TestNeighboursInTheListMeetAgainAsOftenAsChanceHasIt(t *testing.T) {
	entries := make([]string, 18)
	for i := range entries {
		entries[i] = fmt.Sprint(i)
	}
	const rounds = 3400
	together := 0
	for i := range rounds {
		seated, err := seating.PlanRedraw(entries, []seating.Table{{Number: 1, Seats: 9}, {Number: 2, Seats: 9}}, "", draw.Seed(fmt.Sprint("seed ", i)), "redraw", 1)
		if err != nil {
			t.Fatal(err)
		}
		if seated[0].To.Table == seated[1].To.Table {
			together++
		}
	}
	if together < 1600-120 || together > 1600+120 { // four standard deviations
		t.Errorf("together %d times of %d, chance has 1600", together, rounds)
	}
}

// TDA 9: a fixed player keeps his seat when the others are drawn anew.
func TestAFixedPlayersSeatIsNotDrawnAgain(t *testing.T) {
	table := tableOf(1, 9, 9)
	table.Fixed = []int{5}
	entries := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	seated, err := seating.PlanRedraw(entries, []seating.Table{table}, "", draw.Seed("s"), "redraw", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range seated {
		if s.To.Seat == 5 {
			t.Errorf("%s was drawn onto the fixed seat", s.Entry)
		}
	}
	if _, err := seating.PlanRedraw(append(entries, "i"), []seating.Table{table}, "", draw.Seed("s"), "redraw", 1); err == nil {
		t.Error("nine were drawn onto eight seats")
	}
	if _, err := seating.PlanRedraw([]string{"a", "a"}, []seating.Table{table}, "", draw.Seed("s"), "redraw", 1); err == nil {
		t.Error("an entry got two seats")
	}
}

func TestABreakOfATableThatIsNotThereIsRefused(t *testing.T) {
	if _, err := seating.PlanBreak(9, room3(6, 6), "", draw.Seed("s"), "break", 1); err == nil {
		t.Error("table 9 broke")
	}
}
