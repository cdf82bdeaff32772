package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/store/db"
)

// VenueSetting is the key of the setting that first run writes: name, language,
// currency and number of tables.
const VenueSetting = "venue"

// AccessBook keeps staff, devices and sessions for an access.Door.
type AccessBook struct{ s *Store }

var _ access.Repository = AccessBook{}

// Access returns the store's side of access.
func (s *Store) Access() AccessBook { return AccessBook{s} }

// Load returns everything the door keeps.
func (b AccessBook) Load(ctx context.Context) (book access.Book, err error) {
	defer func() { err = explain(err, b.s.opt.Path) }()
	q := b.s.reads
	staff, err := q.AllStaff(ctx)
	if err != nil {
		return book, err
	}
	for _, r := range staff {
		book.Staff = append(book.Staff, access.Staff{ID: r.ID, Version: r.Version, Name: r.Name, Initials: r.Initials,
			Colour: r.Colour, Role: access.Role(r.Role), PINHash: r.PinHash, Disabled: r.Disabled != 0})
	}
	devices, err := q.AllDevices(ctx)
	if err != nil {
		return book, err
	}
	for _, r := range devices {
		book.Devices = append(book.Devices, access.Device{ID: r.ID, Name: r.Name, TokenHash: r.TokenHash, PairedBy: r.PairedBy,
			PairedAt: time.UnixMilli(r.PairedAt), SeenAt: time.UnixMilli(r.SeenAt), Unpaired: r.Unpaired != 0})
	}
	sessions, err := q.AllSessions(ctx)
	if err != nil {
		return book, err
	}
	for _, r := range sessions {
		book.Sessions = append(book.Sessions, access.Session{ID: r.ID, TokenHash: r.TokenHash, Staff: r.Staff, Device: r.Device,
			MadeAt: time.UnixMilli(r.MadeAt), SeenAt: time.UnixMilli(r.SeenAt)})
	}
	pairings, err := q.AllPairings(ctx)
	if err != nil {
		return book, err
	}
	for _, r := range pairings {
		book.Pairings = append(book.Pairings, access.Pairing{ID: r.ID, CodeHash: r.CodeHash, DeviceName: r.DeviceName,
			MadeBy: r.MadeBy, ExpiresAt: time.UnixMilli(r.ExpiresAt)})
	}
	attempts, err := q.AllAttempts(ctx)
	if err != nil {
		return book, err
	}
	for _, r := range attempts {
		book.Misses = append(book.Misses, access.Miss{Staff: r.Staff, Device: r.Device, Count: int(r.Count), Last: time.UnixMilli(r.LastAt)})
	}
	r, err := q.GetRecovery(ctx)
	if errors.Is(explain(err, ""), ErrNotFound) {
		return book, nil
	}
	if err != nil {
		return book, err
	}
	book.Recovery = &access.Recovery{CodeHash: r.CodeHash, KeyCheck: r.KeyCheck, MadeAt: time.UnixMilli(r.MadeAt)}
	return book, nil
}

// Save keeps the changes in one transaction. First run's venue is refused with
// *VersionError if there is one already.
func (b AccessBook) Save(ctx context.Context, c access.Changes) error {
	return b.s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		if c.Venue != nil {
			text, err := json.Marshal(c.Venue)
			if err != nil {
				return err
			}
			if _, err := tx.PutSetting(ctx, VenueSetting, 0, text); err != nil {
				return err
			}
		}
		for _, s := range c.Staff {
			if err := tx.PutStaff(ctx, db.PutStaffParams{ID: s.ID, Version: s.Version, Name: s.Name, Initials: s.Initials,
				Colour: s.Colour, Role: string(s.Role), PinHash: s.PINHash, Disabled: flag(s.Disabled)}); err != nil {
				return err
			}
		}
		for _, v := range c.Devices {
			if err := tx.PutDevice(ctx, db.PutDeviceParams{ID: v.ID, Name: v.Name, TokenHash: v.TokenHash, PairedBy: v.PairedBy,
				PairedAt: v.PairedAt.UnixMilli(), SeenAt: v.SeenAt.UnixMilli(), Unpaired: flag(v.Unpaired)}); err != nil {
				return err
			}
		}
		for _, id := range c.EndSessions {
			if err := tx.EndSession(ctx, id); err != nil {
				return err
			}
		}
		for _, s := range c.Sessions {
			if err := tx.PutSession(ctx, db.PutSessionParams{ID: s.ID, TokenHash: s.TokenHash, Staff: s.Staff, Device: s.Device,
				MadeAt: s.MadeAt.UnixMilli(), SeenAt: s.SeenAt.UnixMilli()}); err != nil {
				return err
			}
		}
		return saveCodes(ctx, tx, c)
	})
}

func saveCodes(ctx context.Context, tx *Tx, c access.Changes) error {
	for _, id := range c.EndPairings {
		if err := tx.EndPairing(ctx, id); err != nil {
			return err
		}
	}
	for _, p := range c.Pairings {
		if err := tx.PutPairing(ctx, db.PutPairingParams{ID: p.ID, CodeHash: p.CodeHash, DeviceName: p.DeviceName,
			MadeBy: p.MadeBy, ExpiresAt: p.ExpiresAt.UnixMilli()}); err != nil {
			return err
		}
	}
	for _, m := range c.ForgiveMisses {
		if err := tx.ForgiveAttempts(ctx, m.Staff, m.Device); err != nil {
			return err
		}
	}
	for _, m := range c.Misses {
		if err := tx.PutAttempt(ctx, db.PutAttemptParams{Staff: m.Staff, Device: m.Device, Count: int64(m.Count), LastAt: m.Last.UnixMilli()}); err != nil {
			return err
		}
	}
	if r := c.Recovery; r != nil {
		return tx.PutRecovery(ctx, r.CodeHash, r.KeyCheck, r.MadeAt.UnixMilli())
	}
	return nil
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
