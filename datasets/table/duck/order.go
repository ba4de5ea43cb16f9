package duck

import (
	"fmt"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"strings"
)

// orderKey is one key of an order.
type orderKey struct {
	name       string
	desc       bool
	nullsFirst bool
}

// order makes the order total: by row, or by all output columns of groups.
func (c *compiler) order(q table.Query, st *statement) ([]orderKey, error) {
	var keys []orderKey
	used := map[string]bool{}
	for _, o := range q.Order {
		_, out := st.column(o.By)
		_, col := c.v.Readable(o.By)
		if !out && (st.grouped || !col) {
			names := c.v.Names()
			for _, x := range st.outputs {
				names = append(names, x.name)
			}
			if col {
				return nil, catalog.NewFault(catalog.Invalid, "order", fmt.Sprintf("các nhóm không có cột ra %q để sắp xếp; hãy thêm cột ấy vào select", o.By),
					fmt.Sprintf("the groups have no output column %q to sort by; add it to select", o.By))
			}
			return nil, table.Unknown("order", text.Nearest(o.By, names), fmt.Sprintf("không thể sắp xếp theo %q", o.By), fmt.Sprintf("cannot sort by %q, which is no output column", o.By))
		}
		if !used[o.By] {
			keys = append(keys, orderKey{o.By, o.Desc, o.NullsFirst})
			used[o.By] = true
		}
	}
	if !st.grouped && used[rowColumn] {
		return keys, nil
	}
	if !st.grouped {
		return append(keys, orderKey{name: rowColumn}), nil
	}
	for _, o := range st.outputs {
		if !used[o.name] {
			keys = append(keys, orderKey{name: o.name})
		}
	}
	return keys, nil
}

func orderSQL(keys []orderKey) string {
	if len(keys) == 0 {
		return ""
	}
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = quote(k.name)
		if k.desc {
			parts[i] += ` DESC`
		}
		if k.nullsFirst {
			parts[i] += ` NULLS FIRST`
		} else {
			parts[i] += ` NULLS LAST`
		}
	}
	return ` ORDER BY ` + strings.Join(parts, ", ")
}
