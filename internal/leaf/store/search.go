package store

import (
	"context"
	"strings"
	"unicode"

	"felt/internal/leaf/store/db"
)

// SearchPlayers finds the players every word of the query fits: a word fits the
// beginning of a word of the name, the short name or the e-mail, or of the phone
// number. Accents, capitals and punctuation do not matter. Only the first four
// words of the query count; an empty query finds everybody. Erased players are
// never found.
func (s *Store) SearchPlayers(ctx context.Context, query string, limit int) ([]Player, error) {
	// The statement takes four words; every row contains the empty ones.
	var word [4]string
	for i, w := range strings.Fields(fold(query)) {
		if i < len(word) {
			word[i] = " " + w
		}
	}
	rows, err := s.reads.SearchPlayers(ctx, db.SearchPlayersParams{
		INSTR: word[0], INSTR_2: word[1], INSTR_3: word[2], INSTR_4: word[3], Limit: int64(limit),
	})
	return players(rows), explain(err, s.opt.Path)
}

// LikelySame returns the players who may be the same person: the same name
// written in any way, or the same phone number, with or without country code.
func (s *Store) LikelySame(ctx context.Context, name, phone string) ([]Player, error) {
	rows, err := s.reads.PlayersFolded(ctx, fold(name))
	if err != nil {
		return nil, explain(err, s.opt.Path)
	}
	byPhone, err := s.reads.PlayersByDigits(ctx, lastDigits(phone))
	if err != nil {
		return nil, explain(err, s.opt.Path)
	}
	found := players(rows)
	seen := map[string]bool{}
	for _, p := range found {
		seen[p.ID] = true
	}
	for _, p := range players(byPhone) {
		if !seen[p.ID] {
			found = append(found, p)
		}
	}
	return found, nil
}

// searchable makes the columns that are searched.
func searchable(p *Player) (folded, digits, words string) {
	folded = fold(p.Name)
	digits = lastDigits(p.Phone)
	all := folded + " " + fold(p.ShortName) + " " + fold(p.Email) + " " + allDigits(p.Phone) + " " + digits
	return folded, digits, " " + strings.Join(strings.Fields(all), " ")
}

// fold writes text in plain small letters and digits, with one space between
// words: "Øyvind  O'Brien-Müller" becomes "oyvind obrien muller".
func fold(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch plain, ok := plainLetters[r]; {
		case ok:
			b.WriteString(plain)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
			// an apostrophe or a combining accent joins what is around it
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plainLetters are the letters of Europe's Latin alphabets, without their marks.
var plainLetters = func() map[rune]string {
	m := map[rune]string{}
	for plain, letters := range map[string]string{
		"a": "àáâãäåāăą", "ae": "æ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ",
		"i": "ìíîïĩīĭįı", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏő", "oe": "œ", "r": "ŕŗř",
		"s": "śŝşšș", "ss": "ß", "t": "ţťŧț", "th": "þ", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
	} {
		for _, r := range letters {
			m[r] = plain
		}
	}
	return m
}()

func allDigits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
}

// lastDigits are the last eight digits of a phone number, which leave out the
// country code; "" for fewer than six, which are no phone number.
func lastDigits(phone string) string {
	d := allDigits(phone)
	if len(d) < 6 {
		return ""
	}
	return d[max(0, len(d)-8):]
}
