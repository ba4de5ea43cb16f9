package tables

import (
	"embed"
	"io/fs"

	"honglinh/api/httpkit"
	"honglinh/web/charts"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteRowDiff, Path: "/dataset/{slug}/{table}/diff", Class: httpkit.Table, Handle: p.rowDiff},
			{Name: frame.RouteColumn, Path: "/dataset/{slug}/{table}/column/{column}", Class: httpkit.Table, Handle: p.columnProfile},
			{Name: frame.RouteTable, Path: "/dataset/{slug}/{table}", Class: httpkit.Table, Handle: p.table},
		},
		Views: frame.Views{Files: files, Shared: []fs.FS{charts.Templates(), rows.Templates()}, Pages: map[string]any{"table": page{}, "column": columnPage{}, "rowdiff": rowDiffPage{}}},
	}
}
