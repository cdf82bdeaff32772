package access

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"sort"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

const (
	idleLimit    = 12 * time.Hour     // a session not used for so long has ended
	sessionLimit = 7 * 24 * time.Hour // and none outlasts a festival
	stepUpLimit  = 5 * time.Minute    // how long a PIN given again counts
	seenStep     = time.Minute        // how exactly the last use is kept on disk
)

// State is how far the box is.
type State string

const (
	NotSetUp      State = "not_set_up"     // no owner yet: only first run
	Ready         State = "ready"          // staff can sign in
	NeedsRecovery State = "needs_recovery" // the key file is gone: only the recovery code helps
)

// Options of New. Only PepperFile is required.
type Options struct {
	PepperFile string           // key file; outside the database and its backups
	Hasher     *Hasher          // shared by the doors of one process
	Now        func() time.Time // wall clock with a monotonic reading
	Random     io.Reader
}

// Door keeps the book in memory, so that a tap costs no query, and writes every
// change through the repository before it is true.
type Door struct {
	repo   Repository
	file   string
	hasher *Hasher
	now    func() time.Time
	random io.Reader

	// writing is held while a change is worked out and saved: one at a time.
	// mu guards the fields below and is never held across I/O or hashing.
	writing sync.Mutex
	mu      sync.RWMutex

	pepper    []byte // nil until first run, and in NeedsRecovery
	setupCode string // for first run over the network; "" once set up
	staff     map[string]Staff
	devices   map[string]Device // by id
	byToken   map[string]string // device token hash → device id
	sessions  map[string]*live  // by token hash
	pairings  map[string]Pairing
	backoff   *backoff
	recovery  *Recovery
	guesses   *guesses
}

// live is a session in memory.
type live struct {
	Session
	steppedUp time.Time // zero: never; not kept across a restart
	kept      time.Time // SeenAt as last written
	ended     chan struct{}
}

// New loads the book. Trouble with the key file is returned as an ErrKeyFile that
// says what to do, together with a working Door in the state NeedsRecovery: the
// room goes on without it, and the recovery code opens the door. On any other
// error there is no Door.
func New(ctx context.Context, repo Repository, o Options) (*Door, error) {
	if o.Hasher == nil {
		o.Hasher = NewHasher()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	d := &Door{repo: repo, file: o.PepperFile, hasher: o.Hasher, now: o.Now, random: o.Random}
	book, err := repo.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("access: load: %w", err)
	}
	now := d.now()
	d.recovery = book.Recovery
	d.staff, d.devices, d.byToken = map[string]Staff{}, map[string]Device{}, map[string]string{}
	d.sessions, d.pairings = map[string]*live{}, map[string]Pairing{}
	d.backoff = newBackoff(book.Misses, now)
	d.guesses = newGuesses()
	for _, s := range book.Staff {
		d.staff[s.ID] = s
	}
	for _, v := range book.Devices {
		d.devices[v.ID] = v
		if !v.Unpaired {
			d.byToken[v.TokenHash] = v.ID
		}
	}
	for _, s := range book.Sessions {
		s.MadeAt, s.SeenAt = onClock(s.MadeAt, now), onClock(s.SeenAt, now)
		d.sessions[s.TokenHash] = &live{Session: s, kept: s.SeenAt, ended: make(chan struct{})}
	}
	for _, p := range book.Pairings {
		p.ExpiresAt = now.Add(min(pairingLimit, p.ExpiresAt.Sub(now)))
		d.pairings[p.ID] = p
	}
	if len(d.staff) == 0 {
		if d.setupCode, err = drawCode(d.random, codeLength); err != nil {
			return nil, err
		}
		return d, nil
	}
	d.pepper, err = readPepper(d.file)
	if err == nil && (d.recovery == nil || d.recovery.KeyCheck != keyCheck(d.pepper)) {
		d.pepper, err = nil, wrongKeyFile(d.file)
	}
	return d, err
}

// State returns how far the box is.
func (d *Door) State() State {
	d.mu.RLock()
	defer d.mu.RUnlock()
	switch {
	case len(d.staff) == 0:
		return NotSetUp
	case d.pepper == nil:
		return NeedsRecovery
	}
	return Ready
}

// Paired returns the device that holds the token.
func (d *Door) Paired(deviceToken string) (Device, bool) {
	if !LooksLikeToken(deviceToken) {
		return Device{}, false
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	dev, ok := d.devices[d.byToken[hashToken(deviceToken)]]
	return dev, ok
}

// Faces lists who can sign in, for the sign-in page of a paired device, by name.
// A device that is not paired gets the same refusal whatever it asks.
func (d *Door) Faces(deviceToken string) ([]Face, error) {
	if _, ok := d.Paired(deviceToken); !ok {
		return nil, notPaired()
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	faces := []Face{}
	for _, s := range d.staff {
		if !s.Disabled && s.PINHash != "" {
			faces = append(faces, Face{ID: s.ID, Name: s.Name, Initials: s.Initials, Colour: s.Colour, Role: s.Role})
		}
	}
	sort.Slice(faces, func(i, j int) bool {
		return faces[i].Name < faces[j].Name || faces[i].Name == faces[j].Name && faces[i].ID < faces[j].ID
	})
	return faces, nil
}

// Who answers for every request: who holds this session on this device. Both
// tokens must fit each other; the role is the one the person has now.
func (d *Door) Who(deviceToken, sessionToken string) (Identity, error) {
	dev, ok := d.Paired(deviceToken)
	if !ok {
		return Identity{}, notPaired()
	}
	if !LooksLikeToken(sessionToken) {
		return Identity{}, notSignedIn()
	}
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.sessions[hashToken(sessionToken)]
	if s == nil || s.Device != dev.ID || s.over(now) {
		return Identity{}, notSignedIn()
	}
	person, ok := d.staff[s.Staff]
	if !ok || person.Disabled {
		return Identity{}, notSignedIn()
	}
	s.SeenAt = now
	return s.identity(person.Role, now), nil
}

func (s *live) over(now time.Time) bool {
	return now.Sub(s.SeenAt) >= idleLimit || now.Sub(s.MadeAt) >= sessionLimit
}

func (s *live) identity(role Role, now time.Time) Identity {
	return Identity{Staff: s.Staff, Role: role, Device: s.Device, Session: s.ID, Ended: s.ended,
		SteppedUp: !s.steppedUp.IsZero() && now.Sub(s.steppedUp) < stepUpLimit}
}

// Run keeps the book tidy until ctx ends: last uses are written, sessions, codes
// and misses that are over are taken out. An error is reported and tried again.
func (d *Door) Run(ctx context.Context, report func(error)) {
	tick := time.NewTicker(seenStep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := d.tidy(ctx); err != nil && ctx.Err() == nil {
				report(fmt.Errorf("access: tidy: %w", err))
			}
		}
	}
}

func (d *Door) tidy(ctx context.Context) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	now := d.now()
	var c Changes
	d.mu.RLock()
	for _, s := range d.sessions {
		if s.over(now) {
			c.EndSessions = append(c.EndSessions, s.ID)
		} else if s.SeenAt.After(s.kept) {
			c.Sessions = append(c.Sessions, s.Session)
		}
	}
	for id, p := range d.pairings {
		if !now.Before(p.ExpiresAt) {
			c.EndPairings = append(c.EndPairings, id)
		}
	}
	for _, m := range d.backoff.misses {
		if now.Sub(m.Last) >= forgivenAfter {
			c.ForgiveMisses = append(c.ForgiveMisses, m)
		}
	}
	d.mu.RUnlock()
	return d.save(ctx, c)
}

// save writes the changes and then, and only then, makes them true in memory.
// The caller holds writing.
func (d *Door) save(ctx context.Context, c Changes) error {
	if c.empty() {
		return nil
	}
	if err := d.repo.Save(ctx, c); err != nil {
		return fmt.Errorf("access: save: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.Recovery != nil {
		r := *c.Recovery
		d.recovery = &r
	}
	for _, s := range c.Staff {
		d.staff[s.ID] = s
	}
	for _, v := range c.Devices {
		delete(d.byToken, d.devices[v.ID].TokenHash)
		d.devices[v.ID] = v
		if !v.Unpaired {
			d.byToken[v.TokenHash] = v.ID
		}
	}
	for _, id := range c.EndSessions {
		for hash, s := range d.sessions {
			if s.ID == id {
				close(s.ended)
				delete(d.sessions, hash)
			}
		}
	}
	for _, s := range c.Sessions {
		if old := d.sessions[s.TokenHash]; old != nil {
			old.kept = s.SeenAt
			continue
		}
		d.sessions[s.TokenHash] = &live{Session: s, kept: s.SeenAt, ended: make(chan struct{})}
	}
	for _, id := range c.EndPairings {
		delete(d.pairings, id)
	}
	for _, p := range c.Pairings {
		d.pairings[p.ID] = p
	}
	for _, m := range c.ForgiveMisses {
		delete(d.backoff.misses, missKey{m.Staff, m.Device})
	}
	for _, m := range c.Misses {
		d.backoff.misses[missKey{m.Staff, m.Device}] = m
	}
	return nil
}

func (c Changes) empty() bool {
	return c.Venue == nil && c.Recovery == nil && len(c.Staff)+len(c.Devices)+len(c.Sessions)+len(c.EndSessions)+
		len(c.Pairings)+len(c.EndPairings)+len(c.Misses)+len(c.ForgiveMisses) == 0
}

func (d *Door) newID(now time.Time) (string, error) {
	id, err := ulid.New(ulid.Timestamp(now), d.random)
	return id.String(), err
}
