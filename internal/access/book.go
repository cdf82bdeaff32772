package access

import (
	"context"
	"time"
)

// Staff is one person who signs in. Name and Initials are personal data.
type Staff struct {
	ID       string // ULID; this, never the name, goes into events
	Name     string // 1 to 60 characters
	Initials string // 1 to 3 characters, for the face on the sign-in page
	Colour   string // name of a colour of the palette, or empty
	Role     Role   // owner, director, floor or cashier
	PINHash  string // "" when no PIN is set: cannot sign in until one is
	Version  int64  // from 1, one more with each change; a stale one is refused
	Disabled bool   // has left: cannot sign in, keeps the id in old events readable
}

// Device is a tablet, phone or computer that was paired with the box.
type Device struct {
	ID        string
	Name      string    // as people call it, e.g. "Tablet at the desk"
	TokenHash string    // hash of the random token the device keeps
	PairedBy  string    // staff id; "recovery" when the recovery code did it
	PairedAt  time.Time // wall time, for people
	SeenAt    time.Time // wall time of the last sign-in
	Unpaired  bool      // its token opens nothing any more
}

// Session is one person signed in on one device.
type Session struct {
	ID        string
	TokenHash string
	Staff     string
	Device    string
	MadeAt    time.Time
	SeenAt    time.Time
}

// Pairing is a code that lets one new device in, once, within a few minutes.
type Pairing struct {
	ID         string
	CodeHash   string // under the pepper
	DeviceName string
	MadeBy     string // staff id
	ExpiresAt  time.Time
}

// Recovery is the hash of the code printed at first run or after its last use,
// and what tells the right key file from a wrong one.
type Recovery struct {
	CodeHash string
	KeyCheck string // under the pepper that the PINs are kept under
	MadeAt   time.Time
}

// Venue is what first run asks about the room. It is written once, with the first
// owner; from then on it is one of the box's settings.
type Venue struct {
	Name     string `json:"name"`     // 1 to 80 characters
	Language string `json:"language"` // "en", "da" or "de"
	Currency string `json:"currency"` // three letters of ISO 4217, e.g. "DKK"
	Tables   int    `json:"tables"`   // 1 to 999
}

// Book is everything the door keeps.
type Book struct {
	Staff    []Staff
	Devices  []Device
	Sessions []Session
	Pairings []Pairing
	Misses   []Miss
	Recovery *Recovery // nil before first run
}

// Changes are rows to put (insert, or replace by id) and rows to take out, all in
// one transaction. Staff and Devices are never taken out: old events name them.
type Changes struct {
	Venue         *Venue // first run only
	Staff         []Staff
	Devices       []Device
	Sessions      []Session
	EndSessions   []string // session ids
	Pairings      []Pairing
	EndPairings   []string // pairing ids
	Misses        []Miss
	ForgiveMisses []Miss // by staff and device
	Recovery      *Recovery
}

// Repository keeps the book. Save is all or nothing and returns only when the
// changes outlast a power cut; Load returns what Save kept. Times keep at least
// the millisecond.
type Repository interface {
	Load(ctx context.Context) (Book, error)
	Save(ctx context.Context, c Changes) error
}

// Identity is who is asking, as Who found it. The zero value is nobody.
type Identity struct {
	Staff     string // staff id, for events
	Role      Role
	Device    string // device id, for events
	Session   string // session id
	SteppedUp bool   // gave the PIN again within the last few minutes
	// Ended is closed when the session ends for whatever reason: signed out,
	// revoked, idle, role or PIN changed, device unpaired. Sockets close on it.
	Ended <-chan struct{}
}

// Face is what the sign-in page of a paired device shows of a person.
type Face struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Initials string `json:"initials"`
	Colour   string `json:"colour"`
	Role     Role   `json:"role"`
}
