package desk_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/account"
	"honglinh/catalog/text"
	"honglinh/web"
	"honglinh/web/desk/openid"
	"honglinh/web/webtest"
)

// province is a small provider of OpenID Connect: whoever comes is the subject.
type province struct {
	*httptest.Server
	key     *rsa.PrivateKey
	subject string
	amr     []string
	nonce   string // in place of the flow's, "" for the right one
	asked   url.Values
}

func newProvince(t *testing.T) *province {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &province{key: key, subject: "84-001"}
	mux := http.NewServeMux()
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	answer := func(path string, of func(*http.Request) any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			v := of(r)
			if v == nil {
				w.WriteHeader(http.StatusBadRequest)
			}
			_ = json.NewEncoder(w).Encode(v)
		})
	}
	answer("/.well-known/openid-configuration", func(*http.Request) any {
		return map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}}
	})
	answer("/keys", func(*http.Request) any {
		return map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}}}
	})
	answer("/token", p.token)
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		p.asked = r.URL.Query()
		http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+url.Values{"code": {"c0de"}, "state": {p.asked.Get("state")}}.Encode(), http.StatusFound)
	})
	return p
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// token gives the token of a code to who proves that they began.
func (p *province) token(r *http.Request) any {
	id, secret, _ := r.BasicAuth()
	proof := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if r.PostFormValue("code") != "c0de" || id != "danh-muc" || secret != "bi-mat" || b64(proof[:]) != p.asked.Get("code_challenge") {
		return nil
	}
	nonce := p.asked.Get("nonce")
	if p.nonce != "" {
		nonce = p.nonce
	}
	now := time.Now()
	claims, _ := json.Marshal(map[string]any{"iss": p.URL, "sub": p.subject, "aud": id, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": nonce, "amr": p.amr})
	signed := b64([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64(claims)
	sum := sha256.Sum256([]byte(signed))
	mark, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		return nil
	}
	return map[string]any{"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed + "." + b64(mark)}
}

// back asks the provider and returns the path that it leads back to.
func (p *province) back(t *testing.T, to string) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	u, err := url.Parse(res.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(u.String(), webtest.Base+"/desk/vi/identity/back?") {
		t.Fatalf("%s leads back to %s: %v", to, u, err)
	}
	return u.RequestURI()
}

// with is a request with a cookie beside the caller's.
func (c *caller) with(t *testing.T, path, cookie string) *httptest.ResponseRecorder {
	t.Helper()
	other := *c
	other.cookie = strings.Trim(c.cookie+"; "+cookie, "; ")
	return other.get(t, path)
}

// cookieOf is the cookie of a name that an answer sets.
func cookieOf(w *httptest.ResponseRecorder, name string) string {
	for _, c := range w.Result().Cookies() {
		if c.Name == name && c.MaxAge > 0 {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

const flowCookie, sessionCookie = "__Secure-desk-identity", "__Secure-desk"

// elsewhere goes the whole way of a sign-in at the provider.
func (p *province) elsewhere(t *testing.T, c *caller) *httptest.ResponseRecorder {
	t.Helper()
	w := c.get(t, "/desk/vi/identity?next=%2Fdesk%2Fvi%2Fme")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("to the provider: %d %s", w.Code, w.Body)
	}
	return c.with(t, p.back(t, w.Header().Get("Location")), cookieOf(w, flowCookie))
}

// link has somebody link what the provider says of them.
func (p *province) link(t *testing.T, c *caller) *httptest.ResponseRecorder {
	t.Helper()
	w := c.post(t, "/desk/vi/me/identity", nil)
	m := regexp.MustCompile(`href="(http://[^"]*/authorize[^"]*)"`).FindStringSubmatch(w.Body.String())
	if m == nil {
		t.Fatalf("linking: %d %s", w.Code, w.Body)
	}
	return c.with(t, p.back(t, strings.ReplaceAll(m[1], "&amp;", "&")), cookieOf(w, flowCookie))
}

func TestAnIdentityOfTheProvinceIsLinkedAndNeverMakesAnAccount(t *testing.T) {
	p := newProvince(t)
	d := openWith(t, webtest.Base, func(o *web.DeskOptions) {
		o.Identity = openid.New(openid.Settings{Issuer: p.URL, ClientID: "danh-muc", ClientSecret: "bi-mat", Name: text.New("Tài khoản của tỉnh", "Account of the province")})
	})
	lan := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	minh := d.as(t, "minh", account.Grant{Role: account.Editor})
	nobody := &caller{d: d}
	refused := func(what string, w *httptest.ResponseRecorder, words string) {
		t.Helper()
		if cookieOf(w, sessionCookie) != "" || w.Code == http.StatusSeeOther || !strings.Contains(w.Body.String(), words) {
			t.Errorf("%s: %d, want a refusal that says %q: %s", what, w.Code, words, w.Body)
		}
	}

	refused("an identity of nobody", p.elsewhere(t, nobody), "chưa gắn với tài khoản nào")
	if all, err := d.Accounts(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d accounts, %v", len(all), err)
	}
	if w := p.link(t, lan); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "done=identity") {
		t.Fatalf("lan links: %d %s", w.Code, w.Body)
	}
	w := p.elsewhere(t, nobody)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/desk/vi/me" || cookieOf(w, sessionCookie) == "" {
		t.Errorf("the linked identity: %d %s", w.Code, w.Body)
	}
	refused("the same identity for another", p.link(t, minh), "đã gắn với một tài khoản khác")

	begun := nobody.get(t, "/desk/vi/identity")
	back := p.back(t, begun.Header().Get("Location"))
	refused("another browser", nobody.get(t, back), "không bắt đầu ở trình duyệt này")
	if w := nobody.with(t, back, cookieOf(begun, flowCookie)); cookieOf(w, sessionCookie) == "" {
		t.Errorf("the browser that began: %d", w.Code)
	}
	refused("the same way back again", nobody.with(t, back, cookieOf(begun, flowCookie)), "đã hết hạn")
	p.nonce = "of another flow"
	refused("a token of another flow", p.elsewhere(t, nobody), "chưa trả lời đúng")

	p.nonce, p.subject = "", "84-002"
	if w := p.link(t, minh); w.Code != http.StatusSeeOther {
		t.Fatalf("minh links: %d %s", w.Code, w.Body)
	}
	refused("an editor without a second factor", p.elsewhere(t, nobody), "lớp xác thực thứ hai")
	p.amr = []string{"pwd", "mfa"}
	if w := p.elsewhere(t, nobody); cookieOf(w, sessionCookie) == "" {
		t.Errorf("an editor with a second factor: %d %s", w.Code, w.Body)
	}
	if w := minh.post(t, "/desk/vi/me/identity/unlink", nil); w.Code != http.StatusSeeOther {
		t.Errorf("unlink: %d", w.Code)
	}
	refused("an identity that was unlinked", p.elsewhere(t, nobody), "chưa gắn với tài khoản nào")
}

func TestALinkIsNotBegunFromAnotherSite(t *testing.T) {
	p := newProvince(t)
	d := openWith(t, webtest.Base, func(o *web.DeskOptions) {
		o.Identity = openid.New(openid.Settings{Issuer: p.URL, ClientID: "danh-muc", ClientSecret: "bi-mat", Name: text.Text{text.VI: "Tỉnh"}})
	})
	lan := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	r := httptest.NewRequest(http.MethodPost, "/desk/vi/me/identity", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := lan.do(t, r); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}
