package calc

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChipraceGivesTheAnswersOfTheVectors(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/vectors/chiprace.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Name   string
			Input  json.RawMessage
			Expect chipraceOut
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 14 {
		t.Fatalf("only %d vectors", len(file.Cases))
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			out, refused := Run("chiprace", c.Input)
			if refused != nil {
				t.Fatal(refused)
			}
			var got chipraceOut
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Expect, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestChipraceRefusesWhatIsNoRace(t *testing.T) {
	for in, code := range map[string]string{
		`{}`:                            "missing_field",
		`{"odd":[],"from":100,"to":25}`: "race_values",
		`{"odd":[],"from":20,"to":50}`:  "race_values",
		`{"odd":[],"from":0,"to":50}`:   "race_values",
		`{"odd":[{"seat":0,"chips":1}],"from":25,"to":100}`:                                          "race_seats",
		`{"odd":[{"seat":1,"chips":1},{"seat":1,"chips":1}],"from":25,"to":100}`:                     "race_seats",
		`{"odd":[{"seat":1,"chips":-1}],"from":25,"to":100}`:                                         "race_chips",
		`{"odd":[],"from":25,"to":100,"remainder":"up"}`:                                             "race_remainder",
		`{"odd":[{"seat":1,"chips":2},{"seat":2,"chips":1}],"from":25,"to":100,"cards":["As"]}`:      "race_cards",
		`{"odd":[{"seat":1,"chips":1},{"seat":2,"chips":1}],"from":25,"to":100,"cards":["As","As"]}`: "race_cards",
		`{"odd":[{"seat":1,"chips":1},{"seat":2,"chips":1}],"from":25,"to":100,"cards":["As","1s"]}`: "race_cards",
	} {
		out, refused := Run("chiprace", []byte(in))
		if refused == nil || refused.Code != code {
			t.Errorf("%s: got %v %s, want %s", in, refused, out, code)
		}
	}
}
