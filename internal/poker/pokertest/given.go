package pokertest

import (
	"encoding/json"
	"fmt"
	"reflect"

	"felt/internal/poker/blinds"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// T is the part of testing.T that is needed here.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Table is one rule on the table: given what was done, when somebody does this,
// then that happens or it is refused.
type Table struct {
	*Night
	t       T
	events  []tournament.Event
	refused *tournament.Refusal
}

// Given sets a night up with commands that must all be taken.
func Given(t T, commands ...tournament.Command) *Table {
	t.Helper()
	x := &Table{Night: NewNight(), t: t}
	return x.And(commands...)
}

// And goes on with commands that must all be taken.
func (x *Table) And(commands ...tournament.Command) *Table {
	x.t.Helper()
	for _, c := range commands {
		if _, refused := x.Do(c); refused != nil {
			x.t.Fatalf("given %T%+v: refused: %s: %v", c, c, refused.Code, refused)
		}
	}
	return x
}

// After lets box time go by.
func (x *Table) After(ms int64) *Table {
	x.Now += ms
	return x
}

// When decides one more command.
func (x *Table) When(c tournament.Command) *Table {
	x.t.Helper()
	x.events, x.refused = x.Do(c)
	return x
}

// WhenUndone undoes an action; all its money was never taken.
func (x *Table) WhenUndone(action string) *Table {
	x.t.Helper()
	x.events, x.refused = x.UndoAll(action)
	return x
}

// Then wants exactly these events.
func (x *Table) Then(want ...tournament.Event) *Table {
	x.t.Helper()
	if x.refused != nil {
		x.t.Errorf("refused: %s: %v", x.refused.Code, x.refused)
		return x
	}
	if !reflect.DeepEqual(want, x.events) {
		x.t.Errorf("events:\n%s\nwant:\n%s", shown(x.events), shown(want))
	}
	return x
}

// Taken wants the command to have been taken, whatever its events.
func (x *Table) Taken() *Table {
	x.t.Helper()
	if x.refused != nil {
		x.t.Fatalf("refused: %s: %v", x.refused.Code, x.refused)
	}
	return x
}

// Refused wants a refusal with the code, under the rule ("" for none).
func (x *Table) Refused(code, rule string) *Table {
	x.t.Helper()
	switch {
	case x.refused == nil:
		x.t.Errorf("taken, want the refusal %s:\n%s", code, shown(x.events))
	case x.refused.Code != code || x.refused.Rule != rule:
		x.t.Errorf("refused with %s under %q (%v), want %s under %q", x.refused.Code, x.refused.Rule, x.refused, code, rule)
	case x.refused.Text == "":
		x.t.Errorf("the refusal %s says nothing to people", code)
	}
	return x
}

// InTheWay wants the refusal to name the action that is in the way.
func (x *Table) InTheWay(action string) *Table {
	x.t.Helper()
	x.Refused(tournament.UndoInTheWay, "")
	if x.refused != nil && x.refused.Action != action {
		x.t.Errorf("action %q is in the way (%v), want %q", x.refused.Action, x.refused, action)
	}
	return x
}

func shown(events []tournament.Event) string {
	text := ""
	for _, e := range events {
		data, err := json.Marshal(e)
		if err != nil {
			data = []byte(err.Error())
		}
		text += fmt.Sprintf("  %T %s\n", e, data)
	}
	return text
}

// House is a small tournament to begin from: 100 to the pool and 10 fee in
// minor units, 10,000 chips, 50/30/20, twenty-minute levels, two tables' worth of
// policy by the usual numbers. Change what the rule at hand needs.
func House() tournament.Config {
	c := tournament.Config{
		Currency: "EUR", BuyIn: tournament.Offer{Pool: 100_00, Fee: 10_00, Chips: 10_000},
		Methods:       []tournament.Method{"cash", "card"},
		Payouts:       payout.Plan{Rows: []payout.Row{share(1, 50), share(2, 30), share(3, 20)}},
		SeatsPerTable: 9,
		Seating:       tournament.SeatingPolicy{Draw: "shortest_tables", HaltAt: 3, MaxDifference: 2, MaxDifferenceFewTables: 1, FewTables: 4, FinalTable: 9},
		Ranking:       tournament.Ranking{SimultaneousAtTables: "tie"},
	}
	for i, big := range []int64{100, 200, 300, 400, 600, 800, 1000, 2000, 4000, 6000, 10_000} {
		if i == 3 {
			c.Structure.Items = append(c.Structure.Items, blinds.Item{Break: true, Minutes: 10})
		}
		c.Structure.Items = append(c.Structure.Items, blinds.Item{Small: big / 2, Big: big, Ante: big, AnteKind: blinds.AnteBigBlind, Minutes: 20})
	}
	c.Structure = c.Structure.Normalize()
	return c
}

func share(place int, percent payout.Share) payout.Row {
	return payout.Row{Place: place, To: place, Share: percent * payout.Whole / 100}
}

// Buy registers a player by cash without a seat.
func Buy(p tournament.PlayerID) tournament.Command {
	return tournament.Register{Player: p, Method: "cash"}
}

// Sit registers a player by cash in a seat.
func Sit(p tournament.PlayerID, table, seat int) tournament.Command {
	return tournament.Register{Player: p, Method: "cash", Seat: tournament.Place{Table: table, Seat: seat}}
}

// Out busts one player.
func Out(entry tournament.EntryNo, by ...tournament.EntryNo) tournament.Command {
	return tournament.Bust{Outs: []tournament.GoneOut{{Entry: entry, By: by}}}
}
