package seating_test

import (
	"slices"
	"testing"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"
)

// ruleCase holds the parts of testdata/seating/rule-cases.json that are about
// seats; its other cases belong to money, entries and penalties.
type ruleCase struct {
	ID    string `json:"id"`
	Rule  string `json:"rule"`
	Given struct {
		Source struct {
			Seats  map[string]int `json:"seats"`
			Button int            `json:"button"`
		} `json:"source"`
		Dest struct {
			Seats map[string]int `json:"seats"`
		} `json:"dest"`
		MaxHanded   int    `json:"max_handed"`
		Tables      any    `json:"tables"` // sizes, as a list or by name
		HitsEmptyAt string `json:"bb_would_hit_empty_seat_at"`
		Resumed     string `json:"already_halted_and_resumed"`
		Absent      string `json:"absent_at_breaking_table"`
	} `json:"given"`
	Then struct {
		Moves        any      `json:"moves"`
		FinalPlayers int      `json:"final_table_players"`
		TablesBroken int      `json:"tables_broken"`
		Halt         []string `json:"halt"`
		Moved        any      `json:"moved"`
	} `json:"then"`
}

func ruleCases(t *testing.T) map[string]ruleCase {
	t.Helper()
	var file struct {
		Cases []ruleCase `json:"cases"`
	}
	read(t, "seating/rule-cases.json", &file)
	byID := map[string]ruleCase{}
	for _, c := range file.Cases {
		byID[c.ID] = c
	}
	return byID
}

// TDA 11A. Seats of the file count from 0.
func TestTheNextBigBlindOfTheLongTableMoves(t *testing.T) {
	c, found := ruleCases(t)["EU-1180"]
	if !found {
		t.Fatal("EU-1180 is missing")
	}
	from := seating.Table{Number: 1, Seats: 9, Button: c.Given.Source.Button + 1}
	for _, seat := range c.Given.Source.Seats {
		from.Occupied = append(from.Occupied, seat+1)
	}
	slices.Sort(from.Occupied)
	to := seating.Table{Number: 2, Seats: 9}
	for _, seat := range c.Given.Dest.Seats {
		to.Occupied = append(to.Occupied, seat+1)
	}
	slices.Sort(to.Occupied)

	advice := seating.Advise([]seating.Table{from, to}, seating.Policy{})
	if len(advice.Moves) != 1 {
		t.Fatalf("%d moves, want 1", len(advice.Moves))
	}
	mover := c.Then.Moves.(string)
	if got, want := advice.Moves[0].From.Seat, c.Given.Source.Seats[mover]+1; got != want {
		t.Errorf("seat %d moves, want %s on seat %d", got, mover, want)
	}
}

// TDA RP-9 and WSOP 68: two tables combine, one player before they do not.
func TestTheLastTwoTablesCombineAtTheFinalTablesSize(t *testing.T) {
	for _, id := range []string{"EU-1181", "EU-1187", "EU-1188"} {
		t.Run(id, func(t *testing.T) {
			c, found := ruleCases(t)[id]
			if !found {
				t.Fatal("the case is missing")
			}
			ruleSet := seating.TDA2024
			if c.Rule[:4] == "WSOP" {
				ruleSet = seating.WSOP2025
			}
			policy := seating.HousePolicy(c.Given.MaxHanded)
			policy.RuleSet, policy.BreakAllowed = ruleSet, true
			policy.FinalTableSeats = seating.FinalTableOf(ruleSet, c.Given.MaxHanded)

			var room []seating.Table
			for i, size := range c.Given.Tables.([]any) {
				room = append(room, tableOf(i+1, c.Given.MaxHanded, int(size.(float64))))
			}
			redraw := seating.Advise(room, policy).Redraw
			if redraw == nil || !redraw.Final {
				t.Fatalf("no final table with %v players: %+v", c.Given.Tables, redraw)
			}
			if redraw.Why.Players != c.Then.FinalPlayers || redraw.Seats < c.Then.FinalPlayers {
				t.Errorf("final table of %d on %d seats, want %d", redraw.Why.Players, redraw.Seats, c.Then.FinalPlayers)
			}
			if len(redraw.Tables) != 1 {
				t.Errorf("%d tables stay, want 1", len(redraw.Tables))
			}
		})
	}
	// EU-1181 at 9-handed under the TDA: with ten left both tables of five play on.
	policy := seating.HousePolicy(9)
	policy.BreakAllowed = true
	if got := seating.Advise([]seating.Table{tableOf(1, 9, 5), tableOf(2, 9, 5)}, policy); got.Redraw != nil || got.Break != nil {
		t.Errorf("ten left at two tables of nine: %+v", got)
	}
}

// TDA 11D. The sizes are the file's; at the table named there the seat after the
// last big blind is empty, at the others a player sits there.
func TestShortTablesHaltAgainstTheFullest(t *testing.T) {
	cases := ruleCases(t)
	for _, id := range []string{"EU-1184", "EU-1184C", "EU-1184D", "EU-1184F"} {
		t.Run(id, func(t *testing.T) {
			c, found := cases[id]
			if !found {
				t.Fatal("the case is missing")
			}
			hits := c.Given.HitsEmptyAt + c.Given.Resumed
			var room []seating.Table
			for name, size := range c.Given.Tables.(map[string]any) {
				table := tableOf(int(name[0]-'A')+1, 9, int(size.(float64)))
				table.BigBlind = 2
				if name == hits {
					table.BigBlind = int(size.(float64)) // the last of the players; the next seat is empty
				}
				room = append(room, table)
			}
			var halted []string
			for _, h := range seating.Advise(room, seating.HousePolicy(9)).Halts {
				if h.When == seating.Now {
					halted = append(halted, string(rune('A'+h.Table-1)))
				}
			}
			if !slices.Equal(halted, c.Then.Halt) {
				t.Errorf("halted %v, want %v", halted, c.Then.Halt)
			}
		})
	}
}

// TDA RP-16: whoever is absent when his table breaks is seated like the others.
func TestEverySeatOfABreakingTableMovesThePlayersWhoAreAbsentToo(t *testing.T) {
	if _, found := ruleCases(t)["EU-1370"]; !found {
		t.Fatal("EU-1370 is missing")
	}
	breaking := tableOf(3, 9, 4)
	plan, err := seating.PlanBreak(3, []seating.Table{tableOf(1, 9, 6), tableOf(2, 9, 5), breaking}, "", draw.Seed("s"), "break", 1)
	if err != nil {
		t.Fatal(err)
	}
	var left []int
	for _, d := range plan.Dealt {
		left = append(left, d.From.Seat)
	}
	if !slices.Equal(left, breaking.Occupied) {
		t.Errorf("seats %v move, want %v", left, breaking.Occupied)
	}
}

// tableOf is a table with players on its first seats.
func tableOf(number, seats, players int) seating.Table {
	t := seating.Table{Number: number, Seats: seats}
	for s := 1; s <= players; s++ {
		t.Occupied = append(t.Occupied, s)
	}
	return t
}
