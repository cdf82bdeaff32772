package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Limits of what a client may send.
const (
	MaxMessage   = 64 << 10 // bytes in one message, fragments together
	MaxTopics    = 64       // topics a client may follow at once
	maxTopicName = 200      // bytes in a topic's name
)

// Position is how far a screen already is: the epoch it saw and the version it has.
type Position struct {
	Epoch   string `json:"epoch"`
	Version int64  `json:"version"`
}

// Inbound is what a client may say: Hello, Subscribe, Unsubscribe or Ping.
type Inbound interface{ inbound() }

// Hello is the first message, once: the topics wanted, each with the position
// the screen still has from an earlier connection, or nil.
type Hello struct{ Topics map[string]*Position }

// Subscribe adds topics. Naming a topic that is already followed asks for it
// anew from that position; that is what a screen does when it finds a gap.
type Subscribe struct{ Topics map[string]*Position }

// Unsubscribe drops topics; unknown ones are ignored.
type Unsubscribe struct{ Topics []string }

// Ping asks for the server's time; At comes back unchanged.
type Ping struct{ At json.Number }

func (Hello) inbound()       {}
func (Subscribe) inbound()   {}
func (Unsubscribe) inbound() {}
func (Ping) inbound()        {}

// DecodeInbound reads one message of a client. Any error means that the client
// does not speak this protocol and the connection ends.
func DecodeInbound(message []byte) (Inbound, error) {
	if !utf8.Valid(message) {
		return nil, errors.New("not UTF-8")
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(message, &head); err != nil {
		return nil, errors.New("not a JSON object with a type")
	}
	switch head.Type {
	case "hello", "subscribe":
		var m struct {
			Type   string               `json:"type"`
			Topics map[string]*Position `json:"topics"`
		}
		if err := strictly(message, &m); err != nil {
			return nil, err
		}
		if len(m.Topics) > MaxTopics {
			return nil, fmt.Errorf("more than %d topics", MaxTopics)
		}
		for name, at := range m.Topics {
			if len(name) == 0 || len(name) > maxTopicName {
				return nil, errors.New("a topic's name has 1 to 200 bytes")
			}
			if at != nil && at.Version < 0 {
				return nil, errors.New("a version is not negative")
			}
		}
		if head.Type == "hello" {
			return Hello{m.Topics}, nil
		}
		return Subscribe{m.Topics}, nil
	case "unsubscribe":
		var m struct {
			Type   string   `json:"type"`
			Topics []string `json:"topics"`
		}
		if err := strictly(message, &m); err != nil {
			return nil, err
		}
		return Unsubscribe{m.Topics}, nil
	case "ping":
		var m struct {
			Type string      `json:"type"`
			At   json.Number `json:"at"`
		}
		if err := strictly(message, &m); err != nil {
			return nil, err
		}
		if m.At == "" || len(m.At) > 32 {
			return nil, errors.New("a ping carries at, a number")
		}
		return Ping{m.At}, nil
	default:
		return nil, errors.New("unknown type of message")
	}
}

// EncodeInbound is the client's side: feltctl, the bench and the tests speak it.
func EncodeInbound(in Inbound) []byte {
	var v any
	switch m := in.(type) {
	case Hello:
		v = struct {
			Type   string               `json:"type"`
			Topics map[string]*Position `json:"topics"`
		}{"hello", m.Topics}
	case Subscribe:
		v = struct {
			Type   string               `json:"type"`
			Topics map[string]*Position `json:"topics"`
		}{"subscribe", m.Topics}
	case Unsubscribe:
		v = struct {
			Type   string   `json:"type"`
			Topics []string `json:"topics"`
		}{"unsubscribe", m.Topics}
	case Ping:
		v = struct {
			Type string      `json:"type"`
			At   json.Number `json:"at"`
		}{"ping", m.At}
	}
	b, _ := json.Marshal(v) // maps of strings and numbers: cannot fail
	return b
}

// Outbound is what the server may say: Changes, Refused or Pong.
type Outbound interface{ outbound() }

// Changes is everything one commit (or several, for a client that was behind)
// changed in the topics this client follows.
type Changes struct {
	Changes []TopicChange `json:"changes"`
}

// TopicChange brings one topic to Version. Exactly one of Patch and Snapshot is
// set. A patch fits the version before; an empty one says: you are up to date.
// A null in a patch removes the key; a snapshot holds no null.
type TopicChange struct {
	Topic    string                     `json:"topic"`
	Epoch    string                     `json:"epoch"`
	Version  int64                      `json:"version"`
	Patch    map[string]json.RawMessage `json:"patch,omitempty"`
	Snapshot map[string]json.RawMessage `json:"snapshot,omitempty"`
}

// Refused says that the client does not get a topic, or no longer.
type Refused struct {
	Topic  string `json:"topic"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// The codes of Refused. Forbidden and unknown are one code on purpose: nobody
// learns from a refusal which topics exist.
const (
	RefusedUnavailable = "topic.unavailable" // there is no such topic for this client
	RefusedClosed      = "topic.closed"      // the topic ended while the client followed it
	RefusedTooMany     = "topic.too-many"    // the client follows MaxTopics already
)

// Pong answers a Ping. Now is the server's clock in milliseconds, on which what
// counts is anchored; with half the round trip it gives the screen its offset to
// the server. Wall is the time of day, Unix milliseconds. Rate is how many times
// faster than life Now runs, 1 but in a demo.
type Pong struct {
	At   json.Number `json:"at"`
	Now  int64       `json:"now"`
	Wall int64       `json:"wall"`
	Rate int64       `json:"rate,omitempty"`
}

func (Changes) outbound() {}
func (Refused) outbound() {}
func (Pong) outbound()    {}

// EncodeOutbound writes one message of the server.
func EncodeOutbound(out Outbound) []byte {
	switch m := out.(type) {
	case Changes:
		pieces := make([][]byte, len(m.Changes))
		for i, c := range m.Changes {
			what, doc := "patch", c.Patch
			if c.Snapshot != nil {
				what, doc = "snapshot", c.Snapshot
			}
			pieces[i] = encodePiece(quote(c.Topic), quote(c.Epoch), c.Version, what, encodeDoc(doc))
		}
		b := append([]byte(changeOpen), bytes.Join(pieces, []byte{','})...)
		return append(b, changeEnd...)
	case Refused:
		return fmt.Appendf(nil, `{"type":"refused","topic":%s,"code":%s,"detail":%s}`, quote(m.Topic), quote(m.Code), quote(m.Detail))
	case Pong:
		if m.Rate > 1 {
			return fmt.Appendf(nil, `{"type":"pong","at":%s,"now":%d,"wall":%d,"rate":%d}`, m.At, m.Now, m.Wall, m.Rate)
		}
		return fmt.Appendf(nil, `{"type":"pong","at":%s,"now":%d,"wall":%d}`, m.At, m.Now, m.Wall)
	}
	return nil
}

// DecodeOutbound reads one message of the server.
func DecodeOutbound(message []byte) (Outbound, error) {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(message, &head); err != nil {
		return nil, err
	}
	switch head.Type {
	case "change":
		var m Changes
		err := json.Unmarshal(message, &m)
		for i := range m.Changes {
			if (m.Changes[i].Patch == nil) == (m.Changes[i].Snapshot == nil) {
				return nil, errors.New("a change has either a patch or a snapshot")
			}
		}
		return m, err
	case "refused":
		var m Refused
		err := json.Unmarshal(message, &m)
		return m, err
	case "pong":
		var m Pong
		err := json.Unmarshal(message, &m)
		return m, err
	default:
		return nil, fmt.Errorf("unknown type of message %q", head.Type)
	}
}

const (
	changeOpen = `{"type":"change","changes":[`
	changeEnd  = `]}`
)

// encodePiece writes one element of changes around an encoded document, which
// it ends with.
func encodePiece(topic, epoch []byte, version int64, what string, doc []byte) []byte {
	b := make([]byte, 0, 64+len(topic)+len(epoch)+len(doc))
	b = append(append(b, `{"topic":`...), topic...)
	b = append(append(b, `,"epoch":`...), epoch...)
	b = append(b, `,"version":`...)
	b = strconv.AppendInt(b, version, 10)
	b = append(append(append(b, `,"`...), what...), `":`...)
	b = append(b, doc...)
	return append(b, '}')
}

// encodeDoc writes a document or a patch. Keys are sorted, so that equal
// documents are equal bytes.
func encodeDoc(doc map[string]json.RawMessage) []byte {
	size := 2
	for k, v := range doc {
		size += len(k) + len(v) + 8
	}
	b := append(make([]byte, 0, size), '{')
	for i, k := range slices.Sorted(maps.Keys(doc)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, quote(k)...), ':')
		if v := doc[k]; removes(v) {
			b = append(b, "null"...)
		} else {
			b = append(b, v...)
		}
	}
	return append(b, '}')
}

func quote(s string) []byte {
	b, _ := json.Marshal(s) // a string: cannot fail
	return b
}

func strictly(message []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(message))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}
