// Command feltctl checks, keeps and explains what a box does: see its help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"felt/internal/feltctl"
)

var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tool := feltctl.Tool{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version}
	os.Exit(tool.Run(ctx, os.Args[1:]))
}
