package audit_test

import (
	"slices"
	"testing"

	"felt/internal/poker/audit"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

// small is a night with a bit of everything: rebuy, debt, undo, payout.
func small(t *testing.T) []tournament.Record {
	t.Helper()
	c := pokertest.House()
	c.Rebuy = &tournament.Offer{Pool: 50_00, Chips: 5_000}
	g := pokertest.Given(t, tournament.Create{Config: c}, tournament.OpenTable{Table: 1}, // a1, a2
		pokertest.Sit("p1", 1, 1), pokertest.Sit("p2", 1, 2), pokertest.Sit("p3", 1, 3), pokertest.Sit("p4", 1, 4), // a3 to a6
		tournament.StartClock{}, tournament.Rebuy{Entry: 1, Method: "cash"}, // a7, a8
		tournament.Rebuy{Entry: 2, Method: tournament.Receivable}, tournament.SettleSale{Row: 6, Method: "card"}, // a9, a10
		tournament.CountChips{Counts: []tournament.Count{{Entry: 1, Chips: 20_000}, {Entry: 2, Chips: 10_000}, {Entry: 3, Chips: 10_000}, {Entry: 4, Chips: 10_000}}})
	g.WhenUndone("a8").Taken()
	g.And(tournament.CloseRegistration{}, pokertest.Out(4, 1), pokertest.Out(3, 1), pokertest.Out(2, 1), tournament.PayPrize{Entry: 2, Amount: 135_00, Method: "cash"}, tournament.Finish{})
	if v := audit.Against(g.Records, g.State); !v.OK {
		t.Fatalf("the night itself fails: %+v", v.Failed())
	}
	return g.Records
}

// edit changes the first event of a type.
func edit[E tournament.Event](change func(*E)) func([]tournament.Record) []tournament.Record {
	return func(records []tournament.Record) []tournament.Record {
		for i, r := range records {
			if e, is := r.Event.(E); is {
				change(&e)
				records[i].Event = e
				return records
			}
		}
		panic("no such event")
	}
}

// drop takes the nth event of a type out.
func drop[E tournament.Event](n int) func([]tournament.Record) []tournament.Record {
	return func(records []tournament.Record) []tournament.Record {
		for i, r := range records {
			if _, is := r.Event.(E); is {
				if n--; n == 0 {
					return slices.Delete(records, i, i+1)
				}
			}
		}
		panic("no such event")
	}
}

// again repeats the first event of a type at the end.
func again[E tournament.Event](records []tournament.Record) []tournament.Record {
	for _, r := range records {
		if _, is := r.Event.(E); is {
			r.Seq = records[len(records)-1].Seq + 1
			return append(records, r)
		}
	}
	panic("no such event")
}

func TestTheAuditorHearsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func([]tournament.Record) []tournament.Record
		check  string
	}{
		"a row used twice":                      {edit(func(e *tournament.SaleSettled) { e.Row = 6 }), "numbers"},
		"an entry used twice":                   {again[tournament.EntryBought], "numbers"},
		"an event out of order":                 {func(r []tournament.Record) []tournament.Record { r[3].Seq = 2; return r }, "numbers"},
		"a bust of nobody":                      {drop[tournament.EntryBought](4), "numbers"},
		"a reversal of a row that is not there": {edit(func(e *tournament.Undone) { e.Reversals[0].Of = 99 }), "money"},
		"a row taken back twice": {edit(func(e *tournament.Undone) {
			e.Reversals = append(slices.Clone(e.Reversals), e.Reversals[0])
		}), "money"},
		"undone money left in the till": {edit(func(e *tournament.Undone) { e.Reversals = nil }), "undone"},
		"undone money of another action": {edit(func(e *tournament.Undone) {
			e.Reversals = []tournament.Reversal{{Of: 1, How: "never_taken", Method: "cash"}}
		}), "undone"},
		"more counted than in play":      {edit(func(e *tournament.Counted) { e.Counts[0].Chips = 90_000 }), "chips"},
		"a prize paid back by nobody":    {edit(func(e *tournament.PrizePaid) { e.Entry = 77 }), "payouts"},
		"a prize paid less than nothing": {edit(func(e *tournament.PrizePaid) { e.Amount = -5 }), "payouts"},
		"a bust recorded twice":          {again[tournament.Busted], "numbers"},
		"a deal that nobody offered last": {func(r []tournament.Record) []tournament.Record {
			return append(r, tournament.Record{Meta: tournament.Meta{Seq: r[len(r)-1].Seq + 1, Action: "x"}, Event: tournament.DealMade{Deal: 3}})
		}, "numbers"},
	} {
		t.Run(name, func(t *testing.T) {
			v := audit.Night(c.tamper(clone(small(t))))
			failed := v.Failed()
			if failed == nil {
				t.Fatalf("nothing is heard, want %s", c.check)
			}
			if !slices.ContainsFunc(v.Checks, func(x audit.Check) bool { return x.Name == c.check && !x.OK }) {
				t.Errorf("%s: %s, want %s to fail", failed.Name, failed.Detail, c.check)
			}
		})
	}
}

// Two people in one seat, and one person with two stacks, at the same time.
func TestTheAuditorHearsAPersonWithTwoStacks(t *testing.T) {
	records := small(t)
	cut := slices.IndexFunc(records, func(r tournament.Record) bool { _, is := r.Event.(tournament.ClockStarted); return is })
	records = edit(func(e *tournament.EntryBought) { e.Player = "p2" })(clone(records[:cut]))
	if c := audit.Night(records).Failed(); c == nil || c.Name != "seats" {
		t.Errorf("%+v, want the seats to fail", c)
	}
}

// A State that is not the fold of its history is heard in each figure.
func TestTheAuditorHoldsTheStateAgainstTheEvents(t *testing.T) {
	records := small(t)
	for name, spoil := range map[string]func(*tournament.State){
		"pool":      func(s *tournament.State) { s.Till.Pool++ },
		"drawers":   func(s *tournament.State) { s.Rows[0].Method = "card" },
		"chips":     func(s *tournament.State) { s.ChipsIssued-- },
		"live":      func(s *tournament.State) { s.Live++ },
		"seat":      func(s *tournament.State) { s.Entries[0].Seat.Seat = 9 },
		"hits":      func(s *tournament.State) { s.Entries[0].Knocked-- },
		"places":    func(s *tournament.State) { s.Outs[0], s.Outs[1] = s.Outs[1], s.Outs[0] },
		"table":     func(s *tournament.State) { s.Tables[0].Seats[5] = 1 },
		"guarantee": func(s *tournament.State) { s.Config.Guarantee = 1_000_000 },
	} {
		t.Run(name, func(t *testing.T) {
			s := tournament.Fold(records)
			spoil(s)
			if c := audit.Against(records, s).Failed(); c == nil || c.Name != "state" {
				t.Errorf("%+v, want the state to fail", c)
			}
		})
	}
}

func clone(records []tournament.Record) []tournament.Record {
	list := slices.Clone(records)
	for i, r := range list { // the slices inside are edited too
		switch e := r.Event.(type) {
		case tournament.Counted:
			e.Counts = slices.Clone(e.Counts)
			list[i].Event = e
		case tournament.Undone:
			e.Reversals = slices.Clone(e.Reversals)
			list[i].Event = e
		}
	}
	return list
}

// Whatever is in the events, the auditor and the fold come to an end.
func TestAnyEventMayBeMissingOrTwiceWithoutAPanic(t *testing.T) {
	nights := [][]tournament.Record{small(t)}
	for seed := uint64(1); seed < 6; seed++ {
		n, err := night(seed)
		if err != nil {
			t.Fatal(err)
		}
		nights = append(nights, n.Records)
	}
	for _, records := range nights {
		for i := range records {
			audit.Against(slices.Delete(clone(records), i, i+1), tournament.Fold(slices.Delete(clone(records), i, i+1)))
			twice := append(clone(records), records[i])
			audit.Against(twice, tournament.Fold(twice))
		}
	}
}
