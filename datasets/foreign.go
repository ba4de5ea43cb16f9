package datasets

import (
	"fmt"
	"slices"

	"honglinh/catalog/text/notice"
)

// ForeignKey says that columns hold the values of columns of a resource of the package,
// which is the own one where Resource is its name.
type ForeignKey struct {
	Fields    []string
	Resource  string
	RefFields []string
}

// foreignKeys returns the foreign keys of a resource that can be checked, and warns of
// the others. A reference to "", or to no resource, is one to the resource itself.
func (c *reader) foreignKeys(where string, p *Package, r Resource) []ForeignKey {
	var out []ForeignKey
	for i, k := range r.Schema.ForeignKeys {
		at := fmt.Sprintf("%s.foreignKeys[%d]", where, i)
		if k.Resource == "" {
			k.Resource = r.Name
		}
		if len(k.Fields) == 0 || len(k.RefFields) == 0 {
			c.warn(at, "reference-fields.none")
			continue
		}
		if len(k.Fields) != len(k.RefFields) {
			c.warn(at, "reference-fields", len(k.Fields), len(k.RefFields))
			continue
		}
		to, ok := p.Resource(k.Resource)
		if !ok {
			c.warn(at+".reference.resource", "reference-resource", k.Resource, notice.Near(k.Resource, p.names()))
			continue
		}
		if !to.Tabular() && !to.Geographic() {
			c.warn(at+".reference.resource", "reference-sort", k.Resource)
			continue
		}
		if c.columns(at+".fields", r, k.Fields) && c.columns(at+".reference.fields", to, k.RefFields) {
			out = append(out, k)
		}
	}
	return out
}

// columns reports whether a resource has the columns, as far as its schema tells.
func (c *reader) columns(where string, r Resource, columns []string) bool {
	known := r.Schema.names()
	for _, name := range columns {
		if len(known) > 0 && !slices.Contains(known, name) {
			c.warn(where, "reference-column", r.Name, name, notice.Near(name, known))
			return false
		}
	}
	return true
}

func (p *Package) names() []string {
	var out []string
	for _, r := range p.Resources {
		out = append(out, r.Name)
	}
	return out
}
