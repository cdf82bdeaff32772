// Command leaf runs a box.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"felt/internal/leaf"
)

var version, commit, built = "dev", "", ""

var cli struct {
	Run     leaf.Flags `cmd:"" default:"withargs" help:"Run the box."`
	Demo    demoFlags  `cmd:"" help:"Play an evening by itself, again and again."`
	Version struct{}   `cmd:"" help:"Print the version."`
}

func main() {
	k := kong.Parse(&cli, kong.Name("leaf"), kong.Description("Felt: poker tournaments in a room, without internet."), kong.DefaultEnvars("FELT"))
	if k.Command() == "version" {
		fmt.Println("felt leaf", version, commit, built)
		return
	}
	start := run
	if k.Command() == "demo" {
		start = demo
	}
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, "felt:", leaf.Explain(err))
		os.Exit(1)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	cfg := cli.Run.Config(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	cfg.Version, cfg.Commit, cfg.Built = version, commit, built
	return leaf.Serve(ctx, cfg, os.Stdout)
}
