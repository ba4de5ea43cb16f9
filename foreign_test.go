package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"honglinh/api"
)

// elsewhere finds what names the locality whose packages ship: in Vietnamese, in
// English, as part of an address. `honglinh` in one word is the program.
var elsewhere = regexp.MustCompile(`(?i:hồng[\s\x{a0}_+-]+lĩnh|hà[\s\x{a0}_+-]+tĩnh)|Hong[\s_+-]+Linh|HONG[\s_+-]+LINH|Ha[\s_+-]+Tinh|HA[\s_+-]+TINH|hong-linh|ha-tinh`)

// tails are how the last word of each of those names begins, after its first letter where
// that may be any of four. What stands before it is all that elsewhere needs to read: under
// the race detector it takes seconds over a page.
var tails = []string{"ĩ", "Ĩ", "Linh", "LINH", "Tinh", "TINH", "-linh", "-tinh"}

// otherPlace returns where elsewhere finds something, nil where it does not.
func otherPlace(s string) []int {
	for _, tail := range tails {
		for from := 0; ; {
			i := strings.Index(s[from:], tail)
			if i < 0 {
				break
			}
			at := from + i
			before := strings.TrimRight(s[:max(0, at-1)], "\t\n\f\r \u00a0_+-")
			start := max(0, len(before)-len("hồng"))
			if found := elsewhere.FindStringIndex(s[start:min(len(s), at+len("-linh"))]); found != nil {
				return []int{start + found[0], start + found[1]}
			}
			from = at + len(tail)
		}
	}
	return nil
}

func TestTheOtherPlaceIsFoundWhereItsNameStands(t *testing.T) {
	first := []string{"hồng", "HỒNG", "Hồng", "hỒng", "hà", "HÀ", "Hong", "HONG", "hong", "Ha", "HA", "ha", "Hng", ""}
	between := []string{" ", "\n\t", "\u00a0", "\u00a0 _+-", "-", "+", "_", "", ".", strings.Repeat(" ", 300)}
	last := []string{"lĩnh", "LĨNH", "Lĩnh", "tĩnh", "TĨNH", "Linh", "LINH", "linh", "Tinh", "TINH", "tinh", "lĩn", "l"}
	found := 0
	for _, a := range first {
		for _, b := range between {
			for _, c := range last {
				for _, s := range []string{a + b + c, "à ĩ " + a + b + c + " Tinh", "Linh-tinh" + a + b + c} {
					want := elsewhere.FindStringIndex(s)
					if got := otherPlace(s); !slices.Equal(got, want) {
						t.Errorf("%q: %v, want %v", s, got, want)
					}
					if want != nil {
						found++
					}
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d of the texts name the place", found)
	}
}

// nation are lists of the whole country, which name its provinces: those of the
// EPSG register by zone of VN-2000.
var nation = []string{`Bắc Ninh, Hà Giang, Hà Tĩnh, Hải Dương, Hưng Yên, Nam Định, Sóc Trăng, Tây Ninh, Thái Bình, Trà Vinh, Vĩnh Long`, `<option value="Hà Tĩnh"></option>`}

// foreign is a catalogue of a town that does not exist, served without the shipped packages.
type foreign struct {
	t       *testing.T
	base    string
	fetched map[string]bool
}

func newForeign(t *testing.T) *foreign {
	t.Helper()
	return newForeignOf(t, "testdata/suoimay")
}

// newForeignOf serves the folders of packages without the shipped ones.
func newForeignOf(t *testing.T, packages ...string) *foreign {
	t.Helper()
	args := []string{"--data", filepath.Join(t.TempDir(), "data"), "--no-embedded", "--refresh", "0"}
	for _, p := range packages {
		args = append(args, "--packages", p)
	}
	addr, admin, stop := server(t, args...)
	t.Cleanup(func() { stop() })
	until(t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
	f := &foreign{t: t, base: "http://" + addr, fetched: map[string]bool{}}
	until(t, time.Minute, f.base+"/api/v1/datasets/town/tables/indicators/rows", "12100") // the tables come after the records
	return f
}

// ask sends a request and holds the answer, its headers and what is packed in it
// against the names of the other place.
func (f *foreign) ask(method, target, body string, header ...string) (*http.Response, []byte) {
	f.t.Helper()
	req, err := http.NewRequest(method, f.base+target, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	if res.StatusCode >= 500 {
		f.t.Errorf("%s %s: %d %.300s", method, target, res.StatusCode, raw)
	}
	f.clean(target, raw)
	for name, values := range res.Header {
		f.clean(target+" "+name, []byte(strings.Join(values, "\n")))
	}
	return res, raw
}

// clean looks for the other place in a text, as it stands and with its escapes
// undone; in a ZIP archive, in each file.
func (f *foreign) clean(where string, raw []byte) {
	f.t.Helper()
	if archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw))); err == nil {
		for _, file := range archive.File {
			if r, err := file.Open(); err == nil {
				b, _ := io.ReadAll(r) // a damaged archive is another test's matter
				f.clean(where+" "+file.Name, b)
				r.Close()
			}
		}
		return
	}
	s := norm.NFC.String(string(raw))
	if strings.HasSuffix(where, "/openapi.json") || strings.HasSuffix(where, "/api") {
		for _, other := range []string{"hatinh.gov.vn", "18115", "18118", "105.7", "18.53"} {
			if strings.Contains(s, other) {
				f.t.Errorf("%s has an example of another place: %s", where, other)
			}
		}
	}
	if i := strings.Index(s, "ZgotmplZ"); i >= 0 {
		f.t.Errorf("%s: an address was refused by the template: …%s…", where, s[max(0, i-80):i+8])
	}
	forms := []string{s, html.UnescapeString(s)}
	if u, err := url.PathUnescape(s); err == nil {
		forms = append(forms, u)
	}
	if strings.Contains(s, `\u`) {
		var any any
		if json.Unmarshal(raw, &any) == nil {
			forms = append(forms, fmt.Sprint(any))
		}
	}
	for _, form := range slices.Compact(forms) {
		for _, list := range nation {
			form = strings.ReplaceAll(form, list, "")
		}
		if at := otherPlace(form); at != nil {
			f.t.Errorf("%s names another place: …%s…", where, strings.Join(strings.Fields(form[max(0, at[0]-80):min(len(form), at[1]+40)]), " "))
			return
		}
	}
}

// get fetches an address once and returns its text; it must be there.
func (f *foreign) get(target string, header ...string) string {
	f.t.Helper()
	f.fetched[target] = true
	res, raw := f.ask(http.MethodGet, target, "", header...)
	if res.StatusCode >= 400 {
		f.t.Errorf("%s: %d %.200s", target, res.StatusCode, raw)
	}
	return string(raw)
}

// TestAForeignCatalogueNamesNoOtherPlace serves a town that does not exist and
// looks at everything that people and programs can read of it.
func TestAForeignCatalogueNamesNoOtherPlace(t *testing.T) {
	f := newForeign(t)
	f.pages()
	f.branding()
	f.budgets()
	f.documents()
	f.exports()
	f.refusals()
	if len(f.fetched) < 250 {
		t.Errorf("only %d addresses were looked at", len(f.fetched))
	}
}

var (
	location = regexp.MustCompile(`<loc>([^<]+)</loc>`)
	link     = regexp.MustCompile(`(?:href|src|action)="([^"#]+)`)
	sent     = regexp.MustCompile(`<form[^>]*method="post"[^>]*>`) // what is only ever sent there
)

// mostPages bounds the walk: the town has few pages, but filters combine without end.
const mostPages = 700

// pages walks the site map and everything that its pages lead to.
func (f *foreign) pages() {
	f.t.Helper()
	queue := []string{"/", "/vi/", "/en/", "/robots.txt", "/widget/v1/search.js", "/widget/v1/map.js", "/favicon.ico", "/opensearch.xml", "/manifest.webmanifest"}
	listed := location.FindAllStringSubmatch(f.get("/sitemap.xml"), -1)
	if len(listed) < 40 {
		f.t.Errorf("the site map lists %d pages", len(listed))
	}
	for _, l := range listed {
		queue = append(queue, strings.TrimPrefix(html.UnescapeString(l[1]), f.base))
	}
	held := f.kinds()
	languages := map[string]int{}
	for pages := 0; len(queue) > 0 && pages < mostPages; {
		target := queue[0]
		queue = queue[1:]
		if f.fetched[target] {
			continue
		}
		pages++
		f.fetched[target] = true
		res, raw := f.ask(http.MethodGet, target, "", "Accept", "text/html,*/*;q=0.5")
		if res.StatusCode >= 400 {
			f.t.Errorf("%s: %d %.200s", target, res.StatusCode, raw)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		languages[target[1:min(len(target), 3)]]++
		for _, l := range link.FindAllStringSubmatch(sent.ReplaceAllString(string(raw), ""), -1) {
			next := strings.TrimPrefix(html.UnescapeString(l[1]), f.base)
			f.onlyKinds(held, target, next)
			if strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !f.fetched[next] {
				queue = append(queue, next)
			}
		}
	}
	if languages["vi"] < 40 || languages["en"] < 40 {
		f.t.Errorf("pages by language: %v", languages)
	}
}

// kinds are those that have records.
func (f *foreign) kinds() map[string]int {
	f.t.Helper()
	var site struct{ Kinds map[string]int }
	if err := json.Unmarshal([]byte(f.get("/api/v1/site")), &site); err != nil || len(site.Kinds) < 3 {
		f.t.Fatalf("kinds %v, %v", site.Kinds, err)
	}
	return site.Kinds
}

// onlyKinds holds a link of a page against the kinds that have records: nothing else is offered.
func (f *foreign) onlyKinds(held map[string]int, page, link string) {
	f.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		return
	}
	for _, list := range u.Query()["kind"] {
		for kind := range strings.SplitSeq(list, ",") {
			if held[kind] == 0 {
				f.t.Errorf("%s offers the kind %q, of which there is nothing: %s", page, kind, link)
			}
		}
	}
}

// budgets holds that refused subscriptions cost no enquiry.
func (f *foreign) budgets() {
	f.t.Helper()
	var last int
	for range 2 * plainBurst {
		res, _ := f.ask(http.MethodPost, "/api/v1/subscriptions", `{"query":"kind=place","channel":"webhook","to":"https://hook.example/x","lang":"en"}`, "Content-Type", "application/json")
		last = res.StatusCode
	}
	if last != http.StatusTooManyRequests {
		f.t.Errorf("subscriptions are not bounded: %d", last)
	}
	res, raw := f.ask(http.MethodPost, "/api/v1/enquiries", `{"question":"Is this land still free?","lang":"en"}`, "Content-Type", "application/json")
	if res.StatusCode != http.StatusCreated {
		f.t.Errorf("an enquiry after refused subscriptions: %d %s", res.StatusCode, raw)
	}
}

// branding looks at what tells programs whose catalogue this is.
func (f *foreign) branding() {
	f.t.Helper()
	for target, wants := range map[string][]string{
		"/brand.css":               {"--primary:#7a1f4b"},
		"/vi/opensearch.xml":       {"<ShortName>Dữ liệu Suối Mâ", "/vi/search?q={searchTerms}", "data@suoimay.example"},
		"/en/opensearch.xml":       {"<ShortName>Suoi May Data</ShortName>", "/en/search?q={searchTerms}"},
		"/vi/manifest.webmanifest": {`"name":"Danh mục dữ liệu phường Suối Mây"`, `"theme_color":"#7a1f4b"`, `"start_url":"/vi/"`},
		"/en/":                     {`href="/brand.css?v=7a1f4b"`, `href="/en/opensearch.xml"`, `href="/en/manifest.webmanifest"`, `<link rel="icon" href="/api/v1/site/logo"`},
		"/favicon.ico":             {"#7a1f4b"},
		"/en/about":                {`href="tel:&#43;84900000000"`, `href="mailto:data@suoimay.example"`},
		"/vi/about":                {`href="tel:&#43;84900000000"`},
		"/vi/enquiry":              {`href="tel:&#43;84900000000"`},
		"/en/api":                  {"/sdmx/v3", "OGC API", "CKAN"},
	} {
		body := f.get(target)
		for _, want := range wants {
			if !strings.Contains(body, want) {
				f.t.Errorf("%s does not say %q: %.600s", target, want, body)
			}
		}
	}
	if layers := f.get("/en/map"); strings.Contains(layers, `value="plans"`) || !strings.Contains(layers, `value="units"`) {
		f.t.Error("the map offers other layers than those that have something")
	}
}

// documents asks each protocol for what it says of the catalogue.
func (f *foreign) documents() {
	f.t.Helper()
	for _, p := range api.Protocols() {
		if p.Name != "mcp" {
			f.get(p.Docs)
		}
	}
	for _, syntax := range []string{"ttl", "jsonld", "rdf", "nt", "trig"} {
		if body := f.get("/catalog." + syntax); !strings.Contains(body, "suoimay.example") {
			f.t.Errorf("/catalog.%s does not name its publisher", syntax)
		}
		f.get("/catalog/datasets/town." + syntax)
	}
	for _, target := range []string{
		"/api/v1/site", "/api/v1/site/logo", "/api/v1/openapi.json", "/api/v1/status", "/api/v1/search", "/api/v1/search?facets=kind,place,topic,year", "/api/v1/suggest?q=s", "/api/v1/changes", "/api/v1/units",
		"/api/v1/datasets", "/api/v1/datasets/town", "/api/v1/datasets/town/datapackage.json", "/api/v1/datasets/town/quality", "/api/v1/open-data-list", "/api/v1/datasets/town/openapi.json",
		"/api/v1/layers", "/api/v1/layers/units", "/api/v1/layers/places/tilejson.json", "/api/v1/tilejson.json", "/api/v1/style.json", "/api/v1/search.atom", "/api/v1/records/unit/phuong-suoi-may", "/api/v1/records/unit/phuong-suoi-trong/versions",
		"/api/3/action/package_list", "/api/3/action/package_show?id=town", "/api/3/action/package_search", "/api/3/action/organization_list?all_fields=true", "/api/3/action/status_show", "/api/util/status", "/api/3/action/help_show?name=package_search",
		"/api/explore/v2.1/catalog/datasets", "/api/explore/v2.1/catalog/datasets/town--places", "/api/explore/v2.1/catalog/exports/csv", "/api/views", "/api/catalog/v1",
		"/sdmx/v3/structure/dataflow/SUOIMAY?references=all", "/sdmx/v3/structure/agencyscheme", "/sdmx/v3/data/dataflow/SUOIMAY/TOWN_INDICATORS/1.0",
		"/ogc?f=json", "/ogc?f=html", "/ogc/api?f=json", "/ogc/conformance", "/ogc/collections?f=json", "/ogc/collections?f=html", "/ogc/collections/catalogue/items", "/ogc/collections/units/items", "/ogc/collections/places/items?f=html", "/ogc/tiles", "/ogc/conformance-report?f=html",
		"/problems/invalid",
	} {
		f.get(target)
		f.get(target, "Accept-Language", "en")
	}
	for _, media := range []string{"application/vnd.sdmx.structure+xml;version=3.0.0", "application/vnd.sdmx.structure+json;version=2.0.0"} {
		if body := f.get("/sdmx/v3/structure/agencyscheme", "Accept", media); !strings.Contains(body, "SUOIMAY") || !strings.Contains(body, "Suoi May Ward data catalogue") {
			f.t.Errorf("%s: the agency is not the catalogue: %.300s", media, body)
		}
	}
	for _, call := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`,
		`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"list_datasets","arguments":{}}}`,
	} {
		res, raw := f.ask(http.MethodPost, "/mcp", call, "Content-Type", "application/json", "Accept", "application/json, text/event-stream")
		if res.StatusCode != http.StatusOK || strings.Contains(call, "initialize") && !strings.Contains(string(raw), "Suoi May Ward data catalogue") {
			f.t.Errorf("MCP: %d %.400s", res.StatusCode, raw)
		}
	}
}

// exports takes every download that is offered, with its descriptor.
func (f *foreign) exports() {
	f.t.Helper()
	var state struct {
		Items []struct {
			Name    string
			Formats []struct{ URL string }
		}
	}
	if err := json.Unmarshal([]byte(f.get("/api/v1/datasets/town/tables")), &state); err != nil || len(state.Items) != 3 {
		f.t.Fatalf("%d tables: %v", len(state.Items), err)
	}
	var targets []string
	for _, table := range state.Items {
		for _, format := range table.Formats {
			if format.URL != "" {
				targets = append(targets, strings.TrimPrefix(format.URL, f.base))
			}
		}
	}
	var layers struct {
		Items []struct {
			ID       string
			Features int
			Exports  map[string]string
		}
	}
	if err := json.Unmarshal([]byte(f.get("/api/v1/layers")), &layers); err != nil {
		f.t.Fatal(err)
	}
	for _, l := range layers.Items {
		for _, export := range l.Exports {
			if l.Features > 0 {
				targets = append(targets, strings.TrimPrefix(export, f.base), strings.TrimPrefix(export, f.base)+".json")
			}
		}
	}
	for _, name := range []string{"csv", "jsonl", "geojson", "atom"} {
		targets = append(targets, "/api/v1/search."+name)
	}
	targets = append(targets, "/api/v1/datasets/town/package.zip", "/api/v1/datasets/units/package.zip", "/api/v1/catalogue.zip")
	if len(targets) < 40 {
		f.t.Errorf("only %d downloads are offered", len(targets))
	}
	for _, target := range targets {
		f.get(target)
	}
}

// refusals holds what is said to who asks wrongly.
func (f *foreign) refusals() {
	f.t.Helper()
	for _, target := range []string{"/api/v1/searchh", "/api/v1/search?place=nowhere", "/api/v1/search?plase=x", "/api/v1/records/unit/none", "/vi/unit/none", "/en/nothing", "/vi/search?place=nowhere", "/ogc/collections/none",
		"/catalog/datasets/none", "/sdmx/v3/data/dataflow/SUOIMAY/NONE/1.0", "/api/3/action/package_show?id=none", "/api/explore/v2.1/catalog/datasets/none", "/resource/none.json"} {
		f.fetched[target] = true
		if res, raw := f.ask(http.MethodGet, target, ""); res.StatusCode < 400 {
			f.t.Errorf("%s: %d %.100s", target, res.StatusCode, raw)
		}
	}
}

// TestAnExportOfAForeignCatalogueNamesNoOtherPlace looks at the packages that
// `honglinh export` writes, and serves them again.
func TestAnExportOfAForeignCatalogueNamesNoOtherPlace(t *testing.T) {
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "out")
	if status, _, errs := command(t.Context(), "ingest", "--data", data, "--no-embedded", "--packages", "testdata/suoimay"); status != 0 {
		t.Fatalf("%d %s", status, errs)
	}
	if status, _, errs := command(t.Context(), "export", "--data", data, "--out", out); status != 0 {
		t.Fatalf("%d %s", status, errs)
	}
	f := &foreign{t: t}
	found := 0
	for name, body := range tree(t, out) {
		found++
		f.clean(name, body)
	}
	if found < 5 {
		t.Errorf("%d files in the export", found)
	}
	addr, admin, stop := server(t, "--data", filepath.Join(dir, "again"), "--no-embedded", "--refresh", "0", "--packages", out)
	t.Cleanup(func() { stop() })
	until(t, 2*time.Minute, "http://"+admin+"/readyz", "ready")
	until(t, time.Minute, "http://"+addr+"/api/v1/site", "Suoi May Ward data catalogue")
	if status, logo := get(t, "http://"+addr+"/api/v1/site/logo"); status != 200 || !strings.Contains(logo, "#7a1f4b") {
		t.Errorf("the logo is not in the export: %d %.80s", status, logo)
	}
}

// tree reads all files below a folder.
func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		out[p] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestUnitsOfAForeignTownComeFromItsOwnPackages holds that unit records of any
// package make the register: codes used twice, days of validity, predecessors, and
// relations to units of another package, such as a list of the whole country.
func TestUnitsOfAForeignTownComeFromItsOwnPackages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "country")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"datapackage.json": `{"name":"country","title":"Cả nước (hư cấu)","resources":[{"name":"country","path":"country.csv","format":"csv","type":"table",
			"schema":{"fields":[{"name":"id","type":"string"},{"name":"name","type":"string"},{"name":"level","type":"string"},{"name":"code","type":"string"},{"name":"parent","type":"string"},{"name":"from","type":"string"},{"name":"of","type":"string"}]},
			"honglinh":{"kind":"unit","id":"id","title":{"vi":"name"},"level":"level","code":"code","parent":"parent","valid_from":"from","predecessors":"of"}}]}`,
		"country.csv": "id,name,level,code,parent,from,of\ntinh-nui-xa,Tỉnh Núi Xa,province,97,,,\nxa-ben-song,Xã Bến Sông,commune,97001,unit/tinh-nui-xa,2025-07-01,unit/phuong-may-trang\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := newForeignOf(t, "testdata/suoimay", dir)
	ids := func(target string) []string {
		var doc struct {
			Items []struct {
				ID     string
				Record struct{ ID string }
			}
		}
		if err := json.Unmarshal([]byte(f.get(target)), &doc); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range doc.Items {
			out = append(out, i.ID+i.Record.ID)
		}
		slices.Sort(out)
		return out
	}
	for _, tt := range []struct {
		name, target string
		want         []string
	}{
		{"the units of a day before", "/api/v1/units?as_of=2025-06-30", []string{"unit/phuong-may-trang", "unit/phuong-suoi-trong", "unit/thi-xa-doi-gio", "unit/tinh-nui-xa", "unit/tinh-van-hai"}},
		{"a code that two units had", "/api/v1/units?name=98001", []string{"unit/phuong-suoi-may", "unit/phuong-suoi-trong"}},
		{"the code on a day", "/api/v1/units?name=98001&as_of=2020", []string{"unit/phuong-suoi-trong"}},
		{"what is filed under the new ward is found by an old one's name", "/api/v1/search?kind=place,opportunity&place=" + url.QueryEscape("phường Suối Trong"),
			[]string{"opportunity/ben-thuyen", "place/cau-gio", "place/cho-dem"}},
		{"what is filed under an old ward is found by the new one's code", "/api/v1/search?kind=opportunity&place=98001", []string{"opportunity/ben-thuyen", "opportunity/xuong-may"}},
		{"a unit of another package took over territory", "/api/v1/search?kind=opportunity&place=" + url.QueryEscape("Xã Bến Sông"), []string{"opportunity/xuong-may"}},
		{"a province holds its wards", "/api/v1/search?kind=place&place=" + url.QueryEscape("tỉnh Vân Hải"), []string{"place/cau-gio", "place/cho-dem"}},
	} {
		if got := ids(tt.target); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
