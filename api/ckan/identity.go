package ckan

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Ids are UUIDs of version 5 (RFC 9562) of what they name, so that every
// instance gives a dataset the same id, and gives it again after a rebuild.
func idOf(kind, name string) string {
	space := uuid.NewSHA1(uuid.NameSpaceDNS, []byte("honglinh"))
	return uuid.NewSHA1(space, []byte(kind+":"+name)).String()
}

func packageID(p *datasets.Package) string { return idOf("dataset", p.Name) }

func resourceID(p *datasets.Package, r datasets.Resource) string {
	return idOf("resource", p.Name+"/"+r.Name)
}

// findPackage finds a dataset by name or id.
func (f *Face) findPackage(id string) (*datasets.Package, bool) {
	lib := f.library()
	if p, ok := lib.Find(id); ok {
		return p, true
	}
	for _, p := range lib.All() {
		if packageID(p) == id {
			return p, true
		}
	}
	return nil, false
}

// findResource finds a resource by id, or by the alias dataset/table.
func (f *Face) findResource(id string) (*datasets.Package, datasets.Resource, int, bool) {
	for _, p := range f.library().All() {
		for i, r := range p.Resources {
			if resourceID(p, r) == id || p.Name+"/"+r.Name == id {
				return p, r, i, true
			}
		}
	}
	return nil, datasets.Resource{}, 0, false
}

// best returns the Vietnamese text, else the English one.
func best(t text.Text) string {
	s, _ := t.Best(text.VI)
	return s
}

// naive prints a time as CKAN does: UTC with microseconds and no zone.
func naive(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000")
}

func parseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// slugOf makes the name of an organisation or tag.
func slugOf(title string) string { return text.Slug(title, 100) }

func formatOf(r datasets.Resource) string {
	switch strings.ToLower(r.Format) {
	case "geojson":
		return "GeoJSON"
	case "md":
		return "Markdown"
	}
	return strings.ToUpper(r.Format)
}
