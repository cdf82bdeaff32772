package seating

// The rule numbers printed beside advice. Balancing, halting and breaking go by
// the TDA whatever the house's rule book; WSOP gives its own number for the
// final table and for redraws.
const (
	ruleBalance = "TDA 11A"
	ruleHalt    = "TDA 11D"
	ruleBreak   = "TDA 10B"
)

func ruleFinal(ruleSet string) string {
	if ruleSet == WSOP2025 {
		return "WSOP 68"
	}
	return "TDA RP-9"
}

// ruleRedraw is empty for the TDA: it leaves redraws before the final table to
// the house.
func ruleRedraw(ruleSet string) string {
	if ruleSet == WSOP2025 {
		return "WSOP 67"
	}
	return ""
}
