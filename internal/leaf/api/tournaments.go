package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/poker/blinds"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// CreateBody makes a tournament from a template or from scratch: exactly one of
// the two.
type CreateBody struct {
	Name     string             `json:"name" minLength:"1" maxLength:"80"`
	Template string             `json:"template,omitempty" doc:"id of a template"`
	Config   *tournament.Config `json:"config,omitempty"`
	Tables   int                `json:"tables,omitempty" minimum:"0" maximum:"400" doc:"tables to open at once, numbered from 1"`
}

// CreateInput creates a tournament.
type CreateInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"120"`
	Body CreateBody
}

func (a *API) tournaments() {
	huma.Register(a.huma, huma.Operation{
		OperationID: "create-tournament", Method: http.MethodPost, Path: "/api/tournaments", Summary: "Create a tournament", Tags: []string{"tournaments"},
		MaxBodyBytes: bodyLimit, Metadata: need(access.See, access.CreateTournament), Errors: []int{403, 404, 422, 507},
	}, a.create)

	type simple struct{ Target }
	command(a, "/api/tournaments/{id}/registration/close", "close-registration", "End late registration", access.RunClock,
		func(simple) tournament.Command { return tournament.CloseRegistration{} })
	command(a, "/api/tournaments/{id}/registration/reopen", "reopen-registration", "Take entries again", access.EditStructure,
		func(simple) tournament.Command { return tournament.ReopenRegistration{} })
	command(a, "/api/tournaments/{id}/finish", "finish-tournament", "Close the night", access.Finish,
		func(simple) tournament.Command { return tournament.Finish{} })
	command(a, "/api/tournaments/{id}/cancel", "cancel-tournament", "Close a tournament that is not played", access.Finish,
		func(simple) tournament.Command { return tournament.Cancel{} })
	command(a, "/api/tournaments/{id}/draw/reveal", "reveal-draw", "Publish the seed of the draws", access.Finish,
		func(simple) tournament.Command { return tournament.RevealDraw{} })

	replace(a, "structure", "structure", access.EditStructure, func(s *tournament.State) blinds.Structure { return s.Config.Structure },
		func(d blinds.Structure) tournament.Command { return tournament.ReplaceStructure{Structure: d} })
	replace(a, "payouts", "payout plan", access.EditPayouts, func(s *tournament.State) payout.Plan { return s.Config.Payouts },
		func(d payout.Plan) tournament.Command { return tournament.ReplacePayouts{Plan: d} })
	replace(a, "rules", "prices and policies", access.EditStructure, func(s *tournament.State) tournament.Config { return s.Config },
		func(d tournament.Config) tournament.Command { return tournament.ReplaceRules{Config: d} })
}

func (a *API) create(ctx context.Context, in *CreateInput) (*Answer, error) {
	cfg := in.Body.Config
	switch {
	case cfg != nil && in.Body.Template != "", cfg == nil && in.Body.Template == "":
		return nil, with(problemOf(422, "bad_value", "A tournament is made from a template or from a config."), "Send one of the two.")
	case cfg == nil:
		t, err := a.Templates.Config(ctx, in.Body.Template)
		if err != nil {
			return nil, translate(err)
		}
		cfg = &t
	}
	id := a.NewID()
	if in.Key != "" { // the same key makes the same tournament, and the floor gives the old answer
		id = idOfKey(identity(ctx).Device, in.Key)
	}
	answer, err := a.do(ctx, Target{ID: id, Key: in.Key}, "create-tournament", in.Body, floor.Request{Name: in.Body.Name, Command: tournament.Create{Config: *cfg}})
	if err != nil {
		return nil, err
	}
	for n := 1; n <= in.Body.Tables; n++ {
		key := in.Key
		if key != "" {
			key += "/table/" + etag(int64(n))
		}
		opened, err := a.do(ctx, Target{ID: id, Key: key}, "open-table", n, floor.Request{Command: tournament.OpenTable{Table: n}})
		if err != nil {
			return nil, err
		}
		answer.ETag, answer.Body.Version = opened.ETag, opened.Body.Version
	}
	return answer, nil
}

// DocumentIn is a whole document replaced: If-Match is required.
type DocumentIn[D any] struct {
	ID      string `path:"id" maxLength:"40"`
	IfMatch string `header:"If-Match" maxLength:"40"`
	Key     string `header:"Idempotency-Key" maxLength:"120"`
	Body    D
}

// DocumentOut is a whole document with its version.
type DocumentOut[D any] struct {
	ETag string `header:"ETag"`
	Body D
}

// OneTournament names a tournament to read.
type OneTournament struct {
	ID string `path:"id" maxLength:"40"`
}

// replace registers GET and PUT of a document of the tournament.
func replace[D any](a *API, name, what string, right access.Right, read func(*tournament.State) D, command func(D) tournament.Command) {
	path := "/api/tournaments/{id}/" + name
	huma.Register(a.huma, huma.Operation{
		OperationID: "get-" + name, Method: http.MethodGet, Path: path, Summary: "Read the " + what, Tags: []string{name}, Metadata: need(access.See), Errors: []int{404},
	}, func(ctx context.Context, in *OneTournament) (*DocumentOut[D], error) {
		var out DocumentOut[D]
		err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) { out.Body, out.ETag = read(n.State), etag(n.Version) })
		if err != nil {
			return nil, translate(err)
		}
		return &out, nil
	})
	huma.Register(a.huma, huma.Operation{
		OperationID: "replace-" + name, Method: http.MethodPut, Path: path, Summary: "Replace the " + what, Tags: []string{name},
		MaxBodyBytes: 1 << 20, Metadata: need(access.See, right), Errors: []int{403, 404, 409, 412, 422, 428, 507},
	}, func(ctx context.Context, in *DocumentIn[D]) (*Answer, error) {
		v, err := version(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return a.do(ctx, Target{ID: in.ID, Key: in.Key}, "replace-"+name, in.Body, floor.Request{Command: command(in.Body), IfVersion: v})
	})
}
