package tables

import (
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// fewColumns is how many columns a table may have and still be shown whole.
const fewColumns = 8

// leading are the numbers of the columns that are shown where the reader chose none: what,
// where, when, the value with its unit, and the source, in the reader's language. Fewer than
// three tell nothing; then all are shown that are not the other language's.
func (v *tableAsk) leading(columns []table.Column) []int {
	all := make([]int, len(columns))
	for i := range columns {
		all[i] = i
	}
	if len(v.Query.Select) > 0 || len(v.Query.GroupBy) > 0 || len(columns) <= fewColumns {
		return all
	}
	roles := v.roles()
	var out, ours []int
	for i, c := range columns {
		if v.translated(columns, c.Name) {
			continue
		}
		ours = append(ours, i)
		if slices.Contains(roles, c.Name) {
			out = append(out, i)
		}
	}
	if len(out) < 3 {
		return ours
	}
	return out
}

// roles are the columns that the descriptor gives a role.
func (v *tableAsk) roles() []string {
	m := v.Resource.Mapping
	if m == nil {
		return nil
	}
	title := func(c datasets.Columns) string {
		if name := c[v.L.Lang]; name != "" {
			return name
		}
		return c[v.L.Lang.Other()]
	}
	out := []string{title(m.Title), m.Number, m.Place, m.Date, m.ValidFrom, m.ValidTo, m.Status, m.Area, m.Capital, m.SourceTitle, m.SourceDate, m.Confidence}
	if s := m.Series; s != nil {
		area := map[text.Lang]string{text.VI: s.AreaVI, text.EN: s.AreaEN}[v.L.Lang]
		out = append(out, area, s.Period, s.Value, s.Unit, s.Basis)
		out = slices.DeleteFunc(out, func(name string) bool { return name == m.Place }) // the area says it
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == "" })
}

// translated reports whether a column is the other language's of one that stands beside it.
func (v *tableAsk) translated(columns []table.Column, name string) bool {
	base, ok := strings.CutSuffix(name, "_"+string(v.L.Lang.Other()))
	return ok && slices.ContainsFunc(columns, func(c table.Column) bool { return c.Name == base+"_"+string(v.L.Lang) })
}

// only keeps of the columns and rows what leads.
func only(at []int, columns []table.Column, lines [][]any) ([]table.Column, [][]any) {
	if len(at) == len(columns) {
		return columns, lines
	}
	kept := make([]table.Column, 0, len(at))
	for _, i := range at {
		kept = append(kept, columns[i])
	}
	out := make([][]any, 0, len(lines))
	for _, line := range lines {
		row := make([]any, 0, len(at))
		for _, i := range at {
			row = append(row, line[i])
		}
		out = append(out, row)
	}
	return kept, out
}
