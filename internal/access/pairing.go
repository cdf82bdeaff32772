package access

import (
	"context"
	"encoding/hex"
	"sort"
	"sync"
	"time"

	"felt/internal/access/pace"
	"felt/internal/problem"
)

const (
	codeLength   = 6               // symbols of a pairing or setup code: 30 bits
	pairingLimit = 5 * time.Minute // how long a pairing code lives
	openPairings = 10              // codes that may be open at once
)

// NewPairing makes a code that lets one new device in within five minutes, for
// an owner or director to read out or show as QR. Only its hash is kept.
func (d *Door) NewPairing(ctx context.Context, who Identity, deviceName string) (code string, expires time.Time, err error) {
	if _, err := d.current(who); err != nil {
		return "", time.Time{}, err
	}
	if err := who.Allow(PairDevices); err != nil {
		return "", time.Time{}, err
	}
	if deviceName, err = cleanName(deviceName, 40, "device_name"); err != nil {
		return "", time.Time{}, err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	now := d.now()
	d.mu.RLock()
	open := 0
	for _, p := range d.pairings {
		if now.Before(p.ExpiresAt) {
			open++
		}
	}
	pepper := d.pepper
	d.mu.RUnlock()
	if pepper == nil {
		return "", time.Time{}, needsRecovery()
	}
	if open >= openPairings {
		return "", time.Time{}, problem.New(429, "too_many_codes", "Ten pairing codes are open already.").
			WithNext("Use one of them, or wait five minutes.")
	}
	if code, err = drawCode(d.random, codeLength); err != nil {
		return "", time.Time{}, err
	}
	id, err := d.newID(now)
	if err != nil {
		return "", time.Time{}, err
	}
	p := Pairing{ID: id, CodeHash: pairingHash(pepper, code), DeviceName: deviceName, MadeBy: who.Staff, ExpiresAt: now.Add(pairingLimit)}
	return code, p.ExpiresAt, d.save(ctx, Changes{Pairings: []Pairing{p}})
}

func pairingHash(pepper []byte, code string) string {
	return hex.EncodeToString(keyed(pepper, "felt pairing", code))
}

// Pair takes a code from a device at the address from and returns the token that
// device keeps from now on. Code used, over or never made: the same answer.
// Wrong codes are counted by address and for the whole box.
func (d *Door) Pair(ctx context.Context, code, from string) (deviceToken string, dev Device, err error) {
	if err := d.guesses.take(from, d.now()); err != nil {
		return "", Device{}, err
	}
	typed, ok := readCode(code)
	d.writing.Lock()
	defer d.writing.Unlock()
	now := d.now()
	d.mu.RLock()
	var found *Pairing
	if ok && d.pepper != nil {
		hash := pairingHash(d.pepper, typed)
		for _, p := range d.pairings {
			if p.CodeHash == hash && now.Before(p.ExpiresAt) {
				found = &p
			}
		}
	}
	d.mu.RUnlock()
	if found == nil {
		return "", Device{}, problem.New(403, "code_wrong", "That code is not open. Codes work once, for five minutes.").
			WithNext("Ask for a new code.")
	}
	deviceToken, dev, err = d.newDevice(found.DeviceName, found.MadeBy)
	if err != nil {
		return "", Device{}, err
	}
	return deviceToken, dev, d.save(ctx, Changes{Devices: []Device{dev}, EndPairings: []string{found.ID}})
}

func (d *Door) newDevice(name, by string) (token string, dev Device, err error) {
	token, hash, err := newToken(d.random)
	if err != nil {
		return "", Device{}, err
	}
	now := d.now()
	id, err := d.newID(now)
	return token, Device{ID: id, Name: name, TokenHash: hash, PairedBy: by, PairedAt: now, SeenAt: now}, err
}

// DeviceView is one line of the list of paired devices.
type DeviceView struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	PairedBy string    `json:"paired_by"`
	PairedAt time.Time `json:"paired_at"`
	SeenAt   time.Time `json:"seen_at"`
	Own      bool      `json:"own"` // the device that asks
}

// Devices lists the paired devices by name, for those who may pair.
func (d *Door) Devices(who Identity) ([]DeviceView, error) {
	if _, err := d.current(who); err != nil {
		return nil, err
	}
	if err := who.Allow(PairDevices); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	views := []DeviceView{}
	for _, v := range d.devices {
		if !v.Unpaired {
			views = append(views, DeviceView{ID: v.ID, Name: v.Name, PairedBy: v.PairedBy, PairedAt: v.PairedAt, SeenAt: v.SeenAt, Own: v.ID == who.Device})
		}
	}
	sort.Slice(views, func(i, j int) bool { return views[i].Name+views[i].ID < views[j].Name+views[j].ID })
	return views, nil
}

// Unpair makes a device's token worthless and ends its sessions. Wrong PINs typed
// on it go on counting for the person and the box.
func (d *Door) Unpair(ctx context.Context, who Identity, device string) error {
	if _, err := d.current(who); err != nil {
		return err
	}
	if err := who.Allow(PairDevices); err != nil {
		return err
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	c, ok := d.unpairing(device)
	if !ok {
		return notFound("device")
	}
	return d.save(ctx, c)
}

func (d *Door) unpairing(device string) (c Changes, ok bool) {
	d.mu.RLock()
	dev, ok := d.devices[device]
	d.mu.RUnlock()
	if !ok || dev.Unpaired {
		return Changes{}, false
	}
	dev.Unpaired = true
	c.Devices = []Device{dev}
	for _, s := range d.sessionsWhere(func(s Session) bool { return s.Device == device }) {
		c.EndSessions = append(c.EndSessions, s.ID)
	}
	return c, true
}

// guesses slows down guessing of the codes that an unpaired device may type:
// five at once and then one each ten seconds from one address, and twenty at once
// and then ten a second in all. At that rate a code of 30 bits that lives five
// minutes is found once in 350,000 such attacks.
type guesses struct {
	from pace.Sources
	mu   sync.Mutex
	all  pace.One
}

var (
	guessLimit    = pace.Limit{Burst: 5, Every: 10 * time.Second}
	allGuessLimit = pace.Limit{Burst: 20, Every: 100 * time.Millisecond}
)

func newGuesses() *guesses { return &guesses{from: pace.Sources{Limit: guessLimit, Most: 10_000}} }

func (g *guesses) take(from string, now time.Time) error {
	wait := g.from.Take(from, now)
	if wait == 0 {
		g.mu.Lock()
		wait = g.all.Take(allGuessLimit, now)
		g.mu.Unlock()
	}
	if wait == 0 {
		return nil
	}
	p := problem.New(429, "slow_down", "Too many codes were typed.").WithNext("Wait, then try again.")
	p.Retry = seconds(wait)
	return p
}
