package facts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// AttrText gathers what the attributes say under a name: one column, a column
// per language (name_vi, name_en), or an object with both languages.
func AttrText(attrs map[string]any, name string) text.Text {
	out := text.Text{}
	for _, lang := range text.Langs() {
		if s := Scalar(attrs[name+"_"+string(lang)], nil); s != "" {
			out[lang] = s
		}
	}
	switch v := attrs[name].(type) {
	case map[string]any:
		for _, lang := range text.Langs() {
			if s := Scalar(v[string(lang)], nil); s != "" {
				out[lang] = s
			}
		}
	case text.Text:
		for lang, s := range v {
			out[lang] = s
		}
	}
	return out
}

// Attr returns the text of the first of the names that the attributes have.
func Attr(l *frame.Locale, attrs map[string]any, names ...string) frame.Phrase {
	for _, name := range names {
		if p := l.Pick(AttrText(attrs, name)); p.Text != "" {
			return named(l, name, p)
		}
		if s := Scalar(attrs[name], l); s != "" {
			return frame.Phrase{Text: s}
		}
	}
	return frame.Phrase{}
}

// named puts the names of codes in their place, where the attribute has codes with
// names: value.<attribute>.<code> of the locales.
func named(l *frame.Locale, name string, p frame.Phrase) frame.Phrase {
	parts := strings.Split(p.Text, ";")
	for i, code := range parts {
		key := "value." + name + "." + strings.TrimSpace(code)
		if !l.Has(key) {
			return p
		}
		parts[i] = l.T(key)
	}
	return frame.Phrase{Text: strings.Join(parts, "; ")}
}

// Scalar prints one plain value; l may be nil for numbers as they are.
func Scalar(v any, l *frame.Locale) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case bool:
		if l == nil {
			return fmt.Sprint(v)
		}
		return l.T(fmt.Sprintf("value.%t", v))
	case float64:
		if l == nil {
			return fmt.Sprint(v)
		}
		return l.Num(v)
	case int:
		return Scalar(float64(v), l)
	case int64:
		return Scalar(float64(v), l)
	}
	return ""
}

// AttrList returns the values of an attribute that may hold several: a list, or
// a text whose parts are separated by semicolons.
func AttrList(attrs map[string]any, l *frame.Locale, names ...string) []frame.Phrase {
	for _, name := range names {
		switch v := attrs[name].(type) {
		case []any:
			var out []frame.Phrase
			for _, one := range alwaysFirst(v) {
				out = append(out, attrOne(l, one)...)
			}
			if len(out) > 0 {
				return out
			}
		case []string:
			var out []frame.Phrase
			for _, one := range v {
				out = append(out, frame.Phrase{Text: one})
			}
			if len(out) > 0 {
				return out
			}
		}
		if p := Attr(l, attrs, name); p.Text != "" {
			return splitPhrase(p)
		}
	}
	return nil
}

func splitPhrase(p frame.Phrase) []frame.Phrase {
	var out []frame.Phrase
	for _, part := range strings.Split(p.Text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, frame.Phrase{Text: part, Lang: p.Lang})
		}
	}
	if len(out) > 0 {
		out[len(out)-1].Tag = p.Tag
	}
	return out
}

// attrOne prints one element of a list: a scalar, a bilingual object, or an
// object whose values are joined.
func attrOne(l *frame.Locale, v any) []frame.Phrase {
	if s := Scalar(v, l); s != "" {
		return []frame.Phrase{{Text: s}}
	}
	if m, ok := v.(map[string]any); ok {
		if p := l.Pick(AttrText(map[string]any{"v": m}, "v")); p.Text != "" {
			return []frame.Phrase{p}
		}
		if p := partText(l, m); p.Text != "" {
			return []frame.Phrase{p}
		}
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if s := Scalar(m[k], l); s != "" {
				parts = append(parts, k+": "+s)
			}
		}
		if len(parts) > 0 {
			return []frame.Phrase{{Text: strings.Join(parts, ", ")}}
		}
	}
	return nil
}
