package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/poker/blinds"
	"felt/internal/poker/tournament"
)

// Player is a person, for staff.
type Player struct {
	ID      string        `json:"id"`
	Version int64         `json:"version"`
	Name    string        `json:"name"`
	Short   string        `json:"short_name,omitempty"`
	Phone   string        `json:"phone,omitempty"`
	Email   string        `json:"email,omitempty"`
	Note    string        `json:"note,omitempty"`
	ShownAs store.ShownAs `json:"shown_as" enum:"full,short,initials,hidden"`
	Erased  bool          `json:"erased,omitempty"`
}

// PlayerBody is what may be changed of a person.
type PlayerBody struct {
	Name    string        `json:"name" minLength:"1" maxLength:"80"`
	Short   string        `json:"short_name,omitempty" maxLength:"40"`
	Phone   string        `json:"phone,omitempty" maxLength:"40"`
	Email   string        `json:"email,omitempty" maxLength:"120"`
	Note    string        `json:"note,omitempty" maxLength:"500"`
	ShownAs store.ShownAs `json:"shown_as,omitempty" enum:"full,short,initials,hidden"`
}

func (b PlayerBody) player(id string, version int64) store.Player {
	return store.Player{ID: id, Version: version, Name: b.Name, ShortName: b.Short, Phone: b.Phone, Email: b.Email, Note: b.Note, ShownAs: b.ShownAs}
}

func playerView(p store.Player) Player {
	return Player{ID: p.ID, Version: p.Version, Name: p.Name, Short: p.ShortName, Phone: p.Phone, Email: p.Email, Note: p.Note, ShownAs: p.ShownAs, Erased: p.Erased()}
}

// named refuses a name of spaces.
func named(name, field string) error {
	if strings.TrimSpace(name) != "" {
		return nil
	}
	p := problemOf(422, "bad_value", "A name is needed.")
	p.Field = field
	return p
}

type playerOut struct {
	ETag string `header:"ETag"`
	Body Player
}

type playersOut struct {
	Body struct {
		Players []Player `json:"players"`
	}
}

func playersOf(list []store.Player, err error) (*playersOut, error) {
	if err != nil {
		return nil, translate(err)
	}
	var out playersOut
	out.Body.Players = []Player{}
	for _, p := range list {
		out.Body.Players = append(out.Body.Players, playerView(p))
	}
	return &out, nil
}

type oneID struct {
	ID string `path:"id" maxLength:"40"`
}

func (a *API) people() {
	type search struct {
		Q     string `query:"q" maxLength:"80" doc:"beginning of a name, or part of a phone number"`
		Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
	}
	handle(a, http.MethodGet, "/api/players", "search-players", "Search players as you type", nil, func(ctx context.Context, in *search) (*playersOut, error) {
		return playersOf(a.Store.SearchPlayers(ctx, in.Q, in.Limit))
	})
	type likely struct {
		Name  string `query:"name" maxLength:"80"`
		Phone string `query:"phone" maxLength:"40"`
	}
	handle(a, http.MethodGet, "/api/players/likely", "likely-players", "Players who are likely the same person", nil, func(ctx context.Context, in *likely) (*playersOut, error) {
		return playersOf(a.Store.LikelySame(ctx, in.Name, in.Phone))
	})
	type add struct {
		Key  string `header:"Idempotency-Key" maxLength:"120"`
		Body PlayerBody
	}
	handle(a, http.MethodPost, "/api/players", "add-player", "Add a player", rights(access.RegisterPlayers), func(ctx context.Context, in *add) (*playerOut, error) {
		if err := named(in.Body.Name, "name"); err != nil {
			return nil, err
		}
		id := a.NewID()
		if in.Key != "" { // the same key names the same person
			id = idOfKey(identity(ctx).Device, "player/"+in.Key)
		}
		p, err := a.Store.CreatePlayer(ctx, in.Body.player(id, 0))
		if errors.Is(err, store.ErrExists) {
			if p, err = a.Store.Player(ctx, id); err == nil {
				return sameAgain(p, in.Body)
			}
		}
		if err != nil {
			return nil, translate(err)
		}
		a.Roster.Put(p)
		return &playerOut{etag(p.Version), playerView(p)}, nil
	})
	handle(a, http.MethodGet, "/api/players/{id}", "get-player", "One player", nil, func(ctx context.Context, in *oneID) (*playerOut, error) {
		p, err := a.Store.Player(ctx, in.ID)
		return &playerOut{etag(p.Version), playerView(p)}, asProblem(err)
	})
	type change struct {
		ID      string `path:"id" maxLength:"40"`
		IfMatch string `header:"If-Match" maxLength:"40"`
		Body    PlayerBody
	}
	handle(a, http.MethodPut, "/api/players/{id}", "change-player", "Change a player", rights(access.RegisterPlayers), func(ctx context.Context, in *change) (*playerOut, error) {
		v, err := version(in.IfMatch)
		if err == nil {
			err = named(in.Body.Name, "name")
		}
		if err != nil {
			return nil, err
		}
		was, err := a.Store.Player(ctx, in.ID)
		if err != nil {
			return nil, translate(err)
		}
		if in.Body.ShownAs == "" { // who chose to be hidden stays so
			in.Body.ShownAs = was.ShownAs
		}
		p, err := a.Store.ChangePlayer(ctx, in.Body.player(in.ID, v))
		if err != nil {
			return nil, translate(err)
		}
		a.Roster.Put(p)
		return &playerOut{etag(p.Version), playerView(p)}, asProblem(a.Floor.Refresh(ctx))
	})
	type done struct{ Body Empty }
	handle(a, http.MethodPost, "/api/players/{id}/erase", "erase-player", "Erase all that is known of a person, for good", rights(access.Personal), func(ctx context.Context, in *oneID) (*done, error) {
		if err := a.Store.ErasePlayer(ctx, in.ID); err != nil {
			return nil, translate(err)
		}
		a.Roster.Erase(tournament.PlayerID(in.ID))
		return &done{}, asProblem(a.Floor.Refresh(ctx))
	})
}

// sameAgain answers a repeated key with the player it made, as he is now, unless
// it asked for another one.
func sameAgain(p store.Player, b PlayerBody) (*playerOut, error) {
	if p.Version > 1 { // changed since: what was asked first cannot be told
		return &playerOut{etag(p.Version), playerView(p)}, nil
	}
	asked := b.player(p.ID, p.Version)
	if asked.ShownAs == "" {
		asked.ShownAs = store.ShownFull
	}
	if playerView(asked) != playerView(p) {
		return nil, translate(floor.ErrKeyReused)
	}
	return &playerOut{etag(p.Version), playerView(p)}, nil
}

// TemplateBody is a tournament's rules, kept to make tournaments from.
type TemplateBody struct {
	Name   string            `json:"name" minLength:"1" maxLength:"80"`
	Tables int               `json:"tables,omitempty" minimum:"0" maximum:"400"`
	Config tournament.Config `json:"config"`
}

// Template is a template with its id and version.
type Template struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
	TemplateBody
}

func templateView(t store.Template) (Template, error) {
	v := Template{ID: t.ID, Version: t.Version}
	err := json.Unmarshal(t.JSON, &v.TemplateBody)
	v.Name = t.Name
	return v, err
}

func (a *API) templates() {
	type templatesOut struct {
		Body struct {
			Templates []Template `json:"templates"`
		}
	}
	handle(a, http.MethodGet, "/api/templates", "get-templates", "The templates", nil, func(ctx context.Context, _ *struct{}) (*templatesOut, error) {
		list, err := a.Store.Templates(ctx)
		if err != nil {
			return nil, translate(err)
		}
		var out templatesOut
		out.Body.Templates = []Template{}
		for _, t := range list {
			v, err := templateView(t)
			if err != nil {
				return nil, translate(err)
			}
			out.Body.Templates = append(out.Body.Templates, v)
		}
		return &out, nil
	})
	type one struct {
		ETag string `header:"ETag"`
		Body Template
	}
	handle(a, http.MethodGet, "/api/templates/{id}", "get-template", "One template", nil, func(ctx context.Context, in *oneID) (*one, error) {
		t, err := a.Store.Template(ctx, in.ID)
		if err != nil {
			return nil, translate(err)
		}
		v, err := templateView(t)
		return &one{etag(t.Version), v}, asProblem(err)
	})
	put := func(ctx context.Context, id string, version int64, b TemplateBody) (*one, error) {
		b.Config.Structure = b.Config.Structure.Normalize()
		if no := b.Config.Validate(); no != nil {
			return nil, translate(no)
		}
		body, err := json.Marshal(b)
		if err != nil {
			return nil, translate(err)
		}
		v, err := a.Store.PutTemplate(ctx, store.Template{ID: id, Name: b.Name, Version: version, JSON: body})
		if err != nil {
			return nil, translate(err)
		}
		return &one{etag(v), Template{id, v, b}}, nil
	}
	type add struct{ Body TemplateBody }
	handle(a, http.MethodPost, "/api/templates", "add-template", "Keep a template", rights(access.Settings), func(ctx context.Context, in *add) (*one, error) {
		return put(ctx, a.NewID(), 0, in.Body)
	})
	type replace struct {
		ID      string `path:"id" maxLength:"40"`
		IfMatch string `header:"If-Match" maxLength:"40"`
		Body    TemplateBody
	}
	handle(a, http.MethodPut, "/api/templates/{id}", "replace-template", "Replace a template", rights(access.Settings), func(ctx context.Context, in *replace) (*one, error) {
		v, err := version(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return put(ctx, in.ID, v, in.Body)
	})
	type drop struct {
		ID      string `path:"id" maxLength:"40"`
		IfMatch string `header:"If-Match" maxLength:"40"`
	}
	type done struct{ Body Empty }
	handle(a, http.MethodDelete, "/api/templates/{id}", "delete-template", "Delete a template", rights(access.Settings), func(ctx context.Context, in *drop) (*done, error) {
		v, err := version(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return &done{}, asProblem(a.Store.DropTemplate(ctx, in.ID, v))
	})
	a.structures()
}

// structures are the tools around a sheet: read one, suggest one, look at one.
func (a *API) structures() {
	type sheet struct {
		Body struct {
			Structure blinds.Structure `json:"structure"`
			Warnings  []blinds.Warning `json:"warnings"`
		}
	}
	out := func(st blinds.Structure, w []blinds.Warning, err error) (*sheet, error) {
		if err != nil {
			return nil, with(problemOf(422, "structure_bad", err.Error()), "Mend the sheet and import it again.")
		}
		var s sheet
		s.Body.Structure, s.Body.Warnings = st, append([]blinds.Warning{}, w...)
		return &s, nil
	}
	type raw struct{ Body json.RawMessage }
	handle(a, http.MethodPost, "/api/structures/import", "import-structure", "Read a published sheet; warns where it contradicts itself", rights(access.EditStructure), func(_ context.Context, in *raw) (*sheet, error) {
		return out(blinds.Import(in.Body))
	})
	type check struct{ Body blinds.Structure }
	handle(a, http.MethodPost, "/api/structures/check", "check-structure", "Look a structure over", nil, func(_ context.Context, in *check) (*sheet, error) {
		st := in.Body.Normalize()
		w, err := st.Validate()
		return out(st, w, err)
	})
	type suggest struct {
		Body struct {
			Players       int     `json:"players" minimum:"2" maximum:"100000"`
			StartStack    int64   `json:"start_stack" minimum:"1"`
			Minutes       int     `json:"minutes" minimum:"10" maximum:"10080" doc:"breaks counted"`
			LevelMinutes  int     `json:"level_minutes" minimum:"1" maximum:"1440"`
			Chips         []int64 `json:"chips" minItems:"1" maxItems:"12"`
			ExpectedChips int64   `json:"expected_chips,omitempty" minimum:"0" doc:"re-entries and add-ons counted"`
			FirstDepth    int     `json:"first_depth,omitempty" minimum:"0" maximum:"300" doc:"big blinds in a stack at the first level"`
		}
	}
	type suggested struct {
		Body struct {
			Structure blinds.Structure `json:"structure"`
			Why       []string         `json:"why"`
		}
	}
	handle(a, http.MethodPost, "/api/structures/suggest", "suggest-structure", "Suggest a structure for a field and an evening", nil, func(_ context.Context, in *suggest) (*suggested, error) {
		w := in.Body
		st, why, err := blinds.Suggest(blinds.Wish{Players: w.Players, StartStack: w.StartStack, Minutes: w.Minutes, LevelMinutes: w.LevelMinutes, Chips: w.Chips, ExpectedChips: w.ExpectedChips, FirstDepth: w.FirstDepth})
		if err != nil {
			return nil, translate(err)
		}
		var s suggested
		s.Body.Structure, s.Body.Why = st.Normalize(), why
		return &s, nil
	})
}

// Settings are the venue's own; the whole document is replaced at once.
type Settings struct {
	Venue    access.Venue        `json:"venue"`
	Timezone string              `json:"timezone,omitempty" maxLength:"60"`
	Methods  []tournament.Method `json:"methods,omitempty" maxItems:"12"`
	Accent   string              `json:"accent,omitempty" maxLength:"20"`
	LeftHand bool                `json:"left_handed,omitempty"`
}

func (a *API) settings() {
	type one struct {
		ETag string `header:"ETag"`
		Body Settings
	}
	handle(a, http.MethodGet, "/api/settings", "get-settings", "The venue's settings", nil, func(ctx context.Context, _ *struct{}) (*one, error) {
		s, v, err := a.House.Settings(ctx)
		return &one{etag(v), s}, asProblem(err)
	})
	type replace struct {
		IfMatch string `header:"If-Match" maxLength:"40"`
		Body    Settings
	}
	handle(a, http.MethodPut, "/api/settings", "replace-settings", "Replace the venue's settings", rights(access.Settings), func(ctx context.Context, in *replace) (*one, error) {
		v, err := version(in.IfMatch)
		if err != nil {
			return nil, err
		}
		v, err = a.House.PutSettings(ctx, v, in.Body)
		return &one{etag(v), in.Body}, asProblem(err)
	})
}

// ScreenView is one TV.
type ScreenView struct {
	Node       string    `json:"node"`
	Name       string    `json:"name"`
	View       string    `json:"view"`
	Tournament string    `json:"tournament,omitempty"`
	LastSeen   time.Time `json:"last_seen"`
	Connected  bool      `json:"connected"`
}

func (a *API) screens() {
	type screensOut struct {
		Body struct {
			Screens []ScreenView `json:"screens"`
		}
	}
	handle(a, http.MethodGet, "/api/screens", "get-screens", "The TVs", nil, func(ctx context.Context, _ *struct{}) (*screensOut, error) {
		list, err := a.House.Screens(ctx)
		var out screensOut
		out.Body.Screens = append([]ScreenView{}, list...)
		return &out, asProblem(err)
	})
	type put struct {
		Node string `path:"node" maxLength:"60"`
		Body struct {
			Name       string `json:"name" minLength:"1" maxLength:"60"`
			View       string `json:"view" enum:"auto,clock,break,seating,payouts,blank"`
			Tournament string `json:"tournament,omitempty" maxLength:"40"`
		}
	}
	type done struct{ Body Empty }
	handle(a, http.MethodPut, "/api/screens/{node}", "set-screen", "Say what a TV shows", rights(access.ManageScreens), func(ctx context.Context, in *put) (*done, error) {
		return &done{}, asProblem(a.House.SetScreen(ctx, store.Screen{NodeID: in.Node, Name: in.Body.Name, View: in.Body.View, Tournament: in.Body.Tournament}))
	})
}

// BackupView is one backup.
type BackupView struct {
	ID       string    `json:"id"`
	MadeAt   time.Time `json:"made_at"`
	Size     int64     `json:"size"`
	Verified time.Time `json:"verified_at"`
	Seq      int64     `json:"seq" doc:"events in it"`
}

func (a *API) backups() {
	type backupsOut struct {
		Body struct {
			Backups []BackupView `json:"backups"`
		}
	}
	handle(a, http.MethodGet, "/api/backups", "get-backups", "The backups", rights(access.Backup), func(ctx context.Context, _ *struct{}) (*backupsOut, error) {
		list, err := a.Store.Backups(ctx)
		var out backupsOut
		out.Body.Backups = []BackupView{}
		for _, b := range list {
			out.Body.Backups = append(out.Body.Backups, backupView(b))
		}
		return &out, asProblem(err)
	})
	type one struct{ Body BackupView }
	handle(a, http.MethodPost, "/api/backups", "make-backup", "Make a backup and verify it", rights(access.Backup), func(ctx context.Context, _ *struct{}) (*one, error) {
		b, err := a.House.Backup(ctx)
		return &one{backupView(b)}, asProblem(err)
	})
}

func backupView(b store.Backup) BackupView {
	return BackupView{ID: b.ID, MadeAt: b.MadeAt, Size: b.Size, Verified: b.VerifiedAt, Seq: b.Seq}
}

// TournamentLine is one line of the list of tournaments.
type TournamentLine struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
}

func (a *API) tournamentList() {
	type tournamentsIn struct {
		Cursor string `query:"cursor" maxLength:"40"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	type tournamentsOut struct {
		Body struct {
			Open   []TournamentLine `json:"open"`
			Closed []TournamentLine `json:"closed"`
			Next   string           `json:"next,omitempty"`
		}
	}
	handle(a, http.MethodGet, "/api/tournaments", "get-tournaments", "Open tournaments, and the closed ones page by page", nil, func(ctx context.Context, in *tournamentsIn) (*tournamentsOut, error) {
		var o tournamentsOut
		o.Body.Open, o.Body.Closed = []TournamentLine{}, []TournamentLine{}
		open, err := a.Store.OpenTournaments(ctx)
		if err != nil {
			return nil, translate(err)
		}
		for _, t := range open {
			o.Body.Open = append(o.Body.Open, lineOf(t))
		}
		var after *store.Tournament
		if in.Cursor != "" {
			t, err := a.Store.Tournament(ctx, in.Cursor)
			if err != nil || t.Open() {
				return nil, problemOf(422, "bad_value", "The cursor is not one of this list.")
			}
			after = &t
		}
		closed, err := a.Store.ClosedTournaments(ctx, after, in.Limit)
		if err != nil {
			return nil, translate(err)
		}
		for _, t := range closed {
			o.Body.Closed = append(o.Body.Closed, lineOf(t))
		}
		if len(closed) == in.Limit {
			o.Body.Next = closed[len(closed)-1].ID
		}
		return &o, nil
	})
}

func lineOf(t store.Tournament) TournamentLine {
	l := TournamentLine{ID: t.ID, Name: t.Name, CreatedAt: t.CreatedAt}
	if !t.ClosedAt.IsZero() {
		l.ClosedAt = &t.ClosedAt
	}
	return l
}
