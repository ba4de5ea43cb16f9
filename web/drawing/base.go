package drawing

import (
	"math"

	"honglinh/catalog/geo/locator"
	"honglinh/web/frame"
)

// Under puts the base map under a map whose view is known. A base map that cannot be read leaves the background plain and is logged.
func Under(s *frame.Frame, l *frame.Locale, m locator.Map) locator.Map {
	w := m.View.Max[0] - m.View.Min[0]
	if !(w > 0) || m.Width <= 0 {
		return m
	}
	zoom := math.Log2(360 / w * float64(m.Width) / TilePixels)
	g, err := s.Basemap.Draw(m.View, zoom, string(l.Lang))
	if err != nil {
		s.Log.Error("base map", "op", "drawing", "err", err)
		return m
	}
	m.Base, m.Root = &g, frame.APIBase+"/basemap"
	return m
}
