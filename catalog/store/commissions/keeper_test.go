package commissions_test

import (
	"crypto/rand"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
)

func TestACommissionIsKeptListedAndLogged(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC) }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	k := &commissions.Keeper{Store: st, Now: clock, Rand: rand.Reader}
	secretary := account.Actor{Name: "thu.ky", Grants: []account.Grant{{Role: account.Secretary}}}
	lan := account.Actor{Name: "lan", Grants: []account.Grant{{Role: account.Contributor, Unit: "bac-hong-linh"}}}
	ids := map[string]string{}
	for topic, due := range map[string]catalog.Date{"sau": "2026-12-20", "trước": "2026-12-05"} {
		it, err := k.Ask(t.Context(), commission.Commission{Topic: topic, Reason: commission.Thin, Unit: "bac-hong-linh", Person: "lan", Due: due}, secretary, "secretary")
		if err != nil {
			t.Fatal(err)
		}
		ids[topic] = it.ID
	}
	topics := func(whose commissions.Whose, name string, waits bool) (out string) {
		t.Helper()
		items, more, err := k.List(t.Context(), whose, name, waits, 10)
		if err != nil || more {
			t.Fatal(err, more)
		}
		for _, it := range items {
			out += it.Value.Topic + " "
		}
		return out
	}
	if _, err := k.Attach(t.Context(), ids["trước"], "", "article/a", lan, "contributor"); err != nil {
		t.Fatal(err)
	}
	for _, list := range []struct {
		whose      commissions.Whose
		name, want string
	}{{commissions.All, "", "trước sau "}, {commissions.OfUnit, "bac-hong-linh", "trước sau "}, {commissions.OfPerson, "lan", "trước sau "}, {commissions.OfUnit, "bac-hong", ""}, {commissions.OfPerson, "la", ""}} {
		if got := topics(list.whose, list.name, true); got != list.want {
			t.Errorf("%s %s: %q, want %q", list.whose, list.name, got, list.want)
		}
	}
	if _, err := k.Do(t.Context(), ids["trước"], commission.Deliver, "", lan, "contributor"); err != nil {
		t.Fatal(err)
	}
	if got := topics(commissions.All, "", true) + "| " + topics(commissions.OfUnit, "bac-hong-linh", false); got != "sau | trước " {
		t.Errorf("after it was delivered: %q", got)
	}
	if _, err := k.Do(t.Context(), "1", commission.Accept, "", lan, "contributor"); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("one that is not: %v", err)
	}
	entries, err := st.Entries(t.Context(), 0, private.MaxPage)
	if err != nil || len(entries) != 4 || entries[3].Action != "deliver" || entries[3].Target != "commissions/"+ids["trước"] {
		t.Errorf("the log has %d lines, %+v, %v", len(entries), entries, err)
	}
}
