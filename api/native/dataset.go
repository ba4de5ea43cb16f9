package native

import (
	"net/http"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
)

// dataset is a data package as the API describes it. Field titles and code
// labels come from the data dictionary, in both languages.
type dataset struct {
	Slug         string                 `json:"slug"`
	Title        text.Text              `json:"title"`
	Description  text.Text              `json:"description,omitzero"`
	Keywords     map[text.Lang][]string `json:"keywords,omitempty"`
	Topics       []string               `json:"topics,omitempty"`
	Identifier   string                 `json:"identifier,omitempty"` // the id of the descriptor, such as a DOI
	Version      string                 `json:"version,omitempty"`
	Created      string                 `json:"created,omitempty"`
	Modified     *time.Time             `json:"modified"`
	Homepage     string                 `json:"homepage,omitempty"`
	Languages    []string               `json:"languages,omitempty"`
	Licences     []datasets.Licence     `json:"licences"`
	Contributors []datasets.Contributor `json:"contributors,omitempty"`
	Sources      []datasets.Source      `json:"sources,omitempty"`
	Tables       []table                `json:"tables"`
}

// table is one resource of a dataset; rows is null where nobody has counted.
type table struct {
	Name        string             `json:"name"`
	Title       text.Text          `json:"title,omitzero"`
	Description text.Text          `json:"description,omitzero"`
	Rows        *int64             `json:"rows"`
	Format      string             `json:"format,omitempty"`
	MediaType   string             `json:"media_type,omitempty"`
	Bytes       int64              `json:"bytes,omitempty"`
	Hash        string             `json:"hash,omitempty"`
	Kind        string             `json:"kind,omitempty"`
	Licences    []datasets.Licence `json:"licences,omitempty"`
	PrimaryKey  []string           `json:"primary_key,omitempty"`
	Fields      []field            `json:"fields"`
}

// field is a column of a table.
type field struct {
	Name        string               `json:"name"`
	Type        string               `json:"type,omitempty"`
	Format      string               `json:"format,omitempty"`
	Title       text.Text            `json:"title,omitzero"`
	Description text.Text            `json:"description,omitzero"`
	Unit        string               `json:"unit,omitempty"`
	Labels      map[string]text.Text `json:"labels,omitempty"`
	Required    bool                 `json:"required,omitempty"`
	Unique      bool                 `json:"unique,omitempty"`
	Enum        []any                `json:"enum,omitempty"`
	Example     any                  `json:"example,omitempty"`
	RDFType     string               `json:"rdf_type,omitempty"`
	Missing     map[string]string    `json:"missing,omitempty"` // why there is no value, by its code
}

func (f *Face) datasetOf(p *datasets.Package) dataset {
	d := dataset{Slug: p.Name, Identifier: p.ID, Title: p.Title, Description: p.Description, Keywords: p.Keywords, Topics: p.Topics, Version: p.Version,
		Created: p.Created, Modified: moment(p.Modified), Homepage: p.Homepage, Languages: p.Languages,
		Licences: list(p.Licences).Items, Contributors: p.Contributors, Sources: p.Sources, Tables: []table{}}
	for _, r := range p.Resources {
		d.Tables = append(d.Tables, f.tableOf(p.Name, r))
	}
	return d
}

func (f *Face) tableOf(slug string, r datasets.Resource) table {
	t := table{Name: r.Name, Title: r.Title, Description: r.Description, Format: r.Format, MediaType: r.MediaType, Bytes: r.Bytes,
		Hash: r.Hash, Licences: r.Licences, PrimaryKey: r.Schema.PrimaryKey, Fields: []field{}}
	if r.Mapping != nil {
		t.Kind = r.Mapping.Kind
	}
	if f.src.Rows != nil {
		if n, ok := f.src.Rows(slug, r.Name); ok {
			t.Rows = &n
		}
	}
	for _, c := range r.Schema.Fields {
		t.Fields = append(t.Fields, field{Name: c.Name, Type: c.Type, Format: c.Format, Title: c.Title, Description: c.Description, Unit: c.Unit,
			Labels: c.Labels, Required: c.Constraints.Required, Unique: c.Constraints.Unique, Enum: c.Constraints.Enum, Example: c.Example, RDFType: c.RDFType, Missing: c.Missing})
	}
	return t
}

func (f *Face) datasets(w http.ResponseWriter, r *http.Request) error {
	var out []dataset
	var newest time.Time
	for _, p := range f.src.Library().All() {
		out = append(out, f.datasetOf(p))
		if p.Modified.After(newest) {
			newest = p.Modified
		}
	}
	modified, err := f.modifiedOr(r, newest)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, list(out), httpkit.Validator{Modified: modified})
}

// named returns the dataset that the address names.
func (f *Face) named(r *http.Request) (*datasets.Package, error) {
	slug, _ := httpkit.PathVar(r, "slug")
	p, ok := f.src.Library().Find(slug)
	if ok {
		return p, nil
	}
	fault := catalog.NewFault(catalog.NotFound, "slug", "Không có bộ dữ liệu này.", "There is no such dataset.")
	var known []string
	for _, p := range f.src.Library().All() {
		known = append(known, p.Name)
	}
	fault.Nearest = text.Nearest(slug, known)
	return nil, fault
}

// geometry answers with the geometry reports of a dataset. They change with the
// units of other datasets too, so that the last change of anything counts.
func (f *Face) geometry(w http.ResponseWriter, r *http.Request) error {
	p, err := f.named(r)
	if err != nil {
		return err
	}
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	var reports []datasets.GeometryReport
	if f.src.Geometry != nil {
		reports, _ = f.src.Geometry(p.Name)
	}
	return httpkit.WriteJSON(w, r, list(reports), httpkit.Validator{Modified: state.modified})
}

func (f *Face) dataset(w http.ResponseWriter, r *http.Request) error {
	p, err := f.named(r)
	if err != nil {
		return err
	}
	modified, err := f.modifiedOr(r, p.Modified)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, f.datasetOf(p), httpkit.Validator{Modified: modified})
}

// modifiedOr returns t, or the time of the last change where t is not known.
func (f *Face) modifiedOr(r *http.Request, t time.Time) (time.Time, error) {
	if !t.IsZero() {
		return t, nil
	}
	state, err := f.state(r.Context())
	return state.modified, err
}
