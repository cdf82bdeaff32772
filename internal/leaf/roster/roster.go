// Package roster keeps the players' names in memory, so that a tap costs no
// query. The table of players is the truth; events never hold a name.
package roster

import (
	"context"
	"strings"
	"sync"

	"felt/internal/leaf/store"
	"felt/internal/leaf/view"
	"felt/internal/poker/tournament"
)

// Erased stands where an erased person's name stood.
const Erased = "–"

// Roster answers names by player id.
type Roster struct {
	mu    sync.RWMutex
	names map[tournament.PlayerID]view.Name
}

// Load reads all players.
func Load(ctx context.Context, s *store.Store) (*Roster, error) {
	list, err := s.Players(ctx)
	if err != nil {
		return nil, err
	}
	r := &Roster{names: make(map[tournament.PlayerID]view.Name, len(list))}
	for _, p := range list {
		r.names[tournament.PlayerID(p.ID)] = nameOf(p)
	}
	return r, nil
}

// Name gives a person's names; a person nobody knows is a dash.
func (r *Roster) Name(id tournament.PlayerID) view.Name {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if n, ok := r.names[id]; ok {
		return n
	}
	return view.Name{Full: Erased, Public: Erased}
}

// Knows says whether there is such a player.
func (r *Roster) Knows(id tournament.PlayerID) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n, ok := r.names[id]
	return ok && n.Full != Erased
}

// Put takes a new or changed player in.
func (r *Roster) Put(p store.Player) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[tournament.PlayerID(p.ID)] = nameOf(p)
}

// Erase forgets a person's names.
func (r *Roster) Erase(id tournament.PlayerID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[id] = view.Name{Full: Erased, Public: Erased}
}

func nameOf(p store.Player) view.Name {
	if p.Erased() {
		return view.Name{Full: Erased, Public: Erased}
	}
	return view.Name{Full: p.Name, Public: public(p)}
}

// public is the name as the person chose to be shown to everybody.
func public(p store.Player) string {
	switch p.ShownAs {
	case store.ShownHidden:
		return Erased
	case store.ShownInitials:
		var b strings.Builder
		for _, part := range strings.Fields(p.Name) {
			first := []rune(part)[0]
			b.WriteRune(first)
			b.WriteByte('.')
		}
		return b.String()
	case store.ShownShort:
		if p.ShortName != "" {
			return p.ShortName
		}
		parts := strings.Fields(p.Name)
		if len(parts) < 2 {
			return p.Name
		}
		last := []rune(parts[len(parts)-1])
		return parts[0] + " " + string(last[0]) + "."
	}
	return p.Name
}
