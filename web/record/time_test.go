package record_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/webtest"
)

func TestARecordIsShownThroughTime(t *testing.T) {
	s := webtest.Shipped(t)
	for path, want := range map[string][]string{
		"/en/procedure/1-013236/through-time?as_of=2026-05-01": {"10 working days (new permit)", "20 days (special class, class I and II)", "On 1 May 2026", "30 June 2026", "Law 135/2025/QH15"},
		"/vi/document/luat-61-2020-qh14/through-time":          {"qua các thời kỳ", "Luật 143/2025/QH15", "Đứng sau, thay thế", "28/2/2026"},
		"/vi/document/luat-143-2025-qh15/through-time":         {"Luật 61/2020/QH14", "Đứng trước, đã bị thay"},
		"/en/organisation/so-tai-chinh-ha-tinh/through-time":   {"through time"},
	} {
		w := s.Get(t, path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		said := webtest.Parse(t, w.Body.Bytes()).Text()
		for _, one := range want {
			if !strings.Contains(said, one) {
				t.Errorf("%s: no %q", path, one)
			}
		}
	}
	before, after := limitOn(t, s, "2026-05-01"), limitOn(t, s, "2026-08-01")
	if before["20 days"] != "held" || before["10 working days"] != "did not hold" || after["20 days"] != "did not hold" || after["10 working days"] != "held" {
		t.Errorf("before %v, after %v", before, after)
	}
	for path, status := range map[string]int{"/vi/opportunity/ccn-nam-hong/through-time": 404, "/vi/document/nothing/through-time": 404, "/vi/document/luat-61-2020-qh14/through-time?as_of=x": 400, "/vi/document/luat-61-2020-qh14/through-time?day=1": 400} {
		if w := s.Get(t, path); w.Code != status {
			t.Errorf("%s: status %d, want %d", path, w.Code, status)
		}
	}
}

// limitOn is what the page of a building permit says of its limits on a day.
func limitOn(t *testing.T, s *webtest.Stand, day string) map[string]string {
	out := map[string]string{}
	w := s.Get(t, "/en/procedure/1-013236/through-time?as_of="+day)
	_, table, _ := strings.Cut(w.Body.String(), `id="limits"`)
	webtest.Parse(t, []byte("<table>"+table[strings.Index(table, "<tbody>"):])).Each("tr", func(_ map[string]string, said string) {
		for _, limit := range []string{"20 days", "10 working days"} {
			if strings.HasPrefix(said, limit) {
				out[limit] = "held"
				if strings.HasSuffix(strings.TrimSpace(said), "did not hold") {
					out[limit] = "did not hold"
				}
			}
		}
	})
	return out
}

func TestARecordHasItsFeedAndItsCitation(t *testing.T) {
	s := webtest.Shipped(t)
	for _, path := range []string{"/en/opportunity/ccn-nam-hong/feed.atom", "/vi/shortlist/feed.atom?ids=opportunity/ccn-nam-hong,opportunity/nothing-here"} {
		var feed struct {
			Entries []struct {
				Title   string `xml:"title"`
				Summary string `xml:"summary"`
			} `xml:"entry"`
		}
		if w := s.Get(t, path); w.Code != http.StatusOK || xml.Unmarshal(w.Body.Bytes(), &feed) != nil || len(feed.Entries) == 0 || feed.Entries[0].Summary == "" {
			t.Errorf("%s: status %d, %+v", path, w.Code, feed)
		}
	}
	var feed struct {
		Items []struct{ URL string }
	}
	if w := s.Get(t, "/en/opportunity/ccn-nam-hong/feed.json"); json.Unmarshal(w.Body.Bytes(), &feed) != nil || len(feed.Items) != 1 || feed.Items[0].URL != webtest.Base+"/en/opportunity/ccn-nam-hong" {
		t.Errorf("%s", w.Body.String())
	}
	page := s.Get(t, "/en/opportunity/ccn-nam-hong").Body.String()
	for _, want := range []string{`href="/api/v1/records/opportunity/ccn-nam-hong/cite?format=bibtex&amp;lang=en"`, "format=ris", "format=csl-json", `href="/en/opportunity/ccn-nam-hong/feed.atom"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	for path, status := range map[string]int{"/vi/shortlist/feed.atom": 400, "/vi/shortlist/feed.atom?ids=x": 400, "/vi/opportunity/nothing/feed.atom": 404} {
		if w := s.Get(t, path); w.Code != status {
			t.Errorf("%s: status %d, want %d", path, w.Code, status)
		}
	}
}

// TestNoPageStatesWhatIsRepealedAsTodays walks the procedures and acts of the shipped
// catalogue: a limit that was changed says so wherever it stands, and what is not in force
// says so above everything else.
func TestNoPageStatesWhatIsRepealedAsTodays(t *testing.T) {
	s := webtest.Shipped(t)
	walked := 0
	err := s.Records.Each(context.Background(), func(rec catalog.Record, _ int64) error {
		if rec.Kind != vocab.Procedure && rec.Kind != vocab.Document {
			return nil
		}
		ended := vocab.Ended(rec.StatusOn(webtest.Now()))
		var changed []string
		limits, _ := rec.Attributes["limits"].([]any)
		for _, one := range limits {
			if m := one.(map[string]any); m["limit_state"] == "superseded" {
				l := s.Locale(text.EN)
				changed = append(changed, l.T("value.days."+m["unit"].(string), l.Num(m["value"].(float64)))+" ("+m["case_en"].(string)+")")
			}
		}
		if !ended && len(changed) == 0 {
			return nil
		}
		walked++
		page := s.Get(t, "/en/"+rec.ID).Body.String()
		head, _, _ := strings.Cut(page, "</header>\n<")
		if i := strings.Index(page, `<article class="record">`); i >= 0 {
			head, _, _ = strings.Cut(page[i:], "</header>")
		}
		if ended && !strings.Contains(head, `class="notice warn"`) {
			t.Errorf("%s has ended and does not say so at the top", rec.ID)
		}
		said := webtest.Parse(t, []byte(page)).Text()
		for _, limit := range changed {
			for rest := said; ; {
				i := strings.Index(rest, limit)
				if i < 0 {
					break
				}
				rest = rest[i+len(limit):]
				if !strings.HasPrefix(rest, " – printed") && !strings.HasPrefix(rest, " – "+s.Locale(text.EN).T("value.limit.superseded")) {
					t.Errorf("%s states %q, which a later act changed: …%.60s", rec.ID, limit, rest)
				}
			}
		}
		return nil
	})
	if err != nil || walked < 16 {
		t.Errorf("%d records walked, %v", walked, err)
	}
}
