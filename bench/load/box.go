package load

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Box drives a real box: every operator has a paired device and a session of his
// own, acts over the machine's own listener with an Idempotency-Key, and every
// screen is a phone in the room, which follows the tournament and its seats.
//
// An action is a chip count. Operator w counts the stack of entry First+w, so that
// actions that share a commit reach the screens side by side, and the stack is
// the action's number, which no other figure on the screen looks like.
type Box struct {
	Local, Room string // addresses
	Tournament  string
	First       int // entry

	sessions []http.Header // of the operators
	base     int64         // an action's number less base is the stack
}

const (
	boxPIN    = "274916"
	boxStack  = 1_000_000_000 // chips of one entry, the most a buy-in may give
	boxTables = 4
	boxSeats  = 9
)

// SetUp is the first run of a new box: the venue, its owner, operators with a
// device each, a running tournament with four full tables.
func (b *Box) SetUp(ctx context.Context, operators int) error {
	if err := b.Await(ctx); err != nil {
		return err
	}
	owner, _, err := b.post(ctx, http.Header{}, "/api/access/setup", map[string]any{
		"venue":      map[string]any{"name": "Bench Card Room", "language": "en", "currency": "DKK", "tables": boxTables},
		"owner_name": "Liv Madsen", "pin": boxPIN, "device_name": "Desk",
	})
	if err != nil {
		return err
	}
	b.sessions = []http.Header{owner}
	for w := 1; w < operators; w++ {
		h, err := b.pair(ctx, w)
		if err != nil {
			return fmt.Errorf("operator %d: %w", w+1, err)
		}
		b.sessions = append(b.sessions, h)
	}
	return b.openNight(ctx)
}

// pair lets a device in by code and signs its operator in.
func (b *Box) pair(ctx context.Context, w int) (http.Header, error) {
	var pairing struct {
		Code string `json:"code"`
	}
	if err := b.ask(ctx, "/api/access/pairings", map[string]any{"device_name": fmt.Sprint("Tablet ", w)}, &pairing); err != nil {
		return nil, err
	}
	// Who types codes is slowed by address, and all together to ten a second.
	time.Sleep(100 * time.Millisecond)
	device, _, err := b.post(context.WithValue(ctx, fromKey{}, w), http.Header{}, "/api/access/pair", map[string]any{"code": pairing.Code})
	if err != nil {
		return nil, err
	}
	var me struct {
		Me struct {
			ID string `json:"id"`
		} `json:"me"`
	}
	if err := b.Get(ctx, "/api/access", &me); err != nil {
		return nil, err
	}
	session, _, err := b.post(ctx, device, "/api/access/sign-in", map[string]any{"staff": me.Me.ID, "pin": boxPIN})
	if err != nil {
		return nil, err
	}
	session.Set("Cookie", device.Get("Cookie")+"; "+session.Get("Cookie"))
	return session, nil
}

func (b *Box) openNight(ctx context.Context) error {
	level := func(small, big int) map[string]any {
		return map[string]any{"small": small, "big": big, "ante": big, "ante_kind": "big_blind", "minutes": 60}
	}
	items := []map[string]any{}
	for i := range 24 { // a day of hour-long levels: none ends while it is measured
		items = append(items, level(100<<(i/2), 200<<(i/2)))
	}
	config := map[string]any{
		"currency": "DKK", "buy_in": map[string]any{"pool": 50000, "fee": 5000, "chips": int64(boxStack)}, "methods": []string{"cash"},
		"structure": map[string]any{"items": items},
		"payouts": map[string]any{"rows": []map[string]any{
			{"place": 1, "to": 1, "share": 50}, {"place": 2, "to": 2, "share": 30}, {"place": 3, "to": 3, "share": 20}}, "round_to": 5000, "rounding": "down"},
		"seats_per_table": boxSeats,
		"seating":         map[string]any{"draw": "shortest_tables", "halt_at": 3, "max_difference": 2, "max_difference_few_tables": 1, "few_tables": 4, "final_table": boxSeats},
		"ranking":         map[string]any{"simultaneous_at_tables": "tie"}, "hand_for_hand": map[string]any{"clock": "runs"},
	}
	var made struct {
		Tournament string `json:"tournament"`
	}
	if err := b.ask(ctx, "/api/tournaments", map[string]any{"name": "Bench Deepstack", "config": config, "tables": boxTables}, &made); err != nil {
		return err
	}
	b.Tournament = made.Tournament
	for i := range boxTables * boxSeats {
		entry := map[string]any{"method": "cash", "draw": true, "new_player": map[string]any{"name": fmt.Sprint("Player ", i+1)}}
		if err := b.ask(ctx, b.path("/entries"), entry, nil); err != nil {
			return err
		}
	}
	b.First, b.base = 1, number.Load()
	return b.ask(ctx, b.path("/clock/start"), nil, nil)
}

func (b *Box) path(rest string) string { return "/api/tournaments/" + b.Tournament + rest }

// Screens is the box as the fleet sees it.
func (b *Box) Screens() *Felt {
	return &Felt{
		URL: "http://" + b.Room, Live: "/api/live", Header: http.Header{"Origin": {"http://" + b.Room}},
		Topics: []string{"t/" + b.Tournament + "/room", "t/" + b.Tournament + "/seats"},
		Ready:  func(ctx context.Context, _ *Felt) error { return b.Await(ctx) },
		Do:     b.Count, Find: b.find,
	}
}

// Count is an operator's action.
func (b *Box) Count(ctx context.Context, worker int, no int64) error {
	body := fmt.Appendf(nil, `{"counts":[{"entry":%d,"chips":%d}]}`, b.First+worker, no-b.base)
	return b.Act(ctx, worker, b.path("/counts"), body)
}

// Act sends a command of an operator.
func (b *Box) Act(ctx context.Context, worker int, path string, body []byte) error {
	h := http.Header{"Idempotency-Key": {newKey()}}
	for k, v := range b.sessions[worker] {
		h[k] = v
	}
	_, err := Post(ctx, "http://"+b.Local+path, h, body)
	return err
}

var countMark = []byte(`"count":`)

// find reads the stacks in a frame.
func (b *Box) find(frame []byte, got func(int64)) {
	for {
		i := bytes.Index(frame, countMark)
		if i < 0 {
			return
		}
		frame = frame[i+len(countMark):]
		var n int64
		for len(frame) > 0 && frame[0] >= '0' && frame[0] <= '9' {
			n, frame = n*10+int64(frame[0]-'0'), frame[1:]
		}
		got(b.base + n)
	}
}

// Await waits until the box has opened its tournaments.
func (b *Box) Await(ctx context.Context) error {
	for range 2000 {
		res, err := httpClient.Get("http://" + b.Local + "/readyz")
		if err == nil {
			io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return errors.New("the box does not get ready")
}

// Get reads a document as the first operator.
func (b *Box) Get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+b.Local+path, nil)
	if err != nil {
		return err
	}
	for k, v := range b.sessions[0] {
		req.Header[k] = v
	}
	_, body, err := send(req)
	if err == nil && into != nil {
		err = json.Unmarshal(body, into)
	}
	return err
}

// ask sends a command as the first operator.
func (b *Box) ask(ctx context.Context, path string, body, into any) error {
	_, answer, err := b.post(ctx, b.sessions[0], path, body)
	if err == nil && into != nil {
		err = json.Unmarshal(answer, into)
	}
	return err
}

// post gives the headers with which whoever got the answer asks from now on.
func (b *Box) post(ctx context.Context, as http.Header, path string, body any) (http.Header, []byte, error) {
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, nil, err
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+b.Local+path, sent)
	if err != nil {
		return nil, nil, err
	}
	for k, v := range as {
		req.Header[k] = v
	}
	req.Header.Set("Origin", "http://"+b.Local)
	req.Header.Set("Idempotency-Key", newKey())
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, answer, err := send(req)
	if err != nil {
		return nil, nil, err
	}
	var cookies []string
	for _, c := range res.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	return http.Header{"Cookie": {strings.Join(cookies, "; ")}, "Origin": {"http://" + b.Local}}, answer, nil
}

func send(req *http.Request) (*http.Response, []byte, error) {
	client := httpClient
	if _, other := req.Context().Value(fromKey{}).(int); other {
		client = strangerClient
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.400s", req.Method, req.URL.Path, res.Status, body)
	}
	return res, body, err
}

func newKey() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
