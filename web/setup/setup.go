package setup

import (
	"context"
	"crypto/subtle"
	"embed"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Accounts keeps the accounts of the desk.
type Accounts interface {
	Empty(ctx context.Context) (bool, error)
	AddFirst(ctx context.Context, name, person string) (token string, err error)
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	accounts Accounts
	token    string
}

// New returns the set-up, for the operator's address. The token is what the log told;
// "" lets nobody in.
func New(s *frame.Frame, kit *httpkit.Kit, a Accounts, token string) (http.Handler, error) {
	p := &pages{s, a, token}
	router := kit.NewRouter()
	router.Handle("/setup", kit.Handle(p.form)).Methods(http.MethodGet, http.MethodHead).Name("admin.setup")
	router.Handle("/setup", kit.Handle(p.make)).Methods(http.MethodPost).Name("admin.setup.do")
	return router, s.Mount(frame.Part{Views: frame.Views{Files: files, Pages: map[string]any{"setup": page{}}}})
}

// page is the form, and then the link of the account that it made.
type page struct {
	Lang         text.Lang
	Title        string
	Switch       frame.Link
	Token        string
	Name, Person string
	Wrong        string
	Link         string
	Hours        int
}

func (p *pages) page(r *http.Request, token string) page {
	lang := httpkit.Lang(r)
	l := p.Locale(lang)
	return page{Lang: lang, Title: l.T("setup.title"), Token: token, Hours: int(account.LinkLife.Hours()),
		Switch: frame.Link{Text: l.T("lang.other"), Lang: string(lang.Other()), URL: frame.WithQuery("/setup", url.Values{"lang": {string(lang.Other())}, "token": {token}})}}
}

// let lets in who has the token of the log while there is no account. Faults:
// Forbidden, Invalid.
func (p *pages) let(r *http.Request, token string) error {
	if p.token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(p.token)) != 1 {
		return catalog.NewFault(httpkit.Forbidden, "token", "Mở địa chỉ thiết lập mà nhật ký của máy chủ ghi khi khởi động.", "Open the address for the set-up that the server's log told when it started.")
	}
	empty, err := p.accounts.Empty(r.Context())
	if err == nil && !empty {
		err = catalog.NewFault(httpkit.Forbidden, "token", "Đã có tài khoản; địa chỉ này không dùng nữa.", "There is an account already; this address is over.")
	}
	return err
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, page page) error {
	w.Header().Set("Content-Security-Policy", frame.ContentPolicy)
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.Header().Set("Referrer-Policy", "no-referrer")
	return p.ShowAs(w, r, "setup", page.Lang, status, page)
}

func (p *pages) form(w http.ResponseWriter, r *http.Request) error {
	q, err := httpkit.Params(r, "lang", "token")
	if err != nil {
		return err
	}
	if err := p.let(r, q.Get("token")); err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, p.page(r, q.Get("token")))
}

func (p *pages) make(w http.ResponseWriter, r *http.Request) error {
	form, err := httpkit.ReadForm(w, r, "token", "name", "person")
	if err != nil {
		return err
	}
	if err := p.let(r, form.Get("token")); err != nil {
		return err
	}
	out := p.page(r, form.Get("token"))
	out.Name, out.Person = strings.ToLower(strings.TrimSpace(form.Get("name"))), strings.TrimSpace(form.Get("person"))
	token, err := p.accounts.AddFirst(r.Context(), out.Name, out.Person)
	var f *catalog.Fault
	if errors.As(err, &f) && f.Kind == catalog.Invalid {
		out.Wrong, _ = f.Detail.Best(out.Lang)
		return p.show(w, r, http.StatusBadRequest, out)
	}
	if err != nil {
		return err
	}
	out.Link = p.BaseURL + frame.WithQuery("/desk/"+string(out.Lang)+"/link", url.Values{"token": {token}})
	return p.show(w, r, http.StatusOK, out)
}
