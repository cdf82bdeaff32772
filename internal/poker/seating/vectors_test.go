package seating_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"felt/internal/poker/draw"
	"felt/internal/poker/seating"

	"github.com/google/go-cmp/cmp"
)

// read decodes a file of the project's testdata.
func read(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile("../../../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// jsonTable is a table as the vectors write it.
type jsonTable struct {
	Table      int   `json:"table"`
	Seats      int   `json:"seats"`
	Occupied   []int `json:"occupied"`
	Button     int   `json:"button"`
	SmallBlind int   `json:"small_blind"`
	BigBlind   int   `json:"big_blind"`
}

func tablesOf(list []jsonTable) []seating.Table {
	tables := make([]seating.Table, len(list))
	for i, t := range list {
		tables[i] = seating.Table{
			Number: t.Table, Seats: t.Seats, Occupied: t.Occupied,
			Button: t.Button, SmallBlind: t.SmallBlind, BigBlind: t.BigBlind,
		}
	}
	return tables
}

type drawVectors struct {
	Breaks []struct {
		Seed    string             `json:"seed"`
		Purpose string             `json:"purpose"`
		Attempt int                `json:"attempt"`
		Policy  seating.DrawPolicy `json:"policy"`
		Tables  []jsonTable        `json:"tables"`
		Table   int                `json:"table"`
		Plan    seating.BreakPlan  `json:"plan"`
	} `json:"breaks"`
	Redraws []struct {
		Seed    string             `json:"seed"`
		Purpose string             `json:"purpose"`
		Attempt int                `json:"attempt"`
		Policy  seating.DrawPolicy `json:"policy"`
		Tables  []jsonTable        `json:"tables"`
		Entries []string           `json:"entries"`
		Seated  []seating.Seated   `json:"seated"`
	} `json:"redraws"`
}

func seedOf(t *testing.T, s string) draw.Seed {
	t.Helper()
	seed, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

func TestBreaksAndRedrawsAreDrawnLikeTheVectors(t *testing.T) {
	var v drawVectors
	read(t, "vectors/draw.json", &v)
	if len(v.Breaks) == 0 || len(v.Redraws) == 0 {
		t.Fatal("no vectors")
	}
	for _, b := range v.Breaks {
		got, err := seating.PlanBreak(b.Table, tablesOf(b.Tables), b.Policy, seedOf(t, b.Seed), b.Purpose, b.Attempt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b.Plan, got); diff != "" {
			t.Errorf("break, %s: -want +got\n%s", b.Policy, diff)
		}
	}
	for _, r := range v.Redraws {
		got, err := seating.PlanRedraw(r.Entries, tablesOf(r.Tables), r.Policy, seedOf(t, r.Seed), r.Purpose, r.Attempt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r.Seated, got); diff != "" {
			t.Errorf("redraw, %s: -want +got\n%s", r.Policy, diff)
		}
	}
}
