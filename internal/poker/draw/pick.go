package draw

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// Version is the first line of every message; a change of the method changes it.
const Version = "felt-draw-1"

// MaxN is the largest number of things a single Pick can choose from.
const MaxN = 1 << 32

// Seed is the secret of one tournament's draws. It enters as a value: 16 bytes
// or more from the box's random source, kept secret until it is revealed.
type Seed []byte

// Commitment is the lower-case hex SHA-256 of the seed's bytes. It is published
// before the first draw, so that the seed cannot be changed afterwards.
func Commitment(seed Seed) string {
	sum := sha256.Sum256(seed)
	return hex.EncodeToString(sum[:])
}

// Pick chooses one of n things and returns its index, 0 to n-1. It is -1 when
// there is nothing to choose from (n < 1) or more than MaxN.
//
// The same seed, purpose, entry, attempt and n give the same index for ever. A
// draw that is repeated for a reason has the next attempt; the first is 1.
// Purpose and entry name the draw ("seat", an entry's id) and hold no line feed.
func Pick(seed Seed, purpose, entry string, attempt, n int) int {
	if n < 1 || n > MaxN {
		return -1
	}
	for counter := 0; ; counter++ {
		if index, ok := indexOf(mac(seed, purpose, entry, attempt, counter), n); ok {
			return index
		}
	}
}

// mac is step 1 and 2 of the package comment.
func mac(seed Seed, purpose, entry string, attempt, counter int) [sha256.Size]byte {
	message := make([]byte, 0, 96)
	message = append(message, Version...)
	message = append(message, '\n')
	message = append(message, purpose...)
	message = append(message, '\n')
	message = append(message, entry...)
	message = append(message, '\n')
	message = strconv.AppendInt(message, int64(attempt), 10)
	message = append(message, '\n')
	message = strconv.AppendInt(message, int64(counter), 10)

	h := hmac.New(sha256.New, seed)
	h.Write(message)
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return sum
}

// indexOf is step 3 to 5; it is false where the number has to be rejected.
func indexOf(sum [sha256.Size]byte, n int) (int, bool) {
	x := uint64(binary.BigEndian.Uint32(sum[:4]))
	limit := uint64(1<<32) / uint64(n) * uint64(n)
	if x >= limit {
		return 0, false
	}
	return int(x % uint64(n)), true
}
