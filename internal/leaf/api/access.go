package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
)

// Signed is who is signed in, and what the role allows.
type Signed struct {
	Staff  string         `json:"staff"`
	Role   access.Role    `json:"role"`
	Rights []access.Right `json:"rights"`
}

// Empty is the body of an answer that says no more than its status.
type Empty struct{}

// Cookies is the part of an answer that sets cookies. Exported, or huma does not see it.
type Cookies struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

type accessOut struct {
	Body struct {
		State      access.State      `json:"state"`
		Paired     bool              `json:"paired"`
		DeviceName string            `json:"device_name,omitempty"`
		SignedIn   bool              `json:"signed_in"`
		Me         *access.StaffView `json:"me,omitempty"`
		Signed     *Signed           `json:"signed,omitempty"`
		SteppedUp  bool              `json:"stepped_up,omitempty"`
		Device     string            `json:"device,omitempty" doc:"id of this device as the log names it; only when signed in"`
	}
}

func (a *API) access() {
	open(a, http.MethodGet, "/api/access", "get-access", "How far the box is, and who is asking", func(ctx context.Context, _ *struct{}) (*accessOut, error) {
		var out accessOut
		c := guard.From(ctx)
		out.Body.State, out.Body.Paired, out.Body.SignedIn = a.Door.State(), c.Paired, c.SignedIn
		if dev, ok := a.Door.Paired(c.DeviceToken); ok {
			out.Body.DeviceName = dev.Name
		}
		if c.SignedIn {
			if me, err := a.Door.Me(c.Identity); err == nil {
				out.Body.Me = &me
			}
			s := signed(c.Identity)
			out.Body.Signed, out.Body.SteppedUp, out.Body.Device = &s, c.SteppedUp, c.Device
		}
		return &out, nil
	})

	type setupIn struct {
		Body struct {
			Venue         access.Venue `json:"venue"`
			OwnerName     string       `json:"owner_name" minLength:"1" maxLength:"60"`
			OwnerInitials string       `json:"owner_initials,omitempty" maxLength:"3"`
			PIN           string       `json:"pin" minLength:"6" maxLength:"6"`
			DeviceName    string       `json:"device_name" minLength:"1" maxLength:"40"`
			Code          string       `json:"code,omitempty" maxLength:"20" doc:"the setup code, away from the box itself"`
		}
	}
	type setupOut struct {
		Cookies
		Body struct {
			Signed
			Recovery string `json:"recovery" doc:"shown once: print it and keep it"`
		}
	}
	open(a, http.MethodPost, "/api/access/setup", "set-up", "First run: the venue, its owner, this device", func(ctx context.Context, in *setupIn) (*setupOut, error) {
		c := guard.From(ctx)
		done, err := a.Door.SetUp(ctx, access.FirstRun{
			Venue: in.Body.Venue, OwnerName: in.Body.OwnerName, OwnerInitials: in.Body.OwnerInitials, PIN: in.Body.PIN, DeviceName: in.Body.DeviceName,
			Code: in.Body.Code, AtBox: c.Listener == routes.Local,
		}, c.Address)
		if err != nil {
			return nil, translate(err)
		}
		a.House.Changed()
		var out setupOut
		out.SetCookie, out.Body.Signed, out.Body.Recovery = tokens(c, done.DeviceToken, done.SessionToken), signed(done.Who), done.Recovery
		return &out, nil
	})

	type pairIn struct {
		Body struct {
			Code string `json:"code" minLength:"4" maxLength:"20"`
		}
	}
	type pairOut struct {
		Cookies
		Body struct {
			DeviceName string `json:"device_name"`
		}
	}
	open(a, http.MethodPost, "/api/access/pair", "pair-device", "Pair this device with a code from a colleague's", func(ctx context.Context, in *pairIn) (*pairOut, error) {
		c := guard.From(ctx)
		token, dev, err := a.Door.Pair(ctx, in.Body.Code, c.Address)
		if err != nil {
			return nil, translate(err)
		}
		var out pairOut
		out.SetCookie, out.Body.DeviceName = tokens(c, token, ""), dev.Name
		return &out, nil
	})

	type facesOut struct {
		Body struct {
			Faces []access.Face `json:"faces"`
		}
	}
	open(a, http.MethodGet, "/api/access/faces", "get-faces", "Who signs in here; only for a paired device", func(ctx context.Context, _ *struct{}) (*facesOut, error) {
		faces, err := a.Door.Faces(guard.From(ctx).DeviceToken)
		if err != nil {
			return nil, translate(err)
		}
		var out facesOut
		out.Body.Faces = append([]access.Face{}, faces...)
		return &out, nil
	})

	type signInIn struct {
		Body struct {
			Staff string `json:"staff" minLength:"1" maxLength:"40"`
			PIN   string `json:"pin" minLength:"6" maxLength:"6"`
		}
	}
	type signInOut struct {
		Cookies
		Body Signed
	}
	open(a, http.MethodPost, "/api/access/sign-in", "sign-in", "Sign in by PIN on a paired device", func(ctx context.Context, in *signInIn) (*signInOut, error) {
		c := guard.From(ctx)
		token, who, err := a.Door.SignIn(ctx, c.DeviceToken, in.Body.Staff, in.Body.PIN)
		if err != nil {
			return nil, translate(err)
		}
		var out signInOut
		out.SetCookie, out.Body = tokens(c, "", token), signed(who)
		return &out, nil
	})

	type recoverIn struct {
		Body struct {
			Code       string `json:"code" minLength:"20" maxLength:"40"`
			PIN        string `json:"pin" minLength:"6" maxLength:"6"`
			DeviceName string `json:"device_name" minLength:"1" maxLength:"40"`
			Unpair     bool   `json:"unpair,omitempty" doc:"unpair every other device"`
		}
	}
	type recoverOut struct {
		Cookies
		Body struct {
			Signed
			Recovery  string `json:"recovery"`
			OwnerName string `json:"owner_name"`
			PINsGone  int    `json:"pins_gone"`
		}
	}
	open(a, http.MethodPost, "/api/access/recover", "recover", "Open the box with the recovery code", func(ctx context.Context, in *recoverIn) (*recoverOut, error) {
		c := guard.From(ctx)
		done, err := a.Door.Recover(ctx, access.Recovering{Code: in.Body.Code, PIN: in.Body.PIN, DeviceName: in.Body.DeviceName, Unpair: in.Body.Unpair}, c.Address)
		if err != nil {
			return nil, translate(err)
		}
		var out recoverOut
		out.SetCookie = tokens(c, done.DeviceToken, done.SessionToken)
		out.Body.Signed, out.Body.Recovery, out.Body.OwnerName, out.Body.PINsGone = signed(done.Who), done.Recovery, done.OwnerName, done.PINsGone
		return &out, nil
	})
	a.session()
	a.staff()
}

func (a *API) session() {
	type pinIn struct {
		Body struct {
			PIN string `json:"pin" minLength:"6" maxLength:"6"`
		}
	}
	type out struct {
		Cookies
		Body Empty
	}
	handle(a, http.MethodPost, "/api/access/sign-out", "sign-out", "Sign out", nil, func(ctx context.Context, _ *struct{}) (*out, error) {
		c := guard.From(ctx)
		if err := a.Door.SignOut(ctx, c.Identity); err != nil {
			return nil, translate(err)
		}
		return &out{Cookies: Cookies{[]http.Cookie{*guard.NoSessionCookie(c.Listener)}}}, nil
	})
	handle(a, http.MethodPost, "/api/access/step-up", "step-up", "Give the PIN again, for what needs it", nil, func(ctx context.Context, in *pinIn) (*out, error) {
		return &out{}, asProblem(a.Door.StepUp(ctx, identity(ctx), in.Body.PIN))
	})
	type pairingIn struct {
		Body struct {
			DeviceName string `json:"device_name" minLength:"1" maxLength:"40"`
		}
	}
	type pairingOut struct {
		Body struct {
			Code      string    `json:"code"`
			ExpiresAt time.Time `json:"expires_at"`
		}
	}
	handle(a, http.MethodPost, "/api/access/pairings", "new-pairing", "A code that lets one new device in", rights(access.PairDevices), func(ctx context.Context, in *pairingIn) (*pairingOut, error) {
		var o pairingOut
		var err error
		o.Body.Code, o.Body.ExpiresAt, err = a.Door.NewPairing(ctx, identity(ctx), in.Body.DeviceName)
		return &o, asProblem(err)
	})
	type devicesOut struct {
		Body struct {
			Devices []access.DeviceView `json:"devices"`
		}
	}
	handle(a, http.MethodGet, "/api/access/devices", "get-devices", "The paired devices", rights(access.PairDevices), func(ctx context.Context, _ *struct{}) (*devicesOut, error) {
		var o devicesOut
		var err error
		o.Body.Devices, err = a.Door.Devices(identity(ctx))
		return &o, asProblem(err)
	})
	type one struct {
		ID string `path:"id" maxLength:"40"`
	}
	handle(a, http.MethodPost, "/api/access/devices/{id}/unpair", "unpair-device", "Unpair a device and end its sessions", rights(access.PairDevices), func(ctx context.Context, in *one) (*out, error) {
		return &out{}, asProblem(a.Door.Unpair(ctx, identity(ctx), in.ID))
	})
	type sessionsOut struct {
		Body struct {
			Sessions []access.SessionView `json:"sessions"`
		}
	}
	handle(a, http.MethodGet, "/api/access/sessions", "get-sessions", "Who is signed in where", nil, func(ctx context.Context, _ *struct{}) (*sessionsOut, error) {
		var o sessionsOut
		var err error
		o.Body.Sessions, err = a.Door.Sessions(identity(ctx))
		return &o, asProblem(err)
	})
	handle(a, http.MethodPost, "/api/access/sessions/{id}/end", "end-session", "End a session", nil, func(ctx context.Context, in *one) (*out, error) {
		return &out{}, asProblem(a.Door.EndSession(ctx, identity(ctx), in.ID))
	})
	type recoveryOut struct {
		Body struct {
			Recovery string `json:"recovery"`
		}
	}
	handle(a, http.MethodPost, "/api/access/recovery", "new-recovery", "A new recovery code in place of the old", rights(access.Restore), func(ctx context.Context, _ *struct{}) (*recoveryOut, error) {
		var o recoveryOut
		var err error
		o.Body.Recovery, err = a.Door.NewRecovery(ctx, identity(ctx))
		return &o, asProblem(err)
	})
}

func (a *API) staff() {
	type staffListOut struct {
		Body struct {
			Staff []access.StaffView `json:"staff"`
		}
	}
	handle(a, http.MethodGet, "/api/staff", "get-staff", "Everybody who works or worked here", nil, func(ctx context.Context, _ *struct{}) (*staffListOut, error) {
		var o staffListOut
		var err error
		o.Body.Staff, err = a.Door.Staff(identity(ctx))
		return &o, asProblem(err)
	})
	type staffOut struct{ Body access.StaffView }
	type addIn struct {
		Body struct {
			Name     string      `json:"name" minLength:"1" maxLength:"60"`
			Initials string      `json:"initials,omitempty" maxLength:"3"`
			Colour   string      `json:"colour,omitempty" maxLength:"20"`
			Role     access.Role `json:"role" enum:"owner,director,floor,cashier"`
			PIN      string      `json:"pin,omitempty" maxLength:"6"`
		}
	}
	handle(a, http.MethodPost, "/api/staff", "add-staff", "Take a person on", rights(access.ManageStaff), func(ctx context.Context, in *addIn) (*staffOut, error) {
		v, err := a.Door.AddStaff(ctx, identity(ctx), access.NewStaff{Name: in.Body.Name, Initials: in.Body.Initials, Colour: in.Body.Colour, Role: in.Body.Role, PIN: in.Body.PIN})
		return &staffOut{v}, asProblem(err)
	})
	type changeIn struct {
		ID      string `path:"id" maxLength:"40"`
		IfMatch string `header:"If-Match" maxLength:"40"`
		Body    struct {
			Name     *string      `json:"name,omitempty" maxLength:"60"`
			Initials *string      `json:"initials,omitempty" maxLength:"3"`
			Colour   *string      `json:"colour,omitempty" maxLength:"20"`
			Role     *access.Role `json:"role,omitempty" enum:"owner,director,floor,cashier"`
			Disabled *bool        `json:"disabled,omitempty"`
			PIN      *string      `json:"pin,omitempty" maxLength:"6"`
		}
	}
	handle(a, http.MethodPut, "/api/staff/{id}", "change-staff", "Change a person of a lower rank", rights(access.ManageStaff), func(ctx context.Context, in *changeIn) (*staffOut, error) {
		v, err := version(in.IfMatch)
		if err != nil {
			return nil, err
		}
		b := in.Body
		s, err := a.Door.ChangeStaff(ctx, identity(ctx), in.ID, v, access.StaffChange{Name: b.Name, Initials: b.Initials, Colour: b.Colour, Role: b.Role, Disabled: b.Disabled, PIN: b.PIN})
		return &staffOut{s}, asProblem(err)
	})
	type ownPIN struct {
		Body struct {
			Old string `json:"old" minLength:"6" maxLength:"6"`
			PIN string `json:"pin" minLength:"6" maxLength:"6"`
		}
	}
	type done struct{ Body Empty }
	handle(a, http.MethodPost, "/api/access/pin", "change-own-pin", "Change one's own PIN", nil, func(ctx context.Context, in *ownPIN) (*done, error) {
		return &done{}, asProblem(a.Door.ChangeOwnPIN(ctx, identity(ctx), in.Body.Old, in.Body.PIN))
	})
}

func signed(who access.Identity) Signed {
	return Signed{Staff: who.Staff, Role: who.Role, Rights: who.Role.Rights()}
}

func tokens(c guard.Caller, device, session string) []http.Cookie {
	var list []http.Cookie
	if device != "" {
		list = append(list, *guard.DeviceCookie(c.Listener, device))
	}
	if session != "" {
		list = append(list, *guard.SessionCookie(c.Listener, session))
	}
	return list
}

func rights(r ...access.Right) []access.Right { return append([]access.Right{access.See}, r...) }

// open registers a route that needs no session; the committed list must name it.
func open[I, O any](a *API, method, path, id, summary string, fn func(context.Context, *I) (*O, error)) {
	huma.Register(a.huma, huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"access"}, MaxBodyBytes: bodyLimit,
		Metadata: map[string]any{"open": true}, Security: []map[string][]string{}, Errors: []int{403, 409, 422, 429},
	}, fn)
}

// handle registers an operation; without named rights it needs See.
func handle[I, O any](a *API, method, path, id, summary string, r []access.Right, fn func(context.Context, *I) (*O, error)) {
	if r == nil {
		r = rights()
	}
	huma.Register(a.huma, huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{tag(path)}, MaxBodyBytes: 1 << 20, Metadata: need(r...), Errors: []int{403, 404, 409, 412, 422, 428, 507},
	}, fn)
}

// asProblem keeps a nil a nil.
func asProblem(err error) error {
	if err == nil {
		return nil
	}
	return translate(err)
}
