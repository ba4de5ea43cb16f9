package explore

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/http"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
)

type datasetDict struct {
	ID           string         `json:"dataset_id"`
	UID          string         `json:"dataset_uid"`
	Attachments  []attached     `json:"attachments"`
	HasRecords   bool           `json:"has_records"`
	DataVisible  bool           `json:"data_visible"`
	Visibility   string         `json:"visibility"`
	Fields       []fieldDict    `json:"fields"`
	Features     []string       `json:"features"`
	Alternatives []string       `json:"alternative_exports"`
	Metas        map[string]any `json:"metas"`
	Links        []link         `json:"links,omitempty"`
}

type fieldDict struct {
	Name        string         `json:"name"`
	Label       string         `json:"label"`
	Description *string        `json:"description"`
	Type        string         `json:"type"`
	Annotations map[string]any `json:"annotations"`
}

type attached struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Mime  string `json:"mimetype"`
	URL   string `json:"url"`
}

func (f *Face) dict(e entry, l text.Lang, links bool) datasetDict {
	sum := sha256.Sum256([]byte(e.pack.Name + "/" + e.resource.Name))
	d := datasetDict{ID: e.id, UID: "da_" + hex.EncodeToString(sum[:3]), HasRecords: e.version != nil, DataVisible: true, Visibility: "domain",
		Attachments: f.attachedTo(e, l), Fields: []fieldDict{}, Features: []string{}, Alternatives: []string{}, Metas: map[string]any{"default": f.metas(e, l), "custom": custom(e), "dublin-core": dublinCore(e, l)}}
	if e.version != nil {
		d.Features = append(d.Features, "analyze")
		for _, c := range e.version.Columns {
			d.Fields = append(d.Fields, fieldOf(e, c, l))
			if c.Type.Temporal() && d.Features[len(d.Features)-1] != "timeserie" {
				d.Features = append(d.Features, "timeserie")
			}
		}
	}
	if e.geo != nil {
		d.Features = append(d.Features, "geo")
		label := text.New("Tọa độ", "Coordinates").In(l)
		d.Fields = append(d.Fields, fieldDict{geoField, label, nil, "geo_point_2d", map[string]any{}})
	}
	if links {
		d.Links = f.datasetLinks(e)
	}
	return d
}

func (f *Face) datasetLinks(e entry) []link {
	self := f.kit.URL(Base + "/catalog/datasets/" + e.id)
	out := []link{{"self", self}}
	for _, rel := range []string{"attachments", "exports", "records", "facets"} {
		out = append(out, link{rel, self + "/" + rel})
	}
	return out
}

func typeName(t table.Type) string {
	switch t {
	case table.Integer:
		return "int"
	case table.Number:
		return "double"
	case table.Boolean:
		return "boolean"
	case table.Date:
		return "date"
	case table.DateTime, table.LocalDateTime:
		return "datetime"
	}
	return "text"
}

func fieldOf(e entry, c table.Column, l text.Lang) fieldDict {
	d := fieldDict{Name: c.Name, Type: typeName(c.Type), Annotations: map[string]any{}}
	if d.Label, _ = c.Title.Best(l); d.Label == "" {
		d.Label = c.Name
	}
	if s, _ := c.Description.Best(l); s != "" {
		d.Description = &s
	}
	if c.Unit != "" {
		d.Annotations["unit"] = []string{c.Unit}
	}
	if isFacet(e, c) {
		d.Annotations["facet"] = []string{}
	}
	if len(e.version.Key) == 1 && e.version.Key[0] == c.Name {
		d.Annotations["id"] = []string{}
	}
	return d
}

// isFacet reports whether the column is offered as a facet without being asked:
// codes with labels or a closed list, and yes or no.
func isFacet(e entry, c table.Column) bool {
	declared, _ := e.resource.Schema.Field(c.Name)
	return len(c.Labels) > 0 || len(declared.Categories) > 0 || len(declared.Constraints.Enum) > 0 || c.Type == table.Boolean
}

func (f *Face) metas(e entry, l text.Lang) map[string]any {
	m := map[string]any{
		"title": e.title(l), "description": "<p>" + html.EscapeString(e.description(l)) + "</p>", "theme": themes(e, l), "keyword": e.keywords(l), "language": string(l),
		"metadata_languages": []string{"vi", "en"}, "timezone": "Asia/Ho_Chi_Minh", "modified": instant(e.modified()), "data_processed": nil, "metadata_processed": instant(e.modified()),
		"modified_updates_on_data_change": true, "modified_updates_on_metadata_change": false, "publisher": f.publisher(e, l), "references": e.pack.Homepage, "records_count": 0,
		"attributions": []string{}, "source_domain": nil, "source_domain_title": nil, "source_domain_address": nil, "source_dataset": nil, "license": nil, "license_url": nil,
		"federated": false, "parent_domain": nil, "geographic_reference": nil, "geographic_reference_auto": nil, "territory": e.pack.Extension["spatial"], "bbox": nil,
		"update_frequency": e.pack.Extension["accrualPeriodicity"], "oauth_scope": nil, "shared_catalog": nil, "title_translated": e.pack.Title, "description_translated": e.pack.Description,
	}
	if e.version != nil {
		m["records_count"], m["data_processed"] = e.version.Rows, instant(e.version.Created)
	}
	if len(e.pack.Licences) > 0 {
		lic := e.pack.Licences[0]
		m["license"], m["license_url"] = lic.Title, lic.Path
		if lic.Title == "" {
			m["license"] = lic.Name
		}
	}
	var sources []string
	for _, s := range e.pack.Sources {
		sources = append(sources, s.Title)
	}
	if len(sources) > 0 {
		m["attributions"] = sources
	}
	return m
}

func custom(e entry) map[string]any {
	m := map[string]any{"package": e.pack.Name, "package_version": e.pack.Version}
	if e.version != nil {
		m["table"], m["table_version"], m["table_sha256"] = e.ref.String(), e.version.Number, e.version.SHA256
	}
	return m
}

func dublinCore(e entry, l text.Lang) map[string]any {
	return map[string]any{"creator": publisher(e), "contributor": nil, "created": e.pack.Created, "issued": e.pack.Created, "title": e.title(l.Other()), "accrual-periodicity": e.pack.Extension["accrualPeriodicity"]}
}

func themes(e entry, l text.Lang) []string {
	out := []string{}
	for _, t := range e.pack.Topics {
		label := t
		if c, ok := vocab.Topics().Find(t); ok {
			label, _ = c.Label.Best(l)
		}
		out = append(out, label)
	}
	return out
}

// publisher is who publishes the dataset; where it names nobody, who publishes the catalogue.
func (f *Face) publisher(e entry, l text.Lang) any {
	if named := publisher(e); named != nil {
		return named
	}
	name, _ := f.kit.Site().Publisher.Name.Best(l)
	return name
}

func publisher(e entry) any {
	for _, c := range e.pack.Contributors {
		for _, role := range c.Roles {
			if role == "publisher" {
				return c.Title
			}
		}
	}
	if len(e.pack.Contributors) > 0 {
		return e.pack.Contributors[0].Title
	}
	return nil
}

func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05-07:00")
}

func (f *Face) one(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "dataset")
	e, err := f.find(id)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, f.dict(e, o.lang, o.links), httpkit.Validator{Modified: e.modified()})
}
