package freshness

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/desk"
	"honglinh/catalog/text"
)

// Board tells of each unit how it keeps what it published.
type Board interface {
	Freshness(ctx context.Context) ([]desk.Fresh, error)
}

// Options of the face; all are needed.
type Options struct {
	Kit   *httpkit.Kit
	Board Board
	Now   func() time.Time
}

// Face is the face of the board.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face { return &Face{o} }

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	return []httpkit.Route{
		{Name: "freshness", Path: "/api/v1/freshness", Tag: "catalogue", Handle: f.list, Params: []httpkit.Param{httpkit.LangParam()}, Faults: []catalog.FaultKind{catalog.Invalid},
			Summary: text.New("Đơn vị đóng góp giữ bản ghi mới đến đâu", "How fresh each contributing unit keeps its records"), Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Freshness"}},
			Help: text.New("Của những gì bàn biên tập công bố: mỗi đơn vị có bao nhiêu bản ghi, bao nhiêu đã được xác nhận, đến hạn trong bảy ngày, quá hạn, và trung vị số ngày từ lần xác nhận hay công bố cuối. Đơn vị “” là ban biên tập.",
				"Of what the editorial desk published: how many records each unit has, how many were confirmed, come due within seven days, are overdue, and the median of days since they were confirmed or published. The unit “” is the board.")},
	}
}

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	number := openapi3.NewIntegerSchema
	unit := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"unit": openapi3.NewStringSchema(), "records": number(), "confirmed": number(), "due": number(), "overdue": number(), "median_days": number()})
	unit.Required = []string{"unit", "records", "confirmed", "due", "overdue", "median_days"}
	all := openapi3.NewObjectSchema().WithProperty("at", openapi3.NewDateTimeSchema()).WithProperty("units", openapi3.NewArraySchema().WithItems(unit))
	all.Required = []string{"at", "units"}
	return openapi3.Schemas{"Freshness": all.NewRef()}
}

func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	units, err := f.Board.Freshness(r.Context())
	if err != nil {
		return err
	}
	if units == nil {
		units = []desk.Fresh{}
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	w.Header().Set("Cache-Control", "public, max-age=60")
	return json.NewEncoder(w).Encode(struct {
		At    time.Time    `json:"at"`
		Units []desk.Fresh `json:"units"`
	}{f.Now().UTC(), units})
}
