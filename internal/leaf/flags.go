package leaf

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"

	"felt/internal/leaf/store"
)

// Flags are the box's settings from the command line, FELT_… in the environment.
type Flags struct {
	Data    string   `default:"data" help:"Folder of everything the box keeps."`
	Backups string   `help:"Folder of the backups; by default inside the data folder."`
	Room    string   `default:":8080" help:"Address for screens and phones (HTTP)."`
	Staff   string   `default:":8443" help:"Address for staff (HTTPS)."`
	Local   string   `default:"127.0.0.1:8081" help:"Address for the machine itself (HTTP)."`
	Names   []string `help:"Further host names the box goes by."`
	Cert    string   `help:"A real certificate with its chain, PEM." type:"path"`
	Key     string   `help:"Its key, PEM." type:"path"`
}

// Config makes a box's configuration of them.
func (f Flags) Config(log *slog.Logger) Config {
	return Config{Data: f.Data, Backups: f.Backups, Room: f.Room, Staff: f.Staff, Local: f.Local, Names: f.Names, OwnCert: f.Cert, OwnKey: f.Key, Log: log}
}

// Announce prints where the box answers, and the setup code while it has no owner.
func (l *Leaf) Announce(w io.Writer) {
	room, staff, local := l.Addresses()
	fmt.Fprintf(w, "Felt is running.\n  on this machine  http://localhost:%s\n  staff            https://<this machine>:%s\n  room             http://<this machine>:%s  (screens: /display, phones: /play)\n", port(local), port(staff), port(room))
	if code := l.SetupCode(); code != "" {
		fmt.Fprintf(w, "  setup code       %s  (first run from another device asks for it)\n", code)
	}
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

// Explain says what is wrong at the start, and what now.
func Explain(err error) string {
	var damaged *store.DamagedError
	switch {
	case errors.As(err, &damaged):
		return damaged.Error()
	case errors.Is(err, store.ErrInUse):
		return "another Felt is running on this data folder; stop it first"
	case errors.Is(err, store.ErrNewer):
		return "the database was written by a newer Felt; start that one"
	}
	return err.Error()
}
