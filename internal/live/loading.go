package live

import "encoding/json"

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
			t.watchers++
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

// release counts one watcher less; a loaded topic goes with its last one.
func (h *Hub) release(t *topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.watchers--
	if t.watchers == 0 && t.loaded && h.topics[t.name] == t {
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
