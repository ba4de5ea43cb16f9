// Package folder reads the folders that hold data packages so that nothing
// outside of them can be read: only regular files are opened, below one folder
// that the operator named, and no link is followed.
package folder
