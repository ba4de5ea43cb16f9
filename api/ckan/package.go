package ckan

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// packageDict is a dataset as CKAN gives it. The title is Vietnamese; the
// translations stand in title_translated and notes_translated as the fluent
// extension writes them, and again as extras for clients that know only those.
type packageDict struct {
	ID              string         `json:"id"`
	Name            string         `json:"name"`
	Title           string         `json:"title"`
	Version         string         `json:"version"`
	URL             string         `json:"url"`
	Author          string         `json:"author"`
	AuthorEmail     string         `json:"author_email"`
	Maintainer      string         `json:"maintainer"`
	MaintainerEmail string         `json:"maintainer_email"`
	Notes           string         `json:"notes"`
	LicenceID       string         `json:"license_id"`
	LicenceTitle    string         `json:"license_title"`
	LicenceURL      string         `json:"license_url"`
	IsOpen          bool           `json:"isopen"`
	Type            string         `json:"type"`
	OwnerOrg        *string        `json:"owner_org"`
	Creator         *string        `json:"creator_user_id"`
	Created         string         `json:"metadata_created"`
	Modified        string         `json:"metadata_modified"`
	Private         bool           `json:"private"`
	State           string         `json:"state"`
	Extras          []extra        `json:"extras"`
	Tags            []tagDict      `json:"tags"`
	NumTags         int            `json:"num_tags"`
	Resources       []resourceDict `json:"resources"`
	NumResources    int            `json:"num_resources"`
	Groups          []groupRef     `json:"groups"`
	Organization    *organization  `json:"organization"`
	AsSubject       []string       `json:"relationships_as_subject"`
	AsObject        []string       `json:"relationships_as_object"`
	TitleTranslated text.Text      `json:"title_translated"`
	NotesTranslated text.Text      `json:"notes_translated"`
}

type extra struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type tagDict struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	DisplayName  string  `json:"display_name"`
	State        string  `json:"state"`
	VocabularyID *string `json:"vocabulary_id"`
}

// resourceDict is a file or table of a dataset.
type resourceDict struct {
	ID              string  `json:"id"`
	PackageID       string  `json:"package_id"`
	URL             string  `json:"url"`
	Format          string  `json:"format"`
	Description     string  `json:"description"`
	Hash            string  `json:"hash"`
	Position        int     `json:"position"`
	Name            string  `json:"name"`
	Type            string  `json:"resource_type"`
	MimeType        string  `json:"mimetype"`
	MimeTypeInner   *string `json:"mimetype_inner"`
	Size            *int64  `json:"size"`
	Created         string  `json:"created"`
	LastModified    string  `json:"last_modified"`
	Modified        string  `json:"metadata_modified"`
	CacheURL        *string `json:"cache_url"`
	CacheUpdated    *string `json:"cache_last_updated"`
	URLType         *string `json:"url_type"`
	State           string  `json:"state"`
	DatastoreActive bool    `json:"datastore_active"`
	// NameTranslated and Alias are ours: the title in both languages, and the
	// readable name that datastore_search also takes.
	NameTranslated text.Text `json:"name_translated"`
	Alias          string    `json:"alias"`
}

func (f *Face) packageDict(p *datasets.Package) packageDict {
	created, modified := f.times(p)
	d := packageDict{ID: packageID(p), Name: p.Name, Title: best(p.Title), Version: p.Version, URL: p.Homepage, Notes: best(p.Description),
		Type: "dataset", Created: naive(created), Modified: naive(modified), State: "active", Extras: extrasOf(p), Tags: tagsOf(p), Groups: groupsOf(p),
		Resources: []resourceDict{}, AsSubject: []string{}, AsObject: []string{}, TitleTranslated: p.Title, NotesTranslated: p.Description}
	if d.URL == "" {
		d.URL = f.kit.URL("/vi/dataset/" + p.Name)
	}
	d.people(p)
	d.licence(p.Licences)
	if org, ok := f.publisherOf(p); ok {
		org.packages = []*datasets.Package{p} // since when we know of it
		o := f.organizationDict(org)
		o.PackageCount = nil
		d.Organization, d.OwnerOrg = &o, &o.ID
	}
	for i, r := range p.Resources {
		d.Resources = append(d.Resources, f.resourceDict(p, r, i))
	}
	d.NumTags, d.NumResources = len(d.Tags), len(d.Resources)
	return d
}

func (d *packageDict) people(p *datasets.Package) {
	for _, c := range p.Contributors {
		name := c.Title
		if name == "" {
			name = c.Organization
		}
		if d.Author == "" && (len(c.Roles) == 0 || slices.Contains(c.Roles, "author") || slices.Contains(c.Roles, "creator")) {
			d.Author, d.AuthorEmail = name, c.Email
		}
		if d.Maintainer == "" && slices.Contains(c.Roles, "maintainer") {
			d.Maintainer, d.MaintainerEmail = name, c.Email
		}
	}
}

func (d *packageDict) licence(list []datasets.Licence) {
	if len(list) == 0 {
		d.LicenceID, d.LicenceTitle = "notspecified", "License not specified"
		return
	}
	l := list[0]
	d.LicenceID, d.LicenceTitle, d.LicenceURL = l.Name, l.Title, l.Path
	if d.LicenceTitle == "" {
		d.LicenceTitle = l.Name
	}
	if known, ok := vocab.FindLicence(l.Name); ok {
		d.IsOpen = true
		if d.LicenceURL == "" {
			d.LicenceURL = known.URL
		}
	}
}

func extrasOf(p *datasets.Package) []extra {
	out := []extra{}
	add := func(key, value string) {
		if value != "" {
			out = append(out, extra{key, value})
		}
	}
	add("language", strings.Join(p.Languages, ","))
	add("notes_en", p.Description.In(text.EN))
	add("notes_translated", translated(p.Description))
	add("title_en", p.Title.In(text.EN))
	add("title_translated", translated(p.Title))
	for _, key := range []string{"accrualPeriodicity", "spatial", "temporal"} {
		switch v := p.Extension[key].(type) {
		case nil:
		case string:
			add(key, v)
		default:
			b, err := json.Marshal(v)
			if err == nil {
				add(key, string(b))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}

func translated(t text.Text) string {
	if t.IsZero() {
		return ""
	}
	b, _ := json.Marshal(t) // a map of strings always marshals
	return string(b)
}

// tagsOf are the keywords of all languages, each once, by name.
func tagsOf(p *datasets.Package) []tagDict {
	seen := map[string]bool{}
	out := []tagDict{}
	for _, l := range text.Langs() {
		for _, k := range p.Keywords[l] {
			if k = strings.TrimSpace(k); k != "" && !seen[k] {
				seen[k] = true
				out = append(out, tagDict{ID: idOf("tag", k), Name: k, DisplayName: k, State: "active"})
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// times are when a dataset was made and last changed: by the catalogue, else by
// its newest table.
func (f *Face) times(p *datasets.Package) (created, modified time.Time) {
	created, modified = parseTime(p.Created), p.Modified
	for _, r := range p.Resources {
		if v := f.newest(p, r); v != nil && p.Modified.IsZero() && v.Created.After(modified) {
			modified = v.Created
		}
	}
	if modified.IsZero() {
		modified = created
	}
	if created.IsZero() {
		created = modified
	}
	return created, modified
}

// newest returns the newest version of a resource's table, nil where it has none.
func (f *Face) newest(p *datasets.Package, r datasets.Resource) *table.Version {
	s, err := f.tables.State(table.Ref{Dataset: p.Name, Table: r.Name})
	if err != nil {
		return nil
	}
	return s.Current()
}

func (f *Face) resourceDict(p *datasets.Package, r datasets.Resource, position int) resourceDict {
	created, modified := f.times(p)
	d := resourceDict{ID: resourceID(p, r), PackageID: packageID(p), Format: formatOf(r), Description: best(r.Description), Hash: r.Hash, Position: position,
		Name: best(r.Title), Type: "file", MimeType: mimeOf(r), Created: naive(created), LastModified: naive(modified), Modified: naive(modified),
		State: "active", NameTranslated: r.Title, Alias: p.Name + "/" + r.Name}
	if d.Name == "" {
		d.Name = r.Name
	}
	if r.Bytes > 0 {
		d.Size = &r.Bytes
	}
	v := f.newest(p, r)
	switch {
	case v != nil:
		kind := "datastore"
		d.URL, d.URLType, d.DatastoreActive, d.Format, d.MimeType = f.kit.URL("/datastore/dump/"+d.ID), &kind, true, "CSV", "text/csv"
		d.Hash, d.Size = "sha256:"+v.SHA256, nil
		d.LastModified = naive(v.Created)
	case f.files != nil && len(r.Paths) == 1:
		d.URL = f.kit.URL("/dataset/" + p.Name + "/resource/" + d.ID + "/download/" + fileName(r.Paths[0]))
	default:
		d.URL = f.kit.URL("/vi/dataset/" + p.Name)
	}
	return d
}

func mimeOf(r datasets.Resource) string {
	if r.MediaType != "" {
		return r.MediaType
	}
	name := strings.ToLower(r.Format)
	if f, err := export.Find(export.Tables, name); err == nil {
		return f.MediaType()
	}
	return map[string]string{"md": "text/markdown"}[name] // a text, which is no table
}
