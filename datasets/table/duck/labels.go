package duck

import (
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// labelled returns what the reader gets of the outputs: codes, names of codes,
// or both. Filters and order work on codes all the same.
func labelled(outputs []output, mode table.Labels, lang text.Lang) []output {
	if lang == "" {
		lang = text.VI
	}
	taken := map[string]bool{}
	for _, o := range outputs {
		taken[o.name] = true
	}
	var out []output
	for _, o := range outputs {
		plain := output{name: o.name, sql: quote(o.name), column: o.column}
		if plain.column.Name = o.name; len(o.column.Labels) == 0 || o.aggregate || mode == "" || mode == table.Codes {
			out = append(out, plain)
			continue
		}
		named := output{name: o.name, sql: labelSQL(o, lang), column: o.column}
		if mode == table.Both {
			out = append(out, plain)
			if named.name = o.name + "@" + string(lang); taken[named.name] {
				continue
			}
		}
		named.column.Name, named.column.Type, named.column.Labels = named.name, table.Text, nil
		out = append(out, named)
	}
	return out
}

// labelSQL looks a code's name up; a code without one stays as it is.
func labelSQL(o output, lang text.Lang) string {
	code := plainSQL(o.name, o.column.Type)
	var b strings.Builder
	b.WriteString(`CASE ` + code)
	for _, k := range slices.Sorted(maps.Keys(o.column.Labels)) {
		if s, _ := o.column.Labels[k].Best(lang); s != "" {
			b.WriteString(` WHEN ` + literal(k) + ` THEN ` + literal(s))
		}
	}
	if !strings.Contains(b.String(), ` WHEN `) {
		return code
	}
	return b.String() + ` ELSE ` + code + ` END`
}
