package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestEachNumberOfTheCoveragePageLeadsToThatManyRecords(t *testing.T) {
	s := shipped(t)
	followed := map[string]bool{}
	for _, page := range []string{"/en/coverage", "/en/sources"} {
		parse(t, s.get(t, page).Body.Bytes()).each("a", func(a map[string]string, words string) {
			to, number := a["href"], strings.TrimSpace(words)
			if !strings.Contains(to, "/coverage/records?") || strings.ContainsAny(number, "abcdefghijklmnopqrstuvwxyz") || followed[to] {
				return
			}
			followed[to] = true
			if len(followed)%3 != 0 { // a third of some two hundred
				return
			}
			body := s.get(t, to).Body.String()
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
	s := shipped(t)
	for query, parameter := range map[string]string{"kind=bogus": "kind", "place=unit/nowhere": "place", "lacks=fr": "lacks", "overdue=1": "overdue", "page=0": "page", "page=x": "page", "nonsense=1": "nonsense"} {
		w := s.get(t, "/vi/coverage/records?"+query)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "<code>"+parameter+"</code>") {
			t.Errorf("%s: status %d, and the page must name %s", query, w.Code, parameter)
		}
	}
	if w := s.get(t, "/vi/coverage/records?page=9999"); w.Code != http.StatusOK {
		t.Errorf("a page beyond the end: status %d", w.Code)
	}
}

func TestWhatIsOverdueStandsUnderWhoAnswersForIt(t *testing.T) {
	s := shipped(t)
	page := s.get(t, "/en/coverage").Body.String()
	unit, none := strings.Index(page, "Ha Tinh Economic Zone Authority"), strings.Index(page, "No responsible unit is stated")
	if unit < 0 || none < unit {
		t.Errorf("want the units first and what names none last, got %d and %d", unit, none)
	}
}
