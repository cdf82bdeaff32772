package live

import "time"

// pace slows a client that talks too much: it costs the client its own time and
// nobody else anything.
type pace struct {
	left float64
	at   time.Time
}

const (
	paceBurst  = 64 // frames at once
	paceSecond = 20 // and so many a second after that
)

func newPace() pace { return pace{left: paceBurst, at: time.Now()} }

func (p *pace) wait() {
	now := time.Now()
	p.left = min(paceBurst, p.left+paceSecond*now.Sub(p.at).Seconds())
	p.at = now
	if p.left--; p.left < 0 {
		time.Sleep(time.Duration(-p.left / paceSecond * float64(time.Second)))
	}
}
