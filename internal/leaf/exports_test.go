package leaf_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"felt/internal/leaf/leaftest"
)

func TestANightIsExportedAsFilesAndAudited(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	owner.Command(night+"/entries", o{"new_player": o{"name": "=cmd()"}, "method": "cash", "draw": true})
	owner.Enter(night, 2)
	owner.Command(night+"/clock/start", nil)
	owner.Command(night+"/registration/close", nil)
	owner.Command(night+"/entries/3/bust", o{"by": []int{1}})
	owner.Command(night+"/entries/2/bust", o{"by": []int{1}})
	owner.Command(night+"/entries/1/pay", o{"amount": 30_000, "method": "cash"})

	standings := rowsOf(t, owner, night+"/standings.csv")
	if len(standings) != 4 || standings[1][0] != "1" || standings[1][3] != "'=cmd()" || standings[1][6] != "300.00" || standings[1][7] != "300.00" || standings[2][6] != "180.00" {
		t.Errorf("standings: %v", standings)
	}
	ledger := rowsOf(t, owner, night+"/ledger.csv")
	if len(ledger) != 5 || ledger[1][6] != "220.00" || ledger[4][6] != "-300.00" {
		t.Errorf("ledger: %v", ledger)
	}
	if log := rowsOf(t, owner, night+"/log.csv"); len(log) < 10 || log[1][6] != "tournament.created.v1" {
		t.Errorf("log: %v", log)
	}
	var verdict struct {
		OK      bool
		Checks  []struct{ Name string }
		Figures struct{ In int }
	}
	owner.Read(&verdict, night+"/audit")
	if !verdict.OK || len(verdict.Checks) < 8 || verdict.Figures.In != 1 {
		t.Errorf("the auditor: %+v", verdict)
	}
	for _, path := range []string{"/standings.csv", "/ledger.csv", "/log.csv", "/audit"} {
		if p := owner.Ask("GET", "/api/tournaments/nowhere"+path, nil).Problem(t); p.Status != 404 {
			t.Errorf("%s of a tournament that is not there: %+v", path, p)
		}
	}
}

func TestANoteStandsBesideAnActionAndCanBeErased(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	done := owner.Command(night+"/tables", o{"table": 2})
	path := night + "/actions/" + done.Action + "/note"
	head := box.Head()
	read := func() string {
		var note struct{ Text string }
		owner.Read(&note, path)
		return note.Text
	}
	for _, text := range []string{"Viktor's wrong table", "the other one", ""} {
		owner.Get(nil, "POST", path, o{"text": text})
		if got := read(); got != text {
			t.Errorf("wrote %q, it says %q", text, got)
		}
	}
	if box.Head() != head {
		t.Error("free text went into the events")
	}
	owner.Refused(404, "action_unknown", night+"/actions/other/note", o{"text": "x"})
	owner.Refused(422, "bad_value", path, o{"text": strings.Repeat("x", 501)})
}

func rowsOf(t *testing.T, c *leaftest.Client, path string) [][]string {
	t.Helper()
	r := c.Read(nil, path)
	if kind := r.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") {
		t.Errorf("%s is %s", path, kind)
	}
	rows, err := csv.NewReader(strings.NewReader(string(r.Body))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
