package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func observation(area, vintage, period, source string, value float64, sure string) figureValue {
	return figureValue{"indicator/x", Phrase{Text: "X"}, catalog.Observation{Area: area, Name: text.New(area, area), Vintage: vintage, Period: period, Value: &value, Unit: "ha",
		Provenance: catalog.Provenance{URL: "https://" + source + "/", Confidence: sure}}}
}

func TestChartsJoinOnlyWhatBelongsTogether(t *testing.T) {
	l := locales(t)[text.EN]
	tests := []struct {
		name                 string
		rows                 []figureValue
		plots, lines, breaks int
	}{
		{"years in a row are one line", []figureValue{observation("a", "v", "2020", "s.vn", 1, ""), observation("a", "v", "2021", "s.vn", 2, "")}, 1, 1, 0},
		{"a gap stays open", []figureValue{observation("a", "v", "2018", "s.vn", 1, ""), observation("a", "v", "2019", "s.vn", 2, ""), observation("a", "v", "2022", "s.vn", 2, ""), observation("a", "v", "2023", "s.vn", 2, "")}, 1, 2, 0},
		{"boundaries that change break the line", []figureValue{observation("a", "old", "2024", "s.vn", 1, ""), observation("a", "new", "2026", "s.vn", 2, "")}, 1, 0, 1},
		{"the reform shows even within one name of boundaries", []figureValue{observation("a", "v", "2025", "s.vn", 1, ""), observation("a", "v", "2026", "s.vn", 2, "")}, 1, 1, 1},
		{"sources that disagree are drawn apart", []figureValue{observation("a", "v", "2020", "s.vn", 1, ""), observation("a", "v", "2020", "r.vn", 2, ""), observation("a", "v", "2021", "s.vn", 1, ""), observation("a", "v", "2021", "r.vn", 2, "")}, 1, 2, 0},
		{"a province and a ward have charts of their own", []figureValue{observation("a", "v", "2020", "s.vn", 1000, ""), observation("b", "v", "2020", "s.vn", 2, "")}, 2, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plots, lines, breaks := l.explorePlots(exploreAsk{as: "line"}, tt.rows), 0, 0
			for _, p := range plots {
				lines, breaks = lines+len(p.Lines), breaks+len(p.Cuts)
			}
			if len(plots) != tt.plots || lines != tt.lines || breaks != tt.breaks {
				t.Errorf("got %d charts, %d lines, %d breaks; want %d, %d, %d", len(plots), lines, breaks, tt.plots, tt.lines, tt.breaks)
			}
		})
	}
}

func TestBarsStandOnZeroAndLowConfidenceIsHollow(t *testing.T) {
	l := locales(t)[text.VI]
	p := l.explorePlots(exploreAsk{as: "bar"}, []figureValue{observation("a", "v", "2020", "s.vn", 95, "high"), observation("a", "v", "2021", "s.vn", 100, "low")})[0]
	if p.Zero == nil || len(p.Bars) != 2 {
		t.Fatalf("got %+v", p)
	}
	for i, b := range p.Bars {
		if low := b.Y + b.H; low < *p.Zero-0.01 || low > *p.Zero+0.01 {
			t.Errorf("bar %d ends at %v, the zero line is at %v", i, low, *p.Zero)
		}
	}
	if p.Bars[0].Hollow || !p.Bars[1].Hollow {
		t.Error("the value of low confidence is not hollow, or the other is")
	}
}

func TestAChartCanBeTakenAway(t *testing.T) {
	s := shipped(t)
	const ask = "?indicator=population&area=tinh-ha-tinh"
	svg := s.get(t, "/vi/explore.svg"+ask).Body.Bytes()
	if err := xml.Unmarshal(svg, new(struct{ XMLName xml.Name })); err != nil || !bytes.Contains(svg, []byte("Địa giới")) {
		t.Errorf("SVG: %v: %.200s", err, svg)
	}
	w := s.get(t, "/vi/explore.png"+ask)
	if img, err := png.Decode(w.Body); err != nil || img.Bounds().Dx() != plotWidth*sharp {
		t.Errorf("PNG: %v, status %d", err, w.Code)
	}
	w = s.get(t, "/en/explore.csv"+ask)
	if lines, err := csv.NewReader(w.Body).ReadAll(); err != nil || len(lines) < 8 || lines[1][2] != "tinh-ha-tinh" {
		t.Errorf("CSV: %v, %d lines", err, len(lines))
	}
	w = s.get(t, "/embed/chart"+ask+"&lang=en")
	if csp := w.Header().Get("Content-Security-Policy"); w.Code != http.StatusOK || !strings.Contains(csp, "frame-ancestors *") || strings.Contains(csp, "script-src") {
		t.Errorf("the frame: %d, %q", w.Code, csp)
	}
	if csp := s.get(t, "/vi/").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'self'") {
		t.Errorf("other pages may be framed: %q", csp)
	}
}

func TestFeedsAreFeeds(t *testing.T) {
	s := shipped(t)
	for _, path := range []string{"/vi/search.json-feed?kind=opportunity&place=18118", "/en/dataset/units/feed.json"} {
		var f jsonFeed
		w := s.get(t, path)
		if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || f.Version != "https://jsonfeed.org/version/1.1" || f.Self != testBase+path {
			t.Errorf("%s: %v %+v", path, err, f)
		}
		for _, i := range f.Items {
			if _, err := time.Parse(time.RFC3339, i.Modified); err != nil || i.ID == "" || i.Title == "" || !strings.HasPrefix(i.URL, testBase) {
				t.Errorf("%s: %+v", path, i)
			}
		}
		if path == "/en/dataset/units/feed.json" && len(f.Items) != 2 {
			t.Errorf("%d versions, want one of each table", len(f.Items))
		}
	}
	var a atomFeed
	if err := xml.Unmarshal(s.get(t, "/vi/dataset/units/feed.atom").Body.Bytes(), &a); err != nil || len(a.Entries) != 2 || a.ID == "" {
		t.Errorf("Atom: %v %+v", err, a)
	}
}

func TestAUnitLeadsToTheFeedsOfAllThatStandsInIt(t *testing.T) {
	s := shipped(t)
	page := s.get(t, "/vi/unit/phuong-bac-hong-linh").Body.String()
	for _, feed := range []string{"/api/v1/search.atom?lang=vi&amp;place=unit%2Fphuong-bac-hong-linh", "/vi/search.json-feed?place=unit%2Fphuong-bac-hong-linh"} {
		if !strings.Contains(page, `href="`+feed+`"`) {
			t.Errorf("the page does not lead to %s", feed)
		}
	}
	if w := s.get(t, "/vi/search.json-feed?place=unit%2Fphuong-bac-hong-linh"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"items":[{`) {
		t.Errorf("status %d: %.200s", w.Code, w.Body)
	}
}

func TestUseIsCountedInSumsOnly(t *testing.T) {
	now := time.Date(2027, 1, 31, 20, 0, 0, 0, time.UTC) // already February in Viet Nam
	var kept []byte
	u := NewUsage(func() time.Time { return now }, func(b []byte) { kept = b })
	h := u.Count(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "nothing") {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	for _, p := range []string{"/vi/", "/vi/opportunity/x", "/vi/nothing", "/static/site.css", "/api/v1/suggest?q=bi+mat", "/en/search?q=bi+mat", "/api/v1/search.atom", "/api/v1/units",
		"/api/v1/datasets/units/tables/units/exports/csv", "/vi/explore.png", "/favicon.ico"} {
		r := httptest.NewRequest(http.MethodGet, p, nil)
		r.RemoteAddr, r.Header["User-Agent"] = "203.0.113.9:1", []string{"Secret/1"}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	u.Flush()
	want := `{"days":[{"day":"2027-02-01","counts":{"api":1,"downloads":2,"feeds":1,"pages":2,"searches":1}}],"datasets":{"units":1}}`
	if string(kept) != want {
		t.Errorf("got %s\nwant %s", kept, want)
	}
	again := NewUsage(func() time.Time { return now }, nil)
	if err := again.Load(kept); err != nil || again.Days()[0].Counts[usePage] != 2 {
		t.Errorf("loaded %+v, %v", again.Days(), err)
	}
}
