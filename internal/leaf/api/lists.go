package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/view"
)

// pageLimit is the most rows of one page.
const pageLimit = 200

// PageIn asks for a page of a list.
type PageIn struct {
	ID     string `path:"id" maxLength:"40"`
	Cursor string `query:"cursor" maxLength:"40" doc:"opaque; from the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// PageOut is a page of rows; Next asks for the one after it.
type PageOut[R any] struct {
	Link string `header:"Link"`
	Body struct {
		Rows []R    `json:"rows"`
		Next string `json:"next,omitempty"`
	}
}

func (a *API) lists() {
	for _, t := range []struct{ path, id, topic, summary string }{
		{"", "get-tournament", "desk", "What it is, clock, figures, money and advice"},
		{"/entries", "get-entries", "entries", "All entries by number"},
		{"/tables", "get-tables", "tables", "All tables by number"},
		{"/dues", "get-dues", "dues", "The pay-out list by entry"},
	} {
		a.document(t.path, t.id, t.topic, t.summary)
	}
	page(a, "log", "get-log", "The log, newest first", func(n *floor.Night, from, limit int) ([]floor.LogRow, int) {
		var rows []floor.LogRow
		i := len(n.Actions) - 1 - from
		for ; i >= 0 && len(rows) < limit; i-- {
			rows = append(rows, a.Floor.LogRow(n, n.Actions[i]))
		}
		return rows, more(from+len(rows), len(n.Actions))
	})
	page(a, "ledger", "get-ledger", "The ledger, newest first", func(n *floor.Night, from, limit int) ([]view.LedgerRow, int) {
		v := a.Floor.View(n)
		var rows []view.LedgerRow
		for i := len(n.State.Rows) - 1 - from; i >= 0 && len(rows) < limit; i-- {
			rows = append(rows, v.Row(n.State.Rows[i]))
		}
		return rows, more(from+len(rows), len(n.State.Rows))
	})
	page(a, "standings", "get-standings", "Everybody who is out, best place first", func(n *floor.Night, from, limit int) ([]view.EntryRow, int) {
		v := a.Floor.View(n)
		all := n.State.Standings()
		var rows []view.EntryRow
		for _, x := range all[min(from, len(all)):min(from+limit, len(all))] {
			if row, ok := v.Entry(x.Entry, x); ok {
				rows = append(rows, row)
			}
		}
		return rows, more(from+len(rows), len(all))
	})
}

func more(at, all int) int {
	if at >= all {
		return -1
	}
	return at
}

// page registers a list that is read on the floor, a page at a time. The cursor
// is the number of rows before it.
func page[R any](a *API, name, id, summary string, read func(n *floor.Night, from, limit int) ([]R, int)) {
	huma.Register(a.huma, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/tournaments/{id}/" + name, Summary: summary, Tags: []string{name}, Metadata: need(access.See), Errors: []int{404, 422},
	}, func(ctx context.Context, in *PageIn) (*PageOut[R], error) {
		from := 0
		if in.Cursor != "" {
			n, err := strconv.Atoi(in.Cursor)
			if err != nil || n < 0 {
				return nil, problemOf(422, "bad_value", "The cursor is not one of this list.")
			}
			from = n
		}
		var out PageOut[R]
		err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) {
			rows, next := read(n, from, min(in.Limit, pageLimit))
			out.Body.Rows = append([]R{}, rows...)
			if next >= 0 {
				out.Body.Next = strconv.Itoa(next)
				out.Link = "</api/tournaments/" + in.ID + "/" + name + "?cursor=" + out.Body.Next + ">; rel=\"next\""
			}
		})
		if err != nil {
			return nil, translate(err)
		}
		return &out, nil
	})
}

// DeskDoc is what it is, clock, figures, money and advice: the topic "desk".
type DeskDoc struct {
	Meta      view.Meta        `json:"meta"`
	Clock     view.Clock       `json:"clock"`
	Structure view.Structure   `json:"structure"`
	Plan      json.RawMessage  `json:"plan"`
	Totals    view.Totals      `json:"totals"`
	Money     view.Money       `json:"money"`
	Payouts   []view.PayoutRow `json:"payouts"`
	Advice    view.Advice      `json:"advice"`
}

// TopicOut is a topic's document as the live connection would send it.
type TopicOut struct {
	ETag        string `header:"ETag"`
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// document registers GET of a live topic.
func (a *API) document(path, id, topic, summary string) {
	huma.Register(a.huma, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/tournaments/{id}" + path, Summary: summary + " (the live topic " + topic + ")", Tags: []string{"tournaments"}, Metadata: need(access.See), Errors: []int{404},
		Responses: map[string]*huma.Response{"200": {Description: summary, Content: map[string]*huma.MediaType{"application/json": {Schema: a.topicSchema(topic)}}}},
	}, func(_ context.Context, in *OneTournament) (*TopicOut, error) {
		s, ok := a.Hub.Doc(floor.Topic(in.ID, topic))
		if !ok {
			return nil, translate(floor.ErrNoTournament)
		}
		return &TopicOut{ETag: s.ETag(), ContentType: "application/json", Body: s.JSON}, nil
	})
}

// topicSchema describes a topic, so that the pages' types come from here too.
func (a *API) topicSchema(topic string) *huma.Schema {
	r := a.huma.OpenAPI().Components.Schemas
	row := func(v any) *huma.Schema {
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: schemaOf(r, v)}
	}
	switch topic {
	case "entries":
		return row(view.EntryRow{})
	case "tables":
		return row(view.TableRow{})
	case "dues":
		return row(view.DueRow{})
	case "log":
		return row(floor.LogRow{})
	case "ledger":
		return row(view.LedgerRow{})
	case "seats":
		return row(view.SeatRow{})
	case "room":
		return schemaOf(r, RoomDoc{})
	}
	return schemaOf(r, DeskDoc{})
}
