package enquiry

import (
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func TestAnAnswerIsDueByTheEndOfTheFifthWorkingDay(t *testing.T) {
	known, err := NewCalendar([]Holiday{{Day: "2026-12-01", Decision: "a"}, {Day: "2026-12-05", Decision: "b", Works: true}, {Day: "2027-01-01", Decision: "c"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		calendar Calendar
		asked    string
		due      catalog.Date
		sure     bool
	}{
		"a Monday, only weekends known":                   {Calendar{}, "2026-11-30T02:00:00Z", "2026-12-07", false},
		"late in the evening counts as that day's":        {Calendar{}, "2026-11-30T16:59:00Z", "2026-12-07", false},
		"after midnight in Viet Nam it is the next day":   {Calendar{}, "2026-11-30T17:01:00Z", "2026-12-08", false},
		"a Saturday counts from Monday":                   {Calendar{}, "2026-12-05T02:00:00Z", "2026-12-11", false},
		"a holiday is left out, a worked Saturday counts": {known, "2026-11-30T02:00:00Z", "2026-12-07", true},
		"over a year's end, where both years are known":   {known, "2026-12-29T02:00:00Z", "2027-01-06", true},
		"a year without known holidays is not sure":       {known, "2027-12-29T02:00:00Z", "2028-01-05", false},
	} {
		asked, _ := time.Parse(time.RFC3339, c.asked)
		if due, sure := c.calendar.Due(asked, WorkingDays); due != c.due || sure != c.sure {
			t.Errorf("%s: got %s %v, want %s %v", name, due, sure, c.due, c.sure)
		}
	}
}

func TestHolidaysSayWhoSetsThem(t *testing.T) {
	for name, list := range map[string][]Holiday{
		"no decision": {{Day: "2026-12-01"}}, "no day": {{Day: "2026-12", Decision: "a"}}, "twice": {{Day: "2026-12-01", Decision: "a"}, {Day: "2026-12-01", Decision: "b"}},
	} {
		if _, err := NewCalendar(list); catalog.KindOf(err) != catalog.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWhatReadersSendIsHeldAgainstItsBounds(t *testing.T) {
	good := Draft{Sort: Question, Record: "opportunity/a", Text: "Đất này còn trống không?", Lang: text.VI}
	for name, c := range map[string]struct {
		change func(*Draft)
		where  string
		kind   catalog.FaultKind
	}{
		"good":                       {func(*Draft) {}, "", ""},
		"an address":                 {func(d *Draft) { d.ReplyTo = "an@example.vn" }, "", ""},
		"about nothing in special":   {func(d *Draft) { d.Record = "" }, "", ""},
		"as long as can be":          {func(d *Draft) { d.Text = strings.Repeat("ế", MaxText) }, "", ""},
		"too long":                   {func(d *Draft) { d.Text = strings.Repeat("ế", MaxText+1) }, "question", catalog.TooLarge},
		"empty":                      {func(d *Draft) { d.Text = " \n\x00 " }, "question", catalog.Invalid},
		"an empty report":            {func(d *Draft) { d.Sort, d.Text = Mistake, "" }, "text", catalog.Invalid},
		"no language":                {func(d *Draft) { d.Lang = "fr" }, "lang", catalog.Invalid},
		"no record":                  {func(d *Draft) { d.Record = "../etc" }, "record", catalog.Invalid},
		"a long field":               {func(d *Draft) { d.Field = strings.Repeat("a", 101) }, "field", catalog.TooLarge},
		"no address":                 {func(d *Draft) { d.ReplyTo = "an" }, "reply_to", catalog.Invalid},
		"a name with it":             {func(d *Draft) { d.ReplyTo = "An <an@example.vn>" }, "reply_to", catalog.Invalid},
		"two addresses":              {func(d *Draft) { d.ReplyTo = "a@example.vn, b@example.vn" }, "reply_to", catalog.Invalid},
		"a header smuggled in":       {func(d *Draft) { d.ReplyTo = "a@example.vn\r\nBcc: b@example.vn" }, "reply_to", catalog.Invalid},
		"a host without a domain":    {func(d *Draft) { d.ReplyTo = "root@localhost" }, "reply_to", catalog.Invalid},
		"an address literal":         {func(d *Draft) { d.ReplyTo = "root@[127.0.0.1]" }, "reply_to", catalog.Invalid},
		"nobody reads it":            {func(d *Draft) { d.ReplyTo = "No_Reply@example.vn" }, "reply_to", catalog.Invalid},
		"nobody reads that either":   {func(d *Draft) { d.ReplyTo = "do.not.reply+7@example.vn" }, "reply_to", catalog.Invalid},
		"nor what sends bounces":     {func(d *Draft) { d.ReplyTo = "MAILER-DAEMON@example.vn" }, "reply_to", catalog.Invalid},
		"a person named like it":     {func(d *Draft) { d.ReplyTo = "bouncer@example.vn" }, "", ""},
		"a mailbox of notifications": {func(d *Draft) { d.ReplyTo = "alerts-noreply@example.vn" }, "reply_to", catalog.Invalid},
	} {
		d := good
		c.change(&d)
		err := d.Clean().Validate()
		var f *catalog.Fault
		where := ""
		if err != nil {
			f = err.(*catalog.Fault)
			where = f.Where
		}
		if catalog.KindOf(err) != c.kind || where != c.where {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTheClockTellsTheState(t *testing.T) {
	e := Enquiry{Due: "2026-12-07"}
	at := func(s string) time.Time { d, _ := time.Parse(time.RFC3339, s); return d }
	if got := e.State(at("2026-12-07T16:59:59Z")); got != Open {
		t.Errorf("on the last day: %s", got)
	}
	if got := e.State(at("2026-12-07T17:00:00Z")); got != Overdue {
		t.Errorf("a day too late: %s", got)
	}
	e.Answered = at("2026-12-07T10:00:00Z")
	if e.State(at("2027-01-01T00:00:00Z")) != Answered || !e.InTime() {
		t.Error("answered in time")
	}
	if e.Answered = at("2026-12-08T10:00:00Z"); e.InTime() {
		t.Error("answered too late")
	}
}

func FuzzAddressesHoldNoLineEnds(f *testing.F) {
	for _, s := range []string{"a@example.vn", "a@b", "\"a\r\nb\"@example.vn", "a@[::1]", "noreply@example.vn"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if Address("to", s) == nil && (strings.ContainsAny(s, "\r\n\x00") || strings.Count(s, "@") == 0) {
			t.Errorf("%q", s)
		}
	})
}
