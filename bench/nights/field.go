package nights

import (
	"fmt"

	"felt/internal/poker/payout"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

// Fields of two tournaments that were played: the WSOP Main Event of 2024 and the
// Big 50 of 2019.
const (
	MainEvent = 10_112
	Big50     = 28_371
)

// Field is the history of a tournament of so many entries, all bought in and
// seated nine to a table, of whom the first ones are out, a bust an action.
func Field(entries, out int) []tournament.Record {
	c := pokertest.House()
	c.Seating.RedrawAt = nil
	c.Payouts = payout.Plan{Curve: &payout.Curve{Places: entries * 15 / 100, Ratio: 999_000_000}, RoundTo: 100, Rounding: payout.Down}
	var records []tournament.Record
	action := 0
	add := func(events ...tournament.Event) {
		action++
		for _, e := range events {
			records = append(records, tournament.Record{Meta: tournament.Meta{Seq: int64(len(records) + 1), Action: fmt.Sprint("a", action), At: int64(action)}, Event: e})
		}
	}
	tables := (entries + 8) / 9
	place := func(i int) tournament.Place { return tournament.Place{Table: i%tables + 1, Seat: i/tables + 1} }
	add(tournament.Created{Config: c})
	for t := range tables {
		add(tournament.TableOpened{Table: t + 1, Seats: 9})
	}
	for i := range entries {
		no := tournament.EntryNo(i + 1)
		add(tournament.EntryBought{Entry: no, Player: tournament.PlayerID(fmt.Sprint("p", no)), Kind: "buy_in",
			Sale: tournament.Sale{Row: tournament.RowNo(no), Method: "cash", Pool: 45_000, Fee: 5_000, Chips: 50_000}},
			tournament.EntrySeated{Entry: no, Place: place(i)})
	}
	clock := tournament.Fold(records[:1]).Clock
	started, err := clock.Start(c.Structure, 0)
	if err != nil {
		panic(err) // the structure above has levels
	}
	paused, err := started.Pause(c.Structure, 0)
	if err != nil {
		panic(err)
	}
	add(tournament.ClockStarted{ClockFact: tournament.ClockFact{Clock: started}})
	add(tournament.ClockPaused{ClockFact: tournament.ClockFact{Clock: paused}})
	add(tournament.RegistrationClosed{})
	for i := range out {
		no := tournament.EntryNo(i + 1)
		add(tournament.Busted{Entry: no, By: []tournament.EntryNo{tournament.EntryNo(entries)}, Hand: fmt.Sprint("a", action+1), Place: place(i)})
	}
	return records
}
