// Command peer opens a database with the driver it was built with, commits a few
// events to it and says what it found, so that a test of the other driver can
// hold the two against each other.
//
//	peer PATH FIRST   commit events FIRST to FIRST+9, then print a Report as JSON
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"felt/internal/leaf/store/storetest"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 3 {
		return fmt.Errorf("usage: peer PATH FIRST")
	}
	first, err := strconv.Atoi(os.Args[2])
	if err != nil {
		return err
	}
	report, err := storetest.Visit(os.Args[1], first)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(report)
}
