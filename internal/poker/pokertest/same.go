package pokertest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"felt/internal/poker/tournament"
)

// Same says how two states differ in what they show, nil if in nothing.
func Same(a, b *tournament.State) error {
	one, err := json.Marshal(a)
	if err != nil {
		return err
	}
	other, err := json.Marshal(b)
	if err != nil {
		return err
	}
	if bytes.Equal(one, other) {
		return nil
	}
	at := 0
	for at < len(one) && at < len(other) && one[at] == other[at] {
		at++
	}
	from := max(0, at-120)
	return fmt.Errorf("…%s… is not …%s…", one[from:min(len(one), at+120)], other[from:min(len(other), at+120)])
}
