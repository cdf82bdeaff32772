package live

import (
	"encoding/json"
	"slices"
	"time"
)

// acquire finds a topic, loading it if need be, and counts one more watcher. It
// gives nil if there is no such topic.
func (h *Hub) acquire(name string) *topic {
	for {
		h.mu.Lock()
		t := h.topics[name]
		switch {
		case t == nil && h.stopped:
			h.mu.Unlock()
			return nil
		case t == nil:
			t = h.newTopic(name)
			mine := &loading{done: make(chan struct{})}
			t.loading, t.loaded = mine, true
			h.mu.Unlock()
			if !h.load(t, mine) {
				return nil
			}
		case t.loading != nil:
			done := t.loading.done
			h.mu.Unlock()
			<-done
		default:
			if t.watchers++; t.watchers == 1 {
				h.idle = slices.DeleteFunc(h.idle, func(i *topic) bool { return i == t })
			}
			h.mu.Unlock()
			return t
		}
	}
}

// load fills a topic that this goroutine put in place; false if there is none.
// Whoever opened or closed the topic meanwhile wins.
func (h *Hub) load(t *topic, mine *loading) (ok bool) {
	var found Topic
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if t.loading != mine {
			ok = true // look again
			return
		}
		if ok {
			h.fill(t, found.Audience, found.Doc)
			return
		}
		delete(h.topics, t.name)
		t.loading = nil
		close(mine.done)
	}()
	found, ok = h.opt.Load(t.name)
	return ok
}

// maxIdle bounds the topics that nobody reads any more.
const maxIdle = 64

// release counts one watcher less; a loaded topic goes some time after its last.
func (h *Hub) release(t *topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.watchers--; t.watchers > 0 || !t.loaded || t.closed {
		return
	}
	t.idleSince = h.age()
	if h.idle = append(h.idle, t); len(h.idle) > maxIdle {
		h.dropOldestIdle()
	}
}

// dropIdle lets go of the topics that nobody has read for a while.
func (h *Hub) dropIdle(now time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.idle) > 0 && now-h.idle[0].idleSince > h.opt.Linger {
		h.dropOldestIdle()
	}
}

func (h *Hub) dropOldestIdle() {
	t := h.idle[0]
	h.idle = slices.Delete(h.idle, 0, 1)
	if t.loaded && h.topics[t.name] == t { // not opened or closed by the writer since
		delete(h.topics, t.name)
	}
}

// newTopic puts an empty topic in place. The caller holds the lock.
func (h *Hub) newTopic(name string) *topic {
	t := &topic{name: name, nameJSON: quote(name), epoch: h.epoch}
	h.topics[name] = t
	return t
}

// fill gives a topic its document. Its version is above every version given so
// far in this epoch, so that a topic that was closed and opened again never
// takes an old position for one of its own. The caller holds the lock.
func (h *Hub) fill(t *topic, audience Audience, doc map[string]json.RawMessage) {
	h.highest++
	t.audience, t.version = audience, h.highest
	t.set(doc)
	if t.loading != nil {
		for _, patch := range t.loading.missed {
			apply(t.doc, patch)
		}
		close(t.loading.done)
		t.loading = nil
	}
}
