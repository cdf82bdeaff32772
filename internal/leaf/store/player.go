package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"felt/internal/leaf/store/db"
)

// ShownAs is how much of a player's name guests may see.
type ShownAs string

const (
	ShownFull     ShownAs = "full"
	ShownShort    ShownAs = "short"
	ShownInitials ShownAs = "initials"
	ShownHidden   ShownAs = "hidden"
)

// Player is a person. Only the id is in the events; all else can be erased.
type Player struct {
	ID        string
	Version   int64 // 1 when created, one more with each change
	Name      string
	ShortName string // as on a small screen; "" to make it from Name
	Phone     string
	Email     string
	Note      string
	ShownAs   ShownAs
	CreatedAt time.Time
	ErasedAt  time.Time // zero if not erased
}

// Erased reports whether the person was erased.
func (p *Player) Erased() bool { return !p.ErasedAt.IsZero() }

// CreatePlayer adds a player; ID is given by the caller, Version and the times
// are set here. ErrExists if the id is taken, ErrErased if it ever was erased.
func (s *Store) CreatePlayer(ctx context.Context, p Player) (Player, error) {
	err := s.Update(ctx, func(ctx context.Context, tx *Tx) (err error) {
		p, err = tx.CreatePlayer(ctx, p)
		return err
	})
	return p, err
}

// CreatePlayer is Store.CreatePlayer as part of a larger write.
func (tx *Tx) CreatePlayer(ctx context.Context, p Player) (Player, error) {
	if p.ShownAs == "" {
		p.ShownAs = ShownFull
	}
	if err := p.check(); err != nil {
		return p, err
	}
	if _, erased := tx.store.erased[p.ID]; erased {
		return p, ErrErased
	}
	p.Version, p.CreatedAt, p.ErasedAt = 1, tx.now(), time.Time{}
	folded, digits, words := searchable(&p)
	err := tx.AddPlayer(ctx, db.AddPlayerParams{
		ID: p.ID, Name: p.Name, ShortName: p.ShortName, Phone: p.Phone, Email: p.Email, Note: p.Note,
		ShownAs: string(p.ShownAs), CreatedAt: p.CreatedAt.UnixMilli(), Folded: folded, Digits: digits, Words: words,
	})
	return p, err
}

// ChangePlayer replaces what is known of a player. p.Version is the version the
// change was based on; *VersionError if it is not the current one, ErrNotFound
// if there is no such player, ErrErased if the player was erased.
func (s *Store) ChangePlayer(ctx context.Context, p Player) (Player, error) {
	err := s.Update(ctx, func(ctx context.Context, tx *Tx) (err error) {
		p, err = tx.ChangePlayer(ctx, p)
		return err
	})
	return p, err
}

// ChangePlayer is Store.ChangePlayer as part of a larger write.
func (tx *Tx) ChangePlayer(ctx context.Context, p Player) (Player, error) {
	if err := p.check(); err != nil {
		return p, err
	}
	now, err := tx.Queries.GetPlayer(ctx, p.ID)
	if err != nil {
		return p, err
	}
	if now.ErasedAt != nil {
		return p, ErrErased
	}
	if now.Version != p.Version {
		return p, &VersionError{now.Version}
	}
	folded, digits, words := searchable(&p)
	_, err = tx.Queries.ChangePlayer(ctx, db.ChangePlayerParams{
		Name: p.Name, ShortName: p.ShortName, Phone: p.Phone, Email: p.Email, Note: p.Note, ShownAs: string(p.ShownAs),
		Folded: folded, Digits: digits, Words: words, ID: p.ID, Version: p.Version,
	})
	p.Version++
	p.CreatedAt = time.UnixMilli(now.CreatedAt)
	return p, err
}

func (p *Player) check() error {
	switch {
	case p.ID == "" || strings.ContainsAny(p.ID, " \n"):
		return fmt.Errorf("player id %q is not an id", p.ID)
	case strings.TrimSpace(p.Name) == "":
		return errors.New("a player has a name")
	}
	if err := plain(p.ID, p.Name, p.ShortName, p.Phone, p.Email, p.Note); err != nil {
		return err
	}
	switch p.ShownAs {
	case ShownFull, ShownShort, ShownInitials, ShownHidden:
		return nil
	}
	return fmt.Errorf("a player is not shown as %q", p.ShownAs)
}

// Player returns a player, erased ones too. ErrNotFound if there is none.
func (s *Store) Player(ctx context.Context, id string) (Player, error) {
	row, err := s.reads.GetPlayer(ctx, id)
	return player(row), explain(err, s.opt.Path)
}

// Players returns all players, erased ones too, in order of their names.
func (s *Store) Players(ctx context.Context) ([]Player, error) {
	rows, err := s.reads.AllPlayers(ctx)
	return players(rows), explain(err, s.opt.Path)
}

func player(r db.Player) Player {
	p := Player{
		ID: r.ID, Version: r.Version, Name: r.Name, ShortName: r.ShortName, Phone: r.Phone, Email: r.Email,
		Note: r.Note, ShownAs: ShownAs(r.ShownAs), CreatedAt: time.UnixMilli(r.CreatedAt),
	}
	if r.ErasedAt != nil {
		p.ErasedAt = time.UnixMilli(*r.ErasedAt)
	}
	return p
}

func players(rows []db.Player) []Player {
	list := make([]Player, len(rows))
	for i, r := range rows {
		list[i] = player(r)
	}
	return list
}
