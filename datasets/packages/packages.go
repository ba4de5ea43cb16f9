// Package packages is the data packages that ship with the program.
package packages

import (
	"embed"
	"io/fs"
)

//go:embed all:*
var files embed.FS

// Embedded returns the shipped packages: one folder each, with a
// datapackage.json.
func Embedded() fs.FS { return files }
