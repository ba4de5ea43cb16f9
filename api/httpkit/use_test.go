package httpkit

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
)

func TestAnAnswerCountsAsWhatItsRouteSays(t *testing.T) {
	var got []Used
	k := New(Options{Use: UseAPI, Count: func(u Used) { got = append(got, u) }, Limits: Limits{Kept: NewKept(1<<20, nil)}})
	public := func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", CacheRevalidate)
		_, err := io.WriteString(w, "all")
		return err
	}
	router := k.NewRouter()
	k.Mount(router, []Route{
		{Name: "list", Path: "/list", Handle: public},
		{Name: "hints", Path: "/hints", Use: UseNone, Handle: public},
		{Name: "file", Path: "/{slug}/file", Use: UseDownload, Dataset: "slug", Handle: public},
		{Name: "lost", Path: "/lost", Handle: func(http.ResponseWriter, *http.Request) error { return catalog.NewFault(catalog.NotFound, "", "", "") }},
	})
	h := k.Wrap(router)
	for _, address := range []string{"/list", "/list", "/hints", "/units/file", "/units/file", "/lost", "/nowhere"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, address, strings.NewReader("")))
	}
	want := []Used{
		{http.MethodGet, 200, UseAPI, ""}, {http.MethodGet, 200, UseAPI, ""}, // the second is ready
		{http.MethodGet, 200, UseDownload, "units"}, {http.MethodGet, 200, UseDownload, "units"},
		{http.MethodGet, 404, UseAPI, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
}
