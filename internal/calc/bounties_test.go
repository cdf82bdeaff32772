package calc

import "testing"

func TestPkoAndSatelliteGiveThePublishedFigures(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"pko", `{"start":1000,"cash_share":0.5,"knockouts":[{"out":"P2","by":["P1"]}]}`,
			`{"cash":{"P1":500},"heads":{"P1":1500}}`},
		{"pko", `{"start":1000,"cash_share":0.5,"knockouts":[{"out":"P2","by":["P1"]},{"out":"P1","by":["P3"]}]}`,
			`{"cash":{"P1":500,"P3":750},"heads":{"P3":1750}}`},
		{"satellite", `{"pool":264000,"seat_value":110000}`, `{"seats":2,"remainder":44000}`},
	} {
		out, refused := Run(c.name, []byte(c.in))
		if refused != nil || string(out) != c.want {
			t.Errorf("%s %s: %s %v, want %s", c.name, c.in, out, refused, c.want)
		}
	}
}

func TestPkoAndSatelliteRefuseWhatCannotBe(t *testing.T) {
	for _, c := range []struct{ name, in, code string }{
		{"pko", `{"cash_share":0.5,"knockouts":[]}`, "missing_field"},
		{"pko", `{"start":1000,"cash_share":1.5,"knockouts":[]}`, "bounty_share"},
		{"pko", `{"start":0,"cash_share":0.5,"knockouts":[]}`, "bounty_start"},
		{"pko", `{"start":1000,"cash_share":0.5,"knockouts":[{"out":"A","by":["A"]}]}`, "bounty_by"},
		{"satellite", `{"pool":1}`, "missing_field"},
		{"satellite", `{"pool":1,"seat_value":0}`, "satellite_seat"},
	} {
		out, refused := Run(c.name, []byte(c.in))
		if refused == nil || refused.Code != c.code {
			t.Errorf("%s %s: %s %v, want %s", c.name, c.in, out, refused, c.code)
		}
	}
}
