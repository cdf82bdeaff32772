package leaf_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"felt/internal/leaf"
	"felt/internal/leaf/leaftest"
)

func TestANewBoxIsRestoredFromItsFirstPage(t *testing.T) {
	old := leaftest.Start(t, leaftest.Options{})
	owner := old.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 3)
	version := owner.Version(night)
	var backup struct{ ID string }
	owner.Get(&backup, "POST", "/api/backups", nil)
	if p := owner.Ask("GET", "/api/access/restore", nil).Problem(t); p.Code != "already_set_up" {
		t.Errorf("a box with an owner offers backups: %+v", p)
	}
	owner.Refused(409, "already_set_up", "/api/access/restore", o{"backup": backup.ID, "code": owner.Recovery})
	old.Stop()

	// A new box, on which the file of the old one was copied.
	data := leaftest.Dir(t)
	ctx, stop := context.WithCancel(context.Background())
	said, says := io.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- leaf.Serve(ctx, leaf.Config{Data: data, Room: "127.0.0.1:0", Staff: "127.0.0.1:0", Local: "127.0.0.1:0"}, says)
	}()
	announced := make(chan string, 2)
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if _, at, ok := strings.Cut(lines.Text(), "on this machine  "); ok {
				announced <- strings.Replace(strings.TrimSpace(at), "localhost", "127.0.0.1", 1)
			}
		}
	}()
	address := func() string {
		select {
		case at := <-announced:
			return at
		case err := <-served:
			t.Fatal("the box stopped: ", err)
		}
		return ""
	}
	defer func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	box := leaftest.At(t, address())
	page := box.Stranger()
	var found struct{ Backups []struct{ ID string } }
	page.Read(&found, "/api/access/restore")
	if len(found.Backups) != 0 {
		t.Fatalf("found %+v", found)
	}
	page.Refused(404, "not_found", "/api/access/restore", o{"backup": backup.ID, "code": owner.Recovery})
	if err := os.MkdirAll(filepath.Join(data, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(old.Data, "backups", backup.ID+".db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(data, "backups", backup.ID+".db"), file, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(data, "backups", "felt-20200101T000000Z-e1-s1.db"), []byte("none"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	page.Read(&found, "/api/access/restore")
	if len(found.Backups) != 2 || found.Backups[0].ID != backup.ID {
		t.Fatalf("found %+v", found)
	}
	page.Refused(422, "recovery_typo", "/api/access/restore", o{"backup": backup.ID, "code": "7KQF-0M2X-9DTR-HW3C-5ZB8"})
	page.Refused(422, "backup_bad", "/api/access/restore", o{"backup": "felt-20200101T000000Z-e1-s1", "code": owner.Recovery})
	page.Refused(404, "not_found", "/api/access/restore", o{"backup": "../../felt", "code": owner.Recovery})
	page.Get(nil, http.MethodPost, "/api/access/restore", o{"backup": backup.ID, "code": owner.Recovery})

	box = leaftest.At(t, address())
	page = box.Stranger()
	var state struct{ State string }
	page.Read(&state, "/api/access")
	if state.State != "needs_recovery" {
		t.Errorf("the restored box is %q", state.State)
	}
	page.Refused(401, "not_paired", night+"/clock/start", nil)
	page.Get(nil, "POST", "/api/access/recover", o{"code": owner.Recovery, "pin": leaftest.PIN, "device_name": "New tablet"})
	if v := page.Version(night); v != version {
		t.Errorf("the night is at version %d, the backup had %d", v, version)
	}
	page.Command(night+"/clock/start", nil) // and history goes on
}
