package ogc_test

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/api/ogc"
	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
)

func (s *stand) text(path string, header ...string) string {
	s.t.Helper()
	b, err := io.ReadAll(s.get(path, header...).Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}

func (s *stand) ids(path string) []string {
	s.t.Helper()
	var out []string
	for _, f := range s.json(path)["features"].([]any) {
		out = append(out, f.(map[string]any)["id"].(string))
	}
	return out
}

func TestDefinitionIsValidOpenAPIInBothLanguages(t *testing.T) {
	s := newStand(t, sample(), nil)
	for _, lang := range []string{"vi", "en"} {
		doc, err := openapi3.NewLoader().LoadFromData([]byte(s.text("/ogc/api?lang=" + lang)))
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Validate(t.Context()); err != nil {
			t.Error(err)
		}
		if len(doc.Paths.Map()) < 50 {
			t.Errorf("only %d paths", len(doc.Paths.Map()))
		}
	}
}

func TestCertificationHidesWhatTheOfficialSuiteDoesNotKnow(t *testing.T) {
	s := newStand(t, sample(), func(o *ogc.Options) { o.Certification = true })
	var got []string
	for _, u := range s.json("/ogc/collections/units")["crs"].([]any) {
		got = append(got, u.(string)[strings.LastIndex(u.(string), "/")+1:])
	}
	if want := []string{"CRS84", "3405", "3406", "3857", "4326", "32648", "32649"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if resp := s.get("/ogc/collections/units/items?crs=http://www.opengis.net/def/crs/EPSG/0/9209"); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("a hidden system is answered with %d", resp.StatusCode)
	}
	for _, c := range s.json("/ogc/collections")["collections"].([]any) {
		id := c.(map[string]any)["id"].(string)
		for _, f := range s.json("/ogc/collections/" + id + "/items?limit=10000")["features"].([]any) {
			if f.(map[string]any)["geometry"] == nil {
				t.Errorf("%s offers %v, which has no geometry to convert", id, f.(map[string]any)["id"])
			}
		}
	}
	all := newStand(t, sample(), nil).json("/ogc/collections/units")["crs"].([]any)
	if len(all) < 26 {
		t.Errorf("without the switch there are %d systems; VN-2000 alone has 20", len(all))
	}
}

func TestTheExtentForTheOfficialSuiteHoldsAllInEverySystem(t *testing.T) {
	var corners []catalog.Record
	for i, p := range []orb.Point{{105.1863, 17.9833}, {106.44, 17.9833}, {105.1863, 18.7163}, {106.44, 18.7163}} { // of the units that ship
		corners = append(corners, record(fmt.Sprintf("unit/goc-%d", i), p, func(*catalog.Record) {}))
	}
	s := newStand(t, layers.Build(corners), func(o *ogc.Options) { o.Certification = true })
	doc := s.json("/ogc/collections/units")
	box := doc["extent"].(map[string]any)["spatial"].(map[string]any)["bbox"].([]any)[0].([]any)
	for _, u := range doc["crs"].([]any) {
		c, err := crs.Lookup(u.(string))
		if err != nil {
			t.Fatal(err)
		}
		var numbers []string
		for i := 0; i < 4; i += 2 {
			p, err := crs.Transform(crs.MustLookup(crs.CRS84), c).Point(orb.Point{box[i].(float64), box[i+1].(float64)})
			if err != nil {
				t.Fatal(err)
			}
			if c.Axes == crs.NorthEast {
				p = orb.Point{p[1], p[0]}
			}
			numbers = append(numbers, fmt.Sprintf("%.9f,%.9f", p[0], p[1]))
		}
		if n := s.json("/ogc/collections/units/items?bbox-crs=" + url.QueryEscape(c.URI) + "&bbox=" + strings.Join(numbers, ","))["numberMatched"]; n != 4.0 {
			t.Errorf("%s: the box between the extent's converted corners finds %v of 4", c.Code, n)
		}
	}
}

func TestEmptyLayersAreServedAndNotListed(t *testing.T) {
	s := newStand(t, sample(), nil)
	for _, c := range s.json("/ogc/collections")["collections"].([]any) {
		if c.(map[string]any)["id"] == "health" {
			t.Error("the empty layer is listed")
		}
	}
	if n := s.json("/ogc/collections/health/items")["numberMatched"]; n != 0.0 {
		t.Errorf("the empty layer has %v features", n)
	}
}

func TestWordsOfPeopleAreEscapedOnPages(t *testing.T) {
	page := newStand(t, sample(), nil).text("/ogc/collections/heritage/items?f=html&lang=en")
	if strings.Contains(page, "<b>đẹp") || !strings.Contains(page, "&lt;b&gt;đẹp&lt;/b&gt;") {
		t.Error("a title with markup is not escaped")
	}
	resp := newStand(t, sample(), nil).get("/ogc/?f=html")
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}

func TestBrowsersGetPagesAndProgramsData(t *testing.T) {
	s := newStand(t, sample(), nil)
	for accept, want := range map[string]string{
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html; charset=utf-8",
		"application/geo+json, application/json;q=0.5":                    "application/geo+json",
		"application/json": "application/geo+json",
		"*/*":              "application/geo+json",
	} {
		if got := s.get("/ogc/collections/units/items", "Accept", accept).Header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: got %q, want %q", accept, got, want)
		}
	}
	if resp := s.get("/ogc/collections/units/items", "Accept", "image/png"); resp.StatusCode != http.StatusNotAcceptable {
		t.Errorf("Accept image/png: status %d", resp.StatusCode)
	}
}

func TestLanguageFollowsTheReader(t *testing.T) {
	s := newStand(t, sample(), nil)
	for _, c := range []struct{ query, header, want string }{{"", "", "Đơn vị hành chính"}, {"", "en-GB,en;q=0.8", "Administrative units"}, {"?lang=vi", "en", "Đơn vị hành chính"}} {
		if got := s.text("/ogc/collections/units"+c.query, "Accept-Language", c.header); !strings.Contains(got, `"title":"`+c.want+`"`) {
			t.Errorf("%+v: got %.200s", c, got)
		}
	}
}

func TestFiltersFindWhatTheyMean(t *testing.T) {
	s := newStand(t, sample(), nil)
	for filter, want := range map[string][]string{
		"ACCENTI(CASEI(title_vi)) LIKE ACCENTI(CASEI('%dau lieu'))": {"unit.phuong-a"},
		"S_INTERSECTS(geometry, POINT(105.69 18.59))":               {"unit.phuong-a"},
		"S_WITHIN(geometry, BBOX(105,18,105.72,18.7))":              {"unit.phuong-a"},
		"geometry IS NULL": {"unit.khong-toa-do"},
		"T_AFTER(valid, TIMESTAMP('2025-06-30T23:59:59.999999999Z'))":     {"unit.phuong-a"},
		"valid_from > DATE('2000-01-01')":                                 {"unit.phuong-a"},
		"distance_km(geometry, POINT(105.735 18.3)) < 1":                  {"unit.tinh"},
		"id IN ('unit.tinh','unit.nowhere')":                              {"unit.tinh"},
		"NOT (status = 'existing') AND level IS NULL AND code IS NULL":    {"unit.thi-xa-cu"},
		"upper(level) = 'WARD' AND char_length(code) = 5 AND code >= '1'": {"unit.phuong-a"},
	} {
		if d := cmp.Diff(want, s.ids("/ogc/collections/units/items?"+query("filter", filter))); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
}

func TestPagesFollowOneAnotherInTheOrderAskedFor(t *testing.T) {
	s := newStand(t, sample(), nil)
	var got []string
	next := "/ogc/collections/places/items?" + query("limit", "2", "sortby", "-id")
	for next != "" {
		page := s.json(next)
		next = ""
		for _, f := range page["features"].([]any) {
			got = append(got, f.(map[string]any)["id"].(string))
		}
		for _, l := range page["links"].([]any) {
			if o := l.(map[string]any); o["rel"] == "next" {
				u, err := url.Parse(o["href"].(string))
				if err != nil {
					t.Fatal(err)
				}
				next = u.RequestURI()
			}
		}
	}
	if want := []string{"place.quote", "place.ql8", "place.den-c", "place.chua-b", "place.chua-a"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestVN2000CoordinatesAreThoseOfTheRegister(t *testing.T) {
	s := newStand(t, layers.Build([]catalog.Record{record("unit/x", orb.Point{105.90, 18.34}, nil)}), nil)
	for code, want := range map[string][2]float64{ // by PROJ 9.1.1 with EPSG:6960
		"9209": {542080.2267, 2028567.3968}, "5897": {594927.588, 2028755.526}, "9210": {515657.719, 2028527.759}, "3405": {594899.107, 2028146.839}, "32648": {595095.256, 2028037.507}, "4326": {18.34, 105.90},
	} {
		g := s.json("/ogc/collections/units/items/unit.x?" + query("crs", "http://www.opengis.net/def/crs/EPSG/0/"+code))["geometry"].(map[string]any)
		p := g["coordinates"].([]any)
		if math.Abs(p[0].(float64)-want[0]) > 0.001 || math.Abs(p[1].(float64)-want[1]) > 0.001 {
			t.Errorf("EPSG:%s: got %v, want %v", code, p, want)
		}
	}
}

func TestBusyBeforeTheFirstState(t *testing.T) {
	s := newStand(t, nil, nil)
	if resp := s.get("/ogc/collections"); resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
}

func TestAnotherStateIsSeenAtOnce(t *testing.T) {
	set := sample()
	s := newStand(t, nil, func(o *ogc.Options) { o.Set = func() *layers.Set { return set } })
	before := s.get("/ogc/collections/units/items")
	set = layers.Build(nil)
	after := s.get("/ogc/collections/units/items", "If-None-Match", before.Header.Get("ETag"))
	if after.StatusCode != http.StatusOK || after.Header.Get("ETag") == before.Header.Get("ETag") {
		t.Errorf("status %d with the tag %s", after.StatusCode, after.Header.Get("ETag"))
	}
}

func TestPagesForPeopleShowAMapAndAllOfTheData(t *testing.T) {
	s := newStand(t, sample(), nil)
	for path, want := range map[string][]string{
		"/ogc/collections/units/items?f=html&lang=vi":                                        {`<img class="map" src="data:image/svg`, "Tìm thấy", `href="/ogc/collections/units/items/unit.phuong-a?f=html&amp;lang=vi"`, "Phường Đậu Liêu"},
		"/ogc/collections/units/items/unit.phuong-a?f=html&lang=en":                          {`<img class="map"`, "Geometry", "Links"},
		"/ogc/collections/units/items/unit.khong-toa-do?f=html&lang=en":                      {"unit.khong-toa-do"},
		"/ogc/conformance-report?f=html&lang=vi":                                             {"đạt", "Kết quả", "Hàng đứng trước cột"},
		"/ogc/conformance-report?f=html&lang=en":                                             {"The row comes before the column"},
		"/ogc/collections/units/items?f=html&crs=http://www.opengis.net/def/crs/EPSG/0/9209": {"unit.phuong-a"},
	} {
		resp := s.get(path)
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", path, resp.StatusCode, err)
		}
		for _, w := range want {
			if !strings.Contains(string(body), w) {
				t.Errorf("%s lacks %q", path, w)
			}
		}
		if strings.Contains(string(body), "ZgotmplZ") {
			t.Errorf("%s: an address was refused", path)
		}
		if has := strings.Contains(string(body), `class="map"`); has && (strings.Contains(path, "9209") || strings.Contains(path, "khong-toa-do")) {
			t.Errorf("%s draws what has no longitude and latitude", path)
		}
	}
}

func TestATimeIsReadAsGDALSendsIt(t *testing.T) {
	s := newStand(t, sample(), nil)
	matched := func(q string) any { return s.json("/ogc/collections/units/items?datetime=" + q)["numberMatched"] }
	for gdal, plain := range map[string]string{"2025-07-01T/..": "2025-07-01/..", "../2025-06-30T": "../2025-06-30", "2025-07-01T": "2025-07-01"} {
		if a, b := matched(gdal), matched(plain); a != b {
			t.Errorf("%s finds %v, %s %v", gdal, a, plain, b)
		}
	}
}

func TestPagesBeginWithWhatHasGeometryAndFollowingNextMeetsAllOnce(t *testing.T) {
	s := newStand(t, sample(), nil)
	seen := map[string]bool{}
	var order []bool
	for offset := 0; offset < 4; offset++ {
		for _, f := range s.json(fmt.Sprintf("/ogc/collections/units/items?limit=1&offset=%d", offset))["features"].([]any) {
			f := f.(map[string]any)
			seen[f["id"].(string)] = true
			order = append(order, f["geometry"] != nil)
		}
	}
	if len(seen) != 4 || !slices.Equal(order, []bool{true, true, true, false}) {
		t.Errorf("got %v with geometry %v", seen, order)
	}
}
