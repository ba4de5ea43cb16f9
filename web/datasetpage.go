package web

import (
	"net/url"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/metadata"
	"honglinh/datasets/table"
)

// DatasetPage is a dataset: what it is, its tables, how to take and cite it.
type DatasetPage struct {
	RecordPage
	Overview    []Fact
	Attribution []Phrase // ready to paste, in both languages
	CiteBlock   CiteBlock
	Drawn       []Link // sources the dataset was drawn from
	Feeds       []Link
	Quality     *QualityView
	Geometry    string // the page that tells what was found of its geometries
}

// previewRows are the rows of a table that stand on the page of its dataset.
const previewRows = 8

// datasetPage turns the page of a dataset's record into that of the dataset.
func (v *view) datasetPage(p RecordPage) DatasetPage {
	l, slug := v.l, v.rec.Slug()
	out := DatasetPage{RecordPage: p, CiteBlock: v.citeDataset(l, slug), Feeds: v.datasetFeeds(l, slug)}
	pack, ok := v.Library().Find(slug)
	if !ok {
		return out
	}
	out.Feed = out.Feeds[0].URL
	if _, ok := v.site.Geometry()[slug]; ok {
		out.Geometry = v.local(routeGeometry, l.lang) + "#" + slug
	}
	out.Overview = v.overviewFacts(pack, v.judge(pack, &out), p)
	line := metadata.Attribution(pack, v.BaseURL)
	for _, lang := range []text.Lang{l.lang, l.lang.Other()} {
		out.Attribution = append(out.Attribution, Phrase{Text: line.In(lang), Lang: string(lang)})
	}
	for _, src := range pack.Sources {
		out.Drawn = append(out.Drawn, Link{Text: firstOf(src.Title, src.Path), URL: webURL(src.Path), Lang: langOther(l), External: true})
	}
	out.Actions = append([]Link{{Text: l.t("data_whole"), URL: apiDatasets + "/" + url.PathEscape(slug) + "/package.zip"}, {Text: l.t("data_openapi"), URL: apiDatasets + "/" + url.PathEscape(slug) + "/openapi.json"}}, out.Actions...)
	return out
}

// langOther marks titles of sources, which are Vietnamese, on English pages.
func langOther(l *locale) string {
	if l.lang == text.EN {
		return string(text.VI)
	}
	return ""
}

// overviewFacts are what a reader asks first of a dataset; what is not stated
// is said to be so.
func (v *view) overviewFacts(pack *datasets.Package, d *metadata.Dataset, p RecordPage) []Fact {
	l := v.l
	if d == nil { // without tables only the descriptor is known
		d = &metadata.Dataset{Modified: pack.Modified}
	}
	var out []Fact
	add := func(key string, items []Item) {
		out = append(out, Fact{Key: "o-" + key, Label: l.t("data_overview." + key), Items: items})
	}
	var makers, topics []Item
	for _, c := range pack.Contributors {
		makers = append(makers, Item{Phrase: Phrase{Text: firstOf(c.Title, c.Organization), Lang: langOther(l)}, URL: webURL(c.Path), External: true})
	}
	add("publisher", makers)
	add("licence", licences(pack))
	for _, t := range pack.Topics {
		topics = append(topics, Item{Phrase: Phrase{Text: l.label(vocab.Topics().Label(t), t)}})
	}
	add("topics", topics)
	add("spatial", v.areas(d))
	add("temporal", text1(l.interval(d.Temporal)))
	add("published", text1(l.day(d.Modified)))
	add("review", text1(firstOf(l.date(d.ReviewDue), p.ReviewDue)))
	if s, ok := pack.Extension["accrualPeriodicity"].(string); ok {
		if key := "frequency." + s; l.has(key) {
			s = l.t(key)
		}
		add("accrual", text1(s))
	}
	return out
}

func licences(pack *datasets.Package) []Item {
	var out []Item
	for _, one := range pack.Licences {
		out = append(out, Item{Phrase: Phrase{Text: firstOf(one.Name, one.Title)}, URL: webURL(one.Path), External: true})
	}
	return out
}

// areas are the units that the dataset covers.
func (v *view) areas(d *metadata.Dataset) []Item {
	var out []Item
	for _, p := range d.Spatial {
		name := v.l.pick(p.Label)
		if name.Text == "" {
			continue
		}
		item := Item{Phrase: name}
		if p.Unit != "" {
			item.URL = v.recordPath(v.l.lang, p.Unit)
		}
		out = append(out, item)
	}
	return out
}

// look adds what can be seen of a table: its page, first rows, downloads, versions.
func (v *view) look(pack *datasets.Package, res datasets.Resource, out *ResourceView) {
	l := v.l
	if !table.Loadable(res) {
		out.Why = l.t("data_why.notable")
		return
	}
	if v.Tables == nil {
		return
	}
	t := &tableView{site: v.site, ctx: v.ctx, l: l, ref: table.Ref{Dataset: pack.Name, Table: res.Name}, pack: pack, resource: res, values: url.Values{}}
	var err error
	if t.state, err = v.Tables.State(t.ref); err != nil {
		out.Why = l.t("data_why.notloaded")
		return
	}
	t.version = t.state.Current()
	t.query = table.Query{Ref: t.ref, Limit: previewRows, Version: t.version.Number}
	out.Page, out.Version = t.tablePath(l.lang), l.t("data_state", t.version.Number, l.day(t.version.Created))
	out.Count = l.n("count.rows", t.version.Rows)
	out.Versions = t.versions()
	rows, columns, err := t.ask1(t.query)
	if err != nil {
		v.log.Warn("preview of a table", "op", "web.dataset", "dataset", pack.Name, "table", res.Name, "err", err)
		out.Why = l.t("data_why.failed")
	} else {
		out.Preview = t.grid(columns, rows)
		out.Preview.ID = "rows-" + res.Name
	}
	v.formats(t, out)
}

// formats lists every download of the table, and those it cannot have.
func (v *view) formats(t *tableView, out *ResourceView) {
	_, geographic := export.ShapeOf(t.resource, t.version)
	out.Rows = Link{Text: v.l.t("dataset.rows"), URL: t.apiPath("/rows")}
	for _, f := range export.For(export.Tables) {
		label := v.l.label(f.Label, f.Name)
		if f.Geographic && !geographic {
			out.Missing = append(out.Missing, Link{Text: label, Note: v.l.t("data_nogeometry")})
			continue
		}
		out.Downloads = append(out.Downloads, Link{Text: label, URL: t.apiPath("/exports/" + f.Name)})
	}
}
