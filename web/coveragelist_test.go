package web_test

import (
	"net/http"
	"strings"
	"testing"

	"honglinh/web/webtest"
)

func TestEachNumberOfTheCoveragePageLeadsToThatManyRecords(t *testing.T) {
	s := webtest.Shipped(t)
	followed := map[string]bool{}
	for _, page := range []string{"/en/coverage", "/en/sources"} {
		webtest.Parse(t, s.Get(t, page).Body.Bytes()).Each("a", func(a map[string]string, words string) {
			to, number := a["href"], strings.TrimSpace(words)
			if !strings.Contains(to, "/coverage/records?") || strings.ContainsAny(number, "abcdefghijklmnopqrstuvwxyz") || followed[to] {
				return
			}
			followed[to] = true
			if len(followed)%3 != 0 { // a third of some two hundred
				return
			}
			body := s.Get(t, to).Body.String()
			want := `<p class="lead">` + number + " record"
			if !strings.Contains(body, want) {
				t.Errorf("%s says %s, but %s does not", page, number, to)
			}
		})
	}
	if len(followed) < 100 {
		t.Errorf("only %d numbers are links", len(followed))
	}
}

func TestMistakesInACoverageListAreNamed(t *testing.T) {
	s := webtest.Shipped(t)
	for query, parameter := range map[string]string{"kind=bogus": "kind", "place=unit/nowhere": "place", "lacks=fr": "lacks", "overdue=1": "overdue", "page=0": "page", "page=x": "page", "nonsense=1": "nonsense"} {
		w := s.Get(t, "/vi/coverage/records?"+query)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "<code>"+parameter+"</code>") {
			t.Errorf("%s: status %d, and the page must name %s", query, w.Code, parameter)
		}
	}
	if w := s.Get(t, "/vi/coverage/records?page=9999"); w.Code != http.StatusOK {
		t.Errorf("a page beyond the end: status %d", w.Code)
	}
}

func TestWhatIsOverdueStandsUnderWhoAnswersForIt(t *testing.T) {
	s := webtest.Shipped(t)
	page := s.Get(t, "/en/coverage").Body.String()
	unit, none := strings.Index(page, "Ha Tinh Economic Zone Authority"), strings.Index(page, "No responsible unit is stated")
	if unit < 0 || none < unit {
		t.Errorf("want the units first and what names none last, got %d and %d", unit, none)
	}
}
