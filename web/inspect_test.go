package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"honglinh/web/webtest"
)

// inspected posts a file to the page.
func inspected(t *testing.T, s *webtest.Stand, path, name, content string, more ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if name != "" {
		f, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(content))
	}
	for i := 0; i+1 < len(more); i += 2 {
		_ = w.WriteField(more[i], more[i+1])
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	s.Handler.ServeHTTP(rec, r)
	return rec
}

func TestAFileIsLookedAtAndDescribed(t *testing.T) {
	s := webtest.Shipped(t)
	file := "Mã;Thu (<b>tỷ</b>);Ngày\nt1;1.234,5;05/07/2025\nt2;-\nt3;7;31/12/2024\nt4;8;31/12/2024\nt5;9,5;31/12/2024\n"
	for _, c := range []struct {
		sentence, path, name, content string
		status                        int
		want                          []string
	}{
		{"in Vietnamese", "/vi/inspect", "thu.csv", file, 200, []string{"cả 4 giá trị là số viết theo kiểu Việt Nam", "ngày (date %d/%m/%Y)", "số (number)", "Dòng 3:", "Dấu phân cách", "Thu (&lt;b&gt;tỷ&lt;/b&gt;)", `&#34;decimalChar&#34;: &#34;,&#34;`}},
		{"in English", "/en/inspect", "thu.csv", file, 200, []string{"all 4 values are numbers written the Vietnamese way", "Row 3:", "Proposed descriptor"}},
		{"what cannot be read is said", "/vi/inspect", "a.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", 200, []string{"mật khẩu"}},
		{"an empty file is said", "/en/inspect", "a.csv", "", 200, []string{"empty"}},
		{"a track of a receiver", "/vi/inspect", "a.gpx", `<gpx><wpt lat="18.52" lon="105.71"><name>Đền</name></wpt></gpx>`, 200, []string{"waypoint", "chữ (string)"}},
		{"no file is said", "/vi/inspect", "", "", 200, []string{"Chưa chọn tệp"}},
		{"a format that needs a folder", "/en/inspect", "a.gpkg", "x", 400, []string{"the command honglinh inspect"}},
		{"a file of too many cells", "/en/inspect", "a.csv", "a,b,c,d,e,f,g,h,i\n" + strings.Repeat(",,,,,,,,\n", 90_000), 413, []string{"more than 500000 cells"}},
		{"a file too large", "/en/inspect", "a.csv", strings.Repeat("a,b\n", 300_000), 413, []string{"a smaller file"}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			w := inspected(t, s, c.path, c.name, c.content)
			if w.Code != c.status {
				t.Fatalf("status %d: %.300s", w.Code, w.Body)
			}
			for _, want := range c.want {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("lacks %q", want)
				}
			}
		})
	}
	if w := inspected(t, s, "/vi/inspect", "thu.csv", file, "want", "descriptor"); w.Header().Get("Content-Type") != "application/json" || !strings.HasPrefix(w.Body.String(), "{\n \"$schema\"") {
		t.Errorf("the descriptor: %v %.200s", w.Header(), w.Body)
	}
	if w := inspected(t, s, "/vi/inspect", "thu.csv", file, "wnt", "x"); w.Code != 400 || !strings.Contains(w.Body.String(), "want") {
		t.Errorf("an unknown parameter: %d", w.Code)
	}
	if w := s.Get(t, "/vi/inspect"); w.Code != 200 || !strings.Contains(w.Body.String(), `type="file"`) {
		t.Errorf("the page: %d", w.Code)
	}
}
