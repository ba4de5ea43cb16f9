// Package files is the contract of stored files: content under a name that is
// there whole or not at all.
//
// Versions of tables, photos and backups are kept by it. Nothing here knows where:
// folder/ keeps files on this machine, s3/ in the bucket of an object store, byaddress/
// lists them, and filestest/ is the suite that each passes.
package files
