package ledger

import (
	"errors"
	"strings"
	"testing"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var cash, mobile = Drawer("cash"), Drawer("mobilepay")

func post(t *testing.T, b *Book, kind Kind, lines ...Line) int {
	t.Helper()
	no := b.Len() + 1
	if err := b.Post(Entry{No: no, At: int64(no), Action: "a", Kind: kind, Lines: lines}); err != nil {
		t.Fatal(err)
	}
	return no
}

func reverse(t *testing.T, b *Book, no int) int {
	t.Helper()
	e, err := b.Entry(no)
	if err != nil {
		t.Fatal(err)
	}
	r := e.Reversal(b.Len()+1, 9, "undo")
	if err := b.Post(r); err != nil {
		t.Fatal(err)
	}
	return r.No
}

// The money of the published evening: 86 entries at 500 + 100, of the 500 25 to
// the league fund; 40 add-ons at 300, one more taken by mistake and taken back.
func evening(t *testing.T) *Book {
	b := &Book{}
	entry := func(d Account, sign money.Amount) []Line {
		return []Line{{d, 600 * sign}, {PrizePool, -475 * sign}, {Deduction("fee"), -100 * sign}, {Deduction("league_fund"), -25 * sign}}
	}
	addOn := func(d Account) []Line { return []Line{{d, 300}, {PrizePool, -300}} }
	for range 60 {
		post(t, b, Sale, entry(cash, 1)...)
	}
	for range 26 {
		post(t, b, Sale, entry(mobile, 1)...)
	}
	for range 19 {
		post(t, b, Sale, addOn(cash)...)
	}
	for range 21 {
		post(t, b, Sale, addOn(mobile)...)
	}
	reverse(t, b, post(t, b, Sale, addOn(cash)...))
	return b
}

func TestTheEveningsMoneyAddsUp(t *testing.T) {
	b := evening(t)
	if b.Len() != 128 {
		t.Errorf("%d rows, want 128", b.Len())
	}
	if d := cmp.Diff(map[string]money.Amount{"cash": 41700, "mobilepay": 21900}, b.Drawers()); d != "" {
		t.Error(d)
	}
	if pool := -b.Balance(PrizePool); pool != 52850 {
		t.Errorf("pool %d", pool)
	}
	c := b.Close()
	if c.In() != 63600 || c.Open() != 52850 {
		t.Errorf("in %d, open %d", c.In(), c.Open())
	}
	if d := cmp.Diff(map[string]money.Amount{"fee": 8600, "league_fund": 2150}, c.Deductions); d != "" {
		t.Error(d)
	}
	post(t, b, Prize, Line{PrizesPaid, 31200}, Line{cash, -31200})
	post(t, b, Prize, Line{PrizesPaid, 21650}, Line{mobile, -21650})
	if d := cmp.Diff(map[string]money.Amount{"cash": 10500, "mobilepay": 250}, b.Drawers()); d != "" {
		t.Error(d)
	}
	if c := b.Close(); c.Open() != 0 || c.Prizes != 52850 {
		t.Errorf("open %d, prizes %d", c.Open(), c.Prizes)
	}
}

func TestAtCloseValueInAndTheHousesPartEqualPrizesDeductionsAndRefunds(t *testing.T) {
	b := &Book{}
	sale := []Line{{cash, 5000}, {PrizePool, -3000}, {Bounties, -1000}, {Deduction("fee"), -1000}}
	post(t, b, Sale, sale...)
	post(t, b, Sale, sale...)
	post(t, b, Sale, Line{Receivable, 5000}, Line{PrizePool, -3000}, Line{Bounties, -1000}, Line{Deduction("fee"), -1000})
	post(t, b, Sale, Line{Ticket, 5000}, Line{PrizePool, -3000}, Line{Bounties, -1000}, Line{Deduction("fee"), -1000})
	back := make([]Line, len(sale))
	for i, l := range sale {
		back[i] = Line{l.Account, -l.Amount}
	}
	post(t, b, Refund, back...)
	post(t, b, Settle, Line{mobile, 5000}, Line{Receivable, -5000})
	post(t, b, Withhold, Line{PrizePool, 270}, Line{Deduction("staff"), -270})
	post(t, b, Fund, Line{Overlay, 1270}, Line{PrizePool, -1270})
	post(t, b, Fund, Line{House, 500}, Line{PrizePool, -500})
	post(t, b, Change, Line{cash, 2000}, Line{Float, -2000})
	post(t, b, Bounty, Line{BountiesPaid, 3000}, Line{cash, -3000})
	post(t, b, Prize, Line{PrizesPaid, 9500}, Line{cash, -9500})
	if open := b.Close().Open(); open != 1000 {
		t.Fatalf("%d open, want the unpaid 1000", open)
	}
	post(t, b, Unpaid, Line{PrizePool, 1000}, Line{PrizesPayable, -1000})
	want := Close{
		ValueIn: map[Account]money.Amount{cash: 10000, Receivable: 5000, Ticket: 5000},
		Overlay: 1270, House: 500, Prizes: 10500, Bounties: 3000, Refunds: 5000,
		Deductions: map[string]money.Amount{"fee": 3000, "staff": 270}, BountiesPaid: 3000, Payable: 1000,
	}
	c := b.Close()
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
	if c.Open() != 0 || c.In() != 21770 {
		t.Errorf("in %d, open %d", c.In(), c.Open())
	}
}

func TestAReversalStandsBesideItsEntryAndCanBeReversed(t *testing.T) {
	b := &Book{}
	sale := post(t, b, Sale, Line{cash, 600}, Line{PrizePool, -600})
	undo := reverse(t, b, sale)
	if b.Len() != 2 || b.ReversedBy(sale) != undo || b.Balance(cash) != 0 || b.Close().In() != 0 {
		t.Error("after the undo", b.Entries(), b.Trial())
	}
	e, _ := b.Entry(sale)
	if err := b.Post(e.Reversal(3, 9, "undo")); err == nil {
		t.Error("the same entry was taken back twice")
	}
	reverse(t, b, undo)
	if b.Balance(cash) != 600 || b.Close().In() != 600 {
		t.Error("after the redo", b.Trial())
	}
}

func TestASaleGivenBackByAnotherDrawerIsARefundBesideIt(t *testing.T) {
	b := &Book{}
	post(t, b, Sale, Line{cash, 600}, Line{PrizePool, -500}, Line{Deduction("fee"), -100})
	back := Entry{No: 2, Kind: Refund, ReversalOf: 1, Lines: []Line{{mobile, -600}, {PrizePool, 500}, {Deduction("fee"), 100}}}
	if err := b.Post(back); err != nil {
		t.Fatal(err)
	}
	c := b.Close()
	if c.In() != 600 || c.Refunds != 600 || c.Open() != 0 {
		t.Errorf("%+v", c)
	}
	if d := cmp.Diff(map[string]money.Amount{"cash": 600, "mobilepay": -600}, b.Drawers()); d != "" {
		t.Error(d)
	}
	short := Entry{No: 3, Kind: Refund, ReversalOf: 1, Lines: back.Lines}
	if err := b.Post(short); codeOf(err) != "already_reversed" {
		t.Error(err)
	}
}

func TestARefusedEntryChangesNothing(t *testing.T) {
	b := &Book{}
	post(t, b, Sale, Line{cash, 600}, Line{PrizePool, -600})
	before := b.Clone()
	for code, e := range map[string]Entry{
		"unbalanced":          {No: 2, Kind: Sale, Lines: []Line{{cash, 600}, {PrizePool, -599}}},
		"number_out_of_order": {No: 3, Kind: Sale, Lines: []Line{{cash, 600}, {PrizePool, -600}}},
		"account_unknown":     {No: 2, Kind: Sale, Lines: []Line{{"drawer:", 600}, {PrizePool, -600}}},
		"kind_unknown":        {No: 2, Lines: []Line{{cash, 600}, {PrizePool, -600}}},
		"entry_unknown":       {No: 2, Kind: Sale, ReversalOf: 2, Lines: []Line{{cash, -600}, {PrizePool, 600}}},
		"not_the_reversal":    {No: 2, Kind: Sale, ReversalOf: 1, Lines: []Line{{cash, -500}, {PrizePool, 500}}},
		"not_the_reversal ":   {No: 2, Kind: Prize, ReversalOf: 1, Lines: []Line{{cash, -600}, {PrizePool, 600}}},
		"amount_out_of_range": {No: 2, Kind: Sale, Lines: []Line{{cash, money.Max + 1}, {PrizePool, -money.Max - 1}}},
	} {
		err := b.Post(e)
		if got := codeOf(err); got != strings.TrimSpace(code) {
			t.Errorf("got %q (%v), want %q", got, err, code)
		}
	}
	if d := cmp.Diff(before, b, cmp.AllowUnexported(Book{})); d != "" {
		t.Error(d)
	}
}

func TestEveryBookBalancesAndAClonesPostingsStayItsOwn(t *testing.T) {
	accounts := []Account{cash, mobile, Receivable, Ticket, PrizePool, PrizesPaid, Bounties, Overlay, Deduction("fee")}
	kinds := []Kind{Sale, Refund, Settle, Withhold, Fund, Prize, Bounty, Unpaid, Change}
	rapid.Check(t, func(t *rapid.T) {
		b := &Book{}
		for range rapid.IntRange(1, 30).Draw(t, "entries") {
			if b.Len() > 0 && rapid.IntRange(0, 3).Draw(t, "reverse") == 0 {
				e, _ := b.Entry(rapid.IntRange(1, b.Len()).Draw(t, "of"))
				err := b.Post(e.Reversal(b.Len()+1, 0, ""))
				if (err == nil) == (codeOf(err) == "already_reversed") {
					t.Fatal(err)
				}
				continue
			}
			a := money.Amount(rapid.Int64Range(-1e6, 1e6).Draw(t, "amount"))
			x, y := rapid.SampledFrom(accounts).Draw(t, "from"), rapid.SampledFrom(accounts).Draw(t, "to")
			if err := b.Post(Entry{No: b.Len() + 1, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Lines: []Line{{x, a}, {y, -a}}}); err != nil {
				t.Fatal(err)
			}
		}
		var sum money.Amount
		for account, balance := range b.Trial() {
			sum += balance
			var lines money.Amount
			for _, e := range b.Entries() {
				for _, l := range e.Lines {
					if l.Account == account {
						lines += l.Amount
					}
				}
			}
			if lines != balance {
				t.Fatalf("%s: balance %d, lines %d", account, balance, lines)
			}
		}
		if sum != 0 {
			t.Fatalf("the trial balance is %d", sum)
		}
		one, two := b.Clone(), b.Clone()
		for amount, book := range map[money.Amount]*Book{1: one, 2: two, 3: b} {
			if err := book.Post(Entry{No: book.Len() + 1, Kind: Sale, Lines: []Line{{cash, amount}, {PrizePool, -amount}}}); err != nil {
				t.Fatal(err)
			}
		}
		for amount, book := range map[money.Amount]*Book{1: one, 2: two, 3: b} {
			if e, _ := book.Entry(book.Len()); e.Lines[0].Amount != amount {
				t.Fatalf("the last entry is %d, want %d", e.Lines[0].Amount, amount)
			}
		}
	})
}

func codeOf(err error) string {
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return r.Code
	}
	return ""
}
