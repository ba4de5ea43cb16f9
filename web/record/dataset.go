package record

import (
	"cmp"
	"net/url"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/metadata"
	"honglinh/datasets/table"
	"honglinh/web/address"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// datasetPage is a dataset: what it is, its tables, how to take and cite it.
type datasetPage struct {
	page
	Overview    []frame.Fact
	Attribution []frame.Phrase // ready to paste, in both languages
	CiteBlock   rows.CiteBlock
	Drawn       []frame.Link // sources the dataset was drawn from
	Feeds       []frame.Link
	Quality     *qualityView
	Geometry    string // the page that tells what was found of its geometries
}

// previewRows are the rows of a table that stand on the page of its dataset.
const previewRows = 8

// datasetPage turns the page of a dataset's record into that of the dataset.
func (v *recordView) datasetPage(p page) datasetPage {
	l, slug := v.L, v.Rec.Slug()
	out := datasetPage{page: p, CiteBlock: rows.CiteDataset(v.Frame, l, slug), Feeds: rows.FeedLinks(v.Frame, l, slug)}
	pack, ok := v.Library().Find(slug)
	if !ok {
		return out
	}
	out.Feed = out.Feeds[0].URL
	if _, ok := v.pages.geometry()[slug]; ok {
		out.Geometry = v.Local(frame.RouteGeometry, l.Lang) + "#" + slug
	}
	out.Overview = v.overviewFacts(pack, v.judge(pack, &out), p)
	line := metadata.Attribution(pack, v.BaseURL)
	for _, lang := range []text.Lang{l.Lang, l.Lang.Other()} {
		out.Attribution = append(out.Attribution, frame.Phrase{Text: line.In(lang), Lang: string(lang)})
	}
	for _, src := range pack.Sources {
		out.Drawn = append(out.Drawn, frame.Link{Text: cmp.Or(src.Title, src.Path), URL: address.Web(src.Path), Lang: langOther(l), External: true})
	}
	out.Actions = append([]frame.Link{{Text: l.T("data_whole"), URL: frame.APIDatasets + "/" + url.PathEscape(slug) + "/package.zip"}, {Text: l.T("data_openapi"), URL: frame.APIDatasets + "/" + url.PathEscape(slug) + "/openapi.json"}}, out.Actions...)
	return out
}

// langOther marks titles of sources, which are Vietnamese, on English pages.
func langOther(l *frame.Locale) string {
	if l.Lang == text.EN {
		return string(text.VI)
	}
	return ""
}

// overviewFacts are what a reader asks first of a dataset; what is not stated
// is said to be so.
func (v *recordView) overviewFacts(pack *datasets.Package, d *metadata.Dataset, p page) []frame.Fact {
	l := v.L
	if d == nil { // without tables only the descriptor is known
		d = &metadata.Dataset{Modified: pack.Modified}
	}
	var out []frame.Fact
	add := func(key string, items []frame.Item) {
		out = append(out, frame.Fact{Key: "o-" + key, Label: l.T("data_overview." + key), Items: items})
	}
	var makers, topics []frame.Item
	for _, c := range pack.Contributors {
		makers = append(makers, frame.Item{Phrase: frame.Phrase{Text: cmp.Or(c.Title, c.Organization), Lang: langOther(l)}, URL: address.Web(c.Path), External: true})
	}
	add("publisher", makers)
	add("licence", licences(pack))
	for _, t := range pack.Topics {
		topics = append(topics, frame.Item{Phrase: frame.Phrase{Text: l.Label(vocab.Topics().Label(t), t)}})
	}
	add("topics", topics)
	add("spatial", v.areas(d))
	add("temporal", frame.Words(l.Interval(d.Temporal)))
	add("published", frame.Words(l.Day(d.Modified)))
	add("review", frame.Words(cmp.Or(l.Date(d.ReviewDue), p.ReviewDue)))
	if s, ok := pack.Extension["accrualPeriodicity"].(string); ok {
		if key := "frequency." + s; l.Has(key) {
			s = l.T(key)
		}
		add("accrual", frame.Words(s))
	}
	return out
}

func licences(pack *datasets.Package) []frame.Item {
	var out []frame.Item
	for _, one := range pack.Licences {
		out = append(out, frame.Item{Phrase: frame.Phrase{Text: cmp.Or(one.Name, one.Title)}, URL: address.Web(one.Path), External: true})
	}
	return out
}

// areas are the units that the dataset covers.
func (v *recordView) areas(d *metadata.Dataset) []frame.Item {
	var out []frame.Item
	for _, p := range d.Spatial {
		name := v.L.Pick(p.Label)
		if name.Text == "" {
			continue
		}
		item := frame.Item{Phrase: name}
		if p.Unit != "" {
			item.URL = v.RecordPath(v.L.Lang, p.Unit)
		}
		out = append(out, item)
	}
	return out
}

// look adds what can be seen of a table: its page, first rows, downloads, versions.
func (v *recordView) look(pack *datasets.Package, res datasets.Resource, out *resourceView) {
	l := v.L
	if !table.Loadable(res) {
		out.Why = l.T("data_why.notable")
		return
	}
	if v.Tables == nil {
		return
	}
	t := rows.NewView(v.Ctx, v.Frame, l, pack, res)
	var err error
	if t.State, err = v.Tables.State(t.Ref); err != nil {
		out.Why = l.T("data_why.notloaded")
		return
	}
	t.Version = t.State.Current()
	t.Query = table.Query{Ref: t.Ref, Limit: previewRows, Version: t.Version.Number}
	out.Page, out.Version = t.TablePath(l.Lang), l.T("data_state", t.Version.Number, l.Day(t.Version.Created))
	out.Count = l.N("count.rows", t.Version.Rows)
	out.Versions = t.Versions()
	rows, columns, err := t.Read(t.Query)
	if err != nil {
		v.Log.Warn("preview of a table", "op", "web.dataset", "dataset", pack.Name, "table", res.Name, "err", err)
		out.Why = l.T("data_why.failed")
	} else {
		out.Preview = t.Grid(columns, rows)
		out.Preview.ID = "rows-" + res.Name
	}
	v.formats(t, out)
}

// formats lists every download of the table, and those it cannot have.
func (v *recordView) formats(t *rows.View, out *resourceView) {
	_, geographic := export.ShapeOf(t.Resource, t.Version)
	out.Rows = frame.Link{Text: v.L.T("dataset.rows"), URL: t.APIPath("/rows")}
	for _, f := range export.For(export.Tables) {
		label := v.L.Label(f.Label, f.Name)
		if f.Geographic && !geographic {
			out.Missing = append(out.Missing, frame.Link{Text: label, Note: v.L.T("data_nogeometry")})
			continue
		}
		out.Downloads = append(out.Downloads, frame.Link{Text: label, URL: t.APIPath("/exports/" + f.Name)})
	}
}
