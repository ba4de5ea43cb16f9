package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"honglinh/catalog/account"
)

// TestWhatIsCommissionedIsWrittenAndDelivered goes from the offer to the delivery, with
// those who may not beside.
func TestWhatIsCommissionedIsWrittenAndDelivered(t *testing.T) {
	d := open(t)
	for range 3 {
		d.ZeroResults.Add("suối tiên", "vi")
	}
	unit := "bac-hong-linh"
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	stranger := d.as(t, "la", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	if page := secretary.get(t, "/desk/vi/commissions").Body.String(); !strings.Contains(page, "reason=vain") || !strings.Contains(page, "suối tiên") {
		t.Error("what readers searched in vain is not offered")
	}
	if page := writer.get(t, "/desk/vi/commissions").Body.String(); strings.Contains(page, `name="topic"`) {
		t.Error("a contributor is offered to commission")
	}
	ask := url.Values{"topic": {"Suối Tiên"}, "reason": {"vain"}, "detail": {"Đường lên <b>suối</b>"}, "unit": {unit}, "due": {"2026-12-10"}, "fee": {"bài"}}
	for field, value := range map[string]string{"due": "2026-11-01", "unit": "", "person": "khong.co", "reason": "x"} {
		spoilt := url.Values{}
		for k := range ask {
			spoilt.Set(k, ask.Get(k))
		}
		spoilt.Set(field, value)
		w := secretary.post(t, "/desk/vi/commissions", spoilt)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `value="Suối Tiên"`) {
			t.Errorf("%s=%q: %d, or what was typed is lost", field, value, w.Code)
		}
	}
	w := secretary.post(t, "/desk/vi/commissions", ask)
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if home := writer.get(t, "/desk/vi/").Body.String(); !strings.Contains(home, at) {
		t.Error("it is in no work list of the unit")
	}
	if got := stranger.get(t, at).Code; got != http.StatusNotFound {
		t.Errorf("another unit reads it: %d", got)
	}
	letter := writer.get(t, at+"/letter").Body.String()
	for _, want := range []string{"Kính gửi: bac-hong-linh", "Số: ………", "Suối Tiên", "Đường lên suối", "10/12/2026"} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	draft := writer.post(t, at+"/drafts", url.Values{"kind": {"article"}, "unit": {unit}}).Header().Get("Location")
	if !strings.HasPrefix(draft, "/desk/vi/editions/") {
		t.Fatalf("a draft begins at %q", draft)
	}
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"a stranger accepts", stranger.post(t, at, url.Values{"act": {"accept"}}).Code, http.StatusNotFound},
		{"declined without a reason", writer.post(t, at, url.Values{"act": {"decline"}}).Code, http.StatusBadRequest},
		{"accepted", writer.post(t, at, url.Values{"act": {"accept"}}).Code, http.StatusSeeOther},
		{"nothing is linked", writer.post(t, at+"/links", url.Values{"what": {"place/khong-co"}}).Code, http.StatusBadRequest},
		{"the draft is linked by its address, again", writer.post(t, at+"/links", url.Values{"what": {"https://honglinh.example" + draft}}).Code, http.StatusSeeOther},
		{"delivered", writer.post(t, at, url.Values{"act": {"deliver"}}).Code, http.StatusSeeOther},
		{"withdrawn after that", secretary.post(t, at, url.Values{"act": {"withdraw"}, "why": {"vì"}}).Code, http.StatusBadRequest},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	page := secretary.get(t, strings.Replace(at, "/vi/", "/en/", 1)).Body.String()
	if strings.Count(page, strings.TrimPrefix(draft, "/desk/vi")) != 1 || strings.Contains(page, "⟦") || !strings.Contains(page, "delivered") {
		t.Error("the page does not tell what came of it")
	}
	if home := writer.get(t, "/desk/vi/").Body.String(); strings.Contains(home, at) {
		t.Error("what is done still waits")
	}
}
