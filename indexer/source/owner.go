package source

import "strings"

// packages is what the owners of data packages begin with.
const packages = "package/"

// PackageOwner is the owner of the records of a data package. Owners are told
// apart by what stands before the slash; the name is the source's own.
func PackageOwner(name string) string { return packages + name }

// PackageOf returns the name of the data package that an owner is, and false for
// an owner of another sort.
func PackageOf(owner string) (string, bool) { return strings.CutPrefix(owner, packages) }
