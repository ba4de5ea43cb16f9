package shortlist_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/brief"
	"honglinh/web"
	"honglinh/web/webtest"
)

const two = "opportunity/cum-cong-nghiep-cong-khanh-1,opportunity/ccn-nam-hong"

func TestTheListLivesInTheAddressAndWorksWithoutScripts(t *testing.T) {
	s := webtest.Shipped(t)
	for path, want := range map[string][]string{
		"/en/shortlist":                                   {"Nothing chosen yet", "<form method=\"get\""},
		"/en/shortlist?ids=" + two:                        {"Cong Khanh 1", "/en/compare?id=opportunity%2Fcum-cong-nghiep-cong-khanh-1", "/api/v1/shortlist.pdf?ids=", "lang=both", "/api/v1/shortlist.xlsx", `href="/en/shortlist?ids=opportunity/ccn-nam-hong"`, "/en/shortlist/feed.atom?ids="},
		"/vi/shortlist?ids=plan/nothing":                  {"Không còn ở đây", "plan/nothing"},
		"/vi/shortlist?ids=" + two + "&q=cum+cong+nghiep": {"Thêm vào danh sách", `name="ids" value="` + two},
	} {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		for _, one := range want {
			if !strings.Contains(w.Body.String(), one) {
				t.Errorf("%s: no %q", path, one)
			}
		}
	}
	many := "unit/a"
	for i := range 21 {
		many += ",unit/" + strings.Repeat("b", i+1)
	}
	for _, path := range []string{"/vi/shortlist?ids=x", "/vi/shortlist?ids=" + many, "/vi/shortlist?id=unit/a"} {
		if w := s.Get(t, path); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

// beside is what the stand knows beside its records.
func beside(s *webtest.Stand) web.BriefOptions {
	return web.BriefOptions{Rules: s.Rules, Contacts: s.Contacts()}
}

func TestABriefOfTenTellsTheJourneysAndIsQuick(t *testing.T) {
	s := webtest.Shipped(t)
	var ids []string
	err := s.Records.Each(t.Context(), func(rec catalog.Record, _ int64) error {
		if rec.Kind == vocab.Opportunity && len(ids) < 9 && rec.ID != "opportunity/cum-cong-nghiep-cong-khanh-1" {
			ids = append(ids, rec.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Join(append(ids, "opportunity/cum-cong-nghiep-cong-khanh-1"), ",")
	before := proof.Processor(t)
	d, err := web.Brief(t.Context(), s.Frame, beside(s), text.EN, list)
	if err != nil || len(d.Records) != 10 {
		t.Fatalf("%d records of %s, %v", len(d.Records), list, err)
	}
	var b bytes.Buffer
	if err := brief.PDF(&b, webtest.Now(), d); err != nil {
		t.Fatal(err)
	}
	used := proof.Processor(t) - before
	t.Logf("%d records, %d bytes, %s of processor", len(d.Records), b.Len(), used)
	if used > time.Second && !proof.Racing {
		t.Errorf("the brief took %s of processor", used)
	}
	said := ""
	for _, r := range d.Records {
		for _, g := range r.Groups {
			for _, f := range g.Facts {
				said += g.Title + " " + f.Label + " " + f.Value + "\n"
			}
		}
	}
	if !strings.Contains(said, "Whom to ask today People's Committee of Nam Hong Linh Ward ") {
		t.Errorf("nobody to ask in\n%s", said)
	}
	if !strings.Contains(said, "Investment journeys Domestic investor: factory in an industrial cluster 23 steps · ") {
		t.Errorf("no journey in\n%s", said)
	}
}

func TestABriefHasTheJourneysOfTheZone(t *testing.T) {
	s := webtest.Shipped(t)
	d, err := web.Brief(t.Context(), s.Frame, beside(s), text.EN, "opportunity/ha-tang-khu-cong-nghiep-bac-hong-linh,opportunity/ccn-nam-hong")
	if err != nil {
		t.Fatal(err)
	}
	var park, cluster string
	for _, row := range d.Rows {
		if row.Group == "Investment journeys" && row.Cells[0] != "" {
			park += row.Label + "; "
		}
		if row.Group == "Investment journeys" && row.Cells[1] != "" {
			cluster += row.Label + "; "
		}
	}
	if !strings.Contains(park, "Project in the industrial park") || strings.Contains(park, "cluster") {
		t.Errorf("the park's journeys: %s", park)
	}
	if !strings.Contains(cluster, "factory in an industrial cluster") || !strings.Contains(cluster, "Foreign investor") || strings.Contains(cluster, "industrial park") {
		t.Errorf("the cluster's journeys: %s", cluster)
	}
}

// The park of Bắc Hồng Lĩnh has the middle of its ward as its only coordinates; An Thịnh is known by a district of several wards only.
func TestTheMapOfABriefShowsWhatStandsInAndSaysWhatItLacks(t *testing.T) {
	s := webtest.Shipped(t)
	d, err := web.Brief(t.Context(), s.Frame, beside(s), text.EN, "opportunity/ha-tang-khu-cong-nghiep-bac-hong-linh,opportunity/ha-tang-ky-thuat-cum-cong-nghiep-an-thinh")
	if err != nil {
		t.Fatal(err)
	}
	if park := d.Records[0]; park.Point == nil || !park.StandIn {
		t.Errorf("the park stands at %v, stand-in %v", park.Point, park.StandIn)
	}
	if d.Records[1].Point != nil || d.Words.NoPlace != "no coordinates and no known ward, so it is not on the map" {
		t.Errorf("the cluster stands at %v, %q", d.Records[1].Point, d.Words.NoPlace)
	}
	for _, g := range d.Records[0].Groups {
		for _, f := range g.Facts {
			if f.Label == "Where" && f.Value != "Bac Hong Linh Ward (18115)" {
				t.Errorf("where: %s", f.Value)
			}
			if strings.Contains(f.Value, ".;") {
				t.Errorf("%s: %s", f.Label, f.Value)
			}
		}
	}
	for _, row := range d.Rows {
		if strings.Contains(strings.Join(row.Cells, "\n"), ".;") {
			t.Errorf("%s: %q", row.Label, row.Cells)
		}
	}
}
