package httpkit

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// JSONMedia is the media type of plain JSON; RFC 8259 has no charset parameter.
const JSONMedia = "application/json"

// Marshal is json.Marshal without HTML escaping, so that "&" and "<" stay
// readable, and without the final newline.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// WriteJSON answers with v as JSON. Without an ETag in the validator it makes a
// strong one of the body. Answers 304 and HEAD by itself.
func WriteJSON(w http.ResponseWriter, r *http.Request, v any, val Validator) error {
	b, err := Marshal(v)
	if err != nil {
		return err
	}
	return WriteBytes(w, r, JSONMedia, append(b, '\n'), val)
}

// WriteBytes answers with a body of a media type, as WriteJSON does.
func WriteBytes(w http.ResponseWriter, r *http.Request, media string, body []byte, val Validator) error {
	if val.ETag == "" {
		val.ETag = ETag(media, body)
	}
	if NotModified(w, r, val) {
		return nil
	}
	w.Header().Set("Content-Type", media)
	_, err := w.Write(body)
	return err
}
