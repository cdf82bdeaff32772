package blinds

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sheets = "../../../testdata/structures"

// finding is a warning without its sentence: code, line (from 0), level.
type finding struct {
	Code  Code
	Item  int
	Level int
}

func findings(warnings []Warning) []finding {
	found := []finding{}
	for _, w := range warnings {
		found = append(found, finding{w.Code, w.Item, w.Level})
	}
	return found
}

// Every published sheet, with what its known_inconsistencies say about the
// levels. A trouble that only the paper shows (a number read from another
// column, breaks taken from another year) is not in the file and cannot be
// found; those are named in the comments.
var published = []struct {
	file    string
	variant string
	levels  int
	breaks  int
	want    []finding
}{
	{"wpt-tournament-of-champions-2018.json", "WPT Tournament of Champions, Season XVI, 24 May 2018", 28, 5, []finding{
		{SmallNotHalf, 29, 25}, // 25,000/30,000: part of the misprint
		{BlindsFall, 29, 25},   // "level 25 is printed 25,000-30,000"
		// "the number 75 before MINUTE BREAK": paper
	}},
	{"wsop-main-event-2019-first-levels.json", "WSOP 2019 $10,000 Main Event", 6, 4, []finding{
		{Partial, WholeSheet, 0},
		{BlindsRepeat, 2, 2}, // the ante starts at level 2
		{SmallNotHalf, 4, 3}, {SmallNotHalf, 8, 5},
		// "the break pattern comes from the 2021 event": paper
	}},
	{"live-poker-classic-2025-event11-plo8.json", "Live! Poker Classic 2025 event 11, PLO8", 20, 5, []finding{
		// "small blind is not half the big blind in levels 2, 4, 9, 13"
		{SmallNotHalf, 1, 2}, {SmallNotHalf, 3, 4}, {SmallNotHalf, 10, 9}, {SmallNotHalf, 15, 13},
		{EndsWithBreak, 24, 0},
	}},
	{"orange-city-satellite-packages.json", "Satellite, 5 packages guaranteed", 19, 3, []finding{
		{SmallNotHalf, 0, 1}, {SmallNotHalf, 2, 3},
		{AnteNotBig, 7, 7}, {AnteNotBig, 8, 8}, {AnteNotBig, 10, 9}, // "the ante column slips"
		{BlindsRepeat, 11, 10}, // "level 10 repeats the blinds"
		// "color-up of 500s after level 13 while last needed at level 13": as it should be
	}},
	{"seatoun-club-weekly-bounty.json", "Seatoun weekly bounty", 11, 1, []finding{}},
	{"barpokerseries-at-two-structures.json", "without antes", 16, 4, []finding{}}, // "level 8 needs 100s": they are still there
	{"barpokerseries-at-two-structures.json", "with antes", 19, 4, []finding{
		{BlindsRepeat, 6, 6}, // the ante starts without a change of blinds
		// "the first break gives no length": the file has the 10 minutes of the last column
	}},
	{"home-t100-15-minute-turbo.json", "T100 home tournament, 150 big blinds, 15-minute levels", 20, 3, []finding{
		{BlindsRepeat, 1, 2}, // "level 2 repeats the blinds of level 1"
		{SmallNotHalf, 2, 3},
		// "the last break gives no length": filled in by hand, see the test below
	}},
	{"club-2025-standard-td3.json", "club standard night 2025", 20, 5, []finding{
		{AnteKindNotSaid, WholeSheet, 0}, // "type not stated in the file"
		{BlindsRepeat, 5, 5},             // "level 5 repeats the blinds of level 4"
		// "which chip leaves is not said"
		{ColourUpNotSaid, 7, 0}, {ColourUpNotSaid, 15, 0}, {ColourUpNotSaid, 19, 0},
	}},
	{"wsop-50k-horse-day1-limits.json", "WSOP $50,000 H.O.R.S.E., first day", 23, 0, []finding{
		{BreaksNotPlaced, WholeSheet, 0},
		{ByHands, WholeSheet, 0}, // the second case
		// "antes and bring-ins are not given", "limits go up mid-rotation"
		{BringInMissing, 2, 3}, {RotationRise, 2, 3}, {BringInMissing, 3, 4}, {BringInMissing, 4, 5},
		{BringInMissing, 7, 8}, {RotationRise, 7, 8}, {BringInMissing, 8, 9}, {BringInMissing, 9, 10},
		{BringInMissing, 12, 13}, {RotationRise, 12, 13}, {BringInMissing, 13, 14}, {BringInMissing, 14, 15},
		{BringInMissing, 17, 18}, {RotationRise, 17, 18}, {BringInMissing, 18, 19}, {BringInMissing, 19, 20},
		{BringInMissing, 22, 23}, {RotationRise, 22, 23},
	}},
}

func TestEveryPublishedSheetIsReadWithItsKnownTroubleAndNoOther(t *testing.T) {
	read := 0
	for _, p := range published {
		t.Run(p.file+"/"+p.variant, func(t *testing.T) {
			sheet := sheetNamed(t, p.file, p.variant)
			if got := sheet.Structure.Levels(); got != p.levels {
				t.Errorf("levels: got %d, want %d", got, p.levels)
			}
			if got := len(sheet.Structure.Items) - sheet.Structure.Levels(); got != p.breaks {
				t.Errorf("breaks: got %d, want %d", got, p.breaks)
			}
			if diff := cmp.Diff(p.want, findings(sheet.Warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
		read++
	}
	files, err := filepath.Glob(sheets + "/*.json")
	if err != nil || len(files) != 9 || read != len(files)+1 { // one file has two variants
		t.Errorf("the table has %d sheets for %d files", read, len(files))
	}
}

func TestNumbersAreTakenAsPrinted(t *testing.T) {
	wpt := sheetNamed(t, "wpt-tournament-of-champions-2018.json", "")
	i, _ := wpt.Structure.IndexOfLevel(25)
	want := Item{Level: 25, Small: 25000, Big: 30000, Ante: 5000, AnteKind: AntePerPlayer, Minutes: 60}
	if diff := cmp.Diff(want, wpt.Structure.Items[i]); diff != "" {
		t.Errorf("level 25 (-want +got):\n%s", diff)
	}
	day1, _ := wpt.Structure.IndexOfLevel(10)
	if !wpt.Structure.Items[day1].EndOfDay {
		t.Error("day 1 ends after level 10")
	}
	total := 0
	for _, it := range wpt.Structure.Items {
		if !it.Break {
			total += it.Minutes
		}
	}
	if total != 1680 {
		t.Errorf("the levels last %d minutes, the sheet says 1,680", total)
	}
	horse := sheetNamed(t, "wsop-50k-horse-day1-limits.json", "")
	want = Item{Level: 3, Game: GameRazz, SmallBet: 800, BigBet: 1600, Minutes: 30}
	if diff := cmp.Diff(want, horse.Structure.Items[2]); diff != "" {
		t.Errorf("segment 3 (-want +got):\n%s", diff)
	}
	if got := horse.Structure.TotalMinutes(); got != 690 {
		t.Errorf("the day lasts %d minutes, the sheet says 11.5 hours", got)
	}
}

func TestLateRegistrationClosesWhereTheSheetSays(t *testing.T) {
	for _, c := range []struct {
		file        string
		level       int // 0: the break after level `after`
		after       int
		explanation string
	}{
		{"wpt-tournament-of-champions-2018.json", 5, 0, "until the start of level 5"},
		{"orange-city-satellite-packages.json", 9, 0, "until the start of level 9"},
		{"live-poker-classic-2025-event11-plo8.json", 0, 8, "8 levels"},
		{"wsop-main-event-2019-first-levels.json", 6, 0, "start of day 2"},
	} {
		st := sheetNamed(t, c.file, "").Structure
		got, ok := st.RegistrationCloses()
		want, _ := st.IndexOfLevel(c.level)
		if c.level == 0 {
			want, _ = st.IndexOfLevel(c.after)
			want++
		}
		if !ok || got != want {
			t.Errorf("%s (%s): line %d, want %d", c.file, c.explanation, got, want)
		}
	}
}

func TestABreakWithoutALengthGetsThatOfTheBreakBefore(t *testing.T) {
	// As the sheet is printed: the last break gives no length.
	var sheet map[string]any
	if err := json.Unmarshal(file(t, "home-t100-15-minute-turbo.json"), &sheet); err != nil {
		t.Fatal(err)
	}
	lines := sheet["structure"].([]any)
	delete(lines[19].(map[string]any), "minutes")
	lines[6].(map[string]any)["minutes"] = 5 // the first break; the second has 10
	printed, _ := json.Marshal(sheet)
	st, warnings, err := Import(printed)
	if err != nil {
		t.Fatal(err)
	}
	if st.Items[19].Minutes != 10 || !st.Items[19].Break {
		t.Errorf("the last break: %+v", st.Items[19])
	}
	found := findings(warnings)
	if want := (finding{BreakWithoutLength, 19, 0}); found[len(found)-1] != want {
		t.Errorf("got %v, want %v", found[len(found)-1], want)
	}
}

func TestAWrongNumberAndAMissingAnteColumnAreSaid(t *testing.T) {
	_, warnings, err := Import([]byte(`{"ante_type": "bb", "structure": [
		{"type": "level", "level": 1, "sb": 25, "bb": 50, "minutes": 20},
		{"type": "level", "level": 3, "sb": 50, "bb": 100, "ante": 100, "minutes": 20}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]finding{{AnteNotSaid, 0, 1}, {LevelNumber, 1, 2}}, findings(warnings)); diff != "" {
		t.Error(diff)
	}
}

func TestAFileOfSeveralStructuresSaysSo(t *testing.T) {
	st, warnings, err := Import(file(t, "barpokerseries-at-two-structures.json"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]finding{{MoreVariants, WholeSheet, 0}}, findings(warnings)); diff != "" || st.Levels() != 16 {
		t.Errorf("%d levels, warnings (-want +got):\n%s", st.Levels(), diff)
	}
}

func TestASheetThatCannotBeReadIsAnError(t *testing.T) {
	for name, data := range map[string]string{
		"no JSON":             `structure`,
		"no structure":        `{"event": "x"}`,
		"an unknown column":   `{"structure": [{"type": "level", "sb": 1, "bb": 2, "ante": 0, "minutes": 20, "ant": 5}]}`,
		"an unknown line":     `{"structure": [{"type": "interval"}]}`,
		"a level of no time":  `{"structure": [{"type": "level", "sb": 1, "bb": 2, "ante": 0}]}`,
		"no level":            `{"structure": [{"type": "break", "minutes": 10}]}`,
		"blinds of nothing":   `{"structure": [{"type": "level", "sb": 0, "bb": 0, "ante": 0, "minutes": 20}]}`,
		"a negative blind":    `{"structure": [{"type": "level", "sb": -1, "bb": 2, "ante": 0, "minutes": 20}]}`,
		"a day before a day":  `{"structure": [{"type": "day_end"}]}`,
		"an unknown game":     `{"segments": [{"segment": 1, "game": "X", "small_bet": 1, "big_bet": 2}], "first_day_hours": 1}`,
		"hours of a century":  `{"segments": [{"segment": 1, "game": "H", "small_bet": 1, "big_bet": 2}], "first_day_hours": 1e999999999}`,
		"unequal segments":    `{"segments": [{"segment": 1, "game": "H", "small_bet": 1, "big_bet": 2}], "first_day_hours": 0.01}`,
		"no length of a game": `{"segments": [{"segment": 1, "game": "H", "small_bet": 1, "big_bet": 2}]}`,
	} {
		if _, _, err := Import([]byte(data)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestAStructureKeepsItsWordsInJSON(t *testing.T) {
	st := sheetNamed(t, "live-poker-classic-2025-event11-plo8.json", "").Structure
	data, err := json.Marshal(st)
	if err != nil {
		t.Fatal(err)
	}
	var back Structure
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(st.Normalize(), back.Normalize()); diff != "" {
		t.Error(diff)
	}
	if want := `{"break":true,"minutes":15,"colour_up":[100],"closes_registration":true}`; !strings.Contains(string(data), want) {
		t.Errorf("no %s in %s", want, data)
	}
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sheets, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sheetNamed is the variant of a file, or its only one.
func sheetNamed(t *testing.T, name, variant string) Sheet {
	t.Helper()
	all, err := ImportAll(file(t, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Name == variant || variant == "" {
			return s
		}
	}
	t.Fatalf("%s has no structure %q", name, variant)
	return Sheet{}
}
