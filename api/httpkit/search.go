package httpkit

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// SearchParams describes the parameters of a search, but those left out.
func SearchParams(without ...string) []Param {
	var out []Param
	for _, p := range search.Params() {
		if slices.Contains(without, p.Name) {
			continue
		}
		out = append(out, Param{Name: p.Name, Type: ParamType(p.Type), Many: p.Many, Commas: p.Commas, Enum: p.Values, Min: p.Min, Max: p.Max,
			Default: p.Default, Example: p.Example, Help: p.Help})
	}
	return out
}

const formMedia = "application/x-www-form-urlencoded"

// FormParams returns the parameters of the query string and, of a POST, those of its form: addresses cannot hold a long outline. Faults: Invalid, TooLarge.
func FormParams(r *http.Request) (url.Values, error) {
	values, err := RawParams(r)
	if err != nil || r.Method != http.MethodPost {
		return values, err
	}
	if r.ContentLength == 0 {
		return values, nil
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != formMedia {
		return nil, catalog.NewFault(catalog.Invalid, "Content-Type", "Gửi các tham số dạng "+formMedia+".", "Send the parameters as "+formMedia+".")
	}
	body, err := io.ReadAll(r.Body) // the kit bounds it
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, err
	}
	if err != nil {
		return nil, catalog.NewFault(catalog.Invalid, "body", "Biểu mẫu gửi lên bị ngắt.", "The form that was sent broke off.")
	}
	posted, err := RawParams(&http.Request{URL: &url.URL{RawQuery: string(body)}})
	if err != nil {
		return nil, err
	}
	for name, list := range posted {
		values[name] = append(values[name], list...)
	}
	return values, nil
}
