// Command hubserver is the live hub with the least around it: one SQLite FULL
// commit (group commit) and a publish. It shows the hub's own share of a tap;
// what the whole box costs is measured on cmd/leaf.
package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"felt/internal/live"

	_ "modernc.org/sqlite"
)

type action struct {
	body []byte
	done chan error
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8091", "listen address")
	dir := flag.String("dir", "", "data folder (emptied first)")
	shards := flag.Int("shards", 0, "goroutines that write; 0 for the hub's default")
	flag.Parse()
	if *dir == "" {
		log.Fatal("give -dir")
	}
	db, err := open(*dir)
	if err != nil {
		log.Fatal(err)
	}
	hub := live.NewHub(live.Options{Epoch: time.Now().Format(time.RFC3339Nano), Shards: *shards})
	hub.Open("t", live.Public, map[string]json.RawMessage{"token": json.RawMessage(`""`), "level": json.RawMessage(`3`)})
	queue := make(chan action, 4096)
	go write(db, hub, queue)

	http.HandleFunc("POST /act", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 4096))
		if err == nil {
			a := action{body, make(chan error, 1)}
			queue <- a
			err = <-a.done
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Write([]byte("{}"))
	})
	http.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		err := hub.Serve(w, r, live.Client{ID: "x", Kind: live.KindGuest})
		var no *live.Rejection
		if errors.As(err, &no) {
			http.Error(w, no.Detail, no.Status)
		}
	})
	log.Fatal(http.ListenAndServe(*addr, nil))
}

func open(dir string) (*sql.DB, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "hub.db"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, q := range []string{"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE event(id INTEGER PRIMARY KEY, at INTEGER, body BLOB)"} {
		if _, err := db.Exec(q); err != nil {
			return nil, err
		}
	}
	return db, nil
}

// write is the single writer: whoever waited during a commit is in the next one.
func write(db *sql.DB, hub *live.Hub, queue chan action) {
	insert, err := db.Prepare("INSERT INTO event(at, body) VALUES(unixepoch('subsec'), ?)")
	if err != nil {
		log.Fatal(err)
	}
	for a := range queue {
		group := []action{a}
	more:
		for len(group) < 512 {
			select {
			case next := <-queue:
				group = append(group, next)
			default:
				break more
			}
		}
		err := commit(db, insert, group)
		for _, a := range group {
			a.done <- err
		}
		if err == nil {
			changes := make([]live.Change, len(group))
			for i, a := range group {
				changes[i] = live.Change{Topic: "t", Patch: map[string]json.RawMessage{"token": a.body}}
			}
			hub.Publish(changes)
		}
	}
}

func commit(db *sql.DB, insert *sql.Stmt, group []action) error {
	if len(group) == 1 {
		_, err := insert.Exec(group[0].body)
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	each := tx.Stmt(insert)
	for _, a := range group {
		if _, err := each.Exec(a.body); err != nil {
			return err
		}
	}
	return tx.Commit()
}
