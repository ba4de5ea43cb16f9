package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/web/facts"
	"honglinh/web/webtest"
)

func TestVersionsAndDifferences(t *testing.T) {
	s := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	rec, err := s.Records.Record(t.Context(), "opportunity/a")
	if err != nil {
		t.Fatal(err)
	}
	pub, err := s.Records.Publish(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	rec.Title = text.New("Cụm B", "Cluster B")
	if _, err := pub.Put(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	if _, err := pub.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := s.Get(t, "/en/opportunity/a").Body.String()
	old := s.Get(t, "/en/opportunity/a?version=1").Body.String()
	diff := s.Get(t, "/en/opportunity/a?from=1&to=2").Body.String()
	if !strings.Contains(now, "Cluster B") || !strings.Contains(old, "Cluster A") || !strings.Contains(old, "You are looking at version 1") {
		t.Error("the versions are not told apart")
	}
	if !strings.Contains(diff, "<del>Cluster A</del>") || !strings.Contains(diff, "<ins>Cluster B</ins>") {
		t.Error("the difference is not shown")
	}
}

func TestAYearIsNoNumberOfThousands(t *testing.T) {
	for _, lang := range text.Langs() {
		found := false
		d := webtest.Parse(t, webtest.Shipped(t).Get(t, "/"+string(lang)+"/place/chua-hang").Body.Bytes())
		d.Each("dd", func(_ map[string]string, text string) { found = found || strings.TrimSpace(text) == "2016" })
		if !found {
			t.Errorf("%s: the year of recognition is not written as a year", lang)
		}
	}
}

func TestARemovedRecordShowsTheWayToWhatItSaid(t *testing.T) {
	s := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	pub, err := s.Records.Publish(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := pub.Remove(t.Context(), "opportunity/a"); err != nil {
		t.Fatal(err)
	}
	if _, err := pub.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, lang := range text.Langs() {
		w := s.Get(t, "/"+string(lang)+"/opportunity/a")
		last := "/" + string(lang) + "/opportunity/a?version=1"
		if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), last) {
			t.Errorf("%s: status %d, the last version is not named", lang, w.Code)
		}
		if w := s.Get(t, last); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "A</h1>") {
			t.Errorf("%s: status %d for the last version", lang, w.Code)
		}
	}
}

func TestNothingInARecordBecomesMarkup(t *testing.T) {
	evil := `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>`
	s := webtest.OnlyOne(t, map[string]string{"name_vi": evil, "name_en": evil, "objective_vi": evil, "note": evil, "source_url": "javascript:alert(3)"})
	for _, path := range []string{"/vi/opportunity/a", "/en/search?q=img", "/vi/compare?id=opportunity/a", "/vi/coverage", "/vi/", "/vi/search?q=" + url.QueryEscape(evil)} {
		body := s.Get(t, path).Body.Bytes()
		d := webtest.Parse(t, body)
		d.Each("img", func(map[string]string, string) { t.Errorf("%s: an image out of a text", path) })
		d.Each("script", func(a map[string]string, text string) {
			if a["src"] == "" && a["type"] != "application/ld+json" {
				t.Errorf("%s: a script out of a text: %s", path, text)
			}
		})
		d.Each("a", func(a map[string]string, _ string) {
			if strings.HasPrefix(a["href"], "javascript:") {
				t.Errorf("%s: a script address", path)
			}
		})
	}
}

func TestAnUnknownFieldIsSaidToBeUnknown(t *testing.T) {
	s := webtest.OnlyOne(t, map[string]string{"name_vi": "Cụm A"})
	vi, en := s.Get(t, "/vi/opportunity/a").Body.String(), s.Get(t, "/en/opportunity/a").Body.String()
	for _, g := range facts.OpportunitySheet() {
		for _, f := range g.Fields {
			if f.Needed() && !strings.Contains(vi, `id="f-`+strings.ReplaceAll(f.Key, ".", "-")+`"`) {
				t.Errorf("the sheet lacks %s", f.Key)
			}
		}
	}
	lists := strings.Split(vi, `<ul class="missing">`)
	missing := 0
	for i, before := range lists[:len(lists)-1] {
		if !strings.Contains(before[max(0, len(before)-80):], "chưa rõ") {
			t.Errorf("a list of fields does not say that they are unknown: %s", lists[i+1][:80])
		}
		list, _, _ := strings.Cut(lists[i+1], "</ul>")
		missing += strings.Count(list, "<li")
	}
	if missing < 50 {
		t.Errorf("only %d fields are said to be unknown", missing)
	}
	if !strings.Contains(vi, `<dt>Đến khi nào</dt><dd><span class="unknown">chưa rõ</span>`) {
		t.Error("the deadline is not among the facts that lead, said to be unknown")
	}
	if !strings.Contains(en, `<span lang="vi">Cụm A</span> <span class="tag">Vietnamese</span>`) {
		t.Error("a name in the other language is not tagged")
	}
}

func TestADissolvedUnitIsNotShownAsTodays(t *testing.T) {
	s := webtest.Shipped(t)
	for path, want := range map[string][]string{
		"/en/opportunity/ccn-nam-hong": {"Nam Hong Ward (18118, until 30 June 2025)", "today: Nam Hong Linh Ward (18118)"},
		"/vi/opportunity/ccn-nam-hong": {"Phường Nam Hồng (18118, đến 30/6/2025)", "nay thuộc Phường Nam Hồng Lĩnh (18118)"},
	} {
		page := s.Get(t, path).Body.String()
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
	}
}
