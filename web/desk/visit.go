package desk

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// visit is one request of somebody: who it is, "" for nobody, and the language.
type visit struct {
	accounts.Signed
	l *frame.Locale
}

// guard lets a request through to a route if the matrix allows it. Who is not
// signed in is led to the sign-in and back.
func (p *pages) guard(rt route) httpkit.Handler {
	permission := account.Permitted(rt.name)
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", httpkit.CacheNever)
		v := &visit{l: p.Locale(frame.PathLang(r))}
		if c, err := r.Cookie(p.cookieName()); err == nil {
			who, err := p.Accounts.Find(r.Context(), c.Value)
			switch {
			case err == nil:
				v.Signed = who
			case catalog.KindOf(err) != catalog.NotFound:
				return err
			}
		}
		switch {
		case permission.Anyone:
		case v.Name == "":
			return p.toSignIn(w, r, v)
		case !permission.Allows(v.Actor):
			return notAllowed()
		}
		if rt.post {
			if err := r.ParseMultipartForm(maxFormMemory); err != nil && err != http.ErrNotMultipart {
				return unreadableForm(err)
			}
			defer func() {
				if r.MultipartForm != nil {
					_ = r.MultipartForm.RemoveAll() // files in the temporary folder
				}
			}()
		}
		return rt.handle(w, r, v)
	}
}

// maxFormMemory is how much of a form is held in memory; pictures go to the
// temporary folder.
const maxFormMemory = 1 << 20

func unreadableForm(err error) error {
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return catalog.NewFault(catalog.TooLarge, "body", fmt.Sprintf("Nội dung gửi lớn hơn %d MB; hãy gửi ít tệp hơn mỗi lần, hoặc thu nhỏ ảnh.", large.Limit>>20), fmt.Sprintf("What was sent is over %d MB; send fewer files at once, or make pictures smaller.", large.Limit>>20))
	}
	return catalog.NewFault(catalog.Invalid, "body", "Không đọc được biểu mẫu: "+err.Error(), "The form cannot be read: "+err.Error())
}

func notAllowed() error {
	return catalog.NewFault(httpkit.Forbidden, "role", "Vai trò của bạn không làm được việc này; hãy hỏi quản trị viên.", "Your role may not do this; ask the administrator.")
}

// toSignIn leads to the sign-in, and from there back to a page that was asked for.
func (p *pages) toSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := url.Values{}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		q.Set("next", r.URL.RequestURI())
	}
	return p.seeOther(w, r, frame.WithQuery(p.at("desk.sign-in", v.l.Lang), q))
}

// at is the path of a page of the desk in a language; pairs are its variables.
func (p *pages) at(name string, lang text.Lang, pairs ...string) string {
	return p.Path(name, append([]string{"lang", string(lang)}, pairs...)...)
}

func (p *pages) seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// within returns a path of the desk that a form named, else the desk's first page:
// a sign-in must not lead elsewhere.
func (p *pages) within(next string, v *visit) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, root+"/") || strings.ContainsAny(next, "\\\r\n") {
		return p.at("desk.home", v.l.Lang)
	}
	return next
}

// cookieName is that of the session. The prefix has browsers take it from https
// only (RFC 6265bis, 4.1.3).
func (p *pages) cookieName() string {
	if p.secure {
		return "__Secure-desk"
	}
	return "desk"
}

func (p *pages) setCookie(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: p.cookieName(), Value: token, Path: root, HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteLaxMode, MaxAge: int(account.Absolute.Seconds())}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// root leads to the desk in the caller's language.
func (p *pages) root(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	return p.seeOther(w, r, p.at("desk.home", httpkit.AcceptLanguage(r)))
}
