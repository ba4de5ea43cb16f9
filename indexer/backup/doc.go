// Package backup copies a data folder while it is served, and puts it back.
//
// A backup is one ZIP file for what the catalogue publishes, with all versions and
// change numbers, and another for the private store, the pictures as they were sent and
// the settings, so that the two can be kept apart. Each ends in a manifest with the SHA-256 of every file. A
// later backup may leave out what an earlier one holds; to put such a backup back,
// both are needed. The search index and other caches are in none: they are made
// anew from what is.
package backup
