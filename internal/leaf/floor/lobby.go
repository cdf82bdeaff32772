package floor

import (
	"context"
	"encoding/json"

	"felt/internal/leaf/view"
	"felt/internal/live"
)

// LobbyTopic lists the tournaments that are not closed, for everybody.
const LobbyTopic = "lobby"

// LobbyRow is one of them.
type LobbyRow struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status"` // announced, running
}

// Lobby lists the tournaments that are not closed.
func (f *Floor) Lobby(ctx context.Context) (map[string]LobbyRow, error) {
	rows := map[string]LobbyRow{}
	err := f.between(ctx, func() {
		for id, n := range f.nights {
			if !n.closed && n.Version > 0 {
				rows[id] = n.lobbyRow()
			}
		}
	})
	return rows, err
}

func (n *Night) lobbyRow() LobbyRow {
	return LobbyRow{ID: n.ID, Name: n.Name, Status: view.Status(n.State)}
}

// LoadLobby builds the lobby's topic; it is part of the hub's Load.
func (f *Floor) LoadLobby() (live.Topic, bool) {
	rows, err := f.Lobby(context.Background())
	d := doc{}
	for id, row := range rows {
		put(d, id, row)
	}
	return live.Topic{Audience: live.Public, Doc: d}, err == nil
}

// lobbyPatch tells of a night whose line changed. What a lobby shows that was
// built meanwhile is not known, so after a time without one the line is sent.
func (f *Floor) lobbyPatch(n *Night) []live.Change {
	if !f.opt.Hub.Has(LobbyTopic) {
		n.lobbyKnown = false
		return nil
	}
	var row json.RawMessage
	if !n.closed {
		row, _ = json.Marshal(n.lobbyRow()) // strings only: it encodes
	}
	if n.lobbyKnown && string(row) == n.lobbySent {
		return nil
	}
	n.lobbyKnown, n.lobbySent = true, string(row)
	return []live.Change{{Topic: LobbyTopic, Patch: doc{n.ID: row}}}
}

// between runs a function on the writer goroutine, between two groups.
func (f *Floor) between(ctx context.Context, fn func()) error {
	_, err := f.wait(ctx, &job{between: fn, done: make(chan outcome, 1)})
	return err
}
