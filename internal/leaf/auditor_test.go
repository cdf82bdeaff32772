package leaf_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"felt/internal/leaf"
	"felt/internal/leaf/leaftest"
)

// said is a log that can be read while it is written.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) times(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Count(s.b.String(), text)
}

func TestTheAuditorLooksWhenANightClosesAndAfterAStart(t *testing.T) {
	var log said
	box := leaftest.Start(t, leaftest.Options{Config: func(c *leaf.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) }})
	owner := box.SetUp()
	night, other := owner.Create(leaftest.Rules(), 1), owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 2)
	owner.Enter(other, 2)
	owner.Command(night+"/clock/start", nil)
	owner.Command(fmt.Sprintf("%s/entries/%d/bust", night, 2), map[string]any{"by": []int{1}})
	owner.Command(night+"/finish", nil)
	wait(t, "after the close", func() bool { return log.times("the auditor is content") == 1 })
	box.Restart()
	wait(t, "after a start, of the night that is open", func() bool { return log.times("the auditor is content") == 2 })
}

func wait(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 600 {
		if is() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the auditor was not heard", what)
}
