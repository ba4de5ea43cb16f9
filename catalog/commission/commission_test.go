package commission

import (
	"slices"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

func noon() time.Time { return time.Date(2026, 12, 1, 5, 0, 0, 0, time.UTC) }

func actor(name string, grants ...account.Grant) account.Actor {
	return account.Actor{Name: name, Grants: grants}
}

func asked(t *testing.T) (Commission, account.Actor, account.Actor) {
	t.Helper()
	secretary := actor("thu.ky", account.Grant{Role: account.Secretary})
	writer := actor("lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	c, err := New(Commission{Topic: " Suối Tiên ", Reason: Vain, Unit: "bac-hong-linh", Due: "2026-12-10"}, secretary, noon())
	if err != nil {
		t.Fatal(err)
	}
	return c, secretary, writer
}

func TestACommissionIsHeldAgainstTheRules(t *testing.T) {
	secretary := actor("thu.ky", account.Grant{Role: account.Secretary})
	for where, spoil := range map[string]func(*Commission){
		"topic": func(c *Commission) { c.Topic = " " }, "reason": func(c *Commission) { c.Reason = "fun" }, "detail": func(c *Commission) { c.Detail = strings.Repeat("a", 4001) },
		"unit": func(c *Commission) { c.Unit = "" }, "person": func(c *Commission) { c.Person = "Lan Anh" }, "due": func(c *Commission) { c.Due = "2026-12" },
	} {
		c := Commission{Topic: "Suối Tiên", Reason: Thin, Unit: "bac-hong-linh", Due: "2026-12-10"}
		spoil(&c)
		if _, err := New(c, secretary, noon()); err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("%s: %v", where, err)
		}
	}
	for due, fine := range map[string]bool{"2026-11-30": false, "2026-12-01": true, "2030-01-01": false, "mai": false} {
		if _, err := New(Commission{Topic: "x", Reason: Event, Person: "lan", Due: catalog.Date(due)}, secretary, noon()); (err == nil) != fine {
			t.Errorf("due %s: %v", due, err)
		}
	}
	if _, err := New(Commission{Topic: "x", Reason: Thin, Person: "lan", Due: "2026-12-10"}, actor("lan", account.Grant{Role: account.Editor}), noon()); err == nil {
		t.Error("an editor commissions")
	}
}

func TestWhoIsAskedAnswersAndNobodyElse(t *testing.T) {
	c, secretary, writer := asked(t)
	stranger := actor("la", account.Grant{Role: account.Contributor, Unit: "nam-hong-linh"})
	if got := c.Offered(stranger); len(got) != 0 || c.MayRead(stranger) {
		t.Errorf("a stranger may %v", got)
	}
	if got := c.Offered(secretary); !slices.Equal(got, []Act{Withdraw}) {
		t.Errorf("the secretary may %v", got)
	}
	if got := c.Offered(writer); !slices.Equal(got, []Act{Accept, Decline}) {
		t.Errorf("who is asked may %v before anything was written", got)
	}
	if c.Do(Decline, " ", writer, noon()) == nil {
		t.Error("declined without a reason")
	}
	if err := c.Do(Accept, "", writer, noon()); err != nil {
		t.Fatal(err)
	}
	if c.Do(Accept, "", writer, noon()) == nil {
		t.Error("accepted twice")
	}
	for range 2 {
		if err := c.Attach("20261201-ab", "", writer, noon()); err != nil {
			t.Fatal(err)
		}
	}
	if c.Attach("", "no id", writer, noon()) == nil || c.Attach("x", "", stranger, noon()) == nil {
		t.Error("anything is linked by anybody")
	}
	if err := c.Do(Deliver, "", writer, noon()); err != nil || len(c.Editions) != 1 {
		t.Fatal(err, c.Editions)
	}
	for _, act := range []Act{Accept, Decline, Withdraw, Deliver, "x", Link} {
		if c.Do(act, "vì", secretary, noon()) == nil || c.Do(act, "vì", writer, noon()) == nil {
			t.Errorf("%s after it was delivered", act)
		}
	}
}

func TestADayIsOneOfVietNam(t *testing.T) {
	c, _, writer := asked(t)
	last := time.Date(2026, 12, 10, 16, 59, 0, 0, time.UTC) // 23:59 there
	if c.Late(last) || !c.Late(last.Add(time.Minute)) {
		t.Error("late before the day is over, or not after")
	}
	if err := c.Attach("a", "", writer, last); err != nil {
		t.Fatal(err)
	}
	if err := c.Do(Deliver, "", writer, last.Add(time.Minute)); err != nil || !c.Late(noon()) {
		t.Errorf("delivered late is not late: %v", err)
	}
}
