package leaftest

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"felt/internal/leaf"
)

// Options of Start; the zero value is a new box without a relay.
type Options struct {
	Data   string             // folder of a box that was there before; a new one if empty
	Relay  bool               // with the embedded JetStream
	Config func(*leaf.Config) // last changes to the configuration
	Log    bool               // what the box logs, in the test's log
}

// Box is a running box.
type Box struct {
	t    testing.TB
	opt  Options
	stop func() error
	kill func()

	Leaf  *leaf.Leaf
	Data  string
	Room  string // "http://127.0.0.1:…"
	Staff string // "https://127.0.0.1:…"
	Local string // "http://127.0.0.1:…"
}

// Start runs a box until the test ends.
func Start(t testing.TB, o Options) *Box {
	t.Helper()
	if o.Data == "" {
		o.Data = Dir(t)
	}
	b := &Box{t: t, opt: o, Data: o.Data}
	t.Cleanup(b.Stop)
	b.start()
	return b
}

// Dir is a folder for a box. It has no test's name in it, which may be long.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "felt-box-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}

// Config is the configuration that Start uses.
func (o Options) config(t testing.TB) leaf.Config {
	cfg := leaf.Config{Data: o.Data, Room: "127.0.0.1:0", Staff: "127.0.0.1:0", Local: "127.0.0.1:0", Version: "test", RelayOff: !o.Relay}
	if o.Log {
		cfg.Log = slog.New(slog.NewTextHandler(writer{t}, nil))
	}
	if o.Config != nil {
		o.Config(&cfg)
	}
	return cfg
}

type writer struct{ t testing.TB }

func (w writer) Write(b []byte) (int, error) { w.t.Log(string(b)); return len(b), nil }

// New opens a box on a folder without running it, for what a start refuses.
func New(t testing.TB, o Options) (*leaf.Leaf, error) {
	t.Helper()
	return leaf.New(t.Context(), o.config(t))
}

func (b *Box) start() {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l, err := leaf.New(ctx, b.opt.config(b.t))
	if err != nil {
		cancel()
		b.t.Fatal(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- l.Run(ctx) }()
	room, staff, local := l.Addresses()
	b.Leaf, b.Room, b.Staff, b.Local = l, "http://"+room, "https://"+staff, "http://"+local
	b.stop = func() error {
		cancel()
		err := <-ran
		if e := l.Close(); err == nil {
			err = e
		}
		return err
	}
	b.ready(ran)
}

// ready waits until the box says so, or has stopped.
func (b *Box) ready(ran chan error) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if r, err := http.Get(b.Local + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == 200 {
				return
			}
		}
		select {
		case err := <-ran:
			ran <- err
			b.t.Fatal("the box stopped: ", err)
		default:
		}
		if time.Now().After(deadline) {
			b.t.Fatal("the box was not ready within a minute")
		}
	}
}

// Stop ends the box as a stop of the service does.
func (b *Box) Stop() {
	b.t.Helper()
	if b.stop == nil {
		return
	}
	stop := b.stop
	b.stop = nil
	if err := stop(); err != nil {
		b.t.Errorf("the box stopped with an error: %v", err)
	}
}

// Restart stops the box and starts it on the same folder, at other ports. Its
// clients keep their cookies: see Client.At.
func (b *Box) Restart() {
	b.t.Helper()
	b.Stop()
	b.start()
}

// Port is the port of a base address.
func Port(base string) string {
	_, port, _ := net.SplitHostPort(base[len("http://"):])
	return port
}

// At is a box that somebody else runs; local is its address for the machine
// itself.
func At(t testing.TB, local string) *Box {
	t.Helper()
	b := &Box{t: t, Local: local}
	b.ready(make(chan error))
	return b
}
