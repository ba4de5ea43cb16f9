package archive

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// passing are query parameters that never named a page: sessions, prints, and what
// those who link add.
var passing = regexp.MustCompile(`(?i)^(utm_.*|fbclid|gclid|zarsrc|sid|session(id)?|phpsessid|jsessionid|print|in|isprint|printview|share|ref)$`)

// session is a session in the path, as Java servers and ASP.NET write it.
var session = regexp.MustCompile(`(?i);jsessionid=[^/?#]*|/\((?:[asf]\([^()/]*\))+\)`)

// Key is what two forms of an old address have in common: with and without www,
// http and https, letters large and small, a session or a print parameter. "" is
// for what is no address.
func Key(s string) string {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "://") {
		s = "http://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	path := session.ReplaceAllString(u.EscapedPath(), "")
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	path = strings.TrimRight(path, "/")
	for _, index := range []string{"/index.html", "/index.php", "/default.aspx"} {
		path = strings.TrimSuffix(strings.ToLower(path), index)
	}
	q := u.Query()
	for name := range q {
		if passing.MatchString(name) {
			q.Del(name)
		}
	}
	key := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + path
	if len(q) > 0 {
		key += "?" + strings.ToLower(q.Encode())
	}
	return key
}

// noise are words of addresses that say nothing of what a page was about: numbers, ends of file names.
var noise = regexp.MustCompile(`^(\d+|aspx|html?|php|portal|pages|page|folder|news|item|com|vn|gov|www|default|index|id)$`)

// Words are what the address of an unknown page may tell of its content.
func Words(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return strings.ContainsRune("/-_.;,+ ", r) })
	parts = slices.DeleteFunc(parts, func(w string) bool { return noise.MatchString(strings.ToLower(w)) })
	if len(parts) > 12 {
		parts = parts[len(parts)-12:]
	}
	return strings.Join(parts, " ")
}
