package audit_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"felt/internal/poker/audit"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"

	"pgregory.net/rapid"
)

// audited is asked after every action of a generated night.
func audited(n *pokertest.Night) error {
	if c := audit.Against(n.Records, n.State).Failed(); c != nil {
		return fmt.Errorf("%s: %s", c.Name, c.Detail)
	}
	return nil
}

// Ten thousand nights with FELT_SOAK=1, otherwise as many as fit into some
// seconds. FELT_SEED plays one night again.
func TestGeneratedNightsPassTheAuditorAfterEveryAction(t *testing.T) {
	first, nights, until := uint64(1), 10_000, time.Now().Add(12*time.Second)
	if os.Getenv("FELT_SOAK") != "" {
		until = time.Now().Add(24 * time.Hour)
	}
	if s := os.Getenv("FELT_SEED"); s != "" {
		seed, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		first, nights = seed, 1
	}
	actions, undone, played := 0, 0, 0
	for seed := first; seed < first+uint64(nights) && time.Now().Before(until); seed++ {
		n, err := night(seed)
		if err != nil {
			t.Fatalf("seed %d (FELT_SEED=%d plays it again): %v", seed, seed, err)
		}
		if err := sameAsFolded(n); err != nil {
			t.Errorf("seed %d: the state is not the fold of its history: %v", seed, err)
		}
		v := audit.Night(n.Records)
		if !hasUndo(n.Records) {
			t.Errorf("seed %d: nothing was undone", seed)
		}
		actions, undone, played = actions+v.Figures.Actions, undone+v.Figures.Undone, played+1
	}
	t.Logf("%d nights, %d actions, %d of them undone", played, actions, undone)
}

func hasUndo(records []tournament.Record) bool {
	for _, r := range records {
		if _, is := r.Event.(tournament.Undone); is {
			return true
		}
	}
	return false
}

func night(seed uint64) (n *pokertest.Night, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.Join(err, fmt.Errorf("panic: %v", r))
		}
	}()
	d := pokertest.Seeded(seed)
	return pokertest.Generate(d, pokertest.AnyStyle(d), audited)
}

// rapidDice lets rapid choose, so that a night that fails is shrunk.
type rapidDice struct{ t *rapid.T }

func (d rapidDice) Below(n int) int { return rapid.IntRange(0, n-1).Draw(d.t, "die") }

func TestANightThatRapidChoosesPassesTheAuditor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapidDice{t}
		style := pokertest.AnyStyle(d)
		style.Players = min(style.Players, 6)
		if _, err := pokertest.Generate(d, style, audited); err != nil {
			t.Fatal(err)
		}
	})
}

// The state that was folded tap by tap is the state of the whole history.
func sameAsFolded(n *pokertest.Night) error {
	return pokertest.Same(n.State, tournament.Fold(n.Records))
}
