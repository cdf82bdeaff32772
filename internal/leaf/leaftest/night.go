package leaftest

import (
	"encoding/json"
	"fmt"
	"net/http"

	"felt/internal/leaf/floor"
	"felt/internal/poker/blinds"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
	"felt/internal/problem"
)

// Rules of a tournament with everything on offer: re-entry, rebuys, an add-on in
// the first break, three places paid.
func Rules() tournament.Config {
	buy := tournament.Offer{Pool: 20_000, Fee: 2_000, Chips: 10_000}
	return tournament.Config{
		Currency: "DKK", BuyIn: buy, ReEntry: &buy,
		Rebuy:   &tournament.Offer{Pool: 20_000, Chips: 10_000, LimitPerPlayer: 2},
		AddOn:   &tournament.Offer{Pool: 10_000, Chips: 15_000, LimitPerPlayer: 1},
		Methods: []tournament.Method{"cash", "card"},
		Structure: blinds.Structure{Items: []blinds.Item{
			{Small: 50, Big: 100, Minutes: 20}, {Small: 100, Big: 200, Minutes: 20},
			{Break: true, Minutes: 10, AddOn: true},
			{Small: 200, Big: 400, Minutes: 20}, {Small: 400, Big: 800, Minutes: 20}, {Small: 800, Big: 1600, Minutes: 20},
		}}.Normalize(),
		Payouts:       payout.Plan{RoundTo: 1_000, Rounding: payout.Down, Rows: []payout.Row{{Place: 1, To: 1, Share: payout.Whole / 2}, {Place: 2, To: 2, Share: payout.Whole * 3 / 10}, {Place: 3, To: 3, Share: payout.Whole / 5}}},
		SeatsPerTable: 9,
		Seating:       tournament.SeatingPolicy{Draw: "shortest_tables", HaltAt: 3, MaxDifference: 2, MaxDifferenceFewTables: 1, FewTables: 4, FinalTable: 9},
		Ranking:       tournament.Ranking{SimultaneousAtTables: "tie"},
	}
}

// Create makes a tournament with tables and returns its path,
// "/api/tournaments/…".
func (c *Client) Create(cfg tournament.Config, tables int) string {
	c.t.Helper()
	var done floor.Done
	c.Get(&done, http.MethodPost, "/api/tournaments", map[string]any{"name": "Thursday", "config": cfg, "tables": tables}, "Idempotency-Key: "+Key())
	return "/api/tournaments/" + done.Tournament
}

// Command sends a command that must be taken, with a key of its own.
func (c *Client) Command(path string, body any, headers ...string) floor.Done {
	c.t.Helper()
	var done floor.Done
	r := c.Get(&done, http.MethodPost, path, body, append([]string{"Idempotency-Key: " + Key()}, headers...)...)
	if want := fmt.Sprintf(`"%d"`, done.Version); r.Header.Get("ETag") != want {
		c.t.Fatalf("%s: ETag %s, version %s", path, r.Header.Get("ETag"), want)
	}
	return done
}

// Refused sends a command that must be refused so.
func (c *Client) Refused(status int, code, path string, body any, headers ...string) problem.Problem {
	c.t.Helper()
	p := c.Ask(http.MethodPost, path, body, headers...).Problem(c.t)
	if p.Status != status || p.Code != code {
		c.t.Fatalf("%s was refused with %d %s (%s), want %d %s", path, p.Status, p.Code, p.Detail, status, code)
	}
	return p
}

// Enter sells new players a stack each, drawing their seats, and returns the
// number of the first entry.
func (c *Client) Enter(night string, players int) tournament.EntryNo {
	c.t.Helper()
	first := tournament.EntryNo(0)
	for i := range players {
		done := c.Command(night+"/entries", map[string]any{"new_player": map[string]any{"name": fmt.Sprintf("Player %s %d", Key()[:4], i)}, "method": "cash", "draw": true})
		if first == 0 {
			first = Bought(c, done).Entry
		}
	}
	return first
}

// Bought is the entry that a command sold.
func Bought(c *Client, done floor.Done) (e tournament.EntryBought) {
	c.t.Helper()
	for _, x := range done.Events {
		if x.Name == "entry.bought.v1" {
			if err := json.Unmarshal(x.Data, &e); err != nil {
				c.t.Fatal(err)
			}
		}
	}
	if e.Entry == 0 {
		c.t.Fatalf("nothing was sold: %+v", done)
	}
	return e
}

// Topics of a tournament, as the live connection names them.
func Topics(night string) []string {
	var list []string
	for _, kind := range []string{"desk", "entries", "tables", "log", "ledger", "dues", "room", "seats"} {
		list = append(list, "t/"+night[len("/api/tournaments/"):]+"/"+kind)
	}
	return list
}
