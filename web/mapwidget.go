package web

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// mapWidget serves the map for other sites under the address that they embed; it
// must stay the same, so it is kept for an hour only.
func (s *site) mapWidget(w http.ResponseWriter, r *http.Request) error {
	f := s.assets.byName["map-widget.js"]
	return httpkit.WriteBytes(w, r, f.media, f.body, httpkit.Validator{CacheControl: "public, max-age=3600, stale-while-revalidate=86400"})
}

// MapWidget is how to embed the map: on the page about widgets.
type MapWidget struct {
	Script     string
	Snippet    string
	Attributes []ParamRow
	Properties []ParamRow
}

func (s *site) mapWidgetHelp(lang text.Lang) MapWidget {
	l := s.locales[lang]
	m := MapWidget{Script: s.path(routeMapScript)}
	m.Snippet = "<script type=\"module\" src=\"" + s.BaseURL + m.Script + "\"></script>\n<honglinh-map lang=\"" + string(lang) + "\" kind=\"opportunity,place\"></honglinh-map>"
	for _, name := range []string{"lang", "kind", "place", "topic", "q", "limit", "list"} {
		m.Attributes = append(m.Attributes, ParamRow{Name: name, Help: l.t("map_attr_" + name)})
	}
	for _, name := range []string{"primary", "text", "muted", "ground", "line", "radius", "font", "height"} {
		m.Properties = append(m.Properties, ParamRow{Name: "--honglinh-" + name, Help: l.t("map_prop_" + name)})
	}
	return m
}
