package sdmx

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

func dataFormats() []httpkit.Format {
	return []httpkit.Format{
		{Name: "json", Media: "application/vnd.sdmx.data+json;version=2.0.0"},
		{Name: "csv", Media: "application/vnd.sdmx.data+csv;version=2.0.0"},
		{Name: "xml", Media: "application/vnd.sdmx.data+xml;version=3.0.0"},
		{Name: "json-plain", Media: "application/json"},
		{Name: "csv-plain", Media: "text/csv; charset=utf-8"},
		{Name: "xml-plain", Media: "application/xml"},
	}
}

// data answers a data query.
func (f *Face) data(w http.ResponseWriter, r *http.Request) error {
	q, err := parseQuery(r)
	if err != nil {
		return err
	}
	form, err := httpkit.Negotiate(w, r, dataFormats())
	if err != nil {
		return err
	}
	csv, err := csvOptionsOf(r)
	if err != nil {
		return err
	}
	s, err := f.find(r)
	if err != nil {
		return err
	}
	flow, state, err := f.flow(r.Context(), s, q.asOf)
	if err != nil {
		return err
	}
	if !q.updatedAfter.IsZero() {
		if q.only, err = f.updated(r, state, flow.version, q); err != nil {
			return err
		}
	}
	lang := f.language(w, r)
	val := httpkit.Validator{ETag: httpkit.ETag(f.agency(), flow.version.SHA256, r.URL.RawQuery, r.URL.EscapedPath(), form.Name, string(lang), csv, flow.dataset.Version), Modified: flow.modified()}
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	obs := flow.choose(q.selection)
	if len(obs) == 0 {
		return noData()
	}
	m := message{face: f, by: f.agency(), flow: flow, obs: obs, q: q.selection, lang: lang, self: f.kit.Self(r, r.URL.Query())}
	return m.write(w, r, form, csv, val)
}

// updated returns the statements of the rows that were added or changed since.
func (f *Face) updated(r *http.Request, state *table.State, now *table.Version, q query) (map[string]struct{}, error) {
	before := versionAt(state, q.updatedAfter)
	if before == nil {
		return nil, nil // all of it is newer
	}
	only := map[string]struct{}{}
	if before.Number == now.Number {
		return only, nil
	}
	resource := columnsOfState(f, state)
	_, err := f.tables.Diff(r.Context(), state.Ref, before.Number, now.Number, func(c table.RowChange) error {
		if c.Change != "removed" {
			if id, ok := c.Key[resource.statement]; ok {
				only[fmt.Sprint(id)] = struct{}{}
			} else if id, ok := c.Row[resource.statement]; ok {
				only[fmt.Sprint(id)] = struct{}{}
			}
		}
		return nil
	})
	return only, err
}

func columnsOfState(f *Face, state *table.State) columns {
	for _, s := range f.all() {
		if s.dataset.Name == state.Ref.Dataset && s.resource.Name == state.Ref.Table {
			return columnsOf(s.resource)
		}
	}
	return columns{}
}

// language chooses the language of names and says so.
func (f *Face) language(w http.ResponseWriter, r *http.Request) text.Lang {
	lang := httpkit.Lang(r)
	httpkit.AddVary(w.Header(), "Accept-Language")
	w.Header().Set("Content-Language", string(lang))
	return lang
}

// message is a data message to be written.
type message struct {
	face *Face
	by   agency
	flow *flow
	obs  []observation
	q    selection
	lang text.Lang
	self string
}

func (m message) write(w http.ResponseWriter, r *http.Request, form httpkit.Format, o csvOptions, val httpkit.Validator) error {
	var body []byte
	var err error
	media := form.Media
	switch name, _, _ := strings.Cut(form.Name, "-"); name {
	case "csv":
		body, err = m.csv(o)
		if form.Name == "csv" {
			media += o.media()
		}
	case "xml":
		body = m.xml()
	default:
		body, err = m.json()
	}
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, media, body, val)
}

// csvOptions are the parameters of the CSV media type.
type csvOptions struct {
	labels string // id, name, both
	keys   string // none, obs, series, both
}

func (o csvOptions) media() string {
	s := ";labels=" + o.labels + ";timeFormat=original"
	if o.keys != "none" {
		s += ";keys=" + o.keys
	}
	return s
}

// csvOptionsOf reads labels and keys from the Accept header's CSV type.
func csvOptionsOf(r *http.Request) (csvOptions, error) {
	o := csvOptions{labels: "id", keys: "none"}
	for _, one := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, params, err := mime.ParseMediaType(strings.TrimSpace(one))
		if err != nil || media != "application/vnd.sdmx.data+csv" {
			continue
		}
		if v := params["labels"]; v != "" {
			err = errors.Join(err, oneOf("labels", v, "id", "name", "both"))
			o.labels = v
		}
		if v := params["keys"]; v != "" {
			err = errors.Join(err, oneOf("keys", v, "none", "obs", "series", "both"))
			o.keys = v
		}
		if v := params["timeformat"]; v != "" {
			err = errors.Join(err, oneOf("timeFormat", v, "original"))
		}
		return o, err
	}
	return o, nil
}
