package api

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/mux"

	"honglinh/api/dialecttest"
	"honglinh/api/httpkit"
	"honglinh/api/native"
	"honglinh/api/tables"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/datasets/brief"
	"honglinh/datasets/export"
	"honglinh/datasets/rulebook"
	"honglinh/indexer/contact"
	"honglinh/indexer/notify"
)

// everything makes the faces with all that they need.
func everything(t *testing.T) *maker {
	t.Helper()
	engine, library := shipped.Tables(t)
	o := Options{BaseURL: dialecttest.Base, Now: dialecttest.Now, Tables: tables.Sources{Engine: engine, Library: library}, Layers: func() *layers.Set { return nil }, Rules: &rulebook.Shelf{},
		Desk: contact.New(contact.Options{}), Freshness: &editions.Keeper{}, Follower: notify.NewFollower(notify.Options{}),
		Brief: func(context.Context, text.Lang, string) (brief.Document, error) { return brief.Document{}, nil }, Sources: native.Sources{Places: func() *place.Register { return place.NewRegister(nil) }, Library: library}}
	return newMaker(httpkit.New(httpkit.Options{BaseURL: o.BaseURL}), o)
}

// TestNoFaceIsForgotten holds that each folder with a face is made by the list.
func TestNoFaceIsForgotten(t *testing.T) {
	var made, folders []string
	m := everything(t)
	for _, s := range list() {
		for _, face := range s.faces(m) {
			made = append(made, path.Base(reflect.TypeOf(face).Elem().PkgPath()))
		}
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if folder := filepath.Dir(file); strings.Contains(string(b), "\nfunc (f *Face) Mount(") && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	slices.Sort(made)
	slices.Sort(folders)
	if diff := cmp.Diff(made, folders); diff != "" {
		t.Errorf("faces (-made by list +folders of api):\n%s", diff)
	}
}

// TestEveryAddressBelongsToItsProtocol holds the prefixes against the routes.
func TestEveryAddressBelongsToItsProtocol(t *testing.T) {
	variables := regexp.MustCompile(`\{[^{}]*(\{[^{}]*\}[^{}]*)*\}`)
	shared := []string{"/api", "/api/"} // CKAN answers its version at the root of all of them
	m, used := everything(t), map[string]bool{}
	for _, s := range list() {
		router, told := mux.NewRouter(), false
		for _, face := range s.faces(m) {
			face.Mount(router)
			if _, ok := face.(native.Documented); ok {
				told = true // in the document of the native API: its addresses may be there too
			}
		}
		err := router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
			template, err := route.GetPathTemplate()
			address := variables.ReplaceAllString(template, "1")
			owner, ok := httpkit.Owner(Protocols(), address)
			used[s.Name] = true
			if !slices.Contains(shared, address) && (!ok || owner.Name != s.Name && !(told && owner.Name == "native")) {
				t.Errorf("%s of %s belongs to %q by its prefix", template, s.Name, owner.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range Protocols() {
		if !used[p.Name] || p.Title.In(text.VI) == "" || p.Title.In(text.EN) == "" || p.Standard == "" || !strings.HasPrefix(p.URL, "/") || !strings.HasPrefix(p.Docs, "/") {
			t.Errorf("%+v is not told whole, or serves nothing", p)
		}
		if owner, _ := httpkit.Owner(Protocols(), p.URL); owner.Name != p.Name && !slices.ContainsFunc(p.Prefixes, func(prefix string) bool { return strings.HasPrefix(prefix, p.URL) }) {
			t.Errorf("the root of %s belongs to %s", p.Name, owner.Name)
		}
	}
}

// TestWhatTheRoutesOfFacesCountAs lists those that count as something else than use of the API.
func TestWhatTheRoutesOfFacesCountAs(t *testing.T) {
	got, m := map[string]httpkit.Use{}, everything(t)
	for _, s := range list() {
		for _, face := range s.faces(m) {
			told, ok := face.(interface{ Routes() []httpkit.Route })
			if !ok { // the routes of OGC API and MCP are of one sort each
				continue
			}
			for _, rt := range told.Routes() {
				if rt.Use != "" {
					got[rt.Name] = rt.Use
				}
				if rt.Dataset != "" && !strings.Contains(rt.Path, "{"+rt.Dataset+"}") {
					t.Errorf("%s has no %s in %s", rt.Name, rt.Dataset, rt.Path)
				}
			}
		}
	}
	want := map[string]httpkit.Use{
		"ckan.download": httpkit.UseDownload, "ckan.dump": httpkit.UseDownload, "export": httpkit.UseDownload, "export.post": httpkit.UseDownload,
		"search": httpkit.UseSearch, "search.atom": httpkit.UseFeed, "suggest": httpkit.UseNone,
	}
	for _, name := range export.Names(export.Searches) {
		if name != "atom" {
			want["search."+name] = httpkit.UseSearch
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("uses (-want +got):\n%s", diff)
	}
}

func TestAPathBelongsToTheLongestPrefix(t *testing.T) {
	for address, want := range map[string]string{
		"/api/v1/search": "native", "/api": "native", "/api/v9/x": "native", "/problems/invalid": "native", "/api/v1/catalog": "dcat", "/catalog": "dcat", "/catalog.ttl": "dcat",
		"/catalogue": "", "/api/3/action/package_list": "ckan", "/api/30": "native", "/dataset/a/resource/b/download/c": "ckan", "/resource/a.json": "soda", "/api/catalog/v1.json": "soda",
		"/api/explore/v2.1/catalog/datasets": "explore", "/sdmx/v3/data": "sdmx", "/ogc": "ogc", "/ogc/collections": "ogc", "/mcp": "mcp", "/mcpx": "", "/vi/": "", "/": "", "/vi/dataset/units": "",
	} {
		if got, ok := httpkit.Owner(Protocols(), address); got.Name != want || ok != (want != "") {
			t.Errorf("%s belongs to %q, want %q", address, got.Name, want)
		}
	}
}
