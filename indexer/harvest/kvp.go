package harvest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// KVP is a request of an OGC service as key and value pairs (OGC 06-121r9, 11.5), with what
// the operator's address has beside it, such as map=… of MapServer. The names of parameters
// have no case: those of the address that the request says itself are left out, and so are
// the types that the address asks for.
func KVP(base *url.URL, service, version, request string, params map[string]string) string {
	q := url.Values{"service": {service}, "version": {version}, "request": {request}}
	for key, value := range params {
		q.Set(key, value)
	}
	said := append(slices.Collect(maps.Keys(q)), "typenames")
	for key, values := range base.Query() {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.EqualFold(s, key) }) {
			q[key] = values
		}
	}
	u := *base
	u.RawQuery = q.Encode()
	return u.String()
}
