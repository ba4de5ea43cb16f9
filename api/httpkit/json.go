package httpkit

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
)

// JSONMedia is the media type of plain JSON; RFC 8259 has no charset parameter.
const JSONMedia = "application/json"

// Marshal is json.Marshal without HTML escaping, so that "&" and "<" stay
// readable, and without the final newline.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	if err := AppendJSON(&buf, v); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// AppendJSON appends what Marshal gives.
func AppendJSON(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the newline
	return nil
}

// WriteJSON answers with v as JSON. Without an ETag in the validator it makes a
// strong one of the body. Answers 304 and HEAD by itself.
func WriteJSON(w http.ResponseWriter, r *http.Request, v any, val Validator) error {
	return WriteWith(w, r, JSONMedia, val, func(b *bytes.Buffer) error { return AppendJSON(b, v) })
}

// maxPooled is the largest buffer that is kept for the next answer: many times the
// usual one, and little enough that a rare large answer does not stay in memory.
const maxPooled = 512 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// WriteWith answers with the JSON that appendTo appends, and a newline, as
// WriteJSON does; the buffer is used again for other answers.
func WriteWith(w http.ResponseWriter, r *http.Request, media string, val Validator, appendTo func(*bytes.Buffer) error) error {
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= maxPooled {
			b.Reset()
			buffers.Put(b)
		}
	}()
	if err := appendTo(b); err != nil {
		return err
	}
	b.WriteByte('\n')
	return WriteBytes(w, r, media, b.Bytes(), val)
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
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	// Compression copies the first piece until it knows whether the answer is long enough.
	first := min(len(body), minCompressed)
	if _, err := w.Write(body[:first]); err != nil || first == len(body) {
		return err
	}
	_, err := w.Write(body[first:])
	return err
}
