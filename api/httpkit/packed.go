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
	if len(gzipped) > 0 && acceptsGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		plain = gzipped
	}
	_, err := w.Write(plain)
	return err
}

// acceptsGzip reads Accept-Encoding; a coding with q=0 is refused.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(strings.ToLower(part), ";")
		if n := strings.TrimSpace(name); n == "gzip" || n == "*" {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
