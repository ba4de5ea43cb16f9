package api

import (
	"context"
	"io"
	"io/fs"
	"net/http"

	"honglinh/api/ckan"
	"honglinh/api/explore"
	"honglinh/api/httpkit"
	"honglinh/api/sdmx"
	"honglinh/api/soda"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/table"
)

// dialect is a face whose clients know errors of its own form only.
type dialect interface {
	Render(w http.ResponseWriter, r *http.Request, p httpkit.Problem)
}

var _, _, _, _ dialect = (*ckan.Face)(nil), (*explore.Face)(nil), (*soda.Face)(nil), (*sdmx.Face)(nil)

// inDialect renders what is refused before a face is asked (an address that is
// too long, a client that asks too fast) as the protocol it was meant for would.
// The map is complete before the first request.
func inDialect(all []httpkit.Protocol, dialects map[string]dialect) httpkit.Renderer {
	return func(w http.ResponseWriter, r *http.Request, p httpkit.Problem) {
		owner, _ := httpkit.Owner(all, r.URL.Path)
		if d, ok := dialects[owner.Name]; ok {
			d.Render(w, r, p)
			return
		}
		httpkit.WriteProblem(w, r, p)
	}
}

// packageFiles opens files of the packages that are published now.
type packageFiles struct{ o Options }

// Open opens a file of a dataset's package; fs.ErrNotExist for one it does not have.
func (f packageFiles) Open(dataset, path string) (fs.File, error) {
	p, ok := f.o.Tables.Library().Find(dataset)
	if !ok {
		return nil, fs.ErrNotExist
	}
	fsys := f.o.Tables.Files(p)
	if fsys == nil {
		return nil, fs.ErrNotExist
	}
	return fsys.Open(path)
}

// encoded writes formats with what is known of the dataset of the query.
func encoded(o Options) explore.Encode {
	return func(ctx context.Context, f export.Format, q table.Query, lang text.Lang, w io.Writer) error {
		about := export.About{}
		if p, ok := o.Tables.Library().Find(q.Ref.Dataset); ok {
			about.Package = p
			about.Resource, _ = p.Resource(q.Ref.Table)
		}
		_, err := encode.Encoder{}.Table(ctx, f, o.Tables.Engine, q, about, export.Options{Lang: lang}, w)
		return err
	}
}
