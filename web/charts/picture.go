package charts

import (
	"embed"
	"html/template"
	"io/fs"

	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Templates print charts and pictures.
func Templates() fs.FS { return files }

// Picture is a chart or a map of the rows a query asks for, or why there is none.
type Picture struct {
	Title   string
	SVG     template.HTML
	Caption string
	Why     string
	More    *frame.Link
	Map     bool
}

// PlotView is a chart with its files.
type PlotView struct {
	ID, Title, Unit string
	SVG             template.HTML
	Caption         []string
	Files           []frame.Link
	Small           bool
}
