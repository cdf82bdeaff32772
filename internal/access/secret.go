package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
)

// tokenBytes is the length of device and session tokens before encoding.
const tokenBytes = 32

// newToken draws a token of 32 random bytes and returns it with the hash to keep.
func newToken(random io.Reader) (token, hash string, err error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", "", err
	}
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, hashToken(token), nil
}

// hashToken is what is kept of a token: SHA-256 is enough, because 32 random
// bytes cannot be searched. Looking a hash up in a map leaks nothing useful about
// the token through time.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte("felt token\x00" + token))
	return hex.EncodeToString(sum[:])
}

// LooksLikeToken reports whether s has the form of a device or session token, so
// that rubbish is refused before it is hashed.
func LooksLikeToken(s string) bool {
	if len(s) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return false
	}
	_, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil
}

// keyed is HMAC-SHA256 under the pepper with the parts kept apart.
func keyed(pepper []byte, parts ...string) []byte {
	mac := hmac.New(sha256.New, pepper)
	for _, p := range parts {
		_, _ = io.WriteString(mac, p)
		_, _ = mac.Write([]byte{0})
	}
	return mac.Sum(nil)
}

// crockford is Crockford's base 32: no I, L, O, U, so that what is read aloud or
// copied from paper comes back right.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// drawCode draws n symbols of five random bits each.
func drawCode(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return string(b), nil
}

// readCode turns what a person typed into symbols: upper case, O is 0, I and L
// are 1, spaces and hyphens do not count. ok is false if anything else is left.
func readCode(typed string) (code string, ok bool) {
	var out strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u00a0', '\u2010', '\u2011', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if !strings.ContainsRune(crockford, r) {
			return "", false
		}
		out.WriteRune(r)
	}
	return out.String(), true
}
