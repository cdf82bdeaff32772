package payout

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"felt/internal/poker/refusal"
)

// Table is a published list of shares by size of the field.
type Table struct {
	Name   string
	Source string
	Tiers  []Tier
}

// Tier is the list for fields of From to To entries; To 0 is without end.
type Tier struct {
	From, To int
	Rows     []Row
}

// TableNames lists the published tables in alphabetical order.
func TableNames() []string { return slices.Sorted(maps.Keys(tables)) }

// TableOf finds a published table by its name.
func TableOf(name string) (Table, error) {
	t, ok := tables[name]
	if !ok {
		return Table{}, refusal.New("table_unknown", "There is no payout table %.40q.", name).
			Mend("The tables are %s.", strings.Join(TableNames(), ", ")).At("table")
	}
	return t, nil
}

// Rows is the list for a field of that many entries.
func (t Table) Rows(entries int) ([]Row, error) {
	for _, tier := range t.Tiers {
		if tier.From <= entries && (entries <= tier.To || tier.To == 0) {
			return tier.Rows, nil
		}
	}
	first, last := t.Tiers[0].From, t.Tiers[len(t.Tiers)-1].To
	r := refusal.New("field_outside_table", "The table %s has no list for %d entries.", t.Name, entries).At("entries")
	if last == 0 {
		return nil, r.Mend("It begins at %d entries; choose another table.", first)
	}
	return nil, r.Mend("It is for %d to %d entries; choose another table.", first, last)
}

// tables holds the published tables. A line is "entries: shares from first
// place on", a range "10-13:1.4" gives each of those places that share.
var tables = parseTables(
	"online-to-5", "vegaspoker247.com tourney_payout_structures, buy-in up to $5", `
1-2: 100
3-27: 50 30 20
28-45: 37 22 15 11 8 7
46-65: 30 20 12 10 8 6.5 5.5 4.5 3.5
66-100: 30 20 11.9 8.9 7 5.8 4.6 3.6 2.6 10-13:1.4
101-150: 30 20 11.9 8 6.5 5 3.5 2.6 1.7 10-13:1.4 14-18:1.04
151-200: 27.5 17.5 11.6 8 6 4.5 3.5 2.6 1.7 10-13:1.4 14-18:1.04 19-27:0.7
201-300: 25 15.4 10.5 7 5.5 4.5 3.5 2.55 1.7 10-13:1.3 14-18:0.95 19-27:0.7 28-45:0.45
301-2000: 23 14 9.5 6.5 5.4 4.4 3.4 2.45 1.6 10-13:1.3 14-18:0.95 19-27:0.6 28-45:0.45 46-63:0.35`,
	// In the row 66-100 the source prints 1.7 for 9th place, which makes 99.1; with
	// 2.6 (the 8th and 9th of the row below, moved up) it makes 100.

	"online-over-5", "vegaspoker247.com tourney_payout_structures, buy-in above $5", `
1-8: 100
9-27: 50 30 20
28-45: 40 24 16 12 8
46-100: 30 20 12 10 8 6.5 5.5 4.5 3.5
101-200: 30 20 11.9 8 6.5 5 3.5 2.6 1.7 10-13:1.4 14-18:1.04`,

	// Three places for the first ten entries and one more for every ten
	// (pokertournamentmanager). No list for five places goes with it: the one for
	// 19-27 entries of the table fabulouspoker is used.
	"home", "home game lists by number of places, collected from usba, marqueepoker.com and kiabet", `
1-10: 50 30 20
11-20: 35 28 21 16
21-30: 40 23 16 12 9
31-40: 30 24 18 13 9 6
41-50: 35 25 12.5 10 7.5 5 5
51-60: 27 21 16 12 9 6 5 4
61-70: 30 20 14 10 8 6 5 4 3
71-: 25 20 15 11 9 6 5 4 3 2`,

	"home-3", "home game list, 3 paid", "1-: 50 30 20",
	"home-4", "home game list, 4 paid", "1-: 35 28 21 16",
	"home-6", "home game list, 6 paid", "1-: 30 24 18 13 9 6",
	"home-7", "kiabet, 7 paid, made for 30-40 entries", "1-: 35 25 12.5 10 7.5 5 5",
	"home-8", "home game list, 8 paid", "1-: 27 21 16 12 9 6 5 4",
	"home-9", "marqueepoker.com, 9 paid, made to pay the top 10 %", "1-: 30 20 14 10 8 6 5 4 3",
	"home-10", "USBA, 10 paid", "1-: 25 20 15 11 9 6 5 4 3 2",

	"fabulouspoker", "fabulouspoker.com prize-structures", `
1-12: 50 30 20
13-18: 40 30 20 10
19-27: 40 23 16 12 9
28-36: 33 20 15 11 8 7 6
37-50: 29 18 13 10 8 7 6 5 4
51-66: 26 16.5 12 9.5 8 6.5 5 4 3.5 10-12:3
67-83: 25.5 16 11.5 9 7.5 6 4.5 3.5 3 10-12:2.5 13-15:2
84-117: 25 15.5 11 8.5 7 5.5 4 3 2.5 10-12:2.2 13-15:2 16-18:1.8
118-175: 23 14 10.5 8 6 4.5 3.5 2.9 2.4 10-12:2 13-15:1.7 16-18:1.4 19-27:1.1`,

	"scv-club", "thepokerclubscv.com rules", `
1-10: 60 40
11-15: 50 30 20
16-20: 40 30 20 10
21-: 40 30 15 10 5`,
)

// parseTables reads name, source and lines, three by three. The lists above are
// part of the program: a slip in them stops it at the first start.
func parseTables(texts ...string) map[string]Table {
	all := map[string]Table{}
	for i := 0; i < len(texts); i += 3 {
		t := Table{Name: texts[i], Source: texts[i+1]}
		for line := range strings.Lines(strings.TrimSpace(texts[i+2])) {
			field, shares, _ := strings.Cut(line, ":")
			tier := Tier{}
			tier.From, tier.To = parseRange(field)
			for text := range strings.FieldsSeq(shares) {
				row := Row{Place: len(tier.Rows) + 1, To: len(tier.Rows) + 1}
				if places, each, ok := strings.Cut(text, ":"); ok {
					row.Place, row.To = parseRange(places)
					text = each
				}
				share, err := ParseShare(text)
				if err != nil {
					panic("payout table " + t.Name + ": " + err.Error())
				}
				row.Share = share
				tier.Rows = append(tier.Rows, row)
			}
			if err := checkRows(tier.Rows); err != nil {
				panic("payout table " + t.Name + ", " + field + ": " + err.Error())
			}
			t.Tiers = append(t.Tiers, tier)
		}
		all[t.Name] = t
	}
	return all
}

func parseRange(text string) (from, to int) {
	low, high, _ := strings.Cut(text, "-")
	from, err := strconv.Atoi(low)
	if err != nil {
		panic("payout table range " + text)
	}
	to, _ = strconv.Atoi(high) // empty: without end
	return from, to
}
