package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"honglinh/web/webtest"
)

func TestSearchPage(t *testing.T) {
	s := webtest.Shipped(t)
	chips := func(path string) (labels, removes []string) {
		webtest.Parse(t, s.Get(t, path).Body.Bytes()).Each("a", func(a map[string]string, text string) {
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
	s := webtest.Shipped(t)
	link := func(path, rel string) string {
		to := ""
		webtest.Parse(t, s.Get(t, path).Body.Bytes()).Each("a", func(a map[string]string, _ string) {
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

func TestASearchWithoutResultsHelpsAndIsCounted(t *testing.T) {
	s := webtest.Shipped(t)
	for range 3 {
		w := s.Get(t, "/vi/search?q=zzxqk&kind=plan")
		if !strings.Contains(w.Body.String(), "Không tìm thấy bản ghi nào") || !strings.Contains(w.Body.String(), "Xem theo loại") {
			t.Fatal("the page does not help")
		}
	}
	if !strings.Contains(s.Get(t, "/en/coverage").Body.String(), "zzxqk") {
		t.Error("the coverage page does not show what was searched without a result")
	}
}
