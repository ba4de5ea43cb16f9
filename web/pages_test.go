package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"honglinh/catalog"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web"
	"honglinh/web/frame"
	"honglinh/web/webtest"
)

// everyPath is every page of the stand in a language: the fixed ones, all
// records, and searches of several kinds.
func everyPath(t testing.TB, s *webtest.Stand, lang text.Lang) []string {
	t.Helper()
	var out []string
	for _, where := range append(s.Standing(), s.Fixed(frame.RouteCompare)) {
		out = append(out, where(lang))
	}
	for _, q := range []string{"q=c%E1%BB%A5m+c%C3%B4ng+nghi%E1%BB%87p", "q=du+lich&kind=place", "q=khongcogi+zzzz", "kind=opportunity&sort=capital&min_capital=100", "place=Hong+Linh&as_of=2025-06-30&topic=land&year=2022"} {
		out = append(out, s.Local(frame.RouteSearch, lang)+"?"+q)
	}
	v, err := s.Census.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range v.Briefs {
		if !testing.Short() || i%20 == 0 {
			out = append(out, s.RecordPath(lang, b.ID))
		}
	}
	return out
}

// One record in sampled is read, others in each language; the twin of one in
// twins is asked whether it points back. The templates are the same for all.
const sampled, twins = 4, 12

func TestEveryPageIsSound(t *testing.T) {
	s := webtest.Shipped(t)
	for offset, lang := range text.Langs() {
		for i, path := range everyPath(t, s, lang) {
			if strings.Count(path, "/") > 2 && (i+offset)%sampled != 0 {
				continue
			}
			w := s.Get(t, path)
			if w.Code != http.StatusOK {
				t.Errorf("%s: status %d", path, w.Code)
				continue
			}
			d := checkPage(t, lang, path, w.Body.Bytes())
			if strings.Count(path, "/") < 3 || i%twins == 0 {
				checkAlternates(t, s, lang, path, d)
			}
		}
	}
}

// machineDate is a date as machines write it.
var machineDate = regexp.MustCompile(`^[12]\d{3}-[01]\d(-[0-3]\d)?$`)

func checkPage(t *testing.T, lang text.Lang, path string, body []byte) webtest.Document {
	t.Helper()
	if i := bytes.IndexRune(body, '⟦'); i >= 0 {
		t.Errorf("%s shows a raw key: %.40s", path, body[i:])
	}
	for _, bad := range []string{" style=\"", " onclick=", "ZgotmplZ", "%!", "<nil>", "map["} {
		if bytes.Contains(body, []byte(bad)) {
			t.Errorf("%s holds %q", path, bad)
		}
	}
	d := webtest.Parse(t, body)
	if !strings.Contains(path, "/dataset/") && !strings.HasSuffix(path, "/api") { // where cells are the data themselves, and parameters
		for _, tag := range []string{"dd", "td"} {
			d.Each(tag, func(_ map[string]string, text string) {
				if machineDate.MatchString(strings.TrimSpace(text)) {
					t.Errorf("%s writes a date as machines do: %s", path, text)
				}
			})
		}
	}
	heads, ids, labels := 0, map[string]bool{}, 0
	d.Each("", func(a map[string]string, _ string) {
		if id := a["id"]; id != "" {
			if ids[id] {
				t.Errorf("%s: two elements have the id %q", path, id)
			}
			ids[id] = true
		}
	})
	d.Each("html", func(a map[string]string, _ string) {
		if a["lang"] != string(lang) {
			t.Errorf("%s: html lang %q", path, a["lang"])
		}
	})
	d.Each("h1", func(_ map[string]string, text string) {
		heads++
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s: empty h1", path)
		}
	})
	d.Each("main", func(map[string]string, string) { labels++ })
	if heads != 1 || labels != 1 {
		t.Errorf("%s: %d h1 and %d main", path, heads, labels)
	}
	d.Each("a", func(a map[string]string, text string) {
		if strings.HasPrefix(a["href"], "#") && !ids[a["href"][1:]] {
			t.Errorf("%s: %q leads nowhere on the page", path, a["href"])
		}
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s: a link without words to %q", path, a["href"])
		}
	})
	checkJSONLD(t, path, d)
	return d
}

func checkAlternates(t *testing.T, s *webtest.Stand, lang text.Lang, path string, d webtest.Document) {
	t.Helper()
	found := map[string]string{}
	canonical := ""
	d.Each("link", func(a map[string]string, _ string) {
		switch a["rel"] {
		case "alternate":
			found[a["hreflang"]] = a["href"]
		case "canonical":
			canonical = a["href"]
		}
	})
	for _, l := range append(text.Langs(), "x-default") {
		if !strings.HasPrefix(found[string(l)], webtest.Base+"/") {
			t.Errorf("%s: hreflang %s is %q", path, l, found[string(l)])
		}
	}
	if canonical != found[string(lang)] {
		t.Errorf("%s: canonical %q is not its own alternate %q", path, canonical, found[string(lang)])
	}
	other := string(lang.Other())
	back := ""
	webtest.Parse(t, s.Get(t, strings.TrimPrefix(found[other], webtest.Base)).Body.Bytes()).Each("link", func(a map[string]string, _ string) {
		if a["hreflang"] == string(lang) {
			back = a["href"]
		}
	})
	if back != canonical {
		t.Errorf("%s: its %s twin points back to %q, not to %q", path, other, back, canonical)
	}
}

func checkJSONLD(t *testing.T, path string, d webtest.Document) {
	t.Helper()
	d.Each("script", func(a map[string]string, body string) {
		if a["type"] != "application/ld+json" {
			if a["src"] == "" && a["type"] != "application/json" { // data that no browser runs
				t.Errorf("%s: an inline script, which the policy forbids", path)
			}
			return
		}
		var node map[string]any
		if err := json.Unmarshal([]byte(body), &node); err != nil {
			t.Errorf("%s: JSON-LD: %v", path, err)
			return
		}
		if node["@context"] != "https://schema.org" || node["@type"] == "" || node["name"] == "" {
			t.Errorf("%s: JSON-LD lacks context, type or name: %.200s", path, body)
		}
		if node["@type"] == "Dataset" {
			if n := len([]rune(fmt.Sprint(node["description"]))); n < 50 || n > 5000 {
				t.Errorf("%s: a dataset's description has %d characters; search engines want 50 to 5000", path, n)
			}
		}
	})
}

// Links to searches number in the thousands; of each path only this many
// different query strings are followed.
const followed = 12

func TestLinksResolve(t *testing.T) {
	s := webtest.Shipped(t)
	perPath, seen := map[string]int{}, map[string]bool{}
	v, _ := s.Census.Take(t.Context())
	kinds := map[vocab.Kind]int{}
	pages := []string{"/vi/", "/en/", "/vi/coverage", "/en/sources", "/vi/api", "/en/widget", "/vi/about", "/en/search?q=land", "/vi/compare"}
	for _, b := range v.Briefs {
		if kinds[b.Kind]++; kinds[b.Kind] <= 6 {
			pages = append(pages, s.RecordPath(text.VI, b.ID), s.RecordPath(text.EN, b.ID))
		}
	}
	for _, page := range pages {
		webtest.Parse(t, s.Get(t, page).Body.Bytes()).Each("", func(a map[string]string, _ string) {
			for _, to := range []string{a["href"], a["src"]} {
				u, err := url.Parse(to)
				if err != nil {
					t.Errorf("%s: %q: %v", page, to, err)
					continue
				}
				if u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/api/") || seen[u.Path+"?"+u.RawQuery] {
					continue
				}
				seen[u.Path+"?"+u.RawQuery] = true
				if perPath[u.Path]++; perPath[u.Path] > followed {
					continue
				}
				u.Fragment = ""
				if w := s.Get(t, u.String()); w.Code >= 400 {
					t.Errorf("%s links to %s: status %d", page, u, w.Code)
				}
			}
		})
	}
	if len(seen) < 200 {
		t.Errorf("only %d links seen; the test looks at the wrong thing", len(seen))
	}
}

func TestAPageWithAllItLoadsIsUnderSixtyKilobytes(t *testing.T) {
	s := webtest.Shipped(t)
	packed := func(b []byte) int {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(b)
		_ = z.Close()
		return out.Len()
	}
	rest := 0
	for _, name := range []string{"site.css", "site.js", "search-widget.js", "icon.svg"} {
		rest += packed(s.Get(t, s.Asset(name)).Body.Bytes())
	}
	if n := packed(s.Get(t, s.Asset("search-widget.js")).Body.Bytes()); n > 10_000 {
		t.Errorf("the widget is %d bytes compressed, over 10 kB", n)
	}
	worst, where := 0, ""
	for _, path := range everyPath(t, s, text.VI) {
		if n := packed(s.Get(t, path).Body.Bytes()) + rest; n > worst {
			worst, where = n, path
		}
	}
	t.Logf("heaviest: %s with %d bytes, %d of them style and scripts", where, worst, rest)
	if worst > 60_000 {
		t.Errorf("%s is %d bytes compressed, over 60 kB", where, worst)
	}
}

func TestTheRootChoosesByAcceptLanguage(t *testing.T) {
	s := webtest.Shipped(t)
	for header, want := range map[string]string{"en-GB,vi;q=0.5": "/en/", "vi": "/vi/", "": "/vi/", "fr": "/vi/"} {
		w := s.Get(t, "/", "Accept-Language", header)
		if w.Code != http.StatusFound || w.Header().Get("Location") != want || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Language") {
			t.Errorf("%q: %d %s, Vary %q", header, w.Code, w.Header().Get("Location"), w.Header().Get("Vary"))
		}
	}
}

func TestACatalogueWithoutRecordsHasItsPages(t *testing.T) {
	empty, err := webtest.Make(t.Context(), fstest.MapFS{}, "http://127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/vi/", "/en/", "/vi/search", "/en/map", "/vi/invest", "/en/journey", "/vi/coverage", "/en/shortlist", "/vi/about", "/en/api"} {
		if w := empty.Get(t, path); w.Code != http.StatusOK {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
		}
	}
}

func TestMistakesArePagesThatHelp(t *testing.T) {
	s := webtest.Shipped(t)
	tests := []struct {
		name, path string
		code       int
		words      []string
	}{
		{"an unknown parameter is named with the nearest", "/vi/search?knd=plan", 400, []string{"knd", "kind", "Mã yêu cầu"}},
		{"the same in English", "/en/search?knd=plan", 400, []string{"knd", "kind", "Request id", "Yêu cầu"}},
		{"a bad value", "/en/search?min_capital=abc", 400, []string{"min_capital"}},
		{"an unknown record", "/vi/opportunity/khong-co", 404, []string{"404", `role="search"`}},
		{"an unknown page", "/en/nothing", 404, []string{"404", "Search"}},
		{"an unknown kind", "/en/dragons/x", 404, []string{"404"}},
		{"seven to compare", "/en/compare?id=opportunity/a&id=opportunity/b&id=opportunity/c&id=opportunity/d&id=opportunity/e&id=opportunity/f&id=opportunity/g", 400, []string{"six"}},
		{"a document to compare", "/vi/compare?id=document/a", 400, []string{"opportunity/"}},
		{"a bad version", "/vi/plan/x?version=0", 400, []string{"version"}},
		{"a bad date", "/vi/unit/thi-xa-hong-linh?as_of=2025-13-01", 400, []string{"as_of"}},
		{"no such part of the site map", "/sitemap-99.xml", 404, []string{"404"}},
		{"no such file", "/static/site.css", 404, []string{"404"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.Get(t, tt.path)
			if w.Code != tt.code {
				t.Fatalf("got %d, want %d", w.Code, tt.code)
			}
			for _, word := range append(tt.words, w.Header().Get("X-Request-Id")) {
				if !strings.Contains(w.Body.String(), word) {
					t.Errorf("the page does not say %q", word)
				}
			}
			if strings.Contains(w.Body.String(), "⟦") {
				t.Error("the page shows a raw key")
			}
		})
	}
}

func TestCachingAndPolicy(t *testing.T) {
	s := webtest.Shipped(t)
	w := s.Get(t, "/vi/about")
	again := s.Get(t, "/vi/about", "If-None-Match", w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("the same page again: got %d, want 304", again.Code)
	}
	csp := w.Header().Get("Content-Security-Policy")
	if csp == "" || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}

	if font := s.Get(t, "/static/vendor/be-vietnam-pro/LICENSE"); font.Code != http.StatusOK || strings.Contains(font.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a vendored file under its own name: %d %q", font.Code, font.Header().Get("Cache-Control"))
	}
	script := s.Get(t, "/widget/v1/search.js")
	if script.Header().Get("Access-Control-Allow-Origin") != "*" || strings.Contains(script.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the widget must open to every site and stay replaceable: %v", script.Header())
	}
	for target, open := range map[string]bool{"/vi/about": false, "/vi/search": false, "/vi/": false, "/widget/v1/map.js": true, "/vi/explore.csv": true, s.Asset("site.css"): true} {
		if got := s.Get(t, target, "Origin", "https://portal.example").Header().Get("Access-Control-Allow-Origin") == "*"; got != open {
			t.Errorf("%s opens to scripts of every site: %v, want %v", target, got, open)
		}
	}
	if strings.Contains((s.Get(t, s.Asset("site.css")).Body.String()), `url("./`) || strings.Contains((s.Get(t, s.Asset("site.js")).Body.String()), `from "./`) {
		t.Error("a file still names another by its unhashed name")
	}
}

// manyRecords is a store of so many places that the site map needs a second part.
type manyRecords struct {
	frame.Store
	n int
}

// Each implements frame.Store.
func (m manyRecords) Each(_ context.Context, fn func(catalog.Record, int64) error) error {
	for i := range m.n {
		if err := fn(catalog.Record{ID: fmt.Sprintf("place/p-%d", i), Kind: vocab.Place, Modified: webtest.Now()}, 1); err != nil {
			return err
		}
	}
	return nil
}

func TestSiteMapSplitsAtItsLimit(t *testing.T) {
	const limit, records = 50_000, 25_010 // addresses in a file by the protocol; records, each in two languages
	s := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A"}).With(t, func(o *web.Options) { o.Store = manyRecords{o.Store, records} })
	var index struct {
		Maps []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal(s.Get(t, "/sitemap.xml").Body.Bytes(), &index); err != nil || len(index.Maps) != 2 {
		t.Fatalf("got %d parts, %v", len(index.Maps), err)
	}
	total := 0
	for _, m := range index.Maps {
		var set struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(s.Get(t, strings.TrimPrefix(m.Loc, webtest.Base)).Body.Bytes(), &set); err != nil {
			t.Fatal(err)
		}
		if len(set.URLs) > limit {
			t.Errorf("%s has %d addresses", m.Loc, len(set.URLs))
		}
		total += len(set.URLs)
	}
	if want := 2 * (records + len(s.Standing())); total != want {
		t.Errorf("got %d addresses, want %d", total, want)
	}
}

// A kind has one row in the table; this finds what the style sheet, the texts and
// the widgets still lack of it.
func TestEveryKindOfTheTableIsKnownToPagesAndScripts(t *testing.T) {
	s := webtest.Shipped(t)
	read := func(name string) string { return s.Get(t, s.Asset(name)).Body.String() }
	style, widget := read("map.css"), read("map-widget.js")
	vi, err := frame.LoadLocale(text.VI)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range vocab.KindTable() {
		if k.Door != "" && !vi.Has("door."+k.Door) {
			t.Errorf("%s: there is no door %q", k.Kind, k.Door)
		}
		if k.Pin.Mark == "" {
			continue
		}
		if !slices.Contains(locator.Marks(), locator.Mark(k.Pin.Mark)) {
			t.Errorf("%s: there is no mark %q", k.Kind, k.Pin.Mark)
		}
		for _, want := range []string{"--m-" + string(k.Kind) + ":" + k.Pin.Light, "--m-" + string(k.Kind) + ":" + k.Pin.Dark, ".k-" + string(k.Kind) + "{"} {
			if !strings.Contains(style, want) {
				t.Errorf("map.css lacks %q", want)
			}
		}
		colours, path := "light-dark("+k.Pin.Light+","+k.Pin.Dark+")", locator.Mark(k.Pin.Mark).Path()
		if !strings.Contains(widget, colours) || !strings.Contains(widget, `"`+path+`"`) {
			t.Errorf("map-widget.js draws %s otherwise than with %s and %s", k.Kind, colours, path)
		}
	}
}

func TestTheWidgetKnowsEveryKind(t *testing.T) {
	src := webtest.Shipped(t).Get(t, "/widget/v1/search.js").Body.Bytes()
	for _, k := range vocab.Kinds() {
		for _, lang := range text.Langs() {
			if !strings.Contains(string(src), `"`+k.Code+`":"`+k.Label.In(lang)+`"`) {
				t.Errorf("the widget does not call %s %q", k.Code, k.Label.In(lang))
			}
		}
	}
	if m := regexp.MustCompile(`document\.cookie|localStorage|sendBeacon`).Find(src); m != nil {
		t.Errorf("the widget uses %s", m)
	}
}

func BenchmarkPages(b *testing.B) {
	s := webtest.Shipped(b)
	for _, path := range []string{"/vi/", "/vi/search?q=c%E1%BB%A5m+c%C3%B4ng+nghi%E1%BB%87p", "/vi/opportunity/cum-cong-nghiep-cong-khanh-2", "/vi/unit/thi-xa-hong-linh", "/en/indicator/population", "/vi/coverage"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if w := s.Get(b, path); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
