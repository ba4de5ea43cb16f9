package duck

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// maxUnitBuckets bounds how many columns of units one query makes.
const maxUnitBuckets = 8

// standing returns the unit that s, an id, a code or a name, stands for on the
// day, "" being today: the unit on the territory of the one named. Where there are
// several of these or none, it is the unit named. False if s names no unit, or
// several that are not one on the day.
func standing(places *place.Register, s string, on catalog.Date) (place.Unit, bool) {
	day := ""
	if on != "" {
		day = on.End().Format("2006-01-02")
	}
	named := places.Resolve(s, day)
	if len(named) == 0 {
		named = places.Resolve(s, "")
	}
	if today := slices.IndexFunc(named, func(u place.Unit) bool { return !u.Current() }); day == "" && today > 0 {
		named = named[:today] // today's come first
	}
	var out place.Unit
	for i, u := range named {
		if there := places.On(u.ID, day); len(there) == 1 {
			u = there[0]
		}
		if i > 0 && u.ID != out.ID {
			return place.Unit{}, false
		}
		out = u
	}
	return out, len(named) > 0
}

// unitOfCell reads a cell, which may be a list separated by ";": the ids of
// what stands there on the day, each once, and their names. Members counts the
// list, units how many of it name a unit; what names none stays as it is.
func unitOfCell(places *place.Register, cell string, on catalog.Date) (ids string, names text.Text, members, units int) {
	var list, vi, en []string
	for _, s := range strings.Split(cell, ";") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		members++
		name := text.New(s, s)
		if u, ok := standing(places, s, on); ok {
			units++
			s = u.ID
			v, _ := u.Name.Best(text.VI)
			e, _ := u.Name.Best(text.EN)
			name = text.New(v, e)
		}
		if !slices.Contains(list, s) {
			list, vi, en = append(list, s), append(vi, name[text.VI]), append(en, name[text.EN])
		}
	}
	return strings.Join(list, ";"), text.New(strings.Join(vi, "; "), strings.Join(en, "; ")), members, units
}

// unitKey is a column of units as of a day.
type unitKey struct {
	column string
	on     catalog.Date
}

// unitJoin says for every different cell of a column which unit it lies in.
type unitJoin struct {
	unitKey
	name         string // of the joined column
	cells, units []string
	labels       map[string]text.Text // of units
}

// unitJoins reads the cells of every column that q wants the units of.
func (e *Engine) unitJoins(ctx context.Context, q table.Query, v *table.Version, relation string) ([]unitJoin, error) {
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	var joins []unitJoin
	for _, it := range slices.Concat(q.Select, q.GroupBy) {
		key := unitKey{it.Column, it.On}
		col, ok := v.Column(it.Column)
		if it.Func != table.Unit || !ok || slices.ContainsFunc(joins, func(j unitJoin) bool { return j.unitKey == key }) {
			continue // a column that is not there is refused with the others
		}
		if len(joins) == maxUnitBuckets {
			return nil, catalog.NewFault(catalog.TooLarge, "select", fmt.Sprintf("nhiều nhất %d cột đơn vị hành chính", maxUnitBuckets), fmt.Sprintf("at most %d columns of units", maxUnitBuckets))
		}
		if q.Places == nil {
			return nil, catalog.NewFault(catalog.Invalid, "unit", "ở đây không có danh mục đơn vị hành chính", "there is no register of administrative units here")
		}
		cells, err := e.cells(ctx, relation, col, table.MaxMembers+1)
		if err != nil {
			return nil, e.fault(ctx, err)
		}
		j, fits := joinUnits(q.Places, key, cells)
		if !fits || len(cells) > table.MaxMembers {
			return nil, e.noUnits(ctx, q, v, relation, col)
		}
		j.name = fmt.Sprintf("_unit_%d", len(joins))
		joins = append(joins, j)
	}
	return joins, nil
}

// cells returns different cells of a column of text or whole numbers as text,
// at most so many.
func (e *Engine) cells(ctx context.Context, relation string, col table.Column, most int) ([]string, error) {
	if col.Type != table.Text && col.Type != table.Integer {
		return nil, nil
	}
	rows, err := e.db.QueryContext(ctx, fmt.Sprintf(`SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL LIMIT %d`, plainSQL(col.Name, col.Type), relation, quote(col.Name), most))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// joinUnits reads cells as units. They are units where more than half of them
// name one.
func joinUnits(places *place.Register, key unitKey, cells []string) (unitJoin, bool) {
	j := unitJoin{unitKey: key, labels: map[string]text.Text{}}
	all, known := 0, 0
	for _, cell := range cells {
		ids, names, members, units := unitOfCell(places, cell, key.on)
		all, known = all+members, known+units
		j.cells, j.units = append(j.cells, cell), append(j.units, ids)
		if units > 0 {
			j.labels[ids] = names
		}
	}
	return j, known*2 > all
}

// Where the columns of units are looked for, to name them in a fault.
const (
	sampleCells   = 200
	sampleColumns = 200
)

// noUnits is the fault for a column that holds no units; it names those that do.
func (e *Engine) noUnits(ctx context.Context, q table.Query, v *table.Version, relation string, col table.Column) error {
	var fitting []string
	for _, c := range v.Columns[:min(len(v.Columns), sampleColumns)] {
		cells, err := e.cells(ctx, relation, c, sampleCells)
		if err != nil {
			return e.fault(ctx, err)
		}
		if _, fits := joinUnits(q.Places, unitKey{column: c.Name}, cells); fits && c.Name != col.Name {
			fitting = append(fitting, c.Name)
		}
	}
	vi, en := "bảng này không có cột nào như vậy", "this table has no such column"
	if list := strings.Join(fitting, ", "); list != "" {
		vi, en = "cột dùng được: "+list, "columns of units: "+list
	}
	return &catalog.Fault{Kind: catalog.Invalid, Where: table.Unit, Nearest: nearestOrFirst(col.Name, fitting), Detail: text.New(
		fmt.Sprintf("cột %q không ghi đơn vị hành chính; %s", col.Name, vi), fmt.Sprintf("the column %q does not hold administrative units; %s", col.Name, en))}
}

func nearestOrFirst(s string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	if near := text.Nearest(s, names); near != "" {
		return near
	}
	return names[0]
}

// joined puts the columns of units beside those of the table. The values are
// two parameters a column, lists in JSON.
func (c *compiler) joined(joins []unitJoin) error {
	items, from := `t.*`, c.source+` t`
	for i, j := range joins {
		col, _ := c.v.Column(j.column)
		var lists [2]string
		for k, values := range [][]string{j.cells, j.units} {
			b, err := json.Marshal(values)
			if err != nil {
				return err
			}
			lists[k] = `unnest(from_json(CAST(` + c.bind(string(b)) + ` AS JSON), '["VARCHAR"]'))`
		}
		cell := quote(fmt.Sprintf("_cell_%d", i))
		items += `, ` + quote(j.name)
		from += ` LEFT JOIN (SELECT ` + lists[0] + ` AS ` + cell + `, ` + lists[1] + ` AS ` + quote(j.name) + `) ON ` + plainSQL(col.Name, col.Type) + ` = ` + cell
	}
	if len(joins) > 0 {
		c.source, c.joins = `(SELECT `+items+` FROM `+from+`)`, joins
	}
	return nil
}

// unit makes the output of a column of units.
func (c *compiler) unit(o *output, it table.Item) error {
	for _, j := range c.joins {
		if j.unitKey == (unitKey{it.Column, it.On}) {
			o.sql = quote(j.name)
			o.column = table.Column{Name: o.name, Type: table.Text, Title: o.column.Title, Labels: j.labels}
			return nil
		}
	}
	return table.NoColumn(table.Unit, it.Column, c.v)
}
