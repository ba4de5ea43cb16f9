package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"honglinh/catalog/text"
)

//go:embed locales/*.json
var localeFiles embed.FS

// locale is one language's strings and its ways of writing numbers and dates.
type locale struct {
	lang    text.Lang
	strings map[string]string
}

func loadLocale(lang text.Lang) (*locale, error) {
	b, err := localeFiles.ReadFile("locales/" + string(lang) + ".json")
	if err != nil {
		return nil, fmt.Errorf("locale %s: %w", lang, err)
	}
	l := &locale{lang: lang}
	if err := json.Unmarshal(b, &l.strings); err != nil {
		return nil, fmt.Errorf("locale %s: %w", lang, err)
	}
	return l, nil
}

// t returns the string of the key with {0}, {1}… replaced by the arguments. A
// missing key shows as ⟦key⟧, which a test looks for on every page.
func (l *locale) t(key string, args ...any) string {
	s, ok := l.strings[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	for i, a := range args {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return s
}

// has reports whether the locale holds the key.
func (l *locale) has(key string) bool {
	_, ok := l.strings[key]
	return ok
}

// n returns the string that counts: key.one for one, key.other else, with {0}
// replaced by the number as the locale writes it.
func (l *locale) n(key string, count int, args ...any) string {
	form := ".other"
	if count == 1 {
		form = ".one"
	}
	return l.t(key+form, append([]any{l.num(float64(count))}, args...)...)
}

// pick returns the text in the locale's language or a tagged text in the other.
func (l *locale) pick(t text.Text) Phrase {
	s, lang := t.Best(l.lang)
	return l.phrase(s, lang)
}

func (l *locale) phrase(s string, lang text.Lang) Phrase {
	if lang == "" || lang == l.lang || s == "" {
		return Phrase{Text: s}
	}
	return Phrase{Text: s, Lang: string(lang), Tag: l.tagOf(string(lang))}
}

// tagOf names to people a language that is not the page's, "" for the page's own.
func (l *locale) tagOf(lang string) string {
	if lang == "" {
		return ""
	}
	return l.t("lang.only." + lang)
}

// label returns the text in the locale's language, else in the other, else fallback.
func (l *locale) label(t text.Text, fallback string) string {
	if s, _ := t.Best(l.lang); s != "" {
		return s
	}
	return fallback
}
