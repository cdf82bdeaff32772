package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"image/png"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bytes"
)

// venue is a box's keeper with a clock and addresses the test moves.
type venue struct {
	*Keeper
	t         *testing.T
	dir       string
	now       time.Time
	addresses []netip.Addr
	told      [][]netip.Addr
	own       [2]string
}

func newVenue(t *testing.T) *venue {
	v := &venue{t: t, dir: filepath.Join(t.TempDir(), "certs"), now: time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC),
		addresses: []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.168.1.20"), netip.MustParseAddr("fd00::20")}}
	v.open()
	return v
}

func (v *venue) open() {
	v.t.Helper()
	k, err := Open(Options{Dir: v.dir, Names: []string{"leaf-kloever.local", "leaf.local", "localhost", "box.example.com"},
		Addresses: func() ([]netip.Addr, error) { return v.addresses, nil }, Now: func() time.Time { return v.now },
		OwnCert: v.own[0], OwnKey: v.own[1], Changed: func(a []netip.Addr) { v.told = append(v.told, a) }})
	if err != nil {
		v.t.Fatal(err)
	}
	v.Keeper = k
}

// trust is a device that trusts only the box's authority.
func (v *venue) trust() *x509.CertPool {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(v.Authority()) {
		v.t.Fatal("the authority is no PEM")
	}
	return pool
}

// handshake connects as a device at the time now would, and returns what it saw.
func (v *venue) handshake(name string, pool *x509.CertPool, now time.Time) (*x509.Certificate, error) {
	v.t.Helper()
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	go tls.Server(server, v.Config()).Handshake()
	c := tls.Client(client, &tls.Config{ServerName: name, RootCAs: pool, Time: func() time.Time { return now }})
	if err := c.Handshake(); err != nil {
		return nil, err
	}
	return c.ConnectionState().PeerCertificates[0], nil
}

func (v *venue) shakes(name string) *x509.Certificate {
	v.t.Helper()
	cert, err := v.handshake(name, v.trust(), v.now)
	if err != nil {
		v.t.Fatalf("%s: %v", name, err)
	}
	return cert
}

func TestADeviceThatTrustsOnlyTheAuthorityReachesTheBoxByEveryNameAndAddress(t *testing.T) {
	v := newVenue(t)
	for _, name := range []string{"leaf.local", "leaf-kloever.local", "localhost", "127.0.0.1", "192.168.1.20", "fd00::20"} {
		v.shakes(name)
	}
	for _, name := range []string{"box.example.com", "192.168.1.21", "other.local"} { // not ours to vouch for, or not this box
		if _, err := v.handshake(name, v.trust(), v.now); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := v.handshake("leaf.local", x509.NewCertPool(), v.now); err == nil {
		t.Error("a device that does not trust the authority was content")
	}
}

func TestAStolenAuthorityCannotPretendToBeABank(t *testing.T) {
	v := newVenue(t)
	for _, name := range []string{"bank.example.com", "example.com", "8.8.8.8", "local.example.com"} {
		key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		leaf := &x509.Certificate{SerialNumber: big.NewInt(7), NotBefore: v.now.Add(-time.Hour), NotAfter: v.now.Add(time.Hour),
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		if ip := net.ParseIP(name); ip != nil {
			leaf.IPAddresses = []net.IP{ip}
		} else {
			leaf.DNSNames = []string{name}
		}
		der, err := x509.CreateCertificate(rand.Reader, leaf, v.authority.cert, key.Public(), v.authority.key)
		if err != nil {
			t.Fatal(err)
		}
		cert, _ := x509.ParseCertificate(der)
		if _, err := cert.Verify(x509.VerifyOptions{DNSName: name, Roots: v.trust(), CurrentTime: v.now}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestTheAuthorityIsAsItShouldBe(t *testing.T) {
	v := newVenue(t)
	ca := v.authority.cert
	if !ca.IsCA || !ca.MaxPathLenZero || !ca.PermittedDNSDomainsCritical || ca.PublicKeyAlgorithm != x509.ECDSA || ca.KeyUsage&x509.KeyUsageCertSign == 0 {
		t.Errorf("%+v", ca)
	}
	if ca.NotAfter.Before(v.now.AddDate(10, 0, -1)) || ca.NotBefore.After(v.now.AddDate(-1, 0, 1)) {
		t.Error(ca.NotBefore, ca.NotAfter)
	}
	leaf := v.shakes("leaf.local")
	if life := leaf.NotAfter.Sub(leaf.NotBefore); life > 825*24*time.Hour { // support.apple.com/103769
		t.Errorf("valid for %v", life)
	}
	if len(v.Fingerprint()) != 32*3-1 || strings.Trim(v.Fingerprint(), "0123456789ABCDEF:") != "" {
		t.Error(v.Fingerprint())
	}
}

func TestKeysAreForTheOwnerOnly(t *testing.T) {
	v := newVenue(t)
	info, err := os.Stat(v.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Error(info.Mode(), err)
	}
	n := 0
	filepath.WalkDir(v.dir, func(path string, d fs.DirEntry, err error) error {
		if info, _ := d.Info(); !d.IsDir() {
			n++
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v", path, info.Mode())
			}
		}
		return nil
	})
	if n != 4 {
		t.Errorf("%d files", n)
	}
	if strings.Contains(string(v.Authority()), "PRIVATE") {
		t.Error("the public certificate holds a key")
	}
}

func TestARestartKeepsAuthorityAndCertificate(t *testing.T) {
	v := newVenue(t)
	ca, leaf := v.Fingerprint(), v.shakes("leaf.local")
	v.open()
	if v.Fingerprint() != ca || !v.shakes("leaf.local").Equal(leaf) {
		t.Error("made anew")
	}
	if err := os.Remove(filepath.Join(v.dir, "leaf.key")); err != nil {
		t.Fatal(err)
	}
	v.open()
	if v.Fingerprint() != ca || v.shakes("leaf.local").Equal(leaf) {
		t.Error("a lost leaf key is not replaced under the same authority")
	}
}

func TestADamagedAuthorityIsNeverReplacedInSilence(t *testing.T) {
	for _, damage := range []func(v *venue) error{
		func(v *venue) error { return os.WriteFile(filepath.Join(v.dir, "ca.key"), []byte("x"), 0o600) },
		func(v *venue) error { return os.Remove(filepath.Join(v.dir, "ca.key")) },
		func(v *venue) error { return os.Chmod(filepath.Join(v.dir, "ca.key"), 0o644) },
		func(v *venue) error { return os.WriteFile(filepath.Join(v.dir, "ca.crt"), nil, 0o600) },
		func(v *venue) error {
			return os.Rename(filepath.Join(v.dir, "leaf.key"), filepath.Join(v.dir, "ca.key"))
		},
	} {
		v := newVenue(t)
		if err := damage(v); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{Dir: v.dir}); err == nil || !strings.Contains(err.Error(), "ca.") {
			t.Error(err)
		}
	}
}

func TestAnotherAddressMakesAnotherCertificate(t *testing.T) {
	v := newVenue(t)
	before := v.shakes("leaf.local")
	if err := v.Look(); err != nil || !v.shakes("leaf.local").Equal(before) {
		t.Fatal("renewed without a reason", err)
	}
	v.addresses = append(v.addresses[:1:1], netip.MustParseAddr("10.44.0.9"))
	if err := v.Look(); err != nil {
		t.Fatal(err)
	}
	v.shakes("10.44.0.9")
	if _, err := v.handshake("192.168.1.20", v.trust(), v.now); err == nil {
		t.Error("the old address is still vouched for")
	}
	if len(v.told) != 2 || !slices.Equal(v.told[1], v.addresses) {
		t.Errorf("told %v", v.told)
	}
	// A public address is no reason to make one again and again.
	v.addresses = append(v.addresses, netip.MustParseAddr("203.0.113.5"))
	kept := v.shakes("leaf.local")
	if err := v.Look(); err != nil || !v.shakes("leaf.local").Equal(kept) {
		t.Error("renewed for an address it may not name", err)
	}
}

func TestTheCertificateIsRenewedThirtyDaysBeforeItsEnd(t *testing.T) {
	v := newVenue(t)
	first := v.shakes("leaf.local")
	v.now = first.NotAfter.AddDate(0, 0, -31)
	if err := v.Look(); err != nil || !v.shakes("leaf.local").Equal(first) {
		t.Fatal("too early", err)
	}
	v.now = first.NotAfter.AddDate(0, 0, -29)
	if err := v.Look(); err != nil || v.shakes("leaf.local").Equal(first) {
		t.Fatal("not renewed", err)
	}
	// Year after year, to the end of the authority, the device never sees an error.
	for end := v.authority.cert.NotAfter; v.now.Before(end); v.now = v.now.AddDate(0, 0, 20) {
		if err := v.Look(); err != nil {
			t.Fatal(err)
		}
		v.shakes("leaf.local")
	}
	if err := v.Look(); err == nil || !strings.Contains(err.Error(), "ended on 2036-11-24") {
		t.Error(err)
	}
}

func TestABoxWithAWrongClockServesDevicesWithARightOne(t *testing.T) {
	right := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	for _, wrong := range []time.Time{time.Unix(0, 0), right.AddDate(-3, 0, 0), right.Add(-time.Hour), right.AddDate(0, 6, 0)} {
		v := newVenue(t)
		os.RemoveAll(v.dir)
		v.now = wrong
		v.open() // first start with a wrong clock
		if _, err := v.handshake("leaf.local", v.trust(), right); err != nil {
			t.Errorf("made at %v: %v", wrong, err)
		}
		v.now = right // the clock is put right
		if err := v.Look(); err != nil {
			t.Error(err)
		}
		v.shakes("leaf.local")
		v.now = wrong // and is wrong again after a power cut
		v.open()
		if _, err := v.handshake("leaf.local", v.trust(), right); err != nil {
			t.Errorf("again at %v: %v", wrong, err)
		}
	}
}

// realCert writes a certificate for names by another authority, and returns a
// pool that trusts it.
func (v *venue) realCert(serial int64, until time.Time, names ...string) *x509.CertPool {
	v.t.Helper()
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "real"}, DNSNames: names,
		NotBefore: v.now.AddDate(0, -1, 0), NotAfter: until, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		v.t.Fatal(err)
	}
	v.own = [2]string{filepath.Join(v.dir, "real.crt"), filepath.Join(v.dir, "real.key")}
	if err := writePair(v.own[0], v.own[1], der, key); err != nil {
		v.t.Fatal(err)
	}
	stamp := time.Unix(serial, 0)
	os.Chtimes(v.own[0], stamp, stamp)
	pool := x509.NewCertPool()
	cert, _ := x509.ParseCertificate(der)
	pool.AddCert(cert)
	return pool
}

func TestARealCertificateServesItsOwnNamesAndIsTakenUpWithoutARestart(t *testing.T) {
	v := newVenue(t)
	pool := v.realCert(1, v.now.AddDate(0, 2, 0), "poker.example.com")
	v.open()
	if err := v.Look(); err != nil {
		t.Fatal(err)
	}
	real := func() (*x509.Certificate, error) { return v.handshake("poker.example.com", pool, v.now) }
	if c, err := real(); err != nil || c.SerialNumber.Int64() != 1 {
		t.Fatal(c, err)
	}
	v.shakes("leaf.local") // the box's own for every other name
	v.shakes("192.168.1.20")
	if !slices.Contains(v.Hosts(), "poker.example.com") || !slices.Contains(v.Hosts(), "leaf.local") {
		t.Error(v.Hosts())
	}

	pool = v.realCert(2, v.now.AddDate(0, 4, 0), "poker.example.com")
	if err := v.Look(); err != nil {
		t.Fatal(err)
	}
	if c, err := real(); err != nil || c.SerialNumber.Int64() != 2 {
		t.Fatal(c, err)
	}
	// A half-written file changes nothing but says so.
	if err := os.WriteFile(v.own[0], []byte("-----BEGIN CERT"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Look(); err == nil || !strings.Contains(err.Error(), v.own[0]) {
		t.Error(err)
	}
	if c, err := real(); err != nil || c.SerialNumber.Int64() != 2 {
		t.Error("the good one was dropped", err)
	}
	// One that ended gives way to the box's own.
	v.now = v.now.AddDate(0, 5, 0)
	if err := v.Look(); err == nil {
		t.Error("nothing said")
	}
	if c, err := v.handshake("poker.example.com", pool, v.now); err == nil {
		t.Error("an ended certificate serves", c.NotAfter)
	}
	v.shakes("leaf.local")
}

func TestARealCertificateNearItsEndIsMentioned(t *testing.T) {
	v := newVenue(t)
	v.realCert(1, v.now.AddDate(0, 0, 30), "poker.example.com")
	v.open()
	if err := v.Look(); err != nil {
		t.Fatal(err)
	}
	v.now = v.now.AddDate(0, 0, 25)
	if err := v.Look(); err == nil || !strings.Contains(err.Error(), "ends on 2026-12-24") {
		t.Error(err)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	v := newVenue(t)
	client, server := net.Pipe()
	defer client.Close()
	go func() { tls.Server(server, v.Config()).Handshake(); server.Close() }()
	if err := tls.Client(client, &tls.Config{ServerName: "leaf.local", RootCAs: v.trust(), MaxVersion: tls.VersionTLS11}).Handshake(); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
}

func TestTheQRCodeIsAPicture(t *testing.T) {
	b, err := QR("http://leaf.local:8080/ca.crt")
	if err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(b)); err != nil || img.Bounds().Dx() < 8*(21+8) {
		t.Error(err)
	}
}

func TestTheBoxsOwnNamesAndAddresses(t *testing.T) {
	names := Names("Kloever")
	for _, want := range []string{"leaf.local", "leaf-kloever.local", "localhost"} {
		if !slices.Contains(names, want) {
			t.Errorf("%v lacks %s", names, want)
		}
	}
	if strings.Contains(strings.Join(Names("no such; name"), " "), ";") {
		t.Error(Names("no such; name"))
	}
	addresses, err := Addresses()
	if err != nil || !slices.Contains(addresses, netip.MustParseAddr("127.0.0.1")) || !slices.Contains(addresses, netip.IPv6Loopback()) {
		t.Error(addresses, err)
	}
}
