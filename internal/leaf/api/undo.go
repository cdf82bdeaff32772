package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

func (a *API) undo() {
	huma.Register(a.huma, huma.Operation{
		OperationID: "preview-undo", Method: http.MethodGet, Path: "/api/tournaments/{id}/actions/{action}/undo", Summary: "Show what undoing an action would do; nothing is changed", Tags: []string{"undo"},
		Metadata: need(access.See), Errors: []int{404},
	}, a.previewUndo)

	type undo struct {
		Target
		Body UndoBody
	}
	requested(a, "/api/tournaments/{id}/undo", "undo-action", "Undo an action, at any distance", access.See, func(ctx context.Context, in undo) (floor.Request, error) {
		if in.Body.Action == "" {
			return floor.Request{}, problemOf(422, "bad_value", "Which action is to be undone?")
		}
		return a.undoRequest(ctx, in.ID, in.Body, false)
	})
	requested(a, "/api/tournaments/{id}/undo-last", "undo-last", "Undo what this device did last", access.See, func(ctx context.Context, in undo) (floor.Request, error) {
		last, err := a.Floor.LastOf(ctx, in.ID, identity(ctx).Device)
		if err != nil {
			return floor.Request{}, err
		}
		if in.Body.Action != "" && in.Body.Action != last.ID {
			return floor.Request{}, floor.ErrNotMine
		}
		in.Body.Action = last.ID
		return a.undoRequest(ctx, in.ID, in.Body, true)
	})
}

// UndoBody is an undo with what is true of the money and the repairs chosen.
type UndoBody struct {
	Action string                  `json:"action,omitempty" maxLength:"40"`
	Money  []tournament.Reversal   `json:"money,omitempty" maxItems:"2000"`
	Seats  []tournament.SeatChoice `json:"seats,omitempty" maxItems:"2000" doc:"other seats than the proposed ones"`
	Counts []tournament.Count      `json:"counts,omitempty" maxItems:"2000"`
}

// undoRequest asks for the right to do what is undone; payouts and closed nights
// need owner or director with the PIN again.
func (a *API) undoRequest(ctx context.Context, id string, b UndoBody, mine bool) (floor.Request, error) {
	var u access.Undone
	found := false
	err := a.Floor.Read(ctx, id, func(n *floor.Night) {
		action, ok := n.Action(b.Action)
		found = ok
		u.Closed = n.State.Finished || n.State.Cancelled
		for _, r := range n.Events(action) {
			u.Need = append(u.Need, rightOf(r.Event))
			if _, paid := r.Event.(tournament.PrizePaid); paid {
				u.Payout = true
			}
		}
	})
	if err != nil {
		return floor.Request{}, err
	}
	if !found {
		return floor.Request{}, problemOf(404, tournament.ActionUnknown, "There is no such action.")
	}
	if err := identity(ctx).AllowUndo(u); err != nil {
		return floor.Request{}, err
	}
	return floor.Request{Mine: mine, Undo: &tournament.Undo{Action: b.Action, Money: b.Money, Seats: b.Seats, Counts: b.Counts}}, nil
}

// rightOf is the right that doing it needed.
func rightOf(e tournament.Event) access.Right {
	switch e.(type) {
	case tournament.EntryBought, tournament.Rebought, tournament.AddedOn, tournament.SaleSettled, tournament.SaleReversed:
		return access.TakeMoney
	case tournament.Busted, tournament.Removed, tournament.Penalised, tournament.EntryVoided:
		return access.Bust
	case tournament.Counted, tournament.ColouredUp:
		return access.CountChips
	case tournament.ClockStarted, tournament.ClockPaused, tournament.ClockSet, tournament.BoundaryPassed, tournament.BreakTaken, tournament.BreakEnded,
		tournament.ClockInterrupted, tournament.HandForHandStarted, tournament.HandForHandPlayed, tournament.HandForHandEnded, tournament.RegistrationClosed:
		return access.RunClock
	case tournament.DealOffered, tournament.DealAnswered, tournament.DealMade:
		return access.Deal
	case tournament.PrizePaid, tournament.PrizeReturned:
		return access.PayPrizes
	case tournament.PayoutsReplaced:
		return access.EditPayouts
	case tournament.Created, tournament.StructureReplaced, tournament.RulesReplaced, tournament.RegistrationReopened:
		return access.EditStructure
	case tournament.Finished, tournament.Cancelled, tournament.DrawRevealed:
		return access.Finish
	}
	return access.Seat
}

type oneAction struct {
	ID     string `path:"id" maxLength:"40"`
	Action string `path:"action" maxLength:"40"`
}

// UndoSheet is what an undo would do.
type UndoSheet struct{ Body UndoPreview }

// UndoPreview is what an undo would do, for people.
type UndoPreview struct {
	Action  string                  `json:"action"`
	Blocked *Problem                `json:"blocked,omitempty" doc:"no repair exists; names the action in the way"`
	Money   []MoneyQuestion         `json:"money" doc:"what is true of each: never taken, or given back?"`
	Seats   []tournament.SeatChoice `json:"seats" doc:"players who would stand, with a seat proposed for each"`
	Changes []EntryChange           `json:"changes"`
	Clock   *ClockChange            `json:"clock,omitempty"`
	Pool    [2]money.Amount         `json:"pool" doc:"before and after"`
	Players [2]int                  `json:"players" doc:"in, before and after"`
	Chips   [2]int64                `json:"chips" doc:"in play, before and after"`
}

// MoneyQuestion asks what is true of a row.
type MoneyQuestion struct {
	Row    tournament.RowNo    `json:"row"`
	Kind   string              `json:"kind"`
	Player tournament.PlayerID `json:"player"`
	Amount money.Amount        `json:"amount"`
	Method tournament.Method   `json:"method"`
}

// EntryChange is one player before and after.
type EntryChange struct {
	Entry  tournament.EntryNo `json:"entry"`
	Before EntrySide          `json:"before"`
	After  EntrySide          `json:"after"`
}

// EntrySide is one side of a change.
type EntrySide struct {
	Status tournament.Status `json:"status"`
	Table  int               `json:"table,omitempty"`
	Seat   int               `json:"seat,omitempty"`
	Place  int               `json:"place,omitempty"`
	Due    money.Amount      `json:"due,omitempty"`
	Paid   money.Amount      `json:"paid,omitempty"`
	Count  int64             `json:"count"` // -1 unknown
}

// ClockChange is the clock before and after.
type ClockChange struct {
	Before clock.Reading `json:"before"`
	After  clock.Reading `json:"after"`
}

func (a *API) previewUndo(ctx context.Context, in *oneAction) (*UndoSheet, error) {
	p, err := a.Floor.PreviewUndo(ctx, in.ID, in.Action)
	if err != nil {
		return nil, translate(err)
	}
	out := UndoPreview{Action: p.Action, Money: []MoneyQuestion{}, Seats: append([]tournament.SeatChoice{}, p.Seats...), Changes: []EntryChange{}, Pool: p.Pool, Players: p.Left, Chips: p.Chips}
	if p.Blocked != nil {
		out.Blocked = ofRefusal(p.Blocked)
	}
	for _, q := range p.Money {
		out.Money = append(out.Money, MoneyQuestion(q))
	}
	for _, c := range p.Changes {
		out.Changes = append(out.Changes, EntryChange{c.Entry, side(c.Before), side(c.After)})
	}
	if p.Clock != nil {
		out.Clock = &ClockChange{p.Clock.Before, p.Clock.After}
	}
	return &UndoSheet{out}, nil
}

func side(v tournament.EntryView) EntrySide {
	return EntrySide{Status: v.Status, Table: v.Seat.Table, Seat: v.Seat.Seat, Place: v.Place.Place, Due: v.Due, Paid: v.Paid, Count: v.Count}
}
