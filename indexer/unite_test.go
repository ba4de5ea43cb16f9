package indexer_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/indexer"
	"honglinh/indexer/harvest"
)

// entryOf is an entry of a feed.
type entryOf struct{ guid, link, title, body, date string }

func rss(entries ...entryOf) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Tin</title><language>vi</language>`)
		for _, e := range entries {
			fmt.Fprintf(w, `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><pubDate>%s</pubDate><description><![CDATA[<p>%s</p>]]></description></item>`, e.guid, e.link, e.title, e.date, e.body)
		}
		fmt.Fprint(w, `</channel></rss>`)
	}
}

// longText is a text of n sentences, each of its own.
func longText(about string, n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, "Câu thứ %d của bài %s nói về việc %d tại thôn %d với %d hộ dân tham gia. ", i, about, i*7, i*3+1, i*11+5)
	}
	return s.String()
}

// placed puts rows of one kind where a harvest would have written them.
func placed(t *testing.T, data, name, kind string, rows ...map[string]any) {
	t.Helper()
	dir := filepath.Join(data, "harvest", name, "v-1", name)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, r := range rows {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(b, '\n'))
	}
	write(t, dir, map[string]string{kind + ".jsonl": lines.String(), "datapackage.json": fmt.Sprintf(`{"name":%q,"title":%q,"resources":[{"name":%q,"path":"%s.jsonl","format":"jsonl",
		"schema":{"fields":[{"name":"id"},{"name":"title_vi"},{"name":"body_vi"},{"name":"number"},{"name":"date"},{"name":"source_url"},{"name":"source_title"},{"name":"place"}]},
		"honglinh":{"kind":%q,"id":"id","title":{"vi":"title_vi"},"body":{"vi":"body_vi"},"date":"date","number":"number","place":"place","source_url":"source_url","source_title":"source_title"}}]}`, name, name, kind, kind, kind)})
	link := filepath.Join(data, "harvest", name, "current")
	_ = os.Remove(link)
	if err := os.Symlink("v-1", link); err != nil {
		t.Fatal(err)
	}
}

// sources are who states a record, in the order of their names.
func sources(r catalog.Record) []string {
	var out []string
	for _, s := range r.Statements {
		out = append(out, s.ID)
	}
	slices.Sort(out)
	return out
}

func kindOf(t *testing.T, s *indexer.Service, kind string) []catalog.Record {
	t.Helper()
	list, err := s.Store().Kind(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// again runs once more and wants nothing to change.
func again(t *testing.T, s *indexer.Service) {
	t.Helper()
	if rep := ingest(t, s); rep.Added+rep.Changed+rep.Removed != 0 || len(rep.Refused) != 0 || rep.Fresh != 0 {
		t.Errorf("a second run: %s, %d rows read, %v", rep.Summary(), rep.Fresh, rep.Refused)
	}
}

// TestOneThingThatSeveralSourcesTellIsOneRecord takes an article by two feeds and a package
// of the operator's, through their whole life.
func TestOneThingThatSeveralSourcesTellIsOneRecord(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), t.TempDir()
	const day = "Thu, 20 Mar 2025 08:00:00 +0700"
	by := entryOf{"g1", "https://bao.example/khoi-cong-1.html", "Khởi công tuyến đường nối hai phường", longText("khởi công", 12), day}
	copied := entryOf{"x9", "https://cong.example/tin/77", "Khởi công tuyến đường nối hai phường của thị xã", longText("khởi công", 12) + "Theo Báo địa phương.", day}
	other := entryOf{"g2", "https://bao.example/hop-2.html", "Kỳ họp thứ hai của hội đồng nhân dân phường", longText("kỳ họp", 12), day}
	own := entryOf{"x10", "https://cong.example/tin/78", "Lịch tiếp công dân của phường trong tháng", longText("tiếp dân", 12), day}
	feedA, feedB := []entryOf{by, other}, []entryOf{copied, own}
	for _, matter := range []string{"giao thông", "thủy lợi", "giáo dục"} {
		feedA = append(feedA, entryOf{matter, "https://bao.example/" + matter, "Chuyên đề về " + matter + " của địa phương", longText(matter, 12), day})
	}
	runA := harvestFrom(t, data, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { rss(feedA...)(w, r) }), harvest.Source{Name: "a-bao", Protocol: "feed"})
	runB := harvestFrom(t, data, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { rss(feedB...)(w, r) }), harvest.Source{Name: "b-cong", Protocol: "feed"})
	runA()
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, NoTables: true, Packages: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	find := func(title string) catalog.Record {
		t.Helper()
		var found []catalog.Record
		for _, r := range kindOf(t, s, "article") {
			if strings.HasPrefix(r.Title["vi"], title) {
				found = append(found, r)
			}
		}
		if len(found) != 1 {
			t.Fatalf("%d records %q, want one", len(found), title)
		}
		return found[0]
	}
	hold := func(when, id string, want ...string) {
		t.Helper()
		r := find("Khởi công")
		if got := sources(r); r.ID != id || !slices.Equal(got, want) {
			t.Errorf("%s: %s stated by %v, want %s by %v", when, r.ID, got, id, want)
		}
		again(t, s)
	}
	if rep := ingest(t, s); rep.Added != 6 {
		t.Fatal(rep.Summary())
	}
	id := find("Khởi công").ID
	runB()
	if rep := ingest(t, s); rep.Added != 2 || rep.Changed != 1 || rep.Removed != 0 {
		t.Errorf("the second source: %s", rep.Summary())
	}
	hold("two sources", id, "a-bao", "b-cong")
	if r := find("Khởi công"); len(r.Provenance) != 2 || r.Provenance[1].URL != copied.link {
		t.Errorf("its sources are %+v", r.Provenance)
	}

	copied.body += " Bản sửa: thêm một câu ở cuối bài."
	feedB = []entryOf{copied, own}
	runB()
	if rep := ingest(t, s); rep.Changed != 1 || rep.Added+rep.Removed != 0 {
		t.Errorf("the copy changed: %s", rep.Summary())
	}
	hold("after a change", id, "a-bao", "b-cong")

	if err := os.RemoveAll(filepath.Join(data, "harvest", "a-bao")); err != nil {
		t.Fatal(err)
	}
	if rep := ingest(t, s); len(rep.Held) != 1 || rep.Removed != 0 {
		t.Errorf("a source that vanished: %s, held %v", rep.Summary(), rep.Held)
	}
	if r := find("Khởi công"); r.ID != id || !slices.Equal(sources(r), []string{"a-bao", "b-cong"}) {
		t.Errorf("held back: %s by %v", r.ID, sources(r))
	}
	s.AllowRemoval()
	if rep := ingest(t, s); rep.Removed != 5 {
		t.Errorf("a source that goes takes its package and its own articles: %s %v", rep.Summary(), rep.Refused)
	}
	hold("the first source is gone", id)
	if r := find("Khởi công"); len(r.Provenance) != 1 || r.Provenance[0].URL != copied.link {
		t.Errorf("its source is %+v", r.Provenance)
	}

	runA()
	ingest(t, s)
	hold("the first source is back", id, "a-bao", "b-cong")

	write(t, filepath.Join(dir, "bai"), map[string]string{"datapackage.json": `{"name":"bai","title":"Bài","resources":[{"name":"bai","path":"bai.csv","honglinh":{"kind":"article","id":"id","title":{"vi":"ten"},"source_url":"url","date":"ngay"}}]}`,
		"bai.csv": "id,ten,url,ngay\nkhoi-cong,Khởi công tuyến đường nối hai phường,https://www.bao.example/khoi-cong-1.html?utm_source=zalo,2025-03-20\n"})
	ingest(t, s)
	hold("the operator's own package tells of it", "article/khoi-cong", "a-bao", "b-cong", "bai")
	if err := os.RemoveAll(filepath.Join(dir, "bai")); err != nil {
		t.Fatal(err)
	}
	s.AllowRemoval()
	ingest(t, s)
	hold("the operator's own package is gone", "article/khoi-cong", "a-bao", "b-cong")
}

func TestDecisionsAndOpportunitiesAreHeldForTheSameOrNot(t *testing.T) {
	t.Parallel()
	decision := func(id, number, date, title, at string) map[string]any {
		return map[string]any{"id": id, "number": number, "date": date, "title_vi": title, "source_url": at, "source_title": "Nguồn"}
	}
	text := longText("kêu gọi đầu tư", 10)
	call := func(id, title, date, body, at string) map[string]any {
		return map[string]any{"id": id, "title_vi": title, "date": date, "body_vi": body, "source_url": at, "source_title": "Nguồn"}
	}
	for _, c := range []struct {
		name, kind string
		a, b       map[string]any
		same       bool
	}{
		{"one decision of a province by number and day", "document", decision("a", "1257/QĐ-UBND", "2025-05-08", "Quyết định phê duyệt quy hoạch phân khu phía nam", "https://a.example/1"),
			decision("b", "1257/QĐ-UBND", "2025-05-08", "Phê duyệt quy hoạch phân khu phía nam đô thị", "https://b.example/2"), true},
		{"two decisions of other years", "document", decision("a", "1257/QĐ-UBND", "2025-05-08", "Quyết định phê duyệt quy hoạch phân khu", "https://a.example/1"),
			decision("b", "1257/QĐ-UBND", "2024-05-08", "Quyết định phê duyệt quy hoạch phân khu", "https://b.example/2"), false},
		{"two bodies gave the number on one day", "document", decision("a", "12/QĐ-UBND", "2025-05-08", "Thành lập tổ công tác chuyển đổi số", "https://a.example/1"),
			decision("b", "12/QĐ-UBND", "2025-05-08", "Thu hồi đất để xây dựng trường học phía đông", "https://b.example/2"), false},
		{"a decree by its number alone", "document", decision("a", "194/2025/NĐ-CP", "", "Nghị định về cơ sở dữ liệu quốc gia và dữ liệu mở", "https://a.example/1"),
			decision("b", "194/2025/NĐ-CP", "2025-07-03", "Nghị định 194/2025/NĐ-CP về cơ sở dữ liệu quốc gia", "https://b.example/2"), true},
		{"one opportunity at one address", "opportunity", call("a", "Cụm công nghiệp mở rộng", "", "", "https://a.example/moi-goi?id=4&utm_source=x"),
			call("b", "Mở rộng cụm công nghiệp", "", "", "http://www.a.example/moi-goi/?id=4"), true},
		{"two opportunities with one text but other numbers", "opportunity", call("a", "Khu đất số 4 phía tây đường tránh", "2025-01-02", text, "https://a.example/1"),
			call("b", "Khu đất số 5 phía tây đường tránh", "2025-01-02", text, "https://b.example/1"), false},
		{"one text printed again within the week", "article", call("a", "Mời gọi đầu tư vào cụm công nghiệp", "2025-01-02", text, "https://a.example/1"),
			call("b", "Mời gọi đầu tư cụm công nghiệp", "2025-01-05", text+" Nguồn: cổng phường.", "https://b.example/1"), true},
		{"one text of another year", "article", call("a", "Mời gọi đầu tư vào cụm công nghiệp", "2024-01-02", text, "https://a.example/1"),
			call("b", "Mời gọi đầu tư cụm công nghiệp", "2025-01-05", text, "https://b.example/1"), false},
		{"front pages are nobody's address", "article", call("a", "Tin thứ nhất của cổng thông tin", "2025-01-02", "", "https://a.example/"),
			call("b", "Tin thứ hai của trang phường", "2025-01-02", "", "https://a.example"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			placed(t, data, "a-nguon", c.kind, c.a)
			placed(t, data, "b-nguon", c.kind, c.b)
			s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true})
			defer s.Close()
			if rep := ingest(t, s); len(rep.Refused) > 0 {
				t.Fatal(rep.Refused)
			}
			got := kindOf(t, s, c.kind)
			if (len(got) == 1) != c.same || c.same && !slices.Equal(sources(got[0]), []string{"a-nguon", "b-nguon"}) {
				t.Errorf("%d records; the first is stated by %v, want the same: %v", len(got), sources(got[0]), c.same)
			}
			again(t, s)
		})
	}
}
