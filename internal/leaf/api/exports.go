package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/leaf/view"
	"felt/internal/poker/audit"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

type csvOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// exports are a night's lists as files for a spreadsheet, and what the auditor
// says of it.
func (a *API) exports() {
	sheet(a, "standings", "export-standings", "Everybody's place and prize, as CSV", a.standingsSheet)
	sheet(a, "ledger", "export-ledger", "The ledger, oldest first, as CSV", a.ledgerSheet)
	sheet(a, "log", "export-log", "The log, oldest first, as CSV", a.logSheet)

	type verdict struct{ Body audit.Verdict }
	handle(a, http.MethodGet, "/api/tournaments/{id}/audit", "audit-tournament", "What the auditor says, computed from the raw events", nil, func(ctx context.Context, in *OneTournament) (*verdict, error) {
		var records []tournament.Record
		if err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) { records = n.Records }); err != nil {
			return nil, translate(err)
		}
		return &verdict{audit.Against(records, tournament.Fold(records))}, nil
	})
}

// sheet registers a list as CSV. rows runs on the writer and must copy what it
// returns; the file is written beside it.
func sheet(a *API, name, id, summary string, rows func(*floor.Night) [][]string) {
	op := huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/tournaments/{id}/" + name + ".csv", Summary: summary, Tags: []string{"exports"}, Metadata: need(access.See), Errors: []int{404},
		Responses: map[string]*huma.Response{"200": {Description: summary, Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *OneTournament) (*csvOut, error) {
		var list [][]string
		if err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) { list = rows(n) }); err != nil {
			return nil, translate(err)
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		for _, row := range list {
			for i := range row {
				row[i] = harmless(row[i])
			}
			if err := w.Write(row); err != nil {
				return nil, translate(err)
			}
		}
		w.Flush()
		return &csvOut{"text/csv; charset=utf-8", `attachment; filename="` + name + `.csv"`, b.Bytes()}, w.Error()
	})
}

// harmless keeps a spreadsheet from taking a name for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}

func (a *API) standingsSheet(n *floor.Night) [][]string {
	v := a.Floor.View(n)
	rows := [][]string{{"place", "to", "entry", "name", "status", "knocked_out", "due", "paid", "currency"}}
	add := func(x tournament.Standing) {
		row, ok := v.Entry(x.Entry, x)
		if !ok {
			return
		}
		due, _ := v.Due(x.Entry)
		rows = append(rows, []string{strconv.Itoa(x.Place), strconv.Itoa(x.To), strconv.Itoa(int(x.Entry)), row.Name, string(row.Status), strconv.Itoa(row.Knocked), decimal(n, due.Due), decimal(n, due.Paid), string(n.State.Config.Currency)})
	}
	if w := n.State.Winner(); w != 0 {
		add(tournament.Standing{Place: 1, To: 1, Entry: w})
	}
	for _, x := range n.State.Standings() {
		if x.Entry != n.State.Winner() {
			add(x)
		}
	}
	return rows
}

func (a *API) ledgerSheet(n *floor.Night) [][]string {
	v := a.Floor.View(n)
	rows := [][]string{{"row", "at", "action", "kind", "entry", "method", "taken", "pool", "fee", "deductions", "of", "how", "reversed_by", "currency"}}
	for _, r := range n.State.Rows {
		var x view.LedgerRow = v.Row(r)
		var deducted money.Amount
		for _, d := range x.Deductions {
			deducted += d.Amount
		}
		rows = append(rows, []string{strconv.Itoa(int(x.No)), wall(x.At), x.Action, x.Kind, strconv.Itoa(int(x.Entry)), string(x.Method), decimal(n, x.Taken), decimal(n, x.Pool), decimal(n, x.Fee), decimal(n, deducted), number(x.Of), x.How, number(x.ReversedBy), string(n.State.Config.Currency)})
	}
	return rows
}

func (a *API) logSheet(n *floor.Night) [][]string {
	rows := [][]string{{"at", "action", "actor", "device", "undone", "undo_of", "event", "data"}}
	for _, x := range n.Actions {
		line := a.Floor.LogRow(n, x)
		for _, e := range line.Events {
			rows = append(rows, []string{wall(line.At), line.Action, line.Actor, line.Device, strconv.FormatBool(line.Undone), line.UndoOf, e.Name, string(e.Data)})
		}
	}
	return rows
}

// decimal writes an amount in whole units, "1234.50".
func decimal(n *floor.Night, amount money.Amount) string {
	digits := n.State.Config.Currency.MinorDigits()
	if digits == 0 {
		return strconv.FormatInt(int64(amount), 10)
	}
	sign := ""
	if amount < 0 {
		sign, amount = "-", -amount
	}
	s := strconv.FormatInt(int64(amount), 10)
	if len(s) <= digits {
		s = strings.Repeat("0", digits+1-len(s)) + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}

func wall(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }

func number(n tournament.RowNo) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// notes are what people write beside an action: free text, which may describe a
// person, kept outside the events and erasable.
func (a *API) notes() {
	type note struct {
		Body struct {
			Text string `json:"text" maxLength:"500"`
		}
	}
	exists := func(ctx context.Context, in oneAction) error {
		found := false
		err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) { _, found = n.Action(in.Action) })
		if err == nil && !found {
			return problemOf(404, tournament.ActionUnknown, "There is no such action.")
		}
		return err
	}
	handle(a, http.MethodGet, "/api/tournaments/{id}/actions/{action}/note", "get-note", "What was written beside an action", nil, func(ctx context.Context, in *oneAction) (*note, error) {
		if err := exists(ctx, *in); err != nil {
			return nil, translate(err)
		}
		var out note
		text, err := a.Store.Note(ctx, in.Action)
		if err != nil {
			return nil, translate(err)
		}
		out.Body.Text = text
		return &out, nil
	})
	type write struct {
		ID     string `path:"id" maxLength:"40"`
		Action string `path:"action" maxLength:"40"`
		Body   struct {
			Text string `json:"text" maxLength:"500" doc:"empty: erase what was written"`
		}
	}
	handle(a, http.MethodPost, "/api/tournaments/{id}/actions/{action}/note", "note-action", "Write beside an action, or erase it", rights(access.RegisterPlayers), func(ctx context.Context, in *write) (*note, error) {
		if err := exists(ctx, oneAction{in.ID, in.Action}); err != nil {
			return nil, translate(err)
		}
		err := a.Store.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
			if in.Body.Text == "" {
				return tx.EraseNote(ctx, in.Action)
			}
			return tx.PutNote(ctx, in.Action, in.Body.Text)
		})
		var out note
		out.Body.Text = in.Body.Text
		return &out, asProblem(err)
	})
}
