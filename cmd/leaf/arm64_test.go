package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The file for the box is built as for the box, without CGO, and run: by the
// processor where it can, else by qemu.
func TestTheARM64LeafTellsItsVersionAndItsHealth(t *testing.T) {
	var emulator []string
	if runtime.GOARCH != "arm64" {
		path, err := exec.LookPath("qemu-aarch64-static")
		if err != nil {
			t.Skip("qemu-user-static is not installed; make test installs it")
		}
		emulator = []string{path}
	}
	leaf := filepath.Join(t.TempDir(), "leaf")
	if out, err := exec.Command("../../scripts/cross-build.sh", leaf).CombinedOutput(); err != nil {
		t.Fatalf("cross-build: %v\n%s", err, out)
	}
	run := func(args ...string) *exec.Cmd {
		line := append(append(emulator, leaf), args...)
		return exec.CommandContext(t.Context(), line[0], line[1:]...)
	}

	out, err := run("version").Output()
	if err != nil || !strings.HasPrefix(string(out), "felt leaf ") || len(strings.Fields(string(out))) < 4 {
		t.Errorf("version: %q, %v", out, err)
	}

	cmd := run("run", "--data", filepath.Join(t.TempDir(), "data"), "--room", "127.0.0.1:0", "--staff", "127.0.0.1:0", "--local", "127.0.0.1:0")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("it did not stop well: %v\n%s", err, log.String())
		}
	}()
	address := ""
	for lines := bufio.NewScanner(stdout); address == "" && lines.Scan(); {
		address = regexp.MustCompile(`http://localhost:\d+`).FindString(lines.Text())
	}
	if address == "" {
		t.Fatalf("it says no address\n%s", log.String())
	}
	client := http.Client{Timeout: time.Minute}
	answer, err := client.Get(address + "/livez")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var health struct{ Status string }
	if err := json.NewDecoder(answer.Body).Decode(&health); err != nil || answer.StatusCode != 200 || health.Status != "ok" {
		t.Errorf("%s %+v %v", answer.Status, health, err)
	}
}
