package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVectorsOfWhatAScreenDoesWithFrames(t *testing.T) {
	b, err := os.ReadFile("../../testdata/vectors/live.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Name   string
			Frames []json.RawMessage
			Gaps   map[string][]string
			Topics map[string]struct {
				Epoch   string
				Version int64
				Doc     any
				Refused string
			}
			Hello json.RawMessage
		}
	}
	if err := json.Unmarshal(b, &file); err != nil || len(file.Cases) == 0 {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var m Mirror
			gaps := map[string][]string{}
			for i, frame := range c.Frames {
				out, err := DecodeOutbound(frame)
				if err != nil {
					t.Fatal(err)
				}
				if g := m.Apply(out); g != nil {
					gaps[strconv.Itoa(i)] = g
				}
				// What the server would write for it means the same.
				again, err := DecodeOutbound(EncodeOutbound(out))
				if err != nil || string(EncodeOutbound(again)) != string(EncodeOutbound(out)) {
					t.Fatalf("%v: %s", err, EncodeOutbound(out))
				}
			}
			equal(t, gaps, c.Gaps)
			equal(t, len(m.Topics), len(c.Topics))
			for name, want := range c.Topics {
				got := m.Topics[name]
				equal(t, []any{got.Epoch, got.Version, got.Refused}, []any{want.Epoch, want.Version, want.Refused})
				if want.Refused == "" {
					equal(t, plain(t, encodeDoc(got.Doc)), want.Doc)
				}
			}
			equal(t, plain(t, EncodeInbound(Hello{m.Positions()})), plain(t, c.Hello))
		})
	}
}

func plain(t *testing.T, b []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

func TestMessagesAClientMaySend(t *testing.T) {
	for text, want := range map[string]Inbound{
		`{"type":"hello","topics":{"t/01H/clock":null,"b":{"epoch":"x","version":17}}}`: Hello{map[string]*Position{"t/01H/clock": nil, "b": {"x", 17}}},
		`{"topics":{"a":null},"type":"subscribe"}`:                                      Subscribe{map[string]*Position{"a": nil}},
		`{"type":"unsubscribe","topics":["a"]}`:                                         Unsubscribe{[]string{"a"}},
		`{"type":"ping","at":12.5}`:                                                     Ping{"12.5"},
	} {
		got, err := DecodeInbound([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		equal(t, got, want)
		again, err := DecodeInbound(EncodeInbound(got))
		if err != nil || !cmp.Equal(again, got) {
			t.Fatalf("%s: %v", EncodeInbound(got), err)
		}
	}
}

var malformed = []string{
	``, `null`, `[]`, `"hello"`, `{}`, `{"type":"helo"}`, `{"type":1}`, `{"type":"change","changes":[]}`,
	`{"type":"hello","topics":[]}`, `{"type":"hello","topics":{"":null}}`, `{"type":"hello","topics":{"a":1}}`,
	`{"type":"hello","topics":{"a":{"epoch":"x","version":-1}}}`, `{"type":"hello","topics":{"a":{"epoch":"x","version":1.5}}}`,
	`{"type":"hello","topics":{"a":{"epoch":"x","version":99999999999999999999}}}`,
	`{"type":"hello","topics":{},"more":1}`, `{"type":"hello","topics":{"a":{"epoch":"x","more":1}}}`, `{"type":"hello","topics":{}}{}`,
	`{"type":"unsubscribe","topics":{"a":null}}`, `{"type":"ping"}`, `{"type":"ping","at":"now"}`, `{"type":"ping","at":null}`,
	"{\"type\":\"unsubscribe\",\"topics\":[\"\xff\"]}", `{"type":"hello","topics":{"` + strings.Repeat("x", 201) + `":null}}`,
}

func TestMalformedMessagesEndTheConnection(t *testing.T) {
	v := open(t, Options{})
	for _, text := range malformed {
		if in, err := DecodeInbound([]byte(text)); err == nil {
			t.Errorf("%q was taken as %+v", text, in)
		}
		s := v.dial("kind=staff")
		s.send(maskedFrame(0x81, []byte(text)))
		equal(t, s.closes(), uint16(closePolicy))
	}
}

func TestHelloComesFirstAndOnce(t *testing.T) {
	v := open(t, Options{})
	s := v.dial("kind=staff")
	s.say(Ping{"1"})
	equal(t, s.closes(), uint16(closePolicy))
	s = v.dial("kind=staff")
	s.hello()
	s.hello()
	equal(t, s.closes(), uint16(closePolicy))
}

func TestBrokenFramesEndTheConnectionWithTheRightCode(t *testing.T) {
	v := open(t, Options{})
	hello := EncodeInbound(Hello{})
	for name, c := range map[string]struct {
		bytes []byte
		code  uint16
	}{
		"binary":                {maskedFrame(0x82, hello), 1003},
		"unmasked":              {appendFrame(nil, opText, hello), 1002},
		"reserved bit":          {maskedFrame(0xC1, hello), 1002},
		"unknown opcode":        {maskedFrame(0x83, hello), 1002},
		"unknown control":       {maskedFrame(0x8B, nil), 1002},
		"long ping":             {maskedFrame(0x89, make([]byte, 126)), 1002},
		"fragmented ping":       {maskedFrame(0x09, nil), 1002},
		"continues nothing":     {maskedFrame(0x80, hello), 1002},
		"text within text":      {append(maskedFrame(0x01, hello), maskedFrame(0x81, hello)...), 1002},
		"65,537 bytes":          {maskedFrame(0x81, make([]byte, MaxMessage+1)), 1009},
		"65,537 in two":         {append(maskedFrame(0x01, make([]byte, MaxMessage)), maskedFrame(0x80, []byte{1})...), 1009},
		"announces exabytes":    {[]byte{0x81, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4}, 1009},
		"announces 2^64-1":      {[]byte{0x81, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4}, 1009},
		"close":                 {maskedFrame(0x88, []byte{3, 232}), 1000},
		"close without code":    {maskedFrame(0x88, nil), 1000},
		"close, going away":     {maskedFrame(0x88, []byte{3, 233, 'o', 'k'}), 1001},
		"close, half a code":    {maskedFrame(0x88, []byte{3}), 1002},
		"close, forbidden code": {maskedFrame(0x88, []byte{3, 238}), 1002},
		"close, bad text":       {maskedFrame(0x88, []byte{3, 232, 0xff}), 1002},
	} {
		t.Run(name, func(t *testing.T) {
			s := v.dial("kind=staff")
			s.send(c.bytes)
			equal(t, s.closes(), c.code)
			if _, _, err := s.frame(); err == nil {
				t.Fatal("more after the close")
			}
		})
	}
}

func TestAMessageInFragmentsWithAPingBetweenIsWhole(t *testing.T) {
	v := open(t, Options{})
	v.Open("a", Public, doc())
	s := v.dial("kind=guest")
	text := EncodeInbound(Hello{map[string]*Position{"a": nil}})
	s.send(maskedFrame(0x01, text[:7]))
	s.send(maskedFrame(0x89, []byte("?")))
	s.send(maskedFrame(0x00, nil))
	s.send(maskedFrame(0x80, text[7:]))
	if op, p, _ := s.frame(); op != opPong || string(p) != "?" {
		t.Fatalf("%d %q", op, p)
	}
	equal(t, topicsOf(s.next()), "a")
}

func TestAMessageOf64KiBIsRead(t *testing.T) {
	v := open(t, Options{})
	s := v.dial("kind=guest")
	text := EncodeInbound(Hello{})
	s.send(maskedFrame(0x81, append(text, bytes.Repeat([]byte{' '}, MaxMessage-len(text))...)))
	s.quiet()
}

func TestAClientThatSpeaksBeforeTheAnswerIsHeard(t *testing.T) {
	r := newFrameReader(bytes.NewReader(nil), maskedFrame(0x81, []byte("early")))
	_, message, err := r.next()
	if err != nil || string(message) != "early" {
		t.Fatalf("%q %v", message, err)
	}
}

func TestWhatIsNotAnUpgradeIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	v := open(t, Options{})
	res, err := v.server.Client().Get(v.server.URL + "/live?kind=staff")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	equal(t, res.StatusCode, 426)
	eventually(t, "no slot is used", func() bool { v.mu.Lock(); defer v.mu.Unlock(); return v.slots == 0 })
}

// Every type switch over a closed union names every member of it.
func TestSwitchesOverTheUnionsAreExhaustive(t *testing.T) {
	files := token.NewFileSet()
	packages, err := parser.ParseDir(files, ".", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string][]string{} // marker method -> types
	var switches [][]string
	for _, f := range packages["live"].Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil && (n.Name.Name == "inbound" || n.Name.Name == "outbound") {
					members[n.Name.Name] = append(members[n.Name.Name], n.Recv.List[0].Type.(*ast.Ident).Name)
				}
			case *ast.TypeSwitchStmt:
				var cases []string
				for _, c := range n.Body.List {
					for _, e := range c.(*ast.CaseClause).List {
						if id, ok := e.(*ast.Ident); ok {
							cases = append(cases, id.Name)
						}
					}
				}
				switches = append(switches, cases)
			}
			return true
		})
	}
	equal(t, []int{len(members["inbound"]), len(members["outbound"])}, []int{4, 3})
	found := 0
	for _, union := range members {
		for _, cases := range switches {
			if !slices.ContainsFunc(cases, func(c string) bool { return slices.Contains(union, c) }) {
				continue
			}
			found++
			for _, m := range union {
				if !slices.Contains(cases, m) {
					t.Errorf("a switch over %v forgets %s", cases, m)
				}
			}
		}
	}
	if found < 4 {
		t.Fatalf("only %d switches found: the test looks past them", found)
	}
}

func FuzzInbound(f *testing.F) {
	for _, m := range malformed {
		f.Add([]byte(m))
	}
	f.Add([]byte(`{"type":"hello","topics":{"a":null}}`))
	f.Fuzz(func(t *testing.T, message []byte) {
		in, err := DecodeInbound(message)
		if err != nil {
			return
		}
		again, err := DecodeInbound(EncodeInbound(in))
		if err != nil || !cmp.Equal(in, again) {
			t.Fatalf("%+v became %+v, %v", in, again, err)
		}
	})
}

func FuzzFrames(f *testing.F) {
	f.Add(maskedFrame(0x81, []byte(`{"type":"ping","at":1}`)))
	f.Add(append(maskedFrame(0x01, []byte("a")), maskedFrame(0x80, []byte("b"))...))
	f.Add(maskedFrame(0x88, []byte{3, 232}))
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := newFrameReader(bytes.NewReader(stream), nil)
		r.pace.left = 1e9
		for {
			op, payload, err := r.next()
			var fault *protocolFault
			switch {
			case err == nil:
				if len(payload) > MaxMessage || op != opText && len(payload) > 125 {
					t.Fatalf("%d bytes in opcode %d", len(payload), op)
				}
				continue
			case errors.As(err, &fault):
				if fault.code < 1000 || fault.code > 4999 {
					t.Fatal(fault.code)
				}
			case err != io.EOF && err != io.ErrUnexpectedEOF:
				t.Fatal(err)
			}
			return
		}
	})
}
