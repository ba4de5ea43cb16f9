package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestSearchPage(t *testing.T) {
	s := shipped(t)
	chips := func(path string) (labels, removes []string) {
		parse(t, s.get(t, path).Body.Bytes()).each("a", func(a map[string]string, text string) {
			if strings.Contains(text, "bỏ bộ lọc này") {
				labels = append(labels, strings.Join(strings.Fields(strings.Split(text, "×")[0]), " "))
				removes = append(removes, a["href"])
			}
		})
		return labels, removes
	}
	labels, removes := chips("/vi/search?q=khu&kind=plan,opportunity&min_area=5&as_of=2024-05-01")
	want := []string{"Loại: Quy hoạch", "Loại: Cơ hội đầu tư", "Diện tích: từ 5 ha", "Có hiệu lực ngày: 1/5/2024"}
	slices.Sort(labels)
	slices.Sort(want)
	if !slices.Equal(labels, want) {
		t.Errorf("got %q, want %q", labels, want)
	}
	for _, r := range removes {
		if left, _ := chips(r); len(left) != len(want)-1 {
			t.Errorf("%s: got %q, want one filter less", r, left)
		}
	}
}

func TestPagesOfResultsLeadOnAndBack(t *testing.T) {
	s := shipped(t)
	link := func(path, rel string) string {
		to := ""
		parse(t, s.get(t, path).Body.Bytes()).each("a", func(a map[string]string, _ string) {
			if a["rel"] == rel {
				to = a["href"]
			}
		})
		return to
	}
	first := "/vi/search?kind=document"
	path, trail := first, []string{}
	for range 3 {
		trail = append(trail, path)
		if path = link(path, "next"); path == "" {
			t.Fatal("there is no next page")
		}
	}
	for i := len(trail) - 1; i >= 0; i-- {
		path = link(path, "prev")
		a, _ := url.Parse(path)
		b, _ := url.Parse(trail[i])
		if a.Query().Get("cursor") != b.Query().Get("cursor") {
			t.Fatalf("back leads to %s, want %s", path, trail[i])
		}
	}
}

func TestASearchInVainHelpsAndIsCounted(t *testing.T) {
	s := shipped(t)
	for range minVain {
		w := s.get(t, "/vi/search?q=zzxqk&kind=plan")
		if !strings.Contains(w.Body.String(), "Không tìm thấy bản ghi nào") || !strings.Contains(w.Body.String(), "Xem theo loại") {
			t.Fatal("the page does not help")
		}
	}
	if !strings.Contains(s.get(t, "/en/coverage").Body.String(), "zzxqk") {
		t.Error("the coverage page does not show what was searched in vain")
	}
}

func TestAReasonThatEveryResultSharesIsSaidOnce(t *testing.T) {
	cards := []Card{{Why: []string{"a", "b"}}, {Why: []string{"b"}}, {Why: []string{"c", "b"}}}
	if got := sharedReasons(cards); !slices.Equal(got, []string{"b"}) {
		t.Errorf("got %q, want b", got)
	}
	if !slices.Equal(cards[0].Why, []string{"a"}) || len(cards[1].Why) != 0 || !slices.Equal(cards[2].Why, []string{"c"}) {
		t.Errorf("the cards keep %v", cards)
	}
	one := []Card{{Why: []string{"a"}}}
	if got := sharedReasons(one); got != nil || len(one[0].Why) != 1 {
		t.Errorf("a lone result keeps its reasons, got %q", got)
	}
}
