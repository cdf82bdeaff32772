package bounty

import (
	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Seats is how many seats of a target tournament a satellite's pool pays, and
// the cash left for the next place. All who win a seat rank equal: play stops
// when as many are left as there are seats.
func Seats(pool, seatValue money.Amount) (seats int64, remainder money.Amount, err error) {
	if pool < 0 || !pool.InRange() {
		return 0, 0, refusal.New("satellite_pool", "A pool is not below nothing.").At("pool")
	}
	if seatValue < 1 || !seatValue.InRange() {
		return 0, 0, refusal.New("satellite_seat", "A seat is worth at least one minor unit.").At("seat_value")
	}
	return int64(pool / seatValue), pool % seatValue, nil
}
