package record

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/web/facts"
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
	return s.datasetFeed(w, r, "json")
}

func (s *pages) datasetAtom(w http.ResponseWriter, r *http.Request) error {
	return s.datasetFeed(w, r, "atom")
}

func (s *pages) datasetFeed(w http.ResponseWriter, r *http.Request, form string) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	title, list, err := s.releases(r.Context(), l, slug)
	if err != nil {
		return err
	}
	var items []feeds.Item
	for _, one := range list {
		items = append(items, one.item)
	}
	return feeds.Serve(w, r, form, feeds.Of(s.Frame, l, title, s.RecordPath(l.Lang, "dataset/"+slug), r.URL.Path), items, newestOf(list))
}

// feed answers with what changed in a record, version by version.
func (s *pages) feed(w http.ResponseWriter, r *http.Request) error {
	l, slug, err := s.feedAsk(r)
	if err != nil {
		return err
	}
	kind, _ := httpkit.PathVar(r, "kind")
	form, _ := httpkit.PathVar(r, "form")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	rec, err := s.Store.Record(r.Context(), id)
	if err != nil && catalog.KindOf(err) != catalog.Gone {
		return err
	}
	title := id
	if err == nil {
		title = l.Pick(rec.Title).Text
	}
	items, newest, err := facts.Changes(r.Context(), s.Frame, l, []string{id})
	if err != nil {
		return err
	}
	return feeds.Serve(w, r, form, feeds.Of(s.Frame, l, title, s.RecordPath(l.Lang, id), r.URL.Path), items, newest)
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
