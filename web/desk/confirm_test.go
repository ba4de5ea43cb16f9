package desk_test

import (
	"net/http"
	"net/url"
	"testing"

	"honglinh/catalog/account"
)

// TestManyAreConfirmedByOneClickOrNone publishes two articles of one unit and one of
// another, and confirms them together.
func TestManyAreConfirmedByOneClickOrNone(t *testing.T) {
	d := open(t)
	unit, other := "bac-hong-linh", "nam-hong-linh"
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	stranger := d.as(t, "la", account.Grant{Role: account.UnitHead, Unit: other})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	ids := map[string]string{}
	for title, c := range map[string]*caller{"mot": head, "hai": head, "ba": stranger} {
		of := unit
		if c == stranger {
			of = other
		}
		at := c.begin(t, url.Values{"unit": {of}, "kind": {"article"}, "title": {title}})
		c.act(t, at, "send")
		for _, act := range []string{"take", "approve", "publish"} {
			if code := secretary.act(t, at, act); code != http.StatusSeeOther {
				t.Fatalf("%s %s: %d", title, act, code)
			}
		}
		ids[title] = at[len("/desk/vi/editions/"):]
	}
	if w := head.post(t, "/desk/vi/confirm", url.Values{}); w.Code != http.StatusBadRequest {
		t.Errorf("nothing is confirmed: %d", w.Code)
	}
	if w := head.post(t, "/desk/vi/confirm", url.Values{"edition": {ids["mot"], ids["ba"]}}); w.Code != http.StatusForbidden || d.has["article/mot"]["confirmed_on"] != "" {
		t.Errorf("one is another unit's: %d, and %q is confirmed", w.Code, d.has["article/mot"]["confirmed_on"])
	}
	if w := head.post(t, "/desk/vi/confirm", url.Values{"edition": {ids["mot"], ids["hai"]}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	for _, title := range []string{"mot", "hai"} {
		if got := d.has["article/"+title]; got["confirmed_on"] != "2026-12-01" || got["confirmed_by"] == "" {
			t.Errorf("readers of %s see %q on %q", title, got["confirmed_by"], got["confirmed_on"])
		}
	}
}
