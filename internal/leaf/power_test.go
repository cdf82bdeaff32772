package leaf_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/leaftest"
	"felt/internal/leaf/store"
	"felt/internal/poker/audit"
	"felt/internal/poker/tournament"
	"felt/internal/powercut"
)

func TestMain(m *testing.M) { leaftest.Main(m) }

// acknowledged is what operators were told was done.
type acknowledged struct {
	mu   sync.Mutex
	done []floor.Done
}

// act lets operators work until their box is gone: players come, rebuy, go out.
func (a *acknowledged) act(owner *leaftest.Client, night string, operators int) {
	var all sync.WaitGroup
	for i := range operators {
		all.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(i), uint64(time.Now().UnixNano())))
			for {
				path, body := "/entries", any(o{"new_player": o{"name": "Player " + leaftest.Key()[:6]}, "method": "cash", "draw": true})
				switch entry := 1 + chance.IntN(60); chance.IntN(4) {
				case 0:
					path, body = fmt.Sprintf("/entries/%d/bust", entry), o{}
				case 1:
					path, body = fmt.Sprintf("/entries/%d/rebuy", entry), o{"method": "card"}
				}
				r, err := owner.Do("POST", night+path, body, "Idempotency-Key: "+leaftest.Key())
				if err != nil {
					return
				}
				var done floor.Done
				if r.Status == 200 && json.Unmarshal(r.Body, &done) == nil {
					a.mu.Lock()
					a.done = append(a.done, done)
					a.mu.Unlock()
				} else if r.Status == 429 {
					time.Sleep(10 * time.Millisecond)
				} else if r.Status >= 500 {
					return
				}
			}
		})
	}
	all.Wait()
}

// hold reads the database as the dead box left it: every acknowledged action is
// there as it was answered, the chain is whole, the auditor content.
func (a *acknowledged) hold(t *testing.T, path, night string) {
	t.Helper()
	ctx := context.Background()
	id := filepath.Base(night)
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.VerifyChain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	stored, err := s.Stream(ctx, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := event.Names()
	var records []tournament.Record
	at := map[string]map[string]int{} // action → event as answered → times
	for i := range stored {
		e := &stored[i]
		payload, err := names.Decode(e.Name, e.Data)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, tournament.Record{Meta: tournament.Meta{Seq: e.StreamSeq, Action: e.Action, At: e.At}, Event: payload.(tournament.Event)})
		if at[e.Action] == nil {
			at[e.Action] = map[string]int{}
		}
		at[e.Action][e.Name+string(e.Data)]++
	}
	for _, d := range a.done {
		for _, e := range d.Events {
			if at[d.Action][e.Name+string(e.Data)] == 0 {
				t.Errorf("version %d was acknowledged and is gone: %s %s", d.Version, e.Name, e.Data)
			}
		}
	}
	if v := audit.Against(records, tournament.Fold(records)); !v.OK {
		t.Errorf("the auditor: %+v", v.Failed())
	}
}

// rounds is a sample, or as many as the environment says.
func rounds(name string, sample int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return sample
}

func spawned(t *testing.T, c leaftest.Child) *leaftest.Box {
	t.Helper()
	b, err := leaftest.Spawn(t, c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FELT_SOAK_KILLS is how often the box is killed.
func TestAKilledBoxLosesNothingAcknowledged(t *testing.T) {
	child := leaftest.Child{Data: leaftest.Dir(t), Relay: true}
	box := spawned(t, child)
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 9)
	owner.Enter(night, 2)
	owner.Command(night+"/clock/start", nil)
	var a acknowledged
	for range rounds("FELT_SOAK_KILLS", 5) {
		kill := time.AfterFunc(time.Duration(50+rand.IntN(400))*time.Millisecond, box.Kill)
		a.act(owner, night, 8)
		kill.Stop()
		box.Kill()
		a.hold(t, filepath.Join(child.Data, "felt.db"), night)
		box = spawned(t, child)
		owner.To(box)
	}
	var desk struct {
		Clock struct{ State struct{ Running bool } }
	}
	owner.Read(&desk, night)
	if !desk.Clock.State.Running {
		t.Error("in the same boot the clock runs on")
	}
	until(t, "the local stream is as far as the table", func() bool {
		screen := owner.Live("box")
		var cloud struct {
			State   string
			Waiting int64
		}
		_ = json.Unmarshal(screen.Doc("box")["cloud"], &cloud)
		return cloud.State != "" && cloud.Waiting == 0
	})
	t.Logf("%d actions acknowledged", len(a.done))
	if len(a.done) < 20 {
		t.Error("the test proved little")
	}
}

func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain: ", what)
		}
	}
}

// copied is a copy of a database: this process must not open one on a file system
// that it serves itself.
func copied(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	for _, side := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + side)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "felt.db"+side), b, 0o600)
		}
		if err != nil && (side == "" || !os.IsNotExist(err)) {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "felt.db")
}

// FELT_SOAK_CUTS is how often the power is cut.
func TestAPowerCutLosesNothingAcknowledgedAndOffersToResume(t *testing.T) {
	disk := powercut.NewDisk()
	folder := t.TempDir()
	mount := func() func() {
		unmount, err := disk.Mount(folder)
		if err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := unmount(); err != nil {
				t.Error(err)
			}
		}
	}
	child := leaftest.Child{Data: leaftest.Dir(t), Database: filepath.Join(folder, "felt.db"), Boot: "boot 0"}
	unmount := mount()
	defer func() { unmount() }()
	box := spawned(t, child)
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 9)
	owner.Enter(night, 2)
	owner.Command(night+"/clock/start", nil)
	var a acknowledged
	for round := range rounds("FELT_SOAK_CUTS", 3) {
		time.Sleep(50 * time.Millisecond)
		cut := disk.CutAfter(200 + rand.IntN(600))
		a.act(owner, night, 8)
		disk.Cut() // where the operators gave up before
		<-cut
		box.Kill()
		unmount()
		disk.Reboot(rand.Uint64(), round%2 == 1)
		unmount = mount()
		a.hold(t, copied(t, child.Database), night)
		child.Boot = fmt.Sprint("boot ", round+1)
		box = spawned(t, child)
		owner.To(box)
		var desk struct {
			Meta struct {
				Interrupted *struct {
					KeptAt int64 `json:"kept_at"`
				}
			}
			Clock struct{ State struct{ Running bool } }
		}
		owner.Read(&desk, night)
		if desk.Meta.Interrupted == nil || desk.Clock.State.Running {
			t.Errorf("after the cut it does not offer to resume: %+v", desk)
		}
		owner.Refused(409, "not_yet", night+"/level/advance", nil)
		owner.Command(night+"/clock/resume", o{"away_ms": 1000})
	}
	box.Kill()
	t.Logf("%d actions acknowledged", len(a.done))
	if len(a.done) < 20 {
		t.Error("the test proved little")
	}
}
