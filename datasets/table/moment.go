package table

import (
	"context"
	"fmt"
	"io"

	"honglinh/catalog"
)

// Moment is an engine whose tables stand at their versions of a moment, whatever is loaded
// since: an answer that asks several times asks one state. What it loads, the engine loads.
type Moment struct {
	Engine
	list   []*State
	states map[Ref]*State
}

var _ Engine = (*Moment)(nil)

// Now returns the engine as it is now.
func Now(e Engine) *Moment {
	m := &Moment{Engine: e, list: e.Tables(), states: map[Ref]*State{}}
	for _, s := range m.list {
		m.states[s.Ref] = s
	}
	return m
}

// Same reports whether the tables of both stand at the same versions.
func (m *Moment) Same(o *Moment) bool {
	if o == nil || m.Engine != o.Engine || len(m.list) != len(o.list) {
		return false
	}
	for i, s := range m.list {
		t := o.list[i]
		if s.Ref != t.Ref || len(s.Versions) != len(t.Versions) || len(s.Versions) > 0 && s.Current().SHA256 != t.Current().SHA256 {
			return false
		}
	}
	return true
}

// Tables implements Directory.
func (m *Moment) Tables() []*State { return append([]*State(nil), m.list...) }

// State implements Directory.
func (m *Moment) State(ref Ref) (*State, error) {
	if s, ok := m.states[ref]; ok {
		return s, nil
	}
	return nil, NoTable(ref)
}

// Version implements Directory.
func (m *Moment) Version(ref Ref, number string, asOf catalog.Date) (*Version, error) {
	s, err := m.State(ref)
	if err != nil {
		return nil, err
	}
	return s.Version(number, asOf)
}

// fix names the version that a query means. A cursor has its own.
func (m *Moment) fix(q Query) (Query, error) {
	if q.Cursor != "" {
		_, err := m.State(q.Ref)
		return q, err
	}
	v, err := m.Version(q.Ref, q.Version, q.AsOf)
	if err == nil && v != nil {
		q.Version = v.Number
	}
	return q, err
}

// Query implements Querier.
func (m *Moment) Query(ctx context.Context, q Query) (*Result, error) {
	q, err := m.fix(q)
	if err != nil {
		return nil, err
	}
	return m.Engine.Query(ctx, q)
}

// Columns implements Querier.
func (m *Moment) Columns(ctx context.Context, q Query) ([]Column, error) {
	q, err := m.fix(q)
	if err != nil {
		return nil, err
	}
	return m.Engine.Columns(ctx, q)
}

// CSV implements Writer.
func (m *Moment) CSV(ctx context.Context, q Query, w io.Writer, opt CSVOptions) (int, error) {
	return m.written(q, func(q Query) (int, error) { return m.Engine.CSV(ctx, q, w, opt) })
}

// JSON implements Writer.
func (m *Moment) JSON(ctx context.Context, q Query, w io.Writer) (int, error) {
	return m.written(q, func(q Query) (int, error) { return m.Engine.JSON(ctx, q, w) })
}

// JSONLines implements Writer.
func (m *Moment) JSONLines(ctx context.Context, q Query, w io.Writer) (int, error) {
	return m.written(q, func(q Query) (int, error) { return m.Engine.JSONLines(ctx, q, w) })
}

// Parquet implements Writer.
func (m *Moment) Parquet(ctx context.Context, q Query, w io.Writer) (int, error) {
	return m.written(q, func(q Query) (int, error) { return m.Engine.Parquet(ctx, q, w) })
}

func (m *Moment) written(q Query, write func(Query) (int, error)) (int, error) {
	q, err := m.fix(q)
	if err != nil {
		return 0, err
	}
	return write(q)
}

// Diff implements Comparer.
func (m *Moment) Diff(ctx context.Context, ref Ref, from, to string, fn func(RowChange) error) (Counts, error) {
	for _, number := range []*string{&from, &to} {
		v, err := m.Version(ref, *number, "")
		if err != nil {
			return Counts{}, err
		}
		if v != nil {
			*number = v.Number
		}
	}
	return m.Engine.Diff(ctx, ref, from, to, fn)
}

// Profile implements Profiler.
func (m *Moment) Profile(ctx context.Context, ref Ref, version, column string) (*Profile, error) {
	v, err := m.Version(ref, version, "")
	if err != nil {
		return nil, err
	}
	if v != nil {
		version = v.Number
	}
	return m.Engine.Profile(ctx, ref, version, column)
}

// NoTable is the fault for a table that is not there.
func NoTable(ref Ref) error {
	return catalog.NewFault(catalog.NotFound, "table",
		fmt.Sprintf("không có bảng %q trong bộ dữ liệu %q", ref.Table, ref.Dataset),
		fmt.Sprintf("there is no table %q in the dataset %q", ref.Table, ref.Dataset))
}

// Version returns the version of a number, else the one that was current at the end of the day
// asOf, else the newest; NotFound for none.
func (s *State) Version(number string, asOf catalog.Date) (*Version, error) {
	if number == "" && asOf == "" {
		return s.Current(), nil
	}
	for i := len(s.Versions) - 1; i >= 0; i-- {
		v := &s.Versions[i]
		if number != "" && v.Number == number || number == "" && !v.Created.After(asOf.End()) {
			return v, nil
		}
	}
	if number != "" {
		return nil, catalog.NewFault(catalog.NotFound, "version",
			fmt.Sprintf("bảng %s không có phiên bản %q", s.Ref, number),
			fmt.Sprintf("the table %s has no version %q; see its versions", s.Ref, number))
	}
	return nil, catalog.NewFault(catalog.NotFound, "as_of",
		fmt.Sprintf("ngày %s bảng %s chưa có; phiên bản đầu tiên là ngày %s", asOf, s.Ref, s.Versions[0].Created.Format("2006-01-02")),
		fmt.Sprintf("the table %s did not exist on %s; its first version is of %s", s.Ref, asOf, s.Versions[0].Created.Format("2006-01-02")))
}
