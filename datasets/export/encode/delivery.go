package encode

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// delivery is what a zip gives of a resource. What is refused is published nowhere: a
// file with a row that was refused is not given as it was received.
type delivery struct {
	how     int
	file    string // that the table is written to
	rows    int    // of the table
	refused int    // rows; -1 for all of it
}

// Ways of delivery.
const (
	asReceived  = iota
	withoutSome // texts of which some files were refused
	asTable     // the table as published stands in place of the file
	left        // nothing of it is published
)

// deliveries decides for each resource. Resources of one file share its fate.
func deliveries(p *datasets.Package, tables export.Published) []delivery {
	spoilt := map[string]bool{}
	for _, r := range p.Resources {
		if n := refused(p, r); n != 0 && r.Format != "md" {
			for _, f := range r.Paths {
				spoilt[path.Clean(f)] = true
			}
		}
	}
	out := make([]delivery, len(p.Resources))
	for i, r := range p.Resources {
		d := &out[i]
		d.refused = refused(p, r)
		ref := table.Ref{Dataset: p.Name, Table: r.Name}
		if s, err := tables.State(ref); err == nil && s.Current() != nil {
			d.rows, d.file = s.Current().Rows, free(p, r.Name)
		}
		switch {
		case r.Format == "md" && d.refused != 0:
			d.how = withoutSome
		case !slices.ContainsFunc(r.Paths, func(f string) bool { return spoilt[path.Clean(f)] }) && (r.Inline == nil || d.refused == 0):
		case d.file != "" && d.refused >= 0:
			d.how = asTable
		default:
			d.how = left
		}
	}
	return out
}

// refused counts the rows of a resource that were refused; -1 for all of it.
func refused(p *datasets.Package, r datasets.Resource) int {
	n := 0
	for file, rows := range p.Refused[r.Name] {
		if file == "" {
			return -1
		}
		n += len(rows)
	}
	for file, rows := range p.Refused[""] {
		if slices.Contains(r.Paths, file) {
			n += len(rows)
		}
	}
	return n
}

// free is a name for the table's file that no file of the package has.
func free(p *datasets.Package, name string) string {
	taken := func(file string) bool {
		return slices.Contains(p.Attached, file) || slices.ContainsFunc(p.Resources, func(r datasets.Resource) bool { return slices.Contains(r.Paths, file) })
	}
	file := name + ".csv"
	for taken(file) {
		file = strings.TrimSuffix(file, ".csv") + "-published.csv"
	}
	return file
}

// deliver writes what is given of a resource.
func (a *archive) deliver(ctx context.Context, p *datasets.Package, fsys fs.FS, r datasets.Resource, d delivery, done map[string]written) error {
	switch {
	case d.how == left:
		return nil
	case d.how == asTable:
		return a.table(ctx, table.Ref{Dataset: p.Name, Table: r.Name}, d.file, done)
	case r.Inline != nil:
		return nil // its rows stand in the descriptor
	}
	if d.how == withoutSome {
		for file := range p.Refused[r.Name] {
			if _, there := done[file]; !there {
				done[file] = written{} // passed over
			}
		}
	}
	for _, f := range r.Paths {
		if err := a.tree(ctx, p, fsys, path.Clean(f), done); err != nil {
			return err
		}
	}
	return nil
}

// table writes a table as it is published.
func (a *archive) table(ctx context.Context, ref table.Ref, name string, done map[string]written) error {
	out, sum, err := a.create(name)
	if err != nil {
		return err
	}
	c := &counter{to: out, sum: sum}
	if _, err := a.tables.CSV(ctx, table.Query{Ref: ref, Limit: table.Unlimited}, c, table.CSVOptions{}); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	done[name] = written{c.n, a.sum(name, sum)}
	return nil
}

// counter counts what it hands on.
type counter struct {
	to, sum io.Writer
	n       int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	if err == nil {
		_, err = c.sum.Write(p)
	}
	return n, err
}

// published rewrites the descriptor of a resource for the table in its place, whose
// values are written as Table Schema has them by default.
func published(doc map[string]any, r datasets.Resource, file string) {
	doc["path"], doc["type"], doc["format"], doc["mediatype"] = file, "table", "csv", "text/csv"
	for _, key := range []string{"data", "encoding", "dialect", "compression", "bytes", "hash", "profile"} {
		delete(doc, key)
	}
	if s, ok := doc["schema"].(map[string]any); ok {
		delete(s, "missingValues")
		fields, _ := s["fields"].([]any)
		for _, item := range fields {
			f, ok := item.(map[string]any)
			if !ok {
				continue
			}
			for _, key := range []string{"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "missingValues"} {
				delete(f, key)
			}
			if format, _ := f["format"].(string); strings.Contains(format, "%") || format == "any" {
				delete(f, "format")
			}
		}
	}
	if own, ok := doc["honglinh"].(map[string]any); ok && r.Geographic() {
		own["geometry"] = table.GeometryColumn
		for _, key := range []string{"crs", "layer"} {
			delete(own, key)
		}
	}
}
