package script

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"felt/internal/poker/blinds"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

// Club reads a club night of testdata/club-nights: who bought in, who went out by
// whom, and the clock.
//
// What the club's software called a rebuy is sold to a player who is out, seconds
// after; that is a re-entry here, in the seat he had. Seats are known at the start
// and at each bust; how players moved in between is not recorded, so a player is
// moved just before his bust where his seat is another and free by then. The
// prizes were set by hand and are not part of the night.
func Club(recording []byte) (Night, error) {
	var doc clubNight
	if err := json.Unmarshal(recording, &doc); err != nil {
		return Night{}, fmt.Errorf("read the club night: %w", err)
	}
	start, err := time.Parse(time.DateOnly, doc.Date)
	if err != nil {
		return Night{}, fmt.Errorf("read the club night: %w", err)
	}
	start = start.Add(18 * time.Hour) // the hour is not recorded
	r := clubReader{who: newWho(), ids: map[string]tournament.PlayerID{}, seats: map[string]seating.Place{}, taken: map[seating.Place]string{}, starting: map[string]seating.Place{}}
	n := Night{Name: doc.League + ", " + doc.Date}
	if n.Config, err = doc.config(); err != nil {
		return Night{}, fmt.Errorf("read the club night: %w", err)
	}
	at := start.Add(-2 * time.Hour)
	n.Steps = append(n.Steps, Step{At: at, Command: tournament.Create{Config: n.Config}})
	tables := 0
	for _, s := range doc.Seats {
		place, err := placeOf(s.Table, s.Seat)
		if err != nil {
			return Night{}, fmt.Errorf("read the club night: %w", err)
		}
		r.starting[s.Player] = place
		for ; tables < place.Table; tables++ {
			n.Steps = append(n.Steps, Step{At: at, Command: tournament.OpenTable{Table: tables + 1}})
		}
	}
	for i, e := range doc.Timeline {
		commands, skip, err := r.read(e, n.Config)
		if err != nil {
			return Night{}, fmt.Errorf("read the club night, line %d (%s): %w", i+1, e.Type, err)
		}
		if skip != "" {
			n.Skipped = append(n.Skipped, Skipped{i + 1, e.Type, skip})
		}
		for _, c := range commands {
			n.Steps = append(n.Steps, Step{Line: i + 1, At: start.Add(time.Duration(e.T) * time.Second), Command: c})
		}
	}
	n.Players = r.players
	return n, nil
}

// clubNight is the recording's own shape.
type clubNight struct {
	League   string `json:"league"`
	Date     string `json:"date"`
	Settings struct {
		LastRebuy int          `json:"rebuy_last_round"`
		Rounding  money.Amount `json:"prize_rounding"`
	} `json:"settings"`
	Structure []struct {
		Type    string `json:"type"`
		Small   int64  `json:"sb"`
		Big     int64  `json:"bb"`
		Ante    int64  `json:"ante"`
		Minutes int    `json:"minutes"`
	} `json:"structure"`
	Seats []struct {
		Table  string `json:"table"`
		Seat   int    `json:"seat"`
		Player string `json:"player"`
	} `json:"starting_seats"`
	Timeline []clubEvent `json:"timeline"`
}

type clubEvent struct {
	T      int64        `json:"t"` // seconds from the start
	Type   string       `json:"type"`
	Player string       `json:"player"`
	Amount money.Amount `json:"amount"`
	Chips  int64        `json:"chips"`
	By     []string     `json:"by"`
	Seat   struct {
		Table string `json:"table"`
		Seat  int    `json:"seat"`
	} `json:"seat"`
	Text string `json:"text"`
}

// ore is the minor units of the krona the clubs play for.
const ore = 100

// config takes the prices from what was sold. The ante's kind is not recorded: a
// line's ante of less than the big blind was everybody's in this club's software.
func (d clubNight) config() (tournament.Config, error) {
	c := tournament.Config{
		Currency: "SEK", Methods: []tournament.Method{"cash"}, SeatsPerTable: 9,
		Payouts: payout.Plan{Rows: []payout.Row{{Place: 1, To: 1, Share: payout.Whole}}, RoundTo: d.Settings.Rounding * ore},
		Seating: tournament.SeatingPolicy{HaltAt: 3, MaxDifference: 1, MaxDifferenceFewTables: 1, FewTables: 4},
		Ranking: tournament.Ranking{SimultaneousAtTables: "tie"},
	}
	for _, e := range d.Timeline {
		o := tournament.Offer{Pool: e.Amount * ore, Chips: e.Chips}
		switch e.Type {
		case "buy_in":
			c.BuyIn = o
		case "rebuy":
			c.ReEntry = &o
		}
	}
	level := 0
	for i, row := range d.Structure {
		item := blinds.Item{Break: row.Type == "break", Small: row.Small, Big: row.Big, Ante: row.Ante, Minutes: row.Minutes}
		if row.Ante > 0 {
			item.AnteKind = blinds.AntePerPlayer
		}
		if !item.Break {
			level++
			item.ClosesRegistration = level == d.Settings.LastRebuy+1
		}
		if item.Minutes == 0 {
			return c, fmt.Errorf("line %d of the structure has no length", i+1)
		}
		c.Structure.Items = append(c.Structure.Items, item)
	}
	c.Structure = c.Structure.Normalize()
	return c, nil
}

func placeOf(table string, seat int) (seating.Place, error) {
	number, err := strconv.Atoi(strings.TrimPrefix(table, "Table "))
	if err != nil {
		return seating.Place{}, fmt.Errorf("%q is no table", table)
	}
	return seating.Place{Table: number, Seat: seat}, nil
}
