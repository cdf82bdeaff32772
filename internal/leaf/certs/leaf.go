package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"net/netip"
	"slices"
	"time"
)

const (
	// Apple's systems refuse server certificates that are valid for more than 825
	// days, also under an authority the user added. One year of it lies in the past.
	leafDays    = 825
	renewBefore = 30 * 24 * time.Hour
)

// sign makes a certificate for those of the names and addresses the authority may
// vouch for, with a key of its own.
func (a *authority) sign(names []string, now time.Time) (*tls.Certificate, []byte, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	serial, err := newSerial()
	if err != nil {
		return nil, nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "Felt box", Organization: []string{"Felt"}},
		NotBefore:    begin(now),
		NotAfter:     begin(now).AddDate(0, 0, leafDays).Add(-time.Second),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if template.NotBefore.Before(a.cert.NotBefore) { // a chain must be valid as a whole
		template.NotBefore = a.cert.NotBefore
	}
	if template.NotAfter.After(a.cert.NotAfter) {
		template.NotAfter = a.cert.NotAfter
	}
	for _, n := range a.vouchedFor(names) {
		if ip, err := netip.ParseAddr(n); err == nil {
			template.IPAddresses = append(template.IPAddresses, net.IP(ip.AsSlice()))
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, nil, nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, nil, err
	}
	return a.chain(leaf, key), der, key, nil
}

// chain is what the server shows: its own certificate and the authority.
func (a *authority) chain(leaf *x509.Certificate, key any) *tls.Certificate {
	return &tls.Certificate{Certificate: [][]byte{leaf.Raw, a.cert.Raw}, PrivateKey: key, Leaf: leaf}
}

func (a *authority) vouchedFor(names []string) []string {
	var list []string
	for _, n := range names {
		if a.vouches(n) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fits reports whether the certificate is signed by the authority, names exactly
// these, and will do for another thirty days.
func (a *authority) fits(leaf *x509.Certificate, names []string, now time.Time) bool {
	if leaf.CheckSignatureFrom(a.cert) != nil {
		return false
	}
	has := slices.Clone(leaf.DNSNames)
	for _, ip := range leaf.IPAddresses {
		addr, _ := netip.AddrFromSlice(ip)
		has = append(has, addr.Unmap().String())
	}
	slices.Sort(has)
	if !slices.Equal(has, a.vouchedFor(names)) {
		return false
	}
	// Nothing left to renew when the authority itself is near its end.
	if leaf.NotAfter.Equal(a.cert.NotAfter) {
		return true
	}
	// Made by a clock that was ahead: begins too late for devices that are right.
	return now.Add(renewBefore).Before(leaf.NotAfter) && !now.Before(leaf.NotBefore)
}
