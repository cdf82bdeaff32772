package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"felt/internal/event"
)

// Embedded says how the transport of a box is made.
type Embedded struct {
	Venue  string
	Dir    string // its folder; nothing else may be in it
	Limits Limits
	Logger *slog.Logger // nil: silent
}

// NewEmbedded returns the transport of a box: a JetStream stream EV_<venue> in a
// NATS server inside this process, with the domain leaf-<venue>, reached by no
// socket. Every message is flushed to the disk before it counts as published.
func NewEmbedded(e Embedded) (Transport, error) {
	if err := checkVenue(e.Venue); err != nil {
		return nil, err
	}
	if e.Dir == "" {
		return nil, errors.New("relay: the embedded transport needs a folder")
	}
	if e.Logger == nil {
		e.Logger = slog.New(slog.DiscardHandler)
	}
	e.Limits = e.Limits.orDefault()
	return &embedded{Embedded: e, name: "EV_" + e.Venue}, nil
}

type embedded struct {
	Embedded
	name string

	box     *box // nil when closed
	js      jetstream.JetStream
	renewal string // that of the stream, as Tail or Renew last saw it

	tune func(*server.Options) // for tests: a hub to connect to
}

// What the stream's own notes are called. They are outside everything hashed.
const (
	noteRenewal = "felt-renewal"
	noteEpoch   = "felt-epoch"
	noteFirst   = "felt-first"
)

const (
	askFor     = 10 * time.Second // for one question to the stream
	publishFor = 60 * time.Second // for one window, on a slow card
)

func (t *embedded) Open(ctx context.Context) (err error) {
	options := serverOptions(t.Embedded)
	if t.tune != nil {
		t.tune(options)
	}
	if t.box, err = startBox(ctx, options, t.Logger); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			t.Close()
		}
	}()
	t.js, err = jetstream.New(t.box.conn,
		jetstream.WithDefaultTimeout(askFor),
		jetstream.WithPublishAsyncMaxPending(2*windowEvents),
		jetstream.WithPublishAsyncTimeout(publishFor))
	if err != nil {
		return err
	}
	return t.keepLimits(ctx)
}

func (t *embedded) Close() error {
	if t.box == nil {
		return nil
	}
	if t.js != nil {
		t.js.CleanupPublisher()
	}
	t.box.stop()
	t.box, t.js = nil, nil
	return nil
}

// config is the stream as this build wants it. The server never drops a message
// to make room: when the limits are overrun, which the relay sees to they are
// not, it refuses, and nothing is lost unseen.
func (t *embedded) config(r Renewal) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:       t.name,
		Subjects:   []string{"venue." + t.Venue + ".>"},
		Storage:    jetstream.FileStorage,
		Replicas:   1,
		Discard:    jetstream.DiscardNew,
		MaxMsgs:    t.Limits.Messages + 2*windowEvents,
		MaxBytes:   t.Limits.Bytes + 4*windowBytes,
		Duplicates: 10 * time.Minute,
		DenyDelete: true,
		FirstSeq:   uint64(r.First),
		Metadata: map[string]string{
			noteRenewal: strconv.FormatInt(r.Number, 10),
			noteEpoch:   strconv.FormatInt(r.Epoch, 10),
			noteFirst:   strconv.FormatInt(r.First, 10),
		},
	}
}

// keepLimits brings a stream of an older build or setting to today's limits. It
// never makes them smaller than what is held.
func (t *embedded) keepLimits(ctx context.Context) error {
	s, err := t.js.Stream(ctx, t.name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	info := s.CachedInfo()
	want, is := t.config(Renewal{}), info.Config
	want.MaxMsgs = max(want.MaxMsgs, int64(info.State.Msgs)+2*windowEvents)
	want.MaxBytes = max(want.MaxBytes, int64(info.State.Bytes)+4*windowBytes)
	if is.MaxMsgs == want.MaxMsgs && is.MaxBytes == want.MaxBytes && is.Duplicates == want.Duplicates {
		return nil
	}
	is.MaxMsgs, is.MaxBytes, is.Duplicates = want.MaxMsgs, want.MaxBytes, want.Duplicates
	_, err = t.js.UpdateStream(ctx, is)
	return err
}

func (t *embedded) Tail(ctx context.Context) (Tail, error) {
	s, err := t.js.Stream(ctx, t.name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return Tail{}, nil
	} else if err != nil {
		return Tail{}, err
	}
	info := s.CachedInfo()
	state := info.State
	tail := Tail{Exists: true, First: int64(state.FirstSeq), Last: int64(state.LastSeq), Bytes: int64(state.Bytes)}

	t.renewal = info.Config.Metadata[noteRenewal]
	var first int64
	for note, to := range map[string]*int64{noteRenewal: &tail.Renewal, noteEpoch: &tail.Epoch, noteFirst: &first} {
		if *to, err = strconv.ParseInt(info.Config.Metadata[note], 10, 64); err != nil {
			tail.Broken = "it does not say its " + note
			return tail, nil
		}
	}
	switch held := tail.Last - tail.First + 1; {
	case state.Lost != nil, state.NumDeleted > 0, int64(state.Msgs) != max(0, held):
		tail.Broken = fmt.Sprintf("it has a gap: %d messages from %d to %d", state.Msgs, tail.First, tail.Last)
	case state.Msgs == 0 && tail.Last != first-1:
		tail.Broken = "it was emptied"
	case state.Msgs == 0:
		tail.First = first
	default:
		for _, end := range []struct {
			seq int64
			to  **event.Envelope
		}{{tail.First, &tail.FirstEvent}, {tail.Last, &tail.LastEvent}} {
			if *end.to, tail.Broken, err = t.held(ctx, s, end.seq); err != nil || tail.Broken != "" {
				return tail, err
			}
		}
	}
	return tail, nil
}

// held reads one event back. broken says why what is there cannot be one.
func (t *embedded) held(ctx context.Context, s jetstream.Stream, seq int64) (e *event.Envelope, broken string, err error) {
	raw, err := s.GetMsg(ctx, uint64(seq))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, fmt.Sprintf("message %d cannot be read", seq), nil
	} else if err != nil {
		return nil, "", err
	}
	e = new(event.Envelope)
	if json.Unmarshal(raw.Data, e) != nil || e.Seq != seq || raw.Header.Get(jetstream.MsgIDHeader) != messageID(e) {
		return nil, fmt.Sprintf("message %d is not event %d", seq, seq), nil
	}
	return e, "", nil
}

// Publish names, with every message, the sequence it must follow. So a message
// that fails takes all behind it down, in whatever order answers come: the
// stream holds a first part of the window and never a hole. No retries inside
// the client for the same reason.
func (t *embedded) Publish(ctx context.Context, window []Message) (err error) {
	ctx, cancel := context.WithTimeout(ctx, publishFor)
	defer cancel()
	defer func() {
		if err != nil && t.js != nil {
			t.js.CleanupPublisher() // the answers still to come belong to nobody
		}
	}()
	acks := make([]jetstream.PubAckFuture, 0, len(window))
	for _, m := range window {
		msg := nats.NewMsg(m.Subject)
		msg.Data = m.Body
		msg.Header.Set(HeaderSeq, strconv.FormatInt(m.Seq, 10))
		msg.Header.Set(HeaderRenewal, t.renewal)
		ack, err := t.js.PublishMsgAsync(msg,
			jetstream.WithMsgID(m.ID),
			jetstream.WithExpectStream(t.name),
			jetstream.WithExpectLastSequence(uint64(m.Seq-1)),
			jetstream.WithRetryAttempts(0),
			jetstream.WithStallWait(publishFor))
		if err != nil {
			return err
		}
		acks = append(acks, ack)
	}
	for i, ack := range acks {
		select {
		case got := <-ack.Ok():
			if got.Duplicate || int64(got.Sequence) != window[i].Seq {
				return fmt.Errorf("event %d was taken for message %d, duplicate %t", window[i].Seq, got.Sequence, got.Duplicate)
			}
		case err := <-ack.Err():
			return fmt.Errorf("event %d: %w", window[i].Seq, err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Renew takes the old stream away by its files, with the server stopped. The
// server's own delete takes them away later, on the side: a stream begun
// meanwhile, or after a kill in between, takes the old messages for its own. A
// stream cut off while it was being made is not seen by the server at all, and
// would be in the way for ever.
func (t *embedded) Renew(ctx context.Context, r Renewal) error {
	left, err := t.files()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		if err := t.Close(); err != nil {
			return err
		}
		for _, path := range left {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
		if err := t.Open(ctx); err != nil {
			return err
		}
	}
	config := t.config(r)
	t.renewal = config.Metadata[noteRenewal]
	_, err = t.js.CreateStream(ctx, config)
	return err
}

// files finds what there is of the stream on the disk, in whatever state: the
// server keeps <account>/streams/<name>, and .<name> on its way out.
func (t *embedded) files() (found []string, err error) {
	root := filepath.Join(t.Dir, "jetstream")
	accounts, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, account := range accounts {
		for _, name := range []string{t.name, "." + t.name} {
			path := filepath.Join(root, account.Name(), "streams", name)
			if _, err := os.Lstat(path); err == nil {
				found = append(found, path)
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return found, nil
}

func (t *embedded) Trim(ctx context.Context, seq int64) error {
	s, err := t.js.Stream(ctx, t.name)
	if err != nil {
		return err
	}
	seq = min(seq, int64(s.CachedInfo().State.LastSeq))
	if seq < 2 {
		return nil // the server takes 0 for "everything"; nothing lies below 1
	}
	return s.Purge(ctx, jetstream.WithPurgeSequence(uint64(seq)))
}
