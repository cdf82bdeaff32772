package blinds

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sheetLine is one line. Two hands wrote such files: one says type, sb, bb and
// remove_chips, the other break, small, big and colour_up.
type sheetLine struct {
	Type               string  `json:"type"`
	Break              bool    `json:"break"`
	Level              int     `json:"level"`
	SB                 int64   `json:"sb"`
	BB                 int64   `json:"bb"`
	Small              int64   `json:"small"`
	Big                int64   `json:"big"`
	Ante               *int64  `json:"ante"`
	AnteType           string  `json:"ante_type"`
	Minutes            int     `json:"minutes"`
	Note               string  `json:"note"`
	RemoveChips        []int64 `json:"remove_chips"`
	ColourUp           []int64 `json:"colour_up"`
	ChipUp             bool    `json:"chip_up"`
	NewChips           []int64 `json:"new_chips"`
	AddOn              bool    `json:"add_on"`
	RegistrationCloses bool    `json:"registration_closes"`
	Planned            string  `json:"planned"` // wall clock; derived, not read
}

// reader collects the items of one variant.
type reader struct {
	kind     AnteKind
	kindSaid bool
	items    []Item
	warnings []Warning
	levels   int
}

func (v sheetVariant) read(chips []int64) (Sheet, error) {
	r := reader{}
	r.kind, r.kindSaid = anteKind(v.AnteType)
	if v.Partial != "" {
		r.warn(Partial, WholeSheet, 0, "The sheet is not complete: %s.", strings.TrimSuffix(v.Partial, "."))
	}
	for i, raw := range v.Structure {
		line, err := strictLine(raw)
		if err != nil {
			return Sheet{}, fmt.Errorf("line %d of the structure: %w", i+1, err)
		}
		if err := r.line(line); err != nil {
			return Sheet{}, fmt.Errorf("line %d of the structure: %w", i+1, err)
		}
	}
	r.lengths()
	r.registration(v.LateRegistration)
	return r.sheet(v.Name, chips)
}

func strictLine(raw json.RawMessage) (sheetLine, error) {
	var line sheetLine
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields() // a column nobody reads would be lost silently
	err := dec.Decode(&line)
	return line, err
}

func (r *reader) line(l sheetLine) error {
	switch {
	case l.Type == "day_end":
		if len(r.items) == 0 {
			return errors.New("a day cannot end before the first level")
		}
		r.items[len(r.items)-1].EndOfDay = true
	case l.Type == "break" || l.Break:
		r.pause(l)
	case l.Type == "level" || l.Type == "":
		r.level(l)
	default:
		return fmt.Errorf("a line is a level, a break or a day_end, not %q", l.Type)
	}
	return nil
}

func (r *reader) pause(l sheetLine) {
	r.items = append(r.items, Item{
		Break: true, Minutes: l.Minutes, AddOn: l.AddOn,
		ColourUp: slices.Concat(l.RemoveChips, l.ColourUp), NewChips: l.NewChips,
		ClosesRegistration: l.RegistrationCloses || strings.Contains(l.Note, "end of registration"),
	})
	if l.ChipUp {
		r.warn(ColourUpNotSaid, len(r.items)-1, 0, "Chips are coloured up in this break; the sheet does not say which.")
	}
}

func (r *reader) level(l sheetLine) {
	r.levels++
	it := Item{Level: r.levels, Small: max(l.SB, l.Small), Big: max(l.BB, l.Big), Minutes: l.Minutes,
		ColourUp: slices.Concat(l.RemoveChips, l.ColourUp), NewChips: l.NewChips, AddOn: l.AddOn,
		ClosesRegistration: l.RegistrationCloses}
	i := len(r.items)
	if l.Level != 0 && l.Level != r.levels {
		r.warn(LevelNumber, i, r.levels, "Level %d is printed where level %d is due.", l.Level, r.levels)
	}
	if l.Ante == nil {
		r.warn(AnteNotSaid, i, r.levels, "The level has no ante column; no ante is assumed.")
	} else if *l.Ante != 0 {
		it.Ante, it.AnteKind = *l.Ante, r.kind
		if kind, said := anteKind(l.AnteType); said {
			it.AnteKind = kind
		} else if !r.kindSaid && !r.warned(AnteKindNotSaid) {
			r.warn(AnteKindNotSaid, WholeSheet, 0, "The sheet has antes and does not say who posts them; every player is assumed.")
		}
	}
	r.items = append(r.items, it)
}

// lengths gives a break without a length that of the break before it, else of
// the one after it, else ten minutes.
func (r *reader) lengths() {
	for i := range r.items {
		if !r.items[i].Break || r.items[i].Minutes != 0 {
			continue
		}
		minutes := 10
		for k := len(r.items) - 1; k >= 0; k-- {
			if other := r.items[k]; other.Break && other.Minutes > 0 {
				if minutes = other.Minutes; k < i {
					break
				}
			}
		}
		r.items[i].Minutes = minutes
		r.warn(BreakWithoutLength, i, 0, "The break has no length; %d minutes are assumed.", minutes)
	}
}

var (
	startOfLevel = regexp.MustCompile(`start of level (\d+)`)
	afterLevels  = regexp.MustCompile(`^(\d+) levels$`)
)

// registration reads where late registration ends. "Until the start of level
// 9" keeps it open during the break before that level, and goes before a note
// on the break; "8 levels" ends it with level 8.
func (r *reader) registration(text string) {
	st := Structure{Items: r.items}
	closes := -1
	if m := startOfLevel.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		if i, ok := st.IndexOfLevel(n); ok {
			closes = i
		}
	} else if m := afterLevels.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		if i, ok := st.IndexOfLevel(n); ok && i+1 < len(r.items) {
			closes = i + 1
		}
	} else if text == "start of day 2" {
		i := slices.IndexFunc(r.items, func(it Item) bool { return it.EndOfDay })
		if i >= 0 && i+1 < len(r.items) {
			closes = i + 1
		}
	}
	if closes < 0 {
		return
	}
	for i := range r.items {
		r.items[i].ClosesRegistration = i == closes
	}
}

func (r *reader) sheet(name string, chips []int64) (Sheet, error) {
	st := Structure{Items: r.items}.Normalize()
	more, err := st.Validate(chips...)
	if err != nil {
		return Sheet{}, err
	}
	warnings := append(r.warnings, more...)
	slices.SortStableFunc(warnings, func(a, b Warning) int { return a.Item - b.Item })
	return Sheet{Name: name, Structure: st, Warnings: warnings}, nil
}

func (r *reader) warn(code Code, item, level int, format string, args ...any) {
	r.warnings = append(r.warnings, warn(code, item, level, format, args...))
}

func (r *reader) warned(code Code) bool {
	return slices.ContainsFunc(r.warnings, func(w Warning) bool { return w.Code == code })
}

// anteKind reads the words of published sheets. Where a sheet does not say who
// posts, every player does: that is what a bare ante column meant.
func anteKind(text string) (kind AnteKind, said bool) {
	word, _, _ := strings.Cut(text, " ")
	switch word {
	case "bb", "big_blind":
		return AnteBigBlind, true
	case "per_player", "all":
		return AntePerPlayer, true
	case "button":
		return AnteButton, true
	case "none":
		return AnteNone, true
	}
	return AntePerPlayer, false
}
