package desk_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/web"
	"honglinh/web/webtest"
)

// served opens the desk at an address by name, as passkeys want it.
func served(t *testing.T) (*desk, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://localhost:" + l.Addr().String()[strings.LastIndexByte(l.Addr().String(), ':')+1:]
	d := openWith(t, base, func(*web.DeskOptions) {})
	server := httptest.NewUnstartedServer(d.Handler)
	server.Listener.Close()
	server.Listener = l
	server.Start()
	t.Cleanup(server.Close)
	return d, base
}

// device gives the browser an authenticator that has keys of its own and asks for a finger.
func device(t *testing.T, ctx context.Context) webauthn.AuthenticatorID {
	t.Helper()
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}})
	if err != nil {
		t.Fatal(err)
	}
	return made.AuthenticatorID
}

// leads presses a button and waits for the page that it leads to.
func leads(t *testing.T, ctx context.Context, button, to string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(button)); err != nil {
		t.Fatalf("%s: %v", button, err)
	}
	if at := evaluated(t, ctx, `location.pathname+location.search`); !strings.HasPrefix(at, to) {
		t.Fatalf("%s leads to %s: %s", button, at, evaluated(t, ctx, `document.querySelector("main").innerText`))
	}
}

func evaluated(t *testing.T, ctx context.Context, expression string) string {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func TestAnEditorSignsInByAPasskeyAndHasNoPassword(t *testing.T) {
	d, base := served(t)
	ctx := webtest.Browser(t)
	id := device(t, ctx)
	link, err := d.Add(t.Context(), account.Account{Name: "minh", Person: "Nguyễn Minh", Grants: []account.Grant{{Role: account.Editor}}}, accounts.Program)
	if err != nil {
		t.Fatal(err)
	}
	create := `form[data-passkey="create"] button`
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/desk/vi/link?token="+link), chromedp.SendKeys("#label", "điện thoại")); err != nil {
		t.Fatal(err)
	}
	leads(t, ctx, create, "/desk/vi/sign-in?done=passkey")
	if _, err := d.Offered(t.Context(), link); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("the link holds after its use: %v", err)
	}
	if _, err := d.SignIn(t.Context(), accounts.Attempt{Name: "minh", Password: password}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a password signs in to an account that has none: %v", err)
	}
	leads(t, ctx, `form[data-passkey="get"] button`, "/desk/vi/")
	if said := evaluated(t, ctx, `document.querySelector("main").innerText`); !strings.Contains(said, "Biên tập viên") {
		t.Errorf("signed in, the page says %s", said)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/desk/vi/me")); err != nil {
		t.Fatal(err)
	}
	leads(t, ctx, `form[action$="/passkeys/remove"] button`, "/desk/vi/me/passkeys/remove")
	if said := evaluated(t, ctx, `document.querySelector("[role=alert]").innerText`); !strings.Contains(said, "cách đăng nhập cuối cùng") {
		t.Errorf("the last passkey of an editor: %s", said)
	}
	a, err := d.Account(t.Context(), "minh")
	if err != nil || len(a.Passkeys) != 1 || a.Passkeys[0].Label != "điện thoại" || a.Passkeys[0].Used.IsZero() {
		t.Errorf("%+v, %v", a.Passkeys, err)
	}

	// Without the finger there is no sign-in, and the page says so.
	if _, err := chromedp.Call(ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: id}); err != nil {
		t.Fatal(err)
	}
	leads(t, ctx, `form[action$="/sign-out"] button`, "/desk/vi/sign-in")
	if err := chromedp.Do(ctx, chromedp.Click(`form[data-passkey="get"] button`), chromedp.WaitVisible(`form[data-passkey="get"] [role="alert"]`)); err != nil {
		t.Fatal(err)
	}
}

func TestAPasskeyIsAnsweredOnceAndByItsOwnCeremony(t *testing.T) {
	d, _ := served(t)
	lan := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: "bac-hong-linh"})
	for name, path := range map[string]string{"sign-in": "/desk/vi/passkey", "a new one": "/desk/vi/me/passkeys"} {
		w := lan.post(t, path, map[string][]string{"ceremony": {"none"}, "label": {"x"}, "answer": {"{}"}})
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Passkey không được nhận") {
			t.Errorf("%s without a ceremony: %d", name, w.Code)
		}
	}
	var waits bool
	for range 8 {
		waits = waits || lan.post(t, "/desk/vi/passkey/ask", nil).Code == http.StatusServiceUnavailable
	}
	if !waits {
		t.Error("ceremonies are begun without an end")
	}
}
