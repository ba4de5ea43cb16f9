package widget

import (
	"context"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// page offers the search box to other sites.
type page struct {
	frame.Page
	Script     string
	Snippet    string
	Style      string
	Attributes []frame.ParamRow
	Properties []frame.ParamRow
	Map        mapWidget
}

func (s *pages) widgetHelp(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Page: s.NewPage(r, l.T("widget.title"), l.T("widget.lead"), s.Fixed(frame.RouteWidget)), Script: s.Path(routeScript)}
	p.Snippet = "<script type=\"module\" src=\"" + s.BaseURL + p.Script + "\"></script>\n<honglinh-search lang=\"" + string(lang) + "\"" + s.offered(r.Context(), vocab.Opportunity) + "></honglinh-search>"
	p.Style = "honglinh-search {\n  --honglinh-primary: #0B5D4E;\n  --honglinh-radius: 6px;\n  --honglinh-font: Georgia, serif;\n}"
	for _, name := range []string{"lang", "kind", "place", "topic", "limit", "placeholder", "label", "theme"} {
		p.Attributes = append(p.Attributes, frame.ParamRow{Name: name, Help: l.T("widget.attr." + name)})
	}
	for _, name := range strings.Fields("--honglinh-primary --honglinh-text --honglinh-muted --honglinh-ground --honglinh-line --honglinh-radius --honglinh-font") {
		p.Properties = append(p.Properties, frame.ParamRow{Name: name, Help: l.T("widget.prop." + strings.TrimPrefix(name, "--honglinh-"))})
	}
	p.Map = s.mapWidgetHelp(r.Context(), lang)
	return s.Show(w, r, "widget", lang, p)
}

// offered is the attribute that asks for those of the kinds which have records.
func (s *pages) offered(ctx context.Context, kinds ...vocab.Kind) string {
	held := s.Held(ctx, kinds...)
	if len(held) == 0 {
		return ""
	}
	return " kind=\"" + strings.Join(held, ",") + "\""
}

// script serves the widget under the address that other sites embed; it must
// stay the same, so it is kept for an hour only.
func (s *pages) script(w http.ResponseWriter, r *http.Request) error {
	return s.File(w, r, "search-widget.js", "public, max-age=3600, stale-while-revalidate=86400")
}
