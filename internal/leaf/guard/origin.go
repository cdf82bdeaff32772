package guard

import (
	"net/http"
	"net/url"
	"strings"

	"felt/internal/problem"
)

// crossOrigin is the browser-made proof that a state change comes from our own
// page: Sec-Fetch-Site, or Origin equal to Host where a browser on plain HTTP
// sends no Sec-Fetch-Site. The Host was checked before.
var crossOrigin = http.NewCrossOriginProtection()

// checkOrigin refuses a state change or a WebSocket that another site started,
// and one that carries no proof at all, unless the caller showed a device token
// in the Authorization header: no page of another site can do that. Behind a
// proxy that ends TLS the scheme of Origin is not ours to compare.
func checkOrigin(r *http.Request, bearer, proxied bool) *problem.Problem {
	upgrade := r.Header.Get("Upgrade") != ""
	if safe(r.Method) && !upgrade {
		return nil
	}
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	if len(r.Header.Values("Origin")) > 1 || len(r.Header.Values("Sec-Fetch-Site")) > 1 {
		return foreignOrigin()
	}
	if origin == "" && site == "" {
		if bearer {
			return nil
		}
		return problem.New(403, "origin_missing", "This request does not say which page it comes from.").
			WithNext("Use the box's own pages, or send the device token as Authorization: Bearer.")
	}
	// An Origin that is there must be ours, whatever Sec-Fetch-Site says.
	if origin != "" {
		u, err := url.Parse(origin)
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		if err != nil || !strings.EqualFold(u.Host, r.Host) || u.Scheme != scheme && !proxied {
			return foreignOrigin()
		}
	}
	check := r
	if upgrade { // the check below lets every GET pass
		check = r.Clone(r.Context())
		check.Method = http.MethodPost
	}
	if crossOrigin.Check(check) != nil {
		return foreignOrigin()
	}
	return nil
}

func foreignOrigin() *problem.Problem {
	return problem.New(403, "origin_foreign", "This request comes from a page that is not the box's own.").
		WithNext("Open the box's own page and do it there.")
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
