package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"felt/internal/access"
	"felt/internal/leaf/store"
)

func TestTheDoorsBookComesBackAsItWasSaved(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "felt.db")
	s := open(t, path)
	at := time.UnixMilli(1_795_500_000_123)
	book := access.Book{
		Staff: []access.Staff{
			{ID: "s1", Name: "Liv Madsen", Initials: "LM", Colour: "green", Role: access.Owner, PINHash: "$argon2id$x", Version: 3},
			{ID: "s2", Name: "Jeppe Bruun", Initials: "JB", Role: access.Cashier, Version: 1, Disabled: true},
		},
		Devices: []access.Device{
			{ID: "d1", Name: "Tablet", TokenHash: "aa", PairedBy: "s1", PairedAt: at, SeenAt: at.Add(time.Second)},
			{ID: "d2", Name: "Phone", TokenHash: "bb", PairedBy: "recovery", PairedAt: at, SeenAt: at, Unpaired: true},
		},
		Sessions: []access.Session{{ID: "x1", TokenHash: "cc", Staff: "s1", Device: "d1", MadeAt: at, SeenAt: at.Add(time.Minute)}},
		Pairings: []access.Pairing{{ID: "p1", CodeHash: "dd", DeviceName: "Phone", MadeBy: "s1", ExpiresAt: at}},
		Misses:   []access.Miss{{Staff: "nobody", Device: "d1", Count: 4, Last: at}},
		Recovery: &access.Recovery{CodeHash: "ee", KeyCheck: "ff", MadeAt: at},
	}
	venue := access.Venue{Name: "Kløver", Language: "da", Currency: "DKK", Tables: 8}
	err := s.Access().Save(ctx, access.Changes{Venue: &venue, Staff: book.Staff, Devices: book.Devices, Sessions: book.Sessions,
		Pairings: book.Pairings, Misses: book.Misses, Recovery: book.Recovery})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	got, err := s.Access().Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(book, got); d != "" {
		t.Error(d)
	}
	setting, err := s.Setting(ctx, store.VenueSetting)
	if err != nil || string(setting.JSON) != `{"name":"Kløver","language":"da","currency":"DKK","tables":8}` {
		t.Errorf("%s, %v", setting.JSON, err)
	}

	// Rows are replaced and taken out; a change that fails leaves nothing behind.
	book.Staff[1].Disabled, book.Staff[1].Version = false, 2
	err = s.Access().Save(ctx, access.Changes{Staff: book.Staff[1:], EndSessions: []string{"x1"}, EndPairings: []string{"p1"},
		ForgiveMisses: []access.Miss{{Staff: "nobody", Device: "d1"}}})
	if err != nil {
		t.Fatal(err)
	}
	book.Sessions, book.Pairings, book.Misses = nil, nil, nil
	var taken *store.VersionError
	err = s.Access().Save(ctx, access.Changes{Venue: &venue, Staff: []access.Staff{{ID: "s3", Role: access.Owner, Version: 1}}})
	if !errors.As(err, &taken) {
		t.Errorf("a second first run: %v", err)
	}
	err = s.Access().Save(ctx, access.Changes{Staff: []access.Staff{{ID: "s3", Role: access.Owner, Version: 1}},
		Sessions: []access.Session{{ID: "x2", TokenHash: "gg", Staff: "s3", Device: "no such device", MadeAt: at, SeenAt: at}}})
	if err == nil {
		t.Error("a session on an unknown device was kept")
	}
	if err := s.Access().Save(ctx, access.Changes{Staff: []access.Staff{{ID: "s3", Role: access.Screen, Version: 1}}}); err == nil {
		t.Error("a screen was taken on as staff")
	}
	if got, err = s.Access().Load(ctx); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(book, got); d != "" {
		t.Error(d)
	}
}

func TestABoxThatWasSetUpStillKnowsEverybodyAfterARestart(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "felt.db"))
	door, err := access.New(ctx, s.Access(), access.Options{PepperFile: filepath.Join(dir, "pepper")})
	if err != nil || door.State() != access.NotSetUp {
		t.Fatal(door, err)
	}
	done, err := door.SetUp(ctx, access.FirstRun{AtBox: true, OwnerName: "Liv Madsen", PIN: "408271",
		Venue: access.Venue{Name: "Kløver", Language: "da", Currency: "DKK", Tables: 8}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, filepath.Join(dir, "felt.db"))
	if door, err = access.New(ctx, s.Access(), access.Options{PepperFile: filepath.Join(dir, "pepper")}); err != nil {
		t.Fatal(err)
	}
	if who, err := door.Who(done.DeviceToken, done.SessionToken); err != nil || who.Staff != done.Who.Staff || who.Role != access.Owner {
		t.Error(who, err)
	}
	if _, _, err := door.SignIn(ctx, done.DeviceToken, done.Who.Staff, "408271"); err != nil {
		t.Error(err)
	}
	if _, err := door.SetUp(ctx, access.FirstRun{AtBox: true}, ""); err == nil {
		t.Error("set up twice")
	}
}
