package calc

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const eveningWish = `{"players":66,"start_stack":25000,"hours":8,"level_minutes":20,"chips":[100,500,1000,5000,25000],"expected_chips":2950000}`

func TestStructureSuggestsTheEveningInTheAgreedFields(t *testing.T) {
	out, refused := Run("structure", []byte(eveningWish))
	if refused != nil {
		t.Fatal(refused)
	}
	var got struct{ Levels []map[string]any }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"small": 100., "big": 200., "ante": 200., "minutes": 20.}, got.Levels[0]); diff != "" {
		t.Errorf("level 1 (-want +got):\n%s", diff)
	}
	minutes, breaks := 0., 0
	for _, row := range got.Levels {
		minutes += row["minutes"].(float64)
		fields := []string{"ante", "big", "minutes", "small"}
		if row["break"] == true {
			breaks++
			fields = []string{"break", "colour_up", "minutes"}
		}
		if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(row))); diff != "" {
			t.Errorf("%v: the agreed fields are not these (-want +got):\n%s", row, diff)
		}
	}
	if minutes != 480 || breaks == 0 || got.Levels[len(got.Levels)-1]["break"] == true {
		t.Errorf("%v minutes, %d breaks, last %v", minutes, breaks, got.Levels[len(got.Levels)-1])
	}
}

func TestStructureTakesExpectedChipsAsOptionalAndHalfHours(t *testing.T) {
	out, refused := Run("structure", []byte(`{"players":20,"start_stack":10000,"hours":4.5,"level_minutes":15,"chips":[25,100,500,1000]}`))
	if refused != nil {
		t.Fatal(refused)
	}
	var got struct{ Levels []struct{ Minutes int } }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	minutes := 0
	for _, row := range got.Levels {
		minutes += row.Minutes
	}
	if minutes < 243 || minutes > 297 { // four and a half hours, within a tenth
		t.Errorf("%d minutes for 270 wished", minutes)
	}
}

func TestStructureRefusesWhatItCannotMeet(t *testing.T) {
	for code, in := range map[string]string{
		"missing_field":      `{"players":66}`,
		"hours_out_of_range": strings.Replace(eveningWish, `"hours":8`, `"hours":1e300`, 1),
		"time_not_met":       strings.Replace(strings.Replace(eveningWish, `"hours":8`, `"hours":1`, 1), `"level_minutes":20`, `"level_minutes":40`, 1),
		"chips_missing":      strings.Replace(eveningWish, `[100,500,1000,5000,25000]`, `[]`, 1),
		"unknown_field":      strings.Replace(eveningWish, `"players"`, `"first_depth":100,"players"`, 1),
		"wrong_type":         strings.Replace(eveningWish, `"players":66`, `"players":"66"`, 1),
	} {
		out, refused := Run("structure", []byte(in))
		if refused == nil || refused.Code != code {
			t.Errorf("%s: got %v %s", code, refused, out)
		}
	}
}
