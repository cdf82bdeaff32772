package certs

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rsc.io/qr"
)

// Options of Open.
type Options struct {
	Dir       string                       // for ca.crt, ca.key, leaf.crt and leaf.key; made with mode 0700
	Names     []string                     // names the box goes by, from Names
	Addresses func() ([]netip.Addr, error) // Addresses if nil
	OwnCert   string                       // a real certificate with its chain, PEM; "" for none
	OwnKey    string                       // its key
	Now       func() time.Time             // wall clock; time.Now if nil
	Floor     func() time.Time             // latest time known to have been, e.g. of the build and the last event; may be nil
	Changed   func(addresses []netip.Addr) // told the addresses at first and when they change; may be nil
}

// lookEvery is how often addresses, clock and files are looked at.
const lookEvery = 30 * time.Second

// Keeper keeps the certificates of the staff listener current.
type Keeper struct {
	o         Options
	authority *authority

	mu        sync.Mutex // one look at a time
	addresses []netip.Addr
	ownStamp  string

	leaf atomic.Pointer[tls.Certificate]
	own  atomic.Pointer[tls.Certificate] // nil where there is no real one, or it does not do
}

// Open reads or makes the authority and the certificate. Trouble with the venue's
// real certificate is returned by Look, not by Open: the box's own does meanwhile.
func Open(o Options) (*Keeper, error) {
	if o.Addresses == nil {
		o.Addresses = Addresses
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	k := &Keeper{o: o}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, err
	}
	host, _ := os.Hostname()
	var err error
	if k.authority, err = openAuthority(o.Dir, host, k.now()); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k, k.lookAtLeaf()
}

// written is about when this code was: no box that runs it is earlier than that,
// whatever its clock says.
var written = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// now is the clock, or the latest time that is known to have been.
func (k *Keeper) now() time.Time {
	now := k.o.Now()
	known := []time.Time{written}
	if k.o.Floor != nil {
		known = append(known, k.o.Floor())
	}
	if k.authority != nil {
		known = append(known, k.authority.cert.NotBefore.AddDate(1, 0, 0)) // when it was made
	}
	for _, t := range known {
		if now.Before(t) {
			now = t
		}
	}
	return now
}

// Run looks every half minute until ctx ends and reports what is wrong, once each
// time it changes.
func (k *Keeper) Run(ctx context.Context, report func(error)) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	last := ""
	for {
		said := ""
		if err := k.Look(); err != nil {
			if said = err.Error(); said != last {
				report(err)
			}
		}
		last = said
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Look renews the certificate if addresses changed or its end is near, and takes
// up the real certificate if its files changed. The error says what is wrong with
// either; what served before goes on serving.
func (k *Keeper) Look() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.lookAtLeaf(); err != nil {
		return err
	}
	if end := k.authority.cert.NotAfter; k.now().After(end) {
		return fmt.Errorf("the box's certificate authority ended on %s. Delete ca.crt and ca.key in %s, start again, "+
			"and let every staff device trust the new one", end.Format(time.DateOnly), k.o.Dir)
	}
	return k.lookAtOwn()
}

func (k *Keeper) lookAtLeaf() error {
	addresses, err := k.o.Addresses()
	if err != nil {
		return fmt.Errorf("the box's addresses cannot be read: %w", err)
	}
	names := slices.Clone(k.o.Names)
	for _, a := range addresses {
		names = append(names, a.String())
	}
	if err := k.renew(names); err != nil {
		return fmt.Errorf("the box's certificate cannot be renewed: %w", err)
	}
	if !slices.Equal(addresses, k.addresses) {
		k.addresses = addresses
		if k.o.Changed != nil {
			k.o.Changed(slices.Clone(addresses))
		}
	}
	return nil
}

func (k *Keeper) renew(names []string) error {
	now := k.now()
	if c := k.leaf.Load(); c != nil && k.authority.fits(c.Leaf, names, now) {
		return nil
	}
	certFile, keyFile := filepath.Join(k.o.Dir, "leaf.crt"), filepath.Join(k.o.Dir, "leaf.key")
	if k.leaf.Load() == nil {
		if kept, err := readPair(certFile, keyFile); err == nil && k.authority.fits(kept.Leaf, names, now) {
			k.leaf.Store(k.authority.chain(kept.Leaf, kept.PrivateKey))
			return nil
		}
	}
	cert, der, key, err := k.authority.sign(names, now)
	if err != nil {
		return err
	}
	k.leaf.Store(cert) // serves even if the disk is full
	return writePair(certFile, keyFile, der, key)
}

// lookAtOwn takes up the venue's real certificate.
func (k *Keeper) lookAtOwn() error {
	if k.o.OwnCert == "" {
		return nil
	}
	stamp := stampOf(k.o.OwnCert) + stampOf(k.o.OwnKey)
	now := k.now()
	if own := k.own.Load(); own != nil && stamp == k.ownStamp && now.Before(own.Leaf.NotAfter) {
		if soon := own.Leaf.NotAfter.Sub(now); soon < 7*24*time.Hour {
			return fmt.Errorf("the venue's certificate %s ends on %s. Put a new one in its place; the box takes it up by itself", k.o.OwnCert, own.Leaf.NotAfter.Format(time.DateOnly))
		}
		return nil
	}
	pair, err := readPair(k.o.OwnCert, k.o.OwnKey)
	if err == nil && now.After(pair.Leaf.NotAfter) {
		err = fmt.Errorf("it ended on %s", pair.Leaf.NotAfter.Format(time.DateOnly))
	}
	if err != nil {
		// Half-written files are read again; one that still does goes on serving.
		if own := k.own.Load(); own != nil && now.After(own.Leaf.NotAfter) {
			k.own.Store(nil)
		}
		return fmt.Errorf("the venue's certificate %s does not do: %w. The box's own certificate serves until it does", k.o.OwnCert, err)
	}
	k.own.Store(pair)
	k.ownStamp = stamp
	return nil
}

func stampOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "-"
	}
	return fmt.Sprint(info.ModTime().UnixNano(), "/", info.Size(), " ")
}

// GetCertificate is for tls.Config: the real certificate for the names it was
// made for, the box's own for every other.
func (k *Keeper) GetCertificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if own := k.own.Load(); own != nil && hello.ServerName != "" && hello.SupportsCertificate(own) == nil {
		return own, nil
	}
	return k.leaf.Load(), nil
}

// Config is the TLS configuration of the staff listener.
func (k *Keeper) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: k.GetCertificate, NextProtos: []string{"h2", "http/1.1"}}
}

// Hosts returns the names of the box, those of its real certificate included, for
// the Host allowlist.
func (k *Keeper) Hosts() []string {
	names := slices.Clone(k.o.Names)
	if own := k.own.Load(); own != nil {
		for _, n := range own.Leaf.DNSNames {
			if !strings.Contains(n, "*") {
				names = append(names, strings.ToLower(n))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Authority returns the public certificate of the authority: PEM, to be served as
// application/x-x509-ca-cert at /ca.crt.
func (k *Keeper) Authority() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.authority.cert.Raw})
}

// Fingerprint is the SHA-256 of the authority in pairs of hexadecimal digits, as
// devices show it, to be compared on the box's own screen.
func (k *Keeper) Fingerprint() string { return fingerprint(k.authority.cert) }

// AuthorityEnds is when every device must trust a new authority.
func (k *Keeper) AuthorityEnds() time.Time { return k.authority.cert.NotAfter }

// QR returns a PNG of a QR code for a URL, e.g. that of /ca.crt on the room
// listener, with modules of 8 pixels and a quiet zone of 4 modules.
func QR(url string) ([]byte, error) {
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		return nil, err
	}
	code.Scale = 8
	return code.PNG(), nil
}
