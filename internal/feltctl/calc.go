package feltctl

import (
	"fmt"
	"io"

	"felt/internal/calc"
	"felt/internal/problem"
)

type calcCommand struct {
	Name string `arg:"" help:"balance, chiprace, chop, icm, payout, pko, satellite or structure."`
}

// Run answers with the calculator's bytes as they are.
func (c calcCommand) Run(t Tool) error {
	in, err := io.ReadAll(io.LimitReader(t.In, calc.MaxInput+1))
	if err != nil {
		return problem.New(400, "unreadable", "Standard input cannot be read: "+err.Error()+".")
	}
	out, refused := calc.Run(c.Name, in)
	if refused != nil {
		return refused
	}
	_, err = fmt.Fprintf(t.Out, "%s\n", out)
	return err
}
