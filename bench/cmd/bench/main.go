// Command bench holds Felt against the bare floor: rounds of one and the other
// in turn, and the median of the rounds' ratios with their spread. Single rounds
// differ by a factor of two on a shared machine; only the medians mean anything.
//
//	go run ./bench/cmd/bench -h
//
// What each figure is stands in docs/bench/README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"felt/bench/load"
)

func main() {
	log.SetFlags(0)
	var (
		subject = flag.String("subject", "leaf", "what is held against the bare floor: "+strings.Join(subjectNames(), ", "))
		ns      = flag.String("n", "10,50,1000,10000", "numbers of screens for tap to last screen")
		rounds  = flag.Int("rounds", 7, "rounds of bare and Felt in turn")
		actions = flag.Int("actions", 100, "actions a round at up to 50 screens; fewer above")
		workers = flag.String("operators", "1,32", "numbers of operators for actions a second; \"\" leaves it out")
		length  = flag.Duration("length", 2*time.Second, "length of a round of actions a second")
		storm   = flag.Int("storm", 1000, "screens that come back at once; 0 leaves it out")
		start   = flag.Bool("box", true, "memory of an idle box, and its first screen with 200 nights behind it")
		field   = flag.Int("field", 100, "taps a round in fields of thousands; 0 leaves them out")
		history = flag.String("history", "docs/bench/history.jsonl", "figures are appended here; \"\" for nowhere")
	)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b, err := begin(ctx, *subject)
	if err != nil {
		log.Fatal(err)
	}
	defer b.end()
	b.rounds, b.history = *rounds, *history
	if *start {
		err = b.idle(ctx)
	}
	if err == nil {
		err = b.all(ctx, numbers(*ns), *actions, numbers(*workers), *length, *storm)
	}
	if err == nil {
		err = b.box(ctx, *start, *field)
	}
	if err != nil {
		b.end()
		log.Fatal(err)
	}
}

func (b *bench) all(ctx context.Context, ns []int, actions int, workers []int, length time.Duration, storm int) error {
	for _, n := range ns {
		if err := b.latency(ctx, n, actions); err != nil {
			return fmt.Errorf("%d screens: %w", n, err)
		}
	}
	for _, w := range workers {
		if err := b.throughput(ctx, w, length); err != nil {
			return fmt.Errorf("%d operators: %w", w, err)
		}
	}
	if storm > 0 {
		return b.storm(ctx, storm)
	}
	return nil
}

// together says up to how many screens both fleets stay connected for all
// rounds; above, each round connects one of them, because a process may not have
// twenty thousand connections.
const together = 2000

func (b *bench) latency(ctx context.Context, n, actions int) error {
	gap := 2 * time.Millisecond
	warm := max(2, actions/10)
	if n > 50 {
		actions, gap = max(10, actions*6/10), 10*time.Millisecond
	}
	if n > together {
		actions, gap = max(6, actions/4), 20*time.Millisecond
	}
	var p50, p99 pairs
	var memory []float64
	fleets := map[*server]*load.Fleet{}
	defer func() {
		for _, f := range fleets {
			f.Close()
		}
	}()
	for round := range b.rounds {
		var fifty, tail [2]float64
		for _, i := range inTurn(round) {
			s := b.servers[i]
			f := fleets[s]
			if f == nil {
				before := load.RSS(s.pid)
				if n > together { // a fresh process each time: what is freed stays in its RSS
					if err := s.restart(ctx); err != nil {
						return err
					}
					before = load.RSS(s.pid)
				}
				var err error
				if f, err = load.Connect(ctx, s.adapter, n, 64); err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				fleets[s] = f
				time.Sleep(300 * time.Millisecond)
				if i == felt && n > together {
					memory = append(memory, (load.RSS(s.pid)-before)/float64(n))
				}
			}
			done, err := f.Latency(ctx, warm, actions, gap)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			fifty[i], tail[i] = load.Quantile(done, .5), load.Quantile(done, .99)
			if n > together {
				if i == felt {
					memory[len(memory)-1] = max(memory[len(memory)-1], (load.RSS(s.pid)-s.idle)/float64(n))
				}
				f.Close()
				delete(fleets, s)
				time.Sleep(time.Second)
			}
		}
		p50.add(fifty)
		p99.add(tail)
	}
	b.report(p50.figure("tap to last screen, p50", n, "ms"))
	b.report(p99.figure("tap to last screen, p99", n, "ms"))
	if len(memory) > 0 {
		b.report(alone("memory per client", n, "KiB", memory))
	}
	return nil
}

func (b *bench) throughput(ctx context.Context, workers int, length time.Duration) error {
	var fleets [2]*load.Fleet
	for i, s := range b.servers {
		f, err := load.Connect(ctx, s.adapter, 10, 10)
		if err != nil {
			return err
		}
		defer f.Close()
		fleets[i] = f
	}
	var rate, work pairs
	for round := range b.rounds {
		var both, cpu [2]float64
		for _, i := range inTurn(round) {
			used := load.CPU(b.servers[i].pid)
			var err error
			if both[i], err = fleets[i].Throughput(ctx, workers, length); err != nil {
				return fmt.Errorf("%s: %w", b.servers[i].name, err)
			}
			cpu[i] = (load.CPU(b.servers[i].pid) - used).Seconds() * 1e6 / (both[i] * length.Seconds())
		}
		rate.add(both)
		work.add(cpu)
	}
	b.report(work.figure("processor time per action, 10 screens, operators:", workers, "us"))
	b.report(rate.figure("durable actions a second, 10 screens, operators:", workers, "/s"))
	return nil
}

// storm drops a fleet at once and has it come back with all dials under way
// together.
func (b *bench) storm(ctx context.Context, n int) error {
	var took []float64
	for range b.rounds {
		f, err := load.Connect(ctx, b.servers[felt].adapter, n, 64)
		if err != nil {
			return err
		}
		f.Close()
		f, err = load.Connect(ctx, b.servers[felt].adapter, n, n)
		if err != nil {
			return err
		}
		took = append(took, f.Took.Seconds())
		f.Close()
		time.Sleep(300 * time.Millisecond)
	}
	b.report(alone("all screens back with state after a storm", n, "s", took))
	return nil
}

// inTurn changes who goes first, so that a drift of the machine favours nobody.
func inTurn(round int) []int {
	if round%2 == 0 {
		return []int{bare, felt}
	}
	return []int{felt, bare}
}

func numbers(s string) (out []int) {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(f)
		if err != nil {
			log.Fatalf("%q is not a number", f)
		}
		out = append(out, n)
	}
	return slices.Compact(out)
}
