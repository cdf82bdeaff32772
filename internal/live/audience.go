package live

import "slices"

// Audience says who may see a topic. The zero value is nobody.
type Audience struct {
	kind   audienceKind
	player string
}

type audienceKind uint8

const (
	nobody audienceKind = iota
	staff
	public
	display
	onePlayer
)

var (
	Staff   = Audience{kind: staff}   // signed-in staff
	Public  = Audience{kind: public}  // everybody in the room, signed in or not
	Display = Audience{kind: display} // the room's screens, and staff
)

// Player is the audience of one player's own topics: his phones, and staff.
// An empty id is nobody.
func Player(id string) Audience {
	if id == "" {
		return Audience{}
	}
	return Audience{kind: onePlayer, player: id}
}

func (a Audience) String() string {
	switch a.kind {
	case staff:
		return "staff"
	case public:
		return "public"
	case display:
		return "display"
	case onePlayer:
		return "player " + a.player
	default:
		return "nobody"
	}
}

// Kind is what a client signed in as. The zero value sees nothing.
type Kind uint8

const (
	KindStaff   Kind = iota + 1 // sees every topic
	KindDisplay                 // sees display and public topics
	KindPlayer                  // sees public topics and those of its Players
	KindGuest                   // sees public topics
)

func (k Kind) String() string {
	switch k {
	case KindStaff:
		return "staff"
	case KindDisplay:
		return "display"
	case KindPlayer:
		return "player"
	case KindGuest:
		return "guest"
	default:
		return "nobody"
	}
}

// Client is who stands behind one connection, as the caller authenticated it.
type Client struct {
	ID       string            // session, device or display id; several connections may share one; Kick names it
	Kind     Kind              // what it may see
	Players  []string          // KindPlayer: the players this phone follows as itself
	Address  string            // remote address without port, for MaxPerAddress; "" is not counted
	Presence map[string]string // what staff are told about it, e.g. {"name": "TV left"}; never changed after Serve

	// Valid is asked once, when Kick can already find the connection: it closes
	// the moment in which a session ends between the caller's check and Serve.
	// nil means yes.
	Valid func() bool `json:"-"`
}

// Can reports whether the client may see topics of this audience. Whatever is
// not granted here is refused.
func (c Client) Can(a Audience) bool {
	switch a.kind {
	case staff:
		return c.Kind == KindStaff
	case display:
		return c.Kind == KindStaff || c.Kind == KindDisplay
	case public:
		return c.Kind == KindStaff || c.Kind == KindDisplay || c.Kind == KindPlayer || c.Kind == KindGuest
	case onePlayer:
		return c.Kind == KindStaff || c.Kind == KindPlayer && slices.Contains(c.Players, a.player)
	default:
		return false
	}
}
