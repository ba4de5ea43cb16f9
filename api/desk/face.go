package desk

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
)

// Root is where the face stands.
const Root = "/desk/api"

// Keys tell who acts with a key. Fault: NotFound.
type Keys interface {
	ByKey(ctx context.Context, key string) (account.Actor, error)
}

// Records are what readers have. Faults: NotFound, Gone.
type Records interface {
	Record(ctx context.Context, id string) (catalog.Record, error)
}

// Options of the face; all but Log, Metrics and Limits are needed.
type Options struct {
	BaseURL  string
	Keys     Keys
	Editions *editions.Keeper
	// Commissions are what units are asked for.
	Commissions *commissions.Keeper
	Records     Records
	Metrics     *httpkit.Metrics
	// Limits are what bounds programs; nothing is kept for them.
	Limits  httpkit.Limits
	Log     *slog.Logger
	Version string
	Now     func() time.Time
}

// Face takes drafts and answers to commissions.
type Face struct {
	Options
	kit     *httpkit.Kit
	handler http.Handler
}

// maxBody bounds a draft in bytes: the most that package desk keeps of one, and
// what JSON adds.
const maxBody = 1 << 20

// New returns the face. It is closed to browsers of other origins and to caches.
func New(o Options) *Face {
	f := &Face{Options: o}
	closed := &httpkit.Closed{Holds: func(string) bool { return true }, CSP: "default-src 'none'; frame-ancestors 'none'", MaxBody: maxBody}
	f.kit = httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Log: o.Log, Metrics: o.Metrics, Now: o.Now, Closed: closed, MaxBody: maxBody,
		Limits: httpkit.Limits{Limiter: o.Limits.Limiter, Load: o.Limits.Load}})
	router := f.kit.NewRouter()
	routes := f.Routes()
	for i := range routes {
		routes[i].Class = httpkit.Desk
	}
	f.kit.Mount(router, routes)
	f.handler = f.kit.Wrap(router)
	return f
}

// ServeHTTP answers.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.handler.ServeHTTP(w, r) }

// Holds reports whether a path is the face's.
func Holds(path string) bool { return path == Root || strings.HasPrefix(path, Root+"/") }

// Routes are all addresses of the face, with their documentation.
func (f *Face) Routes() []httpkit.Route {
	post := []string{http.MethodPost}
	refused := []catalog.FaultKind{httpkit.Unauthorized, catalog.Invalid, catalog.TooLarge}
	lost := []catalog.FaultKind{httpkit.Unauthorized, catalog.NotFound}
	draft := []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Draft"}}
	return append([]httpkit.Route{
		{Name: "deskapi.openapi", Path: Root + "/openapi.json", Handle: f.document, Summary: text.New("Mô tả OpenAPI", "OpenAPI description"), Answers: []httpkit.Answer{{Media: httpkit.JSONMedia}}},
		{Name: "deskapi.drafts", Path: Root + "/drafts", Handle: f.keyed(f.list), Summary: text.New("Bản thảo của đơn vị, theo trạng thái", "The unit's drafts, by state"), Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "DraftList"}}, Faults: lost[:1]},
		{Name: "deskapi.draft.add", Path: Root + "/drafts", Methods: post, Handle: f.keyed(f.add), Faults: refused, Answers: []httpkit.Answer{{Status: http.StatusCreated, Media: httpkit.JSONMedia, Schema: "Draft"}},
			Summary: text.New("Gửi bản thảo mới, hoặc sửa một bản ghi đang công bố", "Send a new draft, or a change of a published record"),
			Help:    text.New("Bản thảo mang tên đơn vị của khoá. send gửi ngay cho phụ trách đơn vị.", "The draft carries the name of the key's unit. send passes it to the unit head at once.")},
		{Name: "deskapi.draft", Path: Root + "/drafts/{id}", Handle: f.keyed(f.one), Summary: text.New("Một bản thảo, trạng thái và góp ý", "One draft, its state and comments"), Answers: draft, Faults: lost},
		{Name: "deskapi.draft.save", Path: Root + "/drafts/{id}", Methods: []string{http.MethodPut}, Handle: f.keyed(f.save), Answers: draft, Faults: append(refused, catalog.NotFound),
			Summary: text.New("Sửa các trường được gửi, từ lần sửa rev", "Change the fields that are sent, from revision rev")},
		{Name: "deskapi.draft.send", Path: Root + "/drafts/{id}/send", Methods: post, Handle: f.keyed(f.send), Summary: text.New("Gửi cho phụ trách đơn vị", "Send to the unit head"), Answers: draft, Faults: append(refused, catalog.NotFound)},
	}, f.commissionRoutes()...)
}

// keyed lets a request through that carries a unit's key.
func (f *Face) keyed(h func(http.ResponseWriter, *http.Request, account.Actor) error) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", httpkit.CacheNever)
		key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		var who account.Actor
		err := error(catalog.NewFault(catalog.NotFound, "", "", ""))
		if ok {
			who, err = f.Keys.ByKey(r.Context(), strings.TrimSpace(key))
		}
		if catalog.KindOf(err) == catalog.NotFound {
			w.Header().Set("WWW-Authenticate", "Bearer")
			return catalog.NewFault(httpkit.Unauthorized, "Authorization", "Hãy gửi khoá của đơn vị: Authorization: Bearer …; quản trị viên cấp khoá.", "Send the unit's key: Authorization: Bearer …; the administrator gives it.")
		}
		if err != nil {
			return err
		}
		return h(w, r, who)
	}
}
