package dcat

import (
	"encoding/json"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/datasets/metadata"
)

// datapackage answers with the descriptor as published, whose resources are our
// downloads: absolute addresses, with the bytes and the checksum of what they give.
func (f *Face) datapackage(w http.ResponseWriter, r *http.Request) error {
	d, err := f.find(r)
	if err != nil {
		return err
	}
	out, err := f.descriptor(d)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="datapackage.json"`)
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{Modified: d.Modified})
}

func (f *Face) descriptor(d *metadata.Dataset) (map[string]any, error) {
	var out map[string]any
	if err := json.Unmarshal(d.Package.Raw, &out); err != nil {
		return nil, err
	}
	out["version"] = d.Version
	out["id"] = f.kit.URL("/catalog/datasets/" + d.Slug)
	if out["homepage"] == nil {
		out["homepage"] = f.kit.URL("/vi/dataset/" + d.Slug)
	}
	raw, _ := out["resources"].([]any)
	var resources []any
	for i, t := range d.Tables {
		if i < len(raw) {
			if own, ok := raw[i].(map[string]any); ok {
				resources = append(resources, f.resource(d.Slug, own, t))
			}
		}
	}
	out["resources"] = resources
	return out, nil
}

// resource describes what our download of a table gives, which is RFC 4180 in
// UTF-8 whatever the source file looked like.
func (f *Face) resource(slug string, own map[string]any, t metadata.Table) map[string]any {
	for _, k := range []string{"bytes", "hash"} {
		delete(own, k)
	}
	for _, x := range t.Distributions {
		if x.Format != "csv" {
			continue
		}
		own["path"], own["format"], own["mediatype"], own["encoding"], own["type"] = f.kit.URL(x.Path), "csv", "text/csv", "utf-8", "table"
		delete(own, "dialect")
		if x.Bytes > 0 {
			own["bytes"] = x.Bytes
		}
		own["hash"] = "sha256:" + x.SHA256
		schema(own, t)
		return own
	}
	// Not a table of ours: the records of the API are the same content.
	delete(own, "path")
	delete(own, "format")
	delete(own, "mediatype")
	delete(own, "encoding")
	own["data"] = map[string]any{"dataset": f.kit.URL("/api/v1/datasets/" + slug), "search": f.kit.URL("/api/v1/search")}
	return own
}

// schema gives a table whose descriptor has no schema the one of its version.
func schema(own map[string]any, t metadata.Table) {
	if given, ok := own["schema"].(map[string]any); ok {
		// The profile wants a list here and readers a word; the default needs neither.
		if match, _ := json.Marshal(given["fieldsMatch"]); string(match) == `["exact"]` || string(match) == `"exact"` {
			delete(given, "fieldsMatch")
		}
		return
	}
	types := map[string]string{"text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date", "datetime": "datetime", "localdatetime": "datetime"}
	var fields []any
	for _, c := range t.State.Current().Columns {
		fields = append(fields, map[string]any{"name": c.Name, "type": types[string(c.Type)]})
	}
	own["schema"] = map[string]any{"fields": fields}
}
