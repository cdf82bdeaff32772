package calc

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type balanceCase struct {
	Name   string          `json:"name"`
	Input  json.RawMessage `json:"input"`
	Expect balanceOut      `json:"expect"`
}

func balanceCases(t *testing.T) []balanceCase {
	t.Helper()
	raw, err := os.ReadFile("../../testdata/vectors/seating.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []balanceCase `json:"cases"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func TestBalanceGivesTheAdviceOfTheVectors(t *testing.T) {
	for _, c := range balanceCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			out, refused := Run("balance", c.Input)
			if refused != nil {
				t.Fatal(refused)
			}
			var got balanceOut
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			for i := range got.Moves { // a vector fixes a sentence only where it has one
				if i < len(c.Expect.Moves) && c.Expect.Moves[i].Why == "" {
					got.Moves[i].Why = ""
				}
			}
			for i := range got.Halts {
				if i < len(c.Expect.Halts) && c.Expect.Halts[i].Why == "" {
					got.Halts[i].Why = ""
				}
			}
			if diff := cmp.Diff(c.Expect, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestEveryPieceOfAdviceHasAReason(t *testing.T) {
	for _, c := range balanceCases(t) {
		out, refused := Run("balance", c.Input)
		if refused != nil {
			t.Fatal(refused)
		}
		var got balanceOut
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		for _, m := range got.Moves {
			if m.Why == "" {
				t.Errorf("%s: the move from %s has no reason", c.Name, m.From)
			}
		}
		for _, h := range got.Halts {
			if h.Why == "" {
				t.Errorf("%s: the halt of table %d has no reason", c.Name, h.Table)
			}
		}
	}
}

func TestBalanceWithNothingToDoWritesEmptyListsAndNull(t *testing.T) {
	out, refused := Run("balance", []byte(`{"tables":[],"halt_at":3,"max_difference":1}`))
	if refused != nil {
		t.Fatal(refused)
	}
	if want := `{"moves":[],"halts":[],"break":null}`; string(out) != want {
		t.Errorf("got %s, want %s", out, want)
	}
}

func TestBalanceTakesOccupiedSeatsInAnyOrder(t *testing.T) {
	const end = `,"big_blind":2},{"table":2,"seats":9,"occupied":[1,2,3,6,8],"big_blind":3}],"halt_at":3,"max_difference":1}`
	sorted, refused := Run("balance", []byte(`{"tables":[{"table":1,"seats":9,"occupied":[1,2,3,4,5,6,7]`+end))
	if refused != nil {
		t.Fatal(refused)
	}
	mixed, refused := Run("balance", []byte(`{"tables":[{"table":1,"seats":9,"occupied":[7,1,5,3,4,2,6]`+end))
	if refused != nil {
		t.Fatal(refused)
	}
	if string(sorted) != string(mixed) {
		t.Errorf("sorted %s, mixed %s", sorted, mixed)
	}
}

func TestBalanceRefusesTablesThatContradictThemselves(t *testing.T) {
	for name, c := range map[string]struct{ in, field string }{
		"no tables":              {`{"halt_at":3,"max_difference":1}`, "tables"},
		"no halt_at":             {`{"tables":[],"max_difference":1}`, "halt_at"},
		"no max_difference":      {`{"tables":[],"halt_at":3}`, "max_difference"},
		"no occupied seats":      {`{"tables":[{"table":1,"seats":9}],"halt_at":3,"max_difference":1}`, "tables[0].occupied"},
		"no table number":        {`{"tables":[{"seats":9,"occupied":[]}],"halt_at":3,"max_difference":1}`, "tables[0].table"},
		"no seats":               {`{"tables":[{"table":1,"occupied":[]}],"halt_at":3,"max_difference":1}`, "tables[0].seats"},
		"halt at nothing":        {`{"tables":[],"halt_at":0,"max_difference":1}`, "halt_at"},
		"difference of nothing":  {`{"tables":[],"halt_at":3,"max_difference":0}`, "max_difference"},
		"a table twice":          {`{"tables":[{"table":1,"seats":9,"occupied":[1]},{"table":1,"seats":9,"occupied":[2]}],"halt_at":3,"max_difference":1}`, "tables[1].table"},
		"a seat twice":           {`{"tables":[{"table":1,"seats":9,"occupied":[3,1,3]}],"halt_at":3,"max_difference":1}`, "tables[0].occupied"},
		"a seat too many":        {`{"tables":[{"table":1,"seats":9,"occupied":[10]}],"halt_at":3,"max_difference":1}`, "tables[0].occupied"},
		"seat zero":              {`{"tables":[{"table":1,"seats":9,"occupied":[0]}],"halt_at":3,"max_difference":1}`, "tables[0].occupied"},
		"a button off the table": {`{"tables":[{"table":1,"seats":9,"occupied":[1],"button":10}],"halt_at":3,"max_difference":1}`, "tables[0].button"},
		"a button on seat zero":  {`{"tables":[{"table":1,"seats":9,"occupied":[1],"button":0}],"halt_at":3,"max_difference":1}`, "tables[0].button"},
		"a blind off the table":  {`{"tables":[{"table":1,"seats":9,"occupied":[1],"big_blind":-4}],"halt_at":3,"max_difference":1}`, "tables[0].big_blind"},
		"too many seats":         {`{"tables":[{"table":1,"seats":64,"occupied":[1]}],"halt_at":3,"max_difference":1}`, "tables[0].seats"},
		"a table broken twice":   {`{"tables":[],"halt_at":3,"max_difference":1,"break_order":[2,1,2]}`, "break_order[2]"},
		"an unknown field":       {`{"tables":[],"halt_at":3,"max_difference":1,"spare":1}`, "spare"},
		"seats in words":         {`{"tables":[{"table":1,"seats":"nine","occupied":[1]}],"halt_at":3,"max_difference":1}`, "tables.seats"},
	} {
		t.Run(name, func(t *testing.T) {
			out, refused := Run("balance", []byte(c.in))
			if refused == nil {
				t.Fatalf("accepted: %s", out)
			}
			if out != nil {
				t.Errorf("refused and answered %s", out)
			}
			if refused.Field != c.field {
				t.Errorf("field %q, want %q (%s)", refused.Field, c.field, refused.Detail)
			}
		})
	}
}
