package relaytest

import (
	"encoding/json"
	"fmt"

	"felt/internal/event"
)

// Extend returns the chain with n sealed events of the given epoch added. The
// same arguments give the same events; events of different epochs differ.
func Extend(chain []event.Envelope, venue string, epoch int64, n int) []event.Envelope {
	out := append([]event.Envelope{}, chain...)
	for range n {
		out = append(out, Next(out, venue, epoch, int64(len(out))+1))
	}
	return out
}

// Next returns the event of this sequence, sealed to the last one of the chain.
func Next(chain []event.Envelope, venue string, epoch, seq int64) event.Envelope {
	prev := ""
	if len(chain) > 0 {
		prev = chain[len(chain)-1].Hash
	}
	data, err := json.Marshal(map[string]any{"entry": fmt.Sprintf("e%d", seq), "by": "<Jonas & Ida>", "chips": seq * 100})
	if err != nil {
		panic(err)
	}
	return event.Seal(prev, event.Envelope{
		ID: fmt.Sprintf("%026d", epoch*1_000_000_000+seq), Venue: venue, Epoch: epoch, Seq: seq,
		Stream: "01JD000000000000000000TOUR", StreamSeq: seq, Action: fmt.Sprintf("%026d", seq),
		Actor: "staff-1", Device: "tablet-1", At: 1_795_000_000_000 + seq, Name: "entry.busted.v1", Data: data,
	})
}
