package httpkit

import (
	"strings"

	"honglinh/catalog/text"
)

// Protocol describes a face: what it is called, where it is and what it follows.
type Protocol struct {
	// Name is short and stable: part of addresses and of counts.
	Name  string    `json:"name"`
	Title text.Text `json:"title"`
	// URL is the root of the face, Docs where it describes itself: paths below the
	// base URL.
	URL  string `json:"url"`
	Docs string `json:"docs"`
	// Standard is the address of the standard it follows.
	Standard string `json:"standard"`
	// Serves says that programs read datasets there (a DataService of DCAT).
	Serves bool `json:"-"`
	// Prefixes are the paths that belong to the face, whether anything is served
	// there or not.
	Prefixes []string `json:"-"`
}

// Owner returns the protocol that a path belongs to: that of the longest prefix
// which ends where a part of the path does.
func Owner(all []Protocol, path string) (Protocol, bool) {
	owner, longest := Protocol{}, 0
	for _, p := range all {
		for _, prefix := range p.Prefixes {
			if len(prefix) > longest && below(path, prefix) {
				owner, longest = p, len(prefix)
			}
		}
	}
	return owner, longest > 0
}

// below reports whether path is prefix, or begins with it and goes on with a
// further part or an extension.
func below(path, prefix string) bool {
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (rest == "" || strings.HasSuffix(prefix, "/") || rest[0] == '/' || rest[0] == '.')
}
