package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"syscall"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/poker/refusal"
	"felt/internal/problem"
)

// Problem is every no of the API, as problem+json.
type Problem problem.Problem

// Error is the sentence for people.
func (p *Problem) Error() string { return (*problem.Problem)(p).Error() }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is always problem+json.
func (p *Problem) ContentType(string) string { return problem.MediaType }

func problemOf(status int, code, detail string) *Problem {
	return (*Problem)(problem.New(status, code, detail))
}

// newError gives the decoder's own refusals our shape: malformed body, unknown
// field, wrong type.
func newError(status int, msg string, errs ...error) huma.StatusError {
	p := problemOf(status, codeOf(status), sentence(msg))
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			p.Field = strings.TrimPrefix(strings.TrimPrefix(d.ErrorDetail().Location, "body."), "body")
			p.Detail = sentence(d.ErrorDetail().Message)
			break
		}
		if err != nil {
			p.Detail = sentence(msg)
		}
	}
	return p
}

func codeOf(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "malformed"
	case http.StatusUnprocessableEntity:
		return "bad_value"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusUnsupportedMediaType:
		return "json_only"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusRequestTimeout:
		return "too_slow"
	}
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}

// sentence makes a library's words a sentence.
func sentence(s string) string {
	if s == "" {
		return "The request could not be read."
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// translate is the one table from what went wrong to what the client is told.
func translate(err error) *Problem {
	var p *Problem
	var pp *problem.Problem
	var no *refusal.Refusal
	var version *store.VersionError
	var stale *floor.StaleError
	var damaged *store.DamagedError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &pp):
		return (*Problem)(pp)
	case errors.As(err, &no):
		return ofRefusal(no)
	case errors.As(err, &version) && version.Current == 0:
		return problemOf(404, "not_found", "There is no such thing.")
	case errors.As(err, &version):
		return staleAt(version.Current, "Somebody changed it since you read it.")
	case errors.As(err, &stale):
		return staleAt(stale.Current, "The tournament has changed since.")
	case errors.Is(err, floor.ErrNoTournament):
		return problemOf(404, "not_found", "There is no such tournament.")
	case errors.Is(err, floor.ErrKeyReused):
		return with(problemOf(422, "key_reused", "The Idempotency-Key was used for another request."), "Use a new key for a new request.")
	case errors.Is(err, floor.ErrNotMine):
		return with(problemOf(409, "undo_not_mine", "Somebody else's later action stands on it."), "Undo it from the log, where you see what it touches.")
	case errors.Is(err, floor.ErrNothingToUndo):
		return problemOf(409, "nothing_to_undo", "This device has done nothing that can be undone.")
	case errors.Is(err, store.ErrNotFound):
		return problemOf(404, "not_found", "There is no such thing.")
	case errors.Is(err, store.ErrExists):
		return problemOf(409, "exists", "There is one already.")
	case errors.Is(err, store.ErrErased):
		return problemOf(409, "erased", "The player was erased, for good.")
	case errors.Is(err, store.ErrText):
		return problemOf(422, "bad_value", "A text is not readable, or holds characters that cannot be kept.")
	case errors.Is(err, store.ErrDiskFull), errors.Is(err, syscall.ENOSPC):
		return with(problemOf(507, "disk_full", "The box's disk is full; nothing was changed."), "Make room, for instance by removing old backups, and try again.")
	case errors.Is(err, store.ErrReadOnly):
		return with(problemOf(503, "read_only", "The box's disk cannot be written; nothing was changed."), "Check the disk and restart the box.")
	case errors.As(err, &damaged):
		return with(problemOf(503, "damaged", "The box's database is damaged; nothing was changed."), "Restart the box: it says what is wrong and names the newest good backup.")
	case errors.Is(err, store.ErrUnsure):
		return with(problemOf(503, "unsure", "The disk failed while this was written, and whether it was kept shows at the next start."), "Check the disk and restart the box, then look in the log.")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return with(problemOf(503, "too_slow", "The box did not get to it in time."), "Ask again with the same Idempotency-Key.")
	case errors.Is(err, floor.ErrStopped), errors.Is(err, store.ErrClosed):
		return with(problemOf(503, "stopping", "The box is restarting."), "Try again in a moment.")
	}
	return with(problemOf(500, "internal", "Something went wrong on the box; nothing was changed."), "Try again; if it stays, look at the box's log.")
}

// ofRefusal: a refusal of the rules is a conflict with the state of the room; one
// of the input itself is a bad value.
func ofRefusal(r *refusal.Refusal) *Problem {
	status := http.StatusConflict
	switch r.Code {
	case "bad_value", "structure_bad", "payouts_bad", "method_unknown", "clock_reading_out_of_range":
		status = http.StatusUnprocessableEntity
	case "entry_unknown", "table_unknown", "row_unknown", "action_unknown", "not_created":
		status = http.StatusNotFound
	}
	p := problemOf(status, r.Code, r.Text)
	p.Rule, p.Next, p.Field = r.Rule, r.Next, r.Field
	p.Override, p.Action = r.Override, r.Action
	return p
}

// staleAt refuses an old version and names the current one.
func staleAt(current int64, detail string) *Problem {
	p := with(problemOf(412, "stale_version", detail), "Read it again and repeat the change.")
	p.Version = current
	return p
}

func with(p *Problem, next string) *Problem { p.Next = next; return p }

func write(api huma.API, ctx huma.Context, p *Problem) {
	ctx.SetHeader("Content-Type", problem.MediaType)
	ctx.SetHeader("Cache-Control", "no-store")
	ctx.SetStatus(p.Status)
	_, _ = ctx.BodyWriter().Write((*problem.Problem)(p).JSON())
}

func indent(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, b, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}
