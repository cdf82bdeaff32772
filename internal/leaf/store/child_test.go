package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/leaf/store/storetest"
)

// The tests that cut the power and kill work on a child process: this test
// binary again, told by FELT_CHILD what to do with the database of FELT_PATH. It
// speaks in lines of words.
func child(what, path string) error {
	ctx := context.Background()
	s, err := storetest.TryOpen(path, nil)
	if err != nil {
		return err
	}
	_, seq, hash := s.Head()
	fmt.Println("open", seq, hash)
	switch what {
	case "write":
		return write(ctx, s, int(seq))
	case "verify":
		return verify(ctx, s)
	case "fill":
		return fill(ctx, s)
	}
	return fmt.Errorf("no such work: %s", what)
}

// write commits for ever, groups of all sizes, and says "ack" after each.
func write(ctx context.Context, s *store.Store, n int) error {
	for {
		group, last := groupFrom(n)
		sealed, err := s.Commit(ctx, group)
		if err != nil {
			return err
		}
		n = last
		e := sealed[len(sealed)-1][0]
		fmt.Println("ack", e.Seq, e.Hash)
		if n%7 == 0 {
			if err := s.Checkpoint(ctx); err != nil {
				return err
			}
		}
	}
}

// groupFrom is the group that follows n events; the n-th event always has the
// same answer beside it.
func groupFrom(n int) ([]store.Write, int) {
	chance := rand.New(rand.NewPCG(uint64(n), 1))
	group := make([]store.Write, 1+chance.IntN(4))
	for i := range group {
		n++
		e := storetest.Bust(n, fmt.Sprint("T", n%3))
		e.ID += fmt.Sprint("-", os.Getpid()) // an event lost with its commit is not the one that comes instead
		group[i].Events = []event.Envelope{e}
		group[i].Key = &store.KeyedAnswer{Scope: "staff", Key: fmt.Sprint(n), Status: 200, Body: make([]byte, chance.IntN(6000))}
		action := fmt.Sprint(n)
		group[i].Tables = append(group[i].Tables, func(ctx context.Context, tx *store.Tx) error {
			return tx.PutNote(ctx, action, "said")
		})
	}
	return group, n
}

// verify says "hash" for every event and checks that its answer and its note are
// there with it, and nothing beyond.
func verify(ctx context.Context, s *store.Store) error {
	if err := errors.Join(s.CheckIntegrity(ctx), s.VerifyChain(ctx, nil)); err != nil {
		return err
	}
	events, err := s.After(ctx, 0, 1<<30)
	if err != nil {
		return err
	}
	for _, e := range events {
		fmt.Println("hash", e.Seq, e.Hash)
	}
	for n := 1; n <= len(events)+1; n++ {
		answer, err1 := s.Answer(ctx, "staff", fmt.Sprint(n))
		note, err2 := s.Note(ctx, fmt.Sprint(n))
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if there := n <= len(events); (answer != nil) != there || (note != "") != there {
			return fmt.Errorf("of %d events: event %d, answer %v, note %q", len(events), n, answer != nil, note)
		}
	}
	return s.Close()
}

// fill writes until the disk is full, waits for a line, and goes on.
func fill(ctx context.Context, s *store.Store) error {
	n := 0
	for range 2 {
		for {
			group, last := groupFrom(n)
			_, before, _ := s.Head()
			_, err := s.Commit(ctx, group)
			if errors.Is(err, store.ErrDiskFull) {
				events, readErr := s.After(ctx, 0, 1<<30)
				_, after, _ := s.Head()
				if readErr != nil || after != before || len(events) != int(before) {
					return fmt.Errorf("after the refusal: %d events, head %d, was %d, %v", len(events), after, before, readErr)
				}
				fmt.Println("full", n)
				break
			} else if err != nil {
				return err
			}
			n = last
		}
		bufio.NewReader(os.Stdin).ReadString('\n')
	}
	for range 100 {
		group, last := groupFrom(n)
		if _, err := s.Commit(ctx, group); err != nil {
			return err
		}
		n = last
	}
	fmt.Println("went on", n)
	return s.Close()
}

// process is a child at work.
type process struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	stdin interface{ Write([]byte) (int, error) }
	words []string // of the last line
}

func start(t *testing.T, what, path string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "FELT_CHILD="+what, "FELT_PATH="+path)
	cmd.Stderr = os.Stderr
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return &process{cmd: cmd, lines: bufio.NewScanner(out), stdin: in}
}

// next reads a line; false at the end.
func (p *process) next() bool {
	ok := p.lines.Scan()
	p.words = append(strings.Fields(p.lines.Text()), "", "", "")
	return ok
}

func (p *process) number() int {
	n, _ := strconv.Atoi(p.words[1])
	return n
}

// record is what a child acknowledged: the hash by sequence, and the highest.
type record struct {
	hash map[int]string
	last int
}

func (r *record) take(p *process) {
	if p.words[0] == "ack" {
		r.hash[p.number()], r.last = p.words[2], p.number()
	}
}

// mustHold opens the database in a new child and holds it against the record.
// It returns the number of events; those beyond the record were written and not
// acknowledged, and count from now on.
func (r *record) mustHold(t *testing.T, path, when string) {
	t.Helper()
	p := start(t, "verify", path)
	there := map[int]string{}
	for p.next() {
		switch p.words[0] {
		case "hash":
			there[p.number()] = p.words[2]
		case "error":
			t.Fatalf("%s: %s", when, p.lines.Text())
		}
	}
	if err := p.cmd.Wait(); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	for seq, hash := range r.hash {
		if there[seq] != hash {
			t.Fatalf("%s: acknowledged event %d of %d is not there, of %d events", when, seq, r.last, len(there))
		}
	}
	if len(there) > r.last+4 {
		t.Fatalf("%s: %d events, acknowledged %d: more than one group", when, len(there), r.last)
	}
	r.hash, r.last = there, len(there)
}
