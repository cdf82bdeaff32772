package chips

import (
	"testing"

	"pgregory.net/rapid"
)

// The published vectors are in testdata/vectors/chiprace.json; they are run
// through the calculator, which calls the same code.

func deck(t *rapid.T) []Card {
	var all []Card
	for _, r := range ranks {
		for _, s := range suits {
			all = append(all, Card([]byte{byte(r), byte(s)}))
		}
	}
	return rapid.Permutation(all).Draw(t, "deck")
}

func TestEveryRaceKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SampledFrom([]int64{1, 5, 25, 100}).Draw(t, "from")
		whole := rapid.Int64Range(2, 5).Draw(t, "ratio")
		n := rapid.IntRange(1, 10).Draw(t, "players")
		var odd []Odd
		value := int64(0)
		for _, seat := range rapid.Permutation([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}).Draw(t, "seats")[:n] {
			o := Odd{Seat: seat, Chips: rapid.IntRange(0, 12).Draw(t, "chips"), Last: rapid.Bool().Draw(t, "last")}
			odd = append(odd, o)
			value += int64(o.Chips) * from
		}
		remainder := rapid.SampledFrom([]Remainder{HalfUp, Down}).Draw(t, "remainder")
		r, err := Race(odd, from, from*whole, remainder, deck(t))
		if err != nil {
			t.Fatal(err)
		}
		if !r.Decided || len(r.Awards) != n || r.Removed != value {
			t.Fatalf("%+v", r)
		}
		added, won, saved := int64(0), 0, 0
		lowestWinner, highestLoser := Card("As"), Card("")
		for i, a := range r.Awards {
			o := odd[i]
			if a.Seat != o.Seat || a.Exchanged != o.Chips/int(whole) {
				t.Fatalf("seat %d: %+v", o.Seat, a)
			}
			if o.Last && o.Chips > 0 && a.Chips == 0 {
				t.Fatalf("seat %d is raced out (TDA 24A)", o.Seat)
			}
			if o.Chips%int(whole) == 0 && a.Won {
				t.Fatalf("seat %d won without a card", o.Seat)
			}
			added += int64(a.Chips) * from * whole
			if a.Won {
				won++
				if lowestWinner.beats(a.Card) {
					lowestWinner = a.Card
				}
			} else if a.Card != "" && (highestLoser == "" || a.Card.beats(highestLoser)) {
				highestLoser = a.Card
			}
			if a.Saved {
				saved++
			}
		}
		if won != r.ToRace || added != r.Added {
			t.Fatalf("%d won of %d, added %d of %d", won, r.ToRace, added, r.Added)
		}
		if won > 0 && highestLoser != "" && !lowestWinner.beats(highestLoser) {
			t.Fatalf("%s won and %s did not", lowestWinner, highestLoser)
		}
		// Apart from the bank's saving chips, at most half a new chip appears
		// and less than one disappears.
		drift := r.Added - int64(saved)*from*whole - r.Removed
		if remainder == Down && drift > 0 || 2*drift > from*whole || -drift >= from*whole {
			t.Fatalf("%d chips appeared", drift)
		}
	})
}

func TestAllFiftyTwoCardsHaveTheirPlace(t *testing.T) {
	seen := map[int]bool{}
	for _, r := range ranks {
		for _, s := range suits {
			seen[Card([]byte{byte(r), byte(s)}).order()] = true
		}
	}
	if len(seen) != 52 || seen[-1] {
		t.Errorf("%d places", len(seen))
	}
	for _, c := range []Card{"", "A", "Asx", "1s", "Ax", "as"} {
		if c.order() != -1 {
			t.Errorf("%q is no card", c)
		}
	}
}
