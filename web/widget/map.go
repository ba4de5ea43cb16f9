package widget

import (
	"context"
	"net/http"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// mapWidget serves the map for other sites under the address that they embed; it
// must stay the same, so it is kept for an hour only.
func (s *pages) mapWidget(w http.ResponseWriter, r *http.Request) error {
	return s.File(w, r, "map-widget.js", "public, max-age=3600, stale-while-revalidate=86400")
}

// mapWidget is how to embed the map: on the page about widgets.
type mapWidget struct {
	Script     string
	Snippet    string
	Attributes []frame.ParamRow
	Properties []frame.ParamRow
}

func (s *pages) mapWidgetHelp(ctx context.Context, lang text.Lang) mapWidget {
	l := s.Locale(lang)
	m := mapWidget{Script: s.Path(routeMapScript)}
	m.Snippet = "<script type=\"module\" src=\"" + s.BaseURL + m.Script + "\"></script>\n<honglinh-map lang=\"" + string(lang) + "\"" + s.offered(ctx, vocab.Opportunity, vocab.Place) + "></honglinh-map>"
	for _, name := range []string{"lang", "kind", "place", "topic", "q", "limit", "list"} {
		m.Attributes = append(m.Attributes, frame.ParamRow{Name: name, Help: l.T("map_attr_" + name)})
	}
	for _, name := range []string{"primary", "text", "muted", "ground", "line", "radius", "font", "height"} {
		m.Properties = append(m.Properties, frame.ParamRow{Name: "--honglinh-" + name, Help: l.T("map_prop_" + name)})
	}
	return m
}
