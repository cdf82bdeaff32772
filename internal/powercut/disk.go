package powercut

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
)

// sector is the unit a disk writes whole or not at all, in bytes.
const sector = 512

// Disk is the medium: one folder of files, each with what was flushed and what
// is there now.
type Disk struct {
	mu      sync.Mutex
	now     map[string]*file // the folder as programs see it
	flushed map[string]*file // the folder as a power cut leaves it
	dead    bool
	cut     chan struct{}
	fuse    int // calls until the power goes; -1 for never
	lies    []string
	limit   int // bytes all files may have; 0 for no limit
	used    int
}

type file struct {
	mode    uint32
	now     []byte
	flushed []byte
	dirty   map[int]bool // sectors written since the last flush
}

// NewDisk is an empty disk.
func NewDisk() *Disk {
	return &Disk{now: map[string]*file{}, flushed: map[string]*file{}, fuse: -1, cut: make(chan struct{})}
}

// CutAfter takes the power away at the n-th changing call from now: a write, a
// truncation, a flush or a change of a name. That call fails already. The channel
// is closed when it happens.
func (d *Disk) CutAfter(n int) <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fuse = n
	return d.cut
}

// Cut takes the power away now.
func (d *Disk) Cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.die()
}

func (d *Disk) die() {
	if !d.dead {
		d.dead = true
		close(d.cut)
	}
}

// Limit is how many bytes there is room for; 0 for no limit.
func (d *Disk) Limit(bytes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.limit = bytes
}

// Lie has flushes of the files of these names, from now on, succeed and do nothing.
func (d *Disk) Lie(names ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lies = names
}

// Used is how many bytes all files have.
func (d *Disk) Used() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used
}

// Reboot brings the power back. With torn false the disk has exactly what was
// flushed; with torn true each unflushed sector and name was kept or not as the
// seed has it.
func (d *Disk) Reboot(seed uint64, torn bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	chance := rand.New(rand.NewPCG(seed, 0))
	names := d.flushed
	if torn {
		names = maps.Clone(d.flushed)
		for _, name := range slices.Sorted(maps.Keys(merge(d.now, d.flushed))) {
			if d.now[name] == d.flushed[name] || chance.IntN(2) == 0 {
				continue
			}
			if names[name] = d.now[name]; d.now[name] == nil {
				delete(names, name)
			}
		}
	}
	d.used = 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		f := names[name]
		if torn {
			f.tear(chance)
		}
		f.now, f.flushed, f.dirty = bytes.Clone(f.flushed), bytes.Clone(f.flushed), map[int]bool{}
		d.used += len(f.now)
	}
	d.now, d.flushed = names, maps.Clone(names)
	d.dead, d.fuse, d.cut = false, -1, make(chan struct{})
}

func merge(a, b map[string]*file) map[string]*file {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// tear lets chance choose, for the length and for each unflushed sector, between
// what was flushed and what was there.
func (f *file) tear(chance *rand.Rand) {
	kept := bytes.Clone(f.flushed)
	for _, s := range slices.Sorted(maps.Keys(f.dirty)) {
		if chance.IntN(2) == 0 || s*sector >= len(f.now) {
			continue
		}
		end := min((s+1)*sector, len(f.now))
		if end > len(kept) {
			kept = append(kept, make([]byte, end-len(kept))...)
		}
		copy(kept[s*sector:end], f.now[s*sector:end])
	}
	if len(f.now) < len(kept) && chance.IntN(2) == 0 {
		kept = kept[:len(f.now)] // the file was made shorter
	}
	f.flushed = kept
}

// change counts a changing call and says whether it may go on.
func (d *Disk) change() syscall.Errno {
	if d.fuse > 0 {
		if d.fuse--; d.fuse == 0 {
			d.die()
		}
	}
	if d.dead {
		return syscall.EIO
	}
	return 0
}

func (d *Disk) write(f *file, data []byte, off int) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	if errno := d.resize(f, max(len(f.now), off+len(data))); errno != 0 {
		return errno
	}
	copy(f.now[off:], data)
	f.touch(off, off+len(data))
	return 0
}

func (d *Disk) truncate(f *file, size int) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	return d.resize(f, size)
}

func (d *Disk) resize(f *file, size int) syscall.Errno {
	grown := size - len(f.now)
	if d.limit > 0 && grown > 0 && d.used+grown > d.limit {
		return syscall.ENOSPC
	}
	d.used += grown
	if grown > 0 {
		f.touch(len(f.now), size)
		f.now = append(f.now, make([]byte, grown)...)
	} else if grown < 0 {
		f.touch(size, size+1) // the rest of the last sector is gone
		f.now = f.now[:size:size]
	}
	return 0
}

func (f *file) touch(from, to int) {
	for s := from / sector; s*sector < to; s++ {
		f.dirty[s] = true
	}
}

func (d *Disk) flush(f *file) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	if slices.ContainsFunc(d.lies, func(name string) bool { return d.now[name] == f }) {
		return 0
	}
	// Only what was touched is copied, as a log of megabytes is flushed each time.
	if len(f.now) < len(f.flushed) {
		f.flushed = f.flushed[:len(f.now)]
	} else {
		f.flushed = append(f.flushed, make([]byte, len(f.now)-len(f.flushed))...)
	}
	for s := range f.dirty {
		if from := s * sector; from < len(f.now) {
			end := min(from+sector, len(f.now))
			copy(f.flushed[from:end], f.now[from:end])
		}
	}
	clear(f.dirty)
	return 0
}

func (d *Disk) flushNames() syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.change(); errno != 0 {
		return errno
	}
	d.flushed = maps.Clone(d.now)
	return 0
}
