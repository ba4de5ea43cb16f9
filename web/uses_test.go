package web_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/api/httpkit"
	"honglinh/web/webtest"
)

// TestWhatTheRoutesOfPagesCountAs lists those that count as something else than a page of
// people (below a language) or nothing (the others).
func TestWhatTheRoutesOfPagesCountAs(t *testing.T) {
	got := map[string]httpkit.Use{}
	for _, part := range webtest.Shipped(t).Parts() {
		for _, rt := range part.Routes {
			if rt.Use != "" {
				got[rt.Path] = rt.Use
			}
		}
	}
	want := map[string]httpkit.Use{
		"/search": httpkit.UseSearch, "/search.json-feed": httpkit.UseFeed, "/shortlist/feed.{form:atom|json}": httpkit.UseFeed,
		"/dataset/{slug}/feed.atom": httpkit.UseFeed, "/dataset/{slug}/feed.json": httpkit.UseFeed,
		"/explore.csv": httpkit.UseDownload, "/explore.png": httpkit.UseDownload, "/explore.svg": httpkit.UseNone, "/embed/chart": httpkit.UsePage,
		"/map.pdf": httpkit.UseDownload, "/map.png": httpkit.UseDownload, "/map.svg": httpkit.UseNone,
		"/opensearch.xml": httpkit.UseNone, "/manifest.webmanifest": httpkit.UseNone,
		"/{lang:vi}/toa-do": httpkit.UsePage, "/{lang:vi}/toa-do/download": httpkit.UseDownload,
		"/{lang:en}/coordinates": httpkit.UsePage, "/{lang:en}/coordinates/download": httpkit.UseDownload,
	}
	for path, use := range got {
		if _, ok := want[path]; !ok && use == httpkit.UseFeed && path[len(path)-len("feed.{form:atom|json}"):] == "feed.{form:atom|json}" {
			want[path] = use // a feed of each kind of record
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("uses (-want +got):\n%s", diff)
	}
}
