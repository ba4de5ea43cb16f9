package enquiry_test

import (
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

func actor(role account.Role, unit string) account.Actor {
	return account.Actor{Name: "a", Grants: []account.Grant{{Role: role, Unit: unit}}}
}

func TestWhoReadsAndAnswersAtTheDesk(t *testing.T) {
	for _, c := range []struct {
		role       account.Role
		unit       string
		of         string
		reads, ans bool
	}{
		{account.Contributor, "a", "a", true, false},
		{account.UnitHead, "a", "a", true, true},
		{account.UnitHead, "b", "a", false, false},
		{account.UnitHead, "a", "", false, false},
		{account.Editor, "", "a", true, true},
		{account.Secretary, "", "", true, true},
		{account.ISO, "", "", true, true},
		{account.Head, "", "a", true, false},
		{account.Admin, "", "a", false, false},
		{account.Accountant, "", "", false, false},
	} {
		e := enquiry.Enquiry{Unit: c.of}
		if got := [2]bool{e.MayRead(actor(c.role, c.unit)), e.MayAnswer(actor(c.role, c.unit))}; got != [2]bool{c.reads, c.ans} {
			t.Errorf("%s of %q for an enquiry of %q: %v", c.role, c.unit, c.of, got)
		}
	}
}

func TestAnEnquiryIsHandedOver(t *testing.T) {
	now := time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)
	head, secretary := actor(account.UnitHead, "a"), actor(account.Secretary, "")
	for _, c := range []struct {
		name string
		e    enquiry.Enquiry
		to   string
		why  string
		who  account.Actor
		good bool
	}{
		{"a unit gives back", enquiry.Enquiry{Unit: "a"}, "", "không phải của phường", head, true},
		{"a unit gives to another", enquiry.Enquiry{Unit: "a"}, "b", "của phường kia", head, false},
		{"the board gives to a unit", enquiry.Enquiry{}, "b", "về phường", secretary, true},
		{"to where it is", enquiry.Enquiry{Unit: "b"}, "b", "về phường", secretary, false},
		{"without a reason", enquiry.Enquiry{}, "b", "", secretary, false},
		{"with a book for a reason", enquiry.Enquiry{}, "b", strings.Repeat("x", 1001), secretary, false},
		{"what was answered", enquiry.Enquiry{Answered: now}, "b", "về phường", secretary, false},
		{"the twenty-first time", enquiry.Enquiry{Hands: make([]enquiry.Hand, 20)}, "b", "về phường", secretary, false},
	} {
		from := c.e.Unit
		err := c.e.Give(c.to, c.why, c.who, now)
		if (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil && (c.e.Unit != c.to || c.e.Hands[len(c.e.Hands)-1] != enquiry.Hand{At: now, From: from, To: c.to, Why: c.why}) {
			t.Errorf("%s: %+v", c.name, c.e)
		}
	}
}

func TestTheWardOfARecordAnswers(t *testing.T) {
	places := place.NewRegister([]place.Unit{
		{ID: "unit/cu", Level: "ward", Name: text.New("Cũ", ""), To: "2025-06-30", Successors: []string{"unit/phuong-moi"}},
		{ID: "unit/phuong-moi", Level: "ward", Name: text.New("Mới", ""), From: "2025-07-01"},
		{ID: "unit/xa-khac", Level: "ward", Name: text.New("Khác", "")},
		{ID: "unit/tinh", Level: "province", Name: text.New("Tỉnh", "")},
	})
	units := []string{"khac", "phuong-moi"}
	for want, ids := range map[string][]string{"phuong-moi": {"unit/cu", "unit/phuong-moi", "unit/tinh"}, "khac": {"unit/xa-khac"}, "": {"unit/xa-khac", "unit/phuong-moi"}} {
		rec := catalog.Record{}
		for _, id := range ids {
			rec.Places = append(rec.Places, catalog.PlaceRef{ID: id})
		}
		if got := enquiry.UnitOf(&rec, places, units); got != want {
			t.Errorf("%v: %q, want %q", ids, got, want)
		}
	}
	if got := enquiry.UnitOf(&catalog.Record{ID: "unit/xa-khac"}, places, units); got != "khac" {
		t.Errorf("the ward itself is answered for by %q", got)
	}
	if got := enquiry.UnitOf(&catalog.Record{ID: "unit/xa-khac"}, places, nil); got != "" {
		t.Errorf("nobody of the ward is at the desk, and it is %q", got)
	}
	if got := enquiry.UnitOf(&catalog.Record{Places: []catalog.PlaceRef{{ID: "unit/tinh"}}}, places, units); got != "" {
		t.Errorf("a province is answered for by %q", got)
	}
}
