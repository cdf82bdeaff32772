package leaf_test

import (
	"fmt"
	"testing"

	"felt/internal/leaf/leaftest"
)

func TestASmallNightRunsThroughTheAPI(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{Relay: true})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	screen := owner.Live(leaftest.Topics(night)...)
	owner.Enter(night, 4)
	owner.Command(night+"/clock/start", nil)
	owner.Command(night+"/registration/close", nil)
	for _, out := range []int{4, 3, 2} {
		owner.Command(fmt.Sprintf("%s/entries/%d/bust", night, out), map[string]any{"by": []int{1}})
	}
	var desk struct {
		Meta   struct{ Winner int }
		Totals struct {
			Players int
			Pool    int64
			First   int64
		}
	}
	owner.Read(&desk, night)
	if desk.Meta.Winner != 1 || desk.Totals.Players != 1 || desk.Totals.Pool != 80_000 || desk.Totals.First != 40_000 {
		t.Errorf("at the end: %+v", desk)
	}
	for entry, prize := range map[int]int{1: 40_000, 2: 24_000, 3: 16_000} {
		owner.Command(fmt.Sprintf("%s/entries/%d/pay", night, entry), map[string]any{"amount": prize, "method": "cash"})
	}
	done := owner.Command(night+"/finish", nil)
	screen.Settle(leaftest.Topics(night)[0], done.Version)
	owner.Refused(409, "finished", night+"/clock/start", nil)
}
