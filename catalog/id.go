package catalog

import (
	"fmt"
	"strings"

	"honglinh/catalog/vocab"
)

// MaxSlug is the longest slug in bytes: it must fit a URL path and a file name.
const MaxSlug = 120

// MakeID joins a kind and a slug.
func MakeID(kind vocab.Kind, slug string) string { return string(kind) + "/" + slug }

// SplitID returns the kind and the slug of an id and whether it is well formed:
// a known kind, and a slug of lower-case ASCII letters, digits, '-', '_' and '.'
// that begins with a letter or a digit and holds no "..".
func SplitID(id string) (vocab.Kind, string, bool) {
	kind, slug, ok := strings.Cut(id, "/")
	if !ok || !vocab.Kind(kind).Valid() || !ValidSlug(slug) {
		return "", "", false
	}
	return vocab.Kind(kind), slug, true
}

// ValidSlug reports whether s can be the slug of a record.
func ValidSlug(s string) bool {
	if s == "" || len(s) > MaxSlug || strings.Contains(s, "..") {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		alnum := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || c != '-' && c != '_' && c != '.') {
			return false
		}
	}
	return true
}

// CheckID returns an Invalid fault that says what is wrong with id.
func CheckID(id string) error {
	if _, _, ok := SplitID(id); ok {
		return nil
	}
	return Invalidf("id", "record id %q: want <kind>/<slug> with a kind of %s and a slug of lower-case ASCII letters, digits and '-', at most %d bytes",
		clip(id), vocab.KindList(), MaxSlug)
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return fmt.Sprint(s)
}
