package webtest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"honglinh/catalog/proof"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// Browser starts Debian's Chromium with a profile of its own and more flags, for
// the time of the test; without one the test says what to install.
func Browser(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(proof.Browser(t)), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(opts, more...)...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		proof.Missing(t, "a chromium that starts", err.Error())
	}
	return ctx
}

// Serve serves the shipped pages with as much of the public API as they ask for.
func Serve(t *testing.T) *httptest.Server {
	t.Helper()
	return Shipped(t).Serve(t)
}

// Serve serves the pages with as much of the public API as they ask for.
func (s *Stand) Serve(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", s.Handler)
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/api/v1/suggest", func(w http.ResponseWriter, r *http.Request) {
		items, err := s.Search.Suggest(r.Context(), r.URL.Query().Get("q"), text.Lang(r.URL.Query().Get("lang")), 8)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(w, map[string]any{"items": items})
	})
	mux.HandleFunc("/api/v1/search", func(w http.ResponseWriter, r *http.Request) {
		q, err := search.ParseQuery(r.URL.Query(), Now())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		a, err := s.Search.Search(r.Context(), q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		items := []map[string]any{}
		for _, h := range a.Hits {
			items = append(items, map[string]any{"record": h.Record})
		}
		answer(w, map[string]any{"total": a.Total, "items": items})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}
