package ckan

import (
	"context"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// tableOfTables is the alias under which CKAN lists all its tables.
const tableOfTables = "_table_metadata"

type metaDict struct {
	ID        string   `json:"id"`
	Count     int      `json:"count"`
	Size      int64    `json:"size"`
	IndexSize int64    `json:"idx_size"`
	DBSize    int64    `json:"db_size"`
	Type      string   `json:"table_type"`
	Aliases   []string `json:"aliases"`
	// Version and SHA256 are ours: the version of the rows and the checksum of
	// the whole table as CSV.
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

type infoDict struct {
	Meta   *metaDict   `json:"meta,omitempty"`
	Fields []fieldDict `json:"fields"`
}

// datastoreInfo describes a table and its columns.
func (f *Face) datastoreInfo(_ context.Context, p *params) (any, error) {
	id, d, v, ref, err := f.findTable(p)
	if err != nil {
		return nil, err
	}
	out := infoDict{Fields: []fieldDict{}}
	if p.boolean("include_meta", true) {
		r, _ := d.Resource(ref.Table)
		out.Meta = &metaDict{ID: id, Count: v.Rows, Size: r.Bytes, Type: "BASE TABLE", Aliases: []string{ref.String()}, Version: v.Number, SHA256: v.SHA256}
	}
	shapes := p.boolean("include_fields_schema", true)
	for _, c := range v.Columns {
		field := fieldDict{ID: c.Name, Type: typeName(c.Type), Info: infoOf(c)}
		if shapes {
			field.Schema = shapeOf(d, ref, v, c)
		}
		out.Fields = append(out.Fields, field)
	}
	return out, nil
}

func shapeOf(d *datasets.Package, ref table.Ref, v *table.Version, c table.Column) *fieldShape {
	r, _ := d.Resource(ref.Table)
	declared, _ := r.Schema.Field(c.Name)
	key := len(v.Key) == 1 && v.Key[0] == c.Name
	return &fieldShape{NativeType: typeName(c.Type), NotNull: declared.Constraints.Required || key, UniqueKey: declared.Constraints.Unique || key}
}

// tableMetadata lists all tables as rows of a table.
func (f *Face) tableMetadata(p *params) (any, error) {
	limit, err := p.natural("limit", defaultLimit)
	if err != nil {
		return nil, err
	}
	offset, err := p.natural("offset", 0)
	if err != nil {
		return nil, err
	}
	names := []string{idColumn, "name", "oid", "alias_of"}
	all := []record{}
	for _, d := range f.library().All() {
		for _, r := range d.Resources {
			if f.newest(d, r) == nil {
				continue
			}
			n := len(all)
			all = append(all, record{names, []any{n + 1, resourceID(d, r), n + 1, nil}}, record{names, []any{n + 2, d.Name + "/" + r.Name, n + 2, resourceID(d, r)}})
		}
	}
	limit = min(limit, maxLimit)
	fields := []fieldDict{{ID: idColumn, Type: "int"}, {ID: "name", Type: "text"}, {ID: "oid", Type: "int"}, {ID: "alias_of", Type: "text"}}
	return map[string]any{"resource_id": tableOfTables, "fields": fields, "records": window(all, offset, limit), "records_format": "objects", "limit": limit,
		"offset": offset, "total": len(all), "total_was_estimated": false, "include_total": true}, nil
}
