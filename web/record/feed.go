package record

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"honglinh/api/httpkit"
	"honglinh/datasets/table"
	"honglinh/web/feeds"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// release is a version of one of a dataset's tables.
type release struct {
	item feeds.Item
	at   time.Time
}

// releases are the versions of all tables of a dataset, the newest first.
func (s *pages) releases(ctx context.Context, l *frame.Locale, slug string) (title string, out []release, err error) {
	pack, ok := s.Library().Find(slug)
	if !ok {
		return "", nil, frame.Missing(slug, rows.DatasetNames(s.Library()), "Không có bộ dữ liệu này.", "There is no such dataset.")
	}
	title = l.Pick(pack.Title).Text
	for _, res := range pack.Resources {
		if s.Tables == nil || !table.Loadable(res) {
			continue
		}
		v := rows.NewView(ctx, s.Frame, l, pack, res)
		if v.State, err = s.Tables.State(v.Ref); err != nil {
			continue // not loaded yet
		}
		v.Version = v.State.Current()
		for i, line := range v.Versions() {
			at := v.State.Versions[len(v.State.Versions)-1-i].Created
			out = append(out, release{feeds.Item{ID: s.BaseURL + line.URL, URL: s.BaseURL + cmp.Or(line.Diff, line.URL), Title: l.T("data_feed.item", v.TableName().Text, line.Number),
				Text: line.Change + ": " + line.Counts, Modified: at.UTC().Format(time.RFC3339)}, at})
		}
	}
	slices.SortStableFunc(out, func(a, b release) int { return b.at.Compare(a.at) })
	return title, out[:min(len(out), feeds.MaxItems)], nil
}

func (s *pages) datasetJSONFeed(w http.ResponseWriter, r *http.Request) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	title, list, err := s.releases(r.Context(), l, slug)
	if err != nil {
		return err
	}
	f := feeds.JSON{Version: "https://jsonfeed.org/version/1.1", Title: title, Home: s.BaseURL + s.RecordPath(l.Lang, "dataset/"+slug), Self: s.BaseURL + r.URL.Path, Language: string(l.Lang), Items: []feeds.Item{}}
	for _, one := range list {
		f.Items = append(f.Items, one.item)
	}
	return feeds.WriteJSON(w, r, f, newestOf(list))
}

func (s *pages) feedAsk(r *http.Request) (*frame.Locale, string, error) {
	_, err := httpkit.Params(r)
	slug, _ := httpkit.PathVar(r, "slug")
	return s.Locale(frame.PathLang(r)), slug, err
}

func newestOf(list []release) time.Time {
	if len(list) == 0 {
		return time.Time{}
	}
	return list[0].at
}

func (s *pages) datasetAtom(w http.ResponseWriter, r *http.Request) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	title, list, err := s.releases(r.Context(), l, slug)
	if err != nil {
		return err
	}
	self := s.BaseURL + r.URL.Path
	f := feeds.Atom{Lang: string(l.Lang), ID: self, Title: title, Updated: newestOf(list).UTC().Format(time.RFC3339), Author: s.Brand(l),
		Links: []feeds.Link{{Rel: "self", Type: "application/atom+xml", Href: self}, {Rel: "alternate", Type: "text/html", Href: s.BaseURL + s.RecordPath(l.Lang, "dataset/"+slug)}}}
	for _, one := range list {
		f.Entries = append(f.Entries, feeds.Entry{ID: one.item.ID, Title: one.item.Title, Updated: one.item.Modified, Link: feeds.Link{Rel: "alternate", Type: "text/html", Href: one.item.URL}, Summary: one.item.Text})
	}
	return feeds.WriteAtom(w, r, f, newestOf(list))
}
