package access

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"io"
	"sort"
	"time"

	"felt/internal/problem"
)

// A recovery code is 18 random symbols (90 bits) and two that check them, in five
// groups of four, e.g. "7KQF-0M2X-9DTR-HW3C-5ZB8". At 90 bits a plain hash is
// enough; the pepper cannot be part of it, because the code must work on a box
// that has lost its key file.
const (
	recoverySymbols = 18
	recoveryChecks  = 2
)

func newRecovery(random io.Reader, pepper []byte, now time.Time) (code string, kept Recovery, err error) {
	body, err := drawCode(random, recoverySymbols)
	if err != nil {
		return "", Recovery{}, err
	}
	whole := body + recoveryCheck(body)
	code = whole[:4]
	for i := 4; i < len(whole); i += 4 {
		code += "-" + whole[i:i+4]
	}
	return code, Recovery{CodeHash: hashRecovery(whole), KeyCheck: keyCheck(pepper), MadeAt: now}, nil
}

// recoveryCheck finds a single wrong symbol and two swapped neighbours always,
// and other slips 1,020 times in 1,021: a weighted sum modulo the largest prime
// below 32 × 32.
func recoveryCheck(body string) string {
	sum := 0
	for i := range len(body) {
		sum += (i + 2) * index(body[i])
	}
	sum %= 1021
	return string([]byte{crockford[sum/32], crockford[sum%32]})
}

func index(symbol byte) int {
	for i := range len(crockford) {
		if crockford[i] == symbol {
			return i
		}
	}
	return -1
}

func hashRecovery(whole string) string {
	sum := sha256.Sum256([]byte("felt recovery\x00" + whole))
	return hex.EncodeToString(sum[:])
}

// ReadRecovery puts a typed code in its plain form, and refuses one that was
// mistyped, before anybody looks whether it is the right one: recovery_typo.
func ReadRecovery(typed string) (string, error) {
	code, ok := readCode(typed)
	if !ok || len(code) != recoverySymbols+recoveryChecks || recoveryCheck(code[:recoverySymbols]) != code[recoverySymbols:] {
		return "", problem.New(422, "recovery_typo", "That is not a recovery code: there is a slip in it.").
			WithNext("Compare it with the paper, group by group.").WithField("code")
	}
	return code, nil
}

// CheckRecovery returns nil if the code is the one of this box. Restore and
// rebuild ask for it. Nothing is used up.
func (d *Door) CheckRecovery(typed, from string) error {
	if err := d.guesses.take(from, d.now()); err != nil {
		return err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.recovery.check(typed)
}

func (r *Recovery) check(typed string) error {
	code, err := ReadRecovery(typed)
	if err != nil {
		return err
	}
	if r == nil || subtle.ConstantTimeCompare([]byte(hashRecovery(code)), []byte(r.CodeHash)) != 1 {
		return problem.New(403, "recovery_wrong", "That is not the recovery code of this box.").
			WithNext("Look for a newer paper: each use prints a new code.")
	}
	return nil
}

// Recovering is what the person with the paper says.
type Recovering struct {
	Code       string // as typed
	PIN        string // the owner's new PIN
	DeviceName string // of the device in hand, which is paired
	Unpair     bool   // unpair every other device, e.g. when one was stolen
}

// Recovered is what the recovery code gives back, once.
type Recovered struct {
	SetUpDone
	OwnerName string // whose PIN was set
	PINsGone  int    // people whose PIN must be set anew, because the key file was lost
}

// Recover opens the box with the recovery code: the longest-standing owner gets
// the new PIN, the device in hand is paired and signed in, everybody else is
// signed out, and a new recovery code is made in place of the one used. If the
// key file is gone a new one is written; the PINs of the others were kept under
// the old one and are taken away, for the owner to set anew.
func (d *Door) Recover(ctx context.Context, r Recovering, from string) (Recovered, error) {
	if err := d.guesses.take(from, d.now()); err != nil {
		return Recovered{}, err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.RLock()
	err := d.recovery.check(r.Code)
	pepper := d.pepper
	d.mu.RUnlock()
	if err != nil {
		return Recovered{}, err
	}
	if err := CheckNewPIN(r.PIN); err != nil {
		return Recovered{}, err
	}
	if r.DeviceName == "" {
		r.DeviceName = "Recovery device"
	}
	if r.DeviceName, err = cleanName(r.DeviceName, 40, "device_name"); err != nil {
		return Recovered{}, err
	}
	owner := d.firstOwner()
	var c Changes
	var out Recovered
	if pepper == nil {
		if pepper, err = writePepper(d.file, d.random); err != nil {
			return Recovered{}, err
		}
		d.mu.RLock()
		for _, s := range d.staff {
			if s.ID != owner.ID && s.PINHash != "" {
				s.PINHash = ""
				s.Version++
				c.Staff = append(c.Staff, s)
			}
		}
		d.mu.RUnlock()
		out.PINsGone = len(c.Staff)
	}
	owner.Disabled = false
	owner.Version++
	if owner.PINHash, err = d.hasher.hash(ctx, pepper, owner.ID, r.PIN, d.random); err != nil {
		return Recovered{}, err
	}
	c.Staff = append(c.Staff, owner)
	for _, s := range d.sessionsWhere(func(Session) bool { return true }) {
		c.EndSessions = append(c.EndSessions, s.ID)
	}
	d.mu.RLock()
	for _, v := range d.devices {
		if r.Unpair && !v.Unpaired {
			v.Unpaired = true
			c.Devices = append(c.Devices, v)
		}
	}
	for id := range d.pairings {
		c.EndPairings = append(c.EndPairings, id)
	}
	for _, m := range d.backoff.misses {
		c.ForgiveMisses = append(c.ForgiveMisses, m)
	}
	d.mu.RUnlock()
	var recovery Recovery
	if out.Recovery, recovery, err = newRecovery(d.random, pepper, d.now()); err != nil {
		return Recovered{}, err
	}
	c.Recovery = &recovery
	var dev Device
	if out.DeviceToken, dev, err = d.newDevice(r.DeviceName, "recovery"); err != nil {
		return Recovered{}, err
	}
	c.Devices = append(c.Devices, dev)
	var session Session
	if out.SessionToken, session, err = d.newSession(owner.ID, dev.ID); err != nil {
		return Recovered{}, err
	}
	c.Sessions = []Session{session}
	if err := d.save(ctx, c); err != nil {
		return Recovered{}, err
	}
	d.mu.Lock()
	d.pepper = pepper
	d.mu.Unlock()
	out.OwnerName = owner.Name
	out.Who, err = d.Who(out.DeviceToken, out.SessionToken)
	return out, err
}

// firstOwner is the longest-standing owner, one who still works here if there is
// one. Ids are ULIDs, so the smallest is the oldest.
func (d *Door) firstOwner() Staff {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var owners []Staff
	for _, s := range d.staff {
		if s.Role == Owner {
			owners = append(owners, s)
		}
	}
	sort.Slice(owners, func(i, j int) bool {
		if owners[i].Disabled != owners[j].Disabled {
			return owners[j].Disabled
		}
		return owners[i].ID < owners[j].ID
	})
	return owners[0] // there is one: the last owner can be neither demoted nor removed
}

// NewRecovery makes a new recovery code in place of the old one, which then opens
// nothing. Owner only, with the PIN again.
func (d *Door) NewRecovery(ctx context.Context, who Identity) (string, error) {
	if _, err := d.current(who); err != nil {
		return "", err
	}
	if err := who.Allow(Restore); err != nil {
		return "", err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.RLock()
	pepper := d.pepper
	d.mu.RUnlock()
	if pepper == nil {
		return "", needsRecovery()
	}
	code, recovery, err := newRecovery(d.random, pepper, d.now())
	if err != nil {
		return "", err
	}
	return code, d.save(ctx, Changes{Recovery: &recovery})
}
