package desk_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pquerna/otp/totp"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/handovers"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/royalties"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/store/uploads"
	"honglinh/catalog/text"
	"honglinh/datasets/files/folder"
	"honglinh/indexer/contact"
	"honglinh/indexer/custody"
	source "honglinh/indexer/desk"
	"honglinh/indexer/suggested"
	"honglinh/web"
	"honglinh/web/webtest"
)

// desk is the desk of an empty catalogue, with a clock of its own.
type desk struct {
	*webtest.Stand
	*accounts.Keeper
	*readers
	Editions *editions.Keeper
	Photos   *photos.Keeper
	Letters  *contact.Desk
	// Suggested is what harvested texts suggest.
	Suggested *suggested.Keeper
	now       time.Time
}

// readers have what the desk published.
type readers struct{ has map[string]map[string]string }

func (r *readers) Proof(ctx context.Context, id string, fields map[string]string) (catalog.Record, error) {
	d, refused, err := source.Draft(ctx, source.Item{ID: id, Fields: fields}, catalog.Anywhere())
	if err != nil || refused != nil {
		return catalog.Record{}, errors.Join(err, catalog.NewFault(catalog.Invalid, refused.Column, refused.Reason, refused.Reason))
	}
	return d.Record, nil
}

func (r *readers) Publish(_ context.Context, id string, fields map[string]string) error {
	r.has[id] = fields
	return nil
}

func (r *readers) Retract(_ context.Context, id string, _ text.Text) error {
	delete(r.has, id)
	return nil
}

const password = "mùa hè rực rỡ ở núi Hồng"

func open(t *testing.T) *desk {
	t.Helper()
	return openOn(t, fstest.MapFS{}, webtest.Base, func(*web.DeskOptions) {})
}

// openOver is the desk of a catalogue of some packages.
func openOver(t *testing.T, packages fstest.MapFS) *desk {
	t.Helper()
	return openOn(t, packages, webtest.Base, func(*web.DeskOptions) {})
}

// openWith is the desk of an empty catalogue at an address, with other options.
func openWith(t *testing.T, base string, change func(*web.DeskOptions)) *desk {
	t.Helper()
	return openOn(t, fstest.MapFS{}, base, change)
}

// openOn is the desk of a catalogue of some packages at an address, with other options.
func openOn(t *testing.T, packages fstest.MapFS, base string, change func(*web.DeskOptions)) *desk {
	t.Helper()
	d := &desk{now: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d.readers = &readers{map[string]map[string]string{}}
	d.Editions = editions.New(editions.Options{Store: st, Publisher: d.readers, Now: clock})
	d.Suggested = &suggested.Keeper{Store: st, Now: clock}
	d.Keeper = accounts.New(accounts.Options{Store: st, Now: clock})
	people, err := custody.New(t.Context(), custody.Options{Store: st, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	d.Letters = contact.New(contact.Options{People: people, Keep: 24 * time.Hour * 365, Now: clock})
	empty, err := webtest.Make(t.Context(), packages, base)
	if err != nil {
		t.Fatal(err)
	}
	pictures, err := folder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d.Photos = &photos.Keeper{Store: st, Files: pictures, Now: clock}
	d.Stand = empty.With(t, func(o *web.Options) {
		o.Desk = web.DeskOptions{
			Accounts:    d.Keeper,
			Editions:    d.Editions,
			Rewards:     &royalties.Keeper{Store: st, Now: clock},
			Enquiries:   d.Letters,
			Uploads:     &uploads.Keeper{Editions: d.Editions, Now: clock, Rand: rand.Reader},
			Commissions: &commissions.Keeper{Store: st, Now: clock, Rand: rand.Reader},
			Handovers:   &handovers.Keeper{Store: st, Editions: d.Editions, Calendar: workdays(t), Now: clock, Rand: rand.Reader},
			Photos:      d.Photos,
			Suggested:   d.Suggested,
		}
		change(&o.Desk)
	})
	return d
}

// Store is the private store of the desk.
func (d *desk) Store() private.Store { return d.Editions.Store }

// as adds somebody with the roles and signs in through the pages.
func (d *desk) as(t *testing.T, name string, grants ...account.Grant) *caller {
	t.Helper()
	token, err := d.Add(t.Context(), account.Account{Name: name, Person: strings.ToUpper(name), Grants: grants}, accounts.Program)
	if err != nil {
		t.Fatal(err)
	}
	o, err := d.Offered(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	c := &caller{d: d, name: name, secret: o.Secret}
	if w := c.post(t, "/desk/vi/link", url.Values{"token": {token}, "password": {password}, "code": {c.code(t)}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%s sets the password: %d %s", name, w.Code, w.Body)
	}
	c.signIn(t)
	return c
}

// caller is somebody with a browser.
type caller struct {
	d            *desk
	name, secret string
	cookie       string
}

func (c *caller) code(t *testing.T) string {
	t.Helper()
	c.d.now = c.d.now.Add(time.Minute)
	code, err := totp.GenerateCode(c.secret, c.d.now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (c *caller) signIn(t *testing.T) {
	t.Helper()
	w := c.post(t, "/desk/vi/sign-in", url.Values{"name": {c.name}, "password": {password}, "code": {c.code(t)}})
	set := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || set == "" {
		t.Fatalf("%s signs in: %d %s", c.name, w.Code, w.Body)
	}
	c.cookie, _, _ = strings.Cut(set, ";")
}

func (c *caller) get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	return c.do(t, httptest.NewRequest(http.MethodGet, path, nil))
}

func (c *caller) post(t *testing.T, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.do(t, r)
}

func (c *caller) do(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	if c.cookie != "" {
		r.Header.Set("Cookie", c.cookie)
	}
	w := httptest.NewRecorder()
	c.d.Handler.ServeHTTP(w, r)
	return w
}

// addresses are the desk's routes with an address of each.
func (d *desk) addresses(t *testing.T) map[string][2]string {
	t.Helper()
	variable := regexp.MustCompile(`\{[a-z]+(:[^{}]*)?\}`)
	out := map[string][2]string{}
	for _, part := range d.Parts() {
		for _, rt := range part.Routes {
			if !strings.HasPrefix(rt.Name, "desk.") || strings.HasPrefix(rt.Name, "desk.root") {
				continue
			}
			method := http.MethodGet
			if len(rt.Methods) > 0 {
				method = rt.Methods[0]
			}
			out[rt.Name] = [2]string{method, variable.ReplaceAllString(strings.Replace(rt.Path, "{lang:vi|en}", "vi", 1), "1")}
		}
	}
	return out
}

func TestEveryRouteIsAskedAsEveryRole(t *testing.T) {
	d := open(t)
	addresses := d.addresses(t)
	for _, p := range account.Matrix() {
		if _, ok := addresses[p.Route]; !ok {
			t.Errorf("the matrix names %s, which nobody serves", p.Route)
		}
	}
	ask := func(c *caller, address [2]string) *httptest.ResponseRecorder {
		if address[0] == http.MethodGet {
			return c.get(t, address[1])
		}
		return c.post(t, address[1], url.Values{})
	}
	nobody := &caller{d: d}
	for name, address := range addresses {
		w := ask(nobody, address)
		led := w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/desk/vi/sign-in")
		if anyone := account.Permitted(name).Anyone; led == anyone {
			t.Errorf("%s without signing in: %d %s", name, w.Code, w.Header().Get("Location"))
		}
		check(t, name, w)
	}
	for _, role := range account.Roles() {
		grant, err := account.NewGrant(role.Role, "bac-hong-linh")
		if err != nil {
			t.Fatal(err)
		}
		c := d.as(t, string(role.Role), grant)
		for name, address := range addresses {
			if name == "desk.sign-out" {
				continue
			}
			w := ask(c, address)
			want := account.Permitted(name).Allows(account.Actor{Grants: []account.Grant{grant}})
			if got := w.Code != http.StatusForbidden; got != want {
				t.Errorf("%s as %s: %d, allowed %v", name, role.Role, w.Code, want)
			}
			if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable {
				t.Errorf("%s as %s: %d\n%s", name, role.Role, w.Code, w.Body)
			}
			check(t, name, w)
		}
	}
}

// check holds an answer against what every answer of the desk keeps to.
func check(t *testing.T, name string, w *httptest.ResponseRecorder) {
	t.Helper()
	h := w.Header()
	if h.Get("Cache-Control") != "no-store" || h.Get("Access-Control-Allow-Origin") != "" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("%s may be kept, read from elsewhere or framed: %v", name, h)
	}
	if strings.Contains(w.Body.String(), "⟦") {
		t.Errorf("%s lacks a text", name)
	}
}

func TestTheSignInHoldsOffStrangers(t *testing.T) {
	d := open(t)
	c := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	t.Run("the cookie is for this site's https and no script", func(t *testing.T) {
		w := c.post(t, "/desk/en/sign-in", url.Values{"name": {"lan"}, "password": {password}})
		if set := w.Header().Get("Set-Cookie"); !strings.HasPrefix(set, "__Secure-desk=") || !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "Secure") || !strings.Contains(set, "SameSite=Lax") || !strings.Contains(set, "Path=/desk") {
			t.Error(set)
		}
	})
	t.Run("a session that somebody else chose is not taken over", func(t *testing.T) {
		fixed := &caller{d: d, name: "lan", cookie: "__Secure-desk=chosen-by-somebody-else"}
		w := fixed.post(t, "/desk/vi/sign-in", url.Values{"name": {"lan"}, "password": {password}})
		if set := w.Header().Get("Set-Cookie"); set == "" || strings.Contains(set, "chosen") {
			t.Error(set)
		}
		if w := fixed.get(t, "/desk/vi/"); w.Code != http.StatusSeeOther {
			t.Errorf("the fixed session is in: %d", w.Code)
		}
	})
	t.Run("a form of another origin is refused", func(t *testing.T) {
		for name, headers := range map[string]map[string]string{
			"a browser of today":    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
			"a sister of the site":  {"Sec-Fetch-Site": "same-site", "Origin": "https://other.honglinh.example"},
			"a browser of long ago": {"Origin": "https://evil.example"},
		} {
			r := httptest.NewRequest(http.MethodPost, webtest.Base+"/desk/vi/sign-out", nil)
			for k, v := range headers {
				r.Header.Set(k, v)
			}
			if w := c.do(t, r); w.Code != http.StatusForbidden {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		if w := c.get(t, "/desk/vi/"); w.Code != http.StatusOK {
			t.Errorf("the session is gone: %d", w.Code)
		}
	})
	t.Run("a sign-in leads back into the desk and nowhere else", func(t *testing.T) {
		for next, want := range map[string]string{"/desk/en/me": "/desk/en/me", "https://evil.example/desk/": "/desk/vi/", "//evil.example/desk/": "/desk/vi/", "/\\evil.example": "/desk/vi/", "/vi/": "/desk/vi/"} {
			w := c.post(t, "/desk/vi/sign-in", url.Values{"name": {"lan"}, "password": {password}, "next": {next}})
			if got := w.Header().Get("Location"); got != want {
				t.Errorf("%s leads to %s", next, got)
			}
		}
	})
	t.Run("the same answer for an account that is and one that is not", func(t *testing.T) {
		is := c.post(t, "/desk/vi/sign-in", url.Values{"name": {"lan"}, "password": {"sai"}})
		not := c.post(t, "/desk/vi/sign-in", url.Values{"name": {"lam"}, "password": {"sai"}})
		if is.Code != not.Code || strings.ReplaceAll(is.Body.String(), `"lan"`, `"lam"`) != not.Body.String() {
			t.Errorf("%d %d", is.Code, not.Code)
		}
	})
	t.Run("whoever signed out is out", func(t *testing.T) {
		if w := c.post(t, "/desk/vi/sign-out", nil); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
		if w := c.get(t, "/desk/vi/"); w.Code != http.StatusSeeOther {
			t.Errorf("still in: %d", w.Code)
		}
	})
}
