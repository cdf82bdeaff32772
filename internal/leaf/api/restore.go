package api

import (
	"context"
	"net/http"
	"time"

	"felt/internal/access"
)

// FoundBackup is a file in the folder of backups, not looked into yet.
type FoundBackup struct {
	ID     string    `json:"id"`
	MadeAt time.Time `json:"made_at"`
	Size   int64     `json:"size"`
}

// restore is what a new box's first page offers instead of first run: the history
// of an old box, from a backup that lies in the folder of backups and the
// recovery code on paper. Both routes are closed once the box has an owner.
func (a *API) restore() {
	type foundOut struct {
		Body struct {
			Backups []FoundBackup `json:"backups"`
		}
	}
	open(a, http.MethodGet, "/api/access/restore", "find-backups", "The backups a new box could be restored from", func(context.Context, *struct{}) (*foundOut, error) {
		if a.Door.State() != access.NotSetUp {
			return nil, with(problemOf(409, "already_set_up", "This box has an owner already."), "Sign in, or use the recovery code.")
		}
		var out foundOut
		var err error
		out.Body.Backups, err = a.Restores.Found()
		return &out, asProblem(err)
	})
	type chooseIn struct {
		Body struct {
			Backup string `json:"backup" minLength:"1" maxLength:"120"`
			Code   string `json:"code" minLength:"20" maxLength:"40" doc:"the recovery code of the box that made the backup"`
		}
	}
	type chosenOut struct {
		Body struct {
			Restarting bool `json:"restarting" doc:"the box starts again; then its first page asks for the recovery code"`
		}
	}
	open(a, http.MethodPost, "/api/access/restore", "restore", "Start again on a backup", func(ctx context.Context, in *chooseIn) (*chosenOut, error) {
		var out chosenOut
		out.Body.Restarting = true
		return &out, asProblem(a.Restores.Choose(ctx, in.Body.Backup, in.Body.Code))
	})
}
