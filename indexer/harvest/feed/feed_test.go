package feed_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/feed"
	"honglinh/indexer/harvest/harvesttest"
)

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Cổng phường</title><link>https://phuong.example/</link><language>vi</language><copyright>CC BY 4.0</copyright>
<item><title>Khởi công tuyến đường &amp;amp; cầu</title><link>/tin/1.html</link><guid isPermaLink="false">tin-1</guid><pubDate>Thứ hai, 20/03/2015 08:15 SA</pubDate><category>Đầu tư</category><description>&lt;p&gt;Sáng 20/3, &lt;b&gt;phường&lt;/b&gt; khởi công.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description><enclosure url="/tep/qd.pdf" length="1" type="application/pdf"/></item>
<item><title>%s</title><link>/tin/2.html</link><guid isPermaLink="false">tin-2</guid><pubDate>Tue, 01 Jul 2025 23:30:00 GMT</pubDate></item>
</channel></rss>`

const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Ward</title><id>urn:a</id><updated>2025-07-01T00:00:00Z</updated>%s
<entry><id>urn:%s1</id><title>Works begin</title><link href="/1"/><updated>2025-07-01T00:00:00Z</updated><content type="html">&lt;p&gt;Works begin &lt;a href="x"&gt;here&lt;/a&gt;.&lt;/p&gt;</content></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"W","language":"vi","items":[
{"id":"1","url":"https://w.example/1","title":"Một","content_text":"Nội dung một","date_published":"2025-07-01T01:00:00+07:00"},
{"id":"2","url":"https://w.example/2","title":"Hai","content_text":"%s"}]}`

func TestFeedsPassTheSuite(t *testing.T) {
	for _, name := range []string{"rss", "atom", "json"} {
		t.Run(name, func(t *testing.T) {
			harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
				text := "Lịch tiếp công dân"
				portal := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					switch {
					case name == "rss":
						fmt.Fprintf(w, rss, text)
					case name == "json":
						w.Header().Set("Content-Type", "application/feed+json")
						fmt.Fprintf(w, jsonFeed, text)
					case r.URL.Query().Get("page") == "":
						fmt.Fprintf(w, atom, `<link rel="next" href="?page=2"/>`, "a")
					default:
						fmt.Fprint(w, strings.Replace(fmt.Sprintf(atom, "", "b"), "Works begin", text, 1))
					}
				})
				return harvesttest.Rig{Protocol: feed.Protocol{}, Portal: portal, Source: harvest.Source{Protocol: "feed", Address: "/feed"}, Items: 2,
					Change: func() { text = "Lịch tiếp công dân tháng 8" }}
			})
		})
	}
}

// rows harvests what a portal answers with and returns its rows by title.
func rows(t *testing.T, src harvest.Source, portal http.HandlerFunc) (map[string]map[string]any, *harvesttest.Stand, harvest.Report) {
	t.Helper()
	src.Protocol, src.Address = "feed", "/feed"
	s := harvesttest.New(t, harvesttest.Rig{Protocol: feed.Protocol{}, Portal: portal, Source: src})
	rep := s.Run(t, 0)
	return read(t, s), s, rep
}

func read(t *testing.T, s *harvesttest.Stand) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for name, content := range s.Files(t) {
		if !strings.HasSuffix(name, ".jsonl") {
			continue
		}
		for line := range strings.Lines(content) {
			var row map[string]any
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			title, ok := row["title_vi"].(string)
			if !ok {
				title, _ = row["title_en"].(string)
			}
			out[title] = row
		}
	}
	return out
}

func answer(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) }
}

func TestWhatVietnameseFeedsSayIsUnderstood(t *testing.T) {
	t.Parallel()
	got, s, _ := rows(t, harvest.Source{Unit: "18118"}, answer(fmt.Sprintf(rss, "Hai")))
	one := got["Khởi công tuyến đường & cầu"]
	host := strings.TrimSuffix(s.Source.Address, "/feed")
	for column, want := range map[string]string{"date": "2015-03-20", "section": "Đầu tư", "summary_vi": "Sáng 20/3, phường khởi công.", "licence": "CC-BY-4.0",
		"source_url": host + "/tin/1.html", "attachments": host + "/tep/qd.pdf", "place": "18118"} {
		if one[column] != want {
			t.Errorf("%s: got %q, want %q", column, one[column], want)
		}
	}
	if d := got["Hai"]["date"]; d != "2025-07-02" {
		t.Errorf("half past eleven of the first in Greenwich is the second in Viet Nam, got %v", d)
	}
}

func TestHowMuchOfATextIsKeptIsTheSourcesOwn(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("Một câu dài của bài báo. ", 100)
	f := `<rss version="2.0"><channel><title>B</title><item><title>Bài</title><link>/1</link><description>Tóm tắt</description><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">` + body + `</content:encoded></item></channel></rss>`
	for _, c := range []struct {
		src           harvest.Source
		body, summary bool
	}{{harvest.Source{}, true, true}, {harvest.Source{Keep: "abstract"}, false, true}, {harvest.Source{Keep: "title"}, false, false},
		{harvest.Source{Press: true, Aggregation: "Thoả thuận số 1"}, false, true}} {
		got, _, _ := rows(t, c.src, answer(f))
		_, body := got["Bài"]["body_vi"]
		_, summary := got["Bài"]["summary_vi"]
		if body != c.body || summary != c.summary {
			t.Errorf("keep %q: body %v, summary %v", c.src.Keep, body, summary)
		}
	}
}

func TestAnOldEncodingIsReadWhateverTheFeedSaysOfIt(t *testing.T) {
	t.Parallel()
	// "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc" in TCVN3 (table of the standard).
	tcvn := "C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam, \xae\xe9c l\xcbp t\xf9 do h\xb9nh ph\xf3c"
	got, _, rep := rows(t, harvest.Source{}, answer(`<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>A</title><item><title>`+tcvn+`</title><link>/1</link></item></channel></rss>`))
	if got["Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc"] == nil {
		t.Errorf("got %v, %+v", got, rep)
	}
}

func TestWhatAFeedNoLongerHoldsIsKept(t *testing.T) {
	t.Parallel()
	n := 0
	s := harvesttest.New(t, harvesttest.Rig{Protocol: feed.Protocol{}, Source: harvest.Source{Protocol: "feed", Address: "/feed"},
		Portal: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			n++
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>A</title><item><title>Tin %d</title><link>/%d</link></item></channel></rss>`, n, n)
		})})
	for day := range 5 {
		if rep := s.Run(t, day); rep.Items != day+1 || rep.Missing+rep.Gone != 0 {
			t.Errorf("day %d: %+v", day, rep)
		}
	}
}

func TestWhatWasTakenOutOnRequestStaysOut(t *testing.T) {
	t.Parallel()
	s := harvesttest.New(t, harvesttest.Rig{Protocol: feed.Protocol{}, Source: harvest.Source{Protocol: "feed", Address: "/feed"}, Portal: answer(fmt.Sprintf(rss, "Hai"))})
	s.Run(t, 0)
	s.Source.Removed = []harvest.Removal{{Address: strings.TrimSuffix(s.Source.Address, "/feed") + "/tin/1.html", Reason: "Người viết yêu cầu", On: "2026-11-30"}}
	for day := range 3 {
		s.Run(t, day)
		if got := read(t, s); len(got) != 1 || got["Hai"] == nil {
			t.Fatalf("day %d: %v", day, got)
		}
		if names := s.Holding(t, "khởi công"); len(names) > 0 {
			t.Errorf("day %d: it is still in %v", day, names)
		}
	}
	st, err := harvest.StatusOf(s.Data, s.Source.Name)
	if want := []harvest.Why{{On: "2026-11-30", Reason: "Người viết yêu cầu"}}; err != nil || st.Removed != 1 || !slices.Equal(st.Reasons, want) {
		t.Errorf("the page of sources is told %+v, %v, want %+v", st, err, want)
	}
	s.Source.Removed = nil
	if rep := s.Run(t, 4); rep.Added != 1 || read(t, s)["Khởi công tuyến đường & cầu"] == nil {
		t.Errorf("a removal that was taken back: %v: %v", rep, read(t, s))
	}
}

func TestABombOfEntitiesIsNotRead(t *testing.T) {
	t.Parallel()
	for name, bomb := range map[string]string{
		"laughs": `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`,
		"file":   `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>`,
		"depth":  `<rss version="2.0"><channel><item><description>` + strings.Repeat("<a>", 100000) + `</description></item></channel></rss>`,
	} {
		_, _, rep := rows(t, harvest.Source{}, answer(bomb))
		if rep.Stopped == "" || rep.Items != 0 {
			t.Errorf("%s: %+v", name, rep)
		}
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(fmt.Sprintf(rss, "a")))
	f.Add([]byte(fmt.Sprintf(atom, "", "a")))
	f.Add([]byte(fmt.Sprintf(jsonFeed, "a")))
	f.Fuzz(func(t *testing.T, b []byte) {
		feed.Read(b)
	})
}
