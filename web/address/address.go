// Package address tells of a web address what a page may show and link to.
package address

import (
	"cmp"
	"net/url"
	"strings"
)

// Host returns the host of an address without "www.", "" if it has none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// Web returns an address that a page may link to: http or https, else "".
func Web(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// Source returns an address that readers are sent to as a source: one that Web allows
// and that is no copy in a code repository, which is evidence of what was read and
// says nothing of who published it.
func Source(address string) string {
	switch a := Web(address); Host(a) {
	case "github.com", "raw.githubusercontent.com", "gist.github.com", "gitlab.com":
		return ""
	default:
		return a
	}
}

// Name returns what a source is called in a line: the host of its address where readers are sent
// there, else its title.
func Name(address, title string) string {
	return cmp.Or(Host(Source(address)), title, Host(address))
}

// Root is the home page of an address, "" for one that no page may link to.
func Root(address string) string {
	a := Web(address)
	if a == "" {
		return ""
	}
	scheme, rest, _ := strings.Cut(a, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + "/"
}
