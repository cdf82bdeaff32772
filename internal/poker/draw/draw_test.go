package draw_test

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"felt/internal/poker/draw"

	"pgregory.net/rapid"
)

func TestNothingToPickFromGivesNoIndex(t *testing.T) {
	seed := draw.Seed("seed")
	for _, n := range []int{0, -1, draw.MaxN + 1} {
		if got := draw.Pick(seed, "seat", "e", 1, n); got != -1 {
			t.Errorf("Pick of %d = %d, want -1", n, got)
		}
	}
	if got := draw.Deal(seed, "break", 1, draw.DeckSize+1); got != nil {
		t.Errorf("53 players got cards %v from one pack", got)
	}
}

func TestAPickIsOneOfTheThings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := draw.Seed(rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "seed"))
		n := rapid.IntRange(1, draw.MaxN).Draw(t, "n")
		purpose, entry := rapid.String().Draw(t, "purpose"), rapid.String().Draw(t, "entry")
		attempt := rapid.Int().Draw(t, "attempt")
		got := draw.Pick(seed, purpose, entry, attempt, n)
		if got < 0 || got >= n {
			t.Fatalf("Pick of %d = %d", n, got)
		}
		if draw.Pick(seed, purpose, entry, attempt, n) != got {
			t.Fatal("the same draw came out differently")
		}
	})
}

func TestAShuffleHoldsEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-2, 200).Draw(t, "n")
		order := draw.Shuffle(draw.Seed("s"), "p", rapid.String().Draw(t, "entry"), 1, n)
		slices.Sort(order)
		for i, v := range order {
			if v != i {
				t.Fatalf("%d is missing", i)
			}
		}
		if len(order) != max(n, 0) {
			t.Fatalf("%d things became %d", n, len(order))
		}
	})
}

// The chi-squared limits are those of p = 0.00001: seeds are fixed, so the test
// always gives the same answer.
func TestPicksAndOrdersAreEvenlySpread(t *testing.T) {
	seed := draw.Seed("evenly spread")
	const rounds = 24000

	picks := make([]int, 7)
	for i := range rounds {
		picks[draw.Pick(seed, "spread", strconv.Itoa(i), 1, 7)]++
	}
	if x := chiSquared(picks, rounds); x > 33.1 { // 6 degrees of freedom
		t.Errorf("picks of 7 came %v, chi-squared %.1f", picks, x)
	}

	orders := map[int]int{}
	for i := range rounds {
		o := draw.Shuffle(seed, "spread", strconv.Itoa(i), 1, 4)
		orders[o[0]*1000+o[1]*100+o[2]*10+o[3]]++
	}
	counts := make([]int, 0, 24)
	for _, n := range orders {
		counts = append(counts, n)
	}
	if len(counts) != 24 {
		t.Fatalf("%d of the 24 orders of four came", len(counts))
	}
	if x := chiSquared(counts, rounds); x > 61.5 { // 23 degrees of freedom
		t.Errorf("orders of four came %v, chi-squared %.1f", counts, x)
	}
}

func chiSquared(counts []int, total int) float64 {
	want := float64(total) / float64(len(counts))
	sum := 0.0
	for _, n := range counts {
		d := float64(n) - want
		sum += d * d / want
	}
	return sum
}

func TestSpadesBeatHeartsBeatDiamondsBeatClubsAndRankBeatsSuit(t *testing.T) {
	var last draw.Card = -1
	for _, name := range []string{"2c", "2d", "2h", "2s", "3c", "9s", "Tc", "Js", "Qh", "Ks", "Ac", "Ad", "Ah", "As"} {
		card, ok := draw.ParseCard(name)
		if !ok || card.String() != name {
			t.Fatalf("ParseCard(%q) = %v, %v", name, card, ok)
		}
		if card <= last {
			t.Errorf("%s does not beat %s", card, last)
		}
		last = card
	}
}

func TestWhatIsNoCardIsRefused(t *testing.T) {
	for _, text := range []string{`""`, `"1s"`, `"As "`, `"Ax"`, `"xs"`, `7`} {
		var c draw.Card
		if json.Unmarshal([]byte(text), &c) == nil {
			t.Errorf("%s was read as %s", text, c)
		}
	}
	if _, err := json.Marshal(draw.Card(52)); err == nil {
		t.Error("a fifty-third card was written")
	}
}

func TestTheEveningsSeedFitsItsPublishedHash(t *testing.T) {
	// The evening publishes the hash at 17:30 and reveals the seed at 20:40.
	seed := binary.BigEndian.AppendUint64(nil, 0x64d22c2d8392d45f)
	seed = binary.BigEndian.AppendUint64(seed, 0x8f3cf419e103b10c)
	const published = "bdf26cb9dd1635f61a4559b976f70c875a60d01e1f0da0e12dba74fe8b6633fb"
	if got := draw.Commitment(seed); got != published {
		t.Errorf("Commitment = %s, published %s", got, published)
	}
}
