package datasets

import (
	"fmt"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/grid"
)

// fieldsMatches are the values of fieldsMatch (Table Schema v2).
func fieldsMatches() []string { return []string{"exact", "equal", "subset", "superset", "partial"} }

// matches holds the header against the fields as far as fieldsMatch asks for it; where
// it asks for their order, the columns take their names.
func (s Schema) matches(about *grid.About) error {
	switch s.FieldsMatch {
	case "exact":
		return s.inOrder(about)
	case "equal", "superset":
		if err := s.noOthers(about); err != nil || s.FieldsMatch == "superset" {
			return err
		}
	case "partial":
		return s.any(about)
	}
	for _, f := range s.Fields {
		if slices.Contains(about.Columns, f.Name) {
			continue
		}
		near := text.Nearest(f.Name, about.Columns)
		fault := catalog.NewFault(catalog.Invalid, headerOf(about), fmt.Sprintf("thiếu cột %q của mô tả; gần nhất: %q", f.Name, near), fmt.Sprintf("the schema's column %q is missing; nearest: %q", f.Name, near))
		if near == "" {
			fault.Detail = text.New(fmt.Sprintf("thiếu cột %q của mô tả; tệp có các cột %q", f.Name, clipped(about.Columns)), fmt.Sprintf("the schema's column %q is missing; the file has the columns %q", f.Name, clipped(about.Columns)))
		}
		fault.Nearest = near
		return fault
	}
	return nil
}

// inOrder gives the columns the names of the fields, which are as many.
func (s Schema) inOrder(about *grid.About) error {
	if len(about.Columns) != len(s.Fields) {
		return catalog.NewFault(catalog.Invalid, headerOf(about), fmt.Sprintf("bảng có %d cột, mô tả có %d; fieldsMatch \"exact\" đòi bằng nhau", len(about.Columns), len(s.Fields)),
			fmt.Sprintf("the table has %d columns, the schema %d; fieldsMatch \"exact\" wants as many", len(about.Columns), len(s.Fields)))
	}
	names := s.names()
	for i, name := range about.Columns {
		if name != names[i] {
			about.Add(grid.Note{Code: "column-by-order", File: about.File, Column: names[i], Example: name, Text: notice.Of("column-by-order", i+1, name, names[i]).Reason})
		}
	}
	about.Columns = names
	return nil
}

// noOthers refuses a column that the schema does not have.
func (s Schema) noOthers(about *grid.About) error {
	names := s.names()
	for _, c := range about.Columns {
		if slices.Contains(names, c) {
			continue
		}
		vi, en := text.Nearly(c, names)
		return catalog.NewFault(catalog.Invalid, headerOf(about), fmt.Sprintf("mô tả không có cột %q, mà fieldsMatch là %q", c, s.FieldsMatch)+vi,
			fmt.Sprintf("the schema has no column %q, and fieldsMatch is %q", c, s.FieldsMatch)+en)
	}
	return nil
}

// any refuses a table that has none of the columns.
func (s Schema) any(about *grid.About) error {
	names := s.names()
	if len(names) == 0 || slices.ContainsFunc(about.Columns, func(c string) bool { return slices.Contains(names, c) }) {
		return nil
	}
	return catalog.NewFault(catalog.Invalid, headerOf(about), fmt.Sprintf("bảng không có cột nào của mô tả; tệp có các cột %q", clipped(about.Columns)),
		fmt.Sprintf("the table has none of the schema's columns; the file has the columns %q", clipped(about.Columns)))
}

// headerOf is where the header stands.
func headerOf(about *grid.About) string {
	if len(about.HeaderRows) > 0 {
		return fmt.Sprintf("%s:%d", about.File, about.HeaderRows[0])
	}
	return about.File
}

func clipped(names []string) []string { return names[:min(len(names), 12)] }
