package soda

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

type columnDict struct {
	ID          int    `json:"id"`
	Name        string `json:"name"`
	Type        string `json:"dataTypeName"`
	Description string `json:"description"`
	FieldName   string `json:"fieldName"`
	Position    int    `json:"position"`
	RenderType  string `json:"renderTypeName"`
}

type viewDict struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	AssetType   string         `json:"assetType"`
	Attribution string         `json:"attribution"`
	Category    string         `json:"category,omitempty"`
	Created     int64          `json:"createdAt"`
	Description string         `json:"description"`
	DisplayType string         `json:"displayType"`
	Published   int64          `json:"publicationDate"`
	Rows        int64          `json:"rowsUpdatedAt"`
	Modified    int64          `json:"viewLastModified"`
	ViewType    string         `json:"viewType"`
	Columns     []columnDict   `json:"columns"`
	Licence     *licenceDict   `json:"license,omitempty"`
	Metadata    map[string]any `json:"metadata"`
	Tags        []string       `json:"tags"`
}

type licenceDict struct {
	Name string `json:"name"`
	URL  string `json:"termsLink,omitempty"`
}

// viewType is the type in metadata, which has names of its own.
func viewType(t table.Type) string {
	switch t {
	case table.Boolean:
		return "checkbox"
	case table.Date, table.DateTime, table.LocalDateTime:
		return "calendar_date"
	}
	return typeName(t)
}

func (v tableView) columns(l text.Lang) []columnDict {
	var out []columnDict
	for _, c := range v.version.Columns {
		title, _ := c.Title.Best(l)
		about, _ := c.Description.Best(l)
		out = append(out, columnDict{len(out) + 1, cmp.Or(title, c.Name), viewType(c.Type), about, c.Name, len(out) + 1, viewType(c.Type)})
	}
	if v.lon != "" {
		out = append(out, columnDict{len(out) + 1, text.New("Tọa độ", "Coordinates").In(l), "point", "", pointField, len(out) + 1, "point"})
	}
	return out
}

func (v tableView) dict(whose *site.Site, l text.Lang) viewDict {
	about, _ := v.pack.Description.Best(l)
	created := v.version.Created
	if t, err := time.Parse(time.RFC3339, v.pack.Created); err == nil {
		created = t
	}
	d := viewDict{ID: v.id, Name: v.title(l), AssetType: "dataset", Attribution: v.publisher(whose, l), Created: created.Unix(), Description: about, DisplayType: "table", Published: created.Unix(),
		Rows: v.version.Created.Unix(), Modified: v.version.Created.Unix(), ViewType: "tabular", Columns: v.columns(l), Tags: v.tags(l),
		Metadata: map[string]any{"rowLabel": "row", "custom_fields": map[string]any{"source": map[string]string{"table": v.ref.String(), "version": v.version.Number, "sha256": v.version.SHA256}}}}
	if c := v.categories(l); len(c) > 0 {
		d.Category = c[0]
	}
	if len(v.pack.Licences) > 0 {
		lic := v.pack.Licences[0]
		d.Licence = &licenceDict{cmp.Or(lic.Title, lic.Name), lic.Path}
	}
	return d
}

// publisher is who publishes the dataset; where it names nobody, who publishes the catalogue.
func (v tableView) publisher(whose *site.Site, l text.Lang) string {
	if len(v.pack.Contributors) == 0 {
		name, _ := whose.Publisher.Name.Best(l)
		return name
	}
	return v.pack.Contributors[0].Title
}

func (v tableView) tags(l text.Lang) []string {
	tags := v.pack.Keywords[l]
	if len(tags) == 0 {
		tags = v.pack.Keywords[l.Other()]
	}
	return append([]string{}, tags...)
}

func (v tableView) categories(l text.Lang) []string {
	out := []string{}
	for _, t := range v.pack.Topics {
		label := t
		if c, ok := vocab.Topics().Find(t); ok {
			label, _ = c.Label.Best(l)
		}
		out = append(out, label)
	}
	return out
}

func (f *Face) view(w http.ResponseWriter, r *http.Request) error {
	file, _ := httpkit.PathVar(r, "file")
	v, err := f.findTable(strings.TrimSuffix(file, ".json"))
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, v.dict(f.kit.Site(), httpkit.Lang(r)), httpkit.Validator{Modified: v.version.Created})
}

func (f *Face) views(w http.ResponseWriter, r *http.Request) error {
	out := []viewDict{}
	for _, v := range f.tablesByID() {
		out = append(out, v.dict(f.kit.Site(), httpkit.Lang(r)))
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}

type asset struct {
	Resource       map[string]any    `json:"resource"`
	Classification map[string]any    `json:"classification"`
	Metadata       map[string]string `json:"metadata"`
	Permalink      string            `json:"permalink"`
	Link           string            `json:"link"`
}

// maxAssets is the discovery API's own ceiling of a page.
const maxAssets = 10_000

// catalog finds tables by words, ids, categories and tags.
func (f *Face) catalog(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	limit, err := natural(q, "limit", 100)
	if err != nil {
		return err
	}
	offset, err := natural(q, "offset", 0)
	if err != nil {
		return err
	}
	l := httpkit.Lang(r)
	all := slices.DeleteFunc(f.tablesByID(), func(v tableView) bool { return !v.chosen(q) })
	results := []asset{}
	page := all[min(offset, len(all)):]
	for _, v := range page[:min(limit, maxAssets, len(page))] {
		results = append(results, f.asset(v, l))
	}
	return httpkit.WriteJSON(w, r, map[string]any{"results": results, "resultSetSize": len(all), "timings": map[string]int{"serviceMillis": 0}}, httpkit.Validator{})
}

func natural(q url.Values, name string, fallback int) (int, error) {
	if q.Get(name) == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < 0 {
		return 0, badRequest("Invalid %s: %s; want a whole number from 0 on", name, clause.Short(q.Get(name)))
	}
	return n, nil
}

// chosen applies the filters; several values of one are alternatives.
func (v tableView) chosen(q url.Values) bool {
	for name, have := range map[string][]string{"ids": {v.id}, "categories": append(v.categories(text.VI), v.categories(text.EN)...), "tags": append(v.tags(text.VI), v.tags(text.EN)...)} {
		var want []string
		for _, s := range append(q[name], q[name+"[]"]...) {
			want = append(want, strings.Split(s, ",")...)
		}
		if len(want) > 0 && !slices.ContainsFunc(want, func(s string) bool {
			return slices.ContainsFunc(have, func(h string) bool { return text.Fold(h) == text.Fold(s) })
		}) {
			return false
		}
	}
	words := strings.Join([]string{v.pack.Name, v.resource.Name, v.pack.Title.String(), v.resource.Title.String(), v.pack.Description.String(), strings.Join(v.tags(text.VI), " "), strings.Join(v.tags(text.EN), " "), strings.Join(v.columnNames(), " ")}, " ")
	for _, w := range strings.Fields(text.Fold(q.Get("q"))) {
		if !strings.Contains(text.Fold(words), w) {
			return false
		}
	}
	return true
}

func (f *Face) asset(v tableView, l text.Lang) asset {
	d := v.dict(f.kit.Site(), l)
	var names, fields, types, about []string
	for _, c := range d.Columns {
		names, fields, types, about = append(names, c.Name), append(fields, c.FieldName), append(types, c.Type), append(about, c.Description)
	}
	updated := v.version.Created.UTC().Format("2006-01-02T15:04:05.000Z")
	host := f.kit.BaseURL()
	if u, err := url.Parse(host); err == nil {
		host = u.Host
	}
	metadata := map[string]string{"domain": host}
	if d.Licence != nil {
		metadata["license"] = d.Licence.Name
	}
	return asset{Metadata: metadata, Permalink: f.kit.URL("/resource/" + v.id + ".json"), Link: f.kit.URL("/" + string(l) + "/dataset/" + v.pack.Name),
		Resource: map[string]any{"id": v.id, "name": d.Name, "description": d.Description, "attribution": d.Attribution, "type": "dataset", "updatedAt": updated, "data_updated_at": updated,
			"createdAt": time.Unix(d.Created, 0).UTC().Format("2006-01-02T15:04:05.000Z"), "columns_name": names, "columns_field_name": fields, "columns_datatype": types, "columns_description": about},
		Classification: map[string]any{"categories": v.categories(l), "tags": d.Tags, "domain_category": d.Category, "domain_tags": d.Tags, "domain_metadata": []any{}}}
}
