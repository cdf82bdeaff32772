package live

import (
	"slices"
	"sync"
	"time"
)

// shard is one goroutine that writes to its share of the clients. It holds no
// queue: a wake says that something is new, and each client is brought to
// whatever is newest when its turn comes.
type shard struct {
	hub  *Hub
	wake chan struct{}

	mu      sync.Mutex
	clients []*client
	turn    []*client // the pass under way; only run touches it
}

func (s *shard) run() {
	var f framer
	for {
		select {
		case <-s.hub.stop:
			return
		case <-s.wake:
		}
		s.mu.Lock()
		s.turn = append(s.turn[:0], s.clients...)
		s.mu.Unlock()
		for _, c := range s.turn {
			c.mu.Lock()
			c.bring(&f)
			c.mu.Unlock()
		}
		clear(s.turn)
		f.forget()
	}
}

func (h *Hub) wakeAll() {
	for _, s := range h.shards {
		select {
		case s.wake <- struct{}{}:
		default: // it is awake already and has its pass before it
		}
	}
}

func (s *shard) add(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.place = len(s.clients)
	s.clients = append(s.clients, c)
}

func (s *shard) remove(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.clients) - 1
	s.clients[c.place] = s.clients[last]
	s.clients[c.place].place = c.place
	s.clients[last] = nil
	s.clients = s.clients[:last]
}

// framer works out the frame a client lacks and remembers the last few, so that
// clients who lack the same steps share the same bytes.
type framer struct {
	steps  []*step
	closed []string
	recent [4]struct {
		steps []*step
		frame []byte
	}
	next int
}

// due gives the frame that brings c to the present, and counts it as delivered;
// nil if it lacks nothing. Topics that were closed are dropped and listed in
// f.closed. The caller holds c.mu.
func (f *framer) due(c *client) []byte {
	f.steps, f.closed = f.steps[:0], f.closed[:0]
	h := c.hub
	h.mu.RLock()
	for i := range c.follows {
		s := &c.follows[i]
		t := s.topic
		switch {
		case t.closed:
			f.closed = append(f.closed, t.name)
		case s.has != t.version:
			f.steps = t.since(s.has, f.steps)
			s.has = t.version
		case s.asked:
			f.steps = append(f.steps, t.upToDate())
		}
		s.asked = false
	}
	if len(f.closed) > 0 {
		c.follows = slices.DeleteFunc(c.follows, func(s follow) bool { return s.topic.closed })
	}
	h.mu.RUnlock()
	switch len(f.steps) {
	case 0:
		return nil
	case 1:
		return f.steps[0].frame
	default:
		return f.join()
	}
}

func (f *framer) join() []byte {
	for _, r := range f.recent {
		if slices.Equal(r.steps, f.steps) {
			return r.frame
		}
	}
	parts := make([][]byte, 0, 2*len(f.steps)+1)
	for i, s := range f.steps {
		if i == 0 {
			parts = append(parts, []byte(changeOpen))
		} else {
			parts = append(parts, []byte{','})
		}
		parts = append(parts, s.piece)
	}
	frame := appendFrame(nil, opText, append(parts, []byte(changeEnd))...)
	slot := &f.recent[f.next%len(f.recent)]
	f.next++
	slot.steps, slot.frame = slices.Clone(f.steps), frame
	return frame
}

// forget lets go of frames that will not be asked for again.
func (f *framer) forget() {
	clear(f.steps)
	clear(f.recent[:])
}

// keepAlive pings the silent, drops the dead and lets go of topics that nobody
// reads any more: one goroutine for all.
func (h *Hub) keepAlive() {
	look := time.NewTicker(max(time.Millisecond, min(h.opt.PingEvery, h.opt.HelloTimeout, h.opt.Linger)/4))
	defer look.Stop()
	for {
		select {
		case <-h.stop:
			return
		case <-look.C:
		}
		now := h.age()
		for _, c := range h.everyone() {
			c.check(now)
		}
		h.dropIdle(now)
	}
}
