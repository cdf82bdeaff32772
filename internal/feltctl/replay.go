package feltctl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"felt/internal/leaf/store"
	"felt/internal/poker/audit"
	"felt/internal/poker/money"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"
)

type replayCommand struct {
	File string `arg:"" help:"A recorded evening or club night (JSON), a data folder, a database or a backup." type:"path"`
}

// replayed is what replay answers.
type replayed struct {
	File        string          `json:"file"`
	Kind        string          `json:"kind"` // evening, club_night or box
	Tournaments []replayedNight `json:"tournaments"`
}

// replayedNight is what a tournament came to. Money is in minor units.
type replayedNight struct {
	ID        string         `json:"id,omitempty"`
	Name      string         `json:"name,omitempty"`
	Currency  money.Currency `json:"currency"`
	Finished  bool           `json:"finished"`
	Standings []standing     `json:"standings"` // best first; those still in are not on it
	Payouts   []paid         `json:"payouts"`
	Item      int            `json:"item"`              // place in the structure, from 0
	Average   int64          `json:"average"`           // chips
	Skipped   []skipped      `json:"skipped,omitempty"` // lines of the recording that are no command, and why
	audit.Verdict
}

type skipped struct {
	Line int    `json:"line"`
	Do   string `json:"do"`
	Why  string `json:"why"`
}

type standing struct {
	Place  int                 `json:"place"`
	To     int                 `json:"to"` // last place of a tie
	Player tournament.PlayerID `json:"player"`
	Name   string              `json:"name,omitempty"`
	Entry  tournament.EntryNo  `json:"entry"`
}

type paid struct {
	standing
	Due  money.Amount `json:"due"`
	Paid money.Amount `json:"paid"`
}

// Run exits 1 where the auditor finds something wrong.
func (c replayCommand) Run(ctx context.Context, t Tool) error {
	answer, err := replay(ctx, c.File)
	if err != nil {
		return err
	}
	if err := t.answer(answer); err != nil {
		return err
	}
	for _, n := range answer.Tournaments {
		if failed := n.Failed(); failed != nil {
			t.say("%s: %s: %s", n.Name, failed.Name, failed.Detail)
			return found
		}
	}
	return nil
}

func replay(ctx context.Context, path string) (replayed, error) {
	info, err := os.Stat(path)
	if err != nil {
		return replayed{}, asked{err}
	}
	if !info.IsDir() {
		text, err := os.ReadFile(path)
		if err != nil {
			return replayed{}, err
		}
		if json.Valid(text) {
			return replayRecording(path, text)
		}
	}
	return replayBox(ctx, path)
}

// replayRecording carries the recorded commands out anew.
func replayRecording(path string, text []byte) (replayed, error) {
	kind, night, err := readRecording(text)
	if err != nil {
		return replayed{}, asked{err}
	}
	played := pokertest.NewNight()
	if err := played.Play(night, nil); err != nil {
		return replayed{}, err
	}
	names := map[tournament.PlayerID]string{}
	for _, p := range night.Players {
		names[p.ID] = p.Name
	}
	n := sumUp(played.Records, played.State, func(id tournament.PlayerID) string { return names[id] })
	n.Name = night.Name
	for _, x := range night.Skipped {
		n.Skipped = append(n.Skipped, skipped(x))
	}
	return replayed{File: path, Kind: kind, Tournaments: []replayedNight{n}}, nil
}

// readRecording tells the recordings by what they hold.
func readRecording(text []byte) (kind string, night script.Night, err error) {
	var holds map[string]json.RawMessage
	if err := json.Unmarshal(text, &holds); err != nil {
		return "", night, fmt.Errorf("this is no recorded night: %w", err)
	}
	switch {
	case holds["commands"] != nil:
		night, err = script.Evening(text)
		return "evening", night, err
	case holds["timeline"] != nil:
		night, err = script.Club(text)
		return "club_night", night, err
	}
	return "", night, errors.New("this is no recorded night: it has neither commands nor a timeline")
}

// replayBox folds what a box has kept.
func replayBox(ctx context.Context, path string) (replayed, error) {
	s, err := openToRead(ctx, path)
	if err != nil {
		return replayed{}, err
	}
	defer s.Close()
	names, err := playerNames(ctx, s)
	if err != nil {
		return replayed{}, err
	}
	streams, err := s.Streams(ctx)
	if err != nil {
		return replayed{}, err
	}
	answer := replayed{File: path, Kind: "box", Tournaments: []replayedNight{}}
	for _, stream := range streams {
		records, err := history(ctx, s, stream)
		if err != nil {
			return replayed{}, err
		}
		n := sumUp(records, tournament.Fold(records), names)
		n.ID = stream
		if t, err := s.Tournament(ctx, stream); err == nil {
			n.Name = t.Name
		}
		answer.Tournaments = append(answer.Tournaments, n)
	}
	return answer, nil
}

func playerNames(ctx context.Context, s *store.Store) (func(tournament.PlayerID) string, error) {
	list, err := s.Players(ctx)
	names := make(map[tournament.PlayerID]string, len(list))
	for _, p := range list {
		names[tournament.PlayerID(p.ID)] = p.Name
	}
	return func(id tournament.PlayerID) string { return names[id] }, err
}

func sumUp(records []tournament.Record, s *tournament.State, name func(tournament.PlayerID) string) replayedNight {
	n := replayedNight{Currency: s.Config.Currency, Finished: s.Finished, Standings: []standing{}, Payouts: []paid{},
		Item: s.Clock.Item, Average: s.Average(), Verdict: audit.Against(records, s)}
	line := func(x tournament.Standing) standing {
		player := s.Entry(x.Entry).Player
		return standing{Place: x.Place, To: x.To, Player: player, Name: name(player), Entry: x.Entry}
	}
	for _, x := range s.Standings() {
		n.Standings = append(n.Standings, line(x))
	}
	for _, x := range s.Payouts() {
		n.Payouts = append(n.Payouts, paid{line(x.Standing), x.Due, s.PaidTo(x.Entry)})
	}
	return n
}
