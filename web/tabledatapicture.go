package web

import (
	"fmt"
	"html/template"
	"slices"

	"honglinh/catalog/geo/locator"
	"honglinh/datasets/export"
	"honglinh/datasets/table"

	"github.com/paulmach/orb"
)

// Picture is a chart or a map of the rows a query asks for, or why there is none.
type Picture struct {
	Title   string
	SVG     template.HTML
	Caption string
	Why     string
	More    *Link
	Map     bool
}

// Limits of a picture: what an eye can take in.
const (
	maxPins = 2000 // points on a map
	maxCats = 14   // bars
)

// picture is what shows these rows best: figures of an indicator in the
// explorer, groups as bars, places on a map, kinds counted. A picture that
// fails does not take the table with it.
func (v *tableView) picture() Picture {
	p, err := v.drawn()
	if err != nil {
		v.log.Warn("picture of a table", "op", "web.picture", "dataset", v.ref.Dataset, "table", v.ref.Table, "err", err)
		return Picture{Why: v.l.t("data_picture.failed")}
	}
	return p
}

func (v *tableView) drawn() (Picture, error) {
	l := v.l
	if len(v.query.GroupBy) > 0 {
		return v.groupPicture()
	}
	if len(v.query.Select) == 0 {
		if shape, ok := export.ShapeOf(v.resource, v.version); ok && shape.Column == "" {
			return v.mapPicture(shape)
		}
	}
	if m := v.resource.Mapping; m != nil && m.Series != nil {
		return Picture{Why: l.t("data_picture.series"), More: &Link{Text: l.t("data_picture.explore"), URL: v.local(routeExplore, l.lang)}}, nil
	}
	if c, ok := v.category(); ok {
		return v.countPicture(c)
	}
	if _, ok := export.ShapeOf(v.resource, v.version); ok {
		return Picture{Why: l.t("data_picture.geometry"), More: &Link{Text: l.t("data_picture.map"), URL: "/" + string(l.lang) + "/map"}}, nil
	}
	return Picture{Why: l.t("data_picture.none")}, nil
}

// category is the first column whose values are labelled codes, few enough to
// be drawn.
func (v *tableView) category() (table.Column, bool) {
	for _, c := range v.version.Columns {
		if n := len(c.Labels); n > 1 && n <= maxCats {
			return c, true
		}
	}
	return table.Column{}, false
}

func (v *tableView) ask1(q table.Query) ([][]any, []table.Column, error) {
	res, err := v.Tables.Query(v.ctx, q)
	if err != nil {
		return nil, nil, err
	}
	rows, err := readRows(v.ctx, res)
	return rows, res.Columns, err
}

// countPicture draws how many of the rows have each code of the column.
func (v *tableView) countPicture(c table.Column) (Picture, error) {
	q := v.fixedQuery()
	q.Select, q.Order, q.Distinct, q.Limit = nil, nil, false, maxCats
	q.GroupBy = []table.Item{{Column: c.Name}}
	rows, _, err := v.ask1(q)
	if err != nil {
		return Picture{}, err
	}
	return v.bars(rows, 0, 1, c, v.l.t("data_picture.count", v.title(c)), "")
}

// groupPicture draws the first number of each group, where the rows are groups
// of one column.
func (v *tableView) groupPicture() (Picture, error) {
	q := v.fixedQuery()
	q.Limit = maxCats + 1
	rows, columns, err := v.ask1(q)
	if err != nil {
		return Picture{}, err
	}
	group := slices.IndexFunc(columns, func(c table.Column) bool { return c.Name == v.query.GroupBy[0].Name() })
	number := slices.IndexFunc(columns, func(c table.Column) bool { return c.Type.Numeric() && c.Name != v.query.GroupBy[0].Name() })
	switch {
	case len(v.query.GroupBy) > 1:
		return Picture{Why: v.l.t("data_picture.groups")}, nil
	case len(rows) > maxCats:
		return Picture{Why: v.l.t("data_picture.many", maxCats)}, nil
	case group < 0 || number < 0 || len(rows) == 0:
		return Picture{Why: v.l.t("data_picture.nonumber")}, nil
	}
	c := columns[group]
	return v.bars(rows, group, number, c, v.l.t("data_picture.by", v.title(columns[number]), v.title(c)), v.l.unit(columns[number].Unit))
}

func (v *tableView) bars(rows [][]any, group, number int, c table.Column, title, unit string) (Picture, error) {
	var names, says []string
	var values []float64
	for _, row := range rows {
		n, ok := toFloat(row[number])
		if !ok {
			continue
		}
		cell := v.cell(c, row[group])
		names, values, says = append(names, firstOf(cell.Text, v.l.t("unknown"))), append(values, n), append(says, v.l.exact(row[number]))
	}
	if len(values) == 0 {
		return Picture{Why: v.l.t("data_picture.empty")}, nil
	}
	p := v.l.categoryPlot(names, values, says)
	p.ID, p.Title, p.Unit, p.Desc = "picture-plot", title, unit, v.l.t("data_picture.desc", len(names))
	svg, err := v.svg(p)
	return Picture{Title: title, SVG: svg, Caption: unit}, err
}

func toFloat(value any) (float64, bool) {
	switch x := value.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

// mapPicture draws the rows that have coordinates, and says how many have none.
func (v *tableView) mapPicture(shape export.Shape) (Picture, error) {
	l := v.l
	q := v.fixedQuery()
	q.Select, q.Order, q.Distinct, q.Limit, q.Total = []table.Item{{Column: shape.Lon}, {Column: shape.Lat}}, nil, false, maxPins, true
	if _, ok := v.version.Column(shape.Name); ok && shape.Name != "" {
		q.Select = append(q.Select, table.Item{Column: shape.Name})
	}
	res, err := v.Tables.Query(v.ctx, q)
	if err != nil {
		return Picture{}, err
	}
	total := res.Total
	rows, err := readRows(v.ctx, res)
	if err != nil {
		return Picture{}, err
	}
	var pins []locator.Feature
	for i, row := range rows {
		lon, ok1 := toFloat(row[0])
		lat, ok2 := toFloat(row[1])
		if !ok1 || !ok2 || lon < -180 || lon > 180 || lat < -90 || lat > 90 {
			continue
		}
		f := locator.Feature{ID: fmt.Sprintf("row-%d", i), Geometry: orb.Point{lon, lat}, Role: locator.Highlight}
		if len(row) > 2 && len(rows) <= maxCats {
			f.Label, _ = row[2].(string)
			f.Label = clipText(f.Label, 40)
		}
		pins = append(pins, f)
	}
	if len(pins) == 0 {
		return Picture{Why: l.t("data_picture.noplace")}, nil
	}
	title := l.t("data_picture.places", v.name().Text)
	d, err := draw(locator.Map{Title: title, Description: l.t("data_picture.located", l.exact(len(pins)), l.exact(total)), Lang: string(l.lang), Attribution: l.t("data_picture.notlegal"), Width: plotWidth, Height: 420}, pins, "rows-map")
	return Picture{Title: title, SVG: d.SVG, Caption: l.t("data_picture.located", l.exact(len(pins)), l.exact(total)), Map: true}, err
}
