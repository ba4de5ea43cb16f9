package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificateCheck is how long a certificate is served before its file is looked at
// again: renewals come weeks before the end, and a look is two calls of the system.
const certificateCheck = time.Minute

// certificate is the certificate of the address for readers, read again when its
// files change. It is safe for concurrent use.
type certificate struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	stamp   [2]time.Time // when the files were changed
	looked  time.Time
}

// newCertificate reads the pair of files in PEM. The error says which setting is
// missing or what is wrong with the files.
func newCertificate(cert, key string, now func() time.Time, log *slog.Logger) (*certificate, error) {
	if cert == "" || key == "" {
		return nil, fmt.Errorf("tls: --tls-cert and --tls-key are given together or not at all")
	}
	c := &certificate{cert: cert, key: key, now: now, log: log}
	return c, c.read()
}

// read takes the files in, if they changed.
func (c *certificate) read() error {
	var stamp [2]time.Time
	for i, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("tls: %w", err)
		}
		stamp[i] = info.ModTime()
	}
	c.looked = c.now()
	if c.current != nil && stamp == c.stamp {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("tls: %s, %s: %w", c.cert, c.key, err)
	}
	c.current, c.stamp = &pair, stamp
	return nil
}

// get is for tls.Config.GetCertificate. While new files cannot be read, for one is
// written before the other, the certificate before them is served.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Sub(c.looked) >= certificateCheck {
		c.looked = c.now()
		if err := c.read(); err != nil {
			c.log.Warn("the certificate is not read again", "op", "tls", "err", err)
		}
	}
	return c.current, nil
}

// config is that of a server with the certificate.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}
