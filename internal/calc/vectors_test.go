package calc

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"

	"github.com/google/go-cmp/cmp"
)

// The vectors are the published examples of the rules; the same files are run
// in the browser where it computes the same thing.
func TestThePublishedVectorsComeOut(t *testing.T) {
	for _, name := range []string{"money", "payout", "deal"} {
		var file struct {
			Source string
			Cases  []struct {
				Name, Do string
				In, Out  json.RawMessage
			}
		}
		readJSON(t, filepath.Join("../../testdata/vectors", name+".json"), &file)
		if file.Source == "" || len(file.Cases) < 10 {
			t.Errorf("%s: source %q, %d cases", name, file.Source, len(file.Cases))
		}
		for _, c := range file.Cases {
			t.Run(name+"/"+c.Name, func(t *testing.T) {
				if d := cmp.Diff(anyOf(t, c.Out), runVector(t, c.Do, c.In, c.Out)); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

// runVector answers in the shape of the vector.
func runVector(t *testing.T, do string, in, want json.RawMessage) any {
	var answer any
	var err error
	switch do {
	case "icm", "chop", "payout":
		out, refused := Run(do, in)
		if refused != nil {
			return map[string]any{"refused": refused.Code}
		}
		got := anyOf(t, out).(map[string]any)
		if warnings, ok := got["warnings"]; ok { // the vector counts them
			got["warnings"] = float64(len(warnings.([]any)))
		}
		if _, asked := anyOf(t, want).(map[string]any)["finish"]; !asked {
			delete(got, "finish")
		}
		return got
	case "pool":
		var p struct {
			Gross, Deductions []payout.Line
			Guarantee, House  money.Amount
		}
		parse(t, in, &p)
		var pool payout.Pool
		pool, err = payout.NewPool(p.Gross, p.Deductions, p.Guarantee, p.House)
		answer = map[string]any{"net": pool.Net, "overlay": pool.Overlay, "total": pool.Total}
	case "tie":
		var p struct {
			Prizes      []money.Amount
			Place, Tied int
		}
		parse(t, in, &p)
		var prizes payout.Prizes
		for i, a := range p.Prizes {
			prizes = append(prizes, payout.Prize{Place: i + 1, To: i + 1, Amount: a})
		}
		answer = prizes.Tied(p.Place, p.Tied)
	case "split_even":
		var p struct {
			Total money.Amount
			N     int
		}
		parse(t, in, &p)
		answer, err = money.SplitEven(p.Total, p.N)
	case "split_by_weight":
		var p struct {
			Total   money.Amount
			Weights []int64
		}
		parse(t, in, &p)
		answer, err = money.SplitLargestRemainder(p.Total, p.Weights)
	default:
		t.Fatalf("nothing to do: %q", do)
	}
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return map[string]any{"refused": r.Code}
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return anyOf(t, text)
}

func anyOf(t *testing.T, text []byte) (value any) {
	t.Helper()
	parse(t, text, &value)
	return value
}

func parse(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parse(t, text, into)
}
