package tournament

import (
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
)

// State is the tournament as the fold of its history gives it. It is owned by
// one goroutine and changed only by Apply; everything else about the night is
// derived from it by pure functions.
type State struct {
	Config    Config
	Created   bool
	Cancelled bool
	Finished  bool

	RegistrationClosed bool

	Clock            clock.State
	Interrupted      *Interruption // set after a power cut until somebody says how to go on
	HandForHand      *HandForHandState
	HandForHandRound int // times hand-for-hand was begun, so that no two hands are alike

	Tables  []Table              // by number, ascending; only those in play
	Entries []Entry              // Entries[i].No == i+1
	Latest  map[PlayerID]EntryNo // each person's latest entry that was not voided
	Outs    []EntryNo            // in the order they went out; a later entry of the same person overrules
	Live    int                  // entries still in
	People  int                  // persons with an entry
	// MostSeated is the most players in at once since all seats were last drawn.
	MostSeated int
	Sold       Sold

	ChipsIssued  int64 // all stacks, rebuys and add-ons sold
	ChipsRemoved int64 // stacks that left play (TDA 71D, forfeits), voids not counted
	ChipsRaced   int64 // given less taken at colour-ups

	Counted bool // at least one count is known
	Rows    []Row
	Till    Till
	Deal    *Deal // the newest offer
	Deals   int
	Draw    DrawState

	paid    map[EntryNo]money.Amount
	prizes  prizeCache
	touched Touched
	quiet   bool // while a history is folded, nothing is touched
}

// Sold counts what was sold and stands.
type Sold struct{ Entries, ReEntries, Rebuys, AddOns int }

// Interruption is the clock after a power cut: it stands at the last reading
// kept until the operator resumes from it or counts the time away.
type Interruption struct {
	KeptAt int64 // wall time of the reading, Unix milliseconds
}

// HandForHandState is hand-for-hand play in progress.
type HandForHandState struct {
	Hand      int   // the hand being played, from 1
	StartedMS int64 // box time at which it was dealt
}

// Table is a table in play.
type Table struct {
	Number                       int
	Seats                        []EntryNo // index seat-1; 0 is a free seat
	Locked                       []int     // free seats kept free
	Button, SmallBlind, BigBlind int       // seats of the hand just finished, 0 unknown
}

// Players says how many sit at the table.
func (t *Table) Players() int {
	n := 0
	for _, e := range t.Seats {
		if e != 0 {
			n++
		}
	}
	return n
}

// Status of an entry.
type Status string

// An entry is in, out (bust), removed with its chips, or void (never happened).
const (
	In       Status = "in"
	Out      Status = "out"
	TakenOut Status = "removed"
	Void     Status = "void"
)

// Entry is one stack and what became of it.
type Entry struct {
	No        EntryNo
	Player    PlayerID
	Kind      string
	Status    Status
	Seat      Place // where he sits; zero: stands or is out
	Fixed     bool
	Chips     int64 // issued to this entry
	Count     int64 // last known stack, -1 unknown
	Rebuys    int
	AddOns    int
	Row       RowNo // the sale of the stack
	Bust      *Exit
	Knocked   int // players he knocked out, shared knock-outs counted for each
	MissHands int // hands still to miss after penalties

	replaced bool // its player has a later entry that was not voided
}

// Exit is how an entry went out.
type Exit struct {
	Order  int // ascending over the night
	Hand   string
	By     []EntryNo
	Seat   Place
	Stack  int64
	Action string
	At     int64 // wall time, Unix milliseconds
}

// Row is one line of the tournament's ledger. Nothing is erased: what was taken
// back stands struck beside its reversal.
type Row struct {
	No     RowNo
	At     int64
	Action string
	// Kind is buy_in, re_entry, rebuy, add_on, settlement, prize, or for what took
	// one of them back reversal or prize_return. A row that brings one back after a
	// redo is of its kind again and stands in its place.
	Kind       string
	Entry      EntryNo
	Player     PlayerID
	Method     Method
	Taken      money.Amount // into the drawer of Method; negative when it left
	Pool       money.Amount
	Fee        money.Amount
	Deductions []Deduction
	Bounty     money.Amount
	Prize      money.Amount // paid out as a prize; negative when returned
	Of         RowNo        // the row this one reverses or settles
	How        string       // of a reversal: never_taken or given_back
	ReversedBy RowNo        // 0 while the row stands

	chips   int64  // stack the sale gave, for its reversal
	settled bool   // a receivable that was paid
	settles bool   // a settlement or its reversal: the money comes from the receivables
	sale    RowNo  // the first row of the sale a settlement is for
	first   RowNo  // where a row, its reversal, the row that brought it back ... began
	kind    string // of the first row
}

// Deal is an offer to the players left, and what became of it.
type Deal struct {
	No       int
	Method   string
	Shares   []Share
	Reserve  money.Amount
	Yes, Nay []EntryNo
	Made     bool
}

// DrawState is the published side of the draw's proof.
type DrawState struct {
	Commitment string // of the seed in use; empty when none is, or it was revealed
	Revealed   []RevealedSeed
	Attempt    int // draws made, so that no two draws are alike
	Redraws    int
}

// RevealedSeed is a seed that was in use and is public now.
type RevealedSeed struct{ Commitment, Seed string }

// Touched says what changed since the last call of TakeTouched, so that only
// that is projected again.
type Touched struct {
	Entries  []EntryNo
	Tables   []int
	Clock    bool
	Money    bool
	Config   bool
	Deal     bool
	Standing bool // places of more than the newest busts changed
	All      bool
}

// TakeTouched returns what changed since the last call, and forgets it.
func (s *State) TakeTouched() Touched {
	t := s.touched
	s.touched = Touched{}
	return t
}

// TouchAll marks everything as changed: names were.
func (s *State) TouchAll() { s.touched.All = true }

// New returns the state before anything happened.
func New() *State {
	return &State{Latest: map[PlayerID]EntryNo{}, paid: map[EntryNo]money.Amount{}}
}

// Entry returns the entry with the number, nil if there is none or it was voided.
func (s *State) Entry(no EntryNo) *Entry {
	if no < 1 || int(no) > len(s.Entries) {
		return nil
	}
	e := &s.Entries[no-1]
	if e.Status == Void || e.No == 0 {
		return nil
	}
	return e
}

// Table returns the table in play with the number, or nil.
func (s *State) Table(number int) *Table {
	if i, ok := s.tableIndex(number); ok {
		return &s.Tables[i]
	}
	return nil
}

// At returns who sits in the place, 0 for a free seat or none at all.
func (s *State) At(p Place) EntryNo {
	t := s.Table(p.Table)
	if t == nil || p.Seat < 1 || p.Seat > len(t.Seats) {
		return 0
	}
	return t.Seats[p.Seat-1]
}

// ChipsInPlay is all chips on the tables: issued, less removed, and what
// colour-ups gave over what they took.
func (s *State) ChipsInPlay() int64 { return s.ChipsIssued - s.ChipsRemoved + s.ChipsRaced }

// NextEntry is the number the next entry gets; numbers of undone entries are not used again.
func (s *State) NextEntry() EntryNo { return EntryNo(len(s.Entries) + 1) }

// NextRow is the number the next ledger row gets.
func (s *State) NextRow() RowNo { return RowNo(len(s.Rows) + 1) }

func (s *State) tableIndex(number int) (int, bool) {
	lo, hi := 0, len(s.Tables)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Tables[mid].Number < number {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(s.Tables) && s.Tables[lo].Number == number
}
