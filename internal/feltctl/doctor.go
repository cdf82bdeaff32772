package feltctl

import (
	"context"
	"fmt"
	"io"
	"time"
)

type doctorCommand struct {
	box
	Room  string `default:":8080" env:"FELT_ROOM" help:"Address of the room listener."`
	Staff string `default:":8443" env:"FELT_STAFF" help:"Address of the staff listener."`
	Local string `default:"127.0.0.1:8081" env:"FELT_LOCAL" help:"Address of the machine's own listener."`
	Cert  string `env:"FELT_CERT" help:"The venue's real certificate, if there is one." type:"path"`
}

// level is how bad a finding is. Only bad makes the exit code 1.
type level string

const (
	fine level = "ok"
	note level = "note" // worth knowing
	bad  level = "bad"  // the box does not work, or will not for long
)

// finding is what one look of the doctor shows.
type finding struct {
	Name   string `json:"name"`
	Level  level  `json:"level"`
	Detail string `json:"detail"`
	Next   string `json:"next,omitempty"` // what to do
}

func isFine(name, format string, a ...any) finding {
	return finding{Name: name, Level: fine, Detail: fmt.Sprintf(format, a...)}
}

func isNote(name, next, format string, a ...any) finding {
	return finding{Name: name, Level: note, Detail: fmt.Sprintf(format, a...), Next: next}
}

func isBad(name, next, format string, a ...any) finding {
	return finding{Name: name, Level: bad, Detail: fmt.Sprintf(format, a...), Next: next}
}

// diagnosis is what doctor answers.
type diagnosis struct {
	OK       bool      `json:"ok"` // nothing is bad
	Data     string    `json:"data"`
	Running  bool      `json:"box_running"`
	Findings []finding `json:"findings"`
}

// Run looks at one thing after the other; none of them changes anything.
func (c doctorCommand) Run(ctx context.Context, t Tool) error {
	now := time.Now()
	running, _ := locked(c.database() + ".lock")
	d := diagnosis{OK: true, Data: c.Data, Running: running, Findings: c.machine(now, running)}
	d.Findings = append(d.Findings, c.kept(ctx, now)...)
	for _, f := range d.Findings {
		d.OK = d.OK && f.Level != bad
	}
	d.say(t.Err)
	if err := t.answer(d); err != nil {
		return err
	}
	if !d.OK {
		return found
	}
	return nil
}

func (d diagnosis) say(w io.Writer) {
	for _, f := range d.Findings {
		fmt.Fprintf(w, "%-5s %-16s %s\n", f.Level, f.Name, f.Detail)
		if f.Next != "" {
			fmt.Fprintf(w, "%-5s %-16s → %s\n", "", "", f.Next)
		}
	}
}

// machine is what the computer and its folders give the box.
func (c doctorCommand) machine(now time.Time, running bool) []finding {
	list := []finding{folder(c.Data), room(c.Data), files()}
	for _, a := range []struct{ name, address string }{{"room address", c.Room}, {"staff address", c.Staff}, {"local address", c.Local}} {
		list = append(list, address(a.name, a.address, running))
	}
	return append(list, syncedClock(now))
}

// kept is what the box has in its folder.
func (c doctorCommand) kept(ctx context.Context, now time.Time) []finding {
	list := c.databaseFindings(ctx, now)
	list = append(list, c.logAhead(), c.transport(), c.certificate(now))
	if c.Cert != "" {
		list = append(list, certificateIn("real certificate", c.Cert, now))
	}
	return append(list, c.newestBackup(ctx, now))
}
