package desk_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/account"
	rules "honglinh/catalog/desk"
	"honglinh/catalog/store/accounts"
)

// zeros is a stream of n bytes that takes no memory.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), z.n)
	clear(p[:n])
	z.n -= n
	return int(n), nil
}

func TestAPictureOfTwoHundredMegabytesIsRefusedWithWhatToDo(t *testing.T) {
	d := open(t)
	c := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	const boundary = "zzz"
	head := fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n", boundary)
	r := httptest.NewRequest(http.MethodPost, "/desk/vi/photos", io.MultiReader(strings.NewReader(head), &zeros{200 << 20}, strings.NewReader("\r\n--"+boundary+"--\r\n")))
	r.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := c.do(t, r)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "MB") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestWhatIsNoPictureIsRefusedInWords(t *testing.T) {
	d := open(t)
	c := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	fields := map[string]string{"unit": "bac-hong-linh", "alt_vi": "Ảnh ví dụ", "author": "Lan (ví dụ)", "licence": "CC-BY-4.0"}
	for name, file := range map[string]struct {
		content []byte
		says    string
	}{
		"a.svg":  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "SVG"},
		"a.heic": {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "HEIC"},
		"a.jpg":  {bytes.Repeat([]byte("x"), 100), ""},
	} {
		w := c.upload(t, fields, map[string][]byte{name: file.content})
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), file.says) {
			t.Errorf("%s: %d lacks %q", name, w.Code, file.says)
		}
	}
}

func TestARoleTakenAwayInTheMiddleOfASessionEndsWhatItAllowed(t *testing.T) {
	d := open(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	at := editor.begin(t, url.Values{"kind": {"article"}, "title": {"Tin (ví dụ)"}})
	values := form(editor.get(t, at).Body.String())
	if err := d.Change(t.Context(), "bien.tap", accounts.Program, func(a *account.Account) { a.Grants = []account.Grant{{Role: account.LogReader}} }); err != nil {
		t.Fatal(err)
	}
	if w := editor.post(t, at, values); w.Code == http.StatusOK || w.Code == http.StatusSeeOther && !strings.Contains(w.Header().Get("Location"), "sign-in") {
		t.Errorf("a form of the role that was taken away is saved: %d %s", w.Code, w.Header().Get("Location"))
	}
}

func TestAUnitDissolvedInTheMiddleOfAnEditLosesNothing(t *testing.T) {
	d := open(t)
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	at := writer.begin(t, url.Values{"unit": {"bac-hong-linh"}, "kind": {"article"}, "title": {"Tin (ví dụ)"}})
	if code := writer.save(t, at, map[string]string{"f.summary_vi": "Đang viết dở."}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	values := form(writer.get(t, at).Body.String())
	if err := d.Change(t.Context(), "lan", accounts.Program, func(a *account.Account) { a.Disabled = true }); err != nil { // the unit is gone, and so are its accounts
		t.Fatal(err)
	}
	if w := writer.post(t, at, values); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "sign-in") {
		t.Errorf("an account of a unit that is gone saves: %d", w.Code)
	}
	page := secretary.get(t, at)
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Đang viết dở.") {
		t.Fatalf("the board does not see what was written: %d", page.Code)
	}
	for _, act := range []string{"send", "take", "approve", "publish"} {
		if code := secretary.act(t, at, act); code != http.StatusSeeOther {
			t.Errorf("%s: %d", act, code)
		}
	}
	if len(d.has) != 1 {
		t.Errorf("readers have %v", d.has)
	}
}

func TestAClockThatIsSetBackOrForwardLosesNothing(t *testing.T) {
	d := open(t)
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	at := secretary.begin(t, url.Values{"kind": {"article"}, "title": {"Tin (ví dụ)"}})
	for _, act := range []string{"send", "take", "approve"} {
		if code := secretary.act(t, at, act); code != http.StatusSeeOther {
			t.Fatalf("%s: %d", act, code)
		}
	}
	when := d.now.In(time.FixedZone("UTC+7", 7*60*60)).Add(2 * time.Hour)
	if code := secretary.act(t, at, "schedule", "at", when.Format("2006-01-02T15:04")); code != http.StatusSeeOther {
		t.Fatalf("scheduled: %d", code)
	}
	d.now = d.now.Add(-time.Hour) // the machine's clock was fast and is set right
	if w := secretary.get(t, "/desk/vi/"); w.Code != http.StatusOK {
		t.Errorf("a session of a clock that was fast: %d", w.Code)
	}
	if _, err := d.Editions.Work(t.Context()); err != nil || len(d.has) > 0 {
		t.Errorf("published before its time: %v, %v", d.has, err)
	}
	d.now = when.UTC().Add(time.Minute)
	if _, err := d.Editions.Work(t.Context()); err != nil || len(d.has) != 1 {
		t.Errorf("not published at its time: %v, %v", d.has, err)
	}
	if damage, err := d.Store().Check(t.Context()); err != nil || len(damage) > 0 {
		t.Errorf("the log: %v, %v", damage, err)
	}
	it, _, err := d.Editions.Live(t.Context(), "article/tin-vi-du")
	if err != nil || it.Value.State != rules.Published {
		t.Errorf("%v, %v", it.Value.State, err)
	}
}

func TestAClickOnTheMapHasItsPlace(t *testing.T) {
	d := open(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	at := editor.begin(t, url.Values{"kind": {"place"}, "title": {"Suối (ví dụ)"}})
	if code := editor.save(t, at, map[string]string{"f.lat": "18.52", "f.lon": "105.71"}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	page := editor.get(t, at).Body.String()
	if !strings.Contains(page, `data-point="/desk/vi/map.json"`) || !strings.Contains(page, `data-zoom="12.5"`) {
		t.Errorf("the form has no map: %s", page)
	}
	w := editor.get(t, "/desk/vi/map.json?view=11/18.5/105.7&lon=105.71&lat=18.52")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"West":105.`) || !strings.Contains(w.Body.String(), "svg") {
		t.Errorf("the map: %d %s", w.Code, w.Body)
	}
	if w := editor.get(t, "/desk/vi/map.json?view=x"); w.Code != http.StatusBadRequest {
		t.Errorf("a view that is none: %d", w.Code)
	}
}
