// Package files is the contract of stored files: content under a name that is
// there whole or not at all.
//
// Versions of tables stand behind it. Nothing here knows a path: folder/ keeps
// files on this machine, an object store can keep them elsewhere, and filestest/
// is the suite that each passes.
package files
