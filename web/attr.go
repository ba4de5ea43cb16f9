package web

import (
	"fmt"
	"strings"

	"honglinh/catalog/text"
)

// attrText gathers what the attributes say under a name: one column, a column
// per language (name_vi, name_en), or an object with both languages.
func attrText(attrs map[string]any, name string) text.Text {
	out := text.Text{}
	for _, lang := range text.Langs() {
		if s := scalar(attrs[name+"_"+string(lang)], nil); s != "" {
			out[lang] = s
		}
	}
	switch v := attrs[name].(type) {
	case map[string]any:
		for _, lang := range text.Langs() {
			if s := scalar(v[string(lang)], nil); s != "" {
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

// attr returns the text of the first of the names that the attributes have.
func (l *locale) attr(attrs map[string]any, names ...string) Phrase {
	for _, name := range names {
		if p := l.pick(attrText(attrs, name)); p.Text != "" {
			return p
		}
		if s := scalar(attrs[name], l); s != "" {
			return Phrase{Text: s}
		}
	}
	return Phrase{}
}

// scalar prints one plain value; l may be nil for numbers as they are.
func scalar(v any, l *locale) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case bool:
		if l == nil {
			return fmt.Sprint(v)
		}
		return l.t(fmt.Sprintf("value.%t", v))
	case float64:
		if l == nil {
			return fmt.Sprint(v)
		}
		return l.num(v)
	case int:
		return scalar(float64(v), l)
	case int64:
		return scalar(float64(v), l)
	}
	return ""
}

// attrList returns the values of an attribute that may hold several: a list, or
// a text whose parts are separated by semicolons.
func attrList(attrs map[string]any, l *locale, names ...string) []Phrase {
	for _, name := range names {
		switch v := attrs[name].(type) {
		case []any:
			var out []Phrase
			for _, one := range v {
				out = append(out, l.attrOne(one)...)
			}
			if len(out) > 0 {
				return out
			}
		case []string:
			var out []Phrase
			for _, one := range v {
				out = append(out, Phrase{Text: one})
			}
			if len(out) > 0 {
				return out
			}
		}
		if p := l.attr(attrs, name); p.Text != "" {
			return splitPhrase(p)
		}
	}
	return nil
}

func splitPhrase(p Phrase) []Phrase {
	var out []Phrase
	for _, part := range strings.Split(p.Text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, Phrase{Text: part, Lang: p.Lang})
		}
	}
	if len(out) > 0 {
		out[len(out)-1].Tag = p.Tag
	}
	return out
}

// attrOne prints one element of a list: a scalar, a bilingual object, or an
// object whose values are joined.
func (l *locale) attrOne(v any) []Phrase {
	if s := scalar(v, l); s != "" {
		return []Phrase{{Text: s}}
	}
	if m, ok := v.(map[string]any); ok {
		if p := l.pick(attrText(map[string]any{"v": m}, "v")); p.Text != "" {
			return []Phrase{p}
		}
		if p := l.partText(m); p.Text != "" {
			return []Phrase{p}
		}
		var parts []string
		for _, k := range sortedKeys(m) {
			if s := scalar(m[k], l); s != "" {
				parts = append(parts, k+": "+s)
			}
		}
		if len(parts) > 0 {
			return []Phrase{{Text: strings.Join(parts, ", ")}}
		}
	}
	return nil
}
