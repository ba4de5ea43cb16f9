package web

import "net/http"

// CoordinatesPage converts corner points.
type CoordinatesPage struct{ Page }

func (s *site) coordinateRoutes() {}

func (s *site) mapWidget(w http.ResponseWriter, r *http.Request) error { return s.icon(w, r) }
