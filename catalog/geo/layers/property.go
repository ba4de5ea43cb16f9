package layers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// properties flattens a record: its own fields, then the attributes of its kind under their own names, or with "attribute_" before them where a
// field has the name already. Empty values are left out.
func properties(r *catalog.Record) map[string]any {
	p := map[string]any{"record": r.ID, "kind": string(r.Kind)}
	set := func(name string, v any) {
		if !blank(v) {
			p[name] = v
		}
	}
	for _, l := range text.Langs() {
		set("title_"+string(l), r.Title.In(l))
		set("summary_"+string(l), r.Summary.In(l))
	}
	set("status", r.Status)
	set("topics", r.Topics)
	set("aliases", r.Aliases)
	set("valid_from", string(r.Valid.From))
	set("valid_to", string(r.Valid.To))
	set("date", string(r.Date))
	set("geometry_quality", r.GeometryQuality)
	set("licence", r.Licence)
	set("review_due", string(r.ReviewDue))
	set("confidence", r.Confidence())
	if r.Sector != nil {
		set("sector", r.Sector.Scheme+":"+r.Sector.Code)
	}
	if r.Capital != nil {
		p["capital_billion_vnd"] = *r.Capital
	}
	if r.Area != nil {
		p["area_ha"] = *r.Area
	}
	set("units", unitIDs(r))
	sourced(r, set)
	if !r.Modified.IsZero() {
		p["modified"] = r.Modified.UTC().Format("2006-01-02T15:04:05Z")
	}
	attributes(p, r.Attributes)
	return p
}

func sourced(r *catalog.Record, set func(string, any)) {
	if len(r.Provenance) > 0 {
		set("source_title", r.Provenance[0].Title)
		set("source_url", r.Provenance[0].URL)
		set("source_date", string(r.Provenance[0].Date))
	}
}

func unitIDs(r *catalog.Record) []string {
	var ids []string
	for _, p := range r.Places {
		if p.ID != "" {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func attributes(p, attrs map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		v := scalar(attrs[name])
		if blank(v) {
			continue
		}
		if _, taken := p[name]; taken || reserved(name) {
			if fmt.Sprint(p[name]) == fmt.Sprint(v) {
				continue
			}
			name = "attribute_" + name
		}
		p[name] = v
	}
}

// reserved are names that mean something else in addresses and files.
func reserved(name string) bool {
	return slices.Contains([]string{"id", "geometry", "geom", "fid", "bbox", "datetime", "limit", "offset", "crs", "filter", "sortby", "f", "lang", "q", "type", "ids", "profile"}, name)
}

// scalar keeps values that tables can hold, and writes the others as JSON.
func scalar(v any) any {
	switch v := v.(type) {
	case nil, string, bool, float64, int64, []string:
		return v
	case int:
		return int64(v)
	case float32:
		return float64(v)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
		return v.String()
	case catalog.Date:
		return string(v)
	case []any:
		return list(v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func list(v []any) any {
	out := make([]string, len(v))
	for i, x := range v {
		s, ok := x.(string)
		if !ok {
			b, err := json.Marshal(v)
			if err != nil {
				return fmt.Sprint(v)
			}
			return string(b)
		}
		out[i] = s
	}
	return out
}

func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	}
	return false
}

// searchable is what q looks at: titles, other names, summaries and topics.
func searchable(r *catalog.Record) string {
	parts := []string{r.Title.In(text.VI), r.Title.In(text.EN), strings.Join(r.Aliases, " \x1f "), r.Summary.In(text.VI), r.Summary.In(text.EN), strings.Join(r.Topics, " \x1f ")}
	return FoldWords(strings.Join(parts, " \x1f "))
}

// FoldWords folds case as Unicode has it, composes, and collapses white space, with one space at both ends.
func FoldWords(s string) string {
	return " " + strings.Join(strings.Fields(norm.NFC.String(cases.Fold().String(s))), " ") + " "
}

// encode writes properties as JSON, names in alphabetical order.
func encode(p map[string]any) []byte {
	b := append(make([]byte, 0, 64*len(p)), '{')
	for i, name := range slices.Sorted(maps.Keys(p)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(AppendString(b, name), ':')
		b = AppendValue(b, p[name])
	}
	return append(b, '}')
}

// AppendValue appends a property value as JSON.
func AppendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return AppendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return AppendNumber(b, v)
	case []string:
		b = append(b, '[')
		for i, s := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(b, s)
		}
		return append(b, ']')
	}
	j, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, j...)
}

// AppendNumber appends a finite number in the shortest form that reads back to the same; JSON has no other numbers, so they become null.
func AppendNumber(b []byte, v float64) []byte {
	if v-v != 0 {
		return append(b, "null"...)
	}
	if v != 0 && (v < 1e-6 && v > -1e-6 || v >= 1e21 || v <= -1e21) {
		return strconv.AppendFloat(b, v, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// AppendString appends a JSON string; bytes that are not UTF-8 become the replacement character.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += n
			continue
		}
		i++
	}
	return append(b, '"')
}
