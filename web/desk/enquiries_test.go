package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
)

// TestAnEnquiryIsAnsweredByTheUnitItConcerns goes from the reader to the board, to the
// unit and back to the reader.
func TestAnEnquiryIsAnsweredByTheUnitItConcerns(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	stranger := d.as(t, "la", account.Grant{Role: account.UnitHead, Unit: "nam-hong-linh"})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	e, key, err := d.Letters.Ask(t.Context(), enquiry.Draft{Sort: enquiry.Mistake, Text: "Số điện thoại của phường đã đổi.", Lang: text.VI, ReplyTo: "nguoi.hoi@example.vn"}, "")
	if err != nil {
		t.Fatal(err)
	}
	at := "/desk/vi/enquiries/" + e.Number
	for _, step := range []struct {
		what string
		got  int
		want int
	}{
		{"the unit sees nothing of the board's", head.get(t, at).Code, http.StatusNotFound},
		{"the secretary reads it", secretary.get(t, at).Code, http.StatusOK},
		{"to nobody", secretary.post(t, at+"/hand", url.Values{"unit": {"khong-co"}, "why": {"về phường"}}).Code, http.StatusBadRequest},
		{"without a reason", secretary.post(t, at+"/hand", url.Values{"unit": {unit}}).Code, http.StatusBadRequest},
		{"to the unit", secretary.post(t, at+"/hand", url.Values{"unit": {unit}, "why": {"điện thoại của phường"}}).Code, http.StatusSeeOther},
		{"another unit", stranger.get(t, at).Code, http.StatusNotFound},
		{"answers it", stranger.post(t, at+"/answer", url.Values{"answer": {"Sai."}}).Code, http.StatusNotFound},
		{"a contributor reads it", writer.get(t, at).Code, http.StatusOK},
		{"and does not answer", writer.post(t, at+"/answer", url.Values{"answer": {"Đã sửa."}}).Code, http.StatusForbidden},
		{"an empty answer", head.post(t, at+"/answer", url.Values{"answer": {" "}, "first": {"true"}}).Code, http.StatusBadRequest},
		{"the unit head answers", head.post(t, at+"/answer", url.Values{"answer": {"Đã sửa, cảm ơn bạn."}, "first": {"true"}}).Code, http.StatusSeeOther},
		{"the secretary had the page open", secretary.post(t, at+"/answer", url.Values{"answer": {"Chúng tôi đang xem."}, "first": {"true"}}).Code, http.StatusBadRequest},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d, want %d", step.what, step.got, step.want)
		}
	}
	got, err := d.Letters.Find(t.Context(), e.Number, key)
	if err != nil || got.Answer != "Đã sửa, cảm ơn bạn." || got.By != unit {
		t.Errorf("the reader has %+v, %v", got, err)
	}
	body := head.get(t, strings.Replace(at, "/vi/", "/en/", 1)).Body.String()
	if strings.Contains(body, "nguoi.hoi@") || strings.Contains(body, "⟦") {
		t.Error("the page shows the asker's address, or lacks a text")
	}
	entries, err := d.Store().Entries(t.Context(), 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, one := range entries {
		if one.Target == "enquiries/"+e.Number {
			acts = append(acts, one.Role+" "+one.Action)
		}
	}
	if want := "reader ask, secretary hand-over, unit-head answer"; strings.Join(acts, ", ") != want {
		t.Errorf("the log has %v", acts)
	}
}

func TestTheFirstPageTellsWhatWaits(t *testing.T) {
	d := open(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	for range 7 {
		writer.act(t, writer.begin(t, url.Values{"unit": {unit}, "kind": {"article"}, "title": {"Tin"}}), "send")
	}
	if _, _, err := d.Letters.Ask(t.Context(), enquiry.Draft{Sort: enquiry.Question, Text: "Khu đất này còn trống không?", Lang: text.VI}, ""); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(9 * 24 * time.Hour)
	secretary.signIn(t)
	body := secretary.get(t, "/desk/vi/").Body.String()
	for _, want := range []string{"/desk/vi/work/board.sent", "/desk/vi/work/board.late", ">7</span>", ">1</span>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the first page lacks %s", want)
		}
	}
	for _, at := range []string{"/desk/vi/work/board.sent", "/desk/en/work/board.sent?kind=article&unit=" + unit, "/desk/en/work/board.late", "/desk/en/enquiries", "/desk/vi/enquiries?answered=true"} {
		if w := secretary.get(t, at); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "⟦") {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	if n := strings.Count(secretary.get(t, "/desk/vi/work/board.sent").Body.String(), "/editions/"); n != 7 {
		t.Errorf("the whole list has %d", n)
	}
	writer.signIn(t)
	if w := writer.get(t, "/desk/vi/work/board.sent"); w.Code != http.StatusNotFound {
		t.Errorf("a contributor has the board's list: %d", w.Code)
	}
	if w := writer.get(t, "/desk/vi/work/unit.sent?of=nam-hong-linh"); w.Code != http.StatusNotFound {
		t.Errorf("a contributor has another unit's list: %d", w.Code)
	}
}
