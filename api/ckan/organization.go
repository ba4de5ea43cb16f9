package ckan

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

// organization is a publisher. The two revision keys are of older releases;
// harvesters that validate packages still ask for them as strings.
type organization struct {
	ID              string         `json:"id"`
	Name            string         `json:"name"`
	Title           string         `json:"title"`
	DisplayName     string         `json:"display_name"`
	Type            string         `json:"type"`
	Description     string         `json:"description"`
	ImageURL        string         `json:"image_url"`
	ImageDisplayURL string         `json:"image_display_url"`
	URL             string         `json:"url,omitempty"`
	Created         string         `json:"created"`
	IsOrganization  bool           `json:"is_organization"`
	ApprovalStatus  string         `json:"approval_status"`
	State           string         `json:"state"`
	RevisionID      string         `json:"revision_id"`
	RevisionTime    string         `json:"revision_timestamp"`
	PackageCount    *int           `json:"package_count,omitempty"`
	Extras          *[]extra       `json:"extras,omitempty"`
	Users           *[]string      `json:"users,omitempty"`
	Packages        *[]packageDict `json:"packages,omitempty"`
	TitleTranslated text.Text      `json:"title_translated,omitzero"`
}

// groupRef is a group as a package names it.
type groupRef struct {
	ID              string    `json:"id"`
	Name            string    `json:"name"`
	Title           string    `json:"title"`
	DisplayName     string    `json:"display_name"`
	Description     string    `json:"description"`
	ImageDisplayURL string    `json:"image_display_url"`
	TitleTranslated text.Text `json:"title_translated"`
}

// body is an organisation or a group with its datasets.
type body struct {
	name, title string
	both        text.Text
	url         string
	packages    []*datasets.Package
}

// publisherOf is the contributor who publishes the dataset: the one with that
// role, else the first; the publisher of the catalogue where none is named.
func (f *Face) publisherOf(p *datasets.Package) (body, bool) {
	var found *datasets.Contributor
	for i, c := range p.Contributors {
		if slices.Contains(c.Roles, "publisher") {
			found = &p.Contributors[i]
			break
		}
	}
	if found == nil && len(p.Contributors) > 0 {
		found = &p.Contributors[0]
	}
	if found == nil {
		whose := f.kit.Site().Publisher
		found = &datasets.Contributor{Title: best(whose.Name), Path: whose.URL}
	}
	title := cmp.Or(found.Title, found.Organization)
	name := slugOf(title)
	if name == "" {
		return body{}, false
	}
	return body{name: name, title: title, url: found.Path}, true
}

func (f *Face) organizationDict(b body) organization {
	n := len(b.packages)
	created := ""
	for _, p := range b.packages {
		if c, _ := f.times(p); created == "" || naive(c) < created {
			created = naive(c)
		}
	}
	id := idOf("organization", b.name)
	return organization{ID: id, Name: b.name, Title: b.title, DisplayName: b.title, Type: "organization", URL: b.url, Created: created, IsOrganization: true,
		ApprovalStatus: "approved", State: "active", RevisionID: id, RevisionTime: created, PackageCount: &n}
}

func (f *Face) groupDict(b body) organization {
	g := f.organizationDict(b)
	g.ID = idOf("group", b.name)
	g.RevisionID, g.Type, g.IsOrganization, g.TitleTranslated = g.ID, "group", false, b.both
	return g
}

func topicLabel(code string) text.Text {
	if c, ok := vocab.Topics().Find(code); ok {
		return c.Label
	}
	return text.New(code, code)
}

// groupsOf are the topics of a dataset.
func groupsOf(p *datasets.Package) []groupRef {
	out := []groupRef{}
	for _, t := range p.Topics {
		label := topicLabel(t)
		out = append(out, groupRef{ID: idOf("group", t), Name: t, Title: best(label), DisplayName: best(label), TitleTranslated: label})
	}
	return out
}

// organizations are all publishers by name.
func (f *Face) organizations() []body {
	byName := map[string]*body{}
	for _, p := range f.library().All() {
		b, ok := f.publisherOf(p)
		if !ok {
			continue
		}
		if byName[b.name] == nil {
			byName[b.name] = &b
		}
		byName[b.name].packages = append(byName[b.name].packages, p)
	}
	return sorted(byName)
}

// groups are all topics that have a dataset, by name.
func (f *Face) groups() []body {
	byName := map[string]*body{}
	for _, p := range f.library().All() {
		for _, t := range p.Topics {
			if byName[t] == nil {
				label := topicLabel(t)
				byName[t] = &body{name: t, title: best(label), both: label}
			}
			byName[t].packages = append(byName[t].packages, p)
		}
	}
	return sorted(byName)
}

func sorted(byName map[string]*body) []body {
	out := make([]body, 0, len(byName))
	for _, b := range byName {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b body) int { return cmp.Compare(a.name, b.name) })
	return out
}

// Caps of organisation and group lists, as CKAN has them.
const (
	maxNames   = 1000
	maxObjects = 25
)

func (f *Face) organizationList(_ context.Context, p *params) (any, error) {
	return f.bodyList(p, "organizations", f.organizations(), f.organizationDict)
}

func (f *Face) groupList(_ context.Context, p *params) (any, error) {
	return f.bodyList(p, "groups", f.groups(), f.groupDict)
}

func (f *Face) bodyList(p *params, only string, all []body, dict func(body) organization) (any, error) {
	names, err := p.list(only)
	if err != nil {
		return nil, err
	}
	q := text.Fold(p.str("q"))
	all = slices.DeleteFunc(all, func(b body) bool {
		return len(names) > 0 && !slices.Contains(names, b.name) || q != "" && !strings.Contains(text.Fold(b.name+" "+b.title), q)
	})
	if err := sortBodies(p, all); err != nil {
		return nil, err
	}
	full := p.boolean("all_fields", false)
	limit := maxNames
	if full {
		limit = maxObjects
	}
	asked, err := p.natural("limit", limit)
	if err != nil {
		return nil, err
	}
	offset, err := p.natural("offset", 0)
	if err != nil {
		return nil, err
	}
	all = window(all, offset, min(asked, limit))
	if !full {
		out := []string{}
		for _, b := range all {
			out = append(out, b.name)
		}
		return out, nil
	}
	out := []organization{}
	for _, b := range all {
		d := dict(b)
		if !p.boolean("include_dataset_count", true) {
			d.PackageCount = nil
		}
		out = append(out, d)
	}
	return out, nil
}

func sortBodies(p *params, all []body) error {
	by, dir, _ := strings.Cut(cmp.Or(strings.TrimSpace(p.str("sort")), strings.TrimSpace(p.str("order_by")), "title asc"), " ")
	compare, ok := map[string]func(a, b body) int{
		"name":          func(a, b body) int { return cmp.Compare(a.name, b.name) },
		"title":         func(a, b body) int { return cmp.Compare(text.Fold(a.title), text.Fold(b.title)) },
		"package_count": func(a, b body) int { return cmp.Compare(len(a.packages), len(b.packages)) },
		"packages":      func(a, b body) int { return cmp.Compare(len(a.packages), len(b.packages)) },
	}[by]
	if !ok {
		return invalid("sort", "Cannot sort by field `%s`", by)
	}
	slices.SortStableFunc(all, func(a, b body) int {
		if strings.EqualFold(strings.TrimSpace(dir), "desc") {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return nil
}

func window[T any](all []T, offset, limit int) []T {
	all = all[min(offset, len(all)):]
	return all[:min(limit, len(all))]
}

func (f *Face) organizationShow(_ context.Context, p *params) (any, error) {
	return f.bodyShow(p, f.organizations(), f.organizationDict)
}

func (f *Face) groupShow(_ context.Context, p *params) (any, error) {
	return f.bodyShow(p, f.groups(), f.groupDict)
}

// shownDatasets is how many datasets CKAN puts into an organisation or group.
const shownDatasets = 10

func (f *Face) bodyShow(p *params, all []body, dict func(body) organization) (any, error) {
	id := p.str("id", "name_or_id")
	if id == "" {
		return nil, invalid("id", "Missing value")
	}
	for _, b := range all {
		d := dict(b)
		if b.name != id && d.ID != id {
			continue
		}
		extras, users := []extra{}, []string{}
		d.Extras, d.Users = &extras, &users
		if !p.boolean("include_dataset_count", true) {
			d.PackageCount = nil
		}
		if p.boolean("include_datasets", false) {
			list := f.packageDicts(window(b.packages, 0, shownDatasets))
			d.Packages = &list
		}
		return d, nil
	}
	return nil, notFound("")
}

func (f *Face) groupPackageShow(_ context.Context, p *params) (any, error) {
	limit, err := p.natural("limit", maxNames)
	if err != nil {
		return nil, err
	}
	for _, b := range f.groups() {
		if id := p.str("id"); b.name == id || idOf("group", b.name) == id {
			return f.packageDicts(window(b.packages, 0, limit)), nil
		}
	}
	return nil, notFound("Group was not found.")
}

func (f *Face) packageDicts(list []*datasets.Package) []packageDict {
	out := []packageDict{}
	for _, p := range list {
		out = append(out, f.packageDict(p))
	}
	return out
}
