package live

import (
	"encoding/json"
	"sync/atomic"
	"time"
)

// topic is one view model with its version and its newest patches. The hub's
// lock guards it.
type topic struct {
	name     string
	audience Audience
	nameJSON []byte
	epoch    []byte // JSON
	version  int64
	doc      map[string]json.RawMessage

	ring      []*step // the newest patches, oldest first, without gaps, ending at version
	ringBytes int

	closed  bool
	loading *loading // set while Load runs; the topic is not usable yet

	loaded    bool          // opened by Load: goes some time after its last watcher
	watchers  int           // connections that follow it
	idleSince time.Duration // hub age when the last one left

	snap atomic.Pointer[step]
}

// loading collects the patches that are published while Load reads the state:
// applied on top of what it read, they make it current whichever was first.
type loading struct {
	done   chan struct{} // closed when the topic is usable or gone
	missed []map[string]json.RawMessage
}

// step is one encoded change of one topic. It never changes, so every client
// and every retry shares the same bytes.
type step struct {
	version int64
	frame   []byte // a whole WebSocket frame with this change alone
	piece   []byte // the change inside it, to be joined with others
	doc     []byte // the patch or document inside that
}

func (t *topic) encode(what string, doc []byte) *step {
	piece := encodePiece(t.nameJSON, t.epoch, t.version, what, doc)
	frame := appendFrame(nil, opText, []byte(changeOpen), piece, []byte(changeEnd))
	end := len(frame) - len(changeEnd)
	return &step{t.version, frame, frame[end-len(piece) : end], frame[end-1-len(doc) : end-1]}
}

// apply is the whole meaning of a patch: each key is replaced; a nil (or JSON
// null) removes it. Values are never merged.
func apply(doc, patch map[string]json.RawMessage) {
	for k, v := range patch {
		if removes(v) {
			delete(doc, k)
		} else {
			doc[k] = v
		}
	}
}

func removes(v json.RawMessage) bool { return len(v) == 0 || string(v) == "null" }

// set puts a whole new document in place. No patch leads there: every client
// gets a snapshot.
func (t *topic) set(doc map[string]json.RawMessage) {
	t.doc = make(map[string]json.RawMessage, len(doc))
	apply(t.doc, doc)
	t.ring, t.ringBytes = nil, 0
}

// change makes the next version.
func (t *topic) change(patch map[string]json.RawMessage, maxSteps, maxBytes int) {
	apply(t.doc, patch)
	t.version++
	s := t.encode("patch", encodeDoc(patch))
	t.ring = append(t.ring, s)
	t.ringBytes += len(s.frame)
	drop := 0
	for len(t.ring)-drop > maxSteps || t.ringBytes > maxBytes && len(t.ring)-drop > 1 {
		t.ringBytes -= len(t.ring[drop].frame)
		t.ring[drop] = nil
		drop++
	}
	t.ring = t.ring[drop:]
}

// replayLimit is how many bytes of patches are sent before a smaller snapshot
// is preferred: a short gap is replayed step by step, a long one is not.
const replayLimit = 16 << 10

// since gives the steps that lead from version has to the present, or one
// snapshot where the ring does not reach back or would be the longer way.
func (t *topic) since(has int64, into []*step) []*step {
	missing := t.version - has
	if has < 0 || missing < 0 || missing > int64(len(t.ring)) {
		return append(into, t.snapshot())
	}
	steps := t.ring[int64(len(t.ring))-missing:]
	if missing > 1 {
		size := 0
		for _, s := range steps {
			size += len(s.piece)
		}
		if size > replayLimit {
			if snap := t.snapshot(); len(snap.piece) < size {
				return append(into, snap)
			}
		}
	}
	return append(into, steps...)
}

// snapshot is the whole document, encoded once per version however many ask.
// Readers may race here: each encodes the same bytes.
func (t *topic) snapshot() *step {
	if s := t.snap.Load(); s != nil && s.version == t.version {
		return s
	}
	s := t.encode("snapshot", encodeDoc(t.doc))
	t.snap.Store(s)
	return s
}

// upToDate tells a client that asked with the newest version that it has it.
func (t *topic) upToDate() *step {
	return t.encode("patch", []byte("{}"))
}
