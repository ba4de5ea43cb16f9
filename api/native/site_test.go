package native

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/site"
	"honglinh/catalog/text"
)

// belongsTo makes the stand that of the site.
func (s *stand) belongsTo(raw string) {
	s.t.Helper()
	of, problems := site.Read([]byte(raw), nil)
	if len(problems) > 0 {
		s.t.Fatal(problems)
	}
	s.whose = &of
}

func TestTheSiteIsToldWithWhatItHolds(t *testing.T) {
	s := newStand(t)
	doc := s.get("/api/v1/site").json()
	if name := doc["name"].(map[string]any); name["en"] != "Open data catalogue" || doc["contact"] != nil || doc["licence"] != nil || doc["home_unit"] != nil || doc["middle"] != nil {
		t.Errorf("a catalogue that nobody named: %v", doc)
	}
	for kind, n := range doc["kinds"].(map[string]any) {
		if n.(float64) == 0 {
			t.Errorf("the kind %s is told without a record", kind)
		}
	}
	s.belongsTo(`{"name":{"vi":"Danh mục A","en":"Catalogue A"},"publisher":{"name":"UBND xã A","url":"https://a.example/"},"contact":{"email":"a@a.example"},
		"licence":"CC-BY-4.0","home_unit":"unit/thi-xa-hong-linh","middle":{"lon":105.7,"lat":18.5}}`)
	s.whose.Logo, s.whose.Picture = "a.svg", []byte("<svg/>")
	doc = s.get("/api/v1/site").json()
	got := map[string]any{"name": doc["name"], "contact": doc["contact"], "middle": doc["middle"], "logo": doc["logo"],
		"licence": doc["licence"].(map[string]any)["code"], "home": doc["home_unit"].(map[string]any)["current"], "versions": doc["versions"]}
	want := map[string]any{"name": map[string]any{"vi": "Danh mục A", "en": "Catalogue A"}, "contact": map[string]any{"email": "a@a.example"},
		"middle": map[string]any{"lon": 105.7, "lat": 18.5}, "logo": base + "/api/v1/site/logo", "licence": "CC-BY-4.0",
		"home": []any{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"}, "versions": map[string]any{"program": "test"}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("site (-got +want):\n%s", diff)
	}
	if w := s.get("/api/v1/site/logo"); w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" || w.Body.String() != "<svg/>" || w.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("logo: %d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestTheDocumentAndTheFeedsFollowTheSite(t *testing.T) {
	s := newStand(t)
	title := func() (string, string) {
		var doc struct {
			Info struct{ Title string }
		}
		w := s.get("/api/v1/openapi.json")
		if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		return doc.Info.Title, w.Header().Get("ETag")
	}
	feed := func() string { return s.get("/api/v1/search.atom?lang=en").Header().Get("ETag") }
	before, tag := title()
	again, same := title()
	atom := feed()
	s.belongsTo(`{"name":{"en":"Catalogue A"}}`)
	after, other := title()
	if before != "Open data catalogue" || again != before || same != tag || after != "Catalogue A" || other == tag || feed() == atom {
		t.Errorf("%q %q %q, tags %s %s %s", before, again, after, tag, same, other)
	}
}

func TestExamplesExistInThisCatalogue(t *testing.T) {
	s := newStand(t)
	s.belongsTo(`{"publisher":{"name":"A","url":"https://www.a.example/"},"home_unit":"unit/thi-xa-hong-linh","middle":{"lon":105.71,"lat":18.53},"reference_system":"EPSG:9209","examples":{"vi":["chợ quê"]}}`)
	e := s.face.examples(t.Context())
	got := map[string]string{}
	for _, rt := range s.face.Routes() {
		for _, p := range e.in(rt).Params {
			if rt.Name == "search" || rt.Name == "units" || rt.Name == "record" {
				got[rt.Name+" "+p.Name] = p.Example
			}
		}
	}
	for name, want := range map[string]string{"search place": "18115", "search within": "18115", "search near": "105.71,18.53", "search bbox": "105.66,18.48,105.76,18.58", "search q": "chợ quê",
		"search polygon": "POLYGON((105.66 18.48,105.76 18.48,105.76 18.58,105.66 18.48))", "search source": "a.example", "units parent": "unit/tinh-ha-tinh", "units name": "bac hong linh", "record slug": "phuong-bac-hong-linh"} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	if e.record["id"] == "" || e.name().(map[string]any)[string(text.EN)] == "" {
		t.Errorf("%v", e)
	}
	empty := New(Options{Kit: s.face.kit}).examples(t.Context())
	if p := empty.in(s.face.Routes()[0]); empty.record["title"] == nil || p.Params == nil {
		t.Errorf("%+v", empty)
	}
}
