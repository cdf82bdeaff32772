package live

import (
	"errors"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// client is one connection. Its life has one owner, the goroutine that listens:
// it alone takes the client out of the hub and closes the connection for good.
// Everybody else may at most hang up, which the listener then notices.
//
// Whoever holds mu may write, unless busy: then a goroutine of the client's own
// is writing the rest of a frame that the socket did not take at once, and when
// it is done it brings the client to the present by itself.
type client struct {
	hub   *Hub
	who   Client
	conn  net.Conn
	raw   *rawWriter // nil where the bytes must pass through conn, as with TLS
	since time.Time

	shard *shard
	place int // in shard.clients; guarded by shard.mu

	heard   atomic.Int64 // hub age in ms when it last said something
	greeted atomic.Bool  // said hello

	mu      sync.Mutex
	follows []follow
	owed    []byte // small frames due when the socket takes bytes again
	busy    bool
	ended   bool          // a close frame was the last word, or the line is cut
	pinged  time.Duration // hub age
}

// follow is one topic of a client and the version its screen is at.
type follow struct {
	topic *topic
	has   int64 // -1: nothing
	asked bool  // wants an answer even if nothing is new
}

// maxOwed bounds the answers kept for a client that sends without reading.
const maxOwed = 32 << 10

func newClient(h *Hub, who Client, conn net.Conn) *client {
	c := &client{hub: h, who: who, conn: conn, raw: newRawWriter(conn), since: h.opt.Now(), pinged: h.age()}
	c.heard.Store(h.age().Milliseconds())
	return c
}

// bring sends what the screen lacks. The caller holds mu.
func (c *client) bring(f *framer) {
	if c.busy || c.ended {
		return
	}
	frame := f.due(c)
	for _, name := range f.closed {
		c.owe(Refused{name, RefusedClosed, "This page has ended."})
	}
	if len(c.owed) > 0 {
		frame = append(c.owed, frame...)
		c.owed = nil
	}
	c.put(frame)
}

// put writes a frame: at once as far as the socket takes it, the rest in a
// goroutine, from the byte where it stopped. The caller holds mu and knows that
// the client is not busy.
func (c *client) put(frame []byte) {
	if len(frame) == 0 {
		return
	}
	n := 0
	if c.raw != nil {
		var err error
		if n, err = c.raw.try(frame); err != nil {
			c.cut()
			return
		}
	}
	if n < len(frame) {
		c.busy = true
		go c.push(frame[n:])
	}
}

func (c *client) push(rest []byte) {
	c.conn.SetWriteDeadline(time.Now().Add(c.hub.opt.WriteTimeout))
	_, err := c.conn.Write(rest)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil { // stays busy: nobody may write into the middle of a frame
		c.cut()
		return
	}
	c.conn.SetWriteDeadline(time.Time{})
	c.busy = false
	c.bring(&framer{})
}

// owe adds a small frame to what is due. The caller holds mu.
func (c *client) owe(out Outbound) { c.oweFrame(appendFrame(nil, opText, EncodeOutbound(out))) }

func (c *client) oweFrame(frame []byte) {
	if len(c.owed)+len(frame) > maxOwed {
		c.cut()
		return
	}
	c.owed = append(c.owed, frame...)
}

// cut ends the connection without a word. The listener sees it and leaves. The
// caller holds mu.
func (c *client) cut() {
	c.ended = true
	hangUp(c.conn)
}

// end says goodbye if the socket takes it, and gives the other side a moment to
// close first, so that the last frame is not lost to a reset.
func (c *client) end(code uint16, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return
	}
	if c.busy {
		c.cut()
		return
	}
	c.conn.SetReadDeadline(time.Now().Add(closingTime))
	c.put(closeFrame(code, reason))
	c.ended = true
}

// closingTime is how long a client has to answer a close frame.
const closingTime = time.Second

// check is the keep-alive.
func (c *client) check(now time.Duration) {
	silent := now - time.Duration(c.heard.Load())*time.Millisecond
	if !c.greeted.Load() && silent > c.hub.opt.HelloTimeout {
		c.end(closePolicy, "no hello")
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.ended:
	case silent > c.hub.opt.SilentLimit:
		c.cut()
	case silent >= c.hub.opt.PingEvery && now-c.pinged >= c.hub.opt.PingEvery && !c.busy:
		c.pinged = now
		c.put(pingFrame)
	}
}

// listen reads the client's messages until the connection ends.
func (c *client) listen(early []byte) {
	defer c.leave()
	in := newFrameReader(c.conn, early)
	for {
		op, message, err := in.next()
		if err != nil {
			var fault *protocolFault
			if errors.As(err, &fault) {
				c.end(fault.code, fault.reason)
				drain(c.conn)
			}
			return
		}
		c.heard.Store(c.hub.age().Milliseconds())
		switch op {
		case opPing:
			c.answer(appendFrame(nil, opPong, message))
		case opPong:
		default:
			if err := c.hear(message); err != nil {
				c.end(closePolicy, err.Error())
				drain(c.conn)
				return
			}
		}
	}
}

// leave is the end of a connection. Only its own listener calls it, once.
func (c *client) leave() {
	c.mu.Lock()
	c.ended = true
	followed := make([]*topic, len(c.follows))
	for i, s := range c.follows {
		followed[i] = s.topic
	}
	c.follows = nil
	c.mu.Unlock()
	hangUp(c.conn)
	c.hub.leave(c, followed)
}

// hear acts on one message. An error means that the client breaks the protocol.
func (c *client) hear(message []byte) error {
	in, err := DecodeInbound(message)
	if err != nil {
		return err
	}
	if _, first := in.(Hello); first == c.greeted.Load() {
		return errors.New("hello is the first message, once")
	}
	switch m := in.(type) {
	case Hello:
		c.greeted.Store(true)
		c.subscribe(m.Topics)
	case Subscribe:
		c.subscribe(m.Topics)
	case Unsubscribe:
		c.unsubscribe(m.Topics)
	case Ping:
		c.answer(appendFrame(nil, opText, EncodeOutbound(Pong{At: m.At, Now: c.hub.opt.Now().UnixMilli(), Wall: c.hub.opt.Wall().UnixMilli(), Rate: c.hub.opt.Rate()})))
	}
	return nil
}

func (c *client) subscribe(wanted map[string]*Position) {
	names := slices.Sorted(maps.Keys(wanted))
	found := make([]*topic, len(names))
	for i, name := range names { // may load, so without the lock
		if t := c.hub.acquire(name); t != nil && !c.who.Can(c.hub.audience(t)) {
			c.hub.release(t)
		} else {
			found[i] = t
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, t := range found {
		at := slices.IndexFunc(c.follows, func(s follow) bool { return s.topic.name == names[i] })
		switch {
		case t == nil:
			c.owe(Refused{names[i], RefusedUnavailable, "There is no such page for you."})
		case c.ended:
			c.hub.release(t)
		case at >= 0:
			c.hub.release(c.follows[at].topic)
			c.follows[at] = follow{t, c.hub.position(wanted[names[i]]), true}
		case len(c.follows) >= MaxTopics:
			c.hub.release(t)
			c.owe(Refused{names[i], RefusedTooMany, "Too many pages at once."})
		default:
			c.follows = append(c.follows, follow{t, c.hub.position(wanted[names[i]]), true})
		}
	}
	c.bring(&framer{})
}

func (c *client) unsubscribe(names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.follows = slices.DeleteFunc(c.follows, func(s follow) bool {
		gone := slices.Contains(names, s.topic.name)
		if gone {
			c.hub.release(s.topic)
		}
		return gone
	})
}

// answer sends a small frame, now or when the socket takes bytes again.
func (c *client) answer(frame []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return
	}
	c.oweFrame(frame)
	c.bring(&framer{})
}

// position is what a screen has, in versions of this epoch; -1 for nothing.
func (h *Hub) position(p *Position) int64 {
	if p == nil || p.Epoch != h.opt.Epoch {
		return -1
	}
	return p.Version
}

func (h *Hub) audience(t *topic) Audience {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return t.audience
}
