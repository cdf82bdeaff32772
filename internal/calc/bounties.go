package calc

import (
	"felt/internal/poker/bounty"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"
)

type pkoIn struct {
	Start     *money.Amount  `json:"start"`
	CashShare *payout.Factor `json:"cash_share"` // 0.5: half of a head is cash
	Knockouts []knockout     `json:"knockouts"`  // in order
}

type knockout struct {
	Out string   `json:"out"`
	By  []string `json:"by"` // several share the head; from the left of the button
}

type pkoOut struct {
	Cash  map[string]money.Amount `json:"cash"`  // of everyone who took a head
	Heads map[string]money.Amount `json:"heads"` // of everyone named and still in
}

func pko(in pkoIn) (pkoOut, error) {
	switch {
	case in.Start == nil:
		return pkoOut{}, missing("start")
	case in.CashShare == nil:
		return pkoOut{}, missing("cash_share")
	case in.Knockouts == nil:
		return pkoOut{}, missing("knockouts")
	}
	if *in.CashShare > 1_000_000_000 {
		return pkoOut{}, refusal.New("bounty_share", "Between none and all of a head is paid in cash: 0 to 1.").At("cash_share")
	}
	heads, err := bounty.NewHeads(*in.Start, payout.Share(*in.CashShare)*100)
	if err != nil {
		return pkoOut{}, err
	}
	out := pkoOut{Cash: map[string]money.Amount{}, Heads: map[string]money.Amount{}}
	for _, k := range in.Knockouts {
		if err := heads.KnockOut(k.Out, k.By...); err != nil {
			return pkoOut{}, err
		}
		for _, winner := range k.By {
			out.Cash[winner] = heads.Cash(winner)
		}
	}
	for _, name := range heads.Named() {
		if !heads.Out(name) {
			out.Heads[name] = heads.Head(name)
		}
	}
	return out, nil
}

type satelliteIn struct {
	Pool      *money.Amount `json:"pool"`
	SeatValue *money.Amount `json:"seat_value"`
}

type satelliteOut struct {
	Seats     int64        `json:"seats"`
	Remainder money.Amount `json:"remainder"` // cash for the next place
}

func satellite(in satelliteIn) (satelliteOut, error) {
	switch {
	case in.Pool == nil:
		return satelliteOut{}, missing("pool")
	case in.SeatValue == nil:
		return satelliteOut{}, missing("seat_value")
	}
	seats, remainder, err := bounty.Seats(*in.Pool, *in.SeatValue)
	return satelliteOut{seats, remainder}, err
}
