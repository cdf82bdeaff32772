// Package boxtime is the box's own time: milliseconds that only go forward,
// untouched by wall-clock jumps, and that go on across restarts.
//
// Within one boot it follows the kernel's boot clock, so a restart of the
// program loses nothing: a tournament clock that ran goes on running. After a
// power cut it goes on from the last moment kept, at most a few seconds before
// the cut; how long the box was dark is for people to say.
package boxtime

import (
	"os"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// KeepEvery is how often the moment is kept.
const KeepEvery = 2 * time.Second

// Moment is box time as it is kept outside the event log.
type Moment struct {
	Boot   string // id of the boot
	BoxMS  int64  // box time
	BootMS int64  // the boot clock at the same moment
	WallMS int64  // wall time at the same moment, Unix milliseconds
}

// Source tells box time.
type Source struct {
	boot   string
	offset atomic.Int64 // box time less boot clock
	read   func() int64
	wall   func() time.Time
	fast   atomic.Pointer[fast] // only in a demo
}

// fast is box time that runs ahead: at since on the boot clock it was from.
type fast struct{ rate, from, since int64 }

// Machine is what box time is made of. Its zero values are the real machine's; a
// test has another.
type Machine struct {
	Boot    string           // id of this boot
	ClockMS func() int64     // milliseconds since the boot; goes on while the machine sleeps
	Wall    func() time.Time // wall clock, which may jump
}

// Resume continues from the last moment kept; the zero Moment starts anew, at
// the wall time, so that figures in the log read well. cut says that the box
// was without power, or rebooted, since.
func (m Machine) Resume(kept Moment) (s *Source, cut bool) {
	if m.Boot == "" {
		m.Boot = bootID()
	}
	if m.ClockMS == nil {
		m.ClockMS = bootClock
	}
	if m.Wall == nil {
		m.Wall = time.Now
	}
	s, cut = resume(kept, m.Boot, m.ClockMS, m.Wall().UnixMilli())
	s.wall = m.Wall
	return s, cut
}

func resume(kept Moment, boot string, read func() int64, wallMS int64) (*Source, bool) {
	s := &Source{boot: boot, read: read, wall: time.Now}
	switch {
	case kept == Moment{}:
		s.offset.Store(wallMS - read())
		return s, false
	case kept.Boot == boot && read() >= kept.BootMS:
		s.offset.Store(kept.BoxMS - kept.BootMS)
		return s, false
	}
	s.offset.Store(kept.BoxMS - read())
	return s, true
}

// NowMS is box time in milliseconds.
func (s *Source) NowMS() int64 {
	if f := s.fast.Load(); f != nil {
		return f.from + (s.read()-f.since)*f.rate
	}
	return s.read() + s.offset.Load()
}

// Rate is how many times faster than life box time runs: 1, but in a demo.
func (s *Source) Rate() int64 {
	if f := s.fast.Load(); f != nil {
		return f.rate
	}
	return 1
}

// Demo puts box time to a moment and lets it run at a rate, 1 or more.
func (s *Source) Demo(nowMS, rate int64) { s.fast.Store(&fast{rate, nowMS, s.read()}) }

// Moment is now, to be kept.
func (s *Source) Moment() Moment {
	boot := s.read()
	return Moment{Boot: s.boot, BoxMS: s.NowMS(), BootMS: boot, WallMS: s.wall().UnixMilli()}
}

func bootClock() int64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return time.Since(processStart).Milliseconds()
	}
	return t.Nano() / int64(time.Millisecond)
}

var processStart = time.Now()

func bootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "process " + processStart.Format(time.RFC3339Nano) // no boot id: every start is a new boot
	}
	return strings.TrimSpace(string(b))
}
