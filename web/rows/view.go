package rows

import (
	"context"
	"net/url"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"honglinh/web/frame"
)

var _ frame.Tables = table.Reader(nil)

// View is one table on its way to becoming a page.
type View struct {
	*frame.Frame
	Ctx      context.Context
	L        *frame.Locale
	Ref      table.Ref
	Pack     *datasets.Package
	Resource datasets.Resource
	State    *table.State
	Version  *table.Version
	Values   url.Values // as asked, without what is empty
	Query    table.Query
}

// NewView returns the view of a table in a language; its state is to be read.
func NewView(ctx context.Context, s *frame.Frame, l *frame.Locale, pack *datasets.Package, res datasets.Resource) *View {
	return &View{Frame: s, Ctx: ctx, L: l, Ref: table.Ref{Dataset: pack.Name, Table: res.Name}, Pack: pack, Resource: res, Values: url.Values{}}
}

// TablePath returns the page of the table.
func (v *View) TablePath(lang text.Lang) string {
	return v.Path(frame.RouteTable, "lang", string(lang), "slug", v.Ref.Dataset, "table", v.Ref.Table)
}

// At returns the page with some parameters changed: pairs of name and value, ""
// takes one away. The page of the answer starts anew.
func (v *View) At(pairs ...string) string {
	values := url.Values{}
	for k, list := range v.Values {
		values[k] = list
	}
	values.Del("cursor")
	for i := 0; i+1 < len(pairs); i += 2 {
		if values.Del(pairs[i]); pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return frame.WithQuery(v.TablePath(v.L.Lang), values)
}

// TableName is the table's title, with that of the dataset where it has several.
func (v *View) TableName() frame.Phrase {
	if p := v.L.Pick(v.Resource.Title); p.Text != "" {
		return p
	}
	return v.L.Pick(v.Pack.Title)
}

// DatasetNames returns the names of all packages, in the order of the library.
func DatasetNames(l *datasets.Library) []string {
	var out []string
	for _, p := range l.All() {
		out = append(out, p.Name)
	}
	return out
}
