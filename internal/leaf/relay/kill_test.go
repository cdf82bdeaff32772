package relay_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"felt/internal/leaf/relay"
)

const (
	childKilled = "FELT_RELAY_CHILD"
	childSeed   = "FELT_RELAY_SEED"
	soakRounds  = "FELT_SOAK_KILLS" // how many kills; the tests take a few
)

// runKilled is a box that commits and publishes until someone kills it. It
// prints the sequence of every commit after it is durable.
func runKilled(dir string) error {
	seed, _ := strconv.ParseUint(os.Getenv(childSeed), 10, 64)
	random := rand.New(rand.NewPCG(seed, 1))
	table, err := openTable(filepath.Join(dir, "box.db"))
	if err != nil {
		return err
	}
	r, err := relay.New(relay.Options{Venue: venue, Dir: filepath.Join(dir, "nats"), Events: table, Positions: table, Limits: relay.Limits{Messages: 300}})
	if err != nil {
		return err
	}
	go r.Run(context.Background())
	withCore := seed%2 == 0
	for {
		if err := table.commit(1 + random.IntN(6)); err != nil {
			return err
		}
		r.Wake()
		_, head, _ := table.Head()
		fmt.Println(head)
		if s := r.Status(); withCore && random.IntN(10) == 0 && s.Published.Seq > 0 {
			// A core that has a random part of what has been published.
			if err := r.Confirm(context.Background(), 1, s.Published.Seq-min(s.Published.Seq, random.Int64N(20))); err != nil {
				return err
			}
		}
		if random.IntN(3) == 0 {
			time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
		}
	}
}

// killed runs the box until it is killed, at a random moment, and returns the
// last commit it acknowledged.
func killed(t *testing.T, dir string, seed uint64, after time.Duration) (acknowledged int64) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), childKilled+"="+dir, childSeed+"="+strconv.FormatUint(seed, 10))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { c.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if acknowledged, err = strconv.ParseInt(line[:len(line)-1], 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != -1 {
		t.Fatalf("the box ended by itself: %v", err)
	}
	return acknowledged
}

func TestABoxKilledBetweenCommitAndPublishSendsEverythingOnce(t *testing.T) {
	t.Parallel()
	kills := 6
	if n, err := strconv.Atoi(os.Getenv(soakRounds)); err == nil {
		kills = n
	}
	for _, seed := range []uint64{2, 3} { // with a core and without
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 7))
			dir := t.TempDir()
			behind := 0
			for k := range kills {
				after := time.Duration(60+random.IntN(600)) * time.Millisecond
				acknowledged := killed(t, dir, seed+2*uint64(k), after)
				table, err := openTable(filepath.Join(dir, "box.db"))
				if err != nil {
					t.Fatal(err)
				}
				if _, head, _ := table.Head(); head < acknowledged {
					t.Fatalf("kill %d: commit %d was acknowledged and the table ends at %d", k, acknowledged, head)
				}
				if !streamIsPartOf(t, dir, table) {
					behind++
				}
				table.close()
			}
			t.Logf("in %d of %d kills the stream was behind the table", behind, kills)

			b := &venueBox{T: t, dir: dir, limits: relay.Limits{Messages: 300}}
			b.openTable()
			defer b.table.close()
			b.start()
			s := b.until("through", func(s relay.Status) bool {
				return s.Published == s.Head || s.State == relay.Full
			})
			// A core takes the rest, if there is one.
			for s.Confirmed != (relay.Point{}) && s.Published != s.Head {
				b.must(b.relay.Confirm(t.Context(), 1, s.Published.Seq))
				at := s.Published.Seq
				s = b.until("further", func(s relay.Status) bool { return s.Published.Seq > at })
			}
			tail := b.holds(-1)
			epoch, confirmed, err := b.table.Confirmed(t.Context())
			b.must(err)
			if epoch > 0 && tail.First > confirmed+1 {
				t.Errorf("the stream begins at %d and only %d is confirmed", tail.First, confirmed)
			}
			t.Logf("%d events, renewal %d", tail.Last, tail.Renewal)
		})
	}
}

// streamIsPartOf checks the stream a killed box left: an unbroken run of the
// table's events that never goes past it. It says whether it reaches the end.
func streamIsPartOf(t *testing.T, dir string, table *table) (complete bool) {
	t.Helper()
	tr := newEmbedded(t, filepath.Join(dir, "nats"))
	if err := tr.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	tail, err := tr.Tail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !tail.Exists {
		return false
	}
	held, err := relay.Held(t.Context(), tr)
	if err != nil {
		t.Fatal(err)
	}
	all, err := table.all(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if tail.Broken != "" || tail.Last > int64(len(all)) || int64(len(held)) != tail.Last-tail.First+1 {
		t.Fatalf("after a kill: %d messages from %d to %d, broken %q; the table ends at %d", len(held), tail.First, tail.Last, tail.Broken, len(all))
	}
	for i, m := range held {
		want, err := relay.NewMessage(&all[tail.First-1+int64(i)])
		if err != nil {
			t.Fatal(err)
		}
		if m.ID != want.ID || string(m.Body) != string(want.Body) {
			t.Fatalf("message %d is %s, the table has %s", m.Seq, m.ID, want.ID)
		}
	}
	return tail.Last == int64(len(all))
}
