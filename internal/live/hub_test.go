package live

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestANewScreenGetsASnapshotAndThenPatches(t *testing.T) {
	v := open(t, Options{})
	v.Open("clock", Public, doc("level", `3`, "paused", `false`))
	s := v.dial("kind=guest")
	s.hello("clock")
	equal(t, s.next(), Outbound(Changes{[]TopicChange{{Topic: "clock", Epoch: "boot-1", Version: 1, Snapshot: doc("level", `3`, "paused", `false`)}}}))
	v.change("clock", "level", `4`, "paused", "")
	equal(t, s.next(), Outbound(Changes{[]TopicChange{{Topic: "clock", Epoch: "boot-1", Version: 2, Patch: doc("level", `4`, "paused", `null`)}}}))
	s.shows("clock", "level", `4`)
}

func TestAPatchReplacesWholeKeysAndNeverMergesInside(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("k", `{"x":1,"y":2}`, "gone", `null`))
	v.change("a", "k", `{"x":3}`)
	got, ok := v.Doc("a")
	if !ok || string(got.JSON) != `{"k":{"x":3}}` {
		t.Fatalf("%s", got.JSON)
	}
}

func TestOneCommitIsOneFrameWithOnlyTheTopicsFollowed(t *testing.T) {
	v := open(t, Options{})
	for _, name := range []string{"a", "b", "c"} {
		v.Open(name, Public, doc("n", `0`))
	}
	s := v.dial("kind=guest")
	s.hello("a", "b")
	equal(t, topicsOf(s.next()), "a b")
	v.Publish([]Change{{"a", doc("n", `1`)}, {"b", doc("n", `1`)}, {"c", doc("n", `1`)}})
	equal(t, topicsOf(s.next()), "a b")
	v.Publish([]Change{{"c", doc("n", `2`)}})
	s.quiet()
	v.Publish([]Change{{"c", doc("n", `3`)}, {"b", doc("n", `2`)}})
	equal(t, topicsOf(s.next()), "b")
	s.quiet()
}

func TestClientsOfTheSameTopicsShareTheSameBytes(t *testing.T) {
	v := open(t, Options{Shards: 1})
	v.Open("a", Public, doc())
	v.Open("b", Public, doc())
	hub := v.Hub
	a, b := hub.acquire("a"), hub.acquire("b")
	one := &client{hub: hub, follows: []follow{{topic: a, has: 1}, {topic: b, has: 2}}}
	two := &client{hub: hub, follows: []follow{{topic: a, has: 1}, {topic: b, has: 2}}}
	v.Publish([]Change{{"a", doc("n", `1`)}, {"b", doc("n", `1`)}})
	var f framer
	x, y := f.due(one), f.due(two)
	if len(x) == 0 || &x[0] != &y[0] {
		t.Fatal("encoded twice")
	}
	other := &client{hub: hub, follows: []follow{{topic: a, has: 1}, {topic: a, has: 1}}}
	if string(f.due(other)) == string(x) {
		t.Fatal("shared with one who lacks other steps")
	}
	if f.due(one) != nil {
		t.Fatal("delivered twice")
	}
}

func TestAScreenThatComesBackIsReplayedWhatItMissed(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	for _, n := range []string{`1`, `2`, `3`} {
		v.change("a", "n", n)
	}
	s := v.dial("kind=guest")
	s.say(Hello{map[string]*Position{"a": {"boot-1", 2}}})
	equal(t, s.next2(), Outbound(Changes{[]TopicChange{
		{Topic: "a", Epoch: "boot-1", Version: 3, Patch: doc("n", `2`)},
		{Topic: "a", Epoch: "boot-1", Version: 4, Patch: doc("n", `3`)},
	}}))
}

// next2 reads without a mirror: the screen's own state is from before.
func (s *screen) next2() Outbound {
	s.t.Helper()
	_, payload, err := s.frame()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := DecodeOutbound(payload)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func TestAScreenThatIsUpToDateIsToldSo(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	s := v.dial("kind=guest")
	s.say(Hello{map[string]*Position{"a": {"boot-1", 1}}})
	equal(t, s.next2(), Outbound(Changes{[]TopicChange{{Topic: "a", Epoch: "boot-1", Version: 1, Patch: doc()}}}))
}

func TestWhateverTheRingCannotFillIsASnapshot(t *testing.T) {
	for name, at := range map[string]*Position{
		"nothing":         nil,
		"another epoch":   {"boot-0", 5},
		"older than ring": {"boot-1", 2},
		"from the future": {"boot-1", 99},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t, Options{RingSize: 3})
			v.Open("a", Public, doc("n", `0`))
			for range 5 { // versions 2 to 6; the ring holds 4, 5, 6
				v.change("a", "n", `1`)
			}
			s := v.dial("kind=guest")
			s.say(Hello{map[string]*Position{"a": at}})
			equal(t, s.next2(), Outbound(Changes{[]TopicChange{{Topic: "a", Epoch: "boot-1", Version: 6, Snapshot: doc("n", `1`)}}}))
		})
	}
}

func TestTheOldestStepInTheRingStillReplays(t *testing.T) {
	v := open(t, Options{RingSize: 3})
	v.Open("a", Public, doc("n", `0`))
	for range 5 {
		v.change("a", "n", `1`)
	}
	s := v.dial("kind=guest")
	s.say(Hello{map[string]*Position{"a": {"boot-1", 3}}})
	got := s.next2().(Changes)
	if len(got.Changes) != 3 || got.Changes[0].Version != 4 || got.Changes[0].Patch == nil {
		t.Fatalf("%+v", got)
	}
}

func TestALongReplayGivesWayToAShorterSnapshot(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	big := `"` + strings.Repeat("x", 4000) + `"`
	for range 6 {
		v.change("a", "n", big)
	}
	s := v.dial("kind=guest")
	s.say(Hello{map[string]*Position{"a": {"boot-1", 1}}})
	if got := s.next2().(Changes); len(got.Changes) != 1 || got.Changes[0].Snapshot == nil {
		t.Fatalf("%d changes", len(got.Changes))
	}
}

func TestTheRingIsBoundedInBytes(t *testing.T) {
	v := open(t, Options{RingBytes: 10_000})
	v.Open("a", Public, doc())
	for range 20 {
		v.change("a", "n", `"`+strings.Repeat("x", 4000)+`"`)
	}
	if n := len(v.topics["a"].ring); n > 2 {
		t.Fatalf("%d steps kept", n)
	}
}

func TestATopicOpenedAgainNeverTakesAnOldPositionForItsOwn(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	v.change("a", "n", `1`) // version 2
	v.Close("a")
	v.Open("a", Public, doc("m", `9`)) // must not be version 1 or 2
	v.change("a", "m", `10`)
	s := v.dial("kind=guest")
	s.say(Hello{map[string]*Position{"a": {"boot-1", 2}}})
	got := s.next2().(Changes)
	if got.Changes[0].Snapshot == nil {
		t.Fatalf("patched a document it does not have: %+v", got)
	}
}

func TestOpeningAnOpenTopicSendsSnapshots(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.Open("a", Public, doc("m", `1`))
	s.next()
	s.shows("a", "m", `1`)
	v.change("a", "m", `2`)
	s.next()
	s.shows("a", "m", `2`)
}

func TestAClosedTopicIsTakenFromItsScreens(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.Close("a")
	v.Close("a")
	equal(t, s.next().(Refused).Code, RefusedClosed)
	v.change("a", "n", `1`)
	s.quiet()
}

func TestATopicWhoseAudienceNarrowsIsTakenFromThoseOutside(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.Open("a", Staff, doc("secret", `1`))
	equal(t, s.next().(Refused).Code, RefusedClosed)
	s.say(Subscribe{map[string]*Position{"a": nil}})
	equal(t, s.next().(Refused).Code, RefusedUnavailable)
}

func TestEachClientGetsOnlyWhatItsAudienceAllows(t *testing.T) {
	topics := map[string]Audience{"staff": Staff, "public": Public, "display": Display, "p1": Player("1"), "p2": Player("2"), "zero": {}, "noplayer": Player("")}
	for query, allowed := range map[string]string{
		"kind=staff":                      "display p1 p2 public staff",
		"kind=display":                    "display public",
		"kind=player&player=1":            "p1 public",
		"kind=player&player=1&player=2":   "p1 p2 public",
		"kind=player":                     "public",
		"kind=player&player=":             "public",
		"kind=guest":                      "public",
		"kind=guest&player=1":             "public",
		"kind=display&player=1":           "display public",
		"kind=nobody":                     "",
		"kind=&player=1":                  "",
		"kind=staff&player=1&id=whatever": "display p1 p2 public staff",
	} {
		t.Run(query, func(t *testing.T) {
			v := open(t, Options{})
			var all []string
			for name, who := range topics {
				v.Open(name, who, doc("n", `0`))
				all = append(all, name)
			}
			s := v.dial(query)
			s.hello(append(all, "unknown")...)
			refused, want := 0, len(all)+1-len(strings.Fields(allowed))
			for refused < want {
				r, ok := s.next().(Refused)
				if !ok {
					t.Fatal("not a refusal")
				}
				equal(t, r.Code, RefusedUnavailable) // the same for forbidden and unknown
				refused++
			}
			if allowed != "" {
				equal(t, topicsOf(s.next()), allowed)
			}
			var commit []Change
			for _, name := range all {
				commit = append(commit, Change{name, doc("n", `1`)})
			}
			v.Publish(commit)
			if allowed != "" {
				equal(t, topicsOf(s.next()), allowed)
			}
			s.quiet()
		})
	}
}

func TestAScreenFollowsAndDropsTopicsAsItGoes(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	v.Open("b", Public, doc("n", `0`))
	s := v.dial("kind=guest")
	s.hello()
	s.quiet()
	s.say(Subscribe{map[string]*Position{"a": nil, "b": nil}})
	equal(t, topicsOf(s.next()), "a b")
	s.say(Unsubscribe{[]string{"a", "never"}})
	s.quiet()
	v.change("a", "n", `1`)
	s.quiet()
	s.say(Subscribe{map[string]*Position{"a": {"boot-1", 1}}})
	s.next()
	s.shows("a", "n", `1`)
	s.say(Subscribe{map[string]*Position{"a": nil}}) // asks anew
	if s.next().(Changes).Changes[0].Snapshot == nil {
		t.Fatal("no snapshot")
	}
}

func TestMoreTopicsThanAllowedAreRefused(t *testing.T) {
	v := open(t, Options{Load: func(string) (Topic, bool) { return Topic{Public, doc()}, true }})
	s := v.dial("kind=guest")
	s.hello()
	for i := range MaxTopics {
		s.say(Subscribe{map[string]*Position{string(rune('A' + i)): nil}})
		s.next()
	}
	s.say(Subscribe{map[string]*Position{"more": nil}})
	equal(t, s.next().(Refused).Code, RefusedTooMany)
	v.mu.Lock()
	defer v.mu.Unlock()
	equal(t, v.topics["more"].watchers, 0)
}

func TestAPingIsAnsweredWithTheServersTime(t *testing.T) {
	v := open(t, Options{Now: func() time.Time { return time.UnixMilli(1_700_000_000_123) }, Wall: func() time.Time { return time.UnixMilli(1_700_000_099_000) }})
	s := v.dial("kind=guest")
	s.hello()
	s.say(Ping{At: "1234.5678"})
	equal(t, s.next(), Outbound(Pong{At: "1234.5678", Now: 1_700_000_000_123, Wall: 1_700_000_099_000}))
	s.send(maskedFrame(0x80|opPing, []byte("beat")))
	op, payload, _ := s.frame()
	if op != opPong || string(payload) != "beat" {
		t.Fatalf("%d %q", op, payload)
	}
}

func TestATopicIsLoadedForItsFirstReaderAndLetGoAfterItsLast(t *testing.T) {
	var loads atomic.Int32
	v := open(t, Options{Linger: time.Millisecond, Load: func(name string) (Topic, bool) {
		loads.Add(1)
		return Topic{Public, doc("name", `"`+name+`"`)}, name != "never"
	}})
	a, b := v.dial("kind=guest"), v.dial("kind=guest")
	a.hello("old", "never")
	equal(t, a.next().(Refused).Topic, "never")
	a.next()
	a.shows("old", "name", `"old"`)
	b.hello("old")
	b.next()
	equal(t, loads.Load(), int32(2)) // old, never
	a.say(Unsubscribe{[]string{"old"}})
	a.quiet()
	time.Sleep(5 * time.Millisecond)
	if !v.Has("old") || v.Has("never") {
		t.Fatal("wrong topics are kept")
	}
	b.conn.Close()
	eventually(t, "old is let go", func() bool { return !v.Has("old") })
	if snap, ok := v.Doc("old"); !ok || string(snap.JSON) != `{"name":"old"}` {
		t.Fatalf("%v %s", ok, snap.JSON)
	}
	eventually(t, "old is let go", func() bool { return !v.Has("old") })
	if _, ok := v.Doc("never"); ok {
		t.Fatal("a topic that does not exist")
	}
}

func TestScreensThatAllLostTheLineComeBackToAReplay(t *testing.T) {
	v := open(t, Options{Load: func(string) (Topic, bool) { return Topic{Public, doc("n", `0`)}, true }})
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	at, mirror := s.Positions(), s.Mirror
	s.conn.Close()
	eventually(t, "nobody is there", func() bool { return len(v.Clients()) == 0 })
	v.change("a", "n", `1`)
	s = v.dial("kind=guest")
	s.Mirror = mirror
	s.say(Hello{at})
	if got := s.next().(Changes); got.Changes[0].Patch == nil {
		t.Fatalf("no replay: %+v", got)
	}
	s.shows("a", "n", `1`)
}

func TestTopicsThatNobodyReadsAreFew(t *testing.T) {
	v := open(t, Options{Load: func(string) (Topic, bool) { return Topic{Public, doc()}, true }})
	v.Doc("mine")
	v.Open("mine", Public, doc()) // is the writer's now, and stays
	for i := range 3 * maxIdle {
		v.Doc(fmt.Sprint(i))
	}
	equal(t, len(v.topics), maxIdle+1)
	equal(t, v.Has("mine"), true)
	for range 3 {
		v.Doc("191") // still there: found, not loaded, not listed twice
	}
	equal(t, len(v.idle), maxIdle)
}

func TestAPatchPublishedWhileATopicLoadsIsNotLost(t *testing.T) {
	reading, read := make(chan bool), make(chan bool)
	v := open(t, Options{Load: func(string) (Topic, bool) {
		close(reading)
		<-read
		return Topic{Public, doc("n", `0`, "m", `0`)}, true // read before the commit
	}})
	s := v.dial("kind=guest")
	s.hello("a")
	<-reading
	v.change("a", "n", `1`)
	close(read)
	s.next()
	s.shows("a", "n", `1`, "m", `0`)
}

func TestOpenAndCloseWinOverALoadUnderWay(t *testing.T) {
	for _, closed := range []bool{false, true} {
		reading, read := make(chan bool, 9), make(chan bool)
		v := open(t, Options{Load: func(string) (Topic, bool) {
			reading <- true
			<-read
			return Topic{Public, doc("from", `"load"`)}, !closed
		}})
		s := v.dial("kind=guest")
		s.hello("a")
		<-reading
		if closed {
			v.Close("a")
		} else {
			v.Open("a", Public, doc("from", `"open"`))
		}
		close(read)
		if out := s.next(); closed {
			equal(t, out.(Refused).Code, RefusedUnavailable)
		} else {
			s.shows("a", "from", `"open"`)
		}
	}
}

func TestAnETagNamesEpochAndVersion(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Staff, doc("n", `0`))
	one, _ := v.Doc("a")
	v.change("a", "n", `1`)
	two, _ := v.Doc("a")
	equal(t, []string{one.ETag(), two.ETag(), string(two.JSON)}, []string{`"boot-1.1"`, `"boot-1.2"`, `{"n":1}`})
	equal(t, two.Audience == Staff, true)
}

func TestAnEmptyPatchIsNoNewVersion(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	v.Publish([]Change{{"a", map[string]json.RawMessage{}}, {"unknown", doc("n", `1`)}})
	got, _ := v.Doc("a")
	equal(t, got.Version, int64(1))
}
