package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"pgregory.net/rapid"
)

func TestAStoppedScreenDelaysNobodyAndCatchesUp(t *testing.T) {
	for _, tls := range []bool{false, true} {
		t.Run(fmt.Sprint("tls=", tls), func(t *testing.T) {
			v := openOn(t, Options{RingSize: 8}, tls)
			v.Open("a", Public, doc("n", `0`))
			dial := v.dial
			if tls {
				dial = v.dialTLS
			}
			stopped, quick := dial("kind=guest"), dial("kind=guest")
			for _, s := range []*screen{stopped, quick} {
				s.hello("a")
				s.next()
			}
			// Far more than kernel and ring hold: 150 times 64 KiB.
			pad := strings.Repeat("x", 64<<10)
			last := ""
			for i := range 150 {
				last = fmt.Sprintf(`"%d%s"`, i, pad)
				v.change("a", "n", last)
				quick.next() // in step all the time
			}
			quick.shows("a", "n", last)
			eventually(t, "the stopped one is behind", v.someoneIsBehind)
			frames := 0
			for stopped.Topics["a"].Version < quick.Topics["a"].Version {
				stopped.next()
				frames++
			}
			stopped.shows("a", "n", last)
			if frames > 100 {
				t.Fatalf("%d frames: it was fed everything instead of the newest", frames)
			}
			v.change("a", "n", `1`)
			stopped.next()
			stopped.shows("a", "n", `1`)
		})
	}
}

func (v *venue) someoneIsBehind() bool {
	return slices.ContainsFunc(v.Clients(), func(p Present) bool { return p.Behind })
}

// A frame that the socket took in part is continued where it stopped, and what
// was due meanwhile comes after it. Any slip here garbles the stream.
func TestAHalfWrittenFrameIsContinuedAndNeverInterleaved(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `0`))
	v.Open("b", Public, doc("n", `0`))
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.change("a", "n", `"`+strings.Repeat("big ", 4<<20)+`"`) // 16 MiB cannot fit the socket
	eventually(t, "half a frame is out", v.someoneIsBehind)
	s.say(Ping{At: "7"})
	s.say(Subscribe{map[string]*Position{"b": nil, "none": nil}})
	s.send(maskedFrame(0x80|opPing, []byte("p")))
	v.change("b", "n", `1`)
	eventually(t, "all of it is heard", func() bool {
		c := v.everyone()[0]
		c.mu.Lock()
		defer c.mu.Unlock()
		return bytes.Contains(c.owed, []byte("none")) && bytes.HasSuffix(c.owed, []byte("p"))
	})
	s.next()
	if len(s.Topics["a"].Doc["n"]) != 16<<20+2 {
		t.Fatal("garbled")
	}
	equal(t, s.next().(Pong).At, json.Number("7"))
	equal(t, s.next().(Refused).Topic, "none")
	if op, p, _ := s.frame(); op != opPong || string(p) != "p" {
		t.Fatalf("%d %s", op, p)
	}
	equal(t, topicsOf(s.next()), "b")
	s.shows("b", "n", `1`)
}

func TestAScreenThatNeverReadsAgainIsDropped(t *testing.T) {
	for _, tls := range []bool{false, true} {
		v := openOn(t, Options{WriteTimeout: 50 * time.Millisecond}, tls)
		v.Open("a", Public, doc())
		dial := v.dial
		if tls {
			dial = v.dialTLS
		}
		s := dial("kind=guest")
		s.hello("a")
		s.next()
		v.change("a", "n", `"`+strings.Repeat("x", 16<<20)+`"`)
		eventually(t, "dropped", func() bool { return len(v.Clients()) == 0 })
	}
}

func TestAScreenThatWasSlowOnceIsNotHeldToThatDeadline(t *testing.T) {
	const limit = time.Second
	v := open(t, Options{WriteTimeout: limit})
	v.Open("a", Public, doc())
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.change("a", "n", `"`+strings.Repeat("x", 4<<20)+`"`)
	eventually(t, "behind", v.someoneIsBehind)
	s.next()
	time.Sleep(limit + 50*time.Millisecond)
	v.change("a", "n", `1`)
	s.next()
	s.shows("a", "n", `1`)
}

func TestAScreenThatAsksWithoutReadingIsDropped(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc("n", `"`+strings.Repeat("x", 16<<20)+`"`))
	s := v.dial("kind=guest")
	s.hello("a")
	eventually(t, "behind", v.someoneIsBehind)
	many := map[string]*Position{}
	for i := range MaxTopics {
		many[fmt.Sprint(strings.Repeat("no such topic ", 10), i)] = nil
	}
	ask := maskedFrame(0x81, EncodeInbound(Subscribe{many}))
	s.conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
	for range 50 {
		if _, err := s.conn.Write(ask); err != nil {
			break
		}
	}
	eventually(t, "dropped", func() bool { return len(v.Clients()) == 0 })
}

// The design this replaces closed a dropped client's channel twice: once when it
// was too slow, once when its reader left. Here every way out runs at once.
func TestAClientThatEndsInManyWaysAtOnceLeavesOnce(t *testing.T) {
	v := open(t, Options{WriteTimeout: 20 * time.Millisecond})
	v.Open("a", Public, doc())
	for round := range 30 {
		v.change("a", "n", `0`) // so that the first frame is short
		s := v.dial(fmt.Sprint("kind=guest&address=10.0.0.1&id=", round))
		s.hello("a")
		s.next()
		v.change("a", "n", fmt.Sprintf(`"%d%s"`, round, strings.Repeat("x", 4<<20))) // slow: will time out
		go v.Kick(fmt.Sprint(round))
		go s.conn.Close()
		go v.Kick(fmt.Sprint(round))
		go v.change("a", "n", `1`)
	}
	eventually(t, "all left", func() bool { return len(v.Clients()) == 0 })
	eventually(t, "slots are free", func() bool {
		v.mu.Lock()
		defer v.mu.Unlock()
		return v.slots == 0 && len(v.addresses) == 0 && v.topics["a"].watchers == 0
	})
	for _, s := range v.shards {
		if len(s.clients) != 0 {
			t.Fatal("a shard still writes to it")
		}
	}
}

func TestAKickedClientIsToldAndGone(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	out1, out2, in := v.dial("kind=guest&id=out"), v.dial("kind=guest&id=out"), v.dial("kind=guest&id=in")
	for _, s := range []*screen{out1, out2, in} {
		s.hello("a")
		s.next()
	}
	v.Kick("out")
	v.change("a", "n", `1`)
	for _, s := range []*screen{out1, out2} {
		op, payload, err := s.frame()
		if err != nil || op != opClose || payload[0] != 4001>>8 || payload[1] != 4001&0xff {
			t.Fatalf("%d %q %v", op, payload, err)
		}
	}
	in.next()
	in.shows("a", "n", `1`)
	eventually(t, "one is left", func() bool { return len(v.Clients()) == 1 })
	equal(t, v.Clients()[0].ID, "in")
}

func TestASessionThatEndsDuringTheUpgradeGetsNoConnection(t *testing.T) {
	v := open(t, Options{})
	v.who = func(*http.Request) Client {
		v.Kick("x") // too early: there is no connection yet
		return Client{ID: "x", Kind: KindStaff, Valid: func() bool { return false }}
	}
	equal(t, v.dial("").closes(), uint16(closeKicked))
}

func TestTheHubHoldsNoMoreClientsThanItMay(t *testing.T) {
	v := open(t, Options{MaxClients: 2, MaxPerAddress: 1})
	one := v.dial("kind=guest&address=10.0.0.1")
	if _, status := v.tryDial("kind=guest&address=10.0.0.1"); status != http.StatusTooManyRequests {
		t.Fatal(status)
	}
	v.dial("kind=guest&address=10.0.0.2")
	if _, status := v.tryDial("kind=guest"); status != http.StatusServiceUnavailable {
		t.Fatal(status)
	}
	one.conn.Close()
	eventually(t, "a place is free", func() bool {
		s, _ := v.tryDial("kind=guest&address=10.0.0.1")
		return s != nil
	})
}

func TestShutdownSaysGoodbyeOnceAndRefusesNewcomers(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	s := v.dial("kind=guest")
	s.hello("a")
	s.next()
	v.Shutdown()
	v.Shutdown()
	equal(t, s.closes(), uint16(closeGoingAway))
	if _, status := v.tryDial("kind=guest"); status != http.StatusServiceUnavailable {
		t.Fatal(status)
	}
	v.change("a", "n", `1`) // the writer may still be at it
	v.Open("b", Public, doc())
	v.Close("a")
	equal(t, len(v.Clients()), 0)
}

func TestPresenceIsToldOfComingAndGoing(t *testing.T) {
	told := make(chan struct{}, 10)
	v := open(t, Options{Presence: func() { told <- struct{}{} }})
	s := v.dial("kind=display&id=tv")
	<-told
	equal(t, v.Clients()[0].Kind, KindDisplay)
	s.conn.Close()
	<-told
	equal(t, len(v.Clients()), 0)
}

func TestTheSilentArePingedAndTheDeadDropped(t *testing.T) {
	v := open(t, Options{PingEvery: 10 * time.Millisecond, SilentLimit: 200 * time.Millisecond})
	s := v.dial("kind=guest")
	s.hello()
	if op, _, err := s.frame(); err != nil || op != opPing {
		t.Fatalf("%d %v", op, err)
	}
	for range 30 { // answers keep it alive beyond the limit
		s.send(maskedFrame(0x80|opPong, nil))
		time.Sleep(10 * time.Millisecond)
	}
	equal(t, len(v.Clients()), 1)
	eventually(t, "dropped once it says nothing", func() bool { return len(v.Clients()) == 0 })
}

func TestAConnectionWithoutAHelloIsClosed(t *testing.T) {
	v := open(t, Options{HelloTimeout: 20 * time.Millisecond})
	equal(t, v.dial("kind=guest").closes(), uint16(closePolicy))
}

func TestAnotherImplementationUnderstandsUs(t *testing.T) {
	v := openOn(t, Options{}, true)
	v.Open("a", Public, doc("n", `"`+strings.Repeat("é", 40_000)+`"`))
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	c, _, err := websocket.Dial(ctx, v.server.URL+"?kind=guest", &websocket.DialOptions{HTTPClient: v.server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	c.SetReadLimit(1 << 20)
	c.Write(ctx, websocket.MessageText, EncodeInbound(Hello{map[string]*Position{"a": nil}}))
	_, message, err := c.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var m Mirror
	out, err := DecodeOutbound(message)
	if err != nil || m.Apply(out) != nil || len(m.Topics["a"].Doc["n"]) != 80_002 {
		t.Fatal(err)
	}
	c.CloseRead(ctx) // so that the pong is read; Close then waits for the other side
	if err := c.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(websocket.StatusNormalClosure, "bye"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it left", func() bool { return len(v.Clients()) == 0 })
}

// Whatever is published, however slowly each screen reads, whenever it drops
// its line and comes back: in the end each screen shows what the server holds,
// and no screen ever meets a gap.
func TestEveryScreenEndsWithTheServersDocuments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := open(t, Options{RingSize: rapid.IntRange(1, 6).Draw(rt, "ring"), Shards: rapid.IntRange(1, 3).Draw(rt, "shards")})
		names := []string{"a", "b", "c"}
		for _, n := range names {
			w.Open(n, Public, doc("k", `0`))
		}
		screens := make([]*screen, rapid.IntRange(1, 4).Draw(rt, "screens"))
		for i := range screens {
			screens[i] = w.dial("kind=guest")
			screens[i].t = rt // so that a failure shrinks and prints its seed
			screens[i].hello(names[:1+i%3]...)
			screens[i].next()
		}
		for step := range rapid.IntRange(1, 40).Draw(rt, "steps") {
			i := rapid.IntRange(0, len(screens)-1).Draw(rt, "screen")
			switch rapid.IntRange(0, 9).Draw(rt, "act") {
			case 0: // reads a little
				if s := screens[i]; !s.current(w) {
					s.next()
				}
			case 1: // drops its line and comes back with what it has
				positions := screens[i].Positions()
				mirror := screens[i].Mirror
				screens[i].conn.Close()
				screens[i] = w.dial("kind=guest")
				screens[i].t = rt
				screens[i].Mirror = mirror
				screens[i].say(Hello{positions})
				screens[i].next()
			case 2: // the topic is made anew
				w.Open(names[step%3], Public, doc("k", fmt.Sprint(step)))
			default:
				var commit []Change
				for _, n := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 3, rapid.ID[string]).Draw(rt, "topics") {
					patch := doc()
					for _, k := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"k", "l", "m", ""}), rapid.ID[string]).Draw(rt, "keys") {
						patch[k] = rapid.SampledFrom([]json.RawMessage{nil, json.RawMessage(`null`), json.RawMessage(`1`), json.RawMessage(`{"x":[null]}`),
							json.RawMessage(`"` + strings.Repeat("y", 200_000) + `"`)}).Draw(rt, "value")
					}
					commit = append(commit, Change{n, patch})
				}
				w.Publish(commit)
			}
		}
		for _, s := range screens {
			for !s.current(w) {
				s.next() // fails on a gap, a garbled frame or nothing to read
			}
			for name, m := range s.Topics {
				snap, _ := w.Doc(name)
				if got := string(encodeDoc(m.Doc)); got != string(snap.JSON) {
					rt.Fatalf("%s: screen %.200s server %.200s", name, got, snap.JSON)
				}
			}
			s.conn.Close()
		}
		w.Shutdown()
		w.server.Close()
	})
}

// current compares versions only: the documents are what the test is about.
func (s *screen) current(v *venue) bool {
	for name, m := range s.Topics {
		if snap, _ := v.Doc(name); snap.Version != m.Version {
			return false
		}
	}
	return true
}
