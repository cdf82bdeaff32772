package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"time"
)

// A WebSocket client by hand: it shares the machine with the server it measures,
// so it must stay light.

var httpClient = &http.Client{
	Timeout:   30 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 1024, MaxConnsPerHost: 1024, DisableCompression: true, DialContext: dial},
}

// strangerClient never shares a connection.
var strangerClient = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, DialContext: dial}}

// fromKey in a context holds which device a new connection comes from.
type fromKey struct{}

// dial gives every device an address of its own, as in a room.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 20 * time.Second}
	if i, ok := ctx.Value(fromKey{}).(int); ok && runtime.GOOS == "linux" && strings.HasPrefix(address, "127.0.0.1:") {
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 1, byte(i/250), byte(1+i%250))}
	}
	return d.DialContext(ctx, network, address)
}

// Post sends JSON and gives the answer's body; any status from 300 is an error.
func Post(ctx context.Context, url string, header http.Header, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for k, v := range header {
		req.Header[k] = v
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := httpClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s: %.300s", url, res.Status, out)
	}
	return out, err
}

const (
	opText, opClose, opPing, opPong = 1, 8, 9, 10
)

// Conn is one WebSocket connection of the load client.
type Conn struct {
	net.Conn
	r  *bufio.Reader
	wm sync.Mutex
}

// Dial opens WebSocket i on a plain http URL.
func Dial(ctx context.Context, i int, rawURL string, header http.Header) (*Conn, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	c, err := dial(context.WithValue(ctx, fromKey{}, i), "tcp", u.Host)
	if err != nil {
		return nil, err
	}
	var key [16]byte
	rand.Read(key[:])
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n",
		u.RequestURI(), u.Host, base64.StdEncoding.EncodeToString(key[:]))
	for k, vs := range header {
		for _, v := range vs {
			fmt.Fprintf(&b, "%s: %s\r\n", k, v)
		}
	}
	b.WriteString("\r\n")
	if _, err := io.WriteString(c, b.String()); err != nil {
		c.Close()
		return nil, err
	}
	r := bufio.NewReaderSize(c, 2048)
	res, err := http.ReadResponse(r, nil)
	if err == nil && res.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("websocket %s: %s", rawURL, res.Status)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return &Conn{Conn: c, r: r}, nil
}

// Close resets the connection: ten thousand closed ones would otherwise use up
// the machine's ports for a minute.
func (c *Conn) Close() error {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
	return c.Conn.Close()
}

// Read gives the next message; it answers pings and reuses buf.
func (c *Conn) Read(buf []byte) ([]byte, error) {
	buf = buf[:0]
	for {
		var h [8]byte
		if _, err := io.ReadFull(c.r, h[:2]); err != nil {
			return buf, err
		}
		first, n := h[0], int(h[1]&0x7f)
		if first&0x70 != 0 {
			return buf, errors.New("websocket: compressed frame, but no extension was offered")
		}
		switch n {
		case 126:
			if _, err := io.ReadFull(c.r, h[:2]); err != nil {
				return buf, err
			}
			n = int(binary.BigEndian.Uint16(h[:2]))
		case 127:
			if _, err := io.ReadFull(c.r, h[:8]); err != nil {
				return buf, err
			}
			n = int(binary.BigEndian.Uint64(h[:8]))
		}
		at := len(buf)
		if cap(buf) < at+n {
			grown := make([]byte, at, at+n)
			copy(grown, buf)
			buf = grown
		}
		buf = buf[:at+n]
		if _, err := io.ReadFull(c.r, buf[at:]); err != nil {
			return buf, err
		}
		switch first & 0x0f {
		case opPing:
			c.write(opPong, buf[at:])
			buf = buf[:at]
			continue
		case opPong:
			buf = buf[:at]
			continue
		case opClose:
			return buf, io.EOF
		}
		if first&0x80 != 0 {
			return buf, nil
		}
	}
}

// Write sends one text message.
func (c *Conn) WriteText(p []byte) error { return c.write(opText, p) }

// write masks with zero: this is a load client on loopback.
func (c *Conn) write(op byte, p []byte) error {
	b := []byte{0x80 | op}
	switch {
	case len(p) < 126:
		b = append(b, 0x80|byte(len(p)))
	default:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(len(p)))
	}
	b = append(append(b, 0, 0, 0, 0), p...)
	c.wm.Lock()
	defer c.wm.Unlock()
	_, err := c.Conn.Write(b)
	return err
}

// Pump reads messages until the connection ends.
func (c *Conn) Pump(got func([]byte)) {
	buf := make([]byte, 0, 512)
	for {
		var err error
		if buf, err = c.Read(buf); err != nil {
			return
		}
		got(buf)
	}
}
