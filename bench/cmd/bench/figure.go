package main

import (
	"encoding/json"
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
		return fmt.Sprintf("%-58s %9.2f %-4s (%.2f to %.2f)", name, f.Felt, f.Unit, f.Low, f.High)
	}
	return fmt.Sprintf("%-58s %9.2f %-4s bare %9.2f   ratio %.2f (%.2f to %.2f)", name, f.Felt, f.Unit, f.Bare, f.Ratio, f.Low, f.High)
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
	b.figures = append(b.figures, f)
}

func (b *bench) append(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	e := json.NewEncoder(f)
	for _, g := range b.figures {
		if err := e.Encode(g); err != nil {
			return err
		}
	}
	return nil
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
