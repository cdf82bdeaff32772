package api

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/store"
	"felt/internal/live"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// Deps is what the API works on.
type Deps struct {
	Floor     *floor.Floor
	Store     *store.Store
	Door      *access.Door
	Hub       *live.Hub
	Roster    Roster
	Templates Templates
	House     House
	Restores  Restores
	Version   string
	NewID     func() string
	Now       func() time.Time
	Box       func() int64 // box time, milliseconds
}

// Roster is the players' names in memory.
type Roster interface {
	Knows(id tournament.PlayerID) bool
	Put(p store.Player)
	Erase(id tournament.PlayerID)
}

// House is what belongs to the venue and not to one tournament.
type House interface {
	Settings(ctx context.Context) (Settings, int64, error)
	PutSettings(ctx context.Context, version int64, s Settings) (int64, error)
	Screens(ctx context.Context) ([]ScreenView, error)
	SetScreen(ctx context.Context, s store.Screen) error
	Backup(ctx context.Context) (store.Backup, error)
	Changed() // after first run
}

// Restores puts a backup in place of a box that is not set up.
type Restores interface {
	Found() ([]FoundBackup, error)
	Choose(ctx context.Context, id, code string) error
}

// Templates gives the rules of a tournament by the template's id.
type Templates interface {
	Config(ctx context.Context, id string) (tournament.Config, error)
}

// API registers the box's operations on a mux.
type API struct {
	Deps
	huma huma.API
}

// New registers all operations of the staff listener on mux.
func New(mux humago.Mux, d Deps) *API {
	huma.NewError = newError
	a := &API{Deps: d, huma: humago.New(mux, config(d.Version))}
	a.huma.UseMiddleware(a.authorise, a.nothingSent)
	a.tournaments()
	a.tables()
	a.till()
	a.players()
	a.clock()
	a.deals()
	a.undo()
	a.lists()
	a.exports()
	a.restore()
	a.notes()
	a.tournamentList()
	a.access()
	a.people()
	a.templates()
	a.settings()
	a.screens()
	a.backups()
	a.room(need(access.See))
	return a
}

// OpenAPI is the document of everything registered, as indented JSON.
func (a *API) OpenAPI() ([]byte, error) { return indent(a.huma.OpenAPI()) }

func config(version string) huma.Config {
	schemas := huma.NewMapRegistry("#/components/schemas/", schemaName)
	schemas.RegisterTypeAlias(reflect.TypeFor[payout.Share](), reflect.TypeFor[float64]()) // a plain number in JSON
	schemas.RegisterTypeAlias(reflect.TypeFor[payout.Factor](), reflect.TypeFor[float64]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: "Felt box", Version: version, Description: "One venue's tournaments. Commands are verbs on resources; money is in minor units; times are Unix milliseconds or RFC 3339."},
			Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: "felt_session"}}},
			Security:   []map[string][]string{{"session": {}}},
		},
		OpenAPIPath:                  "/openapi",
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

// bodyLimit is the most a command may send; whole documents may send more.
const bodyLimit = 64 << 10

// need marks what right an operation needs. An operation without a mark is
// refused to everybody.
func need(rights ...access.Right) map[string]any { return map[string]any{"rights": rights} }

func identity(ctx context.Context) access.Identity { return guard.From(ctx).Identity }

// authorise lets an operation through only if the person has every right that it
// is marked with.
func (a *API) authorise(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().Metadata["open"] == true {
		next(ctx)
		return
	}
	rights, marked := ctx.Operation().Metadata["rights"].([]access.Right)
	if !marked {
		write(a.huma, ctx, problemOf(403, "not_allowed", "This operation is not open to anybody."))
		return
	}
	if err := identity(ctx.Context()).Allow(rights...); err != nil {
		write(a.huma, ctx, translate(err))
		return
	}
	next(ctx)
}

// nothingSent refuses a body where an operation takes none: whoever sends one
// means something that would not happen. An empty object says nothing.
func (a *API) nothingSent(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().RequestBody == nil && ctx.BodyReader() != nil {
		b, err := io.ReadAll(io.LimitReader(ctx.BodyReader(), bodyLimit)) // the guard has read it already
		var sent any
		switch {
		case err == nil && len(b) == 0:
		case err != nil || json.Unmarshal(b, &sent) != nil:
			write(a.huma, ctx, problemOf(400, "malformed", "The body is not JSON."))
			return
		default:
			if fields, ok := sent.(map[string]any); !ok || len(fields) > 0 {
				write(a.huma, ctx, with(problemOf(422, "bad_value", "This operation takes no body."), "Send it without one."))
				return
			}
		}
	}
	next(ctx)
}
