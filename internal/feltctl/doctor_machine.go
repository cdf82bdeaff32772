package feltctl

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// What a box should have at least.
const (
	roomBad    = 200 << 20 // free bytes: less than an evening with a backup may need
	roomNote   = 2 << 30
	filesBad   = 1024
	filesNote  = 16_384 // open files: one for each phone and screen
	logAheadOf = 64 << 20
)

func folder(path string) finding {
	const name = "data folder"
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return isBad(name, "Name the box's folder with --data.", "%s does not exist", path)
	case err != nil:
		return isBad(name, "", "%v", err)
	case !info.IsDir():
		return isBad(name, "Name the box's folder with --data.", "%s is no folder", path)
	case unix.Access(path, unix.W_OK|unix.X_OK) != nil:
		return isBad(name, "Give it to the user the box runs as.", "%s cannot be written by this user", path)
	case info.Mode().Perm()&0o077 != 0:
		return isNote(name, "Run: chmod 700 "+path, "%s is open to others (mode %04o); it holds names and keys", path, info.Mode().Perm())
	}
	return isFine(name, "%s, mode %04o", path, info.Mode().Perm())
}

func room(path string) finding {
	const name = "disk"
	var fs unix.Statfs_t
	if err := unix.Statfs(path, &fs); err != nil {
		return isBad(name, "", "the disk of %s cannot be looked at: %v", path, err)
	}
	free, all := fs.Bavail*uint64(fs.Bsize), fs.Blocks*uint64(fs.Bsize)
	text := fmt.Sprintf("%s free of %s", bytes(free), bytes(all))
	switch {
	case free < roomBad:
		return isBad(name, "Make room: move old backups away. The box refuses taps while the disk is full and goes on when there is room.", "%s", text)
	case free < roomNote:
		return isNote(name, "Move old backups away before it is full.", "%s", text)
	}
	return isFine(name, "%s", text)
}

func bytes(n uint64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KiB", n>>10)
}

func files() finding {
	const name = "open files"
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return isNote(name, "", "the limit cannot be read: %v", err)
	}
	const next = "Raise LimitNOFILE in the service, or ulimit -n."
	switch {
	case limit.Max < filesBad:
		return isBad(name, next, "this user may open %d; every phone and screen is one", limit.Max)
	case limit.Max < filesNote:
		return isNote(name, next, "this user may open %d; every phone and screen is one", limit.Max)
	}
	return isFine(name, "this user may open %d", limit.Max) // the program raises its own limit to the most allowed
}

func address(name, at string, running bool) finding {
	ln, err := net.Listen("tcp", at)
	switch {
	case err == nil && running:
		_ = ln.Close()
		return isBad(name, "Is the box running with other addresses? Name them, or look at its log.", "a box runs on this data and does not answer at %s", at)
	case err == nil:
		_ = ln.Close()
		return isFine(name, "%s is free", at)
	case errors.Is(err, syscall.EADDRINUSE) && running:
		return isFine(name, "%s is in use, by the box that runs", at)
	case errors.Is(err, syscall.EADDRINUSE):
		return isBad(name, "Stop what uses it, or start the box with another address.", "%s is used by another program", at)
	case errors.Is(err, syscall.EACCES):
		return isBad(name, "Take an address above 1024, or allow it in the service.", "%s is not allowed to this user", at)
	}
	return isBad(name, "", "%s: %v", at, err)
}

func syncedClock(now time.Time) finding {
	const name = "wall clock"
	if now.Year() < 2026 {
		return isBad(name, "Set the clock. Tournament clocks go right all the same; log and backups would be dated wrongly.", "it says %s", now.Format(time.DateTime))
	}
	var tx unix.Timex
	if state, err := unix.Adjtimex(&tx); err == nil && state == unix.TIME_ERROR {
		return isNote(name, "Fine without internet. Tournament clocks do not depend on it.", "%s, set by hand: no time server was heard", now.Format(time.DateTime))
	}
	return isFine(name, "%s", now.Format(time.DateTime))
}

// locked says whether a process has the lock of a database.
func locked(path string) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() // gives the lock back
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
