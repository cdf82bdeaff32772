package ledger

import (
	"maps"
	"slices"

	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Book is the ledger of one tournament. The zero value is an empty book.
type Book struct {
	entries  []Entry
	balances map[Account]money.Amount
	reversed map[int]int // entry taken back -> its reversal
}

// Post enters e, which must carry the next number. A reversal must move exactly
// what its entry moved, the other way; only the value may come back by another
// drawer. A sale is reversed as a sale (it was never taken) or as a refund (it was
// given back). An entry is reversed at most once; a reversal can itself be reversed
// (a redo). A refused entry changes nothing.
func (b *Book) Post(e Entry) error {
	if e.No != len(b.entries)+1 {
		return refusal.New("number_out_of_order", "Entry %d comes where %d is next.", e.No, len(b.entries)+1)
	}
	if err := e.check(); err != nil {
		return err
	}
	if e.ReversalOf != 0 {
		if err := b.checkReversal(e); err != nil {
			return err
		}
	}
	after := map[Account]money.Amount{}
	for _, l := range e.Lines {
		before, seen := after[l.Account]
		if !seen {
			before = b.balances[l.Account]
		}
		balance, err := money.Add(before, l.Amount)
		if err != nil {
			return refusal.New("amount_out_of_range", "The account %s cannot hold %d more.", l.Account, l.Amount)
		}
		after[l.Account] = balance
	}
	if b.balances == nil {
		b.balances, b.reversed = map[Account]money.Amount{}, map[int]int{}
	}
	maps.Copy(b.balances, after)
	if e.ReversalOf != 0 {
		b.reversed[e.ReversalOf] = e.No
	}
	e.Lines = slices.Clone(e.Lines)
	b.entries = append(b.entries, e)
	return nil
}

func (b *Book) checkReversal(e Entry) error {
	of, err := b.Entry(e.ReversalOf)
	if err != nil {
		return err
	}
	if by, done := b.reversed[of.No]; done {
		return refusal.New("already_reversed", "Entry %d was already taken back by entry %d.", of.No, by).
			Mend("To bring it back, reverse entry %d.", by)
	}
	if e.Kind != of.Kind && !(e.Kind == Refund && of.Kind == Sale) || !maps.Equal(moved(of.Reversal(0, 0, "").Lines), moved(e.Lines)) {
		return refusal.New("not_the_reversal", "This does not move what entry %d moved, the other way.", of.No)
	}
	return nil
}

// moved adds up the lines by account; all that holds value counts as one.
func moved(lines []Line) map[Account]money.Amount {
	sums := map[Account]money.Amount{}
	for _, l := range lines {
		if l.Account.HoldsValue() {
			l.Account = "value"
		}
		if sums[l.Account] += l.Amount; sums[l.Account] == 0 {
			delete(sums, l.Account)
		}
	}
	return sums
}

// Len is the number of entries.
func (b *Book) Len() int { return len(b.entries) }

// Entry finds an entry by its number. Its lines must not be changed.
func (b *Book) Entry(no int) (Entry, error) {
	if no < 1 || no > len(b.entries) {
		return Entry{}, refusal.New("entry_unknown", "There is no entry %d in the ledger.", no)
	}
	return b.entries[no-1], nil
}

// Entries lists all entries in order. The list must not be changed.
func (b *Book) Entries() []Entry { return b.entries[:len(b.entries):len(b.entries)] }

// ReversedBy is the number of the entry that took this one back, or 0.
func (b *Book) ReversedBy(no int) int { return b.reversed[no] }

// Balance is the sum of all lines of the account, debits positive.
func (b *Book) Balance(a Account) money.Amount { return b.balances[a] }

// Trial is the trial balance: every account that was used with its balance. The
// balances add up to zero.
func (b *Book) Trial() map[Account]money.Amount { return maps.Clone(b.balances) }

// Drawers is what lies in each drawer, by payment method.
func (b *Book) Drawers() map[string]money.Amount {
	drawers := map[string]money.Amount{}
	for a, balance := range b.balances {
		if a.isDrawer() {
			drawers[string(a[len(drawer):])] = balance
		}
	}
	return drawers
}

// Clone is a book that can be posted to without changing this one. It costs the
// number of accounts and reversals; the entries are shared until the first Post.
func (b *Book) Clone() *Book {
	return &Book{entries: b.Entries(), balances: maps.Clone(b.balances), reversed: maps.Clone(b.reversed)}
}
