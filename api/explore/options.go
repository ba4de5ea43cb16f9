package explore

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Caps of the API, as Opendatasoft has them.
const (
	defaultLimit  = 10
	maxLimit      = 100
	maxWindow     = 10_000 // offset + limit
	maxGrouped    = 20_000 // limit, and offset + limit, with group_by
	maxRefine     = 100    // values of refine and exclude
	defaultFacets = 100    // values of a facet where nobody says
)

// options are the parameters of a request.
type options struct {
	selects, where, group, order string
	limit, offset                int
	limitGiven                   bool
	refine, exclude              []string
	facets                       []string
	lang                         text.Lang
	zone                         *time.Location
	links, metas                 bool
	query                        url.Values
}

// readOptions reads what most addresses have in common. Names it does not know
// are left alone: clients send keys and sources of their own.
func readOptions(r *http.Request) (options, error) {
	q := r.URL.Query()
	o := options{selects: joined(q["select"]), where: conjunction(q["where"]), group: joined(q["group_by"]), order: joined(q["order_by"]), refine: q["refine"], exclude: q["exclude"],
		facets: q["facet"], lang: httpkit.Lang(r), zone: time.UTC, links: q.Get("include_links") == "true", metas: q.Get("include_app_metas") == "true", query: q}
	if l := q.Get("lang"); l != "" {
		if lang, ok := text.ParseLang(l); ok {
			o.lang = lang
		}
	}
	if len(o.refine)+len(o.exclude) > maxRefine {
		return o, badParameter("refine", "%d were found but at most %d are expected.", len(o.refine)+len(o.exclude), maxRefine)
	}
	if z := q.Get("timezone"); z != "" {
		loc, err := time.LoadLocation(z)
		if err != nil || z == "Local" {
			return o, badParameter("timezone", "%.60q was found but a CLDR zone such as Asia/Ho_Chi_Minh is expected.", z)
		}
		o.zone = loc
	}
	return o, o.readPage(q)
}

func (o *options) readPage(q url.Values) error {
	var err error
	o.limit = defaultLimit
	if s := q.Get("limit"); s != "" {
		o.limitGiven = true
		if o.limit, err = strconv.Atoi(s); err != nil {
			return badParameter("limit", "%.60q was found but an integer is expected.", s)
		}
	}
	if s := q.Get("offset"); s != "" {
		if o.offset, err = strconv.Atoi(s); err != nil {
			return badParameter("offset", "%.60q was found but an integer is expected.", s)
		}
	}
	if o.offset < 0 {
		return badParameter("offset", "%d was found but 0 <= offset is expected.", o.offset)
	}
	return nil
}

// checkPage refuses a limit and an offset beyond the caps of the records address; exports have none.
func (o *options) checkPage() error {
	most, window := maxLimit, maxWindow
	if o.group != "" {
		most, window = maxGrouped, maxGrouped
	}
	if o.limit < -1 || o.limit > most {
		return badParameter("limit", "%d was found but -1 <= limit <= %d is expected.", o.limit, most)
	}
	if o.limit == -1 {
		o.limit = most
	}
	if o.offset+o.limit > window {
		return badParameter("offset", "%d was found but offset + limit <= %d is expected; exports have no such limit.", o.offset, window)
	}
	return nil
}

// joined makes one clause of a repeated parameter.
func joined(values []string) string {
	var parts []string
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

// conjunction makes one condition of a repeated where. Each is read by itself
// before it is joined, so that a bracket cannot leave its own.
func conjunction(values []string) string {
	switch parts := nonEmpty(values); len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	default:
		for _, p := range parts {
			if _, err := odsql.Where(p); err != nil {
				return p // read again where the error is reported
			}
		}
		return "(" + strings.Join(parts, ") and (") + ")"
	}
}

func nonEmpty(values []string) []string {
	var out []string
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			out = append(out, v)
		}
	}
	return out
}
