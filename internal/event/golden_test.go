package event_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"felt/internal/event"
	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

const goldens = "../../testdata/events"

// samples are one event of each name with every field set, so that a field that
// is renamed or lost changes a golden.
func samples() []tournament.Event {
	offer := tournament.Offer{Pool: 50_000, Fee: 10_000, Deductions: []tournament.Deduction{{Kind: "league_fund", Amount: 2_500}}, Bounty: 5_000, Chips: 25_000, LimitPerPlayer: 2}
	plan := payout.Plan{Rows: []payout.Row{{Place: 1, To: 1, Share: payout.Whole}}, RoundTo: 5_000, Rounding: payout.Down, Minimum: 10_000,
		Fixed: []payout.Fixed{{Place: 1, To: 2, Amount: 60_000, Kind: "ticket"}}, Locked: []payout.Locked{{Place: 1, Amount: 1_000_000}}}
	structure := blinds.Structure{Items: []blinds.Item{
		{Level: 1, Small: 100, Big: 200, Ante: 200, AnteKind: blinds.AnteBigBlind, Game: blinds.GameHoldem, Minutes: 20},
		{Break: true, Minutes: 15, ColourUp: []int64{100}, NewChips: []int64{25_000}, ClosesRegistration: true, AddOn: true, EndOfDay: true},
		{Level: 2, SmallBet: 200, BigBet: 400, BringIn: 50, Ante: 25, AnteKind: blinds.AntePerPlayer, Game: blinds.GameRazz, Minutes: 20},
	}}
	config := tournament.Config{
		Currency: "DKK", BuyIn: offer, ReEntry: &offer, Rebuy: &offer, AddOn: &offer, Methods: []tournament.Method{"cash", "mobilepay"},
		Structure: structure, Payouts: plan, Guarantee: 5_000_000, House: 100_000, Withholding: []tournament.Withholding{{Kind: "staff", Basis: 300}},
		SeatsPerTable: 9,
		Seating: tournament.SeatingPolicy{Draw: "shortest_tables", HaltAt: 3, MaxDifference: 2, MaxDifferenceFewTables: 1, FewTables: 4,
			BreakOrder: []int{3, 2, 1}, SpareSeats: 1, FinalTable: 9, RedrawAt: []int{24, 16}, Stud: true},
		Ranking: tournament.Ranking{SimultaneousAtTables: "tie"}, HandForHand: clock.HandForHand{Clock: clock.HandCap, Minutes: 3},
	}
	place := tournament.Place{Table: 3, Seat: 7}
	moves := []tournament.Move{{Entry: 12, From: place, To: tournament.Place{Table: 1, Seat: 2}}}
	drawn := &tournament.Drawn{Purpose: "seat", Attempt: 4, Open: "1/3 1/5 3/7", Digest: strings.Repeat("ac", 32), Of: 414, Index: 2}
	sale := tournament.Sale{Row: 87, Method: "cash", Pool: 47_500, Fee: 10_000, Deductions: []tournament.Deduction{{Kind: "league_fund", Amount: 2_500}}, Bounty: 5_000, Chips: 25_000, Override: true}
	back := tournament.Reversal{Of: 87, How: "given_back", Method: "mobilepay"}
	fact := tournament.ClockFact{Clock: clock.State{Item: 4, LeftMS: 767_000, Running: true, AnchorMS: 15_733_000,
		Inserted: &clock.InsertedBreak{LeftMS: 300_000, Minutes: 10, Replaces: 7}, SkipItem: 7, Started: true, Ended: true}, BoxMS: 15_733_000}
	return []tournament.Event{
		tournament.Created{Config: config}, tournament.StructureReplaced{Structure: structure}, tournament.PayoutsReplaced{Plan: plan}, tournament.RulesReplaced{Config: config},
		tournament.Finished{}, tournament.Cancelled{}, tournament.RegistrationClosed{}, tournament.RegistrationReopened{},
		tournament.TableOpened{Table: 3, Seats: 9}, tournament.TableClosed{Table: 3}, tournament.TableBroken{Table: 3, Moves: moves, Draw: drawn},
		tournament.ButtonSet{Table: 3, Button: 2, SmallBlind: 3, BigBlind: 4}, tournament.Redrawn{Tables: []int{1, 2}, Seats: 10, Moves: moves, Draw: drawn},
		tournament.SeatLocked{Place: place, Locked: true}, tournament.EntrySeated{Entry: 12, Place: place, Draw: drawn},
		tournament.EntryMoved{Move: moves[0], Reason: "balance", Rule: "TDA 11A"}, tournament.EntryFixed{Entry: 12, Fixed: true},
		tournament.EntryBought{Entry: 12, Player: "p31", Kind: "re_entry", Sale: sale}, tournament.Rebought{Entry: 12, Sale: sale}, tournament.AddedOn{Entry: 12, Sale: sale},
		tournament.EntryVoided{Entry: 12, FirstRow: 88, Reversals: []tournament.Reversal{back}}, tournament.SaleSettled{Row: 88, Of: 87, Method: "mobilepay"},
		tournament.SaleReversed{Row: 88, Reversal: back},
		tournament.Busted{Entry: 12, By: []tournament.EntryNo{4, 9}, Hand: "hfh:1:3", Place: place, Stack: 38_500},
		tournament.Removed{Entry: 12, Reason: "disqualified", Stack: 38_500}, tournament.Penalised{Entry: 12, Kind: "missed_rounds", Rounds: 1, Hands: 8},
		tournament.Counted{Counts: []tournament.Count{{Entry: 12, Chips: 38_500}}}, tournament.ColouredUp{Chip: 100, Taken: 14_300, Given: 14_500},
		tournament.ClockStarted{ClockFact: fact}, tournament.ClockPaused{ClockFact: fact}, tournament.ClockSet{ClockFact: fact, Reason: "level_back"},
		tournament.BoundaryPassed{ClockFact: fact}, tournament.BreakTaken{ClockFact: fact, Minutes: 10, ReplacesNext: true}, tournament.BreakEnded{ClockFact: fact},
		tournament.ClockInterrupted{ClockFact: fact, KeptAt: 1_772_229_133_000},
		tournament.HandForHandStarted{ClockFact: fact}, tournament.HandForHandPlayed{ClockFact: fact, Hand: 3, TookMS: 300_000}, tournament.HandForHandEnded{ClockFact: fact},
		tournament.DealOffered{Deal: 1, Method: "icm", Shares: []tournament.Share{{Entry: 12, Chips: 1_310_000, Amount: money.Amount(1_100_000)}}, Reserve: 100_000},
		tournament.DealAnswered{Deal: 1, Entry: 12, Yes: true}, tournament.DealMade{Deal: 1},
		tournament.PrizePaid{Row: 127, Entry: 12, Amount: 165_000, Method: "cash"}, tournament.PrizeReturned{Row: 128, Reversal: back},
		tournament.DrawCommitted{Commitment: strings.Repeat("bd", 32)}, tournament.DrawRevealed{Seed: strings.Repeat("64", 32)},
		tournament.Undone{Action: "01J9ZK7Q4N2V8X5R3T6W0Y1B2C", FirstRow: 88, Reversals: []tournament.Reversal{back}},
	}
}

func TestEveryEventNameHasAGoldenThatRoundTrips(t *testing.T) {
	names := event.Names()
	covered := map[string]bool{}
	for _, sample := range samples() {
		name, data, err := names.Encode(sample)
		if err != nil {
			t.Fatal(err)
		}
		covered[name] = true
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(goldens, name+".json")
			if *update {
				var pretty bytes.Buffer
				if err := json.Indent(&pretty, data, "", "  "); err != nil {
					t.Fatal(err)
				}
				pretty.WriteByte('\n')
				if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var stored bytes.Buffer
			if err := json.Compact(&stored, golden); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(stored.String(), string(data)); diff != "" {
				t.Errorf("the payload of %s changed: give it a new version and an upcaster (-golden +now):\n%s", name, diff)
			}
			back, err := names.Decode(name, stored.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(back, sample) {
				t.Errorf("read back as %+v", back)
			}
			if unset := unsetFields(reflect.ValueOf(sample), name); len(unset) > 0 {
				t.Errorf("the sample does not set %v: the golden would not see them change", unset)
			}
		})
	}
	for _, name := range names.Names() {
		if !covered[name] {
			t.Errorf("%s has no golden", name)
		}
	}
	files, err := os.ReadDir(goldens)
	if err != nil || len(files) != len(covered) {
		t.Errorf("%d goldens for %d names (%v)", len(files), len(covered), err)
	}
}

// unsetFields lists fields of a sample, at any depth, that are empty everywhere.
func unsetFields(v reflect.Value, path string) (unset []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return []string{path}
		}
		return unsetFields(v.Elem(), path)
	case reflect.Slice:
		if v.Len() == 0 {
			return []string{path}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && f.Type != reflect.TypeOf(blinds.Structure{}) && f.Type != reflect.TypeOf(payout.Plan{}) {
				unset = append(unset, unsetFields(v.Field(i), path+"."+f.Name)...)
			}
		}
	default:
		if v.IsZero() {
			return []string{path}
		}
	}
	return unset
}
