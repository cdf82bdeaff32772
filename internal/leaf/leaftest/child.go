package leaftest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"felt/internal/leaf"
)

// Child is a box in a process of its own, which can be killed. A test that
// spawns one calls Main in its TestMain.
type Child struct {
	Data     string // folder; must be there for a box that was there before
	Database string // file of the database, Data/felt.db if empty
	Boot     string // id of the boot; the machine's own if empty
	Relay    bool
}

const childEnv = "FELT_TEST_BOX"

// Main runs the tests, or the box where the process was spawned to be one.
func Main(m *testing.M) {
	as := os.Getenv(childEnv)
	if as == "" {
		os.Exit(m.Run())
	}
	if err := runChild(as); err != nil {
		fmt.Fprintln(os.Stderr, "box:", leaf.Explain(err))
		os.Exit(1)
	}
	os.Exit(0)
}

func runChild(as string) error {
	var c Child
	if err := json.Unmarshal([]byte(as), &c); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	cfg := leaf.Config{Data: c.Data, Database: c.Database, Room: "127.0.0.1:0", Staff: "127.0.0.1:0", Local: "127.0.0.1:0", Version: "test", RelayOff: !c.Relay}
	cfg.Machine.Boot = c.Boot
	l, err := leaf.New(ctx, cfg)
	if err != nil {
		return err
	}
	room, staff, local := l.Addresses()
	fmt.Println(room, staff, local)
	return l.Run(ctx)
}

// Spawn starts a box in a process of its own. Its error is what the box said when
// it did not start.
func Spawn(t testing.TB, c Child) (*Box, error) {
	t.Helper()
	as, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+string(as))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := &Box{t: t, Data: c.Data, kill: func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}}
	t.Cleanup(b.Kill)
	var room, staff, local string
	if _, err := fmt.Fscanln(bufio.NewReader(out), &room, &staff, &local); err != nil {
		b.Kill()
		return nil, fmt.Errorf("the box did not start: %w", err)
	}
	b.Room, b.Staff, b.Local = "http://"+room, "https://"+staff, "http://"+local
	return b, nil
}

// Kill ends a spawned box with SIGKILL.
func (b *Box) Kill() {
	if b.kill != nil {
		b.kill()
		b.kill = nil
	}
}

// To lets a device go on with another run of its box.
func (c *Client) To(b *Box) { c.box = b }
