package page_test

import (
	"strings"
	"testing"
	"time"

	"honglinh/indexer/harvest/page"
)

var now = time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)

func TestDaysAreReadAsPortalsPrintThem(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Thứ hai, 20/03/2015 08:15 SA":       "2015-03-20",
		"Cập nhật lúc: 10:25 20-3-2015":      "2015-03-20",
		"(20.03.2015)":                       "2015-03-20",
		"Hà Tĩnh, ngày 24 tháng 12 năm 2024": "2024-12-24",
		"2015-03-20T23:30:00Z":               "2015-03-21",
		"2015-03-20T08:15:00+0700":           "2015-03-20",
		"2015/03/20":                         "2015-03-20",
		"31/02/2015":                         "",
		"20/03/2115":                         "",
		"01/01/1900":                         "",
		"Lượt xem: 1234567":                  "",
		"Số 12/2025/QĐ-UBND":                 "",
		"08:15 | 20/03/2015 | Lượt xem: 99":  "2015-03-20",
		"Thứ Năm, 5 tháng 6, 2025":           "2025-06-05",
		"32/01/2015, sửa ngày 02/01/2015":    "2015-01-02",
	} {
		if got, ok := page.Date(in, now); string(got) != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestHTMLBecomesMarkdownThatDoesNothing(t *testing.T) {
	t.Parallel()
	got, err := page.Markdown(`<h2>Mục 1</h2><p onclick="x()">Một <b>hai</b> <a href="../b?c=1">ba</a> <a href="javascript:x()">bốn</a></p><script>x()</script><style>p{}</style><table><tr><th>Xã</th><th>ha</th></tr><tr><td>A</td><td>1,5</td></tr></table><img src=x onerror=y>`, "https://a.example/tin/1.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## Mục 1", "Một **hai** [ba](https://a.example/b?c=1)", "| Xã", "| A"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, bad := range []string{"x()", "javascript", "onerror", "<"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is in\n%s", bad, got)
		}
	}
	if _, err := page.Markdown(strings.Repeat("<div>", 100_000), ""); err == nil {
		t.Error("a hundred thousand levels are walked")
	}
}

func TestATextTypedInAnOldFontIsMended(t *testing.T) {
	t.Parallel()
	old := "C\u00e9ng h\u00dfa x\u00b7 h\u00e9i ch\u00f1 ngh\u00dca Vi\u00d6t Nam, \u00ae\u00e9c l\u00cbp t\u00f9 do h\u00b9nh ph\u00f3c"
	if got, want := page.Unfont(old), "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, s := range []string{"Phường Nam Hồng Lĩnh", "café résumé à la carte", "Bình à, đi đâu"} {
		if got := page.Unfont(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}
