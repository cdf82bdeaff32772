package relay

import (
	"encoding/json"
	"fmt"
	"strings"

	"felt/internal/event"
)

// MaxBody is the largest event that can be carried, in bytes of JSON. A hub
// takes messages of 1 MiB unless told otherwise, headers included.
const MaxBody = 1<<20 - 8<<10

// Headers of every message, beside Nats-Msg-Id.
const (
	HeaderSeq     = "Felt-Seq"     // venue sequence of the event
	HeaderRenewal = "Felt-Renewal" // renewal number of the stream it was published in
)

func newMessage(e *event.Envelope) (Message, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return Message{}, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	if len(body) > MaxBody {
		return Message{}, fmt.Errorf("event %d has %d bytes, more than the %d that can be carried", e.Seq, len(body), MaxBody)
	}
	return Message{Seq: e.Seq, ID: messageID(e), Subject: subject(e), Body: body}, nil
}

func messageID(e *event.Envelope) string {
	return fmt.Sprintf("%s/%d/%s", e.Venue, e.Epoch, e.ID)
}

// subject places an event for those who listen: venue.<venue>.<stream>.<name>,
// where the dots of the name stay, so that "venue.x.*.entry.>" is every entry.
func subject(e *event.Envelope) string {
	name := strings.Split(e.Name, ".")
	for i := range name {
		name[i] = token(name[i])
	}
	return "venue." + token(e.Venue) + "." + token(e.Stream) + "." + strings.Join(name, ".")
}

// token makes one subject token of any text, so that no event can stop those
// behind it: letters, digits, "-" and "_" stay, any other byte becomes =XX, and
// an empty text "=". The body holds the text itself.
func token(s string) string {
	if s == "" {
		return "="
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; plain(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	return b.String()
}

func plain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// checkVenue holds a venue id to what may be part of a stream name, a JetStream
// domain and a subject: 1 to 64 letters, digits, "-" and "_".
func checkVenue(venue string) error {
	if len(venue) < 1 || len(venue) > 64 {
		return fmt.Errorf("venue id %q must have 1 to 64 characters", venue)
	}
	for i := range len(venue) {
		if !plain(venue[i]) {
			return fmt.Errorf("venue id %q may only have letters, digits, - and _", venue)
		}
	}
	return nil
}
