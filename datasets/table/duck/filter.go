package duck

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// find looks a column up: of the table for where, of the output for having.
type find func(name string) (table.Column, bool)

// expr compiles a filter.
func (c *compiler) expr(x table.Expr, depth int, col find) (string, error) {
	c.nodes++
	if depth > table.MaxDepth || c.nodes > table.MaxNodes {
		return "", table.TooDeep("where")
	}
	switch x.Op {
	case table.And, table.Or:
		return c.logic(x, depth, col)
	case table.Not:
		if len(x.Args) != 1 {
			return "", catalog.NewFault(catalog.Invalid, "where", "not cần đúng một điều kiện", "not wants exactly one condition")
		}
		s, err := c.expr(x.Args[0], depth+1, col)
		return `NOT (` + s + `)`, err
	case table.Match:
		if len(x.Values) != 1 {
			return "", wants(x, 1)
		}
		return c.match(fmt.Sprint(x.Values[0])), nil
	}
	column, ok := col(x.Column)
	if !ok {
		return "", table.NoColumn("where", x.Column, c.v)
	}
	return c.compare(x, column, col)
}

func (c *compiler) logic(x table.Expr, depth int, col find) (string, error) {
	if len(x.Args) == 0 {
		if x.Op == table.And {
			return `true`, nil
		}
		return `false`, nil
	}
	parts := make([]string, len(x.Args))
	for i, a := range x.Args {
		s, err := c.expr(a, depth+1, col)
		if err != nil {
			return "", err
		}
		parts[i] = `(` + s + `)`
	}
	return strings.Join(parts, ` `+strings.ToUpper(string(x.Op))+` `), nil
}

func wants(x table.Expr, n int) error {
	return catalog.NewFault(catalog.Invalid, "where", fmt.Sprintf("%s cần %d giá trị, có %d", x.Op, n, len(x.Values)), fmt.Sprintf("%s wants %d values, got %d", x.Op, n, len(x.Values)))
}

func (c *compiler) bind(v any) string {
	c.args = append(c.args, v)
	return `?`
}

func (c *compiler) compare(x table.Expr, column table.Column, col find) (string, error) {
	v := quote(column.Name)
	switch x.Op {
	case table.Null:
		return v + ` IS NULL`, nil
	case table.NotNull:
		return v + ` IS NOT NULL`, nil
	case table.In:
		return c.in(x, column)
	case table.AnyOf:
		return c.anyOf(x, column)
	case table.Between:
		return c.between(x, column)
	case table.BBox:
		return c.bbox(x, column, col)
	case table.Near:
		return c.near(x, column, col)
	case table.Contains, table.Prefix, table.Like:
		return c.textual(x, column)
	}
	sign, ok := map[table.Op]string{table.Eq: "=", table.Ne: "<>", table.Lt: "<", table.Le: "<=", table.Gt: ">", table.Ge: ">="}[x.Op]
	if !ok {
		return "", catalog.NewFault(catalog.Invalid, "where", fmt.Sprintf("không có phép so sánh %q", x.Op), fmt.Sprintf("there is no operator %q", x.Op))
	}
	if x.Other != "" {
		other, ok := col(x.Other)
		if !ok {
			return "", table.NoColumn("where", x.Other, c.v)
		}
		return v + ` ` + sign + ` ` + quote(other.Name), nil
	}
	if len(x.Values) != 1 {
		return "", wants(x, 1)
	}
	val, err := value(x.Values[0], column, "where")
	if err != nil {
		return "", err
	}
	return v + ` ` + sign + ` ` + c.bind(val), nil
}

func (c *compiler) in(x table.Expr, column table.Column) (string, error) {
	if len(x.Values) == 0 {
		return `false`, nil
	}
	if len(x.Values) > table.MaxMembers {
		return "", tooMany()
	}
	marks := make([]string, 0, len(x.Values))
	for _, raw := range x.Values {
		val, err := value(raw, column, "where")
		if err != nil {
			return "", err
		}
		marks = append(marks, c.bind(val))
	}
	return quote(column.Name) + ` IN (` + strings.Join(marks, `, `) + `)`, nil
}

func tooMany() error {
	return catalog.NewFault(catalog.TooLarge, "where", fmt.Sprintf("nhiều nhất %d giá trị", table.MaxMembers), fmt.Sprintf("at most %d values", table.MaxMembers))
}

// anyOf looks for one of the values in a cell that is a list of text.
func (c *compiler) anyOf(x table.Expr, column table.Column) (string, error) {
	if len(x.Values) == 0 {
		return `false`, nil
	}
	if len(x.Values) > table.MaxMembers {
		return "", tooMany()
	}
	marks := make([]string, len(x.Values))
	for i, v := range x.Values {
		marks[i] = c.bind(fmt.Sprint(v))
	}
	return `coalesce(list_has_any(string_split(replace(` + plainSQL(column.Name, column.Type) + `, '; ', ';'), ';'), [` + strings.Join(marks, `, `) + `]), false)`, nil
}

func (c *compiler) between(x table.Expr, column table.Column) (string, error) {
	if len(x.Values) != 2 {
		return "", wants(x, 2)
	}
	lo, err := value(x.Values[0], column, "where")
	if err != nil {
		return "", err
	}
	hi, err := value(x.Values[1], column, "where")
	if err != nil {
		return "", err
	}
	return quote(column.Name) + ` BETWEEN ` + c.bind(lo) + ` AND ` + c.bind(hi), nil
}

func (c *compiler) textual(x table.Expr, column table.Column) (string, error) {
	if len(x.Values) != 1 {
		return "", wants(x, 1)
	}
	v := plainSQL(column.Name, column.Type)
	folded := `lower(` + v + `)` // numbers and dates have no marks
	if column.Type == table.Text {
		folded = foldSQL(column)
	}
	s := fmt.Sprint(x.Values[0])
	switch x.Op {
	case table.Contains:
		return `contains(` + folded + `, ` + c.bind(openSyllable(text.Fold(s))) + `)`, nil
	case table.Prefix:
		return `starts_with(` + folded + `, ` + c.bind(openSyllable(text.Fold(s))) + `)`, nil
	}
	if n := len(s) - len(strings.TrimRight(s, `\`)); n%2 == 1 {
		s += `\` // a last backslash escapes nothing: it is one
	}
	return v + ` LIKE ` + c.bind(s) + ` ESCAPE '\'`, nil
}

// bbox tests a point in two columns; a box whose first longitude is greater
// than its second crosses the antimeridian.
func (c *compiler) bbox(x table.Expr, lon table.Column, col find) (string, error) {
	if len(x.Values) != 4 {
		return "", wants(x, 4)
	}
	lat, ok := col(x.Other)
	if !ok {
		return "", table.NoColumn("where", x.Other, c.v)
	}
	if !lon.Type.Numeric() || !lat.Type.Numeric() {
		return "", wrongType("bbox", lon, "numbers", "số")
	}
	b, err := floats(x, lon)
	if err != nil {
		return "", err
	}
	join := ` AND `
	if b[0] > b[2] {
		join = ` OR `
	}
	lo, la := quote(lon.Name), quote(lat.Name)
	return `(` + lo + ` >= ` + c.bind(b[0]) + join + lo + ` <= ` + c.bind(b[2]) + `) AND ` + la + ` BETWEEN ` + c.bind(b[1]) + ` AND ` + c.bind(b[3]), nil
}

// floats reads the values of a geometric condition.
func floats(x table.Expr, lon table.Column) ([]float64, error) {
	out := make([]float64, len(x.Values))
	for i, raw := range x.Values {
		val, err := value(raw, table.Column{Name: lon.Name, Type: table.Number}, string(x.Op))
		if err != nil {
			return nil, err
		}
		switch n := val.(type) {
		case int64:
			out[i] = float64(n)
		case float64:
			out[i] = n
		}
	}
	return out, nil
}

// earth is the mean radius R1 of GRS 80 in metres, as other servers use it for
// distances on the sphere.
const earth = `6371008.8`

// near tests the haversine distance of a point in two columns.
func (c *compiler) near(x table.Expr, lon table.Column, col find) (string, error) {
	if len(x.Values) != 3 {
		return "", wants(x, 3)
	}
	lat, ok := col(x.Other)
	if !ok {
		return "", table.NoColumn("where", x.Other, c.v)
	}
	if !lon.Type.Numeric() || !lat.Type.Numeric() {
		return "", wrongType("near", lon, "numbers", "số")
	}
	v, err := floats(x, lon)
	if err != nil {
		return "", err
	}
	lo, la := quote(lon.Name), quote(lat.Name)
	return `2 * ` + earth + ` * asin(least(1, sqrt(pow(sin(radians(` + la + ` - ` + c.bind(v[1]) + `) / 2), 2) + cos(radians(` + la + `)) * cos(radians(` + c.bind(v[1]) +
		`)) * pow(sin(radians(` + lo + ` - ` + c.bind(v[0]) + `) / 2), 2)))) <= ` + c.bind(v[2]), nil
}

// maxWords bounds a full-text condition: a sentence, not a page.
const maxWords = 32

// match requires every word of s somewhere in the row, folded. Columns are
// folded one by one: a repeated value is folded once. Words without digits come
// first, since the others look at numbers too.
func (c *compiler) match(s string) string {
	words := strings.Fields(s)
	if len(words) > maxWords {
		words = words[:maxWords]
	}
	if cond, ok := c.indexed(words); ok {
		return cond
	}
	slices.SortStableFunc(words, func(a, b string) int {
		if x, y := hasDigit(a), hasDigit(b); x != y {
			if x {
				return 1
			}
			return -1
		}
		return len(b) - len(a)
	})
	var plain, mixed []string
	for _, w := range words {
		if hasDigit(w) {
			mixed = append(mixed, c.word(w))
		} else {
			plain = append(plain, c.word(w))
		}
	}
	if len(plain) > 0 {
		mixed = append([]string{`least(` + strings.Join(plain, `, `) + `)`}, mixed...)
	}
	if len(mixed) == 0 {
		return `true`
	}
	return strings.Join(mixed, ` AND `)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func (c *compiler) word(w string) string {
	folded, digits := openSyllable(text.Fold(w)), hasDigit(w)
	var cells []string
	for _, col := range c.v.Columns {
		switch {
		case col.Type == table.Text:
			cells = append(cells, `contains(`+foldSQL(col)+`, `+c.bind(folded)+`)`)
		case digits:
			cells = append(cells, `contains(`+plainSQL(col.Name, col.Type)+`, `+c.bind(w)+`)`)
		}
	}
	if len(cells) == 0 {
		return `false`
	}
	return `greatest(coalesce(` + strings.Join(cells, `, false), coalesce(`) + `, false))`
}
