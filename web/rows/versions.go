package rows

import (
	"context"
	"net/url"
	"slices"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// VersionLine is one version of a table.
type VersionLine struct {
	Number, Day, Change, Counts, SHA256 string
	URL, Diff                           string
	Current                             bool
}

// ReadRows reads a page of rows, whose number the query bounds, and closes the result.
func ReadRows(ctx context.Context, res *table.Result) ([][]any, error) {
	var rows [][]any
	for {
		row, err := res.Next(ctx)
		if err != nil {
			_ = res.Close() // the first error says more
			return nil, err
		}
		if row == nil {
			return rows, res.Close()
		}
		rows = append(rows, slices.Clone(row))
	}
}

// APIPath is the table in the API, or what is below it.
func (v *View) APIPath(below string) string {
	return frame.APIDatasets + "/" + url.PathEscape(v.Ref.Dataset) + "/tables/" + url.PathEscape(v.Ref.Table) + below
}

// FixedQuery is the query as it is asked of the API: all its rows, of this version.
func (v *View) FixedQuery() table.Query {
	q := v.Query
	q.Version, q.AsOf, q.Cursor, q.Lang, q.Total, q.Limit, q.Offset = v.Version.Number, "", "", "", false, 0, 0
	if q.Labels != "" && q.Labels != table.Codes {
		q.Lang = v.L.Lang
	}
	return q
}

// Plain reports whether the table is shown whole and as it is: no filter, no order, no choice of columns.
func (v *View) Plain() bool {
	q := v.FixedQuery()
	q.Version, q.Lang = "", ""
	return len(q.Values()) == 0
}

// Versions returns the versions of the table, the newest first, each with what changed since the one before.
func (v *View) Versions() []VersionLine {
	l := v.L
	var out []VersionLine
	for i := len(v.State.Versions) - 1; i >= 0; i-- {
		one := v.State.Versions[i]
		line := VersionLine{Number: one.Number, Day: l.Day(one.Created), Change: l.T("data_change." + string(one.Change)), SHA256: one.SHA256, Current: one.Number == v.Version.Number,
			Counts: l.N("count.rows", one.Rows), URL: frame.WithQuery(v.TablePath(l.Lang), url.Values{"version": {one.Number}})}
		if i > 0 {
			line.Counts += "; " + l.T("data_changes", one.Added, one.Removed, one.Changed)
			line.Diff = v.DiffPath(l.Lang, v.State.Versions[i-1].Number, one.Number)
		}
		out = append(out, line)
	}
	return out
}

// DiffPath returns the page of what changed between two versions.
func (v *View) DiffPath(lang text.Lang, from, to string) string {
	return frame.WithQuery(v.Path(frame.RouteRowDiff, "lang", string(lang), "slug", v.Ref.Dataset, "table", v.Ref.Table), url.Values{"from": {from}, "to": {to}})
}

// Read returns all rows of a query with its columns.
func (v *View) Read(q table.Query) ([][]any, []table.Column, error) {
	res, err := v.Tables.Query(v.Ctx, q)
	if err != nil {
		return nil, nil, err
	}
	rows, err := ReadRows(v.Ctx, res)
	return rows, res.Columns, err
}
