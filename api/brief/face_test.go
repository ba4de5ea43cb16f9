package brief

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/brief"
)

// kept are two records that are there.
type kept struct{}

func (kept) Records(_ context.Context, ids []string) (out []catalog.Record, err error) {
	for _, id := range []string{"opportunity/b", "opportunity/a"} { // not in the order asked for
		out = append(out, catalog.Record{ID: id, Places: []catalog.PlaceRef{}})
	}
	return out, nil
}

// composed is a brief of both in a language, as the pages compose it.
func composed(_ context.Context, lang text.Lang, ids string) (brief.Document, error) {
	if ids == "opportunity/none" {
		return brief.Document{}, catalog.NewFault(catalog.NotFound, "ids", "Không có.", "None.")
	}
	return brief.Document{Lang: lang, Title: "Danh sách", URL: "https://a.example/" + string(lang), Words: brief.Words{Records: "Các mục", Comparison: "So sánh", Map: "Bản đồ", Sources: "Nguồn", Unknown: "chưa rõ", Field: "Mục", Page: "trang"}, Records: []brief.Record{{Letter: "A", ID: "opportunity/a", Title: "A"}, {Letter: "B", ID: "opportunity/b", Title: "B"}},
		Rows: []brief.Row{{Group: "", Label: "Diện tích", Cells: []string{"1 ha", ""}, Differs: true}}}, nil
}

func TestABriefIsServedInEachFormAndLanguage(t *testing.T) {
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example"})
	router := kit.NewRouter()
	New(Options{Kit: kit, Records: kept{}, Compose: composed, Now: func() time.Time { return time.Unix(0, 0) }}).Mount(router)
	get := func(target string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		kit.Wrap(router).ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		return w
	}
	sizes := map[string]int{}
	for _, lang := range []string{"vi", "en", "both"} {
		w := get("/api/v1/shortlist.pdf?ids=opportunity/a,opportunity/b&lang=" + lang)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != pdfMedia || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
			t.Errorf("PDF in %s: status %d, %s", lang, w.Code, w.Header().Get("Content-Type"))
		}
		sizes[lang] = w.Body.Len()
	}
	if sizes["both"] <= sizes["vi"] {
		t.Errorf("both languages are no more than one: %v", sizes)
	}
	sheet := get("/api/v1/shortlist.xlsx?ids=opportunity/a&lang=vi").Body.Bytes()
	if _, err := zip.NewReader(bytes.NewReader(sheet), int64(len(sheet))); err != nil {
		t.Errorf("XLSX: %v", err)
	}
	var list struct {
		Items      []struct{ ID string }
		Comparison []row
		URL        string
	}
	if err := json.Unmarshal(get("/api/v1/shortlist.json?ids=opportunity/a,opportunity/b&lang=en").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 2 || list.Items[0].ID != "opportunity/a" || len(list.Comparison) != 1 || !list.Comparison[0].Differs || list.URL != "https://a.example/en" {
		t.Errorf("%+v", list)
	}
	for target, want := range map[string]int{
		"/api/v1/shortlist.pdf":                           http.StatusBadRequest,
		"/api/v1/shortlist.pdf?ids=opportunity/a&lang=fr": http.StatusBadRequest,
		"/api/v1/shortlist.pdf?ids=opportunity/a&x=1":     http.StatusBadRequest,
		"/api/v1/shortlist.xlsx?ids=opportunity/none":     http.StatusNotFound,
	} {
		if w := get(target); w.Code != want {
			t.Errorf("%s: status %d, want %d", target, w.Code, want)
		}
	}
}
