package httpkit

import (
	"net/http"
	"strings"
)

// WritePacked answers with a body that is kept both plain and gzipped, so that it is not compressed anew for every reader. An empty body is 204.
// The validator needs an ETag.
func WritePacked(w http.ResponseWriter, r *http.Request, media string, plain, gzipped []byte, v Validator) error {
	AddVary(w.Header(), "Accept-Encoding")
	if NotModified(w, r, v) {
		return nil
	}
	if len(plain) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", media)
	if len(gzipped) > 0 && accepts(r, "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		plain = gzipped
	}
	_, err := w.Write(plain)
	return err
}

// WriteBrotli answers with a body that is kept both plain and in brotli, packed as tightly as it can be, which takes longer than an answer may. Others are
// compressed on the way, as all answers are.
func WriteBrotli(w http.ResponseWriter, r *http.Request, media string, plain, packed []byte, v Validator) error {
	if !accepts(r, "br") {
		return WriteBytes(w, r, media, plain, v)
	}
	if v.ETag == "" {
		v.ETag = ETag(media, plain)
	}
	AddVary(w.Header(), "Accept-Encoding")
	if NotModified(w, r, v) {
		return nil
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Encoding", "br")
	_, err := w.Write(packed)
	return err
}

// accepts reads Accept-Encoding; a coding with q=0 is refused.
func accepts(r *http.Request, coding string) bool {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(strings.ToLower(part), ";")
		if n := strings.TrimSpace(name); n == coding || n == "*" {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
