package bounty

import (
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"
)

// Heads is the money on every entry's head and the cash paid for heads.
// Entries need no announcing: whoever is first named has the start bounty on
// his head. The zero Heads is not usable; NewHeads makes one.
type Heads struct {
	start money.Amount
	share payout.Share
	order []string // as first named
	alive map[string]money.Amount
	cash  map[string]money.Amount
	out   map[string]bool
}

// Half is the usual part of a head that is paid in cash.
const Half = payout.Whole / 2

// NewHeads starts with start minor units on every head (1 to money.Max) and
// pays cashShare of a head in cash (0 to payout.Whole; 0 lets heads only grow,
// Whole is a plain bounty).
func NewHeads(start money.Amount, cashShare payout.Share) (*Heads, error) {
	if start < 1 || !start.InRange() {
		return nil, refusal.New("bounty_start", "A bounty is at least one minor unit.").At("start")
	}
	if cashShare < 0 || cashShare > payout.Whole {
		return nil, refusal.New("bounty_share", "Between none and all of a head is paid in cash.").At("cash_share")
	}
	return &Heads{start: start, share: cashShare, alive: map[string]money.Amount{},
		cash: map[string]money.Amount{}, out: map[string]bool{}}, nil
}

// KnockOut pays one head. by is who won the pot with the last chips of the
// player who is out, or the side pot if only that covered him; several share
// the head evenly. They are in the order of the seats from the left of the
// button: odd minor units go to the first. Of each part the cash share is paid,
// rounded down; the rest goes onto the winner's head, so nothing is lost.
func (h *Heads) KnockOut(out string, by ...string) error {
	if err := h.check(out, by); err != nil {
		return err
	}
	h.know(out)
	head := h.alive[out]
	delete(h.alive, out)
	h.out[out] = true
	n := money.Amount(len(by))
	for i, winner := range by {
		h.know(winner)
		part := head / n
		if money.Amount(i) < head%n {
			part++
		}
		cash := h.share.Of(part)
		h.cash[winner] += cash
		h.alive[winner] += part - cash
	}
	return nil
}

func (h *Heads) check(out string, by []string) error {
	switch {
	case out == "":
		return refusal.New("bounty_out", "Say who is out.").At("out")
	case h.out[out]:
		return refusal.New("bounty_out", "%.40s is out already.", out).Mend("A re-entry is an entry of its own, with its own bounty.").At("out")
	case len(by) == 0:
		return refusal.New("bounty_by", "Say who knocked %.40s out.", out).At("by")
	}
	seen := map[string]bool{}
	for i, winner := range by {
		switch {
		case winner == "" || winner == out || seen[winner]:
			return refusal.New("bounty_by", "A head is shared by other players, each named once.").At("by[%d]", i)
		case h.out[winner]:
			return refusal.New("bounty_by", "%.40s is out and takes no bounty.", winner).At("by[%d]", i)
		}
		seen[winner] = true
	}
	// All money there is lies on heads or has been paid: entries · start.
	if most := money.Max / h.start; money.Amount(len(h.order)+1+len(by)) > most {
		return refusal.New("bounty_start", "All bounties together are more than %d minor units.", money.Max).At("start")
	}
	return nil
}

func (h *Heads) know(entry string) {
	if _, alive := h.alive[entry]; alive || h.out[entry] {
		return
	}
	h.order = append(h.order, entry)
	h.alive[entry] = h.start
}

// Head is what is on the head of an entry, 0 if he is out.
func (h *Heads) Head(entry string) money.Amount {
	if head, alive := h.alive[entry]; alive {
		return head
	}
	if h.out[entry] {
		return 0
	}
	return h.start
}

// Cash is what an entry has been paid for heads.
func (h *Heads) Cash(entry string) money.Amount { return h.cash[entry] }

// Out tells whether the entry has been knocked out.
func (h *Heads) Out(entry string) bool { return h.out[entry] }

// Named lists every entry named so far, in the order first named.
func (h *Heads) Named() []string { return append([]string(nil), h.order...) }
