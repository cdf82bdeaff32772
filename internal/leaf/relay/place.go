package relay

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
)

// place is where the relay is: what the core confirmed, kept in the database,
// and the mark, kept in a small file beside the transport's folder.
type place struct {
	positions Positions
	path      string // of the mark; empty: it lives in memory only

	mu        sync.Mutex
	loaded    bool
	confirmed Point
	mark      mark
	file      *os.File
	asked     int // how often the core asked for a new stream
	begun     int // how many of these a new stream has answered
}

// mark is what the transport has reached and the newest stream ever begun. It is
// never published from. It shows that a transport ends before a place it once
// had, which nothing in the transport itself can show, and it keeps a renewal
// number from being used twice when the whole folder is lost.
//
// The place reached is written after the transport has flushed it, and is itself
// not flushed: it costs next to nothing and is never ahead. A mark that cannot be
// read says nothing.
type mark struct {
	Reached Point
	Renewal int64
}

// get returns the place, read from database and file the first time.
func (k *place) get(ctx context.Context) (confirmed Point, m mark, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	err = k.load(ctx)
	return k.confirmed, k.mark, err
}

// peek returns the place as far as it is known, and asks nobody.
func (k *place) peek() (confirmed Point, m mark) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.confirmed, k.mark
}

func (k *place) load(ctx context.Context) error {
	if k.loaded {
		return nil
	}
	epoch, seq, err := k.positions.Confirmed(ctx)
	if err != nil {
		return err
	}
	if k.path != "" {
		if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
			return err
		}
		if k.file, err = os.OpenFile(k.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			return err
		}
		k.mark = readMark(k.file)
	}
	k.confirmed, k.loaded = Point{epoch, seq}, true
	return nil
}

// confirm keeps the core's word. An older word than the one kept is ignored,
// unless the core goes back, which asks for a new stream whatever the old holds.
func (k *place) confirm(ctx context.Context, word Point, goBack bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.load(ctx); err != nil {
		return err
	}
	if k.confirmed.Before(word) || goBack && k.confirmed != word {
		if err := k.positions.Confirm(ctx, word.Epoch, word.Seq); err != nil {
			return err
		}
		k.confirmed = word
	}
	if goBack {
		k.asked++
	}
	return nil
}

// reached notes how far the stream of this number is. It is best effort: on a
// full disk the mark stays where it was.
func (k *place) reached(p Point, renewal int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if m := (mark{Reached: p, Renewal: max(renewal, k.mark.Renewal)}); k.mark != m {
		k.mark = m
		k.write()
	}
}

// begin keeps the number of a stream about to begin, and this time for certain.
func (k *place) begin(r Renewal) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.mark = mark{Reached: Point{r.Epoch, r.First - 1}, Renewal: r.Number}
	if k.file == nil {
		return nil
	}
	if err := k.write(); err != nil {
		return err
	}
	return k.file.Sync()
}

// renewalAsked returns a token for renewed, and whether a renewal is wanted.
func (k *place) renewalAsked() (token int, wanted bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.asked, k.asked > k.begun
}

// renewed answers what was asked up to the token; what came later still stands.
func (k *place) renewed(token int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.begun = token
}

func (k *place) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file == nil {
		return nil
	}
	f := k.file
	k.file = nil
	return f.Close()
}

const markSize = 3*8 + 4

func (k *place) write() error {
	if k.file == nil {
		return nil
	}
	var b [markSize]byte
	binary.BigEndian.PutUint64(b[0:], uint64(k.mark.Reached.Epoch))
	binary.BigEndian.PutUint64(b[8:], uint64(k.mark.Reached.Seq))
	binary.BigEndian.PutUint64(b[16:], uint64(k.mark.Renewal))
	binary.BigEndian.PutUint32(b[24:], crc32.ChecksumIEEE(b[:24]))
	_, err := k.file.WriteAt(b[:], 0)
	return err
}

func readMark(f *os.File) mark {
	var b [markSize]byte
	if n, _ := f.ReadAt(b[:], 0); n != markSize || crc32.ChecksumIEEE(b[:24]) != binary.BigEndian.Uint32(b[24:]) {
		return mark{}
	}
	return mark{
		Reached: Point{int64(binary.BigEndian.Uint64(b[0:])), int64(binary.BigEndian.Uint64(b[8:]))},
		Renewal: int64(binary.BigEndian.Uint64(b[16:])),
	}
}
