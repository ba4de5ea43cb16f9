package opensearch

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// PasswordVariable is the variable of the environment with the password of an address that
// names a user.
const PasswordVariable = "HONGLINH_ENGINE_PASSWORD"

// usualPrefix begins the names of the indexes where the address gives none.
const usualPrefix = "honglinh"

// config is what an address says.
type config struct {
	nodes    []string // "https://host:9200"
	prefix   string
	user     string
	password string
	tls      *tls.Config // nil for plain HTTP
}

// parse reads an address: opensearch+https://user@host:9200,host2:9200/prefix?ca=FILE.
func parse(address string) (config, error) {
	var c config
	scheme, rest, _ := strings.Cut(strings.TrimPrefix(address, "opensearch+"), "://")
	if scheme != "http" && scheme != "https" {
		return c, fmt.Errorf("engine %s: want opensearch+https:// or opensearch+http://", address)
	}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, prefix, _ := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(hosts, '@'); at >= 0 {
		c.user, hosts = hosts[:at], hosts[at+1:]
	}
	if strings.Contains(c.user, ":") {
		return c, fmt.Errorf("engine opensearch+%s://…@%s: a password does not belong into an address; set %s", scheme, hosts, PasswordVariable)
	}
	user, err := url.PathUnescape(c.user)
	if err != nil {
		return c, fmt.Errorf("engine %s: the user %q: %w", address, c.user, err)
	}
	c.user, c.prefix = user, cmp.Or(strings.TrimSuffix(prefix, "/"), usualPrefix)
	if c.user != "" {
		c.password = os.Getenv(PasswordVariable)
	}
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,99}$`).MatchString(c.prefix) {
		return c, fmt.Errorf("engine %s: the names of the indexes begin with what follows the host: lower-case letters, digits, - and _, not %q", address, c.prefix)
	}
	for _, host := range strings.Split(hosts, ",") {
		u, err := url.Parse(scheme + "://" + host)
		if err != nil || u.Host == "" || u.Hostname() == "" {
			return c, fmt.Errorf("engine %s: %q is no host; want opensearch+%s://host:9200, several with commas between them", address, host, scheme)
		}
		if u.Port() == "" {
			u.Host += ":9200"
		}
		c.nodes = append(c.nodes, u.String())
	}
	return c, c.options(address, scheme, query)
}

// options reads what follows the question mark.
func (c *config) options(address, scheme, query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf("engine %s: %w", address, err)
	}
	for name := range values {
		if name != "ca" {
			return fmt.Errorf("engine %s: there is no option %q; want ca, a file of certificates", address, name)
		}
	}
	file := values.Get("ca")
	switch {
	case scheme == "https":
		c.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	case file != "":
		return fmt.Errorf("engine %s: ca is for opensearch+https", address)
	}
	if file == "" {
		return nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("engine %s: the certificates of ca: %w", address, err)
	}
	c.tls.RootCAs = x509.NewCertPool()
	if !c.tls.RootCAs.AppendCertsFromPEM(pem) {
		return errors.New("engine " + address + ": ca holds no certificate in PEM")
	}
	return nil
}
