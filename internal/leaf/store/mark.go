package store

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"time"
)

// The mark is a small file beside the database that says how far the chain had
// come: epoch and sequence of a commit, and their checksum. It is written a
// moment after the commit was flushed and is itself never flushed, so it costs
// the commit nothing and never runs ahead of the database. A database that ends
// before its mark has lost acknowledged events, by a log cut short or deleted,
// which nothing else would show. A mark that cannot be read says nothing.
type mark struct {
	f    *os.File
	kick chan struct{}
}

// markDelay is how long a mark waits for more commits.
const markDelay = 100 * time.Millisecond

const markSize = 20

func openMark(path string) (*mark, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &mark{f, make(chan struct{}, 1)}, nil
}

// later has the mark written soon. It never waits.
func (m *mark) later() {
	select {
	case m.kick <- struct{}{}:
	default:
	}
}

// keep writes the mark whenever it is due, until ctx ends, and then once more.
func (m *mark) keep(ctx context.Context, head func() *headAt) {
	for ctx.Err() == nil {
		select {
		case <-m.kick:
		case <-ctx.Done():
		}
		select {
		case <-time.After(markDelay):
		case <-ctx.Done():
		}
		m.put(head())
	}
}

// put is best effort: on a full disk the mark stays where it was.
func (m *mark) put(h *headAt) {
	var b [markSize]byte
	binary.BigEndian.PutUint64(b[0:], uint64(h.epoch))
	binary.BigEndian.PutUint64(b[8:], uint64(h.seq))
	binary.BigEndian.PutUint32(b[16:], crc32.ChecksumIEEE(b[:16]))
	m.f.WriteAt(b[:], 0)
}

func (m *mark) close() error { return m.f.Close() }

func readMark(path string) (epoch, seq int64, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil || len(b) != markSize || crc32.ChecksumIEEE(b[:16]) != binary.BigEndian.Uint32(b[16:]) {
		return 0, 0, false
	}
	return int64(binary.BigEndian.Uint64(b[0:])), int64(binary.BigEndian.Uint64(b[8:])), true
}
