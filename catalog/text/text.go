// Package text is the bilingual text type: one value per language, absent where unknown.
package text

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// Lang is a BCP 47 primary language tag. The catalogue speaks VI and EN.
type Lang string

// The languages of the catalogue, in the order they are written.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs returns the catalogue's languages, the default language first.
func Langs() []Lang { return []Lang{VI, EN} }

// ParseLang returns the language named by s ("vi", "en-GB", "VI") and whether
// the catalogue speaks it.
func ParseLang(s string) (Lang, bool) {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "-")
	switch Lang(primary) {
	case VI:
		return VI, true
	case EN:
		return EN, true
	}
	return "", false
}

// Other returns the catalogue's other language.
func (l Lang) Other() Lang {
	if l == EN {
		return VI
	}
	return EN
}

// Text holds one string per language. A language without a text is an absent
// key, never a copy of another language.
type Text map[Lang]string

// New returns a Text of a Vietnamese and an English string; an empty string is
// left out.
func New(vi, en string) Text {
	t := Text{}
	t.Set(VI, vi)
	t.Set(EN, en)
	return t
}

// Set stores s, trimmed, as the text in language l; an empty s removes it.
func (t Text) Set(l Lang, s string) {
	s = strings.TrimSpace(s)
	if s == "" {
		delete(t, l)
		return
	}
	t[l] = s
}

// In returns the text in exactly language l, or "".
func (t Text) In(l Lang) string { return t[l] }

// Best returns the text in l if there is one, else in the other language, with
// the language it is really in. Both are empty when there is no text.
func (t Text) Best(l Lang) (string, Lang) {
	if s := t[l]; s != "" {
		return s, l
	}
	if s := t[l.Other()]; s != "" {
		return s, l.Other()
	}
	return "", ""
}

// IsZero reports whether no language has a text. It serves `omitzero` in JSON.
func (t Text) IsZero() bool {
	for _, s := range t {
		if s != "" {
			return false
		}
	}
	return true
}

// Equal reports whether both hold the same strings.
func (t Text) Equal(u Text) bool {
	for _, l := range Langs() {
		if t[l] != u[l] {
			return false
		}
	}
	return true
}

// String returns all languages, for logs and test failures.
func (t Text) String() string {
	parts := make([]string, 0, len(t))
	for l, s := range t {
		parts = append(parts, fmt.Sprintf("%s:%s", l, s))
	}
	sort.Strings(parts)
	return strings.Join(parts, " | ")
}

// UnmarshalJSON reads {"vi":…,"en":…}; an unknown language is an error that
// names it, null and empty strings leave the language absent.
func (t *Text) UnmarshalJSON(b []byte) error {
	var raw map[string]*string
	if err := json.Unmarshal(b, &raw); err != nil {
		return fmt.Errorf("bilingual text: want an object with vi and en: %w", err)
	}
	*t = Text{}
	for k, s := range raw {
		l, ok := ParseLang(k)
		if !ok {
			return fmt.Errorf("bilingual text: unknown language %q; want vi or en", k)
		}
		if s != nil {
			t.Set(l, *s)
		}
	}
	return nil
}
