package load

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Fleet is a set of connected screens. Each reports the numbers of the actions
// it hears of; the fleet notes when all have one.
type Fleet struct {
	N    int
	Took time.Duration // to connect all of them, first state included

	a     Adapter
	conns []io.Closer
	mu    sync.RWMutex
	wait  map[int64]*pending
}

type pending struct {
	left atomic.Int32
	all  chan time.Time // the moment the last screen got it
}

// number never repeats between runs.
var number atomic.Int64

func init() { number.Store(time.Now().UnixMicro()) }

// Connect opens n connections, dialers at a time.
func Connect(ctx context.Context, a Adapter, n, dialers int) (*Fleet, error) {
	f := &Fleet{N: n, a: a, conns: make([]io.Closer, n), wait: map[int64]*pending{}}
	start := time.Now()
	turns := make(chan struct{}, dialers)
	errs := make(chan error, n)
	for i := range n {
		turns <- struct{}{}
		go func() {
			defer func() { <-turns }()
			var seen [64]int64 // the latest numbers: a snapshot may repeat one
			at := 0
			c, err := a.Subscribe(ctx, i, func(no int64) {
				if slices.Contains(seen[:], no) {
					return
				}
				seen[at%len(seen)] = no
				at++
				f.received(no)
			})
			if err == nil {
				f.conns[i] = c
			}
			errs <- err
		}()
	}
	var first error
	for range n {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	f.Took = time.Since(start)
	if first != nil {
		f.Close()
		return nil, first
	}
	return f, nil
}

func (f *Fleet) received(no int64) {
	f.mu.RLock()
	p := f.wait[no]
	f.mu.RUnlock()
	if p != nil && p.left.Add(-1) == 0 {
		p.all <- time.Now()
	}
}

// Close drops all connections at once.
func (f *Fleet) Close() {
	for _, c := range f.conns {
		if c != nil {
			c.Close()
		}
	}
}

// Lost is the error of an action that some screen never heard of.
type Lost struct{ Missing int32 }

func (l Lost) Error() string { return fmt.Sprintf("%d screens never got it", l.Missing) }

// act performs one action; done is when it was acknowledged and the last screen
// had it, whichever was later.
func (f *Fleet) act(ctx context.Context, worker int, timeout time.Duration) (done time.Duration, err error) {
	no := number.Add(1)
	p := &pending{all: make(chan time.Time, 1)}
	p.left.Store(int32(f.N))
	f.mu.Lock()
	f.wait[no] = p
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.wait, no)
		f.mu.Unlock()
	}()
	start := time.Now()
	if err := f.a.Act(ctx, worker, no); err != nil {
		return 0, err
	}
	ack := time.Since(start)
	if f.N == 0 {
		return ack, nil
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case at := <-p.all:
		return max(ack, at.Sub(start)), nil
	case <-timer.C:
		return 0, Lost{p.left.Load()}
	}
}

// lostAfter is how long the last screen may take before an action counts as lost.
const lostAfter = 15 * time.Second

// Latency performs actions one at a time and gives how long each took.
func (f *Fleet) Latency(ctx context.Context, warm, actions int, gap time.Duration) (done []time.Duration, err error) {
	for i := range warm + actions {
		d, err := f.act(ctx, 0, lostAfter)
		if err != nil {
			return nil, err
		}
		if i >= warm {
			done = append(done, d)
		}
		time.Sleep(gap)
	}
	return done, nil
}

// Throughput has workers act as fast as they can for a while and gives the
// actions a second that were acknowledged and reached everybody.
func (f *Fleet) Throughput(ctx context.Context, workers int, length time.Duration) (perSecond float64, err error) {
	var n atomic.Int64
	var fault atomic.Pointer[error]
	var wg sync.WaitGroup
	start := time.Now()
	for w := range workers {
		wg.Go(func() {
			for time.Since(start) < length && fault.Load() == nil {
				if _, err := f.act(ctx, w, lostAfter); err != nil {
					fault.Store(&err)
					return
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	if e := fault.Load(); e != nil {
		return 0, *e
	}
	return float64(n.Load()) / time.Since(start).Seconds(), nil
}

// Quantile of durations, in milliseconds; p from 0 to 1.
func Quantile(d []time.Duration, p float64) float64 {
	s := slices.Sorted(slices.Values(d))
	return float64(s[int(float64(len(s)-1)*p)].Microseconds()) / 1000
}

// RSS is a process's resident memory in KiB; 0 when it cannot be read.
func RSS(pid int) float64 {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for _, line := range strings.Split(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb)
		}
	}
	return 0
}

// CPU is the processor time a process has used; 0 when it cannot be read.
func CPU(pid int) time.Duration {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
