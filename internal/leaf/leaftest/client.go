package leaftest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"felt/internal/problem"
)

// PIN of everybody in tests.
const PIN = "274916"

// Client is one device with whoever is signed in on it. It asks the machine's
// own listener, as a page of it would.
type Client struct {
	t        testing.TB
	box      *Box
	http     *http.Client
	Staff    string // id of who is signed in
	Recovery string // the recovery code, of who set the box up
}

// Reply is an answer as it came.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Stranger is a new device that nobody paired.
func (b *Box) Stranger() *Client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Client{t: b.t, box: b, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// On is the same device in another test, such as a subtest.
func (c *Client) On(t testing.TB) *Client {
	other := *c
	other.t = t
	return &other
}

// SetUp does the first run and signs the owner in.
func (b *Box) SetUp() *Client {
	b.t.Helper()
	c := b.Stranger()
	var done struct{ Staff, Recovery string }
	c.Get(&done, http.MethodPost, "/api/access/setup", map[string]any{
		"venue": map[string]any{"name": "Kløver", "language": "en", "currency": "DKK", "tables": 10}, "owner_name": "Olga Owner", "pin": PIN, "device_name": "First tablet",
	})
	c.Staff, c.Recovery = done.Staff, done.Recovery
	return c
}

// Colleague takes a person on and signs the person in on a new paired device.
func (c *Client) Colleague(name, role string) *Client {
	c.t.Helper()
	c.StepUp()
	var staff struct{ ID string }
	c.Get(&staff, http.MethodPost, "/api/staff", map[string]any{"name": name, "role": role, "pin": PIN})
	other := c.Device(name + "'s tablet")
	other.SignIn(staff.ID)
	return other
}

// Device pairs another device; nobody is signed in on it.
func (c *Client) Device(name string) *Client {
	c.t.Helper()
	var pairing struct{ Code string }
	c.Get(&pairing, http.MethodPost, "/api/access/pairings", map[string]any{"device_name": name})
	other := c.box.Stranger()
	other.t = c.t
	other.Get(nil, http.MethodPost, "/api/access/pair", map[string]any{"code": pairing.Code})
	return other
}

// SignIn signs a person in.
func (c *Client) SignIn(staff string) {
	c.t.Helper()
	c.Staff = staff
	c.Get(nil, http.MethodPost, "/api/access/sign-in", map[string]any{"staff": staff, "pin": PIN})
}

// StepUp gives the PIN again.
func (c *Client) StepUp() {
	c.t.Helper()
	c.Get(nil, http.MethodPost, "/api/access/step-up", map[string]any{"pin": PIN})
}

// Key is a new Idempotency-Key.
func Key() string { return rand.Text() }

// Do asks, with a body that is encoded unless it is a string, and header lines
// "Name: value". It is safe to be called at the same time by several goroutines.
func (c *Client) Do(method, path string, body any, headers ...string) (Reply, error) {
	var send io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		send = strings.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			return Reply{}, err
		}
		send = bytes.NewReader(encoded)
	}
	r, err := http.NewRequest(method, c.box.Local+path, send)
	if err != nil {
		return Reply{}, err
	}
	r.Header.Set("Origin", c.box.Local)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if value == "" {
			r.Header.Del(name)
		} else if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return Reply{}, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	return Reply{answer.StatusCode, answer.Header, b}, err
}

// Ask is Do where nothing may go wrong below HTTP.
func (c *Client) Ask(method, path string, body any, headers ...string) Reply {
	c.t.Helper()
	r, err := c.Do(method, path, body, headers...)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// Get decodes an answer that must be 200 or 204.
func (c *Client) Get(into any, method, path string, body any, headers ...string) Reply {
	c.t.Helper()
	r := c.Ask(method, path, body, headers...)
	if r.Status != 200 && r.Status != 204 {
		c.t.Fatalf("%s %s: %d %s", method, path, r.Status, r.Body)
	}
	if into != nil {
		r.Into(c.t, into)
	}
	return r
}

// Read decodes GET path.
func (c *Client) Read(into any, path string) Reply {
	c.t.Helper()
	return c.Get(into, http.MethodGet, path, nil)
}

// Into decodes the body.
func (r Reply) Into(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(r.Body, into); err != nil {
		t.Fatalf("%v in %s", err, r.Body)
	}
}

// Problem reads a refusal, which must be problem+json whose status is that of
// the answer, with a code and a sentence.
func (r Reply) Problem(t testing.TB) problem.Problem {
	t.Helper()
	var p problem.Problem
	if r.Status < 400 || r.Header.Get("Content-Type") != problem.MediaType {
		t.Fatalf("%d %s is no problem: %s", r.Status, r.Header.Get("Content-Type"), r.Body)
	}
	r.Into(t, &p)
	if p.Status != r.Status || p.Code == "" || p.Detail == "" {
		t.Fatalf("status %d: %s", r.Status, r.Body)
	}
	return p
}
