package tables

import (
	"cmp"

	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// columnFacet is a column with its most frequent values in the rows found, each a filter to set or to take away.
type columnFacet struct {
	Label  string
	Values []frame.Link // those in force are Current
	More   string       // address of all values, where there are others
}

// facets counts the values of the columns that the address asks for; none where it asks for nothing.
func (v *tableAsk) facets() ([]columnFacet, error) {
	if !v.Values.Has("facets") {
		return nil, nil
	}
	names, err := table.FacetColumns(v.Ctx, v.Tables, v.Query, v.Version, v.Values.Get("facets"))
	if err != nil {
		return nil, err
	}
	var out []columnFacet
	for _, name := range names {
		f, err := table.CountFacet(v.Ctx, v.Tables, v.Query, v.Version, name)
		if err != nil {
			return nil, err
		}
		out = append(out, v.facet(f))
	}
	return out, nil
}

func (v *tableAsk) facet(f table.Facet) columnFacet {
	c, _ := v.Version.Column(f.Column)
	out, param := columnFacet{Label: v.Title(c)}, v.filterName(f.Column)
	for _, one := range f.Values {
		set := plainValue(one.Value)
		if b, ok := one.Value.(bool); ok {
			set = map[bool]string{true: "true", false: "false"}[b]
		}
		link := frame.Link{Text: cmp.Or(v.Cell(c, one.Value).Text, v.L.T("unknown")), Note: v.L.Exact(one.Count), URL: v.At(param, set), Current: v.Values.Get(param) == set}
		if link.Current {
			link.URL = v.At(param, "")
		}
		out.Values = append(out.Values, link)
	}
	if f.More {
		out.More = v.ColumnPath(v.L.Lang, f.Column)
	}
	return out
}
