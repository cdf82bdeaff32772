package clock

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"felt/internal/poker/blinds"
)

type vectors struct {
	Cases []struct {
		Name           string
		Structure      blinds.Structure
		State          State
		NowMS          int64 `json:"now_ms"`
		Reading        Reading
		NextBoundaryMS *int64 `json:"next_boundary_ms"`
	}
	Boundaries []struct {
		Name       string
		Structure  blinds.Structure
		State      State
		FromMS     int64 `json:"from_ms"`
		ToMS       int64 `json:"to_ms"`
		Boundaries []struct {
			AtMS    int64 `json:"at_ms"`
			Reading Reading
		}
	}
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/vectors/clock.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Cases) < 30 || len(v.Boundaries) < 5 {
		t.Fatalf("only %d and %d vectors", len(v.Cases), len(v.Boundaries))
	}
	return v
}

// The same file is run by the screens' clock in TypeScript.
func TestTheClockShowsWhatTheVectorsSay(t *testing.T) {
	for _, c := range readVectors(t).Cases {
		t.Run(c.Name, func(t *testing.T) {
			if diff := cmp.Diff(c.Reading, c.State.Reading(c.Structure, c.NowMS)); diff != "" {
				t.Errorf("reading (-want +got):\n%s", diff)
			}
			at, ok := c.State.NextBoundary(c.Structure, c.NowMS)
			if ok != (c.NextBoundaryMS != nil) || ok && at != *c.NextBoundaryMS {
				t.Errorf("next boundary: got %d %v, want %v", at, ok, c.NextBoundaryMS)
			}
		})
	}
}

func TestTheBoundariesAreThoseOfTheVectors(t *testing.T) {
	for _, c := range readVectors(t).Boundaries {
		t.Run(c.Name, func(t *testing.T) {
			got := Boundaries(c.State, c.Structure, c.FromMS, c.ToMS)
			if len(got) != len(c.Boundaries) {
				t.Fatalf("got %d boundaries, want %d", len(got), len(c.Boundaries))
			}
			for i, want := range c.Boundaries {
				if got[i].AtMS != want.AtMS || got[i].Reading != want.Reading {
					t.Errorf("boundary %d: got %+v, want %+v", i, got[i], want)
				}
			}
		})
	}
}
