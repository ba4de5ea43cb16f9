package frame

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"honglinh/catalog/text"
)

//go:embed locales/*.json
var localeFiles embed.FS

// Locale is one language's strings and its ways of writing numbers and dates.
type Locale struct {
	Lang    text.Lang
	strings map[string]string
}

// LoadLocale returns the strings of a language; it fails where there are none.
func LoadLocale(lang text.Lang) (*Locale, error) {
	b, err := localeFiles.ReadFile("locales/" + string(lang) + ".json")
	if err != nil {
		return nil, fmt.Errorf("locale %s: %w", lang, err)
	}
	l := &Locale{Lang: lang}
	if err := json.Unmarshal(b, &l.strings); err != nil {
		return nil, fmt.Errorf("locale %s: %w", lang, err)
	}
	return l, nil
}

// T returns the string of the key with {0}, {1}… replaced by the arguments. A
// missing key shows as ⟦key⟧, which a test looks for on every page.
func (l *Locale) T(key string, args ...any) string {
	s, ok := l.strings[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	for i, a := range args {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return s
}

// Has reports whether the locale holds the key.
func (l *Locale) Has(key string) bool {
	_, ok := l.strings[key]
	return ok
}

// N returns the string that counts: key.one for one, key.other else, with {0}
// replaced by the number as the locale writes it.
func (l *Locale) N(key string, count int, args ...any) string {
	form := ".other"
	if count == 1 {
		form = ".one"
	}
	return l.T(key+form, append([]any{l.Num(float64(count))}, args...)...)
}

// Span is a time in a unit of limits (day, working-day, month), as written: 1, 12, 10–15.
func (l *Locale) Span(unit, n string) string {
	key := "value.days." + unit
	if n == "1" {
		key += ".one"
	}
	return l.T(key, n)
}

// Pick returns the text in the locale's language or a tagged text in the other.
func (l *Locale) Pick(t text.Text) Phrase {
	s, lang := t.Best(l.Lang)
	return l.phrase(s, lang)
}

func (l *Locale) phrase(s string, lang text.Lang) Phrase {
	if lang == "" || lang == l.Lang || s == "" {
		return Phrase{Text: s}
	}
	return Phrase{Text: s, Lang: string(lang), Tag: l.TagOf(string(lang))}
}

// TagOf names to people a language that is not the page's, "" for the page's own.
func (l *Locale) TagOf(lang string) string {
	if lang == "" {
		return ""
	}
	return l.T("lang.only." + lang)
}

// Label returns the text in the locale's language, else in the other, else fallback.
func (l *Locale) Label(t text.Text, fallback string) string {
	if s, _ := t.Best(l.Lang); s != "" {
		return s
	}
	return fallback
}
