package guard

import (
	"net/http"
	"path"
	"strings"
)

// plainPath reports whether the path has one spelling only. Everything that a
// router, a proxy and a file system might read in two ways is refused rather than
// put right: dot segments, double slashes, backslashes, letters beyond ASCII, and
// escapes that need not be or hide something (%41, %2f, %2e, %5c, %00). So what is
// checked for a session is what is routed.
func plainPath(r *http.Request) bool {
	p := r.URL.Path
	if r.URL.Opaque != "" || !strings.HasPrefix(p, "/") || len(p) > 1024 {
		return false
	}
	if r.URL.RawPath != "" { // the path was not written in its usual form, e.g. %2F or %2e
		return false
	}
	if clean := path.Clean(p); p != clean && p != clean+"/" {
		return false
	}
	for _, c := range p {
		if c < ' ' || c >= 0x7f || c == '\\' || c == '%' || c == ';' {
			return false
		}
	}
	return true
}
