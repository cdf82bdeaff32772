// Package house is what belongs to the venue and not to one tournament: its
// settings, its screens, its backups, and the topics that tell of them.
package house

import (
	"context"
	"encoding/json"
	"errors"
	"sort"
	"sync"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/api"
	"felt/internal/leaf/relay"
	"felt/internal/leaf/store"
	"felt/internal/live"
	"felt/internal/problem"
)

// Topics. "box" is for staff, a screen's own topic for everybody in the room.
const (
	BoxTopic    = "box"
	screenTopic = "screen/"
)

// House implements api.House.
type House struct {
	store     *store.Store
	hub       *live.Hub
	backupDir string
	status    func() relay.Status
	version   string
	roomPort  func() string
	changed   chan struct{}

	mu   sync.Mutex
	sent map[string]string // keys of the box topic as they were sent last
}

// Options of a house.
type Options struct {
	Store     *store.Store
	Hub       *live.Hub
	BackupDir string
	Relay     func() relay.Status
	RoomPort  func() string
	Version   string
}

// New makes a house; Run keeps its topic current.
func New(o Options) *House {
	return &House{store: o.Store, hub: o.Hub, backupDir: o.BackupDir, status: o.Relay, version: o.Version, roomPort: o.RoomPort, changed: make(chan struct{}, 1), sent: map[string]string{}}
}

// settingKey is where first run keeps the venue.
const settingKey = "venue"

// Settings reads the venue's settings and their version.
func (h *House) Settings(ctx context.Context) (api.Settings, int64, error) {
	var s api.Settings
	kept, err := h.store.Setting(ctx, settingKey)
	if errors.Is(err, store.ErrNotFound) {
		return s, 0, problem.New(404, "not_set_up", "The box is not set up yet.").WithNext("Set it up first.")
	}
	if err != nil {
		return s, 0, err
	}
	if err := json.Unmarshal(kept.JSON, &s); err == nil && s.Venue.Name != "" {
		return s, kept.Version, nil
	}
	var venue access.Venue // as first run wrote it
	err = json.Unmarshal(kept.JSON, &venue)
	s.Venue = venue
	return s, kept.Version, err
}

// PutSettings replaces them.
func (h *House) PutSettings(ctx context.Context, version int64, s api.Settings) (int64, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return 0, err
	}
	v, err := h.store.PutSetting(ctx, settingKey, version, body)
	if err == nil {
		h.Changed()
	}
	return v, err
}

// Screens lists the TVs, those that are connected first.
func (h *House) Screens(ctx context.Context) ([]api.ScreenView, error) {
	kept, err := h.store.Screens(ctx)
	if err != nil {
		return nil, err
	}
	on := map[string]bool{}
	for _, c := range h.hub.Clients() {
		if c.Kind == live.KindDisplay {
			on[c.Presence["node"]] = true
		}
	}
	list := make([]api.ScreenView, 0, len(kept))
	for _, s := range kept {
		list = append(list, api.ScreenView{Node: s.NodeID, Name: s.Name, View: s.View, Tournament: s.Tournament, LastSeen: s.LastSeenAt, Connected: on[s.NodeID]})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Connected && !list[j].Connected })
	return list, nil
}

// SetScreen says what a TV shows; it changes at once, without reloading.
func (h *House) SetScreen(ctx context.Context, s store.Screen) error {
	if s.Tournament != "" {
		if _, err := h.store.Tournament(ctx, s.Tournament); errors.Is(err, store.ErrNotFound) {
			return problem.New(404, "not_found", "There is no such tournament.").WithField("tournament")
		} else if err != nil {
			return err
		}
	}
	s.LastSeenAt = time.Now()
	if err := h.store.PutScreen(ctx, s); err != nil {
		return err
	}
	h.hub.Publish([]live.Change{{Topic: screenTopic + s.NodeID, Patch: screenDoc(s)}})
	h.Changed()
	return nil
}

// mostScreens is how many TVs are noted: anybody in the room can call himself one.
const mostScreens = 200

// Seen notes that a TV is there; one that was never seen before gets a name of
// its own and shows whatever is on. Where too many are known already, it takes
// the place of the one that was away for longest and never got a name.
func (h *House) Seen(ctx context.Context, node string) error {
	s, err := h.store.Screen(ctx, node)
	if errors.Is(err, store.ErrNotFound) {
		s = store.Screen{NodeID: node, Name: node, View: "auto"}
		if room, err := h.roomForScreen(ctx); !room {
			return err
		}
	} else if err != nil {
		return err
	}
	s.LastSeenAt = time.Now()
	return h.store.PutScreen(ctx, s)
}

func (h *House) roomForScreen(ctx context.Context) (bool, error) {
	kept, err := h.store.Screens(ctx)
	if err != nil || len(kept) < mostScreens {
		return err == nil, err
	}
	var oldest *store.Screen
	for i := range kept {
		if k := &kept[i]; k.Name == k.NodeID && k.View == "auto" && (oldest == nil || k.LastSeenAt.Before(oldest.LastSeenAt)) {
			oldest = k
		}
	}
	if oldest == nil {
		return false, nil
	}
	return true, h.store.DropScreen(ctx, oldest.NodeID)
}

// LoadTopic builds a topic of the house that somebody asks for.
func (h *House) LoadTopic(name string) (live.Topic, bool) {
	if name == BoxTopic {
		return live.Topic{Audience: live.Staff, Doc: h.box(context.Background())}, true
	}
	if len(name) <= len(screenTopic) || name[:len(screenTopic)] != screenTopic {
		return live.Topic{}, false
	}
	s, err := h.store.Screen(context.Background(), name[len(screenTopic):])
	if errors.Is(err, store.ErrNotFound) {
		s = store.Screen{View: "auto"}
	} else if err != nil {
		return live.Topic{}, false
	}
	return live.Topic{Audience: live.Public, Doc: screenDoc(s)}, true
}

func screenDoc(s store.Screen) map[string]json.RawMessage {
	return map[string]json.RawMessage{"name": text(s.Name), "view": text(s.View), "tournament": text(s.Tournament)}
}

// Backup makes one now.
func (h *House) Backup(ctx context.Context) (store.Backup, error) {
	b, err := h.store.Backup(ctx, h.backupDir)
	if err == nil {
		h.Changed()
	}
	return b, err
}

// Changed says that something of the house did; it never blocks.
func (h *House) Changed() {
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

// Run keeps the box topic current: at once when something changed, and looks at
// the relay's state every few seconds. Only what differs is sent.
func (h *House) Run(ctx context.Context) {
	look := time.NewTicker(2 * time.Second)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.changed:
		case <-look.C:
		}
		if !h.hub.Has(BoxTopic) {
			continue
		}
		patch := map[string]json.RawMessage{}
		h.mu.Lock()
		for key, value := range h.box(ctx) {
			if h.sent[key] != string(value) {
				h.sent[key] = string(value)
				patch[key] = value
			}
		}
		h.mu.Unlock()
		h.hub.Publish([]live.Change{{Topic: BoxTopic, Patch: patch}})
	}
}

// Here is one operator or screen that is connected.
type Here struct {
	Kind   string `json:"kind"`
	Staff  string `json:"staff,omitempty"`
	Device string `json:"device,omitempty"`
	Node   string `json:"node,omitempty"`
}

// Cloud is how far the cloud is behind, for the operator's connection display.
type Cloud struct {
	State   relay.State `json:"state"`
	Waiting int64       `json:"waiting"`
	Problem string      `json:"problem,omitempty"`
}

func (h *House) box(ctx context.Context) map[string]json.RawMessage {
	doc := map[string]json.RawMessage{"version": text(h.version), "room_port": text(h.roomPort())}
	if s, _, err := h.Settings(ctx); err == nil {
		doc["venue"] = encode(s.Venue)
	}
	st := h.status()
	doc["cloud"] = encode(Cloud{State: st.State, Waiting: st.Waiting, Problem: st.Problem})
	here := []Here{}
	for _, c := range h.hub.Clients() {
		if c.Kind == live.KindStaff || c.Kind == live.KindDisplay {
			here = append(here, Here{Kind: c.Kind.String(), Staff: c.Presence["staff"], Device: c.Presence["device"], Node: c.Presence["node"]})
		}
	}
	sort.Slice(here, func(i, j int) bool {
		return here[i].Staff+here[i].Device+here[i].Node < here[j].Staff+here[j].Device+here[j].Node
	})
	doc["here"] = encode(here)
	return doc
}

func text(s string) json.RawMessage { return encode(s) }

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil { // plain structs and strings: cannot happen
		return json.RawMessage("null")
	}
	return b
}
