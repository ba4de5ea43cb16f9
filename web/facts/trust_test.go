package facts

import (
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

func TestAnOverdueRecordSaysSo(t *testing.T) {
	l, err := frame.LoadLocale(text.EN)
	if err != nil {
		t.Fatal(err)
	}
	s := &frame.Frame{Options: frame.Options{Now: func() time.Time { return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) }}}
	rec := catalog.Record{ReviewDue: "2026-12", Provenance: []catalog.Provenance{{URL: "https://a.example/x", ConfirmedBy: "Office", ConfirmedOn: "2026-01-05"}}}
	if got := TrustOf(s, l, &rec); got.Overdue != "not confirmed since 5 January 2026" || got.Confirmed != "" {
		t.Errorf("got %+v", got)
	}
	rec.ReviewDue = "2027"
	if got := TrustOf(s, l, &rec); got.Confirmed != "confirmed by Office on 5 January 2026" || got.Overdue != "" {
		t.Errorf("got %+v", got)
	}
}
