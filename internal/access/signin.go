package access

import (
	"context"
	"math"
	"sort"
	"time"

	"felt/internal/problem"
)

// SignIn checks the PIN of a person on a paired device and returns the token of a
// new session. Whoever was signed in on that device before is signed out. A wrong
// PIN, an unknown person and one who has left get the same answer after the same
// work; while a wait runs no PIN is looked at.
//
// Refusals: not_paired, pin_form, pin_wait, pin_wrong, needs_recovery.
func (d *Door) SignIn(ctx context.Context, deviceToken, staff, pin string) (sessionToken string, who Identity, err error) {
	dev, ok := d.Paired(deviceToken)
	if !ok {
		return "", Identity{}, notPaired()
	}
	person, forgive, err := d.checkPIN(ctx, dev.ID, staff, pin)
	if err != nil {
		return "", Identity{}, err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	// The hash took time: what it was checked against must still hold.
	if now, ok := d.person(person.ID); !ok || now.Version != person.Version {
		return "", Identity{}, wrongPIN(0)
	}
	if dev, ok = d.Paired(deviceToken); !ok {
		return "", Identity{}, notPaired()
	}
	c := Changes{ForgiveMisses: forgive}
	for _, s := range d.sessionsWhere(func(s Session) bool { return s.Device == dev.ID }) {
		c.EndSessions = append(c.EndSessions, s.ID)
	}
	token, s, err := d.newSession(person.ID, dev.ID)
	if err != nil {
		return "", Identity{}, err
	}
	dev.SeenAt = s.MadeAt
	c.Sessions, c.Devices = []Session{s}, []Device{dev}
	if err := d.save(ctx, c); err != nil {
		return "", Identity{}, err
	}
	who, err = d.Who(deviceToken, token)
	return token, who, err
}

// StepUp checks the PIN of the person signed in once more; for the next five
// minutes this session may do what asks for it. Misses count like any other.
func (d *Door) StepUp(ctx context.Context, who Identity, pin string) error {
	if _, err := d.current(who); err != nil {
		return err
	}
	person, forgive, err := d.checkPIN(ctx, who.Device, who.Staff, pin)
	if err != nil {
		return err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	if now, ok := d.person(person.ID); !ok || now.Version != person.Version {
		return wrongPIN(0)
	}
	if err := d.save(ctx, Changes{ForgiveMisses: forgive}); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.sessions {
		if s.ID == who.Session {
			s.steppedUp = d.now()
			return nil
		}
	}
	return notSignedIn()
}

// checkPIN is the one place where a PIN is looked at. The try is counted and on
// disk before the hash is computed; forgive takes it, and the earlier misses of
// the same person on the same device, back.
func (d *Door) checkPIN(ctx context.Context, device, staff, pin string) (person Staff, forgive []Miss, err error) {
	if !isPIN(pin) {
		return Staff{}, nil, badPINForm()
	}
	person, known := d.person(staff)
	key := staff
	if !known {
		key = nobody
	}
	d.mu.RLock()
	pepper := d.pepper
	d.mu.RUnlock()
	if pepper == nil {
		return Staff{}, nil, needsRecovery()
	}

	d.writing.Lock()
	now := d.now()
	d.mu.RLock()
	wait := d.backoff.wait(key, device, now)
	miss := d.backoff.charge(key, device, now)
	d.mu.RUnlock()
	if wait > 0 {
		d.writing.Unlock()
		return Staff{}, nil, waitFirst(wait)
	}
	err = d.save(ctx, Changes{Misses: []Miss{miss}})
	d.writing.Unlock()
	if err != nil {
		return Staff{}, nil, err
	}

	right, err := d.hasher.check(ctx, pepper, staff, pin, person.PINHash)
	if err != nil {
		return Staff{}, nil, err
	}
	if !right || !known {
		now := d.now()
		d.mu.RLock()
		wait := d.backoff.wait(key, device, now)
		d.mu.RUnlock()
		return Staff{}, nil, wrongPIN(wait)
	}
	return person, []Miss{{Staff: key, Device: device}}, nil
}

// person returns an enabled member of staff.
func (d *Door) person(id string) (Staff, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s, ok := d.staff[id]
	if !ok || s.Disabled {
		return Staff{}, false
	}
	return s, true
}

func (d *Door) newSession(staff, device string) (token string, s Session, err error) {
	token, hash, err := newToken(d.random)
	if err != nil {
		return "", Session{}, err
	}
	now := d.now()
	id, err := d.newID(now)
	return token, Session{ID: id, TokenHash: hash, Staff: staff, Device: device, MadeAt: now, SeenAt: now}, err
}

// current finds the person behind an identity as it is now, so that an identity
// kept too long opens nothing.
func (d *Door) current(who Identity) (Staff, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, s := range d.sessions {
		if s.ID == who.Session && s.Staff == who.Staff && !s.over(d.now()) {
			if p := d.staff[s.Staff]; !p.Disabled && p.Role == who.Role {
				return p, nil
			}
		}
	}
	return Staff{}, notSignedIn()
}

// SignOut ends the person's own session.
func (d *Door) SignOut(ctx context.Context, who Identity) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	return d.save(ctx, Changes{EndSessions: []string{who.Session}})
}

// SignOutAll ends every session and every open pairing code. A box that was put
// back from a backup calls it before it serves: sessions that were revoked since
// the backup must not come back to life.
func (d *Door) SignOutAll(ctx context.Context) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	var c Changes
	d.mu.RLock()
	for _, s := range d.sessions {
		c.EndSessions = append(c.EndSessions, s.ID)
	}
	for id := range d.pairings {
		c.EndPairings = append(c.EndPairings, id)
	}
	d.mu.RUnlock()
	return d.save(ctx, c)
}

// SessionView is one line of the list of who is signed in where.
type SessionView struct {
	ID     string    `json:"id"`
	Staff  string    `json:"staff"`
	Device string    `json:"device"`
	MadeAt time.Time `json:"made_at"`
	SeenAt time.Time `json:"seen_at"`
	Own    bool      `json:"own"` // the session that asks
}

// Sessions lists the person's own sessions, and everybody's for those who manage
// staff; newest use first.
func (d *Door) Sessions(who Identity) ([]SessionView, error) {
	if _, err := d.current(who); err != nil {
		return nil, err
	}
	views := []SessionView{}
	for _, s := range d.sessionsWhere(func(s Session) bool { return s.Staff == who.Staff || who.Role.May(ManageStaff) }) {
		views = append(views, SessionView{ID: s.ID, Staff: s.Staff, Device: s.Device, MadeAt: s.MadeAt, SeenAt: s.SeenAt, Own: s.ID == who.Session})
	}
	sort.Slice(views, func(i, j int) bool { return views[i].SeenAt.After(views[j].SeenAt) })
	return views, nil
}

// EndSession revokes a session: one's own, or that of somebody one manages.
func (d *Door) EndSession(ctx context.Context, who Identity, id string) error {
	me, err := d.current(who)
	if err != nil {
		return err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	found := d.sessionsWhere(func(s Session) bool { return s.ID == id })
	if len(found) == 0 {
		return notFound("session")
	}
	if s := found[0]; s.Staff != me.ID {
		d.mu.RLock()
		other := d.staff[s.Staff]
		d.mu.RUnlock()
		if !who.Role.May(ManageStaff) || !manages(me, other) {
			return notFound("session") // the same answer as for one that is not there
		}
	}
	return d.save(ctx, Changes{EndSessions: []string{id}})
}

func (d *Door) sessionsWhere(keep func(Session) bool) []Session {
	d.mu.RLock()
	defer d.mu.RUnlock()
	now := d.now()
	var found []Session
	for _, s := range d.sessions {
		if !s.over(now) && keep(s.Session) {
			found = append(found, s.Session)
		}
	}
	return found
}

func notPaired() *problem.Problem {
	return problem.New(401, "not_paired", "This device is not paired with the box.").
		WithNext("Ask an owner or director for a pairing code.")
}

func notSignedIn() *problem.Problem {
	return problem.New(401, "not_signed_in", "Nobody is signed in on this device.").WithNext("Sign in with your PIN.")
}

func wrongPIN(wait time.Duration) *problem.Problem {
	p := problem.New(401, "pin_wrong", "That PIN is not right.")
	p.Retry = seconds(wait)
	return p
}

func waitFirst(wait time.Duration) *problem.Problem {
	p := problem.New(429, "pin_wait", "Too many wrong PINs. The box waits before it looks at the next one.").
		WithNext("Try again when the wait is over.")
	p.Retry = seconds(wait)
	return p
}

func needsRecovery() *problem.Problem {
	return problem.New(503, "needs_recovery", "The key file of this box is missing, so PINs cannot be checked.").
		WithNext("Put the file back and start the box again, or use the recovery code from first run.")
}

func notFound(what string) *problem.Problem {
	return problem.New(404, "not_found", "There is no such "+what+".")
}

func seconds(d time.Duration) int { return int(math.Ceil(max(0, d.Seconds()))) }
