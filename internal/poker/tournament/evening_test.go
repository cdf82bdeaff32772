package tournament_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"felt/internal/poker/money"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

const eveningFile = "../../../testdata/evening/evening.json"

// recorded is what the recording says about itself, apart from its commands.
type recorded struct {
	Event struct {
		Start time.Time `json:"start"`
	} `json:"event"`
	Expect map[string]map[string]json.RawMessage `json:"expect"`
	Places []tournament.PlayerID                 `json:"final_places"`
	Money  struct {
		TakenIn    int64            `json:"taken_in"`
		Fees       int64            `json:"fees"`
		LeagueFund int64            `json:"league_fund"`
		Pool       int64            `json:"pool"`
		At2252     map[string]int64 `json:"drawer_22_52"`
		After      map[string]int64 `json:"after_payouts"`
	} `json:"money"`
	Payouts []struct {
		Place  int   `json:"place"`
		Amount int64 `json:"amount"`
	} `json:"payouts"`
	Balance struct {
		At     time.Time  `json:"at"`
		Expect movesAsked `json:"expect"`
	} `json:"balance"`
	SecondBalance struct {
		At     time.Time `json:"at"`
		Expect moveAsked `json:"expect"`
	} `json:"second_balance"`
}

type movesAsked struct {
	Moves []moveAsked `json:"moves"`
}

type moveAsked struct {
	From tournament.Place `json:"from"`
	To   tournament.Place `json:"to"`
}

func recording(t testing.TB) (script.Night, recorded) {
	t.Helper()
	bytes, err := os.ReadFile(eveningFile)
	if err != nil {
		t.Fatal(err)
	}
	night, err := script.Evening(bytes)
	if err != nil {
		t.Fatal(err)
	}
	var doc recorded
	if err := json.Unmarshal(bytes, &doc); err != nil {
		t.Fatal(err)
	}
	return night, doc
}

// eveningUntil plays the evening up to and with everything that happened at that
// time; the box's clock then stands at it.
func eveningUntil(t testing.TB, until time.Time) *pokertest.Night {
	t.Helper()
	night, _ := recording(t)
	n := pokertest.NewNight()
	kept := night
	kept.Steps = nil
	for _, s := range night.Steps {
		if !s.At.After(until) {
			kept.Steps = append(kept.Steps, s)
		}
	}
	if err := n.Play(kept, nil); err != nil {
		t.Fatal(err)
	}
	n.Now = until.Sub(night.Start()).Milliseconds()
	return n
}

// evening is the whole of it.
func evening(t testing.TB) *pokertest.Night {
	t.Helper()
	night, _ := recording(t)
	return eveningUntil(t, night.Steps[len(night.Steps)-1].At)
}

func TestEveryFigureOfTheEveningComesOut(t *testing.T) {
	_, doc := recording(t)
	if len(doc.Expect) != 9 {
		t.Fatalf("%d moments, want nine", len(doc.Expect))
	}
	for name, expect := range doc.Expect {
		t.Run(name, func(t *testing.T) {
			var at time.Time
			if err := json.Unmarshal(expect["at"], &at); err != nil {
				t.Fatal(err)
			}
			n := eveningUntil(t, at)
			for key, raw := range expect {
				if key == "at" || key == "mockups" || strings.HasPrefix(key, "league_p") {
					continue // league points are not the tournament's
				}
				var want any
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				got, known := figure(t, n, doc, at, key)
				if !known {
					t.Errorf("%s: no figure of that name", key)
					continue
				}
				if diff := cmp.Diff(want, asJSON(t, got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", key, diff)
				}
			}
		})
	}
}

// figure derives what a screen shows from the state.
func figure(t *testing.T, n *pokertest.Night, doc recorded, at time.Time, key string) (any, bool) {
	s := n.State
	r := s.Clock.Reading(s.Config.Structure, n.Now)
	items := s.Config.Structure.Items
	next, _ := s.Config.Structure.NextLevel(r.Item)
	prizes, refused := s.Prizes()
	if refused != nil {
		t.Fatal(refused)
	}
	switch key {
	case "level":
		return items[r.Item].Level, true
	case "small":
		return items[r.Item].Small, true
	case "big":
		return items[r.Item].Big, true
	case "ante":
		return items[r.Item].Ante, true
	case "on_break":
		return s.Clock.OnBreak(s.Config.Structure, n.Now), true
	case "paused":
		return !s.Clock.Running, true
	case "clock_left":
		return fmt.Sprintf("%02d:%02d", r.LeftMS/60_000, r.LeftMS/1000%60), true
	case "next_small":
		return items[next].Small, true
	case "next_big":
		return items[next].Big, true
	case "next_break":
		ms, brk := r.LeftMS, r.Item+1
		for ; !items[brk].Break; brk++ {
			ms += items[brk].MS()
		}
		return at.Add(time.Duration(ms) * time.Millisecond).Format("15:04"), true
	case "entries":
		return s.Sold.Entries, true
	case "re_entries":
		return s.Sold.ReEntries, true
	case "add_ons":
		return s.Sold.AddOns, true
	case "people":
		return s.People, true
	case "people_out":
		return s.People - s.Live, true
	case "players_left":
		return s.Live, true
	case "to_the_money":
		return s.Live - prizes.Places(), true
	case "chips":
		return s.ChipsInPlay(), true
	case "average":
		return s.Average(), true
	case "average_bb":
		return tenths(s.ChipsInPlay(), int64(s.Live)*items[r.Item].Big), true
	case "average_next_bb":
		return tenths(s.ChipsInPlay(), int64(s.Live)*items[next].Big), true
	case "leader":
		return s.Entry(s.Stacks(1)[0].Entry).Player, true
	case "leader_chips":
		return s.Stacks(1)[0].Chips, true
	case "pool":
		return kroner(t, s.Pool().Total), true
	case "fees":
		return kroner(t, s.Till.Fee), true
	case "league_fund":
		return kroner(t, s.Deductions()["league_fund"]), true
	case "taken_in":
		return kroner(t, s.Till.Taken+s.Till.Prizes), true
	case "drawer":
		return drawers(t, s), true
	case "after_last_payout": // some minutes after the end
		return drawers(t, evening(t).State), true
	case "first":
		return kroner(t, prizes.At(1).Amount), true
	case "prizes_left":
		left, _ := s.PrizesLeft()
		return kroner(t, left), true
	case "tables":
		sizes := map[string]int{}
		for i := range s.Tables {
			sizes[fmt.Sprint(s.Tables[i].Number)] = s.Tables[i].Players()
		}
		return sizes, true
	case "tenth":
		for _, x := range s.Standings() {
			if x.Place == 10 {
				return s.Entry(x.Entry).Player, true
			}
		}
	case "log_entries":
		// The recording counts its draw's commitment and reveal and the close of
		// registration as lines; here registration closes with its break, the
		// tournament is created, and the round's three buttons are three taps.
		return len(n.Actions) + 3 - 1 - 3, true
	case "changes_since_22_31":
		return changesSince(n, n.Wall()-at.Sub(at.Truncate(time.Hour).Add(31*time.Minute)).Milliseconds()), true
	case "played":
		var from, to int64
		for _, rec := range n.Records {
			switch e := rec.Event.(type) {
			case tournament.ClockStarted:
				if from == 0 {
					from = e.BoxMS
				}
			case tournament.Finished:
				to = n.Now
			}
		}
		return fmt.Sprintf("%d h %d min", (to-from)/3_600_000, (to-from)/60_000%60), true
	case "result":
		var list [][]any
		for _, d := range s.Payouts() {
			list = append(list, []any{d.Place, s.Entry(d.Entry).Player, kroner(t, d.Due)})
		}
		return list, true
	}
	return nil, false
}

// changesSince counts as the recording does: one for each player moved, counted
// or out, and one for each table broken.
func changesSince(n *pokertest.Night, sinceMS int64) int {
	changes := 0
	for _, r := range n.Records {
		if r.At <= sinceMS {
			continue
		}
		switch e := r.Event.(type) {
		case tournament.TableBroken:
			changes += len(e.Moves) + 1
		case tournament.Counted:
			changes += len(e.Counts)
		default:
			changes++
		}
	}
	return changes
}

func tenths(a, b int64) float64 { return float64((20*a+b)/(2*b)) / 10 }

func kroner(t *testing.T, a money.Amount) int64 {
	if a%100 != 0 {
		t.Errorf("%d is not whole kroner", a)
	}
	return int64(a / 100)
}

func drawers(t *testing.T, s *tournament.State) map[string]int64 {
	in := map[string]int64{}
	for method, amount := range s.Drawers() {
		in[string(method)] = kroner(t, amount)
	}
	return in
}

func asJSON(t *testing.T, v any) any {
	t.Helper()
	bytes, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(bytes, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func TestThePlacesOfTheEveningComeOut(t *testing.T) {
	_, doc := recording(t)
	s := evening(t).State
	var got []tournament.PlayerID
	for i, x := range s.Standings() {
		if x.Place != i+1 || x.To != i+1 {
			t.Errorf("entry %d is %d to %d, want %d", x.Entry, x.Place, x.To, i+1)
		}
		got = append(got, s.Entry(x.Entry).Player)
	}
	if diff := cmp.Diff(doc.Places, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func TestTheMoneyOfTheEveningComesOut(t *testing.T) {
	_, doc := recording(t)
	s := evening(t).State
	got := map[string]int64{
		"taken in": kroner(t, s.Till.Taken+s.Till.Prizes), "fees": kroner(t, s.Till.Fee),
		"league fund": kroner(t, s.Deductions()["league_fund"]), "pool": kroner(t, s.Pool().Total),
	}
	want := map[string]int64{"taken in": doc.Money.TakenIn, "fees": doc.Money.Fees, "league fund": doc.Money.LeagueFund, "pool": doc.Money.Pool}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("money (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(doc.Money.After, drawers(t, s)); diff != "" {
		t.Errorf("drawers (-want +got):\n%s", diff)
	}
	prizes, refused := s.Prizes()
	if refused != nil || prizes.Places() != len(doc.Payouts) {
		t.Fatalf("%d places, %v", prizes.Places(), refused)
	}
	for _, d := range s.Payouts() {
		if s.PaidTo(d.Entry) != d.Due {
			t.Errorf("entry %d is due %d and was paid %d", d.Entry, d.Due, s.PaidTo(d.Entry))
		}
	}
	for _, p := range doc.Payouts {
		if got := kroner(t, prizes.At(p.Place).Amount); got != p.Amount {
			t.Errorf("place %d: %d, want %d", p.Place, got, p.Amount)
		}
	}
}

// The staff moved players only when the box suggested it, and just those.
func TestTheBalanceIsSuggestedAtItsMoment(t *testing.T) {
	_, doc := recording(t)
	for name, c := range map[string]struct {
		at   time.Time
		want moveAsked
	}{
		"22:52": {doc.Balance.At, doc.Balance.Expect.Moves[0]},
		"00:05": {doc.SecondBalance.At.Add(-time.Second), doc.SecondBalance.Expect},
	} {
		moves := eveningUntil(t, c.at).State.Advice().Moves
		if len(moves) != 1 || (moveAsked{moves[0].From, moves[0].To}) != c.want || moves[0].Rule != "TDA 11A" {
			t.Errorf("%s: %+v, want %+v by TDA 11A", name, moves, c.want)
		}
	}
}
