package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/poker/tournament"
)

// Target is what every command on a tournament names.
type Target struct {
	ID  string `path:"id" maxLength:"40" doc:"tournament"`
	Key string `header:"Idempotency-Key" maxLength:"120" doc:"the same key and body: the same answer"`
}

func (t Target) target() Target { return t }

// Answer is the answer to every command: what happened, and the new version.
type Answer struct {
	ETag string `header:"ETag"`
	Body floor.Done
}

// targeted is the input of a command.
type targeted interface{ target() Target }

// command registers POST path as a command that needs a right.
func command[I targeted](a *API, path, id, summary string, right access.Right, build func(I) tournament.Command) {
	request := func(_ context.Context, in I) (floor.Request, error) {
		return floor.Request{Command: build(in)}, nil
	}
	requested(a, path, id, summary, right, request)
}

// requested registers a command whose request needs more than its input.
func requested[I targeted](a *API, path, id, summary string, right access.Right, build func(context.Context, I) (floor.Request, error)) {
	op := huma.Operation{
		OperationID: id, Method: http.MethodPost, Path: path, Summary: summary, Tags: []string{tag(path)},
		MaxBodyBytes: bodyLimit, Metadata: need(access.See, right), Errors: []int{403, 404, 409, 412, 422, 507},
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*Answer, error) {
		r, err := build(ctx, *in)
		if err != nil {
			return a.answered(ctx, (*in).target(), op.OperationID, *in, err)
		}
		return a.do(ctx, (*in).target(), op.OperationID, *in, r)
	})
}

// answered refuses a request that has become impossible since, unless it was
// answered before: what a device did last, for instance, is undone only once.
func (a *API) answered(ctx context.Context, t Target, route string, in any, refused error) (*Answer, error) {
	if key := keyOf(ctx, t, route, in); key != nil {
		if before, ok, err := a.Floor.Answered(ctx, *key); err != nil {
			return nil, translate(err)
		} else if ok {
			return answerOf(before), nil
		}
	}
	return nil, translate(refused)
}

// keyOf is the request's Idempotency-Key. Keys of different devices never meet.
func keyOf(ctx context.Context, t Target, route string, in any) *floor.Key {
	if t.Key == "" {
		return nil
	}
	return &floor.Key{Scope: identity(ctx).Device, Key: t.Key, Route: route + " " + t.ID, BodyHash: hashOf(in)}
}

func answerOf(r floor.Result) *Answer { return &Answer{ETag: etag(r.Version), Body: r.Done} }

// do hands a request to the floor.
func (a *API) do(ctx context.Context, t Target, route string, in any, r floor.Request) (*Answer, error) {
	who := identity(ctx)
	r.Tournament = t.ID
	r.By = floor.By{Actor: who.Staff, Device: who.Device}
	r.Key = keyOf(ctx, t, route, in)
	result, err := a.Floor.Do(ctx, r)
	if err != nil {
		return nil, translate(err)
	}
	return answerOf(result), nil
}

// hashOf is the fingerprint of a decoded request: path, query and body.
func hashOf(in any) string {
	b, _ := json.Marshal(in) // decoded from JSON, so it encodes
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// version reads an If-Match: 428 without one, since a whole document is replaced.
func version(ifMatch string) (int64, error) {
	if ifMatch == "" {
		return 0, with(problemOf(http.StatusPreconditionRequired, "if_match_required", "The whole document is replaced, so the version you read must be given."), "Send the ETag you read as If-Match.")
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(ifMatch, "W/"), `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, with(problemOf(http.StatusPreconditionFailed, "stale_version", "If-Match is not a version of this document."), "Read it again and send its ETag.")
	}
	return n, nil
}

func tag(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/api/"), "/")
	if len(parts) > 2 && parts[0] == "tournaments" {
		return parts[2]
	}
	return parts[0]
}
