package blinds

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func level(small, big, ante int64) Item {
	return Item{Small: small, Big: big, Ante: ante, AnteKind: AnteBigBlind, Minutes: 20}
}

func pause(leaving ...int64) Item { return Item{Break: true, Minutes: 10, ColourUp: leaving} }

func TestEachContradictionIsFoundOnItsLine(t *testing.T) {
	perPlayer := func(small, big, ante int64) Item {
		return Item{Small: small, Big: big, Ante: ante, AnteKind: AntePerPlayer, Minutes: 20}
	}
	for _, c := range []struct {
		name  string
		items []Item
		chips []int64
		want  []finding
	}{
		{"nothing wrong", []Item{level(100, 200, 200), level(200, 400, 400)}, nil, nil},
		{"the small blind falls", []Item{level(200, 300, 300), level(150, 300, 300)}, nil,
			[]finding{{SmallNotHalf, 0, 1}, {BlindsFall, 1, 2}}},
		{"an ante above the big blind", []Item{level(100, 200, 300)}, nil, []finding{{AnteAboveBig, 0, 1}}},
		{"an ante nobody posts", []Item{{Small: 100, Big: 200, Ante: 200, Minutes: 20}}, nil, []finding{{AnteWithoutKind, 0, 1}}},
		{"antes that fall", []Item{perPlayer(100, 200, 50), perPlayer(200, 400, 25)}, nil, []finding{{AnteFalls, 1, 2}}},
		{"a big blind ante of half a big blind throughout is a house rule", []Item{level(100, 200, 100), level(200, 400, 200)}, nil, nil},
		{"small above big", []Item{level(300, 200, 200)}, nil, []finding{{SmallAboveBig, 0, 1}}},
		{"two equal levels", []Item{level(100, 200, 200), level(100, 200, 200)}, nil, []finding{{BlindsRepeat, 1, 2}}},
		{"25s asked for after they left", []Item{level(25, 50, 50), pause(25), level(75, 150, 150)}, []int64{25, 100, 500},
			[]finding{{NotPayable, 2, 2}, {NotPayable, 2, 2}, {NotPayable, 2, 2}}},
		{"the same, chips known from the colour-ups", []Item{level(25, 50, 50), pause(25), level(75, 150, 150), pause(100)}, nil,
			[]finding{{NotPayable, 2, 2}, {NotPayable, 2, 2}, {NotPayable, 2, 2}, {EndsWithBreak, 3, 0}}},
		{"500s that no colour-up names may still be there", []Item{level(100, 200, 200), pause(100), level(500, 1000, 1000), pause(1000), level(5000, 10000, 10000)}, nil, nil},
		{"a chip leaves twice", []Item{level(100, 200, 200), pause(25), pause(25), level(200, 400, 400)}, []int64{25, 100},
			[]finding{{ColourUpUnknown, 2, 0}}},
		{"500s leave before the 100s", []Item{level(500, 1000, 1000), pause(500), level(1000, 2000, 2000)}, []int64{100, 500, 1000},
			[]finding{{ColourUpOrder, 1, 0}}},
		{"no chip is left", []Item{level(100, 200, 200), pause(100), level(500, 1000, 1000)}, []int64{100},
			[]finding{{ColourUpAll, 1, 0}}},
		{"add-ons in a level", []Item{{Small: 1, Big: 2, Minutes: 20, AddOn: true}}, nil, []finding{{OutsideBreak, 0, 1}}},
		{"registration closes twice", []Item{level(1, 2, 2), {Small: 2, Big: 4, Ante: 4, AnteKind: AnteBigBlind, Minutes: 20, ClosesRegistration: true}, {Break: true, Minutes: 5, ClosesRegistration: true}, level(3, 6, 6)}, nil,
			[]finding{{RegistrationTwice, 2, 0}}},
		{"break first and break last", []Item{pause(), level(1, 2, 2), pause()}, nil, []finding{{StartsWithBreak, 0, 0}, {EndsWithBreak, 2, 0}}},
		{"limits that fall", []Item{{SmallBet: 200, BigBet: 400, Minutes: 30}, {SmallBet: 100, BigBet: 200, Minutes: 30}}, nil, []finding{{BlindsFall, 1, 2}}},
		{"20s and 50s pay 30 with change", []Item{level(30, 60, 60)}, []int64{20, 50}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			warnings, err := Structure{Items: c.items}.Validate(c.chips...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, findings(warnings)); diff != "" {
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
