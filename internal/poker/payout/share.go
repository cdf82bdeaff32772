package payout

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"felt/internal/poker/money"
)

// Share is a percentage in billionths of a percent, so that every published
// figure (26.9, 1.04, 33.333333333) is exact. In JSON it is a plain number: 26.9.
type Share int64

// Whole is 100 %.
const Whole Share = 100 * billion

// Factor is a plain number from 0 to 1 in billionths: 0.65 is 650,000,000.
type Factor int64

const (
	billion    = 1_000_000_000
	oneFactor  = Factor(billion)
	maxDecimal = 1000 // percent; more cannot be meant
)

// ParseShare reads an exact decimal such as "26.9" with at most nine decimals.
func ParseShare(text string) (Share, error) {
	n, err := parseBillionths(text)
	return Share(n), err
}

// String is the shortest decimal: "26.9".
func (s Share) String() string { return formatBillionths(int64(s)) }

// Of is the share of an amount, rounded down to a minor unit. The amount must
// not be negative and the share between 0 and Whole.
func (s Share) Of(amount money.Amount) money.Amount {
	hi, lo := bits.Mul64(uint64(amount), uint64(s))
	part, _ := bits.Div64(hi, lo, uint64(Whole)) // fits: at most the amount
	return money.Amount(part)
}

func (s Share) MarshalJSON() ([]byte, error)   { return []byte(s.String()), nil }
func (f Factor) MarshalJSON() ([]byte, error)  { return []byte(formatBillionths(int64(f))), nil }
func (s *Share) UnmarshalJSON(in []byte) error { return unmarshalBillionths(in, (*int64)(s)) }
func (f *Factor) UnmarshalJSON(in []byte) error {
	return unmarshalBillionths(in, (*int64)(f))
}

func unmarshalBillionths(in []byte, target *int64) error {
	var number json.Number
	if in[0] == '"' || json.Unmarshal(in, &number) != nil {
		return fmt.Errorf("%.40s is not a plain number", in)
	}
	n, err := parseBillionths(number.String())
	*target = n
	return err
}

// parseBillionths reads digits with at most nine decimals. Exponents are
// refused: nobody writes a share that way, and they hide how long a number is.
func parseBillionths(text string) (int64, error) {
	digits := strings.TrimPrefix(text, "-")
	whole, decimals, dot := strings.Cut(digits, ".")
	if whole == "" || dot && decimals == "" || strings.Trim(whole+decimals, "0123456789") != "" {
		return 0, fmt.Errorf("%.40q is not a plain decimal number", text)
	}
	if trimmed := strings.TrimRight(decimals, "0"); len(trimmed) > 9 {
		return 0, fmt.Errorf("%.40q has more than nine decimals", text)
	} else {
		decimals = trimmed + strings.Repeat("0", 9-len(trimmed))
	}
	w, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || w > maxDecimal {
		return 0, fmt.Errorf("%.40q is too large", text)
	}
	d, err := strconv.ParseInt(decimals, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%.40q is not a plain decimal number", text)
	}
	n := w*billion + d
	if strings.HasPrefix(text, "-") {
		n = -n
	}
	return n, nil
}

func formatBillionths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := fmt.Sprintf("%s%d.%09d", sign, n/billion, n%billion)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
