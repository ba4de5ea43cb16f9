package datapackage

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
)

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// parse reads a value as its Table Schema type.
func parse(f datasets.Field, s string) (any, error) {
	switch f.Type {
	case "", "any":
		return s, nil
	case "string":
		return s, checkFormat(f.Format, s)
	case "number":
		return parseNumber(f, s)
	case "integer":
		return parseInteger(f, s)
	case "boolean":
		return parseBoolean(f, s)
	case "date":
		return parseDate(f, s)
	case "yearmonth":
		if t, err := time.Parse("2006-01", s); err == nil && t.Year() > 0 {
			return s, nil
		}
		return nil, notice.Of("not-yearmonth", clip(s))
	case "year":
		y, err := strconv.ParseInt(s, 10, 64)
		if err != nil || y < 1 || y > 9999 {
			return nil, notice.Of("not-year", clip(s))
		}
		return y, nil
	case "datetime", "time":
		return parseMoment(f, s)
	case "duration":
		if !duration.MatchString(s) || strings.HasSuffix(s, "P") || strings.HasSuffix(s, "T") {
			return nil, notice.Of("not-duration", clip(s))
		}
		return s, nil
	case "list":
		return parseList(f, s)
	case "object", "array", "geojson":
		return parseJSON(f.Type, s)
	case "geopoint":
		return parseGeopoint(f.Format, s)
	}
	return nil, notice.Of("type-unknown", f.Type)
}

func parseNumber(f datasets.Field, s string) (any, error) {
	plain := s
	if f.Notated() {
		var ok bool
		if plain, ok = f.PlainNumber(s); !ok {
			return nil, numberFault(f, s)
		}
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || strings.ContainsAny(plain, "xX_pP") {
		return nil, numberFault(f, s)
	}
	return n, nil
}

func numberFault(f datasets.Field, s string) error {
	if decimal, group := f.Marks(); f.DecimalChar+f.GroupChar != "" {
		if group != "" {
			return notice.Of("not-number.groups", clip(s), "1"+group+"234"+decimal+"5")
		}
		return notice.Of("not-number.declared", clip(s), "1234"+decimal+"5")
	}
	switch strings.ToUpper(s) {
	case "NAN", "INF", "-INF":
		return notice.Of("not-number.none", s)
	}
	if strings.ContainsAny(s, ",.") {
		return notice.Of("not-number.marks", clip(s))
	}
	return notice.Of("not-number", clip(s))
}

func parseInteger(f datasets.Field, s string) (any, error) {
	plain := s
	if f.Notated() {
		plain, _ = f.PlainNumber(s)
	}
	n, err := strconv.ParseInt(plain, 10, 64)
	switch {
	case err != nil && f.GroupChar != "":
		return nil, notice.Of("not-integer.groups", clip(s), "1"+f.GroupChar+"234")
	case err != nil:
		return nil, notice.Of("not-integer", clip(s))
	}
	return n, nil
}

func parseBoolean(f datasets.Field, s string) (any, error) {
	yes, no := f.TrueValues, f.FalseValues
	if len(yes) == 0 {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if len(no) == 0 {
		no = []string{"false", "False", "FALSE", "0"}
	}
	for _, v := range yes {
		if s == v {
			return true, nil
		}
	}
	for _, v := range no {
		if s == v {
			return false, nil
		}
	}
	return nil, notice.Of("not-boolean", clip(s), strings.Join(append(append([]string{}, yes...), no...), ", "))
}

func parseList(f datasets.Field, s string) (any, error) {
	sep := f.Delimiter
	if sep == "" {
		sep = ","
	}
	var out []any
	for _, part := range strings.Split(s, sep) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		v, err := parse(datasets.Field{Type: f.ItemType}, part)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func parseJSON(typ, s string) (any, error) {
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		return nil, notice.Of("not-json", jsonfault.Reason(err))
	}
	if deeper(v, MaxDepth) {
		return nil, notice.Of("too-deep", MaxDepth)
	}
	_, list := v.([]any)
	_, object := v.(map[string]any)
	if typ == "array" && !list || typ != "array" && !object {
		return nil, notice.Of("not-json-sort", typ)
	}
	return v, nil
}

func deeper(v any, levels int) bool {
	if levels == 0 {
		return true
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if deeper(x, levels-1) {
				return true
			}
		}
	case map[string]any:
		for _, x := range v {
			if deeper(x, levels-1) {
				return true
			}
		}
	}
	return false
}

// parseGeopoint reads the three forms of Table Schema: "lon, lat", [lon, lat] and
// {"lon": …, "lat": …}.
func parseGeopoint(format, s string) (any, error) {
	var x, y float64
	var err error
	switch format {
	case "array":
		var p []float64
		if err = json.Unmarshal([]byte(s), &p); err == nil && len(p) == 2 {
			x, y = p[0], p[1]
		} else {
			err = errors.Join(err, errors.ErrUnsupported)
		}
	case "object":
		var p struct{ Lon, Lat *float64 }
		if err = json.Unmarshal([]byte(s), &p); err == nil && p.Lon != nil && p.Lat != nil {
			x, y = *p.Lon, *p.Lat
		} else {
			err = errors.Join(err, errors.ErrUnsupported)
		}
	default:
		lon, lat, ok := strings.Cut(s, ",")
		var err1, err2 error
		x, err1 = strconv.ParseFloat(strings.TrimSpace(lon), 64)
		y, err2 = strconv.ParseFloat(strings.TrimSpace(lat), 64)
		if err = errors.Join(err1, err2); !ok && err == nil {
			err = errors.ErrUnsupported
		}
	}
	if err != nil || math.IsNaN(x) || math.IsNaN(y) || math.Abs(x) > 180 || math.Abs(y) > 90 {
		key := "not-point"
		if format == "array" || format == "object" {
			key += "." + format
		}
		return nil, notice.Of(key, clip(s))
	}
	return []any{x, y}, nil
}

func checkFormat(format, s string) error {
	switch format {
	case "email":
		if at := strings.IndexByte(s, '@'); at <= 0 || at == len(s)-1 || strings.ContainsAny(s, " <>") {
			return notice.Of("not-email", clip(s))
		}
	case "uri":
		if u, err := url.Parse(s); err != nil || u.Scheme == "" {
			return notice.Of("not-uri", clip(s))
		}
	case "uuid":
		if !uuid.MatchString(s) {
			return notice.Of("not-uuid", clip(s))
		}
	case "binary":
		if _, err := base64.StdEncoding.DecodeString(s); err != nil {
			return notice.Of("not-base64", clip(s))
		}
	}
	return nil
}

// uuid is a UUID as RFC 9562 writes it.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// duration is a duration of ISO 8601 (xs:duration).
var duration = regexp.MustCompile(`^-?P(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?(T(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?$`)

// parseDate reads a date in the field's format, else as ISO 8601 and Vietnamese
// papers write it, with the precision it has.
func parseDate(f datasets.Field, s string) (any, error) {
	if l := f.Layout(); l != nil {
		t, err := l.Parse(s)
		if err != nil {
			return nil, notice.Of("not-date.format", clip(s), f.Format)
		}
		return t.Format(time.DateOnly), nil
	}
	d, err := catalog.ParseDate(s)
	if err != nil {
		return nil, notice.Of("not-date", clip(s))
	}
	return string(d), nil
}

// parseMoment reads a time, or a date with one, in the field's format, else as ISO
// 8601. One without a zone stays so.
func parseMoment(f datasets.Field, s string) (any, error) {
	if l := f.Layout(); l != nil {
		t, err := l.Parse(s)
		switch {
		case err != nil:
			return nil, notice.Of("not-"+f.Type+".format", clip(s), f.Format)
		case f.Type == "time":
			return t.Format("15:04:05.999999"), nil
		case l.Zone:
			return t.Format(time.RFC3339Nano), nil
		}
		return t.Format("2006-01-02T15:04:05.999999999"), nil
	}
	layouts := map[string][]string{
		"datetime": {time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"},
		"time":     {"15:04:05", "15:04", "15:04:05Z07:00"},
	}[f.Type]
	for _, l := range layouts {
		if _, err := time.Parse(l, s); err == nil {
			return s, nil
		}
	}
	return nil, notice.Of("not-"+f.Type, clip(s))
}
