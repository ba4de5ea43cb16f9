package record

import (
	"strings"

	"honglinh/datasets"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// resourceView is a table of a dataset: its columns explained, its downloads.
type resourceView struct {
	Name        string
	Title       frame.Phrase
	Description frame.Phrase
	Format      string
	Count       string
	Size        string
	Hash        string
	Columns     []rows.Column
	Downloads   []frame.Link
	Rows        frame.Link
	// Of a table that can be looked into: its page, its first rows, its versions.
	Page     string
	Version  string
	Preview  rows.Grid
	Why      string       // why there is no preview
	Missing  []frame.Link // formats there are not, and why
	Versions []rows.VersionLine
}

func (v *recordView) dataset(p *page) {
	pkg, ok := v.Library().Find(v.Rec.Slug())
	if !ok {
		return
	}
	v.Use("tables") // shown below with their columns
	rows := v.rowCounts()
	for _, res := range pkg.Resources {
		view := v.resource(pkg, res)
		if n, ok := rows[res.Name]; ok {
			view.Count = v.L.N("count.rows", n)
		}
		p.Resources = append(p.Resources, view)
	}
}

// rowCounts are the rows of each table, as the record of the dataset says.
func (v *recordView) rowCounts() map[string]int {
	out := map[string]int{}
	list, _ := v.Rec.Attributes["tables"].([]any)
	for _, one := range list {
		t, _ := one.(map[string]any)
		name, _ := t["name"].(string)
		if rows, ok := t["rows"].(float64); ok {
			out[name] = int(rows)
		}
	}
	return out
}

func (v *recordView) resource(pkg *datasets.Package, res datasets.Resource) resourceView {
	l := v.L
	out := resourceView{Name: res.Name, Title: l.Pick(res.Title), Description: l.Pick(res.Description), Format: strings.ToUpper(res.Format), Hash: res.Hash}
	if out.Title.Text == "" {
		out.Title = frame.Phrase{Text: res.Name}
	}
	if res.Bytes > 0 {
		out.Size = l.Bytes(res.Bytes)
	}
	for _, f := range res.Schema.Fields {
		out.Columns = append(out.Columns, rows.Describe(l, res, f))
	}
	v.look(pkg, res, &out)
	return out
}
