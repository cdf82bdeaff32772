package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type bustedV1 struct {
	Entry string `json:"entry"`
	By    string `json:"by,omitempty"`
}

type bustedV2 struct {
	Entry string   `json:"entry"`
	By    []string `json:"by"`
}

type bustedV3 struct {
	Entry string         `json:"entry"`
	Share map[string]int `json:"share"`
}

func busts() *Registry {
	r := NewRegistry()
	r.Register("entry.busted.v1", func() any { return bustedV1{} })
	r.Register("entry.busted.v2", func() any { return new(bustedV2) })
	r.Register("entry.busted.v3", func() any { return bustedV3{} })
	r.Upcast("entry.busted.v1", func(old any) (any, error) {
		return bustedV2{Entry: old.(bustedV1).Entry, By: []string{old.(bustedV1).By}}, nil
	})
	r.Upcast("entry.busted.v2", func(old any) (any, error) {
		v2 := old.(bustedV2)
		if len(v2.By) == 0 {
			return nil, errors.New("nobody took the chips")
		}
		v3 := &bustedV3{Entry: v2.Entry, Share: map[string]int{}}
		for _, by := range v2.By {
			v3.Share[by] = 1
		}
		return v3, nil
	})
	return r
}

func TestOldNamesAreReadAsTheNewestPayload(t *testing.T) {
	want := bustedV3{Entry: "e1", Share: map[string]int{"e2": 1}}
	for name, data := range map[string]string{
		"entry.busted.v1": `{"entry":"e1","by":"e2"}`,
		"entry.busted.v2": `{"entry":"e1","by":["e2"]}`,
		"entry.busted.v3": `{"entry":"e1","share":{"e2":1}}`,
	} {
		got, err := busts().Decode(name, json.RawMessage(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(any(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := busts().Decode("entry.busted.v2", json.RawMessage(`{"entry":"e1","by":[]}`)); err == nil {
		t.Error("an upcaster's error was lost")
	}
}

func TestUnknownNamesAreKeptByteForByte(t *testing.T) {
	data := json.RawMessage(`{"b":1,"a":"\u003c"}`)
	got, err := busts().Decode("table.painted.v1", data)
	if err != nil {
		t.Fatal(err)
	}
	name, again, err := busts().Encode(got)
	if err != nil || name != "table.painted.v1" || string(again) != string(data) {
		t.Errorf("got %s %s, %v", name, again, err)
	}
}

func TestDecodeRefusesWhatTheTypeDoesNotSay(t *testing.T) {
	for _, data := range []string{`{"entry":"e1","share":{},"extra":1}`, `{"entry":"e1"}{}`, `{"entry":1}`, ``, `{`} {
		if got, err := busts().Decode("entry.busted.v3", json.RawMessage(data)); err == nil {
			t.Errorf("%s was read as %+v", data, got)
		}
	}
}

func TestEncodeIsDeterministicAndSurvivesTheWire(t *testing.T) {
	r := busts()
	payload := bustedV3{Entry: "<&\u2028ø>", Share: map[string]int{"z": 1, "a": 2, "m": 3}}
	want := `{"entry":"\u003c\u0026\u2028ø\u003e","share":{"a":2,"m":3,"z":1}}`
	for range 20 {
		name, data, err := r.Encode(&payload)
		if err != nil || name != "entry.busted.v3" || string(data) != want {
			t.Fatalf("got %s %s, %v", name, data, err)
		}
		if err := CheckData(data); err != nil {
			t.Fatal(err)
		}
		sealed := Seal("", Envelope{ID: "1", Epoch: 1, Seq: 1, Data: data})
		wire, err := json.Marshal(sealed)
		if err != nil {
			t.Fatal(err)
		}
		var arrived Envelope
		if err := json.Unmarshal(wire, &arrived); err != nil {
			t.Fatal(err)
		}
		if err := Verify([]Envelope{arrived}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBytesThatWouldChangeOnTheWireAreRefused(t *testing.T) {
	for _, data := range []string{"", "{", `{"a": 1}`, `{"a":"<"}`, "{}\n", "{\"a\":\"\xff\"}", "{\"a\":\"\u2028\"}"} {
		if CheckData(json.RawMessage(data)) == nil {
			t.Errorf("%q was accepted", data)
		}
	}
}

func TestTheCheckSaysWhatTheWireWouldDo(t *testing.T) {
	piece := rapid.SampledFrom([]string{`{"a":`, `}`, `"`, `\"`, `\\`, ` `, "\n", "<", "&", "\u2028", "\u2029", "…", "ø", "1", ",", "[", "]", `\u003c`, "\xe2", "\x80", `"x"`, "[]"})
	rapid.Check(t, func(t *rapid.T) {
		data := json.RawMessage(strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), ""))
		again, err := json.Marshal(data)
		same := err == nil && bytes.Equal(again, data) && utf8.Valid(data) && len(data) > 0
		if got := CheckData(data) == nil; got != same {
			t.Fatalf("%q: accepted %v, unchanged on the wire %v", data, got, same)
		}
	})
}

func TestMistakesInTheTableAreFoundAtOnce(t *testing.T) {
	for what, mistake := range map[string]func(*Registry){
		"name twice":            func(r *Registry) { r.Register("entry.busted.v1", func() any { return struct{}{} }) },
		"type twice":            func(r *Registry) { r.Register("entry.busted.v4", func() any { return bustedV3{} }) },
		"no name":               func(r *Registry) { r.Register("", func() any { return struct{}{} }) },
		"no type":               func(r *Registry) { r.Register("x.y.v1", func() any { return nil }) },
		"upcaster of nothing":   func(r *Registry) { r.Upcast("entry.busted.v9", nil) },
		"two upcasters for one": func(r *Registry) { r.Upcast("entry.busted.v1", func(any) (any, error) { return nil, nil }) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", what)
				}
			}()
			mistake(busts())
		}()
	}

	circle := busts()
	circle.Upcast("entry.busted.v3", func(any) (any, error) { return bustedV2{By: []string{"e1"}}, nil })
	if _, err := circle.Decode("entry.busted.v3", json.RawMessage(`{"entry":"e1","share":{}}`)); err == nil {
		t.Error("upcasters in a circle were accepted")
	}
	stray := NewRegistry()
	stray.Register("entry.busted.v1", func() any { return bustedV1{} })
	stray.Upcast("entry.busted.v1", func(any) (any, error) { return bustedV2{}, nil })
	if _, err := stray.Decode("entry.busted.v1", json.RawMessage(`{"entry":"e1"}`)); err == nil {
		t.Error("an upcast to an unregistered type was accepted")
	}
	if _, _, err := stray.Encode(bustedV2{}); err == nil {
		t.Error("an unregistered payload was encoded")
	}
	if diff := cmp.Diff([]string{"entry.busted.v1", "entry.busted.v2", "entry.busted.v3"}, busts().Names()); diff != "" {
		t.Error(diff)
	}
}
