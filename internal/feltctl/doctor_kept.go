package feltctl

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/store"
)

// databaseFindings looks at the database, its key file and the times in it.
func (c doctorCommand) databaseFindings(ctx context.Context, now time.Time) []finding {
	const name = "database"
	s, err := store.OpenToRead(ctx, c.database())
	if errors.Is(err, os.ErrNotExist) {
		return []finding{isNote(name, "It is made at the first start. If there was one: feltctl restore.", "there is none yet at %s", c.database())}
	}
	if err != nil {
		return []finding{isBad(name, "Stop the box; feltctl restore puts the newest good backup back.", "%s", checkedBy(err).Detail)}
	}
	defer s.Close()
	list := []finding{c.file(ctx, s)}
	if _, err := access.New(ctx, s.Access(), access.Options{PepperFile: filepath.Join(c.Data, "secrets", "pepper")}); errors.Is(err, access.ErrKeyFile) {
		list = append(list, isBad("key file", "", "%s", strings.TrimPrefix(err.Error(), "key file: ")))
	} else if err == nil {
		list = append(list, isFine("key file", "it is the one of this database, or there is no owner yet"))
	}
	return append(list, lastEvent(ctx, s, now))
}

func (c doctorCommand) file(ctx context.Context, s *store.Store) finding {
	const name = "database"
	version, err := s.Version(ctx)
	if err == nil {
		err = s.CheckIntegrity(ctx)
	}
	if err == nil {
		err = s.VerifyChain(ctx, nil)
	}
	if err != nil {
		return isBad(name, "Stop the box; feltctl restore puts the newest good backup back.", "%s", checkedBy(err).Detail)
	}
	epoch, seq, _ := s.Head()
	if venue, err := c.venue(); err == nil && venue != s.Venue() {
		return isBad(name, "Was the data folder mixed with another box's? Put the right file back.", "it is of venue %s, the folder of venue %s", s.Venue(), venue)
	}
	return isFine(name, "venue %s, %d events, epoch %d; SQLite %s by %s", s.Venue(), seq, epoch, version, store.Driver)
}

// lastEvent holds the wall clock against the newest event.
func lastEvent(ctx context.Context, s *store.Store, now time.Time) finding {
	const name = "last event"
	_, seq, _ := s.Head()
	if seq == 0 {
		return isFine(name, "nothing has happened yet")
	}
	events, err := s.After(ctx, seq-1, 1)
	if err != nil || len(events) == 0 {
		return isBad(name, "", "it cannot be read: %v", err)
	}
	at := time.UnixMilli(events[0].At)
	if at.After(now.Add(time.Minute)) {
		return isBad(name, "Set the clock of the machine.", "it is dated %s, and the clock says %s", at.Format(time.DateTime), now.Format(time.DateTime))
	}
	return isFine(name, "%s", at.Format(time.DateTime))
}

func (c doctorCommand) logAhead() finding {
	const name = "write-ahead log"
	info, err := os.Stat(c.database() + "-wal")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return isFine(name, "none: the box was stopped cleanly")
	case err != nil:
		return isBad(name, "", "%v", err)
	case info.Size() > logAheadOf:
		return isNote(name, "Does some other program keep the database open? It is written back when that one lets go.", "%s is long", bytes(uint64(info.Size())))
	}
	return isFine(name, "%s", bytes(uint64(info.Size())))
}

// transport is the folder of the embedded NATS server.
func (c doctorCommand) transport() finding {
	const name = "outgoing events"
	var size int64
	err := filepath.WalkDir(filepath.Join(c.Data, "nats"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return nil // a file that went away meanwhile
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return isFine(name, "no stream yet; it is made at the start, from the database")
	case err != nil:
		return isBad(name, "Stop the box and delete "+filepath.Join(c.Data, "nats")+": it is built again from the database.", "%v", err)
	}
	return isFine(name, "the stream takes %s", bytes(uint64(size)))
}

func (c doctorCommand) certificate(now time.Time) finding {
	path := filepath.Join(c.Data, "certs", "leaf.crt")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return isFine("certificate", "none yet; it is made at the start")
	}
	return certificateIn("certificate", path, now)
}

func certificateIn(name, path string, now time.Time) finding {
	text, err := os.ReadFile(path)
	if err != nil {
		return isBad(name, "", "%v", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return isBad(name, "", "%s holds no certificate", path)
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return isBad(name, "", "%s: %v", path, err)
	}
	words := fmt.Sprintf("for %s until %s", strings.Join(cert.DNSNames, ", "), cert.NotAfter.Format(time.DateOnly))
	switch {
	case now.Before(cert.NotBefore):
		return isBad(name, "Is the clock of the machine right?", "%s, and not before %s", words, cert.NotBefore.Format(time.DateOnly))
	case now.After(cert.NotAfter):
		return isBad(name, "The box renews its own at the start; a real one is yours to renew.", "%s: it has ended", words)
	}
	return isFine(name, "%s", words)
}

func (c doctorCommand) newestBackup(ctx context.Context, now time.Time) finding {
	const name = "newest backup"
	b, err := store.NewestGood(ctx, c.backups())
	switch {
	case errors.Is(err, store.ErrNotFound):
		return isNote(name, "Run: feltctl backup --data "+c.Data, "there is no good one in %s", c.backups())
	case err != nil:
		return isBad(name, "", "%v", err)
	case now.Sub(b.MadeAt) > 7*24*time.Hour:
		return isNote(name, "Run: feltctl backup --data "+c.Data, "%s is older than a week", b.Path)
	}
	return isFine(name, "%s, up to event %d", b.Path, b.Seq)
}
