package feltctl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"felt/internal/leaf/store"
	"felt/internal/problem"
)

// Tool is one call of feltctl: what it reads and where it writes.
type Tool struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
}

// The exit codes.
const (
	ok       = 0
	wrong    = 1 // something is wrong with what was looked at
	badInput = 2 // the tool was asked wrongly
)

type commands struct {
	Calc     calcCommand     `cmd:"" help:"A calculator of the rules: JSON on standard input, JSON on standard output."`
	Simulate simulateCommand `cmd:"" help:"A seeded random night through the real engine, and the auditor's verdict."`
	Replay   replayCommand   `cmd:"" help:"Fold a recorded night, or all tournaments of a box or a backup."`
	Audit    struct {
		Verify verifyCommand `cmd:"" help:"Hold hash chain, file and every tournament against themselves. Writes nothing."`
	} `cmd:"" help:"The auditor."`
	Backup  backupCommand  `cmd:"" help:"Copy and check the database of a box, running or not."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the database. Asks for the recovery code."`
	Doctor  doctorCommand  `cmd:"" help:"Look at everything a box needs, and say what to do."`
	Version struct{}       `cmd:"" help:"Print the version."`
}

// box is where the box keeps its things.
type box struct {
	Data    string `default:"data" env:"FELT_DATA" help:"Data folder of the box."`
	Backups string `env:"FELT_BACKUPS" help:"Folder of the backups; by default inside the data folder."`
}

// asked is an error in how the tool was asked.
type asked struct{ error }

// found is a command that worked and found something wrong; all is said already.
var found = errors.New("something is wrong")

// Run carries out one command line and returns the exit code.
func (t Tool) Run(ctx context.Context, args []string) (code int) {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("feltctl"), kong.Description("The tool beside a Felt box."),
		kong.Writers(t.Out, t.Err), kong.Exit(func(code int) { exit = code }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(t.Err, "feltctl:", err)
		return badInput
	}
	k, err := parser.Parse(args)
	if exit >= 0 { // help was asked for and is printed
		return exit
	}
	if err != nil {
		return t.refused(asked{err})
	}
	if k.Command() == "version" {
		fmt.Fprintln(t.Out, "feltctl", t.Version, store.Driver)
		return ok
	}
	k.BindTo(ctx, (*context.Context)(nil))
	return t.refused(k.Run(t))
}

// refused says an error and gives it its exit code.
func (t Tool) refused(err error) int {
	var p *problem.Problem
	var a asked
	switch {
	case err == nil:
		return ok
	case errors.Is(err, found):
		return wrong
	case errors.As(err, &p):
		fmt.Fprintf(t.Err, "%s\n", p.JSON())
		return badInput
	case errors.As(err, &a):
		fmt.Fprintln(t.Err, "feltctl:", err)
		return badInput
	}
	fmt.Fprintln(t.Err, "feltctl:", err)
	return wrong
}

// answer writes the command's one JSON object.
func (t Tool) answer(v any) error {
	e := json.NewEncoder(t.Out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// say writes a sentence for people.
func (t Tool) say(format string, a ...any) { fmt.Fprintf(t.Err, format+"\n", a...) }
