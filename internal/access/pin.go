package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"

	"felt/internal/problem"
)

// PINDigits is the length of every PIN. Six digits are typed without Enter.
const PINDigits = 6

// The cost of one PIN: OWASP's minimum for argon2id (m = 19 MiB, t = 2, p = 1).
// A million PINs are searched in hours whatever the cost, so the pepper and the
// back-off carry the weight and the cost stays small enough for a small box.
const (
	pinMemory = 19 * 1024 // KiB
	pinTime   = 2
	pinLanes  = 1
	pinSalt   = 16
	pinKey    = 32
)

// hashesAtOnce bounds memory and processor: the clock and the room come first.
const hashesAtOnce = 2

// Hasher computes PIN hashes, at most two at a time. Several doors of one process
// (hosted boxes) may share one.
type Hasher struct{ slots chan struct{} }

// NewHasher returns a Hasher with all its slots free.
func NewHasher() *Hasher { return &Hasher{slots: make(chan struct{}, hashesAtOnce)} }

func (h *Hasher) derive(ctx context.Context, pepper []byte, staff, pin string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// The staff id goes in, so that a hash copied to another row opens nothing.
	return argon2.IDKey(keyed(pepper, "felt pin", staff, pin), salt, pinTime, pinMemory, pinLanes, pinKey), nil
}

// hash returns the text to keep for a PIN: the usual $argon2id$ form.
func (h *Hasher) hash(ctx context.Context, pepper []byte, staff, pin string, random io.Reader) (string, error) {
	salt := make([]byte, pinSalt)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", err
	}
	key, err := h.derive(ctx, pepper, staff, pin, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, pinMemory, pinTime, pinLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// check compares in constant time. With kept empty (unknown person, or no PIN
// set) it does the same work and returns false, so that the time tells nothing.
func (h *Hasher) check(ctx context.Context, pepper []byte, staff, pin, kept string) (bool, error) {
	salt, want, known := readHash(kept)
	key, err := h.derive(ctx, pepper, staff, pin, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, want) == 1 && known, nil
}

// readHash takes the kept text apart; on anything unexpected it returns a salt
// and key of the right size that match no PIN.
func readHash(kept string) (salt, key []byte, ok bool) {
	head := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, pinMemory, pinTime, pinLanes)
	rest, found := strings.CutPrefix(kept, head)
	s, k, both := strings.Cut(rest, "$")
	salt, errSalt := base64.RawStdEncoding.DecodeString(s)
	key, errKey := base64.RawStdEncoding.DecodeString(k)
	if !found || !both || errSalt != nil || errKey != nil || len(salt) != pinSalt || len(key) != pinKey {
		return make([]byte, pinSalt), make([]byte, pinKey), false
	}
	return salt, key, true
}

// isPIN reports whether s is six ASCII digits.
func isPIN(s string) bool {
	if len(s) != PINDigits {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func badPINForm() *problem.Problem {
	return problem.New(422, "pin_form", "A PIN is six digits.").WithField("pin")
}

// CheckNewPIN returns nil if the PIN may be chosen, and a refusal in words if it
// is not six digits or among the first that anybody would try. It never compares
// with the PINs of others: saying "taken" would give one away.
func CheckNewPIN(pin string) error {
	if !isPIN(pin) {
		return badPINForm()
	}
	if why := guessable(pin); why != "" {
		return problem.New(422, "pin_guessable", why).WithNext("Choose another six digits.").WithField("pin")
	}
	return nil
}

func guessable(pin string) string {
	step := int(pin[1]) - int(pin[0])
	even := true
	for i := 1; i < len(pin); i++ {
		if (int(pin[i])-int(pin[i-1])-step)%10 != 0 {
			even = false
		}
	}
	switch {
	case even && step == 0:
		return "Six times the same digit is the first thing anybody tries."
	case even:
		return "Digits that count up or down are the first thing anybody tries."
	case pin[:2] == pin[2:4] && pin[:2] == pin[4:], pin[:3] == pin[3:]:
		return "The same digits repeated are easily guessed."
	case pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5]:
		return "Three pairs are easily guessed."
	case pin[0] == pin[5] && pin[1] == pin[4] && pin[2] == pin[3]:
		return "Digits that read the same backwards are easily guessed."
	case strings.Contains(" "+commonPINs+" ", " "+pin+" "):
		return "Many people choose these six digits."
	}
	return ""
}

// commonPINs are six-digit PINs that people choose often and that the patterns
// above do not catch: lines and shapes on the number pad, famous numbers. After
// the lists in Markert et al., "This PIN Can Be Easily Guessed" (IEEE S&P 2020).
const commonPINs = "789456 159753 147258 159357 456789 147852 292513 142536 456123 741852 963852 852963 " +
	"258456 112358 314159 271828 102030 010203 159951 123654 321654 654123 789123 123789 987456 456987 " +
	"963741 741963 369258 258369 258147 147963 369147 951753 753951 357159 951357 153759 " +
	"100200 200100 123455 123457 123450 112345 123465 121314 131415 101112 111213 515253 " +
	"520131 142857 173173 100000 200000 300000 500000 000001 000007 007007 420420 696969"
