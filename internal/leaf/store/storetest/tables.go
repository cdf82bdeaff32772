package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/store"
)

var _ = add(map[string]func(t *testing.T){
	"a key is answered alike for a day":                     answers,
	"a player is created, changed, found and erased":        playersLife,
	"an erased player stays erased":                         erasedForEver,
	"players are found as one types":                        search,
	"likely duplicates are found by name and phone":         duplicates,
	"a setting is replaced only by who saw its version":     settings,
	"a template is replaced only by who saw its version":    templates,
	"tournaments are listed, open by place, closed by time": tournaments,
	"screens, notes, box time and the relay's place":        theRest,
})

func answers(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()
	get := func(scope, key string) *store.KeyedAnswer {
		return must[*store.KeyedAnswer](t)(s.Answer(ctx, scope, key))
	}
	want := store.KeyedAnswer{Scope: "staff-7", Key: "k", Route: "POST /api/x", BodyHash: "ab", Status: 201,
		ContentType: "application/json", ETag: `"3"`, Body: []byte("{\"a\":\x00}"), At: clock.Now().UnixMilli()}
	w := Busts(0, 1, "T1")
	w.Key = &want
	empty := &store.KeyedAnswer{Scope: "staff-8", Key: "k", Status: 204} // a nil body is an empty one
	commit(t, s, w, store.Write{Key: empty})
	if diff := cmp.Diff(&want, get("staff-7", "k")); diff != "" {
		t.Error(diff)
	}
	if a := get("staff-8", "k"); a == nil || len(a.Body) != 0 || a.Status != 204 {
		t.Error(a)
	}
	if a := get("staff-7", "other"); a != nil {
		t.Error(a)
	}

	clock.Add(24*time.Hour - time.Second)
	for i := range 250 {
		commit(t, s, store.Write{Key: &store.KeyedAnswer{Scope: "staff-7", Key: fmt.Sprint("young ", i), Status: 200}})
	}
	if get("staff-7", "k") == nil {
		t.Error("the answer was gone before a day had passed")
	}
	clock.Add(time.Second)
	if a := get("staff-7", "k"); a != nil {
		t.Error("the answer was there after a day:", a)
	}
	commit(t, s, store.Write{Key: &store.KeyedAnswer{Scope: "staff-7", Key: "k", Status: 409}}) // before any purge
	if a := get("staff-7", "k"); a == nil || a.Status != 409 {
		t.Error(a)
	}
	if n, err := s.PurgeAnswers(ctx); n != 1 || err != nil { // that of staff-8
		t.Error(n, err)
	}
	clock.Add(24*time.Hour - time.Second)
	if n, err := s.PurgeAnswers(ctx); n != 250 || err != nil {
		t.Error(n, err)
	}
	if get("staff-7", "k") == nil {
		t.Error("the purge took an answer of less than a day")
	}
}

func viktor() store.Player {
	return store.Player{ID: "P1", Name: "Viktor Sørensen", ShortName: "Vik", Phone: "+45 20 12 34 56", Email: "vs@example.org",
		Note: "left-handed", ShownAs: store.ShownShort}
}

func playersLife(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()

	want := viktor()
	want.Version, want.CreatedAt = 1, clock.Now()
	made := must[store.Player](t)(s.CreatePlayer(ctx, viktor()))
	got := must[store.Player](t)(s.Player(ctx, "P1"))
	if diff := cmp.Diff(want, made) + cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err := s.CreatePlayer(ctx, viktor())
	wantErr(t, err, store.ErrExists)

	clock.Add(time.Hour)
	made.Name, made.ShownAs = "Viktor Holm", store.ShownHidden
	changed := must[store.Player](t)(s.ChangePlayer(ctx, made))
	want.Name, want.ShownAs, want.Version = "Viktor Holm", store.ShownHidden, 2
	got = must[store.Player](t)(s.Player(ctx, "P1"))
	if diff := cmp.Diff(want, changed) + cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var version *store.VersionError
	if _, err := s.ChangePlayer(ctx, made); !errors.As(err, &version) || version.Current != 2 {
		t.Error("a change based on an old version:", err)
	}
	for what, p := range map[string]store.Player{
		"no id": {Name: "x"}, "no name": {ID: "P2", Name: " "}, "a way of showing": {ID: "P2", Name: "x", ShownAs: "loud"},
		"a NUL": {ID: "P2", Name: "x\x00y"}, "an id with a space": {ID: "P 2", Name: "x"},
	} {
		if _, err := s.CreatePlayer(ctx, p); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}

	for range 2 { // erasing twice is no error
		if err := s.ErasePlayer(ctx, "P1"); err != nil {
			t.Fatal(err)
		}
	}
	got = must[store.Player](t)(s.Player(ctx, "P1"))
	want = store.Player{ID: "P1", Version: 3, ShownAs: store.ShownHidden, CreatedAt: want.CreatedAt, ErasedAt: clock.Now()}
	if diff := cmp.Diff(want, got); diff != "" || !got.Erased() {
		t.Error(diff)
	}
	changed.Version = 3
	_, err = s.ChangePlayer(ctx, changed)
	wantErr(t, err, store.ErrErased)
	_, err = s.CreatePlayer(ctx, viktor())
	wantErr(t, err, store.ErrErased)
	for what, err := range map[string]error{
		"get": second(s.Player(ctx, "P9")), "erase": s.ErasePlayer(ctx, "P9"), "change": second(s.ChangePlayer(ctx, store.Player{ID: "P9", Name: "x", ShownAs: store.ShownFull})),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s a player there never was: %v", what, err)
		}
	}
	if all := must[[]store.Player](t)(s.Players(ctx)); len(all) != 1 {
		t.Error(all)
	}
}

func second[T any](_ T, err error) error { return err }

func erasedForEver(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	s := Open(t, path)
	must[store.Player](t)(s.CreatePlayer(ctx, viktor()))
	backup := must[store.Backup](t)(s.Backup(ctx, t.TempDir()))
	if err := s.ErasePlayer(ctx, "P1"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	elsewhere := Path(t) // on a new box, the tombstones come with the next backup
	s = Open(t, path)
	commit(t, s, Busts(0, 1, "T1"))
	must[store.Backup](t)(s.Backup(ctx, filepath.Dir(backup.Path)))
	s.Close()
	must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: backup.Path, Path: elsewhere}))
	s = Open(t, elsewhere)
	if p := must[store.Player](t)(s.Player(ctx, "P1")); !p.Erased() || p.Name != "" {
		t.Errorf("a new box brought %+v back", p)
	}
	s.Close()

	if err := os.Remove(filepath.Join(filepath.Dir(backup.Path), "erased")); err != nil {
		t.Fatal(err)
	}
	must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: backup.Path, Path: path}))
	s = Open(t, path)
	if p := must[store.Player](t)(s.Player(ctx, "P1")); !p.Erased() || p.Name != "" || p.Phone != "" {
		t.Errorf("the backup brought %+v back", p)
	}
	if found := must[[]store.Player](t)(s.SearchPlayers(ctx, "vik", 10)); len(found) != 0 {
		t.Error(found)
	}
	_, err := s.CreatePlayer(ctx, viktor())
	wantErr(t, err, store.ErrErased)
}

func search(t *testing.T) {
	ctx := context.Background()
	s := Open(t, Path(t))
	for i, p := range []store.Player{
		viktor(),
		{Name: "Astrid Møller-Jensen", Phone: "004520998877"},
		{Name: "Jens O'Brien", Email: "jens.ob@example.org"},
		{Name: "Łukasz Żółć", ShortName: "Lucky"},
		{Name: "Βασίλης Π.", Phone: "+30 21 0000"},
		{Name: "Émile 50% Zola"},
	} {
		p.ID = fmt.Sprint("P", i)
		must[store.Player](t)(s.CreatePlayer(ctx, p))
	}
	must[store.Player](t)(s.CreatePlayer(ctx, store.Player{ID: "gone", Name: "Viktor Gone"}))
	if err := s.ErasePlayer(ctx, "gone"); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"vik":               {"P0"},
		"SOREN":             {"P0"},
		"sørensen viktor":   {"P0"},
		"jen":               {"P1", "P2"},
		"jensen":            {"P1"},
		"mol jen ast":       {"P1"},
		"obrien":            {"P2"},
		"o’brien":           {"P2"},
		"jens.ob@exam":      {"P2"},
		"lucky":             {"P3"},
		"zolc":              {"P3"},
		"βασ":               {"P4"},
		"e\u0301mile":       {"P5"},
		"2012":              {"P0"},
		"4520":              {"P0"},
		"20 12":             nil, // two words, and no word of the phone begins with 12
		"20998877":          {"P1"},
		"50%":               {"P5"},
		"ktor":              nil,
		"vik jens":          nil,
		"% _":               {"P1", "P5", "P2", "P3", "P0", "P4"},
		"":                  {"P1", "P5", "P2", "P3", "P0", "P4"},
		"a m j ast ignored": {"P1"},
	} {
		var got []string
		for _, p := range must[[]store.Player](t)(s.SearchPlayers(ctx, query, 10)) {
			got = append(got, p.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
	if few := must[[]store.Player](t)(s.SearchPlayers(ctx, "", 2)); len(few) != 2 {
		t.Error(few)
	}
}

func duplicates(t *testing.T) {
	ctx := context.Background()
	s := Open(t, Path(t))
	must[store.Player](t)(s.CreatePlayer(ctx, viktor()))
	must[store.Player](t)(s.CreatePlayer(ctx, store.Player{ID: "P2", Name: "Ida Lund", Phone: "12"}))
	for _, c := range []struct {
		name, phone string
		want        int
	}{
		{"viktor  SORENSEN", "", 1}, {"V. S.", "20123456", 1}, {"V. S.", "004520-123-456", 1}, {"Viktor Sørensen", "+4520123456", 1},
		{"Viktor", "", 0}, {"Ida", "12", 0}, {"", "", 0},
	} {
		if found := must[[]store.Player](t)(s.LikelySame(ctx, c.name, c.phone)); len(found) != c.want {
			t.Errorf("%q %q: %+v", c.name, c.phone, found)
		}
	}
}

func settings(t *testing.T) {
	ctx := context.Background()
	s := Open(t, Path(t))
	_, err := s.Setting(ctx, "house")
	wantErr(t, err, store.ErrNotFound)
	put := func(expected int64, json string, want int64, current int64) {
		t.Helper()
		got, err := s.PutSetting(ctx, "house", expected, []byte(json))
		var version *store.VersionError
		if current >= 0 && (!errors.As(err, &version) || version.Current != current) || current < 0 && (err != nil || got != want) {
			t.Errorf("expected version %d: got %d, %v", expected, got, err)
		}
	}
	put(3, `{}`, 0, 0)
	put(0, `{"a":1}`, 1, -1)
	put(0, `{}`, 0, 1)
	put(1, `{"a":2}`, 2, -1)
	put(1, `{}`, 0, 2)
	got := must[store.Setting](t)(s.Setting(ctx, "house"))
	if diff := cmp.Diff(store.Setting{Key: "house", Version: 2, JSON: []byte(`{"a":2}`)}, got); diff != "" {
		t.Error(diff)
	}
	if all := must[[]store.Setting](t)(s.Settings(ctx)); len(all) != 1 {
		t.Error(all)
	}
}

func templates(t *testing.T) {
	ctx := context.Background()
	s := Open(t, Path(t))
	one := store.Template{ID: "a", Name: "Friday", JSON: []byte(`{}`)}
	if v := must[int64](t)(s.PutTemplate(ctx, one)); v != 1 {
		t.Error(v)
	}
	var version *store.VersionError
	if _, err := s.PutTemplate(ctx, one); !errors.As(err, &version) || version.Current != 1 {
		t.Error(err)
	}
	one.Version, one.Name = 1, "Friday night"
	if v := must[int64](t)(s.PutTemplate(ctx, one)); v != 2 {
		t.Error(v)
	}
	if _, err := s.PutTemplate(ctx, one); !errors.As(err, &version) || version.Current != 2 {
		t.Error(err)
	}
	one.Version = 2
	got := must[store.Template](t)(s.Template(ctx, "a"))
	if diff := cmp.Diff(one, got) + cmp.Diff([]store.Template{one}, must[[]store.Template](t)(s.Templates(ctx))); diff != "" {
		t.Error(diff)
	}
	if err := s.DropTemplate(ctx, "a", 1); !errors.As(err, &version) || version.Current != 2 {
		t.Error(err)
	}
	if err := s.DropTemplate(ctx, "a", 2); err != nil {
		t.Error(err)
	}
	_, err := s.Template(ctx, "a")
	wantErr(t, err, store.ErrNotFound)
	if err := s.DropTemplate(ctx, "a", 2); !errors.As(err, &version) || version.Current != 0 {
		t.Error(err)
	}
}

func tournaments(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()
	do := func(f func(context.Context, *store.Tx) error) error { return s.Update(ctx, f) }
	for i, id := range []string{"A", "B", "C", "D", "E"} {
		clock.Add(time.Minute)
		err := do(func(ctx context.Context, tx *store.Tx) error {
			return tx.AddTournament(ctx, store.Tournament{ID: id, Name: "Night " + id, Position: int64(10 - i)})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"C", "A", "D"} {
		if id != "D" { // A and D close in the same millisecond
			clock.Add(time.Minute)
		}
		if err := do(func(ctx context.Context, tx *store.Tx) error { return tx.CloseTournament(ctx, id) }); err != nil {
			t.Fatal(err)
		}
	}
	ids := func(list []store.Tournament, err error) (s string) {
		t.Helper()
		for _, l := range must[[]store.Tournament](t)(list, err) {
			s += l.ID
		}
		return s
	}
	if got := ids(s.OpenTournaments(ctx)); got != "EB" {
		t.Error(got)
	}
	page := must[[]store.Tournament](t)(s.ClosedTournaments(ctx, nil, 1))
	if got := ids(page, nil) + "," + ids(s.ClosedTournaments(ctx, &page[0], 1)) + "," + ids(s.ClosedTournaments(ctx, &page[0], 9)); got != "D,A,AC" {
		t.Error(got)
	}
	change := func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.RenameTournament(ctx, "A", "Matinee"), tx.MoveTournament(ctx, "A", 1), tx.ReopenTournament(ctx, "A"))
	}
	if err := do(change); err != nil {
		t.Fatal(err)
	}
	got := must[store.Tournament](t)(s.Tournament(ctx, "A"))
	want := store.Tournament{ID: "A", Name: "Matinee", CreatedAt: NewClock().Now().Add(time.Minute), Position: 1}
	if diff := cmp.Diff(want, got); diff != "" || !got.Open() {
		t.Error(diff)
	}
	if got := ids(s.OpenTournaments(ctx)); got != "AEB" {
		t.Error(got)
	}
	_, err := s.Tournament(ctx, "Z")
	wantErr(t, err, store.ErrNotFound)
	wantErr(t, do(func(ctx context.Context, tx *store.Tx) error { return tx.RenameTournament(ctx, "Z", "x") }), store.ErrNotFound)
	wantErr(t, do(func(ctx context.Context, tx *store.Tx) error { return tx.CloseTournament(ctx, "Z") }), store.ErrNotFound)
	wantErr(t, do(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddTournament(ctx, store.Tournament{ID: "A"})
	}), store.ErrExists)
}

func theRest(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()
	err := s.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.AddTournament(ctx, store.Tournament{ID: "T1", Name: "Night"}),
			tx.PutNote(ctx, "action 1", "shouted"), tx.PutNote(ctx, "action 1", "spoke up"),
			tx.PutScreen(ctx, store.Screen{NodeID: "n1", Name: "Bar", View: "clock", LastSeenAt: clock.Now()}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if note := must[string](t)(s.Note(ctx, "action 1")) + must[string](t)(s.Note(ctx, "action 2")); note != "spoke up" {
		t.Error(note)
	}

	clock.Add(time.Minute)
	bar := store.Screen{NodeID: "n1", Name: "Bar", View: "seats", Tournament: "T1", LastSeenAt: clock.Now()}
	if err := s.PutScreen(ctx, bar); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.Screen{bar}, must[[]store.Screen](t)(s.Screens(ctx))) + cmp.Diff(bar, must[store.Screen](t)(s.Screen(ctx, "n1"))); diff != "" {
		t.Error(diff)
	}
	if err := s.DropScreen(ctx, "n1"); err != nil {
		t.Error(err)
	}
	wantErr(t, s.DropScreen(ctx, "n1"), store.ErrNotFound)

	if at := must[boxtime.Moment](t)(s.BoxTime(ctx)); at != (boxtime.Moment{}) {
		t.Error("box time before any was kept:", at)
	}
	for _, at := range []boxtime.Moment{{Boot: "b1", BoxMS: 5_000, BootMS: 70, WallMS: 9_000}, {Boot: "b2", BoxMS: 7_000, BootMS: 3, WallMS: 8_000}} {
		if err := s.KeepBoxTime(ctx, at); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(at, must[boxtime.Moment](t)(s.BoxTime(ctx))); diff != "" {
			t.Error(diff)
		}
	}

	for _, want := range [][2]int64{{0, 0}, {1, 7}, {2, 5}} {
		if want[0] > 0 {
			if err := s.Confirm(ctx, want[0], want[1]); err != nil {
				t.Fatal(err)
			}
		}
		if epoch, seq, err := s.Confirmed(ctx); epoch != want[0] || seq != want[1] || err != nil {
			t.Error(epoch, seq, err)
		}
	}
}
