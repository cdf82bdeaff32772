package leaftest

import (
	"context"
	"fmt"
	"path/filepath"

	"felt/internal/leaf/store"
)

// Head is where the chain of the box's events ends: sequence and hash. It is read
// from the file, beside the running box.
func (b *Box) Head() string {
	b.t.Helper()
	s, err := store.OpenToRead(context.Background(), filepath.Join(b.Data, "felt.db"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer s.Close()
	epoch, seq, hash := s.Head()
	return fmt.Sprint(epoch, " ", seq, " ", hash)
}

// Version is a tournament's version.
func (c *Client) Version(night string) int64 {
	c.t.Helper()
	var desk struct{ Meta struct{ Version int64 } }
	c.Read(&desk, night)
	return desk.Meta.Version
}
