package harvest

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/harvest/journal"
)

const profileOfPackages = "https://datapackage.org/profiles/2.0/datapackage.json"

// descriptor is that of the package of records, with a table for each kind.
func (v *Visit) descriptor(kinds []string, files bool) object {
	s := v.Source
	d := object{"$schema": profileOfPackages, "name": s.Name, "title": s.Title, "languages": []string{"vi", "en"},
		"description": fmt.Sprintf("Thu thập tự động từ %s; mỗi dòng ghi địa chỉ gốc và ngày lấy.", s.Address),
		"sources":     []object{{"title": cmp.Or(s.Publisher, s.Title), "path": s.Address}},
		"honglinh": object{"title": object{"en": s.Title},
			"description": object{"en": fmt.Sprintf("Harvested from %s; each row has the address it comes from and the day it was read.", s.Address)}}}
	v.about(d, s.Publisher, s.Licence)
	var resources []object
	for _, kind := range kinds {
		resources = append(resources, records(kind))
	}
	if files {
		resources = append(resources, ofAttachments())
	}
	d["resources"] = resources
	return d
}

// about adds who publishes and by what licence, where that is known.
func (v *Visit) about(d object, publisher, licence string) {
	if publisher != "" {
		d["contributors"] = []object{{"title": publisher, "roles": []string{"publisher"}}}
	}
	if l, ok := vocab.FindLicence(licence); ok {
		one := object{"name": l.Code, "title": l.Label[text.VI]}
		if l.URL != "" {
			one["path"] = l.URL
		}
		d["licenses"] = []object{one}
	}
}

// records is the resource of the items of one kind.
func records(kind string) object {
	row, _ := vocab.Kinds().Find(kind)
	var fields []object
	for _, c := range columns() {
		f := object{"name": c.name, "type": "string", "title": c.text[text.VI], "honglinh": object{"title": object{"en": c.text[text.EN]}}}
		if c.name == "id" {
			f["constraints"] = object{"required": true, "unique": true}
		}
		fields = append(fields, f)
	}
	both := func(name string) object { return object{"vi": name + "_vi", "en": name + "_en"} }
	return object{"name": kind, "path": kind + ".jsonl", "format": "jsonl", "title": row.Label[text.VI],
		"schema": object{"fields": fields, "primaryKey": []string{"id"}},
		"honglinh": object{"kind": kind, "id": "id", "resource": object{"title": object{"en": row.Label[text.EN]}},
			"title": both("title"), "summary": both("summary"), "body": both("body"),
			"date": "date", "place": "place", "number": "number", "topics": "topics", "licence": "licence", "geometry": "geometry",
			"source_title": "source_title", "source_url": "source_url", "source_date": "source_date", "retrieved": "retrieved",
			"links": object{"attachment": "attachments", "picture": "pictures", "same": "also_at"}, "evidence": []string{"content_sha256"}}}
}

// dataset writes the package of a dataset. Its files are those that were fetched,
// under a second name.
func (w *writer) dataset(e journal.Entry, it Item) error {
	s, d := w.visit.Source, it.Dataset
	name := w.packageName(e, d.Slug)
	dir := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return err
	}
	english := object{}
	for key, t := range map[string]text.Text{"title": d.Title, "description": d.Description} {
		if t[text.EN] != "" {
			english[key] = object{"en": t[text.EN]}
		}
	}
	english["identifier"] = it.Key
	out := object{"$schema": profileOfPackages, "name": name, "title": either(d.Title), "languages": []string{"vi", "en"}, "homepage": it.Address,
		"sources": []object{{"title": cmp.Or(d.Publisher, s.Publisher, s.Title), "path": it.Address}}, "honglinh": english}
	if t := either(d.Description); t != "" {
		out["description"] = t
	}
	if len(d.Keywords) > 0 {
		out["keywords"] = d.Keywords
	}
	w.visit.about(out, cmp.Or(d.Publisher, s.Publisher), cmp.Or(licence(it.Rights), s.Licence))
	var resources []object
	for _, t := range d.Tables {
		file := "data/" + t.Name + "." + t.Format
		if err := link(w.visit.store.blob(t.Blob.Sum), filepath.Join(dir, filepath.FromSlash(file))); err != nil {
			return err
		}
		resources = append(resources, resource(t, file))
	}
	out["resources"] = resources
	return writeJSON(filepath.Join(dir, "datapackage.json"), out)
}

func resource(t Table, file string) object {
	r := object{"name": t.Name, "path": file, "format": t.Format, "bytes": t.Blob.Bytes, "hash": "sha256:" + t.Blob.Sum, "sources": []object{{"title": t.Address, "path": t.Address}}}
	if vi := either(t.Title); vi != "" {
		r["title"] = vi
	}
	if t.Fields != nil {
		r["schema"] = object{"fields": t.Fields}
	}
	switch {
	case t.Extension != nil:
		r["honglinh"] = t.Extension
	case t.Title[text.EN] != "":
		r["honglinh"] = object{"title": object{"en": t.Title[text.EN]}}
	}
	return r
}

// either is the Vietnamese text, and the English one where there is none.
func either(t text.Text) string { return cmp.Or(t[text.VI], t[text.EN]) }

// packageName is the source's name with the dataset's, which no other of this run has.
func (w *writer) packageName(e journal.Entry, slug string) string {
	if w.names == nil {
		w.names = map[string]bool{w.visit.Source.Name: true}
	}
	name := w.visit.Source.Name + "-" + text.Slug(slug, 60)
	if w.names[name] {
		name = w.visit.Source.Name + "-" + e.ID
	}
	w.names[name] = true
	return name
}

// link gives a blob a second name; where the file system cannot, it is copied.
func link(blob, name string) error {
	if os.Link(blob, name) == nil {
		return nil
	}
	b, err := os.ReadFile(blob)
	if err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o644)
}

// TableName makes a name that a resource may have.
func TableName(s string) string {
	if s = text.Slug(s, 60); s == "" {
		return "data"
	}
	return s
}

// stated are how portals write the licences of vocab, folded: by address or by name.
var stated = []struct {
	form *regexp.Regexp
	code string
}{
	{regexp.MustCompile(`creativecommons\.org/licenses/by/4\.0|licence/cc_by_4_0|^cc[ -]by[ -]4\.0$|attribution 4\.0 international`), "CC-BY-4.0"},
	{regexp.MustCompile(`creativecommons\.org/licenses/by-sa/4\.0|licence/cc_bysa_4_0|^cc[ -]by[ -]sa[ -]4\.0$|attribution-sharealike 4\.0`), "CC-BY-SA-4.0"},
	{regexp.MustCompile(`creativecommons\.org/publicdomain/zero|licence/cc0$|^cc0([ -]1\.0)?$`), "CC0-1.0"},
	{regexp.MustCompile(`opendatacommons\.org/licenses/odbl|licence/odc_bl|^odbl([ -]1\.0)?$`), "ODbL-1.0"},
	{regexp.MustCompile(`opendatacommons\.org/licenses/pddl|licence/odc_pddl|^(odc-)?pddl([ -]1\.0)?$`), "ODC-PDDL-1.0"},
	{regexp.MustCompile(`194/2025/nd-cp|194/2025/nđ-cp|^vn-open-data$`), "VN-OPEN-DATA"},
}

// licence is the code of a licence as a portal states it, "" where it is none of ours.
func licence(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, l := range stated {
		if l.form.MatchString(s) {
			return l.code
		}
	}
	return ""
}
