package write

import (
	"encoding/csv"
	"io"

	"github.com/paulmach/orb/encoding/wkt"

	"honglinh/catalog/geo"
)

// CSV writes a table with the columns id, the properties in alphabetical order, and WKT, which other programs find by that name.
func CSV(w io.Writer, src Source, o Options) (Manifest, error) {
	cols, err := Columns(src)
	if err != nil {
		return Manifest{}, err
	}
	l := NewLedger(w, FormatCSV, o.CRS)
	c := csv.NewWriter(l)
	head := []string{"id"}
	for _, k := range cols {
		if k.Name != "id" {
			head = append(head, k.Name)
		}
	}
	if err := c.Write(append(head, "WKT")); err != nil {
		return l.Manifest(), err
	}
	err = src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		row := []string{f.ID}
		for _, n := range head[1:] {
			row = append(row, Text(f.Properties[n]))
		}
		text := ""
		if f.Geometry != nil {
			text = wkt.MarshalString(f.Geometry)
		}
		return c.Write(append(row, text))
	})
	if err == nil {
		c.Flush()
		err = c.Error()
	}
	return l.Manifest(), err
}
