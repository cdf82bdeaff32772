package store_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"felt/internal/leaf/store"
	"felt/internal/leaf/store/storetest"
)

func TestTheStoreBehavesAsEveryDriverMust(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(storetest.Cases)) {
		t.Run(name, storetest.Cases[name])
	}
}

func open(t testing.TB, path string) *store.Store { return storetest.Open(t, path) }

// TestMain runs every test, and every case of the conformance suite, in a
// process of its own when the driver is libsql: it has crashed processes that
// open and close databases again and again.
func TestMain(m *testing.M) {
	if what := os.Getenv("FELT_CHILD"); what != "" {
		if err := child(what, os.Getenv("FELT_PATH")); err != nil {
			fmt.Println("error", err)
		}
		return
	}
	if store.Driver != "libsql" || os.Getenv("FELT_ONE_TEST") != "" || flagged("bench") || flagged("list") {
		os.Exit(m.Run())
	}
	failed := false
	for _, pattern := range eachAlone() {
		cmd := exec.Command(os.Args[0], append(os.Args[1:], "-test.run="+pattern)...)
		cmd.Env = append(os.Environ(), "FELT_ONE_TEST=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Printf("%s: %v\n%s\n", pattern, err, out)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Println("PASS")
}

func flagged(name string) bool {
	return slices.ContainsFunc(os.Args, func(a string) bool { return strings.HasPrefix(strings.TrimLeft(a, "-"), "test."+name) })
}

// eachAlone are the patterns that select one test or case each, among those the
// command line asked for.
func eachAlone() []string {
	asked := ".*"
	for _, a := range os.Args {
		if v, ok := strings.CutPrefix(a, "-test.run="); ok {
			asked = v
		}
	}
	out, err := exec.Command(os.Args[0], "-test.list="+asked).Output()
	if err != nil {
		panic(err)
	}
	var patterns []string
	for name := range strings.FieldsSeq(string(out)) {
		switch {
		case !strings.HasPrefix(name, "Test"):
		case name == "TestTheStoreBehavesAsEveryDriverMust":
			for _, c := range slices.Sorted(maps.Keys(storetest.Cases)) {
				patterns = append(patterns, "^"+name+"$/^"+regexp.QuoteMeta(strings.ReplaceAll(c, " ", "_"))+"$")
			}
		default:
			patterns = append(patterns, "^"+name+"$")
		}
	}
	return patterns
}
