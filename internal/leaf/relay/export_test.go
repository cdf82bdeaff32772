package relay

import (
	"context"
	"strconv"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Held reads back every message of an open embedded transport, in order.
func Held(ctx context.Context, transport Transport) ([]Message, error) {
	t := transport.(*embedded)
	s, err := t.js.Stream(ctx, t.name)
	if err != nil {
		return nil, err
	}
	state := s.CachedInfo().State
	if state.Msgs == 0 {
		return nil, nil
	}
	var held []Message
	for seq := state.FirstSeq; seq <= state.LastSeq; seq++ {
		raw, err := s.GetMsg(ctx, seq)
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(raw.Header.Get(HeaderSeq), 10, 64)
		if err != nil || uint64(n) != seq {
			return nil, err
		}
		held = append(held, Message{Seq: n, ID: raw.Header.Get(jetstream.MsgIDHeader), Subject: raw.Subject, Body: raw.Data})
	}
	return held, nil
}

// Conn is the connection of an open embedded transport, to do it harm through.
func Conn(transport Transport) *nats.Conn { return transport.(*embedded).box.conn }

// Tune changes the options of the embedded server before it starts.
func Tune(transport Transport, f func(*server.Options)) { transport.(*embedded).tune = f }

// TransportOf is the transport a relay uses.
func TransportOf(r *Relay) Transport { return r.transport }

// NewMessage makes the message of one event.
var NewMessage = newMessage
