package event

import "encoding/json"

// Envelope is one event as it is kept, hashed and sent. Once sealed it is never
// edited and never deleted; the bytes of Data are the bytes that were hashed.
type Envelope struct {
	ID        string          `json:"id"`         // ULID, unique for ever
	Venue     string          `json:"venue"`      // the venue whose chain this is
	Epoch     int64           `json:"epoch"`      // history epoch: 1, and one more after each restore
	Seq       int64           `json:"seq"`        // venue sequence, gap-free within an epoch's history, from 1
	Stream    string          `json:"stream"`     // tournament id
	StreamSeq int64           `json:"stream_seq"` // gap-free within the stream, from 1
	Action    string          `json:"action"`     // ULID of the action (one tap) this event belongs to
	Actor     string          `json:"actor"`      // staff id; "box" when the box itself acted
	Device    string          `json:"device"`     // paired device id; "box" when the box itself acted
	At        int64           `json:"at"`         // wall time, Unix milliseconds; for people and the log only
	Name      string          `json:"name"`       // versioned event name from the registry, e.g. "entry.busted.v1"
	Data      json.RawMessage `json:"data"`       // the event itself
	Prev      string          `json:"prev"`       // hex SHA-256 of the event before in the chain; "" for the first
	Hash      string          `json:"hash"`       // hex SHA-256 over Prev and the envelope without Hash
}
