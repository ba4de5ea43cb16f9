package inspect

import (
	"bytes"
	"encoding/json"
	"path"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/office"
)

type descriptor struct {
	Schema    string     `json:"$schema"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Languages []string   `json:"languages"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name     string         `json:"name"`
	Path     string         `json:"path"`
	Type     string         `json:"type,omitempty"`
	Format   string         `json:"format"`
	Encoding string         `json:"encoding,omitempty"`
	Dialect  map[string]any `json:"dialect,omitempty"`
	Schema   *schema        `json:"schema,omitempty"`
}

type schema struct {
	Fields     []any    `json:"fields"`
	PrimaryKey []string `json:"primaryKey,omitempty"`
}

// describe writes the descriptor of a package with the tables; nil without any.
// What a person must decide (licence, kind of record) is not in it.
func describe(name string, tables []Table) json.RawMessage {
	base := path.Base(name)
	d := descriptor{Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: Clean(name), Title: strings.TrimSuffix(base, path.Ext(base)), Languages: []string{"vi", "en"}}
	for i := range tables {
		if tables[i].Fault == nil {
			d.add(&tables[i])
		}
	}
	if len(d.Resources) == 0 {
		return nil
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	w.SetIndent("", " ")
	if err := w.Encode(d); err != nil {
		return nil // texts and lists are always written
	}
	return b.Bytes()
}

// add describes a table under a name of its own.
func (d *descriptor) add(t *Table) {
	name := Clean(t.path)
	if t.number > 0 {
		if name = text.Slug(t.Sheet, 60); name == "" {
			name = "table-" + strconv.Itoa(t.number)
		}
	}
	for n := 2; d.has(name); n++ {
		name = strings.TrimSuffix(name, "-"+strconv.Itoa(n-1)) + "-" + strconv.Itoa(n)
	}
	t.resource = name
	r := resource{Name: name, Path: t.path, Format: t.Format, Dialect: dialect(t)}
	if office.Reads(t.Format) || t.Format == "csv" || t.Format == "tsv" || t.Format == "json" || t.Format == "jsonl" {
		r.Type = "table"
	}
	if t.Encoding != "" && t.Encoding != "utf-8" && t.Encoding != "us-ascii" {
		r.Encoding = t.Encoding
	}
	if len(t.Fields) > 0 {
		r.Schema = &schema{}
	}
	for _, c := range t.Fields {
		var f any = c.Field
		if c.Unit != "" {
			f = struct {
				Field
				Honglinh map[string]string `json:"honglinh"`
			}{c.Field, map[string]string{"unit": c.Unit}}
		}
		r.Schema.Fields = append(r.Schema.Fields, f)
		if c.Unique && r.Schema.PrimaryKey == nil && keyName(c.Name) {
			r.Schema.PrimaryKey = []string{c.Name}
		}
	}
	d.Resources = append(d.Resources, r)
}

func (d *descriptor) has(name string) bool {
	for _, r := range d.Resources {
		if r.Name == name {
			return true
		}
	}
	return false
}

// dialect says what was found out, so that it is found again.
func dialect(t *Table) map[string]any {
	out := map[string]any{}
	if t.Delimiter != "" && t.Delimiter != "," {
		out["delimiter"] = t.Delimiter
	}
	if n := len(t.HeaderRows); n > 1 || n == 1 && t.HeaderRows[0] > 1 {
		out["headerRows"] = t.HeaderRows
	}
	if len(t.NumberRows) > 0 {
		out["commentRows"] = t.NumberRows
	}
	if t.area != "" {
		out["range"] = t.area
	}
	switch {
	case t.number > 0 && t.Sheet != "":
		out["sheetName"] = t.Sheet
	case t.number > 0:
		out["sheetNumber"] = t.number
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// keyName reports whether a column is called as keys are.
func keyName(name string) bool {
	folded := text.Fold(name)
	for _, k := range []string{"id", "ma", "ma so", "code", "slug", "key", "ky hieu", "so hieu"} {
		if folded == k {
			return true
		}
	}
	return strings.HasPrefix(folded, "ma ") || strings.HasPrefix(folded, "ma_") || strings.HasSuffix(folded, "_id")
}
