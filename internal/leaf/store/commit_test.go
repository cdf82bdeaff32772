package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"felt/internal/event"
	"felt/internal/leaf/store"
)

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: path, Venue: "aalborg", BackupDir: filepath.Join(filepath.Dir(path), "backups")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func bust(n int, stream string) event.Envelope {
	return event.Envelope{
		ID: fmt.Sprintf("01JDFELT%018d", n), Stream: stream, Action: fmt.Sprintf("01JDACT0%018d", n),
		Actor: "01JDSTAFF00000000000000007", Device: "01JDDEVICE0000000000000002", At: 1763805600123 + int64(n), Name: "entry.busted.v1",
		Data: json.RawMessage(fmt.Sprintf(`{"entry":"01JDENTRY%017d","by":["01JDENTRY%017d"]}`, n, n+1)),
	}
}

func TestWhatWasCommittedIsThereAfterOpeningAgain(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "felt.db")
	s := open(t, path)
	for i := range 3 {
		sealed, err := s.Commit(ctx, []store.Write{{Events: []event.Envelope{bust(2*i, "T1")}}, {Events: []event.Envelope{bust(2*i+1, "T2")}}})
		if err != nil || sealed[1][0].StreamSeq != int64(i+1) {
			t.Fatal(sealed, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	if err := s.VerifyChain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	_, seq, _ := s.Head()
	if seq != 6 {
		t.Fatal(seq)
	}
}
