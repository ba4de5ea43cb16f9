package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
)

// workdays is a calendar that knows 2026, and not 2027.
func workdays(t *testing.T) enquiry.Calendar {
	t.Helper()
	cal, err := enquiry.NewCalendar([]enquiry.Holiday{{Day: "2026-09-02", Decision: "ví dụ (bịa ra)"}})
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// TestADecisionOnAProcedureReachesReadersByItsSteps goes from the decision to the
// clock on the public page.
func TestADecisionOnAProcedureReachesReadersByItsSteps(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	office := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	stranger := d.as(t, "la", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	iso := d.as(t, "iso", account.Grant{Role: account.ISO})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	head := d.as(t, "truong.ban", account.Grant{Role: account.Head})
	decision := url.Values{"number": {"12/QĐ-UBND"}, "title": {"Thủ tục (ví dụ)"}, "does": {"issues"}, "signed": {"2026-12-01"}, "effective": {"2026-12-04"}, "office": {unit}}
	for field, value := range map[string]string{"number": "QĐ", "signed": "2027-01-01", "office": ""} {
		spoilt := url.Values{}
		for k := range decision {
			spoilt.Set(k, decision.Get(k))
		}
		spoilt.Set(field, value)
		if w := iso.post(t, "/desk/vi/handovers", spoilt); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Thủ tục (ví dụ)") {
			t.Errorf("%s=%q: %d, or what was typed is lost", field, value, w.Code)
		}
	}
	w := iso.post(t, "/desk/vi/handovers", decision)
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if w := secretary.post(t, "/desk/vi/handovers", decision); w.Code != http.StatusBadRequest {
		t.Errorf("the same decision twice: %d", w.Code)
	}
	if !strings.Contains(office.get(t, "/desk/vi/").Body.String(), at) || strings.Contains(stranger.get(t, "/desk/vi/").Body.String(), at) {
		t.Error("it is in the wrong work lists")
	}
	draft := office.post(t, at+"/drafts", url.Values{"kind": {"procedure"}, "title": {"Cấp phép ví dụ"}, "unit": {unit}}).Header().Get("Location")
	if !strings.HasPrefix(draft, "/desk/vi/editions/") {
		t.Fatalf("a draft begins at %q", draft)
	}
	pass := func(c *caller) int { return c.post(t, at, url.Values{"act": {"pass"}}).Code }
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"a stranger", pass(stranger), http.StatusNotFound},
		{"the secretary too early", pass(secretary), http.StatusBadRequest},
		{"the office", pass(office), http.StatusSeeOther},
		{"the ISO secretary", pass(iso), http.StatusSeeOther},
		{"the secretary before it is published", pass(secretary), http.StatusBadRequest},
		{"the draft is sent", office.act(t, draft, "send"), http.StatusSeeOther},
		{"taken", secretary.act(t, draft, "take"), http.StatusSeeOther},
		{"approved", secretary.act(t, draft, "approve"), http.StatusSeeOther},
		{"published by the head", head.act(t, draft, "publish"), http.StatusSeeOther},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	public := func() string {
		w := httptest.NewRecorder()
		d.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/vi/coverage", nil))
		return w.Body.String()
	}
	if page := public(); !strings.Contains(page, "12/QĐ-UBND") || !strings.Contains(page, "đang tính") || !strings.Contains(page, "thư ký ban biên tập") || strings.Contains(page, "thu.ky") {
		t.Error("the public page does not tell where it is, or tells who has it")
	}
	if got := pass(secretary); got != http.StatusSeeOther {
		t.Errorf("the secretary closes it: %d", got)
	}
	page := public()
	if !strings.Contains(page, "đúng hạn") || !strings.Contains(page, "63/2010") || !strings.Contains(page, `class="late">trễ hạn`) {
		t.Error("the clocks: posted in time, signed too late before its effect, beside the rule")
	}
	late := url.Values{}
	for k := range decision {
		late.Set(k, decision.Get(k))
	}
	d.now = d.now.AddDate(0, 0, 29)
	iso.signIn(t)
	late.Set("number", "13/QĐ-UBND")
	late.Set("signed", "2026-12-29")
	if w := iso.post(t, "/desk/vi/handovers", late); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if page := public(); !strings.Contains(page, "năm 2027") {
		t.Error("a year without holidays is not said")
	}
	if en := iso.get(t, strings.Replace(at, "/vi/", "/en/", 1)).Body.String(); strings.Contains(en, "⟦") || !strings.Contains(en, "Decree 63/2010") {
		t.Error("the page in English")
	}
}
