package follow

import (
	"context"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/alert"
	"honglinh/catalog/text"
)

// Follower keeps subscriptions.
type Follower interface {
	Watched(ctx context.Context, to string) error
	Subscribe(ctx context.Context, s alert.Subscription) error
	Confirm(ctx context.Context, id, key string) error
	Leave(ctx context.Context, id, key string) error
}

// Options of the face; all are needed.
type Options struct {
	Kit      *httpkit.Kit
	Follower Follower
	// Gate bounds how often a client may subscribe somebody.
	Gate *httpkit.Gate
}

// Face takes subscriptions.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face { return &Face{o} }

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

// draft is the body of POST /subscriptions.
type draft struct {
	Query   string   `json:"query,omitempty"`
	Record  string   `json:"record,omitempty"`
	Records []string `json:"records,omitempty"`
	Channel string   `json:"channel"`
	To      string   `json:"to"`
	Lang    string   `json:"lang"`
}

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	own := []httpkit.Param{
		{Name: "id", Path: true, Type: httpkit.String, Required: true, Example: "00000000000000000000", Help: text.New("Mã của mục theo dõi.", "Id of the subscription.")},
		{Name: "key", Type: httpkit.String, Required: true, Max: httpkit.Bound(64), Example: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Help: text.New("Khoá trong mỗi tin.", "The key in every message.")},
		httpkit.LangParam(),
	}
	done := []httpkit.Answer{{Status: http.StatusNoContent}}
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound}
	post := []string{http.MethodPost}
	return []httpkit.Route{
		{Name: "subscriptions", Path: "/api/v1/subscriptions", Methods: post, Tag: "people", Handle: f.subscribe, Params: []httpkit.Param{httpkit.LangParam()},
			Body:    &httpkit.Body{Schema: "SubscriptionDraft", Example: draft{Query: "kind=opportunity&topic=land", Channel: "webhook", To: "https://example.com/hook", Lang: "en"}},
			Answers: []httpkit.Answer{{Status: http.StatusAccepted, Media: httpkit.JSONMedia, Schema: "SubscriptionState"}}, Faults: []catalog.FaultKind{catalog.Invalid, catalog.TooLarge, httpkit.RateLimited, httpkit.UnsupportedMedia},
			Summary: text.New("Theo dõi thay đổi của một tìm kiếm, một bản ghi, một danh sách", "Follow what changes in a search, a record or a shortlist"),
			Help: text.New("Bên nhận phải xác nhận; trước đó không gửi gì. Nhiều nhất một bản tin một ngày, không bao giờ trống. Webhook ký theo Standard Webhooks.",
				"The receiver must confirm; nothing is sent before. At most one digest a day, never an empty one. Webhooks are signed as Standard Webhooks say.")},
		{Name: "subscription.confirm", Path: "/api/v1/subscriptions/{id}/confirm", Methods: post, Tag: "people", Handle: f.confirm, Params: own, Answers: done, Faults: faults, Summary: text.New("Xác nhận theo dõi", "Confirm a subscription")},
		{Name: "subscription.leave", Path: "/api/v1/subscriptions/{id}/leave", Methods: post, Tag: "people", Handle: f.leave, Params: own, Answers: done, Faults: faults, Summary: text.New("Thôi theo dõi bằng một lần bấm", "Leave by one click"),
			Help: text.New("Dành cho List-Unsubscribe-Post (RFC 8058).", "For List-Unsubscribe-Post (RFC 8058).")},
		{Name: "subscription", Path: "/api/v1/subscriptions/{id}", Methods: []string{http.MethodDelete}, Tag: "people", Handle: f.leave, Params: own, Answers: done, Faults: faults, Summary: text.New("Thôi theo dõi", "Leave a subscription")},
	}
}

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	word := openapi3.NewStringSchema
	d := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"query": word().WithNullable(), "record": word().WithNullable(), "records": openapi3.NewArraySchema().WithItems(word()).WithNullable(), "channel": word().WithEnum("email", "webhook"), "to": word(), "lang": word().WithEnum("vi", "en")})
	d.Required = []string{"channel", "to", "lang"}
	s := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"state": word().WithEnum("unconfirmed")})
	s.Required = []string{"state"}
	return openapi3.Schemas{"SubscriptionDraft": d.NewRef(), "SubscriptionState": s.NewRef()}
}

func (f *Face) subscribe(w http.ResponseWriter, r *http.Request) error {
	var d draft
	if err := httpkit.ReadJSON(w, r, &d); err != nil {
		return err
	}
	s := alert.Subscription{Query: d.Query, Records: d.Records, Channel: d.Channel, To: d.To, Lang: text.Lang(d.Lang)}
	if d.Record != "" {
		s.Records = append(s.Records, d.Record)
	}
	if err := s.Validate(); err != nil {
		return err
	}
	if err := f.Gate.Pass(w, r); err != nil {
		return err
	}
	if err := f.Follower.Watched(r.Context(), s.To); err != nil {
		return err
	}
	if err := f.Follower.Subscribe(r.Context(), s); err != nil {
		return err
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(http.StatusAccepted)
	_, err := w.Write([]byte("{\"state\":\"unconfirmed\"}\n"))
	return err
}

func (f *Face) confirm(w http.ResponseWriter, r *http.Request) error {
	return f.own(w, r, f.Follower.Confirm)
}

func (f *Face) leave(w http.ResponseWriter, r *http.Request) error {
	return f.own(w, r, f.Follower.Leave)
}

func (f *Face) own(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, id, key string) error) error {
	id, _ := httpkit.PathVar(r, "id")
	if err := do(r.Context(), id, httpkit.Parsed(r).String("key")); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
