package invest_test

import (
	"net/http"
	"strings"
	"testing"

	"honglinh/web/webtest"
)

func TestTheFinderAsksAndAnswersInBothLanguages(t *testing.T) {
	s := webtest.Shipped(t)
	for name, tt := range map[string]struct {
		path string
		want []string
		not  []string
	}{
		"nothing is said, in Vietnamese": {"/vi/invest", []string{"Dự án được hưởng ưu đãi gì", "Chưa rõ", "văn bản tiếng Việt có giá trị áp dụng"}, []string{"Ví dụ:"}},
		"a factory in a cluster": {"/en/invest?place=18118&zone=industrial-cluster&sector=C&project=new&capital=200&profit=20&sector_group=electronics",
			[]string{`value="18118" selected`, `value="industrial-cluster" selected`, "two readings", "0 of its 3 old units", "Example:", "the Vietnamese act prevails", "as_of=2027-02-01"}, nil},
		"what a form leaves open is open": {"/en/invest?place=&zone=&capital=&as_of=2026-11-30", []string{"Answers for 30 November 2026"}, nil},
	} {
		w := s.Get(t, tt.path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", name, w.Code)
		}
		for _, want := range tt.want {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: no %q on the page", name, want)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(w.Body.String(), not) {
				t.Errorf("%s: %q is on the page", name, not)
			}
		}
	}
	for _, path := range []string{"/vi/invest?plase=1", "/vi/invest?zone=nowhere", "/en/journey?place=Atlantis"} {
		if w := s.Get(t, path); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}
