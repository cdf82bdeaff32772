package guard

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"felt/internal/problem"
)

// Bounds of request bodies in bytes.
const (
	BodyLimit     = 64 << 10
	ImportLimit   = 1 << 20
	StrangerLimit = 8 << 10 // without a session, whatever the route: bodies are held in memory
)

// Body is a route whose body may be larger or of another kind than usual.
type Body struct {
	Method, Path string   // exact path, or a prefix that ends in "/"
	Limit        int64    // bytes
	Types        []string // media types; nil for JSON only
}

// takeBody reads the whole body, within its bound, before any handler sees the
// request: no handler waits for a slow sender, and none meets a body too large.
func takeBody(w http.ResponseWriter, r *http.Request, others []Body, stranger bool) *problem.Problem {
	limit, types := int64(BodyLimit), []string{"application/json"}
	for _, o := range others {
		if r.Method == o.Method && (r.URL.Path == o.Path || strings.HasSuffix(o.Path, "/") && strings.HasPrefix(r.URL.Path, o.Path)) {
			limit = o.Limit
			if o.Types != nil {
				types = o.Types
			}
		}
	}
	if stranger {
		limit = min(limit, StrangerLimit)
	}
	if r.ContentLength > limit {
		return tooLarge()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge()
	case err != nil:
		return problem.New(400, "body_broken", "The body of the request did not arrive whole.").WithNext("Send it again.")
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.TransferEncoding = nil
	if len(body) == 0 {
		r.Body = http.NoBody
		return nil
	}
	if safe(r.Method) {
		return problem.New(400, "body_unexpected", "A request of this kind has no body.")
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	ok := err == nil && len(r.Header.Values("Content-Type")) == 1 && (charset == "" || strings.EqualFold(charset, "utf-8"))
	found := false
	for _, t := range types {
		found = found || kind == t
	}
	if !ok || !found || r.Header.Get("Content-Encoding") != "" {
		return problem.New(415, "not_json", "The box takes "+strings.Join(types, " or ")+" in UTF-8, not packed.")
	}
	return nil
}

func tooLarge() *problem.Problem {
	return problem.New(413, "too_large", "The body of the request is too large.").WithNext("Send less at once.")
}
