package indexer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

// kind returns the shipped records of a kind.
func kind(t *testing.T, k vocab.Kind) []catalog.Record {
	t.Helper()
	var out []catalog.Record
	err := shipped(t).Store().Each(context.Background(), func(rec catalog.Record, _ int64) error {
		if rec.Kind == k {
			out = append(out, rec)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestALimitThatALaterActChangedIsNotTodays(t *testing.T) {
	changed := 0
	for _, rec := range kind(t, vocab.Procedure) {
		limits, _ := rec.Attributes["limits"].([]any)
		stated := fmt.Sprint(rec.Attributes["time_limit_vi"])
		for i, one := range limits {
			limit := one.(map[string]any)
			state, value := limit["limit_state"], fmt.Sprintf("%v %s", limit["value"], map[string]string{"day": "ngày", "working-day": "ngày làm việc"}[fmt.Sprint(limit["unit"])])
			switch state {
			case "superseded":
				changed++
				if limits[0].(map[string]any)["limit_state"] != "in-force" {
					t.Errorf("%s: the limit that applies does not come first", rec.ID)
				}
				if slices.Contains(strings.Split(stated, "; "), value) || strings.HasPrefix(stated, value+" (") {
					t.Errorf("%s states %q, which a later act changed: %q", rec.ID, value, stated)
				}
			case "unconfirmed", "abolished", "unclear":
				if rec.Attributes["time_limit_days"] != nil {
					t.Errorf("%s: a number of days for a limit that is %s", rec.ID, state)
				}
			case "in-force":
				if limit["article_vi"] == nil && limit["basis"] != "source" {
					t.Errorf("%s: limit %d applies by no article", rec.ID, i+1)
				}
			}
		}
	}
	if changed < 11 {
		t.Errorf("%d limits that were changed, want at least the 11 of the building permits", changed)
	}
}

func TestWhatIsNotInForceSaysWhatTookItsPlace(t *testing.T) {
	replaced := map[string]string{
		"document/nghi-dinh-175-2024-nd-cp": "document/nghi-dinh-217-2026-nd-cp",
		"document/luat-50-2014-qh13":        "document/luat-135-2025-qh15",
		"document/nghi-dinh-31-2021-nd-cp":  "document/nghi-dinh-96-2026-nd-cp",
		"document/luat-61-2020-qh14":        "document/luat-143-2025-qh15",
	}
	for _, rec := range kind(t, vocab.Document) {
		if rec.Status == "in-force" && rec.Valid.To != "" && rec.Valid.To.Year() < 2026 {
			t.Errorf("%s is in force and ended on %s", rec.ID, rec.Valid.To)
		}
		if by, ok := replaced[rec.ID]; ok {
			if rec.Status != "expired" || len(rec.Today) != 1 || rec.Today[0].ID != by {
				t.Errorf("%s is %s, today %v, want expired and %s", rec.ID, rec.Status, rec.Today, by)
			}
			delete(replaced, rec.ID)
		}
	}
	for id := range replaced {
		t.Errorf("%s is not shipped", id)
	}
	for _, rec := range kind(t, vocab.Procedure) {
		for _, l := range rec.Links {
			if l.ID == "document/nghi-dinh-175-2024-nd-cp" && l.Status != "expired" {
				t.Errorf("%s rests on Decree 175/2024 as if it were in force", rec.ID)
			}
		}
		if rec.ID == "procedure/1-013234" && (rec.Status != "abolished" || rec.Valid.To != "2026-06-30") {
			t.Errorf("the abolished procedure is %s until %s", rec.Status, rec.Valid.To)
		}
	}
}
