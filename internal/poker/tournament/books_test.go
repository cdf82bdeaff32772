package tournament

import (
	"testing"

	"felt/internal/poker/ledger"
	"felt/internal/poker/money"

	"github.com/google/go-cmp/cmp"
)

func booksOf(t *testing.T, s *State, events ...Event) ledger.Close {
	t.Helper()
	for i, e := range events {
		s.Apply(Record{Meta: Meta{Action: string(rune('a' + i))}, Event: e})
	}
	b, err := s.Books()
	if err != nil {
		t.Fatal(err)
	}
	if b.Len() < len(s.Rows) {
		t.Fatalf("%d entries for %d rows", b.Len(), len(s.Rows))
	}
	var sum money.Amount
	for _, balance := range b.Trial() {
		sum += balance
	}
	if sum != 0 {
		t.Errorf("the trial balance is %d", sum)
	}
	for method, in := range s.Drawers() {
		a := ledger.Drawer(string(method))
		if method == Receivable {
			a = ledger.Receivable
		}
		if b.Balance(a) != in {
			t.Errorf("%s: %d in the books, %d in the till", method, b.Balance(a), in)
		}
	}
	return b.Close()
}

func buyIn(row RowNo, m Method) Sale {
	return Sale{Row: row, Method: m, Pool: 475, Fee: 100, Deductions: []Deduction{{"league_fund", 25}}, Bounty: 50, Chips: 25000}
}

func TestTheTillInDoubleEntryAddsUpAtClose(t *testing.T) {
	s := New()
	s.Config.Guarantee, s.Config.House = 1500, 70
	s.Config.Withholding = []Withholding{{"staff", 200}} // 2 %
	c := booksOf(t, s,
		EntryBought{Entry: 1, Player: "p1", Kind: "buy_in", Sale: buyIn(1, "cash")},
		EntryBought{Entry: 2, Player: "p2", Kind: "buy_in", Sale: buyIn(2, Receivable)},
		EntryBought{Entry: 3, Player: "p3", Kind: "buy_in", Sale: buyIn(3, "cash")},
		EntryBought{Entry: 4, Player: "p4", Kind: "buy_in", Sale: buyIn(4, "mobilepay")},
		SaleSettled{Row: 5, Of: 2, Method: "mobilepay"},
		SaleReversed{Row: 6, Reversal: Reversal{Of: 3, How: "never_taken", Method: "cash"}},
		SaleReversed{Row: 7, Reversal: Reversal{Of: 4, How: "given_back", Method: "cash"}},
		PrizePaid{Entry: 1, Method: "mobilepay", Amount: 1570},
	)
	want := ledger.Close{
		ValueIn: map[ledger.Account]money.Amount{ledger.Drawer("cash"): 650, ledger.Receivable: 650, ledger.Drawer("mobilepay"): 650},
		Overlay: 1500 - (950 - 19), House: 70, Prizes: 1570, Bounties: 100, Refunds: 650,
		Deductions: map[string]money.Amount{"fee": 200, "league_fund": 50, "staff": 19},
	}
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
	if c.Open() != 0 {
		t.Errorf("value in and the house's part are %d, what became of it is %d", c.In(), c.Out())
	}
}

func TestAnUndoneSaleStandsInTheBooksBesideItsReversal(t *testing.T) {
	s := New()
	c := booksOf(t, s,
		EntryBought{Entry: 1, Player: "p1", Kind: "buy_in", Sale: buyIn(1, "cash")},
		Undone{Action: "a", FirstRow: 2, Reversals: []Reversal{{Of: 1, How: "never_taken", Method: "cash"}}},
		Undone{Action: "b", FirstRow: 3, Reversals: []Reversal{{Of: 2, How: "taken_back", Method: "cash"}}},
	)
	if c.In() != 650 || c.Refunds != 0 {
		t.Errorf("after the redo %d is in, %d given back", c.In(), c.Refunds)
	}
	if len(s.Rows) != 3 {
		t.Errorf("%d rows, want 3: nothing is erased", len(s.Rows))
	}
}
