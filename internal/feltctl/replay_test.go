package feltctl_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const evening = "../../testdata/evening/evening.json"

type replayed struct {
	Kind        string
	Tournaments []struct {
		Finished, OK bool
		Standings    []struct {
			Place  int
			Player string
		}
		Payouts []struct {
			Place     int
			Player    string
			Due, Paid int64
		}
		Figures struct {
			Entries, People int
			ChipsInPlay     int64 `json:"chips_in_play"`
			Pool            int64
		}
	}
}

func TestTheRecordedEveningComesOutAsItWasPlayed(t *testing.T) {
	text, err := os.ReadFile(evening)
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		FinalPlaces []string `json:"final_places"`
		Expect      struct {
			End struct {
				Entries, People int
				Pool            int64
				Result          [][]any // place, player, whole kroner
			}
		}
	}
	if err := json.Unmarshal(text, &recorded); err != nil {
		t.Fatal(err)
	}
	got := run(t, "", "replay", evening)
	var r replayed
	got.object(t, &r)
	if got.code != 0 || r.Kind != "evening" || len(r.Tournaments) != 1 {
		t.Fatalf("%d %s %d: %s", got.code, r.Kind, len(r.Tournaments), got.err)
	}
	n, want := r.Tournaments[0], recorded.Expect.End
	if !n.Finished || !n.OK || n.Figures.Entries != want.Entries || n.Figures.People != want.People || n.Figures.Pool != want.Pool*100 {
		t.Errorf("%+v, want %+v", n.Figures, want)
	}
	var places []string
	for _, x := range n.Standings {
		places = append(places, x.Player)
	}
	if diff := cmp.Diff(recorded.FinalPlaces, places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	var result [][]any
	for _, x := range n.Payouts {
		if x.Due != x.Paid {
			t.Errorf("%s: %d due, %d paid", x.Player, x.Due, x.Paid)
		}
		result = append(result, []any{float64(x.Place), x.Player, float64(x.Paid / 100)})
	}
	if diff := cmp.Diff(want.Result, result); diff != "" {
		t.Errorf("payouts (-want +got):\n%s", diff)
	}
}

func TestTheClubNightsAreReplayedToTheirEnd(t *testing.T) {
	files, err := filepath.Glob("../../testdata/club-nights/*.json")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var recorded struct{ Final struct{ Players int } }
		if err := json.Unmarshal(text, &recorded); err != nil {
			t.Fatal(err)
		}
		got := run(t, "", "replay", path)
		var r replayed
		got.object(t, &r)
		if got.code != 0 || r.Kind != "club_night" || len(r.Tournaments) != 1 {
			t.Fatalf("%s: exit %d, %s, %s", path, got.code, r.Kind, got.err)
		}
		if n := r.Tournaments[0]; !n.Finished || !n.OK || len(n.Standings) != recorded.Final.Players {
			t.Errorf("%s: finished %v, ok %v, %d places of %d players", path, n.Finished, n.OK, len(n.Standings), recorded.Final.Players)
		}
	}
}

func TestWhatIsNoNightIsNotReplayed(t *testing.T) {
	for name, text := range map[string]string{"other json": `{"league":[]}`, "a letter": "Dear members, the general meeting is on Friday. Please bring a chair each, and the minutes of the last one."} {
		path := t.TempDir() + "/file"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := run(t, "", "replay", path); got.code == 0 || got.out != "" || got.err == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
