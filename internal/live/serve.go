package live

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// A Rejection is returned by Serve before anything was written: the caller
// answers the request with Status.
type Rejection struct {
	Status int
	Detail string
}

func (r *Rejection) Error() string { return r.Detail }

// Serve upgrades the request and returns; the connection then lives until it is
// closed by either side. The caller has authenticated who and has checked Origin
// and Host. A *Rejection is the caller's to answer; after any other error the
// connection is already gone.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, who Client) error {
	accept, err := checkUpgrade(r)
	if err != nil {
		return err
	}
	if err := h.reserve(who); err != nil {
		return err
	}
	conn, early, err := upgrade(w, accept)
	if err != nil {
		h.unreserve(who)
		var fault *Rejection
		if errors.As(err, &fault) {
			return fault
		}
		return fmt.Errorf("live: upgrade: %w", err)
	}
	c := newClient(h, who, conn)
	if !h.join(c) {
		conn.Close()
		h.unreserve(who)
		return errors.New("live: the box is stopping")
	}
	go c.listen(early)
	if who.Valid != nil && !who.Valid() {
		c.end(closeKicked, "signed out")
	}
	h.opt.Presence()
	return nil
}

func (h *Hub) reserve(who Client) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.stopped:
		return &Rejection{http.StatusServiceUnavailable, "the box is stopping"}
	case h.slots >= h.opt.MaxClients:
		return &Rejection{http.StatusServiceUnavailable, "too many screens are connected"}
	case who.Address != "" && h.opt.MaxPerAddress > 0 && h.addresses[who.Address] >= h.opt.MaxPerAddress:
		return &Rejection{http.StatusTooManyRequests, "too many screens are connected from this address"}
	}
	h.slots++
	if who.Address != "" {
		h.addresses[who.Address]++
	}
	return nil
}

func (h *Hub) unreserve(who Client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.slots--
	if who.Address != "" {
		if h.addresses[who.Address]--; h.addresses[who.Address] == 0 {
			delete(h.addresses, who.Address)
		}
	}
}

func (h *Hub) join(c *client) bool {
	h.mu.Lock()
	if h.stopped {
		h.mu.Unlock()
		return false
	}
	h.clients[c] = true
	h.others.Add(1)
	c.shard = h.shards[h.joined%len(h.shards)]
	h.joined++
	h.mu.Unlock()
	c.shard.add(c)
	return true
}

// leave forgets a client. Only its own listener calls it, once.
func (h *Hub) leave(c *client, followed []*topic) {
	c.shard.remove(c)
	h.mu.Lock()
	delete(h.clients, c)
	h.mu.Unlock()
	for _, t := range followed {
		h.release(t)
	}
	h.unreserve(c.who)
	h.opt.Presence()
	h.others.Done()
}

// checkUpgrade gives the Sec-WebSocket-Accept for a proper opening handshake.
func checkUpgrade(r *http.Request) (string, error) {
	has := func(header, token string) bool {
		for _, line := range r.Header.Values(header) {
			for _, t := range strings.Split(line, ",") {
				if strings.EqualFold(strings.TrimSpace(t), token) {
					return true
				}
			}
		}
		return false
	}
	key := r.Header.Get("Sec-WebSocket-Key")
	raw, err := base64.StdEncoding.DecodeString(key)
	switch {
	case r.Method != http.MethodGet || r.ProtoMajor != 1 || r.ProtoMinor < 1 || !has("Connection", "upgrade") || !has("Upgrade", "websocket"):
		return "", &Rejection{http.StatusUpgradeRequired, "this address speaks WebSocket over HTTP/1.1"}
	case r.Header.Get("Sec-WebSocket-Version") != "13":
		return "", &Rejection{http.StatusUpgradeRequired, "this address speaks WebSocket version 13"}
	case err != nil || len(raw) != 16:
		return "", &Rejection{http.StatusBadRequest, "Sec-WebSocket-Key is not 16 bytes in base64"}
	}
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

// upgrade takes the connection over from net/http and answers the handshake.
// early is what the client had sent beyond its request.
func upgrade(w http.ResponseWriter, accept string) (conn net.Conn, early []byte, err error) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, nil, &Rejection{http.StatusInternalServerError, "the connection cannot be upgraded"}
	}
	if n := buffered.Reader.Buffered(); n > 0 {
		early, _ = buffered.Reader.Peek(n)
		early = bytes.Clone(early) // or net/http's 4 KiB buffer stays with every client
	}
	conn.SetDeadline(time.Time{})
	conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
	_, err = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "+accept+"\r\n\r\n")
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	conn.SetWriteDeadline(time.Time{})
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetWriteBuffer(sendBuffer)
	}
	return conn, early, nil
}

// sendBuffer bounds what the kernel keeps for a client that does not read; left
// alone it would grow to megabytes.
const sendBuffer = 128 << 10
