package load

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"felt/internal/live"
)

// Bare is the physical floor: bench/bare.
type Bare struct{ URL string }

func (b Bare) Prepare(context.Context) error { return nil }

func (b Bare) Subscribe(ctx context.Context, i int, got func(int64)) (io.Closer, error) {
	c, err := Dial(ctx, i, b.URL+"/ws", nil)
	if err != nil {
		return nil, err
	}
	go c.Pump(func(p []byte) { Tokens(p, got) })
	return c, nil
}

func (b Bare) Act(ctx context.Context, _ int, no int64) error {
	_, err := Post(ctx, b.URL+"/act", nil, []byte(`{"token":"`+Token(no)+`"}`))
	return err
}

// Felt is any server with Felt's live protocol. What an action is, and how one
// signs in for it, differs between the box and the hub alone.
type Felt struct {
	URL    string      // e.g. http://localhost:8081
	Live   string      // path of the WebSocket
	Header http.Header // of the upgrade: session cookie, Origin
	Topics []string    // every screen follows these

	Ready func(ctx context.Context, f *Felt) error              // signs in; may fill Header and Topics
	Do    func(ctx context.Context, worker int, no int64) error // one action
	Find  func(frame []byte, got func(int64))                   // numbers in a frame; Tokens if nil
}

func (f *Felt) Prepare(ctx context.Context) error {
	if f.Ready == nil {
		return nil
	}
	return f.Ready(ctx, f)
}

func (f *Felt) Act(ctx context.Context, worker int, no int64) error { return f.Do(ctx, worker, no) }

func (f *Felt) Subscribe(ctx context.Context, i int, got func(int64)) (io.Closer, error) {
	at := map[string]*live.Position{}
	for _, t := range f.Topics {
		at[t] = nil
	}
	c, err := Dial(ctx, i, strings.TrimRight(f.URL, "/")+f.Live, f.Header)
	if err != nil {
		return nil, err
	}
	var first []byte
	if err = c.WriteText(live.EncodeInbound(live.Hello{Topics: at})); err == nil {
		first, err = c.Read(nil)
	}
	if err == nil {
		if out, bad := live.DecodeOutbound(first); bad != nil {
			err = bad
		} else if r, no := out.(live.Refused); no {
			err = errors.New("refused: " + r.Topic + ": " + r.Code)
		}
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	find := f.Find
	if find == nil {
		find = Tokens
	}
	go c.Pump(func(p []byte) { find(p, got) })
	return c, nil
}
