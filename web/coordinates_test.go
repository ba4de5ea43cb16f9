package web_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text"
	"honglinh/web/frame"
	"honglinh/web/webtest"
)

// example is the corners that the page offers to try.
func example(t testing.TB, s *webtest.Stand) string {
	t.Helper()
	found := ""
	webtest.Parse(t, s.Get(t, "/vi/toa-do").Body.Bytes()).Each("textarea", func(a map[string]string, _ string) { found = a["placeholder"] })
	if found == "" {
		t.Fatal("the page has no example")
	}
	return found
}

func converted(t testing.TB, s *webtest.Stand, lang text.Lang, pairs ...string) string {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	w := s.Get(t, frame.WithQuery(s.CoordinatesPath(lang), v))
	if w.Code != http.StatusOK {
		t.Fatalf("%v: status %d: %.400s", pairs, w.Code, w.Body)
	}
	return w.Body.String()
}

func TestCornersOfADecisionAreConverted(t *testing.T) {
	s := webtest.Shipped(t)
	tests := []struct {
		name, points string
		want         []string
	}{
		{"the layout of decisions", example(t, s), []string{"EPSG:9209", "X, hướng bắc", "tab", "2049310.250", "EPSG:6960", "65.615,8 m²", "1.025,2 m", "18.5"}},
		{"semicolons and decimal commas", "1;2049310,25;521650,40\n2;2049298,10;521912,75\n3;2049050,60;521899,30\n", []string{"EPSG:9209", "dấu chấm phẩy", "dấu thập phân: dấu phẩy", "2049310.250"}},
		{"easting first", "521650.40 2049310.25\n521912.75 2049298.10\n521899.30 2049050.60\n", []string{"Cột đầu là hướng đông", "2049310.250", "521650.400"}},
		{"degrees", "18.5300,105.7050\n18.5310,105.7080\n18.5280,105.7090\n", []string{"18.53000000", "105.70500000", "WGS 84"}},
		{"a single corner has no area", "1 2049310.25 521650.40", []string{"EPSG:9209", "2049310.250"}},
		{"corners out of order", "1 2049310.25 521650.40\n2 2049050.60 521899.30\n3 2049298.10 521912.75\n4 2049061.85 521633.90", []string{"Các cạnh cắt nhau"}},
		{"a broken row is named with its column", "STT\tX\tY\n1\t2049310.25\t521650.40\n2\t2049298.10\t52l912.75\n3\t2049050.60\t521899.30\n4\t2049061.85\t521633.90", []string{"Dòng 3, cột 3", "52l912.75"}},
		{"nonsense is said to be so", "xin chào", []string{"Không tìm thấy hai cột toạ độ"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := converted(t, s, text.VI, "points", tt.points)
			for _, want := range tt.want {
				if !strings.Contains(body, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if strings.Contains(body, "⟦") {
				t.Error("the page shows a raw key")
			}
		})
	}
}

func TestAZoneOfAProvinceLeads(t *testing.T) {
	s := webtest.Shipped(t)
	// The same numbers are a place near Hồng Lĩnh in zone 105°30' and elsewhere in the zone of Quảng Trị.
	body := converted(t, s, text.EN, "points", example(t, s), "province", "Hà Tĩnh")
	if !strings.Contains(body, "EPSG:9209") || !strings.Contains(body, "fairly sure") {
		t.Error("the zone of Hà Tĩnh is not taken")
	}
	other := converted(t, s, text.EN, "points", "1 1860000 580000\n2 1860100 580000\n3 1860100 580200", "province", "Quảng Trị")
	zone := crs.ZonesOf("Quảng Trị")[0].CRS.Code
	if !strings.Contains(other, zone) || !strings.Contains(other, "It could also be") {
		t.Errorf("the zone %s is not offered with others", zone)
	}
}

func TestASystemThatDoesNotFitTheTableIsRefused(t *testing.T) {
	s := webtest.Shipped(t)
	if body := converted(t, s, text.EN, "points", "18.53,105.70\n18.54,105.71\n18.53,105.72", "from", "EPSG:9209"); !strings.Contains(body, "one holds degrees, the other metres") {
		t.Error("degrees are read as metres")
	}
	for _, bad := range []string{"from=EPSG:1", "to=auto", "province=Atlantis", "pionts=1", "format=x%00"} {
		if w := s.Get(t, "/en/coordinates?"+bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", bad, w.Code)
		}
	}
}

func TestCornersAreUploadedAndDownloaded(t *testing.T) {
	s := webtest.Shipped(t)
	post := func(path, file string, fields map[string]string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		for k, v := range fields {
			_ = m.WriteField(k, v)
		}
		f, _ := m.CreateFormFile("file", "corners.csv")
		_, _ = f.Write([]byte(file))
		_ = m.Close()
		r := httptest.NewRequest(http.MethodPost, path, &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, r)
		return w
	}
	if w := post("/vi/toa-do", example(t, s), map[string]string{"from": "auto"}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "65.615,8 m²") {
		t.Errorf("an uploaded table is not converted: %d", w.Code)
	}
	if w := post("/vi/toa-do", strings.Repeat("1 2049310.25 521650.40\n", 60_000), nil); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a table of over a megabyte: status %d", w.Code)
	}
	for format, want := range map[string]string{"geojson": `"FeatureCollection"`, "kml": "<kml", "csv": "no,latitude,longitude", "csv-vn2000": "STT,X(m),Y(m)\n1,2049310.250,521650.400"} {
		w := post("/en/coordinates/download", "", map[string]string{"points": example(t, s), "format": format})
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %.200s", format, w.Code, w.Body)
		}
		if format == "geojson" && !json.Valid(w.Body.Bytes()) {
			t.Error("the GeoJSON is none")
		}
	}
	if w := post("/en/coordinates/download", "", map[string]string{"points": example(t, s), "format": "shp"}); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown format: status %d", w.Code)
	}
}

// A browser sends a file field that was left empty all the same, without a name.
func TestTypedCornersAreConvertedWhenNoFileIsChosen(t *testing.T) {
	s := webtest.Shipped(t)
	for _, path := range []string{"/vi/toa-do", "/en/coordinates"} {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		_ = m.WriteField("points", example(t, s))
		_, _ = m.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename=""`}, "Content-Type": {"application/octet-stream"}})
		_ = m.Close()
		r := httptest.NewRequest(http.MethodPost, path, &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `id="outcome"`) {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestTheOtherLanguagesNameOfThePageLeadsThere(t *testing.T) {
	s := webtest.Shipped(t)
	for path, want := range map[string]string{"/vi/coordinates": "/vi/toa-do", "/en/toa-do": "/en/coordinates"} {
		if w := s.Get(t, path); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("%s leads to %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
}
