package desk_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"honglinh/catalog/account"
)

// sample is a JPEG that says where it was taken: 18°31′ N 105°42′ E.
func sample(t *testing.T, shade uint8) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for y := range 400 {
		for x := range 640 {
			m.Set(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), shade, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	const position = "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00" +
		"\x04\x00\x01\x00\x02\x00\x02\x00\x00\x00N\x00\x00\x00\x02\x00\x05\x00\x03\x00\x00\x00\x50\x00\x00\x00\x03\x00\x02\x00\x02\x00\x00\x00E\x00\x00\x00\x04\x00\x05\x00\x03\x00\x00\x00\x68\x00\x00\x00\x00\x00\x00\x00" +
		"\x12\x00\x00\x00\x01\x00\x00\x00\x1f\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x69\x00\x00\x00\x01\x00\x00\x00\x2a\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00"
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(position) + 2)}
	return append(append(head, position...), b.Bytes()[2:]...)
}

// upload sends files with a form.
func (c *caller) upload(t *testing.T, fields map[string]string, files map[string][]byte) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		f, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/desk/vi/photos", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.do(t, r)
}

func TestPicturesGoFromTheWardToReaders(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	stranger := d.as(t, "la", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	said := map[string]string{"alt_vi": "Suối chảy giữa rừng", "author": "Nguyễn Ví Dụ", "licence": "CC-BY-4.0", "unit": unit, "about": "place/suoi-tien"}
	with := func(name, value string) map[string]string {
		out := map[string]string{}
		for k, v := range said {
			out[k] = v
		}
		out[name] = value
		return out
	}
	one := map[string][]byte{"a.jpg": sample(t, 40)}
	for name, c := range map[string]struct {
		fields map[string]string
		files  map[string][]byte
		says   string
	}{
		"without a licence":      {with("licence", ""), one, "giấy phép"},
		"without words":          {with("alt_vi", ""), one, "tả ảnh"},
		"people without consent": {with("people", "bà Ví Dụ"), one, "đồng ý"},
		"no file":                {said, nil, "1 đến 30"},
		"another unit's":         {with("unit", "nam-hong-linh"), one, "không thuộc"},
		"an SVG with a script":   {said, map[string][]byte{"x.svg": []byte("<svg><script>alert(1)</script></svg>")}, "SVG"},
		"HEIC":                   {said, map[string][]byte{"x.heic": append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), make([]byte, 99)...)}, "Tương thích nhất"},
		"a file of 21 MB":        {said, map[string][]byte{"x.jpg": make([]byte, 21<<20)}, "20 MB"},
	} {
		w := writer.upload(t, c.fields, c.files)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d, says %q? %v", name, w.Code, c.says, strings.Contains(w.Body.String(), c.says))
		}
		if c.fields["author"] != "" && !strings.Contains(w.Body.String(), "Nguyễn Ví Dụ") {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	if w := writer.upload(t, said, map[string][]byte{"x.jpg": make([]byte, 200<<20)}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("200 MB: %d", w.Code)
	}
	w := writer.upload(t, said, map[string][]byte{"a.jpg": sample(t, 40), "b.jpg": sample(t, 44), "c.svg": []byte("<svg/>")})
	page := w.Body.String()
	drafts := regexp.MustCompile(`<li><a href="(/desk/vi/editions/[^"]+)">[ab].jpg`).FindAllStringSubmatch(page, -1)
	if w.Code != http.StatusBadRequest || len(drafts) != 2 || !strings.Contains(page, "c.svg: ") || !strings.Contains(page, "18.51667, 105.70000") || !strings.Contains(page, "gần giống") {
		t.Fatalf("two of three are taken, with a position, and look alike: %d, %v", w.Code, drafts)
	}
	if w := writer.upload(t, said, one); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "đã có") {
		t.Errorf("the same again: %d", w.Code)
	}
	thumb := regexp.MustCompile(`/desk/vi/pictures/[0-9a-f]+/small\.jpg`).FindString(page)
	got := writer.get(t, thumb)
	if got.Header().Get("Content-Type") != "image/jpeg" || bytes.Contains(got.Body.Bytes(), []byte("Exif")) || got.Body.Len() == 0 {
		t.Errorf("what readers would get: %v", got.Header())
	}
	if w := stranger.get(t, thumb); w.Code != http.StatusNotFound {
		t.Errorf("another unit sees it: %d", w.Code)
	}
	at := drafts[0][1]
	if f := form(writer.get(t, at).Body.String()); f.Get("f.licence") != "CC-BY-4.0" || f.Get("f.lat") == "" || f.Get("f.attr.author") == "" && f.Get("f.attr.author_vi") == "" {
		t.Errorf("the draft says %v", f)
	}
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"sent", writer.act(t, at, "send"), http.StatusSeeOther},
		{"taken", secretary.act(t, at, "take"), http.StatusSeeOther},
		{"approved", editor.act(t, at, "approve"), http.StatusSeeOther},
		{"published", secretary.act(t, at, "publish"), http.StatusSeeOther},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	if w := secretary.get(t, at+"/preview"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/desk/vi/pictures/") || !strings.Contains(w.Body.String(), "Nguyễn Ví Dụ") {
		t.Errorf("the preview: %d", w.Code)
	}
	held, err := json.Marshal(d.has)
	if err != nil || strings.Contains(string(held), "people") || !strings.Contains(string(held), "place/suoi-tien") {
		t.Errorf("readers have %s, %v", held, err)
	}
	if w := secretary.get(t, "/desk/en/photos"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("the library in English: %d", w.Code)
	}
}
