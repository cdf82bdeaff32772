package tournament_test

import (
	"fmt"
	"testing"

	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

// big50 is the field of the Big 50 of 2019, mainEvent that of the Main Event of
// 2024.
const (
	big50     = 28_371
	mainEvent = 10_112
)

// bigField is a history of a field that has all bought in and sat down, and of
// whom left are in. Every bust is an action of its own.
func bigField(entries, left int) []tournament.Record {
	c := pokertest.House()
	c.Seating.RedrawAt = []int{24, 16}
	var records []tournament.Record
	action := 0
	add := func(events ...tournament.Event) {
		action++
		for _, e := range events {
			records = append(records, tournament.Record{Meta: tournament.Meta{Seq: int64(len(records) + 1), Action: fmt.Sprintf("a%d", action), At: int64(action)}, Event: e})
		}
	}
	add(tournament.Created{Config: c})
	tables := (entries + 8) / 9
	for t := range tables {
		add(tournament.TableOpened{Table: t + 1, Seats: 9})
	}
	for i := range entries {
		no := tournament.EntryNo(i + 1)
		add(tournament.EntryBought{Entry: no, Player: tournament.PlayerID(fmt.Sprintf("p%d", no)), Kind: "buy_in",
			Sale: tournament.Sale{Row: tournament.RowNo(no), Method: "cash", Pool: 45_000, Fee: 5_000, Chips: 50_000}},
			tournament.EntrySeated{Entry: no, Place: tournament.Place{Table: i%tables + 1, Seat: i/tables + 1}})
	}
	s := tournament.Fold(records)
	clock, err := s.Clock.Start(c.Structure, 0)
	if err != nil {
		panic(err)
	}
	add(tournament.ClockStarted{ClockFact: tournament.ClockFact{Clock: clock}})
	add(tournament.RegistrationClosed{})
	for i := range entries - left {
		no := tournament.EntryNo(i + 1)
		add(tournament.Busted{Entry: no, By: []tournament.EntryNo{tournament.EntryNo(entries)}, Hand: fmt.Sprintf("a%d", action+1),
			Place: tournament.Place{Table: i%tables + 1, Seat: i/tables + 1}})
	}
	return records
}

func fields(b *testing.B, run func(b *testing.B, records []tournament.Record, s *tournament.State)) {
	for _, f := range []struct{ entries, left int }{{mainEvent, mainEvent - 500}, {big50, big50 - 500}, {big50, 3_000}} {
		b.Run(fmt.Sprintf("%d_of_%d", f.left, f.entries), func(b *testing.B) {
			records := bigField(f.entries, f.left)
			s := tournament.Fold(records)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, records, s)
		})
	}
}

func BenchmarkBust(b *testing.B) {
	fields(b, func(b *testing.B, records []tournament.Record, s *tournament.State) {
		last := s.Entries[len(s.Entries)-1].No
		no, seq := tournament.EntryNo(len(s.Outs)+1), int64(len(records))
		for i := 0; b.Loop(); i++ {
			if no >= last-10 { // begin again
				b.StopTimer()
				s = tournament.Fold(records)
				no = tournament.EntryNo(len(s.Outs) + 1)
				b.StartTimer()
			}
			seq++
			action := fmt.Sprintf("x%d", i)
			events, refused := tournament.Decide(s, pokertest.Out(no, last), tournament.Env{BoxMS: int64(i), Action: action})
			if refused != nil {
				b.Fatal(refused)
			}
			for _, e := range events {
				s.Apply(tournament.Record{Meta: tournament.Meta{Seq: seq, Action: action}, Event: e})
			}
			if _, known := s.StandingOf(no); !known { // as the screens ask at once
				b.Fatal("no place")
			}
			s.TakeTouched()
			no++
		}
	})
}

func BenchmarkAdvice(b *testing.B) {
	fields(b, func(b *testing.B, _ []tournament.Record, s *tournament.State) {
		for b.Loop() {
			s.Advice()
		}
	})
}

func BenchmarkStandingsPage(b *testing.B) {
	fields(b, func(b *testing.B, _ []tournament.Record, s *tournament.State) {
		for b.Loop() {
			list := s.Standings()
			for _, x := range list[len(list)/2 : min(len(list)/2+50, len(list))] {
				if _, refused := s.DueAt(x); refused != nil {
					b.Fatal(refused)
				}
			}
		}
	})
}

func BenchmarkDrawSeat(b *testing.B) {
	fields(b, func(b *testing.B, _ []tournament.Record, s *tournament.State) {
		env := tournament.Env{Action: "x", NewSeed: make([]byte, 32)}
		for b.Loop() {
			if _, refused := tournament.Decide(s, tournament.Register{Player: "late", Method: "cash", Draw: true, Override: true}, env); refused != nil {
				b.Fatal(refused)
			}
		}
	})
}

// A bust of a hundred busts ago.
func BenchmarkPreviewUndo(b *testing.B) {
	fields(b, func(b *testing.B, records []tournament.Record, s *tournament.State) {
		action := records[len(records)-100].Action
		for b.Loop() {
			if p := tournament.PreviewUndo(records, action, 0); p.Blocked != nil {
				b.Fatal(p.Blocked)
			}
		}
	})
}

func BenchmarkFold(b *testing.B) {
	fields(b, func(b *testing.B, records []tournament.Record, _ *tournament.State) {
		for b.Loop() {
			tournament.Fold(records)
		}
	})
}
