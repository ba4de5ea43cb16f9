package ckan

import (
	"context"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// suggested is how many completions CKAN gives where nobody says.
const suggested = 10

type completion struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

type packageCompletion struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Field     string `json:"match_field"`
	Displayed string `json:"match_displayed"`
}

func (f *Face) packageAutocomplete(_ context.Context, p *params) (any, error) {
	limit, err := p.natural("limit", suggested)
	if err != nil {
		return nil, err
	}
	q := text.Fold(p.str("q"))
	out := []packageCompletion{}
	for _, d := range f.library().All() {
		c := packageCompletion{Name: d.Name, Title: best(d.Title), Field: "name", Displayed: d.Name}
		switch {
		case strings.Contains(d.Name, q):
		case strings.Contains(text.Fold(d.Title.String()), q):
			c.Field, c.Displayed = "title", c.Title+" ("+d.Name+")"
		default:
			continue
		}
		out = append(out, c)
	}
	return window(out, 0, limit), nil
}

func (f *Face) organizationAutocomplete(_ context.Context, p *params) (any, error) {
	return completeBodies(p, f.organizations(), "organization")
}

func (f *Face) groupAutocomplete(_ context.Context, p *params) (any, error) {
	return completeBodies(p, f.groups(), "group")
}

func completeBodies(p *params, all []body, kind string) (any, error) {
	limit, err := p.natural("limit", 20)
	if err != nil {
		return nil, err
	}
	q := text.Fold(p.str("q"))
	out := []completion{}
	for _, b := range all {
		if strings.Contains(text.Fold(b.name+" "+b.title+" "+b.both.In(text.EN)), q) {
			out = append(out, completion{idOf(kind, b.name), b.name, b.title})
		}
	}
	return window(out, 0, limit), nil
}

func (f *Face) tagAutocomplete(_ context.Context, p *params) (any, error) {
	limit, err := p.natural("limit", suggested)
	if err != nil {
		return nil, err
	}
	q := text.Fold(p.str("query", "q"))
	out := []string{}
	for _, t := range f.tagNames() {
		if q != "" && strings.Contains(text.Fold(t.Name), q) {
			out = append(out, t.Name)
		}
	}
	return window(out, 0, limit), nil
}

func (f *Face) formatAutocomplete(_ context.Context, p *params) (any, error) {
	limit, err := p.natural("limit", 5)
	if err != nil {
		return nil, err
	}
	q := text.Fold(p.str("q"))
	out := []string{}
	for _, d := range f.library().All() {
		for _, r := range d.Resources {
			if name := strings.ToLower(formatOf(r)); q != "" && strings.Contains(name, q) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return window(out, 0, limit), nil
}
