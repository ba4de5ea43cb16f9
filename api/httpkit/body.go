package httpkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Body documents the JSON that a route reads.
type Body struct {
	// Schema names a component schema of the OpenAPI document.
	Schema string
	// Example is any value that marshals to a good body.
	Example any
}

// MaxPosted bounds what a reader may send in one body: 5,000 characters written as
// \uXXXX escapes twice over.
const MaxPosted = 64 << 10

// ReadJSON reads a JSON object into v, a pointer to a struct. A field that v does not
// have is refused with the nearest it has. Faults: Invalid, TooLarge, UnsupportedMedia.
func ReadJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != JSONMedia {
		return catalog.NewFault(UnsupportedMedia, "Content-Type", "Hãy gửi JSON với Content-Type: application/json.", "Send JSON with Content-Type: application/json.")
	}
	raw, err := readPosted(w, r)
	if err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(&fields); err != nil || fields == nil || dec.More() {
		return catalog.NewFault(catalog.Invalid, "body", "Thân yêu cầu không phải một đối tượng JSON.", "The body is not a JSON object.")
	}
	known := fieldsOf(reflect.TypeOf(v).Elem())
	for name := range fields {
		if !slices.Contains(known, name) {
			return unknownName(clip(name), text.New("Trường", "Field"), name, known)
		}
	}
	if err := json.Unmarshal(raw, v); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return catalog.NewFault(catalog.Invalid, wrong.Field, fmt.Sprintf("Cần kiểu %s.", wrong.Type), fmt.Sprintf("Want a value of type %s.", wrong.Type))
		}
		return catalog.NewFault(catalog.Invalid, "body", "Thân yêu cầu có giá trị không hợp lệ.", "The body has a value that will not do.")
	}
	return nil
}

func fieldsOf(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func readPosted(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxPosted))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, catalog.NewFault(catalog.TooLarge, "body", fmt.Sprintf("Thân yêu cầu dài quá %d byte.", MaxPosted), fmt.Sprintf("The body is longer than %d bytes.", MaxPosted))
	}
	return raw, err
}

// ReadForm reads the fields of a page's form, which has those named and no others.
// Faults: Invalid, TooLarge, UnsupportedMedia.
func ReadForm(w http.ResponseWriter, r *http.Request, known ...string) (url.Values, error) {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		return nil, catalog.NewFault(UnsupportedMedia, "Content-Type", "Hãy gửi biểu mẫu của trang.", "Send the form of the page.")
	}
	raw, err := readPosted(w, r)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil || len(form) > len(known) {
		return nil, catalog.NewFault(catalog.Invalid, "body", "Không đọc được biểu mẫu.", "The form cannot be read.")
	}
	for name := range form {
		if !slices.Contains(known, name) {
			return nil, unknownName(clip(name), text.New("Trường", "Field"), name, known)
		}
	}
	return form, nil
}
