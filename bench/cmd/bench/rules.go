package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// rules are the figures without disk, network and screens: BenchmarkField of the
// floor, each the median of so many.
func (b *bench) rules(ctx context.Context, times int) error {
	c := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkField$", "-benchtime", fmt.Sprintf("%dx", times), "./internal/leaf/floor")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("the floor's benchmark: %w\n%s", err, out)
	}
	what := map[string]string{
		"bust":    "a bust decided, folded and projected, field of",
		"advice":  "a balance suggestion over all tables, field of",
		"page":    "a page of standings, field of",
		"preview": "an undo preview, field of",
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 6 || f[len(f)-1] != "median-ms" {
			continue
		}
		parts := strings.Split(f[0], "/")
		if len(parts) != 3 {
			continue
		}
		size, _, _ := strings.Cut(parts[2], "-")
		entries, _ := strconv.Atoi(size)
		ms, err := strconv.ParseFloat(f[len(f)-2], 64)
		if err != nil {
			return err
		}
		b.report(Figure{What: what[parts[1]], N: entries, Unit: "ms", Rounds: times, Felt: ms, Low: ms, High: ms})
	}
	return ctx.Err()
}
