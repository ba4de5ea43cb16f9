package web

import (
	"fmt"
	"strings"

	"honglinh/datasets"
)

// ResourceView is a table of a dataset: its columns explained, its downloads.
type ResourceView struct {
	Name        string
	Title       Phrase
	Description Phrase
	Format      string
	Count       string
	Size        string
	Hash        string
	Columns     []ColumnView
	Downloads   []Link
	Rows        Link
	// Of a table that can be looked into: its page, its first rows, its versions.
	Page     string
	Version  string
	Preview  Grid
	Why      string // why there is no preview
	Missing  []Link // formats there are not, and why
	Versions []VersionLine
}

// ColumnView is a line of the data dictionary.
type ColumnView struct {
	Name, Title, Other, OtherLang, Type, Unit, Description string
	Key, Required                                          bool
	Codes                                                  []Fact
}

func (v *view) dataset(p *RecordPage) {
	pkg, ok := v.Library().Find(v.rec.Slug())
	if !ok {
		return
	}
	v.use("tables") // shown below with their columns
	rows := v.rowCounts()
	for _, res := range pkg.Resources {
		view := v.resource(pkg, res)
		if n, ok := rows[res.Name]; ok {
			view.Count = v.l.n("count.rows", n)
		}
		p.Resources = append(p.Resources, view)
	}
}

// rowCounts are the rows of each table, as the record of the dataset says.
func (v *view) rowCounts() map[string]int {
	out := map[string]int{}
	list, _ := v.rec.Attributes["tables"].([]any)
	for _, one := range list {
		t, _ := one.(map[string]any)
		name, _ := t["name"].(string)
		if rows, ok := t["rows"].(float64); ok {
			out[name] = int(rows)
		}
	}
	return out
}

func (v *view) resource(pkg *datasets.Package, res datasets.Resource) ResourceView {
	l := v.l
	out := ResourceView{Name: res.Name, Title: l.pick(res.Title), Description: l.pick(res.Description), Format: strings.ToUpper(res.Format), Hash: res.Hash}
	if out.Title.Text == "" {
		out.Title = Phrase{Text: res.Name}
	}
	if res.Bytes > 0 {
		out.Size = l.bytes(res.Bytes)
	}
	for _, f := range res.Schema.Fields {
		out.Columns = append(out.Columns, v.columnView(res, f))
	}
	v.look(pkg, res, &out)
	return out
}

func (v *view) columnView(res datasets.Resource, f datasets.Field) ColumnView {
	l := v.l
	c := ColumnView{Name: f.Name, Title: f.Title.In(l.lang), Other: f.Title.In(l.lang.Other()), OtherLang: string(l.lang.Other()), Type: f.Type, Unit: f.Unit,
		Description: l.label(f.Description, ""), Required: f.Constraints.Required}
	if l.has("type." + f.Type) {
		c.Type = l.t("type." + f.Type)
	}
	for _, k := range res.Schema.PrimaryKey {
		c.Key = c.Key || k == f.Name
	}
	for _, code := range f.Categories {
		c.Codes = append(c.Codes, Fact{Key: code, Label: code, Items: text1(l.label(f.Labels[code], ""))})
	}
	return c
}

// bytes writes a size in the units people read.
func (l *locale) bytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%s kB", l.num(float64((n*10+512)/1024)/10))
	}
	return fmt.Sprintf("%s MB", l.num(float64(n*10/(1<<20))/10))
}
