package indexer

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/table"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
	"honglinh/indexer/survey"
)

// rows opens features and texts as the table engine wants them: CSV whose
// values are as the files have them, whatever the schema says of them.
// Geometries are brought to WGS 84; a feature that cannot be is left out, as it
// is from the records. Texts have a column for the body in each language.
func (s *Service) rows(ctx context.Context, p *datasets.Package, r datasets.Resource, fsys fs.FS, refused func(grid.Place) bool) (io.ReadCloser, error) {
	land := &unitOutlines{}
	land.fill = func() error { return s.survey(ctx, land, nil) }
	columns := &header{known: map[string]bool{}, geometry: r.Geographic()}
	for _, f := range r.Schema.Fields {
		columns.add(f.Name)
	}
	bare := r
	bare.Schema = datasets.Schema{}
	left := func(fn func(source.Row) error) func(source.Row) error {
		return func(row source.Row) error {
			if refused != nil && refused(grid.Place{File: row.File, Number: row.Row}) {
				return nil
			}
			return fn(row)
		}
	}
	if err := stream(ctx, p, bare, fsys, land, s.opt.Limits.Area, left(columns.take)); err != nil {
		return nil, err
	}
	names := columns.all()
	in, out := io.Pipe()
	go func() { // ends when the reader is closed
		w := csv.NewWriter(out)
		err := w.Write(names)
		if err == nil {
			err = guarded(func() error {
				return stream(ctx, p, bare, fsys, land, s.opt.Limits.Area, left(func(row source.Row) error { return w.Write(line(names, row)) }))
			})
		}
		w.Flush()
		out.CloseWithError(errors.Join(err, w.Error()))
	}()
	return in, nil
}

// stream gives the rows of a resource to fn until it fails.
func stream(ctx context.Context, p *datasets.Package, r datasets.Resource, fsys fs.FS, land survey.Outlines, area catalog.Area, fn func(source.Row) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	to := &rowSink{fn: fn, cancel: cancel}
	place, _ := p.Extension["place"].(string)
	sv := survey.New(to, land, place, area)
	if err := sv.Begin(r); err != nil {
		return err
	}
	err := datapackage.Reader{FS: fsys, Dir: orDot(p.Dir)}.Resource(ctx, r, sv)
	sv.End()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func orDot(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}

// rowSink hands rows on. What is refused or doubted the ingest has reported.
type rowSink struct {
	fn     func(source.Row) error
	cancel context.CancelCauseFunc
	failed bool
}

func (s *rowSink) Row(row source.Row) {
	if s.failed {
		return
	}
	if err := s.fn(row); err != nil {
		s.failed = true
		s.cancel(err)
	}
}

func (s *rowSink) Refuse(source.Refusal) {}

func (s *rowSink) Warn(source.Warning) {}

// header collects the columns: those of the schema, then further ones in the
// order of their first appearance, then bodies and the geometry.
type header struct {
	names    []string
	known    map[string]bool
	bodies   map[text.Lang]bool
	geometry bool
}

func (h *header) add(name string) {
	if !h.known[name] && name != table.GeometryColumn {
		h.known[name] = true
		h.names = append(h.names, name)
	}
}

func (h *header) take(row source.Row) error {
	for _, name := range slices.Sorted(maps.Keys(row.Cells)) { // Go maps have no order
		h.add(name)
	}
	for l := range row.Body {
		if h.bodies == nil {
			h.bodies = map[text.Lang]bool{}
		}
		h.bodies[l] = true
	}
	h.geometry = h.geometry || row.Geometry != nil
	return nil
}

func (h *header) all() []string {
	for _, l := range text.Langs() {
		if h.bodies[l] {
			h.add(bodyColumn(l))
		}
	}
	if h.geometry {
		return append(h.names, table.GeometryColumn)
	}
	return h.names
}

// bodyColumn is what the text of one language stands under.
func bodyColumn(l text.Lang) string { return "body_" + string(l) }

func line(names []string, row source.Row) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = write.Text(row.Cells[name])
	}
	for l, body := range row.Body {
		if i := slices.Index(names, bodyColumn(l)); i >= 0 {
			out[i] = body
		}
	}
	if row.Geometry != nil {
		out[len(out)-1] = string(write.AppendGeometry(nil, row.Geometry.Geometry()))
	}
	return out
}
