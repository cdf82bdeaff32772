package guard

import (
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
)

// Hosts are the names and addresses under which a listener may be asked. A page
// on a foreign name that was pointed at the box (DNS rebinding) is same-origin to
// a browser, and only the name gives it away.
type Hosts struct {
	set atomic.Pointer[map[string]bool]
}

// LocalHosts are those of the listener for the machine itself.
func LocalHosts() *Hosts {
	h := &Hosts{}
	h.Set(nil, nil)
	return h
}

// Set replaces the names and addresses; localhost always belongs to them. It may
// be called while requests are served, when the box gets another address.
func (h *Hosts) Set(names []string, addresses []netip.Addr) {
	set := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}
	for _, n := range names {
		if n = plainName(n); n != "" {
			set[n] = true
		}
	}
	for _, a := range addresses {
		set[a.WithZone("").Unmap().String()] = true
	}
	h.set.Store(&set)
}

// Allows reports whether a Host header, with or without a port, names this box.
func (h *Hosts) Allows(host string) bool {
	set := h.set.Load()
	if set == nil || host == "" {
		return false
	}
	if name, port, err := net.SplitHostPort(host); err == nil {
		if strings.Trim(port, "0123456789") != "" {
			return false
		}
		host = name
	} else if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		host = host[1 : len(host)-1]
	}
	if a, err := netip.ParseAddr(host); err == nil {
		return (*set)[a.WithZone("").Unmap().String()]
	}
	return (*set)[plainName(host)]
}

func plainName(n string) string { return strings.TrimSuffix(strings.ToLower(n), ".") }
