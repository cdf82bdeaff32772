package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"felt/internal/leaf/floor"
	"felt/internal/leaf/view"
	"felt/internal/poker/tournament"
)

// RoomDoc is what everybody in the room may see: the topic "room".
type RoomDoc struct {
	Meta      view.PublicMeta  `json:"meta"`
	Clock     view.Clock       `json:"clock"`
	Structure view.Structure   `json:"structure"`
	Totals    view.Totals      `json:"totals"`
	Payouts   []view.PayoutRow `json:"payouts"`
}

// NewRoom registers the operations of the room listener on mux: reading what
// everybody may see, and nothing else.
func NewRoom(mux humago.Mux, d Deps) *API {
	huma.NewError = newError
	c := config(d.Version)
	c.OpenAPIPath = ""
	a := &API{Deps: d, huma: humago.New(mux, c)}
	a.huma.UseMiddleware(a.authorise)
	a.room(map[string]any{"open": true})
	return a
}

// Draws is the proof page: what was committed to, and what was revealed. With
// the seed of a commitment any phone can recompute its draws.
type Draws struct {
	Commitment string `json:"commitment,omitempty" doc:"of the seed in use"`
	Revealed   []struct {
		Commitment string `json:"commitment"`
		Seed       string `json:"seed"`
	} `json:"revealed"`
	Redraws int    `json:"redraws"`
	Draws   []Draw `json:"draws"`
}

// Draw is one draw.
type Draw struct {
	Purpose string            `json:"purpose"`
	Attempt int               `json:"attempt"`
	Entries []tournament.Move `json:"seats"`
	Open    string            `json:"open,omitempty" doc:"the ordered open seats"`
	Digest  string            `json:"digest,omitempty" doc:"of a list too long to write out"`
	Of      int               `json:"of,omitempty" doc:"seats in that list"`
	Index   int               `json:"index"`
	At      int64             `json:"at"`
	Undone  bool              `json:"undone,omitempty"`
}

func (a *API) room(marks map[string]any) {
	read := func(path, id, topic, summary string) {
		huma.Register(a.huma, huma.Operation{
			OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Tags: []string{"room"}, Metadata: marks, Errors: []int{404},
			Responses: map[string]*huma.Response{"200": {Description: summary, Content: map[string]*huma.MediaType{"application/json": {Schema: a.topicSchema(topic)}}}},
		}, func(_ context.Context, in *OneTournament) (*TopicOut, error) {
			s, ok := a.Hub.Doc(floor.Topic(in.ID, topic))
			if !ok {
				return nil, translate(floor.ErrNoTournament)
			}
			return &TopicOut{ETag: s.ETag(), ContentType: "application/json", Body: s.JSON}, nil
		})
	}
	read("/api/room/tournaments/{id}", "room-tournament", "room", "Clock, figures and payouts, for everybody in the room")
	read("/api/room/tournaments/{id}/seats", "room-seats", "seats", "Who sits where, as each chose to be shown")
	huma.Register(a.huma, huma.Operation{
		OperationID: "room-draws", Method: http.MethodGet, Path: "/api/room/tournaments/{id}/draws", Summary: "The proof of the draws", Tags: []string{"room"}, Metadata: marks, Errors: []int{404},
	}, a.draws)
	huma.Register(a.huma, huma.Operation{
		OperationID: "room", Method: http.MethodGet, Path: "/api/room", Summary: "The venue and what is on", Tags: []string{"room"}, Metadata: marks,
	}, a.lobby)
}

type lobbyOut struct {
	Body struct {
		Venue       string                    `json:"venue"`
		Language    string                    `json:"language"`
		Tournaments map[string]floor.LobbyRow `json:"tournaments"`
	}
}

func (a *API) lobby(ctx context.Context, _ *struct{}) (*lobbyOut, error) {
	var out lobbyOut
	s, _, err := a.House.Settings(ctx)
	if err == nil {
		out.Body.Venue, out.Body.Language = s.Venue.Name, s.Venue.Language
	}
	out.Body.Tournaments, err = a.Floor.Lobby(ctx)
	return &out, asProblem(err)
}

type drawsOut struct{ Body Draws }

func (a *API) draws(ctx context.Context, in *OneTournament) (*drawsOut, error) {
	out := drawsOut{Draws{Draws: []Draw{}}}
	err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) {
		d := n.State.Draw
		out.Body.Commitment, out.Body.Redraws = d.Commitment, d.Redraws
		for _, r := range d.Revealed {
			out.Body.Revealed = append(out.Body.Revealed, struct {
				Commitment string `json:"commitment"`
				Seed       string `json:"seed"`
			}{r.Commitment, r.Seed})
		}
		for _, r := range n.Records {
			var drawn *tournament.Drawn
			var moves []tournament.Move
			switch e := r.Event.(type) {
			case tournament.EntrySeated:
				drawn, moves = e.Draw, []tournament.Move{{Entry: e.Entry, To: e.Place}}
			case tournament.TableBroken:
				drawn, moves = e.Draw, e.Moves
			case tournament.Redrawn:
				drawn, moves = e.Draw, e.Moves
			}
			if drawn == nil {
				continue
			}
			action, _ := n.Action(r.Action)
			out.Body.Draws = append(out.Body.Draws, Draw{drawn.Purpose, drawn.Attempt, moves, drawn.Open, drawn.Digest, drawn.Of, drawn.Index, r.At, action.Undone})
		}
	})
	return &out, asProblem(err)
}
