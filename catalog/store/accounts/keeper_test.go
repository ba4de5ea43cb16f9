package accounts_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
)

// desk is a keeper over a real store with a clock of its own.
type desk struct {
	*accounts.Keeper
	now time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d.Keeper = accounts.New(accounts.Options{Store: st, Now: clock})
	return d
}

const password = "mùa hè rực rỡ ở núi Hồng"

// person adds an account and sets its password by the link.
func (d *desk) person(t *testing.T, name string, grants ...account.Grant) (secret string) {
	t.Helper()
	token, err := d.Add(t.Context(), account.Account{Name: name, Grants: grants}, accounts.Program)
	if err != nil {
		t.Fatal(err)
	}
	o, err := d.Offered(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Use(t.Context(), token, password, d.code(t, o.Secret)); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(time.Minute)
	return o.Secret
}

func (d *desk) code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, d.now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func writer() account.Grant { return account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"} }

func TestSigningInTellsNothingOfAccounts(t *testing.T) {
	d := open(t)
	secret := d.person(t, "bien.tap", account.Grant{Role: account.Editor})
	d.person(t, "lan", writer())
	if err := d.Change(t.Context(), "lan", accounts.Program, func(a *account.Account) { a.Disabled = true }); err != nil {
		t.Fatal(err)
	}
	var said []string
	for name, at := range map[string]accounts.Attempt{
		"no such account":   {Name: "khong", Password: password},
		"a wrong password":  {Name: "bien.tap", Password: "sai", Code: "right"},
		"a wrong code":      {Name: "bien.tap", Password: password, Code: "000000"},
		"no code":           {Name: "bien.tap", Password: password},
		"a shut account":    {Name: "lan", Password: password},
		"an empty password": {Name: "bien.tap", Code: "right"},
	} {
		d.now = d.now.Add(16 * time.Minute) // longer than any wait
		if at.Code == "right" {
			at.Code = d.code(t, secret)
		}
		_, err := d.SignIn(t.Context(), at)
		if catalog.KindOf(err) != catalog.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		said = append(said, err.Error())
	}
	for _, s := range said {
		if s != said[0] {
			t.Errorf("the answers differ: %q", said)
			break
		}
	}
	d.now = d.now.Add(16 * time.Minute)
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "bien.tap", Password: password, Code: d.code(t, secret)}); err != nil {
		t.Errorf("the right attempt: %v", err)
	}
}

func TestACodeThatWasUsedIsUsedUp(t *testing.T) {
	d := open(t)
	secret := d.person(t, "bien.tap", account.Grant{Role: account.Editor})
	at := accounts.Attempt{Name: "bien.tap", Password: password, Code: d.code(t, secret)}
	if _, err := d.SignIn(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(t.Context(), at); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("the same code again: %v", err)
	}
}

func TestWhoGuessesWaits(t *testing.T) {
	d := open(t)
	for i := range 5 {
		if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "khong", Password: "sai", Network: "192.0.2.1"}); catalog.KindOf(err) != catalog.Invalid {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "khong", Password: "sai", Network: "192.0.2.9"}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("the sixth: %v", err)
	}
	d.now = d.now.Add(2 * time.Second)
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "khong", Password: "sai", Network: "192.0.2.9"}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("after the wait: %v", err)
	}
}

func TestALinkIsUsedOnce(t *testing.T) {
	d := open(t)
	token, err := d.Add(t.Context(), account.Account{Name: "lan", Grants: []account.Grant{writer()}}, accounts.Program)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Use(t.Context(), token, "ngắn", ""); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a short password: %v", err)
	}
	var wg sync.WaitGroup
	set := make(chan error, 4)
	for range 4 {
		wg.Go(func() { set <- d.Use(t.Context(), token, password, "") })
	}
	wg.Wait()
	close(set)
	good := 0
	for err := range set {
		switch catalog.KindOf(err) {
		case "":
			good++
		case catalog.NotFound:
		default:
			t.Error(err)
		}
	}
	if good != 1 {
		t.Errorf("the link was used %d times", good)
	}
	other, err := d.Reset(t.Context(), "lan", "admin")
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(account.LinkLife + time.Second)
	if _, err := d.Offered(t.Context(), other); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("a link that is over: %v", err)
	}
}

func TestARoleTakenAwayIsGoneWithTheNextRequest(t *testing.T) {
	d := open(t)
	d.person(t, "lan", writer(), account.Grant{Role: account.UnitHead, Unit: "bac-hong-linh"})
	token, err := d.SignIn(t.Context(), accounts.Attempt{Name: "lan", Password: password, Device: "Firefox, Linux"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Change(t.Context(), "lan", "admin", func(a *account.Account) { a.Grants = []account.Grant{writer()} }); err != nil {
		t.Fatal(err)
	}
	who, err := d.Find(t.Context(), token)
	if err != nil || who.Has(account.UnitHead) || !who.In(account.Contributor, "bac-hong-linh") {
		t.Errorf("%+v, %v", who, err)
	}
	if err := d.Change(t.Context(), "lan", "admin", func(a *account.Account) {
		a.Grants = []account.Grant{{Role: account.Editor}}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Find(t.Context(), token); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("an editor without a second factor works on: %v", err)
	}
}

func TestSessionsAreListedAndEnd(t *testing.T) {
	d := open(t)
	d.person(t, "lan", writer())
	sign := func() string {
		token, err := d.SignIn(t.Context(), accounts.Attempt{Name: "lan", Password: password, Device: "Firefox"})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	here, there := sign(), sign()
	if here == there {
		t.Fatal("two sessions have one token")
	}
	list, err := d.Sessions(t.Context(), "lan")
	if err != nil || len(list) != 2 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	if err := d.End(t.Context(), "khac", account.Kept(there)); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("a stranger ends it: %v", err)
	}
	if err := d.End(t.Context(), "lan", account.Kept(there)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, token string
		after       time.Duration
		want        catalog.FaultKind
	}{
		{"the one that was ended", there, 0, catalog.NotFound},
		{"the other", here, 0, ""},
		{"the other, used within the hour", here, 50 * time.Minute, ""},
		{"and again", here, 50 * time.Minute, ""},
		{"idle for too long", here, 61 * time.Minute, catalog.NotFound},
		{"a token of nobody", "xyz", 0, catalog.NotFound},
	} {
		d.now = d.now.Add(c.after)
		if _, err := d.Find(t.Context(), c.token); catalog.KindOf(err) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestTheLogTellsWhoSignedIn(t *testing.T) {
	d := open(t)
	d.person(t, "lan", writer())
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "lan", Password: "sai"}); err == nil {
		t.Fatal("a wrong password is taken")
	}
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "lan", Password: password}); err != nil {
		t.Fatal(err)
	}
	entries, err := d.Store.Entries(t.Context(), 0, private.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Role+" "+e.Action+" "+e.Subject)
	}
	want := []string{"program account-add account/lan", "self password-set account/lan", "nobody sign-in-refused account/lan", "nobody sign-in account/lan"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
