// Package store is the box's memory: one SQLite file that holds the events and
// the tables beside them.
//
// The file is in WAL mode with synchronous=FULL: when Commit returns, what it
// wrote survives a power cut. One connection writes and also does every
// checkpoint; a small pool reads. The driver is one file: driver_modernc.go, or
// driver_libsql.go under the build tag libsql; storetest holds both to the same
// behaviour.
//
// An Open that finds the file damaged changes nothing in it, says what is wrong
// and names the newest backup that is whole.
package store

//go:generate go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate -f ../../../sqlc.yaml
