package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"felt/internal/leaf"
	"felt/internal/poker/script"
	"felt/testdata"
)

type demoFlags struct {
	Room  string `default:":8080" help:"Address for screens and phones (HTTP)."`
	Staff string `default:":8443" help:"Address for staff (HTTPS)."`
	Local string `default:"127.0.0.1:8081" help:"Address for the machine itself (HTTP)."`
	Rate  int64  `default:"20" help:"How many times faster than life."`
}

// demo plays the evening on a box in a folder of its own, and starts over when it
// is over: whatever a visitor did is gone.
func demo() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	night, err := script.Evening(testdata.Evening)
	if err != nil {
		return err
	}
	from, err := time.Parse(time.RFC3339, "2026-02-27T22:29:00+01:00")
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		if err := demoOnce(ctx, leaf.Demo{Night: night, From: from, Rate: cli.Demo.Rate, Hold: 30 * time.Second, Out: os.Stdout}); err != nil && !errors.Is(err, leaf.ErrDemoOver) {
			return err
		}
	}
	return nil
}

func demoOnce(ctx context.Context, d leaf.Demo) error {
	dir, err := os.MkdirTemp("", "felt-demo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l, err := leaf.New(ctx, leaf.Config{Data: dir, Room: cli.Demo.Room, Staff: cli.Demo.Staff, Local: cli.Demo.Local, Version: version, Commit: commit, Built: built,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		return err
	}
	defer l.Close()
	l.Announce(os.Stdout)
	_, _, local := l.Addresses()
	fmt.Printf("  demo             http://localhost%s/demo  (signs you in; PIN 274916)\n", local[strings.LastIndex(local, ":"):])
	return l.RunDemo(ctx, d)
}
