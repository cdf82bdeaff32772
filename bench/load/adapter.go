// Package load measures one job on any real-time server: an operator's action
// that is durably committed and then reaches every connected screen.
//
// It is the project's yardstick; the same client drives the bare floor and Felt,
// so what it costs itself is in both figures.
package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// Adapter drives one system under test.
type Adapter interface {
	// Prepare does what is needed once: sign in, make a tournament.
	Prepare(ctx context.Context) error

	// Subscribe opens connection i and returns once the system has confirmed it
	// (for Felt: once the first state is there). From then on it calls got, from
	// one goroutine, with the number of every action it hears of.
	Subscribe(ctx context.Context, i int, got func(action int64)) (io.Closer, error)

	// Act performs one operator's action that carries the number to every
	// subscriber. It returns when the system has acknowledged it. Workers 0..n-1
	// call it at the same time.
	Act(ctx context.Context, worker int, action int64) error
}

// A token carries an action's number as text inside whatever a system sends.
const tokenMark = "felt#"

// Token is "felt#" + 16 digits + "#".
func Token(action int64) string { return fmt.Sprintf("%s%016d#", tokenMark, action) }

// Tokens finds them.
func Tokens(b []byte, got func(action int64)) {
	for {
		i := bytes.Index(b, []byte(tokenMark))
		if i < 0 || len(b) < i+len(tokenMark)+17 {
			return
		}
		b = b[i+len(tokenMark):]
		var no int64
		for _, c := range b[:16] {
			no = no*10 + int64(c-'0')
		}
		if b[16] == '#' {
			got(no)
		}
		b = b[17:]
	}
}
