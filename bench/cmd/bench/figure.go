package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Figure is one line of the history.
type Figure struct {
	Date    string  `json:"date"`
	Commit  string  `json:"commit"` // with + if the tree had changes
	Cores   int     `json:"cores"`
	CPU     string  `json:"cpu"`
	Load    string  `json:"load"` // of the machine over the last minute, at the end of the figure
	Subject string  `json:"subject"`
	What    string  `json:"what"`
	N       int     `json:"n"`
	Unit    string  `json:"unit"`
	Rounds  int     `json:"rounds"`
	Felt    float64 `json:"felt"`            // median over the rounds
	Bare    float64 `json:"bare,omitempty"`  // median over the rounds
	Ratio   float64 `json:"ratio,omitempty"` // median of the rounds' ratios Felt/bare
	Low     float64 `json:"low"`             // lowest and highest ratio; of Felt where there is no bare figure
	High    float64 `json:"high"`
}

func (f Figure) String() string {
	name := fmt.Sprintf("%s %d", f.What, f.N)
	if f.Ratio == 0 {
		return fmt.Sprintf("%-66s %9.2f %-4s (%.2f to %.2f)%s", name, f.Felt, f.Unit, f.Low, f.High, f.verdict(f.Felt))
	}
	return fmt.Sprintf("%-66s %9.2f %-4s bare %9.2f   ratio %.2f (%.2f to %.2f)%s", name, f.Felt, f.Unit, f.Bare, f.Ratio, f.Low, f.High, f.verdict(f.Ratio))
}

// target is what a figure must reach: at most, or with least at least.
type target struct {
	bound float64
	least bool
}

const all = 0 // of every size

var targets = map[string]map[int]target{
	"tap to last screen, p50":                                {10: {1.1, false}, 50: {1.1, false}, 1000: {1.2, false}, 10000: {1.5, false}},
	"tap to last screen, p99":                                {50: {1.5, false}},
	"durable actions a second, 10 screens, operators:":       {32: {2, true}},
	"memory per client":                                      {10000: {20, false}},
	"all screens back with state after a storm":              {all: {3, false}},
	"idle box with NATS, resident":                           {all: {50, false}},
	"first correct screen after a start, events:":            {all: {1, false}},
	"a bust decided, folded and projected, field of":         {all: {1, false}},
	"a balance suggestion over all tables, field of":         {all: {10, false}},
	"a page of standings, field of":                          {all: {10, false}},
	"a page of standings by the API, field of":               {all: {10, false}},
	"an undo preview, field of":                              {all: {300, false}},
	"an undo preview by the API, field of":                   {all: {300, false}},
	"tap beside undo previews, p99, against alone, field of": {all: {1, false}},
}

// verdict holds a figure against its target.
func (f Figure) verdict(value float64) string {
	t, known := targets[f.What][f.N]
	if !known {
		t, known = targets[f.What][all]
	}
	if !known {
		return ""
	}
	word, met := "at most", value <= t.bound
	if t.least {
		word, met = "at least", value >= t.bound
	}
	how := "met"
	if !met {
		how = "MISSED"
	}
	return fmt.Sprintf("   target %s %g: %s", word, t.bound, how)
}

// pairs are rounds of bare and Felt.
type pairs [][2]float64

func (p *pairs) add(round [2]float64) { *p = append(*p, round) }

func (p pairs) figure(what string, n int, unit string) Figure {
	var ratios, bares, felts []float64
	for _, r := range p {
		bares, felts, ratios = append(bares, r[bare]), append(felts, r[felt]), append(ratios, r[felt]/r[bare])
	}
	return Figure{What: what, N: n, Unit: unit, Rounds: len(p), Felt: median(felts), Bare: median(bares),
		Ratio: median(ratios), Low: slices.Min(ratios), High: slices.Max(ratios)}
}

func alone(what string, n int, unit string, rounds []float64) Figure {
	return Figure{What: what, N: n, Unit: unit, Rounds: len(rounds), Felt: median(rounds), Low: slices.Min(rounds), High: slices.Max(rounds)}
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

func (b *bench) report(f Figure) {
	f.Date, f.Commit, f.Cores, f.CPU, f.Subject = time.Now().UTC().Format(time.RFC3339), b.commit, runtime.NumCPU(), cpu(), b.subject
	if l, err := os.ReadFile("/proc/loadavg"); err == nil {
		f.Load, _, _ = strings.Cut(string(l), " ")
	}
	fmt.Println(f)
	if err := b.keep(f); err != nil {
		fmt.Fprintln(os.Stderr, "the figure is not in the history:", err)
	}
}

// keep appends a figure to the history, so that a run that is broken off keeps
// what it has measured.
func (b *bench) keep(g Figure) error {
	if b.history == "" {
		return nil
	}
	f, err := os.OpenFile(b.history, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(f).Encode(g), f.Close())
}

func commit() string {
	out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return ""
	}
	c := strings.TrimSpace(string(out))
	if dirty, _ := exec.Command("git", "status", "--porcelain").Output(); len(dirty) > 0 {
		c += "+"
	}
	return c
}

func cpu() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	for _, line := range strings.Split(string(b), "\n") {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
			return strings.TrimSpace(v)
		}
	}
	return runtime.GOARCH
}
