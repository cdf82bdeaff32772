package feltctl_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The tests call the program itself, as people do.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "feltctl")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "feltctl")
	if out, err := exec.Command("go", "build", "-o", program, "felt/cmd/feltctl").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

type result struct {
	code     int
	out, err string
}

func run(t *testing.T, in string, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin = strings.NewReader(in)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// object reads the one JSON object that a command wrote.
func (r result) object(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.out), into); err != nil {
		t.Fatalf("exit %d, no JSON: %v\n%s\n%s", r.code, err, r.out, r.err)
	}
}

func TestCalcAnswersInOneLineOfTheDocumentedJSON(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"icm", `{"stacks":[50,30,20],"prizes":[7000,3000]}`,
			`{"values":[4518,3225,2257],"finish":[[0.5,0.339286],[0.3,0.375],[0.2,0.285714]]}`},
		{"satellite", `{"pool":264000,"seat_value":110000}`, `{"seats":2,"remainder":44000}`},
		{"pko", `{"start":1000,"cash_share":0.5,"knockouts":[{"out":"P2","by":["P1"]}]}`, `{"cash":{"P1":500},"heads":{"P1":1500}}`},
	} {
		got := run(t, c.in, "calc", c.name)
		if got.code != 0 || got.out != c.want+"\n" || got.err != "" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestCalcRefusesBadInputWithAProblemAndAnswersNothing(t *testing.T) {
	for _, c := range []struct{ name, in, code string }{
		{"icm", `{"stacks":[50,30,20],"prizes":[7000,3000],"rake":5}`, "unknown_field"},
		{"icm", `nonsense`, "bad_json"},
		{"icm", ``, "bad_json"},
		{"icm", `{"stacks":["50"],"prizes":[1]}`, "wrong_type"},
		{"icm", strings.Repeat(" ", 1<<20+1), "too_large"},
		{"structure", `{"players":66}`, "missing_field"},
		{"roulette", `{}`, "unknown_calculator"},
	} {
		got := run(t, c.in, "calc", c.name)
		var problem struct{ Type, Title, Code, Detail string }
		if err := json.Unmarshal([]byte(got.err), &problem); err != nil {
			t.Errorf("%s %.40q: %q is no problem+json: %v", c.name, c.in, got.err, err)
		}
		if got.code != 2 || got.out != "" || problem.Code != c.code || problem.Detail == "" {
			t.Errorf("%s %.40q: %+v", c.name, c.in, got)
		}
	}
}

func TestAWrongCommandLineIsExit2(t *testing.T) {
	for _, args := range [][]string{{}, {"sing"}, {"calc"}, {"restore"}, {"simulate"}, {"replay", "no-such-file"}, {"audit", "verify", "--data", "no-such-folder"}, {"doctor", "--wrong"}} {
		if got := run(t, "", args...); got.code != 2 || got.err == "" || strings.HasPrefix(got.out, "{") {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

func TestHelpAndVersionAreAnswered(t *testing.T) {
	if got := run(t, "", "--help"); got.code != 0 || !strings.Contains(got.out, "recovery code") {
		t.Errorf("%+v", got)
	}
	if got := run(t, "", "version"); got.code != 0 || !strings.HasPrefix(got.out, "feltctl ") {
		t.Errorf("%+v", got)
	}
}
