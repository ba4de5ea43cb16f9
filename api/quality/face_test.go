package quality

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/store/sqlite"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/packages"
	"honglinh/datasets/quality"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

func TestQualityIsServedAndItsHistoryKept(t *testing.T) {
	clock := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	kept, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	engine, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "tables"), duck.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	p, problems := datasets.Read(packages.Embedded(), "units")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, rep := range engine.Sync(context.Background(), []*datasets.Package{p}, func(*datasets.Package) table.Content { return table.Content{FS: packages.Embedded()} }) {
		if rep.Err != nil {
			t.Fatal(rep.Err)
		}
	}
	library := &datasets.Library{}
	library.Set([]*datasets.Package{p})
	kit := httpkit.New(httpkit.Options{BaseURL: "https://honglinh.example"})
	face := New(Options{Kit: kit, Library: func() *datasets.Library { return library }, Book: quality.NewBook(metadata.New(engine, nil), kept, func() time.Time { return clock })})
	router := kit.NewRouter()
	face.Mount(router)
	handler := kit.Wrap(router)
	get := func(target string, into any) int {
		t.Helper()
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
		return w.Code
	}
	var first, second quality.Report
	if code := get("/api/v1/datasets/units/quality", &first); code != 200 || first.MQA.Max != quality.MaxMQA || len(first.History) != 1 {
		t.Errorf("%d %+v", code, first)
	}
	clock = clock.AddDate(0, 0, 1)
	changed := *p
	changed.Keywords = nil
	library.Set([]*datasets.Package{&changed})
	if get("/api/v1/datasets/units/quality", &second); second.MQA.Points != first.MQA.Points-30 || len(second.History) != 2 || second.History[1].Date != "2026-11-23" {
		t.Errorf("without keywords: %d after %d, %+v", second.MQA.Points, first.MQA.Points, second.History)
	}
	vietnamese := *p
	vietnamese.Licences = []datasets.Licence{{Name: "VN-OPEN-DATA"}}
	library.Set([]*datasets.Package{&vietnamese})
	var own quality.Report
	if get("/api/v1/datasets/units/quality", &own); own.MQA.Points != first.MQA.Points-10 || own.Gate != 395 || first.Gate != 405 || own.Entry.LegalFrame == nil {
		t.Errorf("with Vietnamese terms: %d of %d, %+v; with a licence of the EU list: %d", own.MQA.Points, own.Gate, own.Entry.LegalFrame, first.MQA.Points)
	}
	library.Set([]*datasets.Package{&changed})
	var list struct {
		LegalFrame quality.Frame `json:"legal_frame"`
		Items      []line
	}
	if code := get("/api/v1/open-data-list", &list); code != 200 || len(list.Items) != 1 || !list.Items[0].Open || list.LegalFrame.Number != "194/2025/NĐ-CP" {
		t.Errorf("%d %+v", code, list)
	}
	var problem struct{ Nearest string }
	if code := get("/api/v1/datasets/unit/quality", &problem); code != 404 || problem.Nearest != "units" {
		t.Errorf("%d %+v", code, problem)
	}
}
