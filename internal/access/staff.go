package access

import (
	"context"
	"sort"

	"felt/internal/problem"
)

// StaffView is one line of the list of staff, without what proves anything.
type StaffView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Initials string `json:"initials"`
	Colour   string `json:"colour"`
	Role     Role   `json:"role"`
	HasPIN   bool   `json:"has_pin"`
	Disabled bool   `json:"disabled"`
	Version  int64  `json:"version"`
}

func (s Staff) view() StaffView {
	return StaffView{ID: s.ID, Name: s.Name, Initials: s.Initials, Colour: s.Colour, Role: s.Role,
		HasPIN: s.PINHash != "", Disabled: s.Disabled, Version: s.Version}
}

// manages reports whether me may change other: an owner anybody, a director those
// below him. Nobody else changes anybody; one's own PIN is another matter.
func manages(me, other Staff) bool {
	return me.Role == Owner || me.Role.May(ManageStaff) && me.Role.rank() > other.Role.rank()
}

// Staff lists everybody who works or worked here, by name. The log needs it to
// put names to ids, so everybody who is signed in may see it.
func (d *Door) Staff(who Identity) ([]StaffView, error) {
	if _, err := d.current(who); err != nil {
		return nil, err
	}
	if err := who.Allow(See); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	views := []StaffView{}
	for _, s := range d.staff {
		views = append(views, s.view())
	}
	sort.Slice(views, func(i, j int) bool { return views[i].Name+views[i].ID < views[j].Name+views[j].ID })
	return views, nil
}

// Me is the person signed in.
func (d *Door) Me(who Identity) (StaffView, error) {
	me, err := d.current(who)
	return me.view(), err
}

// NewStaff is a person to take on.
type NewStaff struct {
	Name, Initials, Colour string
	Role                   Role
	PIN                    string // may be empty: no sign-in until one is set
}

// AddStaff takes a person on, of a rank below one's own (an owner: any).
func (d *Door) AddStaff(ctx context.Context, who Identity, n NewStaff) (StaffView, error) {
	me, err := d.managing(who)
	if err != nil {
		return StaffView{}, err
	}
	s := Staff{Name: n.Name, Initials: n.Initials, Colour: n.Colour, Role: n.Role, Version: 1}
	if err := cleanStaff(&s); err != nil {
		return StaffView{}, err
	}
	if !manages(me, s) {
		return StaffView{}, aboveYou()
	}
	if s.ID, err = d.newID(d.now()); err != nil {
		return StaffView{}, err
	}
	if n.PIN != "" {
		if s.PINHash, err = d.hashNew(ctx, s.ID, n.PIN); err != nil {
			return StaffView{}, err
		}
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	if _, err := d.managing(who); err != nil { // hashing took time
		return StaffView{}, err
	}
	return s.view(), d.save(ctx, Changes{Staff: []Staff{s}})
}

// StaffChange replaces what is not nil.
type StaffChange struct {
	Name, Initials, Colour *string
	Role                   *Role
	Disabled               *bool
	PIN                    *string // for somebody who forgot his; "" takes it away
}

// ChangeStaff changes a person of a rank below one's own (an owner: anybody).
// version must be the one that was read, else stale_version with the current one.
// A new role, a new PIN or leaving signs the person out everywhere. The last
// owner who can sign in keeps his role, his PIN and his place.
func (d *Door) ChangeStaff(ctx context.Context, who Identity, id string, version int64, ch StaffChange) (StaffView, error) {
	me, err := d.managing(who)
	if err != nil {
		return StaffView{}, err
	}
	hash := ""
	if ch.PIN != nil && *ch.PIN != "" {
		if hash, err = d.hashNew(ctx, id, *ch.PIN); err != nil {
			return StaffView{}, err
		}
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	if me, err = d.managing(who); err != nil {
		return StaffView{}, err
	}
	d.mu.RLock()
	s, ok := d.staff[id]
	d.mu.RUnlock()
	switch {
	case !ok:
		return StaffView{}, notFound("person")
	case !manages(me, s):
		return StaffView{}, aboveYou()
	case s.Version != version:
		return StaffView{}, stale(s.Version)
	}
	old := s
	set(&s.Name, ch.Name)
	set(&s.Initials, ch.Initials)
	set(&s.Colour, ch.Colour)
	set(&s.Disabled, ch.Disabled)
	set(&s.Role, ch.Role)
	if ch.PIN != nil {
		s.PINHash = hash
	}
	if err := cleanStaff(&s); err != nil {
		return StaffView{}, err
	}
	if !manages(me, s) {
		return StaffView{}, aboveYou()
	}
	if old.opens() && !s.opens() && d.openingOwners() == 1 {
		return StaffView{}, problem.New(409, "last_owner", "This is the last owner who can sign in.").
			WithNext("Make somebody else owner first.")
	}
	s.Version++
	c := Changes{Staff: []Staff{s}}
	if s.Role != old.Role || s.Disabled != old.Disabled || s.PINHash != old.PINHash {
		for _, session := range d.sessionsWhere(func(x Session) bool { return x.Staff == id }) {
			c.EndSessions = append(c.EndSessions, session.ID)
		}
	}
	return s.view(), d.save(ctx, c)
}

// ChangeOwnPIN takes the old PIN (a miss counts like any other) and ends the
// person's sessions on other devices.
func (d *Door) ChangeOwnPIN(ctx context.Context, who Identity, old, pin string) error {
	if _, err := d.current(who); err != nil {
		return err
	}
	if err := CheckNewPIN(pin); err != nil {
		return err
	}
	person, forgive, err := d.checkPIN(ctx, who.Device, who.Staff, old)
	if err != nil {
		return err
	}
	hash, err := d.hashNew(ctx, who.Staff, pin)
	if err != nil {
		return err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	s, ok := d.person(who.Staff)
	if !ok || s.Version != person.Version {
		return stale(s.Version)
	}
	s.PINHash = hash
	s.Version++
	c := Changes{Staff: []Staff{s}, ForgiveMisses: forgive}
	for _, x := range d.sessionsWhere(func(x Session) bool { return x.Staff == who.Staff && x.ID != who.Session }) {
		c.EndSessions = append(c.EndSessions, x.ID)
	}
	return d.save(ctx, c)
}

// managing returns the person behind an identity who may manage staff now.
func (d *Door) managing(who Identity) (Staff, error) {
	me, err := d.current(who)
	if err != nil {
		return Staff{}, err
	}
	return me, who.Allow(ManageStaff)
}

func (d *Door) hashNew(ctx context.Context, id, pin string) (string, error) {
	if err := CheckNewPIN(pin); err != nil {
		return "", err
	}
	d.mu.RLock()
	pepper := d.pepper
	d.mu.RUnlock()
	if pepper == nil {
		return "", needsRecovery()
	}
	return d.hasher.hash(ctx, pepper, id, pin, d.random)
}

// opens reports whether the person is an owner who can sign in.
func (s Staff) opens() bool { return s.Role == Owner && !s.Disabled && s.PINHash != "" }

func (d *Door) openingOwners() (n int) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, s := range d.staff {
		if s.opens() {
			n++
		}
	}
	return n
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func aboveYou() *problem.Problem {
	return problem.New(403, "above_you", "Only an owner changes owners and directors.").WithNext("Ask an owner.")
}

func stale(version int64) *problem.Problem {
	p := problem.New(412, "stale_version", "Somebody changed this in the meantime.").WithNext("Look at it again, then repeat your change.")
	p.Version = version
	return p
}
