package floor_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/poker/tournament"
)

// What the screens get is worked out before the commit is there; a commit that
// fails must leave no trace of it.
func TestAfterACommitThatFailedTheScreensStillShowTheTruth(t *testing.T) {
	b := open(t)
	b.night("n")
	first := b.must("n", tournament.Register{Player: "p00", Method: "cash", Seat: tournament.Place{Table: 1, Seat: 1}})
	topics := []string{"desk", "room", "entries", "seats", "tables", "log", "ledger", "dues"}
	for _, kind := range topics {
		b.hub.Doc(floor.Topic("n", kind)) // somebody follows it
	}
	fails := []func(context.Context, *store.Tx) error{func(context.Context, *store.Tx) error { return store.ErrDiskFull }}
	reversal := tournament.Reversal{Of: 1, How: "never_taken", Method: "cash"}
	for _, r := range []floor.Request{
		{Tournament: "n", Command: tournament.OpenTable{Table: 7, Seats: 9}, Tables: fails},
		{Tournament: "n", Command: tournament.Register{Player: "p01", Method: "cash", Seat: tournament.Place{Table: 1, Seat: 2}}, Tables: fails},
		{Tournament: "n", Undo: &tournament.Undo{Action: first.Action, Money: []tournament.Reversal{reversal}}, Tables: fails},
	} {
		if _, err := b.floor.Do(context.Background(), r); !errors.Is(err, store.ErrDiskFull) {
			t.Fatalf("%v on a full disk", err)
		}
	}
	b.must("n", tournament.Register{Player: "p02", Method: "cash", Seat: tournament.Place{Table: 1, Seat: 3}})
	for _, kind := range topics {
		shown, _ := b.hub.Doc(floor.Topic("n", kind))
		fresh, ok := b.floor.LoadTopic(floor.Topic("n", kind))
		if !ok {
			t.Fatal(kind)
		}
		var has map[string]json.RawMessage
		if err := json.Unmarshal(shown.JSON, &has); err != nil {
			t.Fatal(err)
		}
		for key, want := range fresh.Doc {
			if key != "clock" && string(has[key]) != string(want) { // the clock says when it was sent
				t.Errorf("%s, %s: the screen shows %s and not %s", kind, key, has[key], want)
			}
		}
		for key := range has {
			if _, known := fresh.Doc[key]; !known {
				t.Errorf("%s: the screen shows %s, which is not there", kind, key)
			}
		}
		if strings.Contains(string(shown.JSON), "p01") {
			t.Errorf("%s names somebody who never bought in", kind)
		}
	}
}
