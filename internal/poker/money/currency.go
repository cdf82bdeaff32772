package money

import (
	"fmt"
	"strconv"
	"strings"
)

// Currency is an ISO 4217 code such as DKK. The zero value is no currency.
type Currency string

// Money is an amount with its currency, as the API shows it:
// {"amount": 5285000, "currency": "DKK"}, the amount in minor units.
type Money struct {
	Amount   Amount   `json:"amount"`
	Currency Currency `json:"currency"`
}

// ParseCurrency accepts an active ISO 4217 code in capital letters.
func ParseCurrency(code string) (Currency, error) {
	if _, ok := minorDigits[Currency(code)]; !ok {
		return "", fmt.Errorf("money: %.12q is no ISO 4217 currency code", code)
	}
	return Currency(code), nil
}

// Known reports whether c is an active ISO 4217 code.
func (c Currency) Known() bool { _, ok := minorDigits[c]; return ok }

// MinorDigits is how many decimals the currency has: 2 for DKK, 0 for JPY, 3
// for KWD; 2 for a code that is not known.
func (c Currency) MinorDigits() int {
	if d, ok := minorDigits[c]; ok {
		return d
	}
	return 2
}

// Decimal writes the amount in whole units for logs and CSV: "52850.00",
// "-0.50", "1200" (JPY). A dot, no grouping, no sign of the currency.
func (m Money) Decimal() string {
	digits := m.Currency.MinorDigits()
	text := strconv.FormatUint(magnitude(int64(m.Amount)), 10)
	if digits > 0 {
		if len(text) <= digits {
			text = strings.Repeat("0", digits+1-len(text)) + text
		}
		text = text[:len(text)-digits] + "." + text[len(text)-digits:]
	}
	if m.Amount < 0 {
		text = "-" + text
	}
	return text
}

// minorDigits lists the active national currencies of ISO 4217 (list one, with
// the amendments up to 2025) with their minor digits; codes for funds, metals
// and tests are left out.
var minorDigits = byDigits(map[int]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD " +
		"CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD " +
		"HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL " +
		"MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN " +
		"QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS " +
		"UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
})

func byDigits(lists map[int]string) map[Currency]int {
	all := map[Currency]int{}
	for digits, codes := range lists {
		for code := range strings.FieldsSeq(codes) {
			all[Currency(code)] = digits
		}
	}
	return all
}
