package blinds

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func level(small, big, ante int64) Item {
	return Item{Small: small, Big: big, Ante: ante, AnteKind: AnteBigBlind, Minutes: 20}
}

func pause(leaving ...int64) Item { return Item{Break: true, Minutes: 10, ColourUp: leaving} }

// testdata/vectors/blinds.json is also there for the structure editor.
func TestEachContradictionIsFoundOnItsLine(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors/blinds.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Name      string
			Structure Structure
			Chips     []int64
			Warnings  []finding
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 19 {
		t.Fatalf("only %d vectors", len(file.Cases))
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			warnings, err := c.Structure.Validate(c.Chips...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.Warnings, findings(warnings)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, w := range warnings {
				if w.Why == "" || w.Severity == "" {
					t.Errorf("no sentence or severity: %+v", w)
				}
			}
		})
	}
}

func TestWhatCannotBePlayedIsAnErrorOnItsLine(t *testing.T) {
	many := make([]Item, MaxItems+1)
	for i := range many {
		many[i] = level(1, 2, 2)
	}
	ok := level(1, 2, 2)
	for _, c := range []struct {
		name  string
		items []Item
		item  int
	}{
		{"nothing", nil, WholeSheet},
		{"only a break", []Item{pause()}, WholeSheet},
		{"201 lines", many, WholeSheet},
		{"no minutes", []Item{ok, {Small: 1, Big: 2}}, 1},
		{"a day and a minute", []Item{{Small: 1, Big: 2, Minutes: 1441}}, 0},
		{"0/0", []Item{{Minutes: 20}}, 0},
		{"0/2", []Item{{Big: 2, Minutes: 20}}, 0},
		{"a negative ante", []Item{ok, ok, {Small: 1, Big: 2, Ante: -1, Minutes: 20}}, 2},
		{"a trillion and one", []Item{{Small: 1, Big: 1e12 + 1, Minutes: 20}}, 0},
		{"a chip of nothing", []Item{{Break: true, Minutes: 5, ColourUp: []int64{0}}, ok}, 0},
		{"an ante kind of its own", []Item{{Small: 1, Big: 2, AnteKind: "dealer", Minutes: 20}}, 0},
		{"a game of its own", []Item{{Small: 1, Big: 2, Game: "snap", Minutes: 20}}, 0},
		{"a break with blinds", []Item{{Break: true, Small: 1, Big: 2, Minutes: 5}, ok}, 0},
		{"a small bet above the big bet", []Item{{SmallBet: 3, BigBet: 2, Minutes: 20}}, 0},
	} {
		_, err := Structure{Items: c.items}.Validate()
		var unplayable *Unplayable
		if !errors.As(err, &unplayable) {
			t.Errorf("%s: no error", c.name)
		} else if unplayable.Item != c.item || unplayable.Why == "" {
			t.Errorf("%s: %+v", c.name, unplayable)
		}
	}
}

func TestTwoHundredLinesOfADayAndATrillionChipsCanBePlayed(t *testing.T) {
	items := make([]Item, MaxItems)
	for i := range items {
		items[i] = Item{Small: 5e11, Big: 1e12, Minutes: 1440}
	}
	if _, err := (Structure{Items: items}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestNormalizeNumbersTheLevelsAndLeavesTheCallersCopyAlone(t *testing.T) {
	st := Structure{Items: []Item{{Small: 1, Big: 2, Minutes: 5, Level: 7, AnteKind: AnteBigBlind}, {Break: true, Level: 3, Minutes: 5}, {Small: 2, Big: 4, Ante: 4, AnteKind: AnteButton, Minutes: 5}}}
	got := st.Normalize()
	want := Structure{Items: []Item{{Small: 1, Big: 2, Minutes: 5, Level: 1}, {Break: true, Minutes: 5}, {Small: 2, Big: 4, Ante: 4, AnteKind: AnteButton, Minutes: 5, Level: 2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if st.Items[0].Level != 7 {
		t.Error("Normalize changed the caller's structure")
	}
}
