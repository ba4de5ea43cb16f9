package handover

import (
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
)

func noon(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", zone())
	if err != nil {
		panic(err)
	}
	return t
}

func actor(name string, role account.Role, unit string) account.Actor {
	return account.Actor{Name: name, Grants: []account.Grant{{Role: role, Unit: unit}}}
}

func iso() account.Actor { return actor("iso", account.ISO, "") }

func decision() Handover {
	return Handover{Number: "12/QĐ-UBND", Title: "Công bố thủ tục (ví dụ)", Does: Amends, Signed: "2026-12-01", Effective: "2026-12-06", Office: "bac-hong-linh"}
}

func TestADecisionIsHeldAgainstTheRules(t *testing.T) {
	for where, spoil := range map[string]func(*Handover){
		"number": func(h *Handover) { h.Number = "QĐ" }, "title": func(h *Handover) { h.Title = " " }, "does": func(h *Handover) { h.Does = "x" }, "signed": func(h *Handover) { h.Signed = "2026-12-02" },
		"effective": func(h *Handover) { h.Effective = "2026" }, "url": func(h *Handover) { h.URL = "javascript:x" }, "office": func(h *Handover) { h.Office = "" },
	} {
		h := decision()
		spoil(&h)
		if _, err := Open(h, iso(), noon("2026-12-01")); err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("%s: %v", where, err)
		}
	}
	if _, err := Open(decision(), actor("lan", account.Editor, ""), noon("2026-12-01")); err == nil {
		t.Error("an editor opens it")
	}
}

func TestItGoesFromHandToHandAndNotPastAnybody(t *testing.T) {
	h, err := Open(decision(), iso(), noon("2026-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	office, secretary := actor("lan", account.Contributor, "bac-hong-linh"), actor("thu.ky", account.Secretary, "")
	at := noon("2026-12-02")
	for _, step := range []struct {
		what string
		do   func() error
		fine bool
	}{
		{"another unit", func() error {
			return h.Pass("", time.Time{}, actor("la", account.Contributor, "nam-hong-linh"), at)
		}, false},
		{"the secretary too early", func() error { return h.Pass("", at, secretary, at) }, false},
		{"the ISO secretary for the office without a reason", func() error { return h.Pass("", time.Time{}, iso(), at) }, false},
		{"the office", func() error { return h.Pass("", time.Time{}, office, at) }, true},
		{"the office again", func() error { return h.Pass("", time.Time{}, office, at) }, false},
		{"the ISO secretary without a draft", func() error { return h.Pass("", time.Time{}, iso(), at) }, false},
		{"back without a reason", func() error { return h.Back(" ", iso(), at) }, false},
		{"back", func() error { return h.Back("thiếu mẫu đơn", iso(), at) }, true},
		{"back from the office", func() error { return h.Back("vì", office, at) }, false},
		{"a draft is linked", func() error { return h.Attach("20261202-a", "", office) }, true},
		{"what is no record", func() error { return h.Attach("", "x", office) }, false},
		{"the ISO secretary for the office", func() error { return h.Pass("đơn vị nghỉ", time.Time{}, iso(), at) }, true},
		{"the ISO secretary", func() error { return h.Pass("", time.Time{}, iso(), at) }, true},
		{"the secretary before it is published", func() error { return h.Pass("", time.Time{}, secretary, at) }, false},
		{"the secretary", func() error { return h.Pass("", noon("2026-12-03"), secretary, noon("2026-12-04")) }, true},
		{"after the end", func() error { return h.Pass("", at, secretary, at) }, false},
		{"a link after the end", func() error { return h.Attach("x", "", secretary) }, false},
	} {
		if err := step.do(); (err == nil) != step.fine {
			t.Errorf("%s: %v", step.what, err)
		}
	}
	if h.Step != Published || !h.Posted.Equal(noon("2026-12-03")) {
		t.Errorf("%s, posted %s", h.Step, h.Posted)
	}
	stays := h.Stays(noon("2026-12-31"))
	if len(stays) != 6 || stays[0].Took != 24*time.Hour || stays[5].Took != 0 {
		t.Errorf("%+v", stays)
	}
}

func TestTheClocksOfTheLaw(t *testing.T) {
	known, err := enquiry.NewCalendar([]enquiry.Holiday{{Day: "2026-12-03", Decision: "ví dụ"}, {Day: "2026-12-05", Decision: "ví dụ", Works: true}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		signed, effective, posted, now string
		cal                            enquiry.Calendar
		notice, posting                ClockState
		due                            catalog.Date
		lacks                          int
	}{
		// Tuesday 1; 2, 4, 5 (worked), 7, 8 are working days.
		"it runs on its last day":           {"2026-12-01", "2026-12-06", "", "2026-12-08", known, Met, Runs, "2026-12-08", 0},
		"it is late on the next":            {"2026-12-01", "2026-12-05", "", "2026-12-09", known, Late, Late, "2026-12-08", 0},
		"posted on its last day":            {"2026-12-01", "2026-12-10", "2026-12-08", "2026-12-31", known, Met, Met, "2026-12-08", 0},
		"posted too late":                   {"2026-12-01", "2026-12-10", "2026-12-09", "2026-12-31", known, Met, Late, "2026-12-08", 0},
		"no holidays are known":             {"2026-12-01", "2026-12-10", "2026-12-02", "2026-12-31", enquiry.Calendar{}, Met, Unknown, "2026-12-08", 2026},
		"the next year's are not known":     {"2026-12-29", "2027-01-10", "", "2026-12-30", known, Met, Unknown, "2027-01-05", 2027},
		"signed after it should have been":  {"2026-12-01", "2026-11-20", "", "2026-12-01", known, Late, Runs, "2026-12-08", 0},
		"five days over the end of a month": {"2026-11-26", "2026-12-01", "2026-11-27", "2026-12-01", known, Met, Met, "2026-12-04", 0},
	} {
		h := Handover{Signed: catalog.Date(c.signed), Effective: catalog.Date(c.effective), Step: Owner}
		if c.posted != "" {
			h.Step, h.Posted = Published, noon(c.posted)
		}
		clocks := h.Clocks(c.cal, noon(c.now))
		if clocks[0].State != c.notice || clocks[1].State != c.posting || clocks[1].Due != c.due || clocks[1].Lacks != c.lacks {
			t.Errorf("%s: %+v", name, clocks)
		}
	}
}
