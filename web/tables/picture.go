package tables

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/locator"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
	"honglinh/web/charts"
	"honglinh/web/drawing"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// Limits of a picture: what an eye can take in.
const (
	maxPins = 2000 // points on a map
	maxCats = 14   // bars
)

// picture is what shows these rows best: figures of an indicator in the
// explorer, groups as bars, places on a map, kinds counted. A picture that
// fails does not take the table with it.
func (v *tableAsk) picture() charts.Picture {
	p, err := v.drawn()
	if err != nil {
		v.Log.Warn("picture of a table", "op", "web.picture", "dataset", v.Ref.Dataset, "table", v.Ref.Table, "err", err)
		return charts.Picture{Why: v.L.T("data_picture.failed")}
	}
	return p
}

func (v *tableAsk) drawn() (charts.Picture, error) {
	l := v.L
	if len(v.Query.GroupBy) > 0 {
		return v.groupPicture()
	}
	if len(v.Query.Select) == 0 {
		if shape, ok := export.ShapeOf(v.Resource, v.Version); ok && shape.Column == "" {
			return v.mapPicture(shape)
		}
	}
	if m := v.Resource.Mapping; m != nil && m.Series != nil {
		return charts.Picture{Why: l.T("data_picture.series"), More: &frame.Link{Text: l.T("data_picture.explore"), URL: v.Local(frame.RouteExplore, l.Lang)}}, nil
	}
	if c, ok := v.category(); ok {
		return v.countPicture(c)
	}
	if _, ok := export.ShapeOf(v.Resource, v.Version); ok {
		return charts.Picture{Why: l.T("data_picture.geometry"), More: &frame.Link{Text: l.T("data_picture.map"), URL: "/" + string(l.Lang) + "/map"}}, nil
	}
	return charts.Picture{Why: l.T("data_picture.none")}, nil
}

// category is the first column whose values are labelled codes, few enough to
// be drawn.
func (v *tableAsk) category() (table.Column, bool) {
	for _, c := range v.Version.Columns {
		if n := len(c.Labels); n > 1 && n <= maxCats {
			return c, true
		}
	}
	return table.Column{}, false
}

// countPicture draws how many of the rows have each code of the column.
func (v *tableAsk) countPicture(c table.Column) (charts.Picture, error) {
	q := v.FixedQuery()
	q.Select, q.Order, q.Distinct, q.Limit = nil, nil, false, maxCats
	q.GroupBy = []table.Item{{Column: c.Name}}
	rows, _, err := v.Read(q)
	if err != nil {
		return charts.Picture{}, err
	}
	return v.bars(rows, 0, 1, c, v.L.T("data_picture.count", v.Title(c)), "")
}

// groupPicture draws the first number of each group, where the rows are groups
// of one column.
func (v *tableAsk) groupPicture() (charts.Picture, error) {
	q := v.FixedQuery()
	q.Limit = maxCats + 1
	rows, columns, err := v.Read(q)
	if err != nil {
		return charts.Picture{}, err
	}
	group := slices.IndexFunc(columns, func(c table.Column) bool { return c.Name == v.Query.GroupBy[0].Name() })
	number := slices.IndexFunc(columns, func(c table.Column) bool { return c.Type.Numeric() && c.Name != v.Query.GroupBy[0].Name() })
	switch {
	case len(v.Query.GroupBy) > 1:
		return charts.Picture{Why: v.L.T("data_picture.groups")}, nil
	case len(rows) > maxCats:
		return charts.Picture{Why: v.L.T("data_picture.many", maxCats)}, nil
	case group < 0 || number < 0 || len(rows) == 0:
		return charts.Picture{Why: v.L.T("data_picture.nonumber")}, nil
	}
	c := columns[group]
	return v.bars(rows, group, number, c, v.L.T("data_picture.by", v.Title(columns[number]), v.Title(c)), v.L.Unit(columns[number].Unit))
}

func (v *tableAsk) bars(rows [][]any, group, number int, c table.Column, title, unit string) (charts.Picture, error) {
	var names, says []string
	var values []float64
	for _, row := range rows {
		n, ok := toFloat(row[number])
		if !ok {
			continue
		}
		cell := v.Cell(c, row[group])
		names, values, says = append(names, cmp.Or(cell.Text, v.L.T("unknown"))), append(values, n), append(says, v.L.Exact(row[number]))
	}
	if len(values) == 0 {
		return charts.Picture{Why: v.L.T("data_picture.empty")}, nil
	}
	p := charts.Bars(v.L, names, values, says)
	p.ID, p.Title, p.Unit, p.Desc = "picture-plot", title, unit, v.L.T("data_picture.desc", len(names))
	svg, err := p.SVG()
	return charts.Picture{Title: title, SVG: svg, Caption: unit}, err
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
func (v *tableAsk) mapPicture(shape export.Shape) (charts.Picture, error) {
	l := v.L
	q := v.FixedQuery()
	q.Select, q.Order, q.Distinct, q.Limit, q.Total = []table.Item{{Column: shape.Lon}, {Column: shape.Lat}}, nil, false, maxPins, true
	if _, ok := v.Version.Column(shape.Name); ok && shape.Name != "" {
		q.Select = append(q.Select, table.Item{Column: shape.Name})
	}
	res, err := v.Tables.Query(v.Ctx, q)
	if err != nil {
		return charts.Picture{}, err
	}
	total := res.Total
	rows, err := rows.ReadRows(v.Ctx, res)
	if err != nil {
		return charts.Picture{}, err
	}
	var pins []locator.Feature
	for i, row := range rows {
		lon, ok1 := toFloat(row[0])
		lat, ok2 := toFloat(row[1])
		if !ok1 || !ok2 || lon < -180 || lon > 180 || lat < -90 || lat > 90 {
			continue
		}
		f := locator.Feature{ID: fmt.Sprintf("row-%d", i), Geometry: orb.Point{lon, lat}, Role: locator.Highlight, Class: "k-place"}
		if len(row) > 2 && len(rows) <= maxCats {
			f.Label, _ = row[2].(string)
			f.Label = frame.ClipText(f.Label, 40)
		}
		pins = append(pins, f)
	}
	if len(pins) == 0 {
		return charts.Picture{Why: l.T("data_picture.noplace")}, nil
	}
	title := l.T("data_picture.places", v.TableName().Text)
	located := l.T("data_picture.located", l.Exact(len(pins)), l.Exact(total))
	d, err := v.mapOf(locator.Map{Title: title, Description: located, Lang: string(l.Lang), Attribution: l.T("data_picture.notlegal"), Width: charts.Width, Height: mapHeight}, pins)
	return charts.Picture{Title: title, SVG: d.SVG, Caption: located, Map: true}, err
}

// Height of a map of rows in pixels, and how near it comes: a point says most with the ward around it.
const mapHeight, mapZoom = 420, 11

// mapOf draws pins over the base map and the outlines of units.
func (v *tableAsk) mapOf(m locator.Map, pins []locator.Feature) (drawing.Map, error) {
	bound := pins[0].Geometry.Bound()
	for _, pin := range pins {
		bound = bound.Union(pin.Geometry.Bound())
	}
	view := drawing.ViewOf(bound, float64(m.Width), float64(m.Height))
	view.Zoom = min(view.Zoom, mapZoom)
	m.View = view.Bound(float64(m.Width), float64(m.Height))
	var features []locator.Feature
	underlay, _ := drawing.Underlay(v.Frame, v.L, drawing.Ask{})
	for _, f := range underlay {
		features = append(features, locator.Feature{ID: f.ID, Geometry: f.Geometry, Label: f.Title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	return drawing.Draw(drawing.Under(v.Frame, v.L, m), append(features, pins...), "rows-map")
}
