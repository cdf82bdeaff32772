//go:build libsql

package store_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"felt/internal/leaf/store/storetest"
)

// The two drivers take turns on one file, each beginning with what the other
// left. The other one is a program built without the tag.
func TestAFileMadeByOneDriverOpensInTheOther(t *testing.T) {
	modernc := filepath.Join(t.TempDir(), "peer")
	if out, err := exec.Command("go", "build", "-o", modernc, "./storetest/peer").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	peer := func(path string, first int) storetest.Report {
		t.Helper()
		out, err := exec.Command(modernc, path, fmt.Sprint(first)).Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, err.(*exec.ExitError).Stderr)
		}
		var r storetest.Report
		if err := json.Unmarshal(out, &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	here := func(path string, first int) storetest.Report {
		t.Helper()
		r, err := storetest.Visit(path, first)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for what, turns := range map[string][2]func(string, int) storetest.Report{"modernc first": {peer, here}, "libsql first": {here, peer}} {
		path := storetest.Path(t)
		var last storetest.Report
		for turn := range 4 {
			r := turns[turn%2](path, 100*turn)
			if turn > 0 {
				if r.Driver == last.Driver {
					t.Fatalf("%s: both are %s", what, r.Driver)
				}
				if want := last.Name + " ø " + r.Driver; r.Name != want {
					t.Errorf("%s: the player is %q, want %q", what, r.Name, want)
				}
				if diff := cmp.Diff(last.Events, r.Events[:len(r.Events)-10]); diff != "" {
					t.Errorf("%s, turn %d: %s", what, turn+1, diff)
				}
				if diff := cmp.Diff(last.Schema, r.Schema); diff != "" {
					t.Errorf("%s: the schema changed: %s", what, diff)
				}
			}
			last = r
		}
	}
	if diff := cmp.Diff(peer(storetest.Path(t), 0).Schema, here(storetest.Path(t), 0).Schema); diff != "" {
		t.Errorf("each driver makes a schema of its own: %s", diff)
	}
}
