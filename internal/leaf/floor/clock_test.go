package floor_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"felt/internal/leaf/floor"
	"felt/internal/leaf/leaftest"
	"felt/internal/live"
	"felt/internal/poker/clock"
	"felt/internal/poker/tournament"
)

const minute = 60_000

// running makes a tournament of two players whose clock runs.
func (b *box) running(id string) {
	b.t.Helper()
	b.night(id)
	for _, p := range []tournament.PlayerID{"a", "b"} {
		b.must(id, tournament.Register{Player: p, Method: "cash", Draw: true})
	}
	b.must(id, tournament.StartClock{})
}

func (b *box) reading(id string) (r clock.Reading, interrupted bool) {
	b.t.Helper()
	err := b.floor.Read(context.Background(), id, func(n *floor.Night) {
		r, interrupted = n.State.Clock.Reading(n.State.Config.Structure, b.floor.BoxMS()), n.State.Interrupted != nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return r, interrupted
}

// names are the events of a night, oldest first.
func (b *box) names(id string) (names []string) {
	b.t.Helper()
	events, err := b.store.Stream(context.Background(), id, 0)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range events {
		names = append(names, e.Name)
	}
	return names
}

func TestABoundaryIsAppendedByTheBoxItself(t *testing.T) {
	b := open(t)
	b.running("n")
	b.now.Add(20*minute - 1)
	b.floor.Nudge()
	b.now.Add(1)
	b.floor.Nudge()
	b.until("the boundary is in the log", func() bool {
		names := b.names("n")
		return names[len(names)-1] == "clock.boundary_passed.v1"
	})
	if r, _ := b.reading("n"); r.Item != 1 {
		t.Errorf("it is at item %d", r.Item)
	}
}

func TestAfterARestartInTheSameBootTheClockRanOn(t *testing.T) {
	b := open(t)
	b.running("n")
	b.now.Add(5 * minute)
	b.halt()
	b.now.Add(10 * minute)
	b.start()
	if r, interrupted := b.reading("n"); interrupted || r.LeftMS != 5*minute {
		t.Errorf("%d ms left, interrupted %v", r.LeftMS, interrupted)
	}
}

func TestAfterAPowerCutTheClockStandsAndGoesOnAsSomebodySays(t *testing.T) {
	for _, c := range []struct {
		name       string
		awayMS     int64
		item       int
		leftMS     int64
		boundaries int
	}{
		{"resumed where it stood", 0, 0, 15 * minute, 0},
		{"time counted away within the level", 4 * minute, 0, 11 * minute, 0},
		{"time counted away over a level and into the break", 36 * minute, 2, 9 * minute, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t)
			b.running("n")
			b.now.Add(5 * minute)
			b.halt() // keeps the moment
			b.boot = "second"
			b.now.Store(700) // a new boot: its clock begins again
			b.start()
			r, interrupted := b.reading("n")
			if !interrupted || r.Item != 0 || r.LeftMS != 15*minute {
				t.Fatalf("after the cut: item %d, %d ms left, interrupted %v", r.Item, r.LeftMS, interrupted)
			}
			b.now.Add(3 * minute)
			if r, _ := b.reading("n"); r.LeftMS != 15*minute {
				t.Errorf("while it stands %d ms are left", r.LeftMS)
			}
			if _, err := b.do("n", tournament.StartClock{}); refused(err) == "" {
				t.Errorf("started without saying how to go on: %v", err)
			}
			before := len(b.names("n"))
			b.must("n", tournament.ResumeClock{AwayMS: c.awayMS})
			r, interrupted = b.reading("n")
			if interrupted || r.Item != c.item || r.LeftMS != c.leftMS {
				t.Errorf("item %d, %d ms left, interrupted %v; want item %d, %d ms", r.Item, r.LeftMS, interrupted, c.item, c.leftMS)
			}
			passed := 0
			for _, name := range b.names("n")[before:] {
				if name == "clock.boundary_passed.v1" {
					passed++
				}
			}
			if passed != c.boundaries {
				t.Errorf("%d boundaries appended, want %d", passed, c.boundaries)
			}
		})
	}
}

// A clock that ran when a tournament was cancelled has boundaries that nobody may
// append; waiting for them must not keep the box busy.
func TestNoClockKeepsTheBoxBusy(t *testing.T) {
	t.Run("of a cancelled tournament", func(t *testing.T) {
		b := open(t)
		b.running("n")
		for _, no := range []tournament.EntryNo{1, 2} {
			b.must("n", tournament.VoidEntry{Entry: no, How: "never_taken"})
		}
		b.must("n", tournament.Cancel{})
		b.now.Add(30 * minute)
		b.floor.Nudge()
		b.quiet()
	})
	t.Run("whose boundaries cannot be kept", func(t *testing.T) {
		b := open(t)
		b.running("n")
		if err := b.store.Close(); err != nil { // as a disk that fails
			t.Fatal(err)
		}
		b.now.Add(30 * minute)
		b.floor.Nudge()
		b.quiet()
	})
}

// quiet holds the floor to few decisions in a quarter of a second.
func (b *box) quiet() {
	b.t.Helper()
	before := b.asked.Load()
	time.Sleep(250 * time.Millisecond)
	if n := b.asked.Load() - before; n > 20 {
		b.t.Errorf("%d attempts in a quarter of a second", n)
	}
}

func TestEverythingIsThereAfterARestart(t *testing.T) {
	b := open(t)
	b.night("n")
	for i := 1; i <= 5; i++ {
		b.must("n", tournament.Register{Player: tournament.PlayerID(rune('a' + i)), Method: "cash", Draw: true})
	}
	b.must("n", tournament.StartClock{})
	b.must("n", tournament.Rebuy{Entry: 2, Method: "card"})
	out := b.must("n", tournament.Bust{Outs: []tournament.GoneOut{{Entry: 3, By: []tournament.EntryNo{1}}}})
	b.must("n", tournament.CountChips{Counts: []tournament.Count{{Entry: 1, Chips: 20_000}}})
	if _, err := b.floor.Do(context.Background(), floor.Request{Tournament: "n", Undo: &tournament.Undo{Action: out.Action}, By: floor.By{Actor: "olga", Device: "tablet"}}); err != nil {
		t.Fatal(err)
	}
	before := b.documents("n")
	b.restart()
	for kind, doc := range b.documents("n") {
		if doc != before[kind] {
			t.Errorf("%s was\n%s\nand is\n%s", kind, before[kind], doc)
		}
	}
}

func (b *box) documents(id string) map[string]string {
	b.t.Helper()
	docs := map[string]string{}
	for _, topic := range append(leaftest.Topics("/api/tournaments/"+id), floor.LobbyTopic) {
		doc, ok := b.hub.Doc(topic)
		if !ok {
			b.t.Fatal("there is no topic ", topic)
		}
		docs[topic] = string(doc.JSON)
	}
	return docs
}

// What screens were sent step by step is what they would be sent anew.
func TestPatchesLeadWhereSnapshotsDo(t *testing.T) {
	b := open(t)
	b.night("n")
	b.documents("n") // opens the topics
	steps := []tournament.Command{
		tournament.OpenTable{Table: 2},
		tournament.Register{Player: "a", Method: "cash", Draw: true}, tournament.Register{Player: "b", Method: "cash", Draw: true},
		tournament.Register{Player: "c", Method: "card", Draw: true}, tournament.Register{Player: "d", Method: "cash"},
		tournament.SeatEntry{Entry: 4}, tournament.StartClock{}, tournament.Rebuy{Entry: 1, Method: "cash"},
		tournament.ReverseSale{Reversal: tournament.Reversal{Of: 5, How: "given_back", Method: "cash"}},
		tournament.Bust{Outs: []tournament.GoneOut{{Entry: 2, By: []tournament.EntryNo{1}}}},
		tournament.Register{Player: "b", Method: "cash", Draw: true},
		tournament.Bust{Outs: []tournament.GoneOut{{Entry: 3}}},
		tournament.VoidEntry{Entry: 4, How: "never_taken"},
		tournament.BreakTable{Table: 2}, tournament.CloseRegistration{}, tournament.PauseClock{},
		tournament.Bust{Outs: []tournament.GoneOut{{Entry: 5, By: []tournament.EntryNo{1}}}},
		tournament.PayPrize{Entry: 1, Amount: 1_000, Method: "cash"},
	}
	var actions []string
	check := func(what any) {
		t.Helper()
		shown := b.documents("n")
		for topic, doc := range shown {
			if anew := b.anew(topic); doc != anew {
				t.Fatalf("after %+v %s shows\n%s\nand anew\n%s", what, topic, doc, anew)
			}
		}
	}
	for _, c := range steps {
		r, err := b.do("n", c)
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		actions = append(actions, r.Action)
		check(c)
	}
	for i := len(actions) - 1; i >= 0; i-- {
		p, err := b.floor.PreviewUndo(context.Background(), "n", actions[i])
		if err != nil {
			t.Fatal(err)
		}
		if p.Blocked != nil {
			continue
		}
		u := tournament.Undo{Action: actions[i]}
		for _, q := range p.Money {
			u.Money = append(u.Money, tournament.Reversal{Of: q.Row, How: "given_back", Method: "cash"})
		}
		if _, err := b.floor.Do(context.Background(), floor.Request{Tournament: "n", Undo: &u}); err != nil {
			t.Logf("undo of %+v: %v", steps[i], err)
			continue
		}
		check(u)
	}
}

// anew is a topic's document built from nothing.
func (b *box) anew(topic string) string {
	b.t.Helper()
	load := b.floor.LoadTopic
	if topic == floor.LobbyTopic {
		load = func(string) (t live.Topic, ok bool) { return b.floor.LoadLobby() }
	}
	found, ok := load(topic)
	if !ok {
		b.t.Fatal("there is no topic ", topic)
	}
	for k, v := range found.Doc {
		if len(v) == 0 || string(v) == "null" {
			delete(found.Doc, k)
		}
	}
	j, err := json.Marshal(found.Doc)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(j)
}

func TestTheLobbyForgetsWhatWasClosedWhereverItWasBuilt(t *testing.T) {
	b := open(t)
	b.night("n")
	b.restart()
	if doc, _ := b.hub.Doc(floor.LobbyTopic); string(doc.JSON) == "{}" {
		t.Fatal("the lobby is empty")
	}
	cancelled := b.must("n", tournament.Cancel{})
	if doc, _ := b.hub.Doc(floor.LobbyTopic); string(doc.JSON) != "{}" {
		t.Errorf("the cancelled tournament is still shown: %s", doc.JSON)
	}
	if _, err := b.floor.Do(context.Background(), floor.Request{Tournament: "n", Undo: &tournament.Undo{Action: cancelled.Action}}); err != nil {
		t.Fatal(err)
	}
	if doc, _ := b.hub.Doc(floor.LobbyTopic); string(doc.JSON) == "{}" {
		t.Error("it is open again and not shown")
	}
}
