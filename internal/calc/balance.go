package calc

import (
	"fmt"
	"slices"

	"felt/internal/poker/refusal"
	"felt/internal/poker/seating"
)

type balanceIn struct {
	Tables        []balanceTable `json:"tables"`
	HaltAt        *int           `json:"halt_at"`        // players short of the fullest at which a table stops
	MaxDifference *int           `json:"max_difference"` // players the fullest may have more than the shortest
	BreakOrder    []int          `json:"break_order"`    // optional: highest number first
}

type balanceTable struct {
	Table      int   `json:"table"`
	Seats      int   `json:"seats"`
	Occupied   []int `json:"occupied"`
	Button     *int  `json:"button"` // this and the blinds: seats of the hand just finished, optional
	SmallBlind *int  `json:"small_blind"`
	BigBlind   *int  `json:"big_blind"`
}

type balanceOut struct {
	Moves []balanceMove `json:"moves"` // in the order to make them
	Halts []balanceHalt `json:"halts"` // by table number
	Break *balanceBreak `json:"break"` // null where none is due
}

type balanceMove struct {
	From seating.Place `json:"from"`
	To   seating.Place `json:"to"`
	Rule string        `json:"rule"`
	Why  string        `json:"why"`
}

type balanceHalt struct {
	Table int    `json:"table"`
	When  string `json:"when"`
	Rule  string `json:"rule"`
	Why   string `json:"why"`
}

type balanceBreak struct {
	Table int    `json:"table"`
	Why   string `json:"why"`
}

// balance takes registration as closed, no spare seats, and leaves the final
// table to the director: its input says nothing of them.
func balance(in balanceIn) (balanceOut, error) {
	tables, policy, err := in.read()
	if err != nil {
		return balanceOut{}, err
	}
	if err := seating.Check(tables); err != nil {
		return balanceOut{}, err
	}
	advice := seating.Advise(tables, policy)
	out := balanceOut{Moves: []balanceMove{}, Halts: []balanceHalt{}}
	for _, m := range advice.Moves {
		out.Moves = append(out.Moves, balanceMove{m.From, m.To, m.Rule, m.Why.English()})
	}
	for _, h := range advice.Halts {
		out.Halts = append(out.Halts, balanceHalt{h.Table, h.When, h.Rule, h.Why.English()})
	}
	if b := advice.Break; b != nil {
		out.Break = &balanceBreak{b.Table, b.Why.English()}
	}
	return out, nil
}

func (in balanceIn) read() ([]seating.Table, seating.Policy, error) {
	switch {
	case in.Tables == nil:
		return nil, seating.Policy{}, missing("tables")
	case in.HaltAt == nil:
		return nil, seating.Policy{}, missing("halt_at")
	case in.MaxDifference == nil:
		return nil, seating.Policy{}, missing("max_difference")
	case *in.HaltAt < 1:
		return nil, seating.Policy{}, refusal.New("too_small", "A table cannot stop for being %d short; halt_at is 1 or more.", *in.HaltAt).At("halt_at")
	case *in.MaxDifference < 1:
		return nil, seating.Policy{}, refusal.New("too_small", "Tables cannot always be closer than 1; max_difference is 1 or more.").At("max_difference")
	}
	listed := make(map[int]bool, len(in.BreakOrder))
	for i, number := range in.BreakOrder {
		if listed[number] {
			return nil, seating.Policy{}, refusal.New(seating.TableTwice, "Table %d is in the break order twice.", number).At("break_order[%d]", i)
		}
		listed[number] = true
	}
	tables := make([]seating.Table, len(in.Tables))
	for i, t := range in.Tables {
		if t.Occupied == nil {
			return nil, seating.Policy{}, missing(fmt.Sprintf("tables[%d].occupied", i))
		}
		tables[i] = seating.Table{Number: t.Table, Seats: t.Seats, Occupied: slices.Sorted(slices.Values(t.Occupied))}
		for _, p := range []struct {
			field string
			told  *int
			seat  *int
		}{
			{"button", t.Button, &tables[i].Button},
			{"small_blind", t.SmallBlind, &tables[i].SmallBlind},
			{"big_blind", t.BigBlind, &tables[i].BigBlind},
		} {
			if p.told == nil {
				continue
			}
			if *p.told < 1 {
				return nil, seating.Policy{}, refusal.New(seating.SeatNotThere, "Table %d has no seat %d; leave %s out where it is not known.", t.Table, *p.told, p.field).
					At("tables[%d].%s", i, p.field)
			}
			*p.seat = *p.told
		}
	}
	return tables, seating.Policy{
		RuleSet: seating.TDA2024, HaltAt: *in.HaltAt,
		MaxDifference: *in.MaxDifference, MaxDifferenceFewTables: *in.MaxDifference,
		BreakOrder: in.BreakOrder, BreakAllowed: true,
	}, nil
}

func missing(field string) error {
	return refusal.New("missing_field", "The field %s is missing.", field).At("%s", field)
}
