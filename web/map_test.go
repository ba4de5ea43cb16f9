package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/web/webtest"
)

// listed are the ids of the map page's list, in order, and which of them it says to have no place.
func listed(t testing.TB, body []byte) (ids []string, nowhere map[string]bool) {
	t.Helper()
	nowhere = map[string]bool{}
	webtest.Parse(t, body).Each("li", func(a map[string]string, text string) {
		if id := a["data-id"]; id != "" {
			ids = append(ids, id)
			nowhere[id] = strings.Contains(text, "Chưa có toạ độ") || strings.Contains(text, "No coordinates recorded") || strings.Contains(text, "chưa có toạ độ riêng") || strings.Contains(text, "no coordinates of its own")
		}
	})
	return ids, nowhere
}

// embedded is the data that the page hands to its script.
func embedded(t testing.TB, body []byte) (d struct {
	View  [3]float64
	Tiled bool
	Found struct {
		Features []struct {
			ID         int
			Geometry   *struct{ Type string }
			Properties struct {
				N         int
				ID, Title string
				Units     []string
			}
		}
	}
	Units []struct {
		ID, Title, URL string
		Count          int
	}
	Underlay struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties struct{ Faint bool }
		}
	}
	Region *struct{ Type string }
	Words  map[string]string
}) {
	t.Helper()
	found := false
	webtest.Parse(t, body).Each("script", func(a map[string]string, text string) {
		if a["id"] == "map-data" {
			found = true
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				t.Fatal(err)
			}
		}
	})
	if !found {
		t.Fatal("the page hands no data to its script")
	}
	return d
}

func TestTheMapAndItsListAreTwins(t *testing.T) {
	s := webtest.Shipped(t)
	for _, path := range []string{"/vi/map", "/en/map?kind=unit", "/vi/map?q=c%E1%BB%A5m+c%C3%B4ng+nghi%E1%BB%87p", "/en/map?kind=opportunity&limit=5", "/vi/map?q=zzxqk"} {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		ids, nowhere := listed(t, w.Body.Bytes())
		var drawn []string
		for i, f := range embedded(t, w.Body.Bytes()).Found.Features {
			drawn = append(drawn, f.Properties.ID)
			if f.Properties.N != i+1 || f.ID != i+1 {
				t.Errorf("%s: feature %d has the number %d", path, i+1, f.Properties.N)
			}
			if (f.Geometry == nil) != nowhere[f.Properties.ID] {
				t.Errorf("%s: %s has a place on the map: %v, the list says none: %v", path, f.Properties.ID, f.Geometry != nil, nowhere[f.Properties.ID])
			}
		}
		if diff := cmp.Diff(ids, drawn); diff != "" {
			t.Errorf("%s: list and map differ: %s", path, diff)
		}
	}
}

func TestTheMapAnswersAsTheSearchDoes(t *testing.T) {
	s := webtest.Shipped(t)
	for _, query := range []string{"kind=unit&sort=title", "q=kh%C3%A1ch+s%E1%BA%A1n", "q=hotel", "q=du+an+nha+may+dien", "place=18118", "bbox=105.6,18.4,105.8,18.6", "kind=opportunity,unit", "q=zzxqk"} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		want := walked(t, s, "/vi/search?"+q.Encode(), func(body []byte) (ids []string) {
			webtest.Parse(t, body).Each("a", func(a map[string]string, _ string) {
				if p := strings.Split(strings.TrimPrefix(a["href"], "/vi/"), "/"); len(p) == 2 && strings.HasPrefix(a["href"], "/vi/") {
					if _, _, ok := catalog.SplitID(p[0] + "/" + p[1]); ok {
						ids = append(ids, p[0]+"/"+p[1])
					}
				}
			})
			return ids
		})
		got := walked(t, s, "/vi/map?limit=20&"+q.Encode(), func(body []byte) []string {
			ids, _ := listed(t, body)
			return ids
		})
		if n := len(got); n != len(slices.Compact(slices.Sorted(slices.Values(got)))) {
			t.Errorf("%s: the map lists a record twice", query)
		}
		for _, id := range got {
			if !slices.Contains(want, id) {
				t.Errorf("%s: the map lists %s, the search does not", query, id)
			}
		}
		found := everything(t, s, q)
		slices.Sort(got)
		if diff := cmp.Diff(found, slices.Compact(got)); diff != "" {
			t.Errorf("%s: the pages of the map are not what the search finds: %s", query, diff)
		}
	}
}

// everything is what a search finds, page by page, sorted by id.
func everything(t testing.TB, s *webtest.Stand, v url.Values) (ids []string) {
	t.Helper()
	q, err := search.ParseQuery(v, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	q.Limit = search.MaxLimit
	for {
		a, err := s.Finder.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			ids = append(ids, h.Record.ID)
		}
		if a.Next == "" {
			slices.Sort(ids)
			return ids
		}
		q.Cursor = a.Next
	}
}

// find is how many records a search finds.
func find(t testing.TB, s *webtest.Stand, v url.Values) int {
	t.Helper()
	q, err := search.ParseQuery(v, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Finder.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a.Total
}

// walked gathers what every page of a search holds, by the links to the next.
func walked(t testing.TB, s *webtest.Stand, path string, read func([]byte) []string) (all []string) {
	t.Helper()
	for range 100 {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		all = append(all, read(w.Body.Bytes())...)
		next := ""
		webtest.Parse(t, w.Body.Bytes()).Each("a", func(a map[string]string, _ string) {
			if a["rel"] == "next" {
				next = a["href"]
			}
		})
		if next == "" {
			return all
		}
		path = next
	}
	t.Fatal("the pages do not end")
	return nil
}

func TestRecordsWithCoordinatesLeadTheMapsList(t *testing.T) {
	s := webtest.Shipped(t)
	body := s.Get(t, "/vi/map?kind=unit,opportunity,article").Body.Bytes()
	last := 0
	for _, f := range embedded(t, body).Found.Features {
		rank := 2
		switch {
		case f.Geometry != nil:
			rank = 0
		case len(f.Properties.Units) > 0:
			rank = 1
		}
		if rank < last {
			t.Errorf("%s is listed after records that are less well placed", f.Properties.ID)
		}
		last = rank
	}
	if last == 0 {
		t.Error("the list holds nothing but records with coordinates")
	}
}

func TestUnitsCountWhatIsKnownByThemOnly(t *testing.T) {
	s := webtest.Shipped(t)
	d := embedded(t, s.Get(t, "/en/map?kind=opportunity,project,unit").Body.Bytes())
	if len(d.Units) < 2 {
		t.Fatalf("only %d units have a pin", len(d.Units))
	}
	for _, u := range d.Units {
		v, err := url.Parse(u.URL)
		if err != nil || !v.Query().Has("place") {
			t.Fatalf("%s leads to %s", u.Title, u.URL)
		}
		q := v.Query()
		all := find(t, s, q)
		q.Set("bbox", "-180,-90,180,90")
		// a search by place reaches over former names too, so that it may find more than are filed there
		if got := all - find(t, s, q); u.Count < 1 || u.Count > got {
			t.Errorf("%s counts %d records, the search behind it finds %d without coordinates", u.Title, u.Count, got)
		}
	}
	if len(embedded(t, s.Get(t, "/en/map?bbox=105,18,106,19").Body.Bytes()).Units) != 0 {
		t.Error("a search in a region counts records that may not lie in it")
	}
}

func TestAMapThatIsAskedForNothingShowsWhatStandsSomewhere(t *testing.T) {
	s := webtest.Shipped(t)
	ids, _ := listed(t, s.Get(t, "/vi/map").Body.Bytes())
	for _, id := range ids {
		if kind, _, _ := strings.Cut(id, "/"); !slices.Contains([]string{"opportunity", "project", "plan", "place", "organisation"}, kind) {
			t.Errorf("%s stands nowhere", id)
		}
	}
}

func TestAMapWithoutScripts(t *testing.T) {
	s := webtest.Shipped(t)
	for _, lang := range text.Langs() {
		l := s.Locale(lang)
		body := s.Get(t, "/"+string(lang)+"/map?kind=unit").Body.String()
		for _, want := range []string{`<svg xmlns="http://www.w3.org/2000/svg"`, `class="drawing"`, l.T("map_reference"), l.T("map_zoom_in"), l.T("map_layers_show"), `id="r1"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
		if strings.Contains(body, "<style") || strings.Contains(body, ` style="`) || strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: the policy refuses a style of the page", lang)
		}
		for _, asset := range []string{"data-library", "data-worker", "data-sheet", "data-small", "data-small-sheet"} {
			webtest.Parse(t, []byte(body)).Each("div", func(a map[string]string, _ string) {
				if path := a[asset]; path != "" && s.Get(t, path).Code != http.StatusOK {
					t.Errorf("%s of the map is not there: %s", asset, path)
				}
			})
		}
	}
}

func TestEveryLinkOfTheMapKeepsItsState(t *testing.T) {
	s := webtest.Shipped(t)
	body := s.Get(t, "/vi/map?kind=unit&layers=units,plans&day=2025-06-30&view=11/18.5/105.7").Body.Bytes()
	n := 0
	webtest.Parse(t, body).Each("a", func(a map[string]string, label string) {
		u, err := url.Parse(a["href"])
		if err != nil || u.Path != "/vi/map" || label == "Bản đồ" { // the menu begins anew
			return
		}
		n++
		q := u.Query()
		if q.Get("layers") != "units,plans" || q.Has("limit") {
			t.Errorf("%q leads to %s", label, u)
		}
		if w := s.Get(t, u.String()); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", u, w.Code)
		}
	})
	if n < 20 {
		t.Errorf("only %d links lead on", n)
	}
}

func TestAnAddressOfAMapIsReadStrictly(t *testing.T) {
	s := webtest.Shipped(t)
	tests := []struct{ name, query, where, nearest string }{
		{"an unknown layer", "layers=unit", "layers", "units"},
		{"a day that is none", "day=30.6.2025", "day", ""},
		{"a view of two numbers", "view=12/18.5", "view", ""},
		{"a view out of the world", "view=12/99/105", "view", ""},
		{"a view that is not a number", "view=NaN/18/105", "view", ""},
		{"an unknown parameter", "quer=a", "quer", ""},
		{"an open polygon", "polygon=POLYGON((105+18,106+18,106+19))", "polygon", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.Get(t, "/en/map?"+tt.query)
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt.where) || !strings.Contains(w.Body.String(), tt.nearest) {
				t.Errorf("got %d %.300s", w.Code, w.Body)
			}
		})
	}
}

func TestASearchInsideADrawnAreaShowsTheArea(t *testing.T) {
	s := webtest.Shipped(t)
	around := "POLYGON((105.6 18.4,105.85 18.4,105.85 18.65,105.6 18.65,105.6 18.4))"
	tests := []struct{ name, query string }{
		{"a polygon", url.Values{"polygon": {around}}.Encode()},
		{"a circle", "near=105.7,18.53&radius=10"},
		{"a box", "bbox=105.6,18.4,105.85,18.65"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := s.Get(t, "/vi/map?"+tt.query)
			d := embedded(t, w.Body.Bytes())
			if d.Region == nil || d.Region.Type != "Polygon" || !strings.Contains(w.Body.String(), `class="outline region"`) {
				t.Errorf("the area is not drawn: %+v", d.Region)
			}
			if len(d.Found.Features) == 0 {
				t.Error("nothing is found where the wards are")
			}
			for _, f := range d.Found.Features {
				if f.Geometry == nil && tt.name == "a circle" {
					t.Errorf("%s has no place and is found in it", f.Properties.ID)
				}
			}
		})
	}
}

func TestBoundariesFollowTheDay(t *testing.T) {
	s := webtest.Shipped(t)
	outlines := func(body []byte) (sharp, faint int) {
		for _, f := range embedded(t, body).Underlay.Features {
			switch {
			case !strings.HasSuffix(f.Geometry.Type, "Polygon"):
			case f.Properties.Faint:
				faint++
			default:
				sharp++
			}
		}
		return sharp, faint
	}
	before := s.Get(t, "/vi/map?day=2025-06-30")
	if sharp, faint := outlines(s.Get(t, "/vi/map").Body.Bytes()); sharp != 2 || faint != 0 {
		t.Errorf("got %d outlines today and %d of another day, want the two wards", sharp, faint)
	}
	if sharp, faint := outlines(before.Body.Bytes()); sharp != 0 || faint != 2 {
		t.Errorf("got %d outlines before 1 July 2025, and today's to find one's way: %d", sharp, faint)
	}
	for _, want := range []string{"Phường Đậu Liêu", "gồm các đơn vị cũ"} {
		if !strings.Contains(before.Body.String(), want) {
			t.Errorf("the page does not say what the wards were made of: %q", want)
		}
	}
	if !strings.Contains(before.Body.String(), "Chưa có đường ranh giới nào được ghi cho ngày 30/6/2025") {
		t.Error("the page does not say that outlines are missing")
	}
}

func TestEveryLayerWithRecordsCanBeDownloaded(t *testing.T) {
	body := webtest.Shipped(t).Get(t, "/vi/map").Body.String()
	offered := 0
	for _, layer := range layers.List() {
		at := `href="/api/v1/layers/` + layer.ID + `/exports/`
		if !strings.Contains(body, at) {
			continue // nothing that ships is of it
		}
		offered++
		for _, format := range []string{"geojson", "gpkg", "kml", "geoparquet", "csv"} {
			if !strings.Contains(body, at+format+`"`) {
				t.Errorf("the layer %s is not offered as %s", layer.ID, format)
			}
		}
	}
	if all := len(layers.List()); offered < all-1 { // health has no record yet
		t.Errorf("%d layers of %d are offered", offered, all)
	}
}

func TestTheMapAsASheetOfPaper(t *testing.T) {
	s := webtest.Shipped(t)
	for target, want := range map[string]string{
		"/vi/map.pdf":                            "%PDF-",
		"/en/map.pdf?paper=a3&kind=place&q=chua": "%PDF-",
		"/vi/map.png?kind=opportunity":           "\x89PNG",
	} {
		if w := s.Get(t, target); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), want) {
			t.Errorf("%s: status %d, begins %.8q", target, w.Code, w.Body.String())
		}
	}
	for _, target := range []string{"/en/map.pdf?paper=b9", "/en/map.png?bogus=1"} {
		if w := s.Get(t, target); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", target, w.Code)
		}
	}
}

func TestTheMapAsAPicture(t *testing.T) {
	w := webtest.Shipped(t).Get(t, "/en/map.svg?kind=unit")
	if got := w.Header().Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("got %q", got)
	}
	var svg struct {
		XMLName xml.Name
		Title   string `xml:"title"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &svg); err != nil || svg.XMLName.Local != "svg" || svg.Title != "Map" {
		t.Errorf("got %+v, %v", svg, err)
	}
	if !strings.Contains(w.Body.String(), "Reference, not a legal boundary.") {
		t.Error("the picture does not say that it is for reference")
	}
}

func TestRecordPagesShowWhereAndWhatIsAround(t *testing.T) {
	s := webtest.Shipped(t)
	body := s.Get(t, "/en/unit/phuong-bac-hong-linh").Body.String()
	for _, want := range []string{`id="where-t"`, "What is around it", "Straight-line distance on the WGS 84 ellipsoid", "Bac Hong Linh Ward", "/en/map?", "/api/v1/around?radius=2&amp;record=unit%2Fphuong-bac-hong-linh", "in a unit that its source names"} {
		if !strings.Contains(body, want) {
			t.Errorf("the ward's page lacks %q", want)
		}
	}
	if v := s.Get(t, "/vi/place/cho-hong-linh").Body.String(); !strings.Contains(v, "chưa có toạ độ") && !strings.Contains(v, `id="where-t"`) {
		t.Error("a place neither has a map nor is said to have no coordinates")
	}
}

func TestEveryOpportunityPlaceAndUnitSaysWhatIsAroundIt(t *testing.T) {
	s := webtest.Shipped(t)
	for _, c := range []struct{ page, want string }{
		{"/en/opportunity/ccn-nam-hong", "measured from the middle of Nam Hong Linh Ward"},
		{"/en/opportunity/ccn-nam-hong", "1363/QĐ-TTg; named by the source"},
		{"/vi/opportunity/ccn-nam-hong", "Cụm công nghiệp Cổng Khánh 1"},
		{"/en/opportunity/nghia-trang-vinh-hang-phuong-dau-lieu", "<td>30 km</td>"},
		{"/en/opportunity/nghia-trang-vinh-hang-phuong-dau-lieu", "Conformity with planning: it conforms."},
		{"/en/place/cho-hong-linh", "Protected zones nearby"},
		{"/vi/unit/phuong-nam-hong", "Phường Nam Hồng Lĩnh"},
		{"/en/compare?id=opportunity/ccn-nam-hong&id=opportunity/nghia-trang-vinh-hang-phuong-dau-lieu", "Protected zones nearby"},
	} {
		if body := s.Get(t, c.page).Body.String(); !strings.Contains(body, c.want) {
			t.Errorf("%s lacks %q", c.page, c.want)
		}
	}
}

func TestAComparisonShowsWhereItsRecordsAre(t *testing.T) {
	s := webtest.Shipped(t)
	body := s.Get(t, "/en/compare?id=opportunity/ccn-nam-hong&id=opportunity/nghia-trang-vinh-hang-phuong-dau-lieu").Body.String()
	for _, want := range []string{`<svg`, `id="compared-t"`, "<strong>A</strong>", "<strong>B</strong>", "somewhere in Nam Hong Linh Ward; the mark stands in the middle of the unit"} {
		if !strings.Contains(body, want) {
			t.Errorf("the comparison lacks %q", want)
		}
	}
	for _, lang := range []string{"vi", "en"} {
		if body := s.Get(t, "/"+lang+"/compare").Body.String(); strings.Contains(body, "compared-map") {
			t.Errorf("an empty comparison in %s has a map", lang)
		}
	}
}

func TestTheMapWidgetFindsItsFiles(t *testing.T) {
	s := webtest.Shipped(t)
	w := s.Get(t, "/widget/v1/map.js")
	body := w.Body.String()
	if strings.Contains(body, `"./`) || !strings.Contains(w.Header().Get("Content-Type"), "javascript") {
		t.Error("the script names a file that other sites cannot find")
	}
	for _, f := range []string{"vendor/leaflet/leaflet.js", "vendor/leaflet/leaflet.css"} {
		at := s.Asset(f)
		if at == "" || !strings.Contains(body, at) || s.Get(t, at).Code != http.StatusOK {
			t.Errorf("%s: %s", f, at)
		}
	}
	for _, bad := range []string{"document.cookie", "localStorage", "sendBeacon"} {
		if strings.Contains(body, bad) {
			t.Errorf("the widget uses %s", bad)
		}
	}
	if n := gzipped(w.Body.Bytes()); n > 10_000 {
		t.Errorf("the widget is %d bytes compressed, want at most 10,000", n)
	}
	page := s.Get(t, "/vi/widget").Body.String()
	for _, want := range []string{"&lt;honglinh-map", "<honglinh-map", "/widget/v1/map.js"} {
		if !strings.Contains(page, want) {
			t.Errorf("the widget page lacks %q", want)
		}
	}
}

// gzipped is the size of b as it is sent.
func gzipped(b []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Len()
}

func TestThePageOfAPointTellsWhatIsThere(t *testing.T) {
	s := webtest.Shipped(t)
	for _, lang := range text.Langs() {
		body := s.Get(t, "/"+string(lang)+"/here?lon=105.70&lat=18.53").Body.String()
		for _, want := range []string{"/" + string(lang) + "/unit/phuong-nam-hong-linh", "/" + string(lang) + "/invest?place=18118", `class="drawing"`, "/api/v1/around?near=105.7"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
		if wrong := s.Get(t, "/"+string(lang)+"/here?lon=521000&lat=2049000").Body.String(); !strings.Contains(wrong, `role="alert"`) {
			t.Errorf("%s: metres without their system are taken for degrees", lang)
		}
	}
}

func TestAStandInForACommuneIsNoPin(t *testing.T) {
	s := webtest.Shipped(t)
	body := s.Get(t, "/vi/map?kind=opportunity").Body.String()
	if strings.Contains(body, `"id":"opportunity/ha-tang-khu-cong-nghiep-bac-hong-linh"`) && strings.Contains(body, `"geometry":{"type":"Point","coordinates":[105.6951,18.56]}`) {
		t.Error("the middle of a ward is drawn as the place of a park")
	}
	page := s.Get(t, "/vi/opportunity/ha-tang-khu-cong-nghiep-bac-hong-linh").Body.String()
	if !strings.Contains(page, `class="outline commune"`) || strings.Contains(page, `class="highlight k-opportunity"`) {
		t.Error("the locator of a record known by its ward does not show the ward")
	}
}
