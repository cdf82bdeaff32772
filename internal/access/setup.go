package access

import (
	"context"
	"crypto/subtle"
	"strings"
	"unicode"
	"unicode/utf8"

	"felt/internal/problem"
)

// FirstRun is what the first person at a new box says.
type FirstRun struct {
	Venue         Venue
	OwnerName     string
	OwnerInitials string // made from the name when empty
	PIN           string
	DeviceName    string // of the device in hand
	// Code is the setup code, needed unless AtBox.
	Code string
	// AtBox is true only for a request on the localhost listener: whoever is at
	// the machine itself needs no code.
	AtBox bool
}

// SetUpDone is what first run gives back, once. Recovery is printed and never
// shown again; the tokens go into cookies.
type SetUpDone struct {
	DeviceToken  string
	SessionToken string
	Recovery     string // in five groups of four
	Who          Identity
}

// SetupCode returns the six symbols that first run over the network asks for, or
// "" once the box has an owner. The box prints it where only somebody at the box
// sees it (its console and log); a new one is drawn at every start. Without it
// the first guest on the Wi-Fi could make himself owner of a new box.
func (d *Door) SetupCode() string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if len(d.staff) > 0 {
		return ""
	}
	return d.setupCode
}

// SetUp makes the first owner, pairs the device that did it, signs the owner in
// and returns the recovery code. It works once: on a box that has an owner it is
// refused whoever asks. from is the address that asks, for slowing down guesses
// of the setup code.
//
// Refusals: already_set_up, setup_code, slow_down, and those of the input.
func (d *Door) SetUp(ctx context.Context, f FirstRun, from string) (SetUpDone, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	if d.State() != NotSetUp {
		return SetUpDone{}, problem.New(409, "already_set_up", "This box has an owner already.").
			WithNext("Sign in, or use the recovery code.")
	}
	if !f.AtBox {
		if err := d.guesses.take(from, d.now()); err != nil {
			return SetUpDone{}, err
		}
		typed, ok := readCode(f.Code)
		if !ok || subtle.ConstantTimeCompare([]byte(typed), []byte(d.SetupCode())) != 1 {
			return SetUpDone{}, problem.New(403, "setup_code", "That is not the setup code of this box.").
				WithNext("Read it from the box's console or log, or set up at the box itself on http://localhost:8081.").WithField("code")
		}
	}
	owner := Staff{Name: f.OwnerName, Initials: f.OwnerInitials, Role: Owner, Version: 1}
	if err := f.clean(&owner); err != nil {
		return SetUpDone{}, err
	}

	// The key file first: a box whose owner is on disk always has its key.
	pepper, err := writePepper(d.file, d.random)
	if err != nil {
		return SetUpDone{}, err
	}
	now := d.now()
	if owner.ID, err = d.newID(now); err != nil {
		return SetUpDone{}, err
	}
	if owner.PINHash, err = d.hasher.hash(ctx, pepper, owner.ID, f.PIN, d.random); err != nil {
		return SetUpDone{}, err
	}
	done := SetUpDone{}
	var recovery Recovery
	if done.Recovery, recovery, err = newRecovery(d.random, pepper, now); err != nil {
		return SetUpDone{}, err
	}
	deviceToken, dev, err := d.newDevice(f.DeviceName, owner.ID)
	if err != nil {
		return SetUpDone{}, err
	}
	sessionToken, session, err := d.newSession(owner.ID, dev.ID)
	if err != nil {
		return SetUpDone{}, err
	}
	err = d.save(ctx, Changes{Venue: &f.Venue, Staff: []Staff{owner}, Devices: []Device{dev},
		Sessions: []Session{session}, Recovery: &recovery})
	if err != nil {
		return SetUpDone{}, err
	}
	d.mu.Lock()
	d.pepper, d.setupCode = pepper, ""
	d.mu.Unlock()
	done.DeviceToken, done.SessionToken = deviceToken, sessionToken
	done.Who, err = d.Who(deviceToken, sessionToken)
	return done, err
}

// clean checks what was typed and puts it in its kept form.
func (f *FirstRun) clean(owner *Staff) (err error) {
	if f.Venue, err = cleanVenue(f.Venue); err != nil {
		return err
	}
	if f.DeviceName == "" {
		f.DeviceName = "First device"
	}
	if f.DeviceName, err = cleanName(f.DeviceName, 40, "device_name"); err != nil {
		return err
	}
	if err = cleanStaff(owner); err != nil {
		return err
	}
	return CheckNewPIN(f.PIN)
}

// languages are those the pages are written in (ui-guide section 12).
var languages = map[string]bool{"en": true, "da": true, "de": true}

func cleanVenue(v Venue) (Venue, error) {
	var err error
	if v.Name, err = cleanName(v.Name, 80, "venue.name"); err != nil {
		return v, err
	}
	if !languages[v.Language] {
		return v, problem.New(422, "language", "The box speaks English (en), Danish (da) and German (de).").WithField("venue.language")
	}
	if len(v.Currency) != 3 || strings.Trim(v.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return v, problem.New(422, "currency", "A currency is three capital letters, such as DKK or EUR.").WithField("venue.currency")
	}
	if v.Tables < 1 || v.Tables > 999 {
		return v, problem.New(422, "tables", "A room has 1 to 999 tables.").WithField("venue.tables")
	}
	return v, nil
}

// cleanName trims a name and refuses one that is empty, too long, not UTF-8 or
// holds characters that do not show (they would make two names look alike).
func cleanName(name string, most int, field string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	bad := func(why string) (string, error) { return "", problem.New(422, "name", why).WithField(field) }
	switch {
	case name == "":
		return bad("A name is needed.")
	case !utf8.ValidString(name):
		return bad("The name is not readable text.")
	case utf8.RuneCountInString(name) > most:
		return bad("The name is too long.")
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return bad("The name holds characters that cannot be shown.")
		}
	}
	return name, nil
}

func cleanStaff(s *Staff) (err error) {
	if s.Name, err = cleanName(s.Name, 60, "name"); err != nil {
		return err
	}
	if s.Initials == "" {
		s.Initials = initials(s.Name)
	}
	if s.Initials, err = cleanName(s.Initials, 3, "initials"); err != nil {
		return err
	}
	if len(s.Colour) > 16 || strings.Trim(s.Colour, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return problem.New(422, "colour", "That is no colour of the palette.").WithField("colour")
	}
	if !s.Role.IsStaff() {
		return problem.New(422, "role", "Staff are owner, director, floor or cashier.").WithField("role")
	}
	return nil
}

// initials are the first letters of the first and the last word.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 1 {
		words = []string{words[0], words[len(words)-1]}
	}
	out := ""
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		out += string(unicode.ToUpper(r))
	}
	return out
}
