package calc

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestTheAnswersAreExactlyInTheDocumentedShape(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"icm", `{"stacks":[50,30,20],"prizes":[7000,3000]}`,
			`{"values":[4518,3225,2257],"finish":[[0.5,0.339286],[0.3,0.375],[0.2,0.285714]]}`},
		{"chop", `{"method":"chip","stacks":[10000,5000],"prizes":[10500,4500],"reserve":0,"round_to":1}`,
			`{"values":[8500,6500],"reserve":0,"warnings":[]}`},
		{"payout", `{"pool":1000000,"entries":100,"table":"online-to-5","round_to":100}`,
			`{"payouts":[{"place":1,"to":1,"amount":300000},{"place":2,"to":2,"amount":200000},{"place":3,"to":3,"amount":119000},{"place":4,"to":4,"amount":89000},` +
				`{"place":5,"to":5,"amount":70000},{"place":6,"to":6,"amount":58000},{"place":7,"to":7,"amount":46000},{"place":8,"to":8,"amount":36000},{"place":9,"to":9,"amount":26000},{"place":10,"to":13,"amount":14000}]}`},
		{"chiprace", `{"odd":[{"seat":1,"chips":3,"last":false},{"seat":2,"chips":1}],"from":25,"to":100,"remainder":"half_up","cards":["2c","3c","4c","As"]}`,
			`{"new_chips":1,"awarded":[{"seat":1,"chips":0,"card":"4c"},{"seat":2,"chips":1,"won":true,"card":"As"}],"removed":100,"added":100}`},
		{"balance", `{"tables":[{"table":1,"seats":2,"occupied":[1]}],"halt_at":3,"max_difference":1}`,
			`{"moves":[],"halts":[],"break":null}`},
	} {
		out, refused := Run(c.name, []byte(c.in))
		if refused != nil || string(out) != c.want {
			t.Errorf("%s: %s, %v", c.name, out, refused)
		}
	}
}

func TestBadInputIsRefusedWithItsReason(t *testing.T) {
	for _, c := range []struct {
		name, in string
		status   int
		code     string
		field    string
	}{
		{"roulette", `{}`, 404, "unknown_calculator", ""},
		{"icm", ``, 400, "bad_json", ""},
		{"icm", `{`, 400, "bad_json", ""},
		{"icm", `nonsense`, 400, "bad_json", ""},
		{"icm", `[]`, 400, "wrong_type", ""},
		{"icm", `7`, 400, "wrong_type", ""},
		{"icm", `null`, 400, "null", ""},
		{"icm", `{"stacks":[1],"prizes":[1],"rake":1}`, 400, "unknown_field", "rake"},
		{"icm", `{"Stacks":[1],"prizes":[1]}`, 400, "unknown_field", "Stacks"},
		{"icm", `{"stacks":[1],"stacks":[2],"prizes":[1]}`, 400, "field_twice", "stacks"},
		{"icm", `{"stacks":[1],"prizes":[1]} {}`, 400, "trailing_data", ""},
		{"icm", `{"stacks":[1],"prizes":[1]}]`, 400, "trailing_data", ""},
		{"icm", `{"stacks":null,"prizes":[1]}`, 400, "null", "stacks"},
		{"icm", `{"stacks":[[1]],"prizes":[1]}`, 400, "wrong_type", "stacks[0]"},
		{"icm", `{"stacks":{"a":1},"prizes":[1]}`, 400, "wrong_type", "stacks"},
		{"icm", `{"stacks":["1"],"prizes":[1]}`, 400, "wrong_type", "stacks"},
		{"icm", `{"stacks":[1.5],"prizes":[1]}`, 400, "wrong_type", "stacks"},
		{"icm", `{"stacks":[99999999999999999999],"prizes":[1]}`, 400, "wrong_type", "stacks"},
		{"icm", `{}`, 422, "players_out_of_range", "stacks"},
		{"icm", `{"stacks":[1]}`, 422, "no_prizes", "prizes"},
		{"icm", strings.Repeat(" ", MaxInput+1), 413, "too_large", ""},
		{"chop", `{"stacks":[1,1],"prizes":[1,1]}`, 422, "method_unknown", "method"},
		{"chop", `{"method":1,"stacks":[1,1],"prizes":[1,1]}`, 400, "wrong_type", "method"},
		{"payout", `{"entries":3,"table":"home"}`, 422, "missing_field", "pool"},
		{"payout", `{"pool":100,"table":"home"}`, 422, "missing_field", "entries"},
		{"payout", `{"pool":100,"entries":30,"method":"geometric","places":3}`, 422, "missing_field", "ratio"},
		{"payout", `{"pool":100,"entries":30,"method":"fibonacci"}`, 422, "method_unknown", "method"},
		{"payout", `{"pool":100,"entries":30,"table":"home","ratio":0.5}`, 422, "field_out_of_place", "ratio"},
		{"payout", `{"pool":100,"entries":30,"table":"home","percentages":[100]}`, 422, "sharing_twice", ""},
		{"payout", `{"pool":100,"entries":30}`, 422, "sharing_missing", ""},
		{"payout", `{"pool":-1,"entries":30,"table":"home"}`, 422, "amount_out_of_range", "pool"},
		{"payout", `{"pool":100,"entries":30,"percentages":["100"]}`, 400, "bad_value", ""},
		{"payout", `{"pool":100,"entries":30,"percentages":[1e400]}`, 400, "bad_value", ""},
		{"payout", `{"pool":100,"entries":30,"percentages":[60,30]}`, 422, "shares_incomplete", "percentages"},
		{"payout", `{"pool":100,"entries":30,"percentages":[30,70]}`, 422, "shares_rise", "percentages[1]"},
		{"payout", `{"pool":100,"entries":-5,"table":"home"}`, 422, "field_outside_table", "entries"},
	} {
		out, refused := Run(c.name, []byte(c.in))
		if refused == nil {
			t.Errorf("%s %.60s: accepted, %s", c.name, c.in, out)
			continue
		}
		if out != nil || refused.Status != c.status || refused.Code != c.code || refused.Field != c.field || refused.Detail == "" || refused.Title == "" || refused.Type == "" {
			t.Errorf("%s %.60s: %s", c.name, c.in, refused.JSON())
		}
	}
}

// FuzzRun holds that no input makes a calculator panic, and that it gives either
// one JSON object or one problem.
func FuzzRun(f *testing.F) {
	for _, in := range []string{
		`{"stacks":[50,30,20],"prizes":[7000,3000]}`,
		`{"method":"icm","stacks":[50,30,20],"prizes":[7000,3000],"reserve":500,"round_to":50}`,
		`{"method":"chip","stacks":[9223372036854775807,1],"prizes":[1000000000000000,1],"round_to":1000000000000000}`,
		`{"pool":5285000,"entries":86,"percentages":[60,39.5,0.5],"round_to":5000,"rounding":"nearest","minimum":100}`,
		`{"pool":5285000,"entries":86,"method":"geometric","places":9,"ratio":0.000000001,"slowing":1,"minimum":9223372036854775807}`,
		`{"tables":[{"table":1,"seats":9,"occupied":[1,2,4],"button":2,"small_blind":4,"big_blind":1},{"table":2,"seats":9,"occupied":[1,2,3,4,5,6]}],"halt_at":3,"max_difference":1,"break_order":[2,1]}`,
		`{"players":66,"start_stack":25000,"hours":8,"level_minutes":20,"chips":[100,500,1000,5000,25000],"expected_chips":2950000}`,
		`{"stacks":null}`, `[`, `{"a":{"b":[{}]}}`, "\xff", `{"":1}`,
	} {
		for i := range Names() {
			f.Add(i, []byte(in))
		}
	}
	f.Fuzz(func(t *testing.T, which int, in []byte) {
		names := Names()
		name := names[uint(which)%uint(len(names))]
		out, refused := Run(name, in)
		if (out == nil) == (refused == nil) {
			t.Fatalf("%s: both or neither of %s and %v", name, out, refused)
		}
		if refused != nil {
			if refused.Code == "" || refused.Detail == "" || !slices.Contains([]int{400, 413, 422}, refused.Status) {
				t.Fatalf("%s: %s", name, refused.JSON())
			}
			return
		}
		if !json.Valid(out) || out[0] != '{' {
			t.Fatalf("%s: %s", name, out)
		}
	})
}
