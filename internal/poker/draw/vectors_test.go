package draw_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"felt/internal/poker/draw"

	"github.com/google/go-cmp/cmp"
)

// hexSeed is a seed as the vectors and the proof page write it.
type hexSeed string

func (h hexSeed) seed(t *testing.T) draw.Seed {
	t.Helper()
	seed, err := hex.DecodeString(string(h))
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

type step struct {
	Counter  int    `json:"counter"`
	Message  string `json:"message"`
	HMAC     string `json:"hmac"`
	Number   uint32 `json:"number"`
	Rejected bool   `json:"rejected"`
}

type vectors struct {
	Commitments []struct {
		Seed   hexSeed `json:"seed"`
		SHA256 string  `json:"sha256"`
	} `json:"commitments"`
	Picks []struct {
		Why     string  `json:"why"`
		Seed    hexSeed `json:"seed"`
		Purpose string  `json:"purpose"`
		Entry   string  `json:"entry"`
		Attempt int     `json:"attempt"`
		N       int     `json:"n"`
		Steps   []step  `json:"steps"`
		Index   int     `json:"index"`
	} `json:"picks"`
	Shuffles []struct {
		Seed    hexSeed `json:"seed"`
		Purpose string  `json:"purpose"`
		Entry   string  `json:"entry"`
		Attempt int     `json:"attempt"`
		N       int     `json:"n"`
		Order   []int   `json:"order"`
	} `json:"shuffles"`
	Deals []struct {
		Seed    hexSeed     `json:"seed"`
		Purpose string      `json:"purpose"`
		Attempt int         `json:"attempt"`
		N       int         `json:"n"`
		Cards   []draw.Card `json:"cards"`
	} `json:"deals"`
	Proofs []struct {
		Seed   hexSeed    `json:"seed"`
		Proof  draw.Proof `json:"proof"`
		Drawn  string     `json:"drawn"`
		Digest string     `json:"digest"`
	} `json:"proofs"`
}

func load(t *testing.T) vectors {
	t.Helper()
	raw, err := os.ReadFile("../../../testdata/vectors/draw.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheCommitmentIsTheHashOfTheSeed(t *testing.T) {
	for _, c := range load(t).Commitments {
		if got := draw.Commitment(c.Seed.seed(t)); got != c.SHA256 {
			t.Errorf("Commitment(%s) = %s, want %s", c.Seed, got, c.SHA256)
		}
	}
}

func TestPicksAreThoseOfTheVectors(t *testing.T) {
	rejections := 0
	for _, p := range load(t).Picks {
		seed := p.Seed.seed(t)
		if got := draw.Pick(seed, p.Purpose, p.Entry, p.Attempt, p.N); got != p.Index {
			t.Errorf("%s: Pick = %d, want %d", p.Why, got, p.Index)
		}
		if got := steps(seed, p.Purpose, p.Entry, p.Attempt, p.N); !cmp.Equal(got, p.Steps) {
			t.Errorf("%s: steps:\n%s", p.Why, cmp.Diff(p.Steps, got))
		}
		rejections += len(p.Steps) - 1
	}
	if rejections == 0 {
		t.Error("no vector rejects a number")
	}
}

func TestShufflesAndDealsAreThoseOfTheVectors(t *testing.T) {
	v := load(t)
	for _, s := range v.Shuffles {
		got := draw.Shuffle(s.Seed.seed(t), s.Purpose, s.Entry, s.Attempt, s.N)
		if !cmp.Equal(got, s.Order) {
			t.Errorf("Shuffle of %d: %s", s.N, cmp.Diff(s.Order, got))
		}
	}
	for _, d := range v.Deals {
		got := draw.Deal(d.Seed.seed(t), d.Purpose, d.Attempt, d.N)
		if !cmp.Equal(got, d.Cards) {
			t.Errorf("Deal: %s", cmp.Diff(d.Cards, got))
		}
	}
}

func TestProofsOfTheVectorsAreRightAndEveryChangeOfThemIsNot(t *testing.T) {
	for _, p := range load(t).Proofs {
		seed := p.Seed.seed(t)
		if err := draw.Verify(seed, p.Proof); err != nil {
			t.Error(err)
		}
		if got := p.Proof.Drawn(); got != p.Drawn {
			t.Errorf("Drawn = %s, want %s", got, p.Drawn)
		}
		if got := draw.Digest(p.Proof.Open); got != p.Digest {
			t.Errorf("Digest = %s, want %s", got, p.Digest)
		}
		for name, change := range map[string]func(*draw.Proof){
			"another seat":       func(p *draw.Proof) { p.Index = (p.Index + 1) % len(p.Open) },
			"outside the list":   func(p *draw.Proof) { p.Index = len(p.Open) },
			"an empty list":      func(p *draw.Proof) { p.Open = nil },
			"a seat twice":       func(p *draw.Proof) { p.Open = []string{"1/3", "1/7", "2/3", "1/3"} },
			"attempt 0":          func(p *draw.Proof) { p.Attempt = 0 },
			"a purpose in lines": func(p *draw.Proof) { p.Purpose = "seat\nseat" },
		} {
			changed := p.Proof
			change(&changed)
			if draw.Verify(seed, changed) == nil {
				t.Errorf("a proof with %s was accepted", name)
			}
		}
	}
}
