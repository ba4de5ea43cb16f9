package ckan

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func (f *Face) packageList(_ context.Context, p *params) (any, error) {
	all := f.library().All()
	limit, err := p.natural("limit", len(all))
	if err != nil {
		return nil, err
	}
	offset, err := p.natural("offset", 0)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, d := range window(all, offset, limit) {
		out = append(out, d.Name)
	}
	return out, nil
}

func (f *Face) packagesWithResources(_ context.Context, p *params) (any, error) {
	limit, err := p.natural("limit", maxRows)
	if err != nil {
		return nil, err
	}
	offset, err := p.natural("offset", 0)
	if err != nil {
		return nil, err
	}
	return f.packageDicts(window(f.library().All(), offset, min(limit, maxRows))), nil
}

func (f *Face) packageShow(_ context.Context, p *params) (any, error) {
	id := p.str("id", "name_or_id")
	if id == "" {
		return nil, invalid("id", "Missing value")
	}
	d, ok := f.findPackage(id)
	if !ok {
		return nil, notFound("")
	}
	return f.packageDict(d), nil
}

func (f *Face) resourceShow(_ context.Context, p *params) (any, error) {
	id := p.str("id")
	if id == "" {
		return nil, invalid("id", "Missing value")
	}
	d, r, i, ok := f.findResource(id)
	if !ok {
		return nil, notFound("Resource was not found.")
	}
	return f.resourceDict(d, r, i), nil
}

type found struct {
	Count   int            `json:"count"`
	Results []resourceDict `json:"results"`
}

// resourceSearch finds resources whose fields contain every term; hash is
// matched from its beginning.
func (f *Face) resourceSearch(_ context.Context, p *params) (any, error) {
	terms, err := p.list("query")
	if err != nil {
		return nil, err
	}
	if s, ok := p.values["query"].(string); ok && !strings.HasPrefix(strings.TrimSpace(s), "[") {
		terms = []string{s} // a comma belongs to the term
	}
	if len(terms) == 0 {
		return nil, invalid("query", "Missing value")
	}
	all := []resourceDict{}
	for _, d := range f.library().All() {
		for i, r := range d.Resources {
			dict := f.resourceDict(d, r, i)
			ok, err := matchesTerms(dict, terms)
			if err != nil {
				return nil, err
			}
			if ok {
				all = append(all, dict)
			}
		}
	}
	return f.pageOfResources(p, all)
}

func (f *Face) pageOfResources(p *params, all []resourceDict) (any, error) {
	if by := p.str("order_by"); by != "" {
		if _, ok := resourceField(resourceDict{}, by); !ok {
			return nil, badSearch("Cannot order by the field %q", by)
		}
		slices.SortStableFunc(all, func(a, b resourceDict) int {
			x, _ := resourceField(a, by)
			y, _ := resourceField(b, by)
			return cmp.Compare(x, y)
		})
	}
	offset, err := p.natural("offset", 0)
	if err != nil {
		return nil, err
	}
	limit, err := p.natural("limit", len(all))
	if err != nil {
		return nil, err
	}
	return found{len(all), window(all, offset, limit)}, nil
}

func matchesTerms(d resourceDict, terms []string) (bool, error) {
	for _, t := range terms {
		field, term, ok := strings.Cut(t, ":")
		if !ok {
			return false, badSearch("'%s' is not of the form field:term", t)
		}
		value, ok := resourceField(d, field)
		if !ok {
			return false, badSearch("'Field \"%s\" not recognised in Resource search.'", field)
		}
		if field == "hash" {
			value = strings.TrimPrefix(value, "sha256:")
			if !strings.HasPrefix(strings.ToLower(value), strings.TrimPrefix(strings.ToLower(term), "sha256:")) {
				return false, nil
			}
		} else if !strings.Contains(text.Fold(value), text.Fold(term)) {
			return false, nil
		}
	}
	return true, nil
}

func resourceField(d resourceDict, name string) (string, bool) {
	switch name {
	case "id":
		return d.ID, true
	case "package_id":
		return d.PackageID, true
	case "url":
		return d.URL, true
	case "format":
		return d.Format, true
	case "description":
		return d.Description, true
	case "hash":
		return d.Hash, true
	case "name":
		return d.Name + " " + d.NameTranslated.In(text.EN) + " " + d.Alias, true
	case "resource_type":
		return d.Type, true
	case "mimetype":
		return d.MimeType, true
	case "created":
		return d.Created, true
	case "last_modified", "metadata_modified":
		return d.LastModified, true
	case "position":
		return fmt.Sprintf("%09d", d.Position), true
	}
	return "", false
}

func (f *Face) tagNames() []tagDict {
	seen := map[string]bool{}
	var out []tagDict
	for _, d := range f.library().All() {
		for _, t := range tagsOf(d) {
			if !seen[t.Name] {
				seen[t.Name] = true
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, func(a, b tagDict) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func (f *Face) tagList(_ context.Context, p *params) (any, error) {
	if v := p.str("vocabulary_id"); v != "" {
		return nil, notFound(fmt.Sprintf("could not find vocabulary '%s'", v))
	}
	q := text.Fold(p.str("query", "q"))
	names, full := []string{}, []tagDict{}
	for _, t := range f.tagNames() {
		if strings.Contains(text.Fold(t.Name), q) {
			names, full = append(names, t.Name), append(full, t)
		}
	}
	if p.boolean("all_fields", false) {
		return full, nil
	}
	return names, nil
}

func (f *Face) tagShow(_ context.Context, p *params) (any, error) {
	for _, t := range f.tagNames() {
		if id := p.str("id"); t.Name == id || t.ID == id {
			if !p.boolean("include_datasets", false) {
				return t, nil
			}
			packages := []packageDict{}
			for _, d := range f.library().All() {
				if slices.ContainsFunc(tagsOf(d), func(x tagDict) bool { return x.ID == t.ID }) {
					packages = append(packages, f.packageDict(d))
				}
			}
			return struct {
				tagDict
				Packages []packageDict `json:"packages"`
			}{t, packages}, nil
		}
	}
	return nil, notFound("")
}

type licenceDict struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	URL           string `json:"url"`
	Family        string `json:"family"`
	Maintainer    string `json:"maintainer"`
	Status        string `json:"status"`
	Conformance   string `json:"od_conformance"`
	OSD           string `json:"osd_conformance"`
	Generic       string `json:"is_generic"`
	DomainContent string `json:"domain_content"`
	DomainData    string `json:"domain_data"`
	IsOpen        bool   `json:"is_okd_compliant"`
}

func (f *Face) licenceList(context.Context, *params) (any, error) {
	out := []licenceDict{}
	for _, l := range vocab.Licences() {
		conformance := "approved"
		if l.EU == "" {
			conformance = "not reviewed"
		}
		out = append(out, licenceDict{ID: l.Code, Title: best(l.Label), URL: l.URL, Status: "active", Conformance: conformance, OSD: "not reviewed",
			Generic: "False", DomainContent: "False", DomainData: "True", IsOpen: l.EU != ""})
	}
	return out, nil
}

func fileName(p string) string { return path.Base(p) }
