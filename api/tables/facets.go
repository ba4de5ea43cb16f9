package tables

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/datasets/table"
)

// facetsPerToken is how many columns cost what a request costs.
const facetsPerToken = 4

// facetsParam documents the parameter.
func facetsParam() httpkit.Param {
	return short("facets", "auto", "Đếm giá trị của các cột (tên cách nhau bằng dấu phẩy, nhiều nhất 20) trong các dòng thoả điều kiện, bỏ bộ lọc của chính cột ấy; auto: các cột đáng đếm.",
		"Counts the values of columns (names separated by commas, at most 20) in the rows that match, without the column's own filter; auto takes the columns worth counting.")
}

// facets counts what the request asks to be counted; nil where it asks for nothing.
func (f *Face) facets(r *http.Request, a asked) ([]table.Facet, error) {
	if !a.values.Has("facets") {
		return nil, nil
	}
	names, err := table.FacetColumns(r.Context(), f.src.Engine, a.query, a.version, a.values.Get("facets"))
	if err != nil {
		return nil, err
	}
	if err := httpkit.Spend(r, len(names)/facetsPerToken); err != nil {
		return nil, err
	}
	out := []table.Facet{}
	for _, name := range names {
		one, err := table.CountFacet(r.Context(), f.src.Engine, a.query, a.version, name)
		if err != nil {
			return nil, named(err)
		}
		out = append(out, one)
	}
	return out, nil
}
