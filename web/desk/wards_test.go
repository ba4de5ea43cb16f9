package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"honglinh/catalog/account"
	"honglinh/web"
	"honglinh/web/webtest"
)

// TestAGoodDeedIsPublishedWithARecordedConsent goes through the pages.
func TestAGoodDeedIsPublishedWithARecordedConsent(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	at := writer.begin(t, url.Values{"unit": {unit}, "kind": {"article"}, "title": {"Việc tốt của bà A (ví dụ)"}})
	agreed := url.Values{"people": {"Bà A (ví dụ)"}, "on": {"2026-11-30"}, "how": {"giấy số 1 (ví dụ)"}}
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"the type is chosen", writer.save(t, at, map[string]string{"f.attr.article_type": "good-people"}), http.StatusSeeOther},
		{"an unknown item of the profile", writer.save(t, at, map[string]string{"f.attr.ward_profile": "histroy"}), http.StatusSeeOther},
		{"is not sent", writer.act(t, at, "send"), http.StatusBadRequest},
		{"it is mended", writer.save(t, at, map[string]string{"f.attr.ward_profile": ""}), http.StatusSeeOther},
		{"sent", writer.act(t, at, "send"), http.StatusSeeOther},
		{"checked", head.act(t, at, "check"), http.StatusSeeOther},
		{"taken", secretary.act(t, at, "take"), http.StatusSeeOther},
		{"approved without a consent", secretary.act(t, at, "approve"), http.StatusBadRequest},
		{"recorded by its writer", writer.post(t, at+"/consent", agreed).Code, http.StatusForbidden},
		{"without a way", head.post(t, at+"/consent", url.Values{"people": {"Bà A"}, "on": {"2026-11-30"}}).Code, http.StatusBadRequest},
		{"recorded by the unit head", head.post(t, at+"/consent", agreed).Code, http.StatusSeeOther},
		{"approved", secretary.act(t, at, "approve"), http.StatusSeeOther},
		{"published", secretary.act(t, at, "publish"), http.StatusSeeOther},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	got := d.has["article/viec-tot-cua-ba-a-vi-du"]
	for name, v := range got {
		if strings.Contains(v, "giấy số 1") {
			t.Errorf("readers have the consent in %s", name)
		}
	}
	if len(got) == 0 {
		t.Error("readers have nothing")
	}
	if w := head.post(t, at+"/consent", url.Values{"withdraw": {"true"}}); w.Code != http.StatusSeeOther {
		t.Errorf("taken back: %d", w.Code)
	}
	if body := head.get(t, strings.Replace(at, "/vi/", "/en/", 1)).Body.String(); !strings.Contains(body, "taken back on") {
		t.Error("the page does not say that the consent was taken back")
	}
}

// TestTheProfileOfAWardShowsGapsAndWhoFillsThem asks the shipped wards.
func TestTheProfileOfAWardShowsGapsAndWhoFillsThem(t *testing.T) {
	d := open(t)
	shipped := *d
	shipped.Stand = webtest.Shipped(t).With(t, func(o *web.Options) {
		o.Desk = web.DeskOptions{Accounts: d.Keeper, Editions: d.Editions}
	})
	head := shipped.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: "bac-hong-linh"})
	other := shipped.as(t, "khac", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	list := head.get(t, "/desk/en/wards").Body.String()
	if strings.Count(list, "of 7 items") != 2 || strings.Contains(list, "⟦") {
		t.Errorf("the list of wards tells of %d", strings.Count(list, "of 7 items"))
	}
	page := head.get(t, "/desk/en/wards/phuong-bac-hong-linh").Body.String()
	if !strings.Contains(page, "/en/organisation/ubnd-phuong-bac-hong-linh") || !strings.Contains(page, "The People&#39;s Committee of Bac Hong Linh Ward should bring it") || !strings.Contains(page, "profile=leaders") {
		t.Error("the checklist lacks a link, a gap or the way to fill it")
	}
	if strings.Contains(other.get(t, "/desk/en/wards/phuong-bac-hong-linh").Body.String(), "profile=leaders") {
		t.Error("another ward is asked to write it")
	}
	w := head.post(t, "/desk/vi/new", url.Values{"unit": {"bac-hong-linh"}, "kind": {"article"}, "title": {"Lịch sử (ví dụ)"}, "ward": {"phuong-bac-hong-linh"}, "profile": {"history"}})
	if got := form(head.get(t, w.Header().Get("Location")).Body.String()); got.Get("f.attr.ward_profile") != "history" || got.Get("f.place") != "unit/phuong-bac-hong-linh" {
		t.Errorf("the draft begins with %q in %q", got.Get("f.attr.ward_profile"), got.Get("f.place"))
	}
	if w := head.get(t, "/desk/vi/wards/thi-xa-hong-linh"); w.Code != http.StatusNotFound {
		t.Errorf("a dissolved town has a profile: %d", w.Code)
	}
	public := shipped.Get(t, "/vi/unit/phuong-bac-hong-linh").Body.String()
	if !strings.Contains(public, `id="profile"`) || strings.Contains(public, "/desk/vi/new") {
		t.Error("readers see no profile, or the desk in it")
	}
	if strings.Contains(shipped.Get(t, "/vi/unit/thi-xa-hong-linh").Body.String(), `id="profile"`) {
		t.Error("a dissolved town has a profile")
	}
}
