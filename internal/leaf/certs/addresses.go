package certs

import (
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
)

// Addresses returns the addresses this machine has now, loopback first, sorted.
// Temporary IPv6 addresses change by the hour and are left out with all public
// ones: staff reach the box by a local address or by name.
func Addresses() ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	list := []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()}
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		ip := prefix.Addr().WithZone("").Unmap()
		if ip.IsLoopback() || ip.IsLinkLocalUnicast() && ip.Is6() || ip.Is6() && !ip.IsPrivate() {
			continue
		}
		list = append(list, ip)
	}
	slices.SortFunc(list, netip.Addr.Compare)
	return slices.Compact(list), nil
}

// Names returns the names the box goes by: leaf.local, leaf-<venue>.local where
// venue is the venue's short name, localhost, and its host name with and without
// .local.
func Names(venue string) []string {
	names := []string{"leaf.local", "localhost"}
	if v := "leaf-" + strings.ToLower(venue); venue != "" && isHostname(v+".local") {
		names = append(names, v+".local")
	}
	if host, err := os.Hostname(); err == nil {
		if h := strings.ToLower(host); isHostname(h) {
			names = append(names, h)
			if !strings.Contains(h, ".") {
				names = append(names, h+".local")
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
