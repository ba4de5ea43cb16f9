package web

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func TestVersionsAndDifferences(t *testing.T) {
	s := onlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	rec, err := s.store.Record(t.Context(), "opportunity/a")
	if err != nil {
		t.Fatal(err)
	}
	pub, err := s.store.Publish(t.Context(), "test")
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
	now := s.get(t, "/en/opportunity/a").Body.String()
	old := s.get(t, "/en/opportunity/a?version=1").Body.String()
	diff := s.get(t, "/en/opportunity/a?from=1&to=2").Body.String()
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
		d := parse(t, shipped(t).get(t, "/"+string(lang)+"/place/chua-hang").Body.Bytes())
		d.each("dd", func(_ map[string]string, text string) { found = found || strings.TrimSpace(text) == "2016" })
		if !found {
			t.Errorf("%s: the year of recognition is not written as a year", lang)
		}
	}
}

func TestARemovedRecordShowsTheWayToWhatItSaid(t *testing.T) {
	s := onlyOne(t, map[string]string{"name_vi": "Cụm A", "name_en": "Cluster A"})
	pub, err := s.store.Publish(t.Context(), "test")
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
		w := s.get(t, "/"+string(lang)+"/opportunity/a")
		last := "/" + string(lang) + "/opportunity/a?version=1"
		if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), last) {
			t.Errorf("%s: status %d, the last version is not named", lang, w.Code)
		}
		if w := s.get(t, last); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "A</h1>") {
			t.Errorf("%s: status %d for the last version", lang, w.Code)
		}
	}
}

// onlyOne is a stand with one opportunity of the given columns.
func onlyOne(t *testing.T, row map[string]string) *stand {
	t.Helper()
	cols := []string{"slug", "name_vi", "name_en", "objective_vi", "note", "source_url"}
	row["slug"] = "a"
	var fields, cells []string
	for _, c := range cols {
		fields = append(fields, `{"name":"`+c+`","type":"string"}`)
		cells = append(cells, `"`+strings.ReplaceAll(row[c], `"`, `""`)+`"`)
	}
	fsys := fstest.MapFS{
		"p/datapackage.json": {Data: []byte(`{"name":"p","title":"P","languages":["vi","en"],"resources":[{"name":"t","path":"t.csv","type":"table","format":"csv","mediatype":"text/csv","encoding":"utf-8",
			"schema":{"fields":[` + strings.Join(fields, ",") + `]},"honglinh":{"kind":"opportunity","id":"slug","title":{"vi":"name_vi","en":"name_en"},"summary":{"vi":"objective_vi"},"source_url":"source_url"}}]}`)},
		"p/t.csv": {Data: []byte(strings.Join(cols, ",") + "\n" + strings.Join(cells, ",") + "\n")},
	}
	s, err := makeStand(t.Context(), fsys, testBase)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close(); _ = os.RemoveAll(s.dir) })
	return s
}

func TestNothingInARecordBecomesMarkup(t *testing.T) {
	evil := `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>`
	s := onlyOne(t, map[string]string{"name_vi": evil, "name_en": evil, "objective_vi": evil, "note": evil, "source_url": "javascript:alert(3)"})
	for _, path := range []string{"/vi/opportunity/a", "/en/search?q=img", "/vi/compare?id=opportunity/a", "/vi/coverage", "/vi/", "/vi/search?q=" + url.QueryEscape(evil)} {
		body := s.get(t, path).Body.Bytes()
		d := parse(t, body)
		d.each("img", func(map[string]string, string) { t.Errorf("%s: an image out of a text", path) })
		d.each("script", func(a map[string]string, text string) {
			if a["src"] == "" && a["type"] != "application/ld+json" {
				t.Errorf("%s: a script out of a text: %s", path, text)
			}
		})
		d.each("a", func(a map[string]string, _ string) {
			if strings.HasPrefix(a["href"], "javascript:") {
				t.Errorf("%s: a script address", path)
			}
		})
	}
}

func TestAnUnknownFieldIsSaidToBeUnknown(t *testing.T) {
	s := onlyOne(t, map[string]string{"name_vi": "Cụm A"})
	vi, en := s.get(t, "/vi/opportunity/a").Body.String(), s.get(t, "/en/opportunity/a").Body.String()
	for _, g := range opportunitySheet() {
		for _, f := range g.fields {
			if !f.optional && !strings.Contains(vi, `id="f-`+strings.ReplaceAll(f.key, ".", "-")+`"`) {
				t.Errorf("the sheet lacks %s", f.key)
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
	if !strings.Contains(vi, `<dt>Hạn nộp</dt><dd><span class="unknown">chưa rõ</span>`) {
		t.Error("the deadline is not among the facts that lead, said to be unknown")
	}
	if !strings.Contains(en, `<span lang="vi">Cụm A</span> <span class="tag">Vietnamese</span>`) {
		t.Error("a name in the other language is not tagged")
	}
}

func TestAnOverdueRecordSaysSo(t *testing.T) {
	l := locales(t)[text.EN]
	s := &site{Options: Options{Now: func() time.Time { return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) }}}
	rec := catalog.Record{ReviewDue: "2026-12", Provenance: []catalog.Provenance{{URL: "https://a.example/x", ConfirmedBy: "Office", ConfirmedOn: "2026-01-05"}}}
	if got := s.trust(l, &rec); got.Overdue != "not confirmed since 5 January 2026" || got.Confirmed != "" {
		t.Errorf("got %+v", got)
	}
	rec.ReviewDue = "2027"
	if got := s.trust(l, &rec); got.Confirmed != "confirmed by Office on 5 January 2026" || got.Overdue != "" {
		t.Errorf("got %+v", got)
	}
}

func TestADissolvedUnitIsNotShownAsTodays(t *testing.T) {
	s := shipped(t)
	for path, want := range map[string][]string{
		"/en/opportunity/ccn-nam-hong": {"Nam Hong Ward (18118, until 30 June 2025)", "today: Nam Hong Linh Ward (18118)"},
		"/vi/opportunity/ccn-nam-hong": {"Phường Nam Hồng (18118, đến 30/6/2025)", "nay thuộc Phường Nam Hồng Lĩnh (18118)"},
	} {
		page := s.get(t, path).Body.String()
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
	}
}

func TestHeadingsOfABodyStandUnderTheTitleWithoutAGap(t *testing.T) {
	p := newProse()
	for in, want := range map[string]string{
		"## A\n\n### B\n\n## C":  "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n",
		"# A\n\n#### B\n\n### C": "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n",
		"###### A\n\n###### B":   "<h2>A</h2>\n<h2>B</h2>\n",
		"text\n\n> # quoted":     "<p>text</p>\n<blockquote>\n<h2>quoted</h2>\n</blockquote>\n",
	} {
		if got := string(p.html(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
