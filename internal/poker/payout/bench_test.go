package payout

import "testing"

// The field of the WSOP Big 50 of 2019: 28,371 entries, about 4,300 places paid.
func BenchmarkPrizesOf28371Entries(b *testing.B) {
	rows := make([]Row, 4300)
	for i := range rows {
		rows[i] = Row{Place: i + 1, To: i + 1, Share: Whole / 4300}
	}
	rows[0].Share += Whole - Whole/4300*4300
	field := Field{Entries: 28371, Players: 28371}
	for name, plan := range map[string]Plan{
		"rows":  {Rows: rows, Minimum: 75000, RoundTo: 100},
		"curve": {Curve: &Curve{Places: 4300, Ratio: 900_000_000, Slowing: 50_000_000}, RoundTo: 100},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := plan.Prizes(1_350_456_000, field); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
