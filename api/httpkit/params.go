package httpkit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// maxPairs bounds the parameters of one request: fifty values of each of the
// filters people really combine.
const maxPairs = 500

// RawParams reads the query string strictly: broken escapes, bytes that are not
// UTF-8 text and too many parameters are Invalid.
func RawParams(r *http.Request) (url.Values, error) {
	if strings.Count(r.URL.RawQuery, "&") >= maxPairs {
		return nil, catalog.NewFault(catalog.Invalid, "query", "Quá nhiều tham số; nhiều nhất là 500.", "Too many parameters; at most 500.")
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, catalog.NewFault(catalog.Invalid, "query", "Chuỗi truy vấn có mã % sai hoặc dấu “;”; hãy mã hoá “%” là %25 và “;” là %3B.",
			"The query string has a broken %-escape or a “;”; write “%” as %25 and “;” as %3B.")
	}
	if values.Has("") {
		return nil, catalog.NewFault(catalog.Invalid, "query", "Có tham số không tên trong chuỗi truy vấn.", "The query string has a parameter without a name.")
	}
	for name, list := range values {
		for _, s := range append([]string{name}, list...) {
			if !printable(s) {
				return nil, catalog.NewFault(catalog.Invalid, clip(strings.ToValidUTF8(name, "�")),
					"Giá trị phải là văn bản UTF-8, không có ký tự điều khiển.", "The value must be UTF-8 text without control characters.")
			}
		}
	}
	return values, nil
}

// printable reports whether s is UTF-8 without control characters but tab and
// line ends, which pasted text brings along.
func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, c := range s {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return true
}

// Params reads the query string and refuses a parameter that is not among the
// allowed ones, naming it and the nearest known one, and a scalar given twice.
// A name that ends in "*" may be repeated.
func Params(r *http.Request, allowed ...string) (url.Values, error) {
	values, err := RawParams(r)
	if err != nil {
		return nil, err
	}
	known := make([]string, len(allowed))
	for i, name := range allowed {
		known[i] = strings.TrimSuffix(name, "*")
	}
	for _, name := range sortedNames(values) {
		if !slices.Contains(known, name) {
			return nil, unknownName(clip(name), text.New("Tham số", "Parameter"), name, known)
		}
		if len(values[name]) > 1 && !slices.Contains(allowed, name+"*") {
			return nil, catalog.NewFault(catalog.Invalid, name, "Tham số này chỉ được ghi một lần.", "This parameter may be given only once.")
		}
	}
	return values, nil
}

// sortedNames makes the first fault found the same every time.
func sortedNames(values url.Values) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
