package leaf

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"time"

	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/poker/audit"
	"felt/internal/poker/tournament"
)

// keepTime keeps the moment every two seconds, outside the event log: where the
// clocks resume after a power cut. It begins when the floor has put a cut that was
// into the log: a moment of the new boot would hide it from the next start.
func (l *Leaf) keepTime(ctx context.Context) {
	select {
	case <-l.ready:
	case <-ctx.Done():
		return
	}
	tick := time.NewTicker(boxtime.KeepEvery)
	defer tick.Stop()
	failing := false
	for {
		err := l.store.KeepBoxTime(context.WithoutCancel(ctx), l.box.Moment())
		if (err != nil) != failing {
			failing = err != nil
			l.log.Warn("the box time cannot be kept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// upkeep checks what was opened, and then does the night's chores: old answers
// away, a backup a day.
func (l *Leaf) upkeep(ctx context.Context) {
	select {
	case <-l.ready:
	case <-ctx.Done():
		return
	}
	if err := l.store.VerifyChain(ctx, nil); err != nil && ctx.Err() == nil {
		l.log.Error("the hash chain of the event log is broken", "error", err)
	}
	if err := l.store.CheckIntegrity(ctx); err != nil && ctx.Err() == nil {
		l.log.Error("the database file is damaged", "error", err)
	}
	l.auditOpen(ctx)
	debug.FreeOSMemory() // what the checks needed is not needed again
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if _, err := l.store.PurgeAnswers(ctx); err != nil && ctx.Err() == nil {
			l.log.Warn("old answers cannot be purged", "error", err)
		}
		if err := l.dailyBackup(ctx); err != nil && ctx.Err() == nil {
			l.log.Warn("the daily backup failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// auditOpen lets the auditor look at every night that is open, after a start.
func (l *Leaf) auditOpen(ctx context.Context) {
	open, err := l.floor.Lobby(ctx)
	if err != nil {
		return
	}
	for id := range open {
		var history []tournament.Record
		if err := l.floor.Read(ctx, id, func(n *floor.Night) { history = n.Records }); err == nil {
			l.audit(id, history)
		}
	}
}

// auditClosed lets him look at a night that closes, beside the writer.
func (l *Leaf) auditClosed(id string, history []tournament.Record) { go l.audit(id, history) }

func (l *Leaf) audit(id string, history []tournament.Record) {
	verdict := audit.Night(history)
	if verdict.OK {
		l.log.Info("the auditor is content", "tournament", id, "events", len(history))
		return
	}
	for _, c := range verdict.Checks {
		if !c.OK {
			l.log.Error("the auditor found a night that does not hold", "tournament", id, "check", c.Name, "detail", c.Detail)
		}
	}
}

// dailyBackup makes a backup when the newest one is a day old and something
// happened since.
func (l *Leaf) dailyBackup(ctx context.Context) error {
	list, err := l.store.Backups(ctx)
	if err != nil {
		return err
	}
	_, seq, _ := l.store.Head()
	for _, b := range list {
		if b.Seq == seq || time.Since(b.MadeAt) < 24*time.Hour {
			return nil
		}
	}
	if seq == 0 {
		return nil
	}
	_, err = l.house.Backup(ctx)
	return err
}

// templates gives the rules of a tournament by the template's id.
type templates struct{ s *store.Store }

func (t templates) Config(ctx context.Context, id string) (tournament.Config, error) {
	kept, err := t.s.Template(ctx, id)
	if err != nil {
		return tournament.Config{}, err
	}
	var body struct {
		Config tournament.Config `json:"config"`
	}
	err = json.Unmarshal(kept.JSON, &body)
	return body.Config, err
}
