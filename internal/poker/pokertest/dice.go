package pokertest

// Dice is where the chance of a generated night comes from: a seed, or a
// property test that wants to shrink what it found.
type Dice interface {
	Below(n int) int // 0 to n-1, n at least 1
}

// Seeded is a die whose throws follow from the seed (splitmix64). It is fast, and
// for tests only: seats are drawn by package draw.
func Seeded(seed uint64) Dice { return &splitmix{seed} }

type splitmix struct{ at uint64 }

func (s *splitmix) Below(n int) int {
	s.at += 0x9e3779b97f4a7c15
	z := s.at
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return int(z % uint64(n))
}
