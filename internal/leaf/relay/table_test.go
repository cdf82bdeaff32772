package relay_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	_ "modernc.org/sqlite"

	"felt/internal/event"
	"felt/internal/leaf/relay/relaytest"
)

// table is an event table in a real file, flushed at every commit, with the
// relay's position beside it.
type table struct {
	db *sql.DB

	mu    sync.Mutex
	epoch int64
	chain []event.Envelope // at most the last event, to seal the next

	failing error // what reads answer, when set
}

const venue = "aarhus"

func openTable(path string) (*table, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	for _, s := range []string{
		`create table if not exists event (seq integer primary key, body text not null) strict`,
		`create table if not exists position (one integer primary key check (one = 1), epoch integer not null, seq integer not null) strict`,
	} {
		if _, err := db.Exec(s); err != nil {
			return nil, err
		}
	}
	t := &table{db: db, epoch: 1}
	var body string
	switch err := db.QueryRow(`select body from event order by seq desc limit 1`).Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return t, nil
	case err != nil:
		return nil, err
	}
	var last event.Envelope
	if err := json.Unmarshal([]byte(body), &last); err != nil {
		return nil, err
	}
	t.epoch, t.chain = last.Epoch, []event.Envelope{last}
	return t, nil
}

func (t *table) close() error { return t.db.Close() }

// commit appends n events in one transaction.
func (t *table) commit(n int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	tx, err := t.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	last := t.chain
	for range n {
		seq := int64(1)
		if len(last) > 0 {
			seq = last[0].Seq + 1
		}
		e := relaytest.Next(last, venue, t.epoch, seq)
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into event values (?, ?)`, seq, string(body)); err != nil {
			return err
		}
		last = []event.Envelope{e}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	t.chain = last
	return nil
}

// restore puts the table back to seq, as an old backup would, in a new epoch.
func (t *table) restore(seq, epoch int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.db.Exec(`delete from event where seq > ?`, seq); err != nil {
		return err
	}
	t.epoch, t.chain = epoch, nil
	var body string
	if err := t.db.QueryRow(`select body from event where seq = ?`, seq).Scan(&body); err != nil {
		return err
	}
	var last event.Envelope
	if err := json.Unmarshal([]byte(body), &last); err != nil {
		return err
	}
	t.chain = []event.Envelope{last}
	return nil
}

func (t *table) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failing = err
}

func (t *table) After(ctx context.Context, seq int64, limit int) ([]event.Envelope, error) {
	t.mu.Lock()
	failing := t.failing
	t.mu.Unlock()
	if failing != nil {
		return nil, failing
	}
	rows, err := t.db.QueryContext(ctx, `select body from event where seq > ? order by seq limit ?`, seq, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []event.Envelope
	for rows.Next() {
		var body string
		var e event.Envelope
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

func (t *table) Head() (epoch, seq int64, hash string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.chain) == 0 {
		return t.epoch, 0, ""
	}
	return t.epoch, t.chain[0].Seq, t.chain[0].Hash
}

func (t *table) Confirmed(ctx context.Context) (epoch, seq int64, err error) {
	err = t.db.QueryRowContext(ctx, `select epoch, seq from position`).Scan(&epoch, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return epoch, seq, err
}

func (t *table) Confirm(ctx context.Context, epoch, seq int64) error {
	_, err := t.db.ExecContext(ctx, `insert into position values (1, ?, ?) on conflict (one) do update set epoch = excluded.epoch, seq = excluded.seq`, epoch, seq)
	return err
}

// all reads the whole table.
func (t *table) all(ctx context.Context) ([]event.Envelope, error) {
	_, head, _ := t.Head()
	all, err := t.After(ctx, 0, int(head)+1)
	if err == nil && int64(len(all)) != head {
		err = fmt.Errorf("the table has %d events and ends at %d", len(all), head)
	}
	return all, err
}

// relabel gives every event of the table another epoch without changing its
// place, so that only ids and hashes tell it from the table it was before.
func (t *table) relabel(epoch int64) error {
	all, err := t.all(context.Background())
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	prev := ""
	for _, e := range all {
		e.Epoch = epoch
		e = event.Seal(prev, e)
		prev = e.Hash
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := t.db.Exec(`update event set body = ? where seq = ?`, string(body), e.Seq); err != nil {
			return err
		}
		t.chain = []event.Envelope{e}
	}
	t.epoch = epoch
	return nil
}
