package tournament_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"felt/internal/event"
	"felt/internal/poker/audit"
	"felt/internal/poker/money"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "record the golden nights anew")

const nights = "../../../testdata/nights/"

// goldenNights are whole recorded nights. What is wanted of each is checked when
// it is replayed, so that a recording cannot lose what it was made for.
var goldenNights = map[string]struct {
	style pokertest.Style
	is    func(night) bool
}{
	"freezeout": {pokertest.Style{Players: 22, SeatsPerTable: 9, Undos: 40}, func(n night) bool {
		return n.count["EntryBought"] >= 22 && n.again == 0 && n.count["TableBroken"] >= 1 && n.count["DealMade"] == 0
	}},
	"re-entry": {pokertest.Style{Players: 16, SeatsPerTable: 8, ReEntry: true, Guarantee: 3_000_00, Undos: 40}, func(n night) bool {
		return n.again >= 4 && n.count["Undone"] >= 1
	}},
	"rebuy-add-on": {pokertest.Style{Players: 14, SeatsPerTable: 8, Rebuy: true, AddOn: true, Withhold: 300, Undos: 40, Corrections: true}, func(n night) bool {
		return n.count["Rebought"] >= 3 && n.count["AddedOn"] >= 3 && n.count["SaleReversed"] >= 1 && n.count["SaleSettled"] >= 1
	}},
	"short-handed-redraws": {pokertest.Style{Players: 17, SeatsPerTable: 6, RedrawAt: []int{12, 7}, Undos: 40}, func(n night) bool {
		return n.count["Redrawn"] >= 2
	}},
	"chop": {pokertest.Style{Players: 18, SeatsPerTable: 9, Bounty: 25_00, House: 77_77, Deal: true, Undos: 40}, func(n night) bool {
		return n.count["DealMade"] == 1
	}},
	"twenty-undos": {pokertest.Style{Players: 18, SeatsPerTable: 6, ReEntry: true, Rebuy: true, Stacks: true, Deal: true, Undos: 4, Corrections: true}, func(n night) bool {
		return n.count["Undone"] == 20
	}},
}

type night struct {
	records []tournament.Record
	count   map[string]int // standing or not
	again   int            // re-entries
}

func nightOf(records []tournament.Record) night {
	n := night{records: records, count: map[string]int{}}
	for _, r := range records {
		n.count[strings.TrimPrefix(fmt.Sprintf("%T", r.Event), "tournament.")]++
		if e, is := r.Event.(tournament.EntryBought); is && e.Kind == "re_entry" {
			n.again++
		}
	}
	return n
}

func TestRecordedNightsAreReplayed(t *testing.T) {
	names := event.Names()
	for name, golden := range goldenNights {
		t.Run(name, func(t *testing.T) {
			events, expected := filepath.Join(nights, name+".events.jsonl"), filepath.Join(nights, name+".expected.txt")
			if *update {
				n := recordNight(t, golden.style, golden.is)
				write(t, events, storedLines(t, names, n.records))
				write(t, expected, []byte(shown(t, n.records)))
			}
			records := readLines(t, names, events)
			if !golden.is(nightOf(records)) {
				t.Error("the recording is not the kind of night that its name says")
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(shown(t, records), "\n")); diff != "" {
				t.Errorf("the night comes out otherwise (-want +got):\n%s", diff)
			}
			if c := audit.Against(records, tournament.Fold(records)).Failed(); c != nil {
				t.Errorf("the auditor: %s: %s", c.Name, c.Detail)
			}
			recorded, err := os.ReadFile(events)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(recorded, storedLines(t, names, records)) {
				t.Error("the events are not written as they were recorded")
			}
		})
	}
}

// recordNight plays nights of the style until one has what is wanted.
func recordNight(t *testing.T, style pokertest.Style, is func(night) bool) night {
	t.Helper()
	for seed := uint64(1); seed < 5000; seed++ {
		n, err := pokertest.Generate(pokertest.Seeded(seed), style, nil)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := nightOf(n.Records); is(got) {
			return got
		}
	}
	t.Fatal("no night of this style")
	return night{}
}

// line is an event as it is recorded.
type line struct {
	Seq    int64           `json:"seq"`
	Action string          `json:"action"`
	At     int64           `json:"at"`
	Name   string          `json:"name"`
	Data   json.RawMessage `json:"data"`
}

func storedLines(t *testing.T, names *event.Registry, records []tournament.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, r := range records {
		name, data, err := names.Encode(r.Event)
		if err != nil {
			t.Fatal(err)
		}
		row, err := json.Marshal(line{r.Seq, r.Action, r.At, name, data})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(row, '\n'))
	}
	return out.Bytes()
}

func readLines(t *testing.T, names *event.Registry, file string) (records []tournament.Record) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		payload, err := names.Decode(l.Name, l.Data)
		if err != nil {
			t.Fatal(err)
		}
		e, known := payload.(tournament.Event)
		if !known {
			t.Fatalf("%s: no event of a tournament", l.Name)
		}
		records = append(records, tournament.Record{Meta: tournament.Meta{Seq: l.Seq, Action: l.Action, At: l.At}, Event: e})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return records
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown is what a night came to: standings, payouts, the seats at its turns, and
// the till.
func shown(t *testing.T, records []tournament.Record) string {
	t.Helper()
	s := tournament.Fold(records)
	var out strings.Builder
	section := func(name string) { fmt.Fprintf(&out, "\n# %s\n", name) }
	fmt.Fprintf(&out, "%d entries, %d players, %d chips in play, pool %d, overlay %d\n", s.Sold.Entries, s.People, s.ChipsInPlay(), s.Pool().Total, s.Pool().Overlay)
	section("standings")
	for _, x := range s.Standings() {
		e := s.Entry(x.Entry)
		fmt.Fprintf(&out, "%d-%d %s entry %d, %d knocked out\n", x.Place, x.To, e.Player, x.Entry, e.Knocked)
	}
	section("payouts")
	for _, d := range s.Payouts() {
		fmt.Fprintf(&out, "%s due %d paid %d\n", s.Entry(d.Entry).Player, d.Due, s.PaidTo(d.Entry))
	}
	section("drawers")
	for _, m := range append(slices.Clone(s.Config.Methods), tournament.Receivable) {
		fmt.Fprintf(&out, "%s %d\n", m, s.Drawers()[m])
	}
	for _, d := range s.Withheld() {
		fmt.Fprintf(&out, "withheld for %s %d\n", d.Kind, d.Amount)
	}
	section("ledger")
	for _, r := range s.Rows {
		fmt.Fprintf(&out, "%d %s entry %d %s %+d pool %+d prize %+d", r.No, r.Kind, r.Entry, r.Method, r.Taken, r.Pool, r.Prize)
		if r.Of != 0 {
			fmt.Fprintf(&out, " of %d %s", r.Of, r.How)
		}
		if r.ReversedBy != 0 {
			fmt.Fprintf(&out, " (taken back by %d)", r.ReversedBy)
		}
		out.WriteByte('\n')
	}
	for i, r := range records {
		switch e := r.Event.(type) {
		case tournament.ClockStarted:
			section(fmt.Sprintf("seats when the clock started, event %d", r.Seq))
		case tournament.TableBroken:
			section(fmt.Sprintf("seats after table %d broke, event %d", e.Table, r.Seq))
		case tournament.Redrawn:
			section(fmt.Sprintf("seats after a redraw, event %d", r.Seq))
		case tournament.Undone:
			section(fmt.Sprintf("seats after action %s was undone, event %d", e.Action, r.Seq))
		default:
			continue
		}
		then := tournament.Fold(records[:i+1])
		for k := range then.Tables {
			fmt.Fprintf(&out, "table %d:", then.Tables[k].Number)
			for seat, no := range then.Tables[k].Seats {
				if no != 0 {
					fmt.Fprintf(&out, " %d=%s", seat+1, then.Entry(no).Player)
				}
			}
			out.WriteByte('\n')
		}
	}
	var due money.Amount
	for _, d := range s.Payouts() {
		due += d.Due
	}
	if due != s.Pool().Total {
		t.Errorf("%d is due of a pool of %d", due, s.Pool().Total)
	}
	return out.String()
}
