package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"felt/internal/leaf/store/storetest"
	"felt/internal/powercut"
)

// rounds is how often a test cuts the power or kills: a sample, or FELT_SOAK
// rounds of it. FELT_SEED repeats a run.
func rounds(t *testing.T, sample int) (int, *rand.Rand) {
	if n, err := strconv.Atoi(os.Getenv("FELT_SOAK")); err == nil {
		sample = n
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("FELT_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("FELT_SEED=%d, %d rounds", seed, sample)
	return sample, rand.New(rand.NewPCG(seed, 2))
}

func mount(t *testing.T, d *powercut.Disk) (dir string, unmount func()) {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "disk")
	if err != nil {
		t.Fatal(err)
	}
	end, err := d.Mount(dir)
	if err != nil {
		t.Fatalf("%v\nThis test needs FUSE: load the module (modprobe fuse) or, in a container, give it /dev/fuse and SYS_ADMIN.", err)
	}
	unmounted := false
	unmount = func() {
		if !unmounted {
			if err := end(); err != nil {
				t.Error(err)
			}
			unmounted = true
		}
	}
	t.Cleanup(unmount)
	return dir, unmount
}

func TestAPowerCutLosesNothingAcknowledged(t *testing.T) {
	n, chance := rounds(t, 16)
	var disk *powercut.Disk
	var held *record
	acknowledged, cutAtOpen := 0, 0
	for round := range n {
		if round%8 == 0 { // a new box; the others go on with the disk as it is
			disk, held = powercut.NewDisk(), &record{hash: map[int]string{}}
		}
		dir, unmount := mount(t, disk)
		cut := disk.CutAfter(1 + chance.IntN([]int{30, 300, 1500}[chance.IntN(3)]))
		p := start(t, "write", filepath.Join(dir, "felt.db"))
		before, opened := held.last, false
		for p.next() {
			opened = opened || p.words[0] == "open"
			held.take(p)
		}
		<-cut
		p.cmd.Process.Kill()
		p.cmd.Wait()
		unmount()
		if acknowledged += held.last - before; !opened {
			cutAtOpen++
		}

		seed, torn := chance.Uint64(), chance.IntN(3) > 0
		disk.Reboot(seed, torn)
		dir, unmount = mount(t, disk)
		held.mustHold(t, filepath.Join(dir, "felt.db"), fmt.Sprintf("round %d, torn %v", round, torn))
		unmount()
		disk.Cut() // and once more, on a database at rest
		disk.Reboot(seed, torn)
	}
	t.Logf("%d events acknowledged, %d cuts before the database was open", acknowledged, cutAtOpen)
	if acknowledged == 0 {
		t.Error("the test proved nothing")
	}
}

// A disk that lies about a flush loses events: this shows that the test above can
// fail.
func TestThePowerCutTestCanFail(t *testing.T) {
	disk := powercut.NewDisk()
	dir, unmount := mount(t, disk)
	p := start(t, "write", filepath.Join(dir, "felt.db"))
	held := &record{hash: map[int]string{}}
	disk.Lie("felt.db", "felt.db-wal")
	for held.last < 20 && p.next() {
		held.take(p)
	}
	disk.Cut()
	p.cmd.Process.Kill()
	p.cmd.Wait()
	unmount()
	disk.Reboot(0, false)
	dir, _ = mount(t, disk)
	verify := start(t, "verify", filepath.Join(dir, "felt.db"))
	there := 0
	for verify.next() {
		if verify.words[0] == "hash" {
			there++
		}
	}
	if there >= held.last {
		t.Errorf("%d events acknowledged, %d there, though a flush was forgotten", held.last, there)
	}
}

func TestAKillLosesNothingAcknowledged(t *testing.T) {
	n, chance := rounds(t, 12)
	var path string
	var held *record
	acknowledged := 0
	for round := range n {
		if round%25 == 0 { // a new box, as the checks take longer with every event
			path, held = storetest.Path(t), &record{hash: map[int]string{}}
		}
		before := held.last
		p := start(t, "write", path)
		acks := chance.IntN(60)
		for acks > 0 && p.next() {
			held.take(p)
			if p.words[0] == "ack" {
				acks--
			}
		}
		time.Sleep(time.Duration(chance.IntN(3000)) * time.Microsecond)
		p.cmd.Process.Kill()
		for p.next() { // what it had said before it died
			held.take(p)
		}
		p.cmd.Wait()
		acknowledged += held.last - before
		held.mustHold(t, path, fmt.Sprint("round ", round))
	}
	t.Logf("%d events acknowledged", acknowledged)
	if acknowledged == 0 {
		t.Error("the test proved nothing")
	}
}

func TestAFullDiskRefusesAndGoesOnWhenThereIsRoom(t *testing.T) {
	disk := powercut.NewDisk()
	dir, unmount := mount(t, disk)
	disk.Limit(3 << 20)
	path := filepath.Join(dir, "felt.db")
	p := start(t, "fill", path)
	fills, went := 0, 0
	for p.next() {
		switch p.words[0] {
		case "full":
			fills++
			disk.Limit(disk.Used() + 2<<20*fills)
			if fills == 2 {
				disk.Limit(0)
			}
			fmt.Fprintln(p.stdin)
		case "went":
			went, _ = strconv.Atoi(p.words[2])
		case "error":
			t.Fatal(p.lines.Text())
		}
	}
	if err := p.cmd.Wait(); err != nil || fills != 2 || went == 0 {
		t.Fatal(err, fills, went)
	}
	held := &record{hash: map[int]string{}, last: went}
	held.mustHold(t, path, "after the disk was full")
	if held.last != went {
		t.Errorf("%d events, acknowledged %d", held.last, went)
	}
	unmount()
}

func TestAFullDiskAtTheFirstStartIsRefused(t *testing.T) {
	disk := powercut.NewDisk()
	disk.Limit(30000)
	dir, _ := mount(t, disk)
	path := filepath.Join(dir, "felt.db")
	p := start(t, "verify", path)
	said := ""
	for p.next() {
		said = p.lines.Text()
	}
	if said == "" || p.words[0] == "open" {
		t.Errorf("it said %q", said)
	}
	disk.Limit(0)
	(&record{hash: map[int]string{}}).mustHold(t, path, "with room")
}
