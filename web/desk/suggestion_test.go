package desk_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/indexer/suggested"
)

// harvest is a catalogue of a harvested article, a decision that it names, and an opportunity
// that it tells of.
func harvest() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"tin/datapackage.json": file(`{"name":"tin","title":"Tin","licenses":[{"name":"CC-BY-4.0"}],"resources":[
 {"name":"article","path":"article.csv","schema":{"fields":[{"name":"id","type":"string"},{"name":"t","type":"string"},{"name":"b","type":"string"},{"name":"d","type":"string"},{"name":"s","type":"string"},{"name":"u","type":"string"}]},
  "honglinh":{"kind":"article","id":"id","title":{"vi":"t"},"body":{"vi":"b"},"date":"d","source_title":"s","source_url":"u","source_date":"d"}},
 {"name":"document","path":"document.csv","schema":{"fields":[{"name":"id","type":"string"},{"name":"t","type":"string"},{"name":"number","type":"string"}]},"honglinh":{"kind":"document","id":"id","title":{"vi":"t"},"number":"number"}},
 {"name":"opportunity","path":"opportunity.csv","schema":{"fields":[{"name":"id","type":"string"},{"name":"t","type":"string"}]},"honglinh":{"kind":"opportunity","id":"id","title":{"vi":"t"}}}]}`),
		"tin/article.csv":     file("id,t,b,d,s,u\ncho-moi,Xây dựng chợ mới,\"Căn cứ Quyết định số 7/QĐ-UBND; Căn cứ Quyết định số 8/QĐ-UBND. Dự án có diện tích 2,5 ha; tổng mức đầu tư 80 tỷ đồng.\",2025-09-01,Cổng phường,https://phuong.example/tin/1\n"),
		"tin/document.csv":    file("id,t,number\nqd-7,Quyết định về chợ,7/QĐ-UBND\n"),
		"tin/opportunity.csv": file("id,t\ncho,Chợ trung tâm\n"),
	}
}

func (d *desk) suggest(t *testing.T) {
	t.Helper()
	rec, err := d.Stand.Store.Record(t.Context(), "article/cho-moi")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Suggested.Put(t.Context(), []suggested.Text{suggested.Of(&rec, nil)}); err != nil {
		t.Fatal(err)
	}
}

// keyOf finds the form of a suggestion on its page.
func keyOf(t *testing.T, page, heading string) string {
	t.Helper()
	for _, section := range strings.Split(page, "<section")[1:] {
		if m := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(section); m != nil && strings.Contains(section, heading) {
			return m[1]
		}
	}
	t.Fatalf("no %q on\n%s", heading, page)
	return ""
}

func TestWhatAHarvestedTextSuggestsIsDecidedAtTheDesk(t *testing.T) {
	d := openOver(t, harvest())
	d.suggest(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	second := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	const at = "/desk/vi/suggestions/article/cho-moi"
	page := editor.get(t, at).Body.String()
	for _, want := range []string{"<mark>2,5 ha</mark>", "<mark>80 tỷ đồng</mark>", "<mark>7/QĐ-UBND</mark>", "Quyết định về chợ", "chưa có đúng một văn bản", "https://phuong.example/tin/1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if home := editor.get(t, "/desk/vi/").Body.String(); !strings.Contains(home, "Xây dựng chợ mới") || !strings.Contains(home, "/desk/vi/suggestions") {
		t.Error("the first page of the desk does not list it")
	}
	if w := editor.get(t, "/desk/en/suggestions"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Xây dựng chợ mới") {
		t.Errorf("the list: %d", w.Code)
	}

	// The sum is of another record: the opportunity that the article tells of.
	w := editor.post(t, at, url.Values{"key": {keyOf(t, page, "80 tỷ đồng")}, "do": {"accept"}, "record": {"https://honglinh.example/vi/opportunity/cho"}})
	draft := strings.TrimSuffix(w.Header().Get("Location"), "?done=accepted")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(draft, "/desk/vi/editions/") {
		t.Fatalf("accept: %d %s\n%s", w.Code, draft, w.Body)
	}
	w = editor.post(t, at, url.Values{"key": {keyOf(t, page, "2,5 ha")}, "do": {"accept"}, "record": {"opportunity/cho"}})
	if got := strings.TrimSuffix(w.Header().Get("Location"), "?done=accepted"); got != draft {
		t.Errorf("the second value of the record is in %s, the first in %s", got, draft)
	}
	form := editor.get(t, draft).Body.String()
	for _, want := range []string{`value="80"`, `value="2.5"`, "Dự án có diện tích 2,5 ha", "Cổng phường https://phuong.example/tin/1"} {
		if !strings.Contains(form, want) {
			t.Errorf("the draft lacks %q", want)
		}
	}
	if len(d.readers.has) != 0 {
		t.Errorf("readers have %v before anybody approved", d.readers.has)
	}

	// Money takes two people: who accepted it does not approve it.
	if code := editor.act(t, draft, "send"); code != http.StatusSeeOther {
		t.Fatalf("send: %d", code)
	}
	second.act(t, draft, "take")
	if code := editor.act(t, draft, "approve"); code != http.StatusBadRequest {
		t.Errorf("who accepted it approves it: %d", code)
	}
	second.act(t, draft, "approve")
	if code := second.act(t, draft, "publish"); code != http.StatusSeeOther {
		t.Errorf("publish: %d", code)
	}
	if got := d.readers.has["opportunity/cho"]; got["capital"] != "80" || got["area"] != "2.5" {
		t.Errorf("readers have %v", got)
	}
	rec, err := d.readers.Proof(t.Context(), "opportunity/cho", d.readers.has["opportunity/cho"])
	if err != nil || !slices.ContainsFunc(rec.Provenance, func(p catalog.Provenance) bool {
		return p.URL == "https://phuong.example/tin/1" && p.Title == "Cổng phường" && p.Date == "2025-09-01"
	}) {
		t.Errorf("the article is not its source: %v %v", rec.Provenance, err)
	}

	// The link is of the article itself.
	w = editor.post(t, at, url.Values{"key": {keyOf(t, page, "7/QĐ-UBND")}, "do": {"accept"}, "record": {"article/cho-moi"}})
	if w.Code != http.StatusSeeOther || !strings.Contains(editor.get(t, strings.TrimSuffix(w.Header().Get("Location"), "?done=accepted")).Body.String(), "document/qd-7") {
		t.Errorf("the link: %d %s", w.Code, w.Body)
	}

	// A number that the catalogue does not have leads nowhere; it is rejected and stays so.
	missing := keyOf(t, page, "8/QĐ-UBND")
	if w := editor.post(t, at, url.Values{"key": {missing}, "do": {"accept"}, "record": {"article/cho-moi"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a link to nothing: %d", w.Code)
	}
	if w := editor.post(t, at, url.Values{"key": {missing}, "do": {"reject"}}); w.Code != http.StatusSeeOther {
		t.Errorf("reject: %d", w.Code)
	}
	d.suggest(t) // harvested again
	if w := editor.get(t, at); w.Code != http.StatusNotFound {
		t.Errorf("what was decided is back: %d", w.Code)
	}
	entries, err := d.Store().Entries(t.Context(), 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	acts := map[string]int{}
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "suggestion.") {
			acts[e.Action]++
		}
	}
	if want := map[string]int{"suggestion.accept": 3, "suggestion.reject": 1}; !maps.Equal(acts, want) {
		t.Errorf("the log has %v, want %v", acts, want)
	}
}

func TestWhatWasTakenOutLeavesNoSentenceBehind(t *testing.T) {
	d := openOver(t, harvest())
	d.suggest(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	const at = "/desk/vi/suggestions/article/cho-moi"
	page := editor.get(t, at).Body.String()
	editor.post(t, at, url.Values{"key": {keyOf(t, page, "8/QĐ-UBND")}, "do": {"reject"}})
	if err := d.Suggested.Put(t.Context(), []suggested.Text{{Record: "article/cho-moi"}}); err != nil {
		t.Fatal(err)
	}
	doc, err := d.Store().Find(t.Context(), "suggestions", "article/cho-moi")
	if err != nil || strings.Contains(string(doc.Body), "diện tích") || strings.Contains(string(doc.Body), "chợ") {
		t.Errorf("%v %s", err, doc.Body)
	}
	d.suggest(t) // it was put back
	if page := editor.get(t, at).Body.String(); strings.Contains(page, "<mark>8/QĐ-UBND") || !strings.Contains(page, "<mark>7/QĐ-UBND") {
		t.Error("what was rejected is back, or what was open is not")
	}
}
