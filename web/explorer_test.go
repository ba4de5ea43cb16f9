package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"honglinh/web/charts"
	"honglinh/web/feeds"
	"honglinh/web/webtest"
)

func TestAChartCanBeTakenAway(t *testing.T) {
	s := webtest.Shipped(t)
	const ask = "?indicator=population&area=tinh-ha-tinh"
	svg := s.Get(t, "/vi/explore.svg"+ask).Body.Bytes()
	if err := xml.Unmarshal(svg, new(struct{ XMLName xml.Name })); err != nil || !bytes.Contains(svg, []byte("Địa giới")) {
		t.Errorf("SVG: %v: %.200s", err, svg)
	}
	w := s.Get(t, "/vi/explore.png"+ask)
	if img, err := png.Decode(w.Body); err != nil || img.Bounds().Dx() != charts.Width*charts.Sharp {
		t.Errorf("PNG: %v, status %d", err, w.Code)
	}
	w = s.Get(t, "/en/explore.csv"+ask)
	if lines, err := csv.NewReader(w.Body).ReadAll(); err != nil || len(lines) < 8 || lines[1][2] != "tinh-ha-tinh" {
		t.Errorf("CSV: %v, %d lines", err, len(lines))
	}
	w = s.Get(t, "/embed/chart"+ask+"&lang=en")
	if csp := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusOK || !strings.Contains(csp, "frame-ancestors *") || strings.Contains(csp, "script-src") {
		t.Errorf("the frame: %d, %q", w.Code, csp)
	}
	if csp := s.Get(t, "/vi/").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'self'") {
		t.Errorf("other pages may be framed: %q", csp)
	}
}

func TestFeedsAreFeeds(t *testing.T) {
	s := webtest.Shipped(t)
	for _, path := range []string{"/vi/search.json-feed?kind=opportunity&place=18118", "/en/dataset/units/feed.json"} {
		var f feeds.JSON
		w := s.Get(t, path)
		if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || f.Version != "https://jsonfeed.org/version/1.1" || f.Self != webtest.Base+path {
			t.Errorf("%s: %v %+v", path, err, f)
		}
		for _, i := range f.Items {
			if _, err := time.Parse(time.RFC3339, i.Modified); err != nil || i.ID == "" || i.Title == "" || !strings.HasPrefix(i.URL, webtest.Base) {
				t.Errorf("%s: %+v", path, i)
			}
		}
		if path == "/en/dataset/units/feed.json" && len(f.Items) != 3 {
			t.Errorf("%d versions, want one of each table", len(f.Items))
		}
	}
	var a feeds.Atom
	if err := xml.Unmarshal(s.Get(t, "/vi/dataset/units/feed.atom").Body.Bytes(), &a); err != nil || len(a.Entries) != 3 || a.ID == "" {
		t.Errorf("Atom: %v %+v", err, a)
	}
}

func TestAUnitLeadsToTheFeedsOfAllThatStandsInIt(t *testing.T) {
	s := webtest.Shipped(t)
	page := s.Get(t, "/vi/unit/phuong-bac-hong-linh").Body.String()
	for _, feed := range []string{"/api/v1/search.atom?lang=vi&amp;place=unit%2Fphuong-bac-hong-linh", "/vi/search.json-feed?place=unit%2Fphuong-bac-hong-linh"} {
		if !strings.Contains(page, `href="`+feed+`"`) {
			t.Errorf("the page does not lead to %s", feed)
		}
	}
	if w := s.Get(t, "/vi/search.json-feed?place=unit%2Fphuong-bac-hong-linh"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"items":[{`) {
		t.Errorf("status %d: %.200s", w.Code, w.Body)
	}
}
