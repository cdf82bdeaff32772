package relay_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"felt/internal/leaf/relay"
)

const childIdle = "FELT_RELAY_IDLE"

// runIdle is a leaf with nothing but its table and its relay. It publishes what
// the table holds, prints its memory, and ends.
func runIdle(dir string) error {
	table, err := openTable(filepath.Join(dir, "box.db"))
	if err != nil {
		return err
	}
	defer table.close()
	r, err := relay.New(relay.Options{Venue: venue, Dir: filepath.Join(dir, "nats"), Events: table, Positions: table})
	if err != nil {
		return err
	}
	go r.Run(context.Background())
	for s := r.Status(); s.State != relay.Current || s.Published != s.Head; s = r.Status() {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(3 * time.Second) // idle
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, line := range strings.Split(string(status), "\n") {
		for _, want := range []string{"VmRSS", "RssAnon", "RssFile", "VmHWM"} {
			if strings.HasPrefix(line, want) {
				fmt.Print(strings.Join(strings.Fields(line), " "), "; ")
			}
		}
	}
	fmt.Printf("heap in use %d KiB, goroutines %d\n", m.HeapInuse>>10, runtime.NumGoroutine())
	return r.Close()
}

// BenchmarkIdleMemory prints what a leaf with an embedded server weighs, fresh
// and after 20,000 events.
func BenchmarkIdleMemory(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, events := range []int{0, 20_000} {
		for _, env := range []string{"GOGC=100", "GOGC=50", "GOMEMLIMIT=40MiB"} {
			b.Run(fmt.Sprintf("events=%d/%s", events, env), func(b *testing.B) {
				for range b.N {
					dir := b.TempDir()
					table, err := openTable(filepath.Join(dir, "box.db"))
					if err != nil {
						b.Fatal(err)
					}
					if err := table.commit(events); err != nil {
						b.Fatal(err)
					}
					table.close()
					c := exec.Command(self)
					c.Env = append(os.Environ(), childIdle+"="+dir, env)
					out, err := c.Output()
					if err != nil {
						b.Fatal(err)
					}
					io.WriteString(os.Stdout, string(out))
				}
			})
		}
	}
}
