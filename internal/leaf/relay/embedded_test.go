package relay_test

import (
	"testing"

	"felt/internal/leaf/relay"
	"felt/internal/leaf/relay/relaytest"
)

func newEmbedded(t testing.TB, dir string) relay.Transport {
	t.Helper()
	tr, err := relay.NewEmbedded(relay.Embedded{Venue: "aarhus", Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestTheEmbeddedTransportConforms(t *testing.T) {
	relaytest.Transport(t, func(t *testing.T) relaytest.Place {
		dir := t.TempDir()
		return relaytest.Place{
			Venue: "aarhus",
			New:   func() relay.Transport { return newEmbedded(t, dir) },
			Held: func(tr relay.Transport) ([]relay.Message, error) {
				return relay.Held(t.Context(), tr)
			},
			Message: relay.NewMessage,
		}
	})
}
