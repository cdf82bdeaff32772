package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"felt/bench/load"
)

// Indexes of bench.servers.
const (
	bare = iota
	felt
)

type bench struct {
	subject string
	commit  string
	rounds  int
	dir     string
	servers [2]*server
	history string // file that figures are appended to, or ""
}

// server is a process under test.
type server struct {
	name    string
	command []string
	addr    string // it is up once it listens there
	adapter load.Adapter

	box  *load.Box // of the leaf
	data string

	cmd  *exec.Cmd
	pid  int
	idle float64 // KiB resident before anybody connected
}

// subjects are the programs that are held against the bare floor. Each is built
// into dir and answers with how to start and drive it.
var subjects = map[string]func(dir string) (*server, error){
	"leaf": leafBox,
}

func subjectNames() (names []string) {
	for n := range subjects {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func begin(ctx context.Context, subject string) (*bench, error) {
	subjectOf, ok := subjects[subject]
	if !ok {
		return nil, fmt.Errorf("no subject %q; there are %v", subject, subjectNames())
	}
	dir, err := os.MkdirTemp("", "felt-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{subject: subject, commit: commit(), dir: dir}
	if b.servers[felt], err = subjectOf(dir); err == nil {
		b.servers[bare], err = bareFloor(dir)
	}
	for _, s := range b.servers {
		if err == nil {
			err = s.start(ctx)
		}
	}
	if err != nil {
		b.end()
		return nil, err
	}
	return b, nil
}

const (
	leafRoom, leafStaff, leafLocal = "127.0.0.1:8191", "127.0.0.1:8192", "127.0.0.1:8193"
	operators                      = 32
)

// leafBox is the real box, relay included. It was set up in an earlier run, so
// that signing in (a PIN takes 19 MiB for a moment) is in no figure.
func leafBox(dir string) (*server, error) {
	bin, data := filepath.Join(dir, "leaf"), filepath.Join(dir, "data")
	if err := build(".", bin, "./cmd/leaf"); err != nil {
		return nil, err
	}
	box := &load.Box{Local: leafLocal, Room: leafRoom}
	s := &server{
		name: "leaf", command: []string{bin, "--data", data, "--room", leafRoom, "--staff", leafStaff, "--local", leafLocal}, addr: leafLocal,
		adapter: &load.Felt{Ready: func(ctx context.Context, _ *load.Felt) error { return box.SetUp(ctx, operators) }},
	}
	ctx, done := context.WithTimeout(context.Background(), time.Minute)
	defer done()
	if err := s.start(ctx); err != nil {
		s.stop()
		return nil, err
	}
	s.stop()
	s.adapter, s.box, s.data = box.Screens(), box, data
	return s, nil
}

func bareFloor(dir string) (*server, error) {
	bin := filepath.Join(dir, "bare-floor")
	if err := build("bench/bare", bin, "."); err != nil {
		return nil, err
	}
	const addr = "127.0.0.1:8190"
	return &server{
		name: "bare", command: []string{bin, "-addr", addr, "-dir", filepath.Join(dir, "bare")}, addr: addr,
		adapter: load.Bare{URL: "http://" + addr},
	}, nil
}

func (b *bench) end() {
	for _, s := range b.servers {
		if s != nil {
			s.stop()
		}
	}
	os.RemoveAll(b.dir)
}

func build(in, bin, what string) error {
	c := exec.Command("go", "build", "-o", bin, what)
	c.Dir = in
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("build %s in %s: %w", what, in, err)
	}
	return nil
}

func (s *server) start(ctx context.Context) error {
	if c, err := net.Dial("tcp", s.addr); err == nil {
		c.Close()
		return fmt.Errorf("%s: something already listens on %s", s.name, s.addr)
	}
	if err := s.launch(); err != nil {
		return err
	}
	for range 200 {
		if c, err := net.Dial("tcp", s.addr); err == nil {
			c.Close()
			time.Sleep(200 * time.Millisecond)
			err := s.adapter.Prepare(ctx)
			s.idle = load.RSS(s.pid)
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s does not listen on %s", s.name, s.addr)
}

func (s *server) launch() error {
	s.cmd = exec.Command(s.command[0], s.command[1:]...)
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.pid = s.cmd.Process.Pid
	return nil
}

func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		s.cmd = nil
	}
}

func (s *server) restart(ctx context.Context) error {
	s.stop()
	return s.start(ctx)
}
