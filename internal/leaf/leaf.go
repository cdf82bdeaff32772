package leaf

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"felt/internal/access"
	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/certs"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/house"
	"felt/internal/leaf/relay"
	"felt/internal/leaf/roster"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/live"
)

// Config of a box. Data is the only field that must be set.
type Config struct {
	Data     string   // folder of everything the box keeps
	Database string   // file of the database; Data/felt.db if empty
	Backups  string   // folder of the backups; Data/backups if empty
	Room     string   // address of the room listener, ":8080"
	Staff    string   // address of the staff listener, ":8443"
	Local    string   // address of the machine's own listener, "127.0.0.1:8081"
	Names    []string // further names the box goes by
	OwnCert  string   // a real certificate with its chain, and its key
	OwnKey   string
	Version  string
	Commit   string
	Built    string
	Log      *slog.Logger
	RelayOff bool // for a tool that needs the floor only

	Machine boxtime.Machine // its clocks; the real ones where they are not set
}

// Leaf is one box, ready to run.
type Leaf struct {
	cfg        Config
	log        *slog.Logger
	store      *store.Store
	hub        *live.Hub
	floor      *floor.Floor
	door       *access.Door
	relay      *relay.Relay
	roster     *roster.Roster
	house      *house.House
	certs      *certs.Keeper
	box        *boxtime.Source
	seeds      *secret.Store
	watched    sync.Map // sessions whose end is waited for
	stopped    chan struct{}
	restored   chan struct{} // closed when a backup was chosen
	chosen     string        // its path
	choosing   sync.Mutex
	demo       *access.SetUpDone // set on a demo box only
	roomHosts  *guard.Hosts
	staffHosts *guard.Hosts

	room, staff, local net.Listener
	servers            []*http.Server
	started            time.Time
	ready              chan struct{} // closed when the floor has opened its tournaments
}

// New opens everything the box keeps and binds its addresses. Nothing is
// answered before Run. A damaged database is reported with the newest good
// backup, and nothing is written.
func New(ctx context.Context, cfg Config) (*Leaf, error) {
	l := &Leaf{cfg: cfg, log: cfg.Log, started: time.Now(), ready: make(chan struct{}), stopped: make(chan struct{}), restored: make(chan struct{})}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	if l.cfg.Machine.Wall == nil {
		l.cfg.Machine.Wall = time.Now
	}
	if err := l.open(ctx); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (l *Leaf) open(ctx context.Context) (err error) {
	if l.cfg.Backups == "" {
		l.cfg.Backups = filepath.Join(l.cfg.Data, "backups")
	}
	if l.cfg.Database == "" {
		l.cfg.Database = filepath.Join(l.cfg.Data, "felt.db")
	}
	if err := os.MkdirAll(l.cfg.Data, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w", err)
	}
	if err := l.files().Mend(ctx); err != nil {
		return err
	}
	venue, err := venueID(l.cfg.Data)
	if err != nil {
		return err
	}
	l.store, err = store.Open(ctx, store.Options{Path: l.cfg.Database, Venue: venue, BackupDir: l.cfg.Backups, Now: l.cfg.Machine.Wall, Log: l.log})
	if err != nil {
		return err
	}
	kept, err := l.store.BoxTime(ctx)
	if err != nil {
		return err
	}
	var cut bool
	l.box, cut = l.cfg.Machine.Resume(kept)
	if l.seeds, err = secret.Open(filepath.Join(l.cfg.Data, "secrets", "seeds")); err != nil {
		return err
	}
	if err := l.openRelay(venue); err != nil {
		return err
	}
	if l.roster, err = roster.Load(ctx, l.store); err != nil {
		return err
	}
	l.door, err = access.New(ctx, l.store.Access(), access.Options{PepperFile: filepath.Join(l.cfg.Data, "secrets", "pepper")})
	if err != nil && l.door == nil {
		return err
	}
	if err != nil {
		l.log.Warn("the key file", "error", err)
	}
	l.hub = live.NewHub(live.Options{Epoch: ulid.Make().String(), Load: l.loadTopic, Presence: l.presence, Now: l.boxNow, Wall: l.cfg.Machine.Wall, Rate: l.box.Rate})
	l.floor = floor.New(floor.Options{
		Store: l.store, Hub: l.hub, Names: l.roster, Seeds: l.seeds, Box: l.box, Log: l.log,
		Wake: l.wake, Closed: l.auditClosed, NewID: func() string { return ulid.Make().String() }, Entropy: entropy, Now: l.cfg.Machine.Wall, Cut: cut, CutWallMS: kept.WallMS,
	})
	l.house = house.New(house.Options{Store: l.store, Hub: l.hub, BackupDir: l.cfg.Backups, Relay: l.relayStatus, RoomPort: func() string { return port(l.room.Addr().String()) }, Version: l.cfg.Version})
	return l.listen(venue)
}

func (l *Leaf) openRelay(venue string) (err error) {
	if l.cfg.RelayOff {
		return nil
	}
	l.relay, err = relay.New(relay.Options{Venue: venue, Dir: filepath.Join(l.cfg.Data, "nats"), Events: l.store, Positions: l.store, Logger: l.log})
	return err
}

func (l *Leaf) listen(venue string) (err error) {
	l.roomHosts, l.staffHosts = &guard.Hosts{}, &guard.Hosts{}
	names := append(certs.Names(venue), l.cfg.Names...)
	hosts := func(addresses []netip.Addr) {
		l.roomHosts.Set(names, addresses)
		l.staffHosts.Set(names, addresses)
	}
	l.certs, err = certs.Open(certs.Options{Dir: filepath.Join(l.cfg.Data, "certs"), Names: names, OwnCert: l.cfg.OwnCert, OwnKey: l.cfg.OwnKey, Changed: hosts})
	if err != nil {
		return err
	}
	for _, a := range []struct {
		to      *net.Listener
		address string
		what    string
	}{{&l.room, l.cfg.Room, "room"}, {&l.staff, l.cfg.Staff, "staff"}, {&l.local, l.cfg.Local, "local"}} {
		if *a.to, err = net.Listen("tcp", a.address); err != nil {
			return fmt.Errorf("the %s address %s cannot be used: %w; stop what uses it, or choose another address", a.what, a.address, err)
		}
	}
	return nil
}

// Run serves until ctx ends, then lets what is under way finish. The relay, the
// checks and the backups start after the first screen can be served.
func (l *Leaf) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	failed := make(chan error, 8)
	run := func(what string, fn func() error) {
		all.Go(func() {
			if err := fn(); err != nil && ctx.Err() == nil {
				failed <- fmt.Errorf("%s: %w", what, err)
			}
		})
	}
	floorCtx, stopFloor := context.WithCancel(context.WithoutCancel(ctx))
	defer stopFloor()
	floorDone := make(chan struct{})
	go func() {
		defer close(floorDone)
		if err := l.floor.Run(floorCtx); err != nil {
			failed <- fmt.Errorf("floor: %w", err)
		}
	}()
	if err := l.serve(run); err != nil {
		return err
	}
	go func() { // the floor answers its first question once it has opened its tournaments
		if _, err := l.floor.Lobby(floorCtx); err == nil {
			close(l.ready)
		}
	}()
	run("door", func() error { l.door.Run(ctx, l.report("door")); return nil })
	run("certificates", func() error { l.certs.Run(ctx, l.report("certificates")); return nil })
	run("house", func() error { l.house.Run(ctx); return nil })
	run("box time", func() error { l.keepTime(ctx); return nil })
	run("upkeep", func() error { l.upkeep(ctx); return nil })
	if l.relay != nil {
		run("relay", func() error {
			select {
			case <-l.ready:
			case <-ctx.Done():
				return nil
			}
			return l.relay.Run(ctx)
		})
	}
	var err error
	select {
	case <-ctx.Done():
	case <-l.restored:
		err = ErrRestore
	case err = <-failed:
	}
	stop()
	close(l.stopped)
	l.hub.Shutdown()
	for _, s := range l.servers {
		last, done := context.WithTimeout(context.Background(), 5*time.Second)
		_ = s.Shutdown(last)
		done()
	}
	stopFloor()
	<-floorDone
	if l.relay != nil {
		_ = l.relay.Close()
	}
	all.Wait()
	return err
}

// Close lets go of everything. It may be called after a failed New.
func (l *Leaf) Close() error {
	var errs []error
	if l.hub != nil {
		l.hub.Shutdown()
	}
	if l.relay != nil {
		errs = append(errs, l.relay.Close())
	}
	for _, ln := range []net.Listener{l.room, l.staff, l.local} {
		if ln != nil {
			if err := ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
	}
	if l.store != nil {
		errs = append(errs, l.store.Close())
	}
	return errors.Join(errs...)
}

// Addresses are where the box answers: room, staff and the machine itself.
func (l *Leaf) Addresses() (room, staff, local string) {
	return l.room.Addr().String(), l.staff.Addr().String(), l.local.Addr().String()
}

// SetupCode is what first run over the network asks for; "" once there is an owner.
func (l *Leaf) SetupCode() string { return l.door.SetupCode() }

func (l *Leaf) boxNow() time.Time { return time.UnixMilli(l.box.NowMS()) }

func (l *Leaf) wake() {
	if l.relay != nil {
		l.relay.Wake()
	}
}

func (l *Leaf) relayStatus() relay.Status {
	if l.relay == nil {
		return relay.Status{}
	}
	return l.relay.Status()
}

func (l *Leaf) presence() {
	if l.house != nil {
		l.house.Changed()
	}
}

func (l *Leaf) loadTopic(name string) (live.Topic, bool) {
	switch {
	case name == floor.LobbyTopic:
		return l.floor.LoadLobby()
	case strings.HasPrefix(name, "t/"):
		return l.floor.LoadTopic(name)
	}
	return l.house.LoadTopic(name)
}

func (l *Leaf) report(what string) func(error) {
	return func(err error) { l.log.Warn(what, "error", err) }
}

// venueID is the venue's identity, made once.
func venueID(data string) (string, error) {
	kept, err := secret.Open(filepath.Join(data, "secrets"))
	if err != nil {
		return "", err
	}
	b, err := kept.Get("venue")
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, secret.ErrNotFound) {
		return "", err
	}
	id := "v" + strings.ToLower(ulid.Make().String())
	if err := kept.Put("venue", []byte(id)); err != nil {
		return "", fmt.Errorf("the venue's id cannot be kept: %w", err)
	}
	return id, nil
}

func entropy() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
