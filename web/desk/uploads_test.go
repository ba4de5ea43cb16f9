package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"honglinh/catalog/account"
)

// drop sends a file by a link.
func (c *caller) drop(t *testing.T, token, name string, content []byte, more ...string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(more); i += 2 {
		_ = w.WriteField(more[i], more[i+1])
	}
	_ = w.WriteField("token", token)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/desk/vi/upload", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.do(t, r)
}

// link makes a one-time link of the unit and returns its token.
func (c *caller) link(t *testing.T, unit, kind string) string {
	t.Helper()
	w := c.post(t, "/desk/vi/uploads", url.Values{"unit": {unit}, "kind": {kind}, "label": {"Cán bộ A (ví dụ)"}})
	m := regexp.MustCompile(`upload\?token=([A-Za-z0-9_%-]+)`).FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || m == nil {
		t.Fatalf("a link: %d %s", w.Code, w.Body)
	}
	return m[1]
}

func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestASpreadsheetBecomesDraftsOnce(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	nobody := &caller{d: d}
	token := editor.link(t, unit, "opportunity")
	good := "Tên (vi),Vốn (tỷ đồng),place\nKhu đất A (ví dụ),12.5,Phường Bắc Hồng Lĩnh\n"
	for _, c := range []struct {
		name, file, content string
		want                int
		says                string
	}{
		{"a page that is no table", "a.html", "<table>", http.StatusBadRequest, ".xlsx"},
		{"a file without rows", "a.csv", "title_vi\n", http.StatusBadRequest, "không có dòng nào"},
		{"a column that is none", "a.csv", "title_vi,màu\nA,đỏ\n", http.StatusBadRequest, "Không biết cột “màu”"},
		{"no title", "a.csv", "capital\n12\n", http.StatusBadRequest, "Thiếu cột tên"},
		{"a column twice", "a.csv", "title_vi,Tên (vi)\nA,B\n", http.StatusBadRequest, "là một"},
		{"a row that is wrong", "a.csv", good + "Khu đất B (ví dụ),nhiều,\n", http.StatusBadRequest, "1 dòng cần sửa"},
		{"a broken workbook", "a.xlsx", "PK\x03\x04 broken", http.StatusBadRequest, ""},
	} {
		d.now = d.now.Add(time.Hour) // who errs is held off for some seconds
		w := nobody.drop(t, token, c.file, []byte(c.content))
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d, lacks %q", c.name, w.Code, c.says)
		}
	}
	d.now = d.now.Add(time.Hour)
	w := nobody.drop(t, token, "Cơ hội.xlsx", workbook(t, []any{"Tên (vi)", "capital", "contact_phone"}, []any{"Khu đất A (ví dụ)", 12.5, "0239 3 000 000"}, []any{"Khu đất A (ví dụ)", 7, ""}))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Đã nhận 2 dòng") {
		t.Fatalf("the workbook: %d %s", w.Code, w.Body)
	}
	for _, again := range []*httptest.ResponseRecorder{nobody.drop(t, token, "a.csv", []byte(good)), nobody.get(t, "/desk/vi/upload?token="+token)} {
		if again.Code != http.StatusBadRequest || !strings.Contains(again.Body.String(), "đã dùng lúc") {
			t.Errorf("the link used twice: %d", again.Code)
		}
	}
	head.signIn(t)
	list := head.get(t, "/desk/vi/work/unit.sent?of="+unit).Body.String()
	ids := regexp.MustCompile(`/desk/vi/editions/[0-9a-f-]+`).FindAllString(list, -1)
	if len(ids) != 2 {
		t.Fatalf("the unit head has %d to check", len(ids))
	}
	page := head.get(t, ids[0]).Body.String()
	if got := form(page); got.Get("f.title_vi") != "Khu đất A (ví dụ)" || !strings.Contains(page, "upload/"+unit) {
		t.Errorf("the draft is %v, without its way", got.Get("f.title_vi"))
	}
	if code := head.act(t, ids[0], "check"); code != http.StatusSeeOther {
		t.Errorf("the unit head checks it: %d", code)
	}
}

func TestTheRightRowsAreTakenWhereTheSenderSaysSo(t *testing.T) {
	d := open(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	token := editor.link(t, "bac-hong-linh", "opportunity")
	w := (&caller{d: d}).drop(t, token, "a.csv", []byte("title_vi;capital\nA (ví dụ);1\nB (ví dụ);nhiều\n"), "partly", "true")
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "Đã nhận 1 dòng") || !strings.Contains(body, "1 dòng không nhận được") {
		t.Errorf("%d %s", w.Code, body)
	}
}

func TestLinksEndAndGuessingIsHeldOff(t *testing.T) {
	d := open(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	editor.signIn(t)
	token, other := editor.link(t, "bac-hong-linh", "article"), editor.link(t, "bac-hong-linh", "article")
	nobody := &caller{d: d}
	if w := nobody.get(t, "/desk/en/upload?token="+token); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("the page of a link: %d", w.Code)
	}
	if w := nobody.get(t, "/desk/vi/upload.csv?kind=opportunity"); !strings.HasPrefix(w.Body.String(), "\ufeffTên (vi),") {
		t.Errorf("the template is %.60q", w.Body.String())
	}
	id := regexp.MustCompile(`name="link" value="([^"]+)"`).FindStringSubmatch(editor.get(t, "/desk/vi/uploads").Body.String())
	if id == nil {
		t.Fatalf("the list has no link: %s", editor.get(t, "/desk/vi/uploads").Body)
	}
	if w := editor.post(t, "/desk/vi/uploads/end", url.Values{"link": {id[1]}}); w.Code != http.StatusSeeOther {
		t.Errorf("ended: %d", w.Code)
	}
	gone := 0
	for _, x := range []string{token, other} {
		if nobody.get(t, "/desk/vi/upload?token="+x).Code == http.StatusNotFound {
			gone++
		}
	}
	if gone != 1 {
		t.Errorf("%d of two links are ended", gone)
	}
	d.now = d.now.Add(8 * 24 * time.Hour)
	over := 0
	for _, x := range []string{token, other} {
		if w := nobody.get(t, "/desk/vi/upload?token="+x); w.Code == http.StatusBadRequest && strings.Contains(w.Body.String(), "hết hạn") {
			over++
		}
	}
	if over != 1 {
		t.Errorf("%d links are over after a week", over)
	}
	held := false
	for range 12 {
		held = held || nobody.get(t, "/desk/vi/upload?token=guess").Code == http.StatusTooManyRequests || nobody.get(t, "/desk/vi/upload?token=guess").Code == http.StatusServiceUnavailable
	}
	if !held {
		t.Error("guessing is not held off")
	}
}
