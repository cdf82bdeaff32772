package draw_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"felt/internal/poker/draw"
)

// steps follows the package comment word for word, so that the vectors' steps
// and the description are held against each other.
func steps(seed draw.Seed, purpose, entry string, attempt, n int) []step {
	var list []step
	for counter := 0; ; counter++ {
		message := fmt.Sprintf("felt-draw-1\n%s\n%s\n%d\n%d", purpose, entry, attempt, counter)
		h := hmac.New(sha256.New, seed)
		h.Write([]byte(message))
		sum := h.Sum(nil)
		x := binary.BigEndian.Uint32(sum)
		rejected := uint64(x) >= (1<<32)/uint64(n)*uint64(n)
		list = append(list, step{counter, message, hex.EncodeToString(sum), x, rejected})
		if !rejected {
			return list
		}
	}
}
