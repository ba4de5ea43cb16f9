package httpkit

import (
	"net/http"
	"strings"

	"github.com/CAFxX/httpcompression"
	"github.com/CAFxX/httpcompression/contrib/klauspost/gzip"
	"github.com/CAFxX/httpcompression/contrib/klauspost/zstd"
	kzstd "github.com/klauspost/compress/zstd"
)

// minCompressed is the body size from which compressing pays for its header.
const minCompressed = 512

// brotliQuality and gzipLevel are where time per answer stays under a millisecond for a
// page of twenty records.
const (
	brotliQuality = 4
	gzipLevel     = 5
)

// zstdWindow is how far back zstd looks, in bytes: more than nearly every answer is long,
// and little memory for an encoder of its own for each reader that is being answered.
// One goroutine does the work of one answer: handing it to others costs more than it gains.
const zstdWindow = 256 << 10

// compress offers zstd, br and gzip by Accept-Encoding for text media types. A
// strong ETag names one sequence of bytes, so each coding gets a suffix of its
// own (RFC 9110, 8.8.3), taken off again before handlers see If-None-Match.
func compress(next http.Handler) http.Handler {
	encoder, err := zstd.New(kzstd.WithEncoderLevel(kzstd.SpeedDefault), kzstd.WithWindowSize(zstdWindow), kzstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // constant options
	}
	gzipped, err := gzip.New(gzip.Options{Level: gzipLevel})
	if err != nil {
		panic(err) // constant options
	}
	adapter, err := httpcompression.Adapter(
		httpcompression.ZstandardCompressor(encoder),
		httpcompression.BrotliCompressionLevel(brotliQuality),
		httpcompression.GzipCompressor(gzipped),
		httpcompression.MinSize(minCompressed),
		httpcompression.ContentTypes(compressible(), false),
		httpcompression.Prefer(httpcompression.PreferServer),
	)
	if err != nil {
		panic(err) // constant options
	}
	return tagCodings(adapter(next))
}

// compressible returns the media types worth compressing: text and vector tiles.
func compressible() []string {
	return []string{
		"text/html", "text/css", "text/javascript", "text/plain", "text/csv", "text/turtle", "text/xml", "text/markdown", "text/tab-separated-values",
		"application/json", "application/problem+json", "application/geo+json", "application/ld+json", "application/schema+json", "application/x-ndjson", "application/jsonl",
		"application/javascript", "application/manifest+json", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi", "application/vnd.sdmx.data+json", "application/vnd.sdmx.structure+json",
		"application/xml", "application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/xhtml+xml", "application/n-triples", "application/n-quads", "application/trig",
		"application/vnd.google-earth.kml+xml", "application/gml+xml", "application/vnd.mapbox-vector-tile", "application/opensearchdescription+xml", "image/svg+xml", "application/wasm",
	}
}

func codings() []string { return []string{"gzip", "br", "zstd"} }

func tagCodings(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := strings.Join(r.Header.Values("If-None-Match"), ",")
		if asked != "" {
			plain := asked
			for _, c := range codings() {
				plain = strings.ReplaceAll(plain, "-"+c+`"`, `"`)
			}
			if plain != asked {
				r = r.Clone(r.Context())
				r.Header.Set("If-None-Match", plain)
			}
		}
		next.ServeHTTP(&tagger{ResponseWriter: w, asked: asked}, r)
	})
}

// tagger gives the strong ETag of a compressed answer its suffix, and a 304 the
// very tag that the reader holds.
type tagger struct {
	http.ResponseWriter
	asked string
	done  bool
}

func (t *tagger) WriteHeader(status int) {
	t.tag(status)
	t.ResponseWriter.WriteHeader(status)
}

func (t *tagger) Write(b []byte) (int, error) {
	t.tag(http.StatusOK)
	return t.ResponseWriter.Write(b)
}

func (t *tagger) tag(status int) {
	etag := t.Header().Get("ETag")
	if t.done || status < 200 || len(etag) < 2 || strings.HasPrefix(etag, "W/") {
		return
	}
	t.done = true
	stem := strings.TrimSuffix(etag, `"`)
	if coding := t.Header().Get("Content-Encoding"); coding != "" {
		t.Header().Set("ETag", stem+"-"+coding+`"`)
		return
	}
	for _, c := range codings() {
		if held := stem + "-" + c + `"`; status == http.StatusNotModified && strings.Contains(t.asked, held) {
			t.Header().Set("ETag", held)
		}
	}
}

// Flush lets streaming answers through.
func (t *tagger) Flush() {
	if f, ok := t.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap serves http.ResponseController.
func (t *tagger) Unwrap() http.ResponseWriter { return t.ResponseWriter }
