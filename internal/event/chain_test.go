package event

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func twoEvents() []Envelope {
	a := Seal("", Envelope{ID: "01JDFELT0000000000000000E1", Venue: "aalborg", Epoch: 1, Seq: 1, Stream: "T1", StreamSeq: 1,
		Action: "01JDFELT0000000000000000A1", Actor: "staff-7", Device: "tablet-2", At: 1763805600123,
		Name: "entry.busted.v1", Data: json.RawMessage(`{"entry":"e1","by":["e2"]}`)})
	b := Seal(a.Hash, Envelope{ID: "01JDFELT0000000000000000E2", Venue: "aalborg", Epoch: 2, Seq: 2, Stream: "T1", StreamSeq: 2,
		Action: "01JDFELT0000000000000000A2", Actor: "box", Device: "box", At: -5,
		Name: "clock.paused.v1", Data: json.RawMessage(`{"note":"\u003c ø"}`)})
	return []Envelope{a, b}
}

// The two hashes were computed by a Python script with hashlib from the form
// that Canonical documents, not by this package.
func TestAHashIsTheSHA256OfTheDocumentedForm(t *testing.T) {
	chain := twoEvents()
	for i, want := range []string{
		"2603a0d7ff358c404b3d162763256aae635705ff4ea354a153d060b2f144713d",
		"f6f5976d419efed3d4b0ec7032e52e3f831c697c0386b92daa775aa976db9f99",
	} {
		if chain[i].Hash != want {
			t.Errorf("event %d: hash %s, want %s", i+1, chain[i].Hash, want)
		}
	}
	if err := Verify(chain); err != nil {
		t.Error(err)
	}
}

func TestVerifyNamesTheFirstEventAtFault(t *testing.T) {
	changes := map[string]func(*Envelope){
		"id":         func(e *Envelope) { e.ID += "x" },
		"venue":      func(e *Envelope) { e.Venue = "berlin" },
		"epoch":      func(e *Envelope) { e.Epoch = 3 },
		"stream":     func(e *Envelope) { e.Stream = "T2" },
		"stream seq": func(e *Envelope) { e.StreamSeq++ },
		"action":     func(e *Envelope) { e.Action = "" },
		"actor":      func(e *Envelope) { e.Actor = "staff-8" },
		"device":     func(e *Envelope) { e.Device = "staff-8" },
		"time":       func(e *Envelope) { e.At++ },
		"name":       func(e *Envelope) { e.Name = "entry.busted.v2" },
		"data":       func(e *Envelope) { e.Data = json.RawMessage(`{"entry":"e1","by":["e3"]}`) },
		"prev":       func(e *Envelope) { e.Prev = "00" },
		"hash":       func(e *Envelope) { e.Hash = "00" },
		"sequence":   func(e *Envelope) { e.Seq = 7 },
		"no hash":    func(e *Envelope) { e.Hash = "" },
		"bad epoch":  func(e *Envelope) { e.Epoch = 0 },
	}
	for what, change := range changes {
		for i := range 2 {
			chain := twoEvents()
			change(&chain[i])
			var broken *Broken
			if err := Verify(chain); !errors.As(err, &broken) || broken.Seq != chain[i].Seq {
				t.Errorf("%s of event %d changed: got %v", what, i+1, err)
			}
		}
	}
}

func TestAnEventTakenOutOrSwappedBreaksTheChain(t *testing.T) {
	chain := twoEvents()
	if Verify(chain[1:]) == nil {
		t.Error("the first event was taken out and nobody saw it")
	}
	if Verify([]Envelope{chain[1], chain[0]}) == nil {
		t.Error("two events were swapped and nobody saw it")
	}
	v := Verifier{Prev: chain[0].Hash, Seq: 1, Epoch: 3}
	if v.Next(&chain[1]) == nil {
		t.Error("the epoch went back and nobody saw it")
	}
}

func TestTwoEnvelopesNeverShareAForm(t *testing.T) {
	field := rapid.StringN(0, 3, 6)
	rapid.Check(t, func(t *rapid.T) {
		make := func(label string) Envelope {
			f := func(name string) string { return field.Draw(t, label+name) }
			return Envelope{ID: f("id"), Venue: f("venue"), Stream: f("stream"), Action: f("action"),
				Actor: f("actor"), Device: f("device"), Name: f("name"), Prev: f("prev"), Data: json.RawMessage(f("data"))}
		}
		a, b := make("a "), make("b ")
		same := a.ID == b.ID && a.Venue == b.Venue && a.Stream == b.Stream && a.Action == b.Action && a.Actor == b.Actor &&
			a.Device == b.Device && a.Name == b.Name && a.Prev == b.Prev && string(a.Data) == string(b.Data)
		if got := string(Canonical(nil, &a)) == string(Canonical(nil, &b)); got != same {
			t.Fatalf("same form: %v, same envelope: %v\n%+v\n%+v", got, same, a, b)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	e := twoEvents()[0]
	for b.Loop() {
		e = Seal(e.Prev, e)
	}
}
