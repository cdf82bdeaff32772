package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	schema "felt/schema/leaf"
)

func openHere(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{Path: path, Venue: "aalborg"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestTheDatabaseItselfRefusesWhatMustNotBe(t *testing.T) {
	s := openHere(t, filepath.Join(t.TempDir(), "felt.db"))
	const insert = "INSERT INTO event (seq, epoch, id, venue, stream, stream_seq, action, actor, device, at, name, data, prev, hash) VALUES "
	if err := s.raw(insert + "(1, 1, 'i', 'v', 's', 1, 'a', 'a', 'd', 0, 'n', x'00', '', 'h')"); err != nil {
		t.Fatal(err)
	}
	for statement, want := range map[string]string{
		"UPDATE event SET data = data":                                                             "never edited",
		"DELETE FROM event":                                                                        "never deleted",
		"INSERT OR REPLACE INTO event SELECT * FROM event":                                         "never deleted",
		insert + "(2, 9, 'j', 'v', 's', 2, 'a', 'a', 'd', 0, 'n', x'00', '', 'h')":                 "FOREIGN KEY",
		insert + "(2, 1, 'i', 'v', 's', 2, 'a', 'a', 'd', 0, 'n', x'00', '', 'h')":                 "UNIQUE",
		insert + "(2, 1, 'j', 'v', 's', 1, 'a', 'a', 'd', 0, 'n', x'00', '', 'h')":                 "UNIQUE",
		insert + "(0, 1, 'j', 'v', 's', 2, 'a', 'a', 'd', 0, 'n', x'00', '', 'h')":                 "CHECK",
		insert + "(2, 1, 'j', 'v', 's', 2, 'a', 'a', 'd', 0, 'n', 'text', '', 'h')":                "cannot store TEXT",
		"INSERT INTO setting (key, version, json) VALUES ('a', 'one', '{}')":                       "cannot store TEXT",
		"INSERT INTO box_time VALUES (2, 'b', 0, 0, 0)":                                            "CHECK",
		"INSERT INTO player SELECT 'p', 1, 'n', '', '', '', '', 'loud', 0, NULL, '', '', ''":       "CHECK",
		"INSERT INTO screen (node_id, name, view, tournament_id, last_seen_at) VALUES (1,1,1,1,1)": "FOREIGN KEY",
	} {
		if err := s.raw(statement); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func (s *Store) raw(statement string) error {
	_, err := s.conn.ExecContext(context.Background(), statement)
	return err
}

func TestEveryConnectionHasItsSettings(t *testing.T) {
	ctx := context.Background()
	s := openHere(t, filepath.Join(t.TempDir(), "felt.db"))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "wal_autocheckpoint": "0", "query_only": "0", "busy_timeout": "5000",
	} {
		var got string
		if err := s.conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("writer: %s is %s, want %s (%v)", pragma, got, want, err)
		}
	}
	for i := range readers { // all of them, held at once
		c, err := s.read.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for pragma, want := range map[string]string{"query_only": "1", "foreign_keys": "1", "wal_autocheckpoint": "0", "busy_timeout": "5000"} {
			var got string
			if err := c.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("reader %d: %s is %s, want %s (%v)", i, pragma, got, want, err)
			}
		}
	}
}

// One of the drivers runs only the first statement of a script, and goose cuts a
// file at semicolons: what it makes of a file must be single statements, all of
// them creating something, and the database must have all of it.
func TestEveryStatementOfTheMigrationsWasRun(t *testing.T) {
	ctx := context.Background()
	s := openHere(t, filepath.Join(t.TempDir(), "felt.db"))
	files, err := schema.Migrations.ReadDir(".")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		text, err := schema.Migrations.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			words := strings.Fields(strings.NewReplacer("(", " ", "UNIQUE ", "").Replace(line))
			if len(words) < 3 || words[0] != "CREATE" {
				continue
			}
			kind, name := strings.ToLower(words[1]), words[2]
			var n int
			err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type = ? AND name = ?", kind, name).Scan(&n)
			if err != nil || n != 1 {
				t.Errorf("%s: there is no %s %s (%v)", f.Name(), kind, name, err)
			}
		}
	}
	var loose int
	err = s.conn.QueryRowContext(ctx, "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'").Scan(&loose)
	if err != nil || loose != 0 {
		t.Errorf("%d tables are not STRICT (%v)", loose, err)
	}
}

func TestOpeningReadsTheEndByAnIndex(t *testing.T) {
	ctx := context.Background()
	s := openHere(t, filepath.Join(t.TempDir(), "felt.db"))
	for _, query := range []string{
		"SELECT epoch, seq, hash FROM event ORDER BY seq DESC LIMIT 1",
		"SELECT stream_seq FROM event WHERE stream = 'T1' ORDER BY stream_seq DESC LIMIT 1",
		"SELECT * FROM event WHERE stream = 'T1' AND stream_seq > 5 ORDER BY stream_seq",
		"SELECT * FROM event WHERE seq > 5 ORDER BY seq LIMIT 10",
		"SELECT * FROM tournament WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT 10",
	} {
		rows, err := s.conn.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			// A scan of the whole event table in order of its key, ended by LIMIT 1, reads one row.
			if strings.HasPrefix(detail, "USE TEMP B-TREE FOR ORDER BY") || strings.HasPrefix(detail, "SCAN") && !strings.Contains(query, "LIMIT 1") {
				t.Errorf("%s: %s", query, detail)
			}
		}
		rows.Close()
	}
}

func TestALargeFileIsCheckedButForItsEvents(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "felt.db")
	s := openHere(t, path)
	for i := range 50 {
		if _, err := s.PutTemplate(ctx, Template{ID: fmt.Sprint(i), JSON: bytes.Repeat([]byte("template"), 300)}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if _, err := examine(ctx, path, quickWithoutEvents, 0); err != nil {
		t.Error(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := bytes.LastIndex(data, []byte("templatetemplate")) / 4096 * 4096
	clear(data[page : page+8])
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := examine(ctx, path, quickWithoutEvents, 0); !errors.As(err, &damaged) {
		t.Error(err)
	}
}
