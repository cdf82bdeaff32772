package certs

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"time"
)

const authorityYears = 10

// localNames are the domains the authority may vouch for, besides the box's host
// name as it was at first start. Nobody else's names live under them.
var localNames = []string{"local", "lan", "home.arpa", "internal", "localhost"}

// localNets are the addresses the authority may vouch for: private, link-local,
// loopback, and the mesh's shared range.
var localNets = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
	"fc00::/7", "fe80::/10", "::1/128"}

// authority is the box's own certificate authority.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// openAuthority reads the authority from dir, or makes one if there is none. One
// that is damaged is an error: making another would silently break the trust of
// every device in the room.
func openAuthority(dir, hostname string, now time.Time) (*authority, error) {
	certFile, keyFile := filepath.Join(dir, "ca.crt"), filepath.Join(dir, "ca.key")
	pair, err := readPair(certFile, keyFile)
	if errors.Is(err, fs.ErrNotExist) && !exists(certFile) {
		return makeAuthority(certFile, keyFile, hostname, now)
	}
	if err != nil {
		return nil, fmt.Errorf("the box's certificate authority cannot be read: %w. Put %s and %s back from a backup of this folder; "+
			"or delete both, start again, and let every staff device trust the new one", err, certFile, keyFile)
	}
	key, _ := pair.PrivateKey.(crypto.Signer)
	if key == nil || !pair.Leaf.IsCA {
		return nil, fmt.Errorf("%s is no certificate authority", certFile)
	}
	return &authority{pair.Leaf, key}, nil
}

func makeAuthority(certFile, keyFile, hostname string, now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	names := localNames
	if host := oneLabel(hostname); host != "" && host != "localhost" {
		names = append([]string{host}, names...)
	}
	var nets []*net.IPNet
	for _, n := range localNets {
		_, ipnet, err := net.ParseCIDR(n)
		if err != nil {
			return nil, err
		}
		nets = append(nets, ipnet)
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		// The serial in the name lets a device tell two boxes' authorities apart.
		Subject:                     pkix.Name{CommonName: "Felt box " + hex.EncodeToString(serial.Bytes()[:3]), Organization: []string{"Felt"}},
		NotBefore:                   begin(now),
		NotAfter:                    now.AddDate(authorityYears, 0, 0),
		IsCA:                        true,
		BasicConstraintsValid:       true,
		MaxPathLenZero:              true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         names,
		PermittedIPRanges:           nets,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{cert, key}, writePair(certFile, keyFile, der, key)
}

// begin is where certificates start: long before now, so that a device whose
// clock is behind accepts them too.
func begin(now time.Time) time.Time { return now.AddDate(-1, 0, 0) }

func newSerial() (*big.Int, error) {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		return nil, err
	}
	b[0] = b[0]&0x3f | 0x40 // positive and always 16 bytes
	return new(big.Int).SetBytes(b), nil
}

// vouches reports whether the authority may sign for the name or address.
func (a *authority) vouches(name string) bool {
	if ip, err := netip.ParseAddr(name); err == nil {
		for _, n := range a.cert.PermittedIPRanges {
			if n.Contains(ip.Unmap().AsSlice()) {
				return true
			}
		}
		return false
	}
	for _, d := range a.cert.PermittedDNSDomains {
		if name == d || strings.HasSuffix(name, "."+d) {
			return true
		}
	}
	return false
}

// fingerprint is the SHA-256 of a certificate in pairs, as devices show it.
func fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	var pairs []string
	for _, b := range sum {
		pairs = append(pairs, fmt.Sprintf("%02X", b))
	}
	return strings.Join(pairs, ":")
}

// oneLabel returns a host name of one label as it may stand in a certificate, or
// "" if it is none.
func oneLabel(host string) string {
	host = strings.ToLower(host)
	if !isHostname(host) || strings.Contains(host, ".") {
		return ""
	}
	return host
}

func isHostname(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	for _, label := range strings.Split(name, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return true
}
