package audit_test

import (
	"fmt"
	"os"
	"testing"

	"felt/internal/poker/audit"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"
)

func evening(t *testing.T, after func(n *pokertest.Night) error) *pokertest.Night {
	t.Helper()
	recording, err := os.ReadFile("../../../testdata/evening/evening.json")
	if err != nil {
		t.Fatal(err)
	}
	night, err := script.Evening(recording)
	if err != nil {
		t.Fatal(err)
	}
	n := pokertest.NewNight()
	if err := n.Play(night, func(script.Step, []tournament.Event) error { return after(n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheEveningPassesTheAuditorAfterEveryStep(t *testing.T) {
	n := evening(t, func(n *pokertest.Night) error {
		if c := audit.Against(n.Records, n.State).Failed(); c != nil {
			return fmt.Errorf("after action %s: %s: %s", n.Last(), c.Name, c.Detail)
		}
		return nil
	})
	v := audit.Night(n.Records)
	if len(v.Figures.Differences) != 0 {
		t.Errorf("all was paid, and the auditor says %+v", v.Figures.Differences)
	}
	// the recording's own figures, in øre
	f := v.Figures
	if f.Pool != 5_285_000 || f.PrizesPaid != 5_285_000 || f.Deductions["fee"] != 860_000 || f.Deductions["league_fund"] != 215_000 ||
		f.Drawers["cash"] != 1_050_000 || f.Drawers["mobilepay"] != 25_000 || f.ChipsInPlay != 2_950_000 || f.People != 66 || f.Entries != 86 {
		t.Errorf("figures: %+v", f)
	}
}
