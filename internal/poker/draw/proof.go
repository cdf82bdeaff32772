package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Proof is one draw as it is published: what it was for, what could be drawn,
// in the recorded order, and what came. It holds no name and no secret.
type Proof struct {
	Purpose string   `json:"purpose"`
	Entry   string   `json:"entry"`
	Attempt int      `json:"attempt"` // 1, and one more each time it was drawn again
	Open    []string `json:"open"`    // what could be drawn, e.g. "2/5" for table 2 seat 5
	Index   int      `json:"index"`   // what came, as an index of Open
}

// Drawn is what came out of the draw, "" where the index is outside the list.
func (p Proof) Drawn() string {
	if p.Index < 0 || p.Index >= len(p.Open) {
		return ""
	}
	return p.Open[p.Index]
}

// Verify recomputes a draw from the revealed seed; nil means it is right.
// Compare the seed's Commitment with the published one first.
func Verify(seed Seed, p Proof) error {
	if len(p.Open) == 0 {
		return errors.New("the list of what could be drawn is empty")
	}
	if strings.ContainsRune(p.Purpose+p.Entry, '\n') {
		return errors.New("purpose or entry holds a line feed")
	}
	if p.Attempt < 1 {
		return fmt.Errorf("attempt %d: the first attempt is 1", p.Attempt)
	}
	seen := make(map[string]bool, len(p.Open))
	for _, o := range p.Open {
		if seen[o] {
			return fmt.Errorf("%s is in the list twice", o)
		}
		seen[o] = true
	}
	if want := Pick(seed, p.Purpose, p.Entry, p.Attempt, len(p.Open)); want != p.Index {
		return fmt.Errorf("the seed draws index %d of %d, the proof says %d", want, len(p.Open), p.Index)
	}
	return nil
}

// Digest is the hex SHA-256 of a list of what could be drawn, joined by line
// feeds. An event keeps the digest where the list is long and follows from the
// log (28,000 open seats); the proof page shows the list and its digest.
func Digest(open []string) string {
	sum := sha256.Sum256([]byte(strings.Join(open, "\n")))
	return hex.EncodeToString(sum[:])
}
