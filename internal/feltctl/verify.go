package feltctl

import (
	"context"
	"errors"

	"felt/internal/leaf/store"
	"felt/internal/poker/audit"
	"felt/internal/poker/tournament"
)

type verifyCommand struct {
	box
	File string `help:"A database or backup file instead of the data folder's." type:"path"`
}

// verified is what audit verify answers.
type verified struct {
	OK          bool            `json:"ok"`
	File        string          `json:"file"`
	Venue       string          `json:"venue,omitempty"`
	Epoch       int64           `json:"epoch"`
	Events      int64           `json:"events"`
	Head        string          `json:"head,omitempty"` // hash of the last event
	Integrity   checked         `json:"integrity"`
	Chain       checked         `json:"chain"`
	Tournaments []verifiedNight `json:"tournaments"`
}

type checked struct {
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

func checkedBy(err error) checked {
	var damaged *store.DamagedError
	switch {
	case err == nil:
		return checked{OK: true}
	case errors.As(err, &damaged):
		return checked{Detail: damaged.Detail}
	}
	return checked{Detail: err.Error()}
}

type verifiedNight struct {
	ID   string  `json:"id"`
	Name string  `json:"name,omitempty"`
	Read checked `json:"read"`
	audit.Verdict
}

func (c verifyCommand) Run(ctx context.Context, t Tool) error {
	path := c.File
	if path == "" {
		path = c.database()
	}
	v, err := verify(ctx, path)
	if err != nil {
		return err
	}
	if err := t.answer(v); err != nil {
		return err
	}
	if !v.OK {
		t.say("Something is wrong: see the checks that are not ok.")
		return found
	}
	t.say("%d events of %d tournaments hold.", v.Events, len(v.Tournaments))
	return nil
}

// verify looks at everything even where something is wrong already, as far as
// the file can be read.
func verify(ctx context.Context, path string) (verified, error) {
	v := verified{File: path, Tournaments: []verifiedNight{}}
	s, err := openToRead(ctx, path)
	var damaged *store.DamagedError
	if errors.As(err, &damaged) {
		v.Integrity = checkedBy(err)
		v.Chain = checked{Detail: "not looked at: the file cannot be read"}
		return v, nil
	}
	if err != nil {
		return v, err
	}
	defer s.Close()
	v.Venue = s.Venue()
	v.Epoch, v.Events, v.Head = s.Head()
	v.Integrity = checkedBy(s.CheckIntegrity(ctx))
	v.Chain = checkedBy(s.VerifyChain(ctx, nil))
	v.OK = v.Integrity.OK && v.Chain.OK
	streams, err := s.Streams(ctx)
	if err != nil {
		v.OK, v.Chain = false, checkedBy(err)
		return v, ctx.Err()
	}
	for _, stream := range streams {
		n := verifyNight(ctx, s, stream)
		v.OK = v.OK && n.OK
		v.Tournaments = append(v.Tournaments, n)
	}
	return v, ctx.Err()
}

func verifyNight(ctx context.Context, s *store.Store, stream string) verifiedNight {
	n := verifiedNight{ID: stream}
	if t, err := s.Tournament(ctx, stream); err == nil {
		n.Name = t.Name
	}
	records, err := history(ctx, s, stream)
	n.Read = checkedBy(err)
	if err == nil {
		n.Verdict = audit.Against(records, tournament.Fold(records))
	}
	return n
}
