package live

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// Options of a hub. Only Epoch is required; zero values take the defaults named.
type Options struct {
	// Epoch names this run of the process. Versions mean nothing across epochs:
	// a screen that comes back with another epoch gets snapshots.
	Epoch string

	RingSize      int // patches kept per topic (256)
	RingBytes     int // and their bytes at most (256 KiB)
	MaxClients    int // connections at once (20,000)
	MaxPerAddress int // connections at once from one Client.Address (no limit)
	Shards        int // goroutines that write (one per CPU the process may use)

	WriteTimeout time.Duration // a client that takes no byte for so long is dropped (20 s)
	PingEvery    time.Duration // a client that is silent for so long is pinged (25 s)
	SilentLimit  time.Duration // and dropped after so long (70 s)
	HelloTimeout time.Duration // for the first message (10 s)

	// Load opens a topic that somebody asks for and nobody opened. Load reads
	// committed state, from any goroutine; patches published while it runs are
	// not lost. Linger is how long a loaded topic outlives its last reader (1
	// min), so that screens whose Wi-Fi failed come back to a replay.
	Load   func(topic string) (Topic, bool)
	Linger time.Duration

	// Presence is called after a client came or went, from any goroutine. It
	// must not block.
	Presence func()

	// Now is the clock that pongs carry, Wall the time of day (time.Now), and Rate
	// how many times faster than life Now runs (1).
	Now, Wall func() time.Time
	Rate      func() int64
}

// Topic is what Load gives.
type Topic struct {
	Audience Audience
	Doc      map[string]json.RawMessage
}

// Change replaces or removes whole keys of one topic. A nil value (or JSON
// null) removes the key. The hub keeps the values: do not alter them later.
type Change struct {
	Topic string
	Patch map[string]json.RawMessage
}

// Snapshot is a topic as it stands, for HTTP. Whoever serves it asks
// Client.Can(Audience) first.
type Snapshot struct {
	Topic    string
	Audience Audience
	Epoch    string
	Version  int64
	JSON     []byte // the document, an object with sorted keys; not to be altered
}

// ETag names this version of this topic in this run.
func (s Snapshot) ETag() string { return fmt.Sprintf(`"%s.%d"`, s.Epoch, s.Version) }

// Present is one connection, as staff see it.
type Present struct {
	Client
	Since  time.Time
	Behind bool // its socket takes no bytes at the moment
}

// Hub holds the topics and the connections. All methods are safe from any
// goroutine; Open, Close and Publish belong to the single writer, because only
// he knows the order of things.
type Hub struct {
	opt     Options
	epoch   []byte // JSON
	started time.Time
	shards  []*shard
	stop    chan struct{}
	workers sync.WaitGroup // shards and keepAlive
	others  sync.WaitGroup // listeners

	mu        sync.RWMutex // guards what follows and every topic; taken after a client's lock, never before it
	topics    map[string]*topic
	idle      []*topic // loaded and without readers, the longest first
	highest   int64    // the highest version given in this epoch
	clients   map[*client]bool
	slots     int // clients and upgrades under way
	addresses map[string]int
	joined    int // clients ever; spreads them over the shards
	stopped   bool
}

// NewHub starts a hub. Shutdown ends it.
func NewHub(opt Options) *Hub {
	defaults(&opt)
	h := &Hub{
		opt: opt, epoch: quote(opt.Epoch), started: time.Now(), stop: make(chan struct{}),
		topics: map[string]*topic{}, clients: map[*client]bool{}, addresses: map[string]int{},
	}
	for range opt.Shards {
		s := &shard{hub: h, wake: make(chan struct{}, 1)}
		h.shards = append(h.shards, s)
		h.workers.Go(s.run)
	}
	h.workers.Go(h.keepAlive)
	return h
}

func defaults(o *Options) {
	def := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	def(&o.RingSize, 256)
	def(&o.RingBytes, 256<<10)
	def(&o.MaxClients, 20_000)
	def(&o.Shards, runtime.GOMAXPROCS(0))
	lasting := func(p *time.Duration, v time.Duration) {
		if *p <= 0 {
			*p = v
		}
	}
	lasting(&o.WriteTimeout, 20*time.Second)
	lasting(&o.PingEvery, 25*time.Second)
	lasting(&o.SilentLimit, 70*time.Second)
	lasting(&o.HelloTimeout, 10*time.Second)
	lasting(&o.Linger, time.Minute)
	if o.Load == nil {
		o.Load = func(string) (Topic, bool) { return Topic{}, false }
	}
	if o.Presence == nil {
		o.Presence = func() {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wall == nil {
		o.Wall = time.Now
	}
	if o.Rate == nil {
		o.Rate = func() int64 { return 1 }
	}
}

// Open makes a topic known, with its document. Opening an open topic replaces
// its document: whoever follows it gets a snapshot, or loses it if the audience
// is no longer his.
func (h *Hub) Open(name string, audience Audience, doc map[string]json.RawMessage) {
	h.mu.Lock()
	t := h.topics[name]
	if t != nil && t.loading == nil && t.audience != audience {
		t.closed = true
		t = nil
	}
	if t == nil {
		t = h.newTopic(name)
	}
	h.fill(t, audience, doc)
	t.loaded = false
	h.mu.Unlock()
	h.wakeAll()
}

// Close ends a topic; those who follow it are told. Closing an unknown topic is
// no fault.
func (h *Hub) Close(name string) {
	h.mu.Lock()
	if t := h.topics[name]; t != nil {
		t.closed = true
		delete(h.topics, name)
		if t.loading != nil {
			close(t.loading.done)
			t.loading = nil
		}
	}
	h.mu.Unlock()
	h.wakeAll()
}

// Publish makes the next version of each topic named and sees to it that every
// client that follows one gets them in one frame. It is called once per commit,
// after it, and never blocks. Changes of unknown topics are dropped: nobody
// follows them.
func (h *Hub) Publish(changes []Change) {
	h.mu.Lock()
	changed := false
	for _, c := range changes {
		t := h.topics[c.Topic]
		switch {
		case t == nil || len(c.Patch) == 0:
		case t.loading != nil:
			t.loading.missed = append(t.loading.missed, c.Patch)
		default:
			t.change(c.Patch, h.opt.RingSize, h.opt.RingBytes)
			h.highest = max(h.highest, t.version)
			changed = true
		}
	}
	h.mu.Unlock()
	if changed {
		h.wakeAll()
	}
}

// Has reports whether changes of a topic have a reader: the writer need not work
// out view models that nobody opened. Ask after the new state can be read by
// Load, or a patch may be missed.
func (h *Hub) Has(name string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.topics[name] != nil
}

// Doc gives a topic as it stands.
func (h *Hub) Doc(name string) (Snapshot, bool) {
	t := h.acquire(name)
	if t == nil {
		return Snapshot{}, false
	}
	defer h.release(t)
	h.mu.RLock()
	defer h.mu.RUnlock()
	s := t.snapshot()
	return Snapshot{name, t.audience, h.opt.Epoch, s.version, s.doc}, !t.closed
}

// Kick ends every connection of a client: after logout, or a change of role.
func (h *Hub) Kick(clientID string) {
	for _, c := range h.everyone() {
		if c.who.ID == clientID {
			c.end(closeKicked, "signed out")
		}
	}
}

// Clients lists who is connected, in no order.
func (h *Hub) Clients() []Present {
	var list []Present
	for _, c := range h.everyone() {
		c.mu.Lock()
		list = append(list, Present{c.who, c.since, c.busy})
		c.mu.Unlock()
	}
	return list
}

// Shutdown ends all connections and the hub's goroutines, within a second or so.
// It may be called twice.
func (h *Hub) Shutdown() {
	h.mu.Lock()
	again := h.stopped
	h.stopped = true
	h.mu.Unlock()
	if again {
		return
	}
	for _, c := range h.everyone() {
		c.end(closeGoingAway, "the box is stopping")
	}
	close(h.stop)
	h.workers.Wait()
	h.others.Wait()
}

func (h *Hub) everyone() []*client {
	h.mu.RLock()
	defer h.mu.RUnlock()
	list := make([]*client, 0, len(h.clients))
	for c := range h.clients {
		list = append(list, c)
	}
	return list
}

// age is monotonic: wall clocks in venues jump.
func (h *Hub) age() time.Duration { return time.Since(h.started) }
