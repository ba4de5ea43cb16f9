package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writePair writes a certificate of its own making for 127.0.0.1 and its key.
func writePair(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func nameOf(t *testing.T, c *certificate) string {
	t.Helper()
	pair, err := c.get(nil)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return leaf.Subject.CommonName
}

func TestARenewedCertificateIsServedWithoutARestart(t *testing.T) {
	dir := t.TempDir()
	cert, key := writePair(t, dir, "first")
	clock := time.Now()
	c, err := newCertificate(cert, key, func() time.Time { return clock }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	writePair(t, dir, "second")
	later := clock.Add(time.Hour)
	for _, f := range []string{cert, key} {
		if err := os.Chtimes(f, later, later); err != nil {
			t.Fatal(err)
		}
	}
	if got := nameOf(t, c); got != "first" {
		t.Errorf("within a minute %s is served, want first", got)
	}
	clock = clock.Add(2 * time.Minute)
	if got := nameOf(t, c); got != "second" {
		t.Errorf("after a minute %s is served, want second", got)
	}
	if err := os.WriteFile(key, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(2 * time.Minute)
	if got := nameOf(t, c); got != "second" {
		t.Errorf("while the key is half written %s is served, want second", got)
	}
}

func TestACertificateThatCannotBeServedIsAnErrorThatSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	cert, key := writePair(t, dir, "x")
	other := filepath.Join(dir, "none.pem")
	for want, pair := range map[string][2]string{"given together": {cert, ""}, "no such file": {cert, other}, "key.pem": {key, key}} {
		if _, err := newCertificate(pair[0], pair[1], time.Now, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want an error with %q", pair, err, want)
		}
	}
}

func TestNothingOlderThanTLS12IsSpoken(t *testing.T) {
	dir := t.TempDir()
	cert, key := writePair(t, dir, "x")
	c, err := newCertificate(cert, key, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.config().MinVersion; got != tls.VersionTLS12 {
		t.Errorf("the oldest version is %x, want TLS 1.2", got)
	}
}
