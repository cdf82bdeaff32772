package floor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"felt/internal/leaf/floor"
	"felt/internal/leaf/leaftest"
	"felt/internal/leaf/store"
	"felt/internal/live"
	"felt/internal/poker/tournament"
)

func TestSixtyFourOperatorsShareOneCommitAndOneFrame(t *testing.T) {
	b := open(t)
	b.night("n")
	who := live.Client{ID: "s", Kind: live.KindStaff}
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := b.hub.Serve(w, r, who); err != nil {
			t.Error(err)
		}
	}))
	defer page.Close()
	screen := leaftest.Dial(t, page.URL, "/", http.DefaultClient, []string{"t/n/desk", "t/n/entries", "t/n/ledger"})

	var requests []floor.Request
	for i := range 64 {
		requests = append(requests, register("n", i, 1+i%32%9)) // nine seats: the others are taken when it is their turn
	}
	before := b.seq()
	results, errs := b.together("n", requests)
	sold, events := 0, int64(0)
	versions := map[int64]bool{}
	for i, err := range errs {
		switch {
		case i < 9 && err != nil:
			t.Errorf("request %d, whose seat was free: %v", i, err)
		case i >= 9 && refused(err) != tournament.SeatTaken:
			t.Errorf("request %d, whose seat was taken: %v", i, err)
		case err == nil:
			sold++
			events += int64(len(results[i].Events))
			versions[results[i].Version] = true
		}
	}
	if sold != 9 || b.seq() != before+events || len(versions) != 9 {
		t.Errorf("%d sold with %d events and %d versions, the chain grew by %d", sold, events, len(versions), b.seq()-before)
	}
	screen.Settle("t/n/desk", b.version("n"))
	frames := screen.Frames()
	if len(frames) != 1 || len(frames[0].Changes) != 3 {
		t.Errorf("%d frames for one commit: %+v", len(frames), frames)
	}
}

func TestNobodyIsToldOfWhatWasNotCommitted(t *testing.T) {
	b := open(t)
	b.night("n")
	b.hub.Doc("t/n/desk") // somebody follows it
	before, version := b.seq(), b.version("n")
	full := register("n", 1, 1)
	full.Tables = append(full.Tables, func(context.Context, *store.Tx) error { return store.ErrDiskFull })
	requests := []floor.Request{register("n", 0, 2), full, register("n", 2, 3)}
	_, errs := b.together("n", requests)
	for i, err := range errs {
		if !errors.Is(err, store.ErrDiskFull) {
			t.Errorf("request %d of a group that could not be kept: %v", i, err)
		}
	}
	doc, _ := b.hub.Doc("t/n/desk")
	var desk struct {
		Meta   struct{ Version int64 }
		Totals struct{ Entries int }
	}
	if err := json.Unmarshal(doc.JSON, &desk); err != nil {
		t.Fatal(err)
	}
	if b.seq() != before || b.version("n") != version || desk.Totals.Entries != 0 || desk.Meta.Version != version {
		t.Errorf("the chain is at %d of %d, the night at %d of %d, the screen shows %+v", b.seq(), before, b.version("n"), version, desk)
	}
	if r := b.must("n", tournament.Register{Player: "p00", Method: "cash", Seat: tournament.Place{Table: 1, Seat: 2}}); r.Version <= version {
		t.Errorf("afterwards: %+v", r)
	}
}

func TestARequestThatCannotBeKeptFailsAlone(t *testing.T) {
	b := open(t)
	b.night("n")
	bad := register("n", 1, 1)
	cause := errors.New("no such row")
	bad.Tables = append(bad.Tables, func(context.Context, *store.Tx) error { return cause })
	_, errs := b.together("n", []floor.Request{register("n", 0, 2), bad, register("n", 2, 1)})
	if errs[0] != nil || !errors.Is(errs[1], cause) || errs[2] != nil {
		t.Errorf("%v; the third wants the seat of the second, which is free then", errs)
	}
}

func keyed(r floor.Request, key, hash string) floor.Request {
	r.Key = &floor.Key{Scope: "tablet", Key: key, Route: "register", BodyHash: hash}
	return r
}

func TestTheSameKeyTwiceInAGroupIsOneCommand(t *testing.T) {
	b := open(t)
	b.night("n")
	before := b.seq()
	results, errs := b.together("n", []floor.Request{
		keyed(register("n", 0, 1), "k", "body"), keyed(register("n", 0, 1), "k", "body"), keyed(register("n", 9, 4), "k", "other"), register("n", 1, 2),
	})
	if errs[0] != nil || errs[1] != nil || errs[3] != nil || !errors.Is(errs[2], floor.ErrKeyReused) {
		t.Fatal(errs)
	}
	if results[0].Action != results[1].Action || results[0].Version != results[1].Version {
		t.Errorf("two answers: %+v and %+v", results[0], results[1])
	}
	if grown := b.seq() - before; grown != int64(len(results[0].Events)+len(results[3].Events)) {
		t.Errorf("the chain grew by %d", grown)
	}
}

func TestAKeyAnsweredBeforeARestartDisturbsNobodyInItsGroup(t *testing.T) {
	b := open(t)
	b.night("n")
	add := func() floor.Request { // the floor decides it again gladly
		return keyed(floor.Request{Tournament: "n", Command: tournament.OpenTable{Table: 2}}, "k", "body")
	}
	first, err := b.floor.Do(context.Background(), add())
	if err != nil {
		t.Fatal(err)
	}
	b.must("n", tournament.CloseTable{Table: 2}) // so that it would be possible again
	b.restart()
	version := b.version("n")
	results, errs := b.together("n", []floor.Request{register("n", 0, 1), add(), register("n", 1, 2)})
	if errs[0] != nil || errs[1] != nil || errs[2] != nil {
		t.Fatal(errs)
	}
	if results[1].Action != first.Action || results[1].Version != first.Version {
		t.Errorf("answered %+v, first %+v", results[1], first)
	}
	if results[0].Version >= results[2].Version || b.version("n") != results[2].Version || results[0].Version <= version {
		t.Errorf("the neighbours got versions %d and %d, before it was %d", results[0].Version, results[2].Version, version)
	}
}

func TestAKeyWhoseCommitFailedIsToldWhy(t *testing.T) {
	b := open(t)
	b.night("n")
	full := keyed(register("n", 1, 1), "k", "body")
	full.Tables = append(full.Tables, func(context.Context, *store.Tx) error { return store.ErrDiskFull })
	_, errs := b.together("n", []floor.Request{full, full})
	for i, err := range errs {
		if !errors.Is(err, store.ErrDiskFull) {
			t.Errorf("request %d: %v", i, err)
		}
	}
	if _, err := b.floor.Do(context.Background(), keyed(register("n", 1, 1), "k", "body")); err != nil {
		t.Errorf("the key is free again: %v", err)
	}
}

func TestAReaderSeesOnlyWhatIsCommitted(t *testing.T) {
	b := open(t)
	b.night("n")
	full := register("n", 1, 1)
	full.Tables = append(full.Tables, func(context.Context, *store.Tx) error { return store.ErrDiskFull })
	seen := make(chan int, 1)
	b.together("n", []floor.Request{full, {Tournament: "other"}})
	// In one group: a command that will fail, then somebody who reads.
	holding, release := make(chan struct{}), make(chan struct{})
	go b.floor.Read(context.Background(), "n", func(*floor.Night) { close(holding); <-release })
	<-holding
	go b.floor.Do(context.Background(), full)
	b.until("the command waits", func() bool { return b.floor.Waiting() == 1 })
	go b.floor.Read(context.Background(), "n", func(n *floor.Night) { seen <- n.State.Sold.Entries })
	b.until("the reader waits", func() bool { return b.floor.Waiting() == 2 })
	close(release)
	if n := <-seen; n != 0 {
		t.Errorf("the reader saw %d entries, of which none was ever kept", n)
	}
}

func TestATournamentThatWasNotCreatedLeavesNothing(t *testing.T) {
	b := open(t)
	bad := leaftest.Rules()
	bad.SeatsPerTable = 0
	if _, err := b.do("n", tournament.Create{Config: bad}); refused(err) == "" {
		t.Fatal("not refused: ", err)
	}
	if err := b.floor.Read(context.Background(), "n", func(*floor.Night) {}); !errors.Is(err, floor.ErrNoTournament) {
		t.Errorf("a tournament that was refused can be read: %v", err)
	}
	full := floor.Request{Tournament: "n", Name: "Night n", Command: tournament.Create{Config: leaftest.Rules()},
		Tables: []func(context.Context, *store.Tx) error{func(context.Context, *store.Tx) error { return store.ErrDiskFull }}}
	if _, err := b.floor.Do(context.Background(), full); !errors.Is(err, store.ErrDiskFull) {
		t.Fatal(err)
	}
	b.night("n") // the same id again, as a repeated key has it
	version := b.version("n")
	b.restart()
	lobby, err := b.floor.Lobby(context.Background())
	if err != nil || lobby["n"].Name != "Night n" || b.version("n") != version {
		t.Errorf("after a restart: %+v, %v", lobby, err)
	}
}

func TestClosedNightsCanAllBeReadAndFewStayInMemory(t *testing.T) {
	b := open(t)
	for i := range 20 {
		id := fmt.Sprint("n", i)
		b.night(id)
		b.must(id, tournament.Cancel{})
	}
	for range 2 {
		for i := range 20 {
			if v := b.version(fmt.Sprint("n", i)); v != 3 {
				t.Errorf("night %d is at version %d", i, v)
			}
		}
		if n := b.floor.InMemory(); n > 8 {
			t.Errorf("%d closed nights in memory", n)
		}
	}
	if err := b.floor.Read(context.Background(), "nowhere", func(*floor.Night) {}); !errors.Is(err, floor.ErrNoTournament) {
		t.Error(err)
	}
}
