package draw

import "strconv"

// Shuffle returns the numbers 0 to n-1 in a random order, each order equally
// likely. It makes n-1 picks whose entries are "<entry>/<n-1>" down to
// "<entry>/1", so it shares no draw with Pick for the same entry.
func Shuffle(seed Seed, purpose, entry string, attempt, n int) []int {
	order := make([]int, max(n, 0))
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i >= 1; i-- {
		j := Pick(seed, purpose, entry+"/"+strconv.Itoa(i), attempt, i+1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}
