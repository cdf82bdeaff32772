package access

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"felt/internal/problem"
)

// kept is a repository that forgets what a database would forget: the monotonic
// clock and everything below a millisecond. It refuses a session whose staff or
// device is not kept, as the database does.
type kept struct {
	mu       sync.Mutex
	venue    *Venue
	staff    map[string]Staff
	devices  map[string]Device
	sessions map[string]Session
	pairings map[string]Pairing
	misses   map[missKey]Miss
	recovery *Recovery
	fail     error // returned by Save instead of keeping anything
	saves    int
}

func newKept() *kept {
	return &kept{staff: map[string]Staff{}, devices: map[string]Device{}, sessions: map[string]Session{},
		pairings: map[string]Pairing{}, misses: map[missKey]Miss{}}
}

func wall(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()) }

func (k *kept) Load(context.Context) (b Book, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.staff {
		b.Staff = append(b.Staff, s)
	}
	for _, v := range k.devices {
		b.Devices = append(b.Devices, v)
	}
	for _, s := range k.sessions {
		b.Sessions = append(b.Sessions, s)
	}
	for _, p := range k.pairings {
		b.Pairings = append(b.Pairings, p)
	}
	for _, m := range k.misses {
		b.Misses = append(b.Misses, m)
	}
	b.Recovery = k.recovery
	return b, nil
}

func (k *kept) Save(_ context.Context, c Changes) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail != nil {
		return k.fail
	}
	k.saves++
	if c.Venue != nil {
		if k.venue != nil {
			return errors.New("the venue was set up before")
		}
		k.venue = c.Venue
	}
	for _, s := range c.Staff {
		k.staff[s.ID] = s
	}
	for _, v := range c.Devices {
		v.PairedAt, v.SeenAt = wall(v.PairedAt), wall(v.SeenAt)
		k.devices[v.ID] = v
	}
	for _, id := range c.EndSessions {
		delete(k.sessions, id)
	}
	for _, s := range c.Sessions {
		if _, ok := k.staff[s.Staff]; !ok {
			return errors.New("FOREIGN KEY constraint failed")
		}
		if _, ok := k.devices[s.Device]; !ok {
			return errors.New("FOREIGN KEY constraint failed")
		}
		s.MadeAt, s.SeenAt = wall(s.MadeAt), wall(s.SeenAt)
		k.sessions[s.ID] = s
	}
	for _, id := range c.EndPairings {
		delete(k.pairings, id)
	}
	for _, p := range c.Pairings {
		p.ExpiresAt = wall(p.ExpiresAt)
		k.pairings[p.ID] = p
	}
	for _, m := range c.ForgiveMisses {
		delete(k.misses, missKey{m.Staff, m.Device})
	}
	for _, m := range c.Misses {
		m.Last = wall(m.Last)
		k.misses[missKey{m.Staff, m.Device}] = m
	}
	if c.Recovery != nil {
		k.recovery = c.Recovery
	}
	return nil
}

// box is a door with its repository and key file, and what first run gave back.
type box struct {
	*Door
	t    *testing.T
	kept *kept
	file string
	done SetUpDone
}

const ownerPIN = "408271"

func newBox(t *testing.T) *box {
	t.Helper()
	b := &box{t: t, kept: newKept(), file: filepath.Join(t.TempDir(), "keys", "pepper")}
	b.start()
	return b
}

// start opens the door as a start of the box does.
func (b *box) start() {
	b.t.Helper()
	d, err := New(context.Background(), b.kept, Options{PepperFile: b.file})
	if err != nil {
		b.t.Fatal(err)
	}
	b.Door = d
}

func firstRun() FirstRun {
	return FirstRun{Venue: Venue{Name: "Kløver Poker Room", Language: "da", Currency: "DKK", Tables: 8},
		OwnerName: "Liv Madsen", PIN: ownerPIN, AtBox: true}
}

func setUpBox(t *testing.T) *box {
	t.Helper()
	b := newBox(t)
	done, err := b.SetUp(context.Background(), firstRun(), "")
	if err != nil {
		t.Fatal(err)
	}
	b.done = done
	return b
}

// owner is the owner of the first run with his PIN given again.
func (b *box) owner() Identity {
	b.t.Helper()
	if err := b.StepUp(context.Background(), b.done.Who, ownerPIN); err != nil {
		b.t.Fatal(err)
	}
	who, err := b.Who(b.done.DeviceToken, b.done.SessionToken)
	if err != nil {
		b.t.Fatal(err)
	}
	return who
}

// hire takes somebody on.
func (b *box) hire(name string, role Role, pin string) StaffView {
	b.t.Helper()
	s, err := b.AddStaff(context.Background(), b.owner(), NewStaff{Name: name, Role: role, PIN: pin})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// pair lets a new device in and returns its token.
func (b *box) pair(name string) string {
	b.t.Helper()
	code, _, err := b.NewPairing(context.Background(), b.owner(), name)
	if err != nil {
		b.t.Fatal(err)
	}
	token, _, err := b.Pair(context.Background(), code, "10.0.0.7 "+name)
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

// signIn signs a person in and returns the identity.
func (b *box) signIn(device, staff, pin string) (string, Identity) {
	b.t.Helper()
	token, who, err := b.SignIn(context.Background(), device, staff, pin)
	if err != nil {
		b.t.Fatal(err)
	}
	return token, who
}

// code is the code of a refusal; any other error fails the test.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var p *problem.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%v is no refusal", err)
	}
	if p.Detail == "" || p.Status < 400 || p.Status > 503 {
		t.Errorf("refusal %q says %q with status %d", p.Code, p.Detail, p.Status)
	}
	return p.Code
}

func refused(t *testing.T, err error, want ...string) *problem.Problem {
	t.Helper()
	if got := code(t, err); !slices.Contains(want, got) {
		t.Fatalf("got %q (%v), want %q", got, err, want)
	}
	var p *problem.Problem
	errors.As(err, &p)
	return p
}
