// Package native is the catalogue's own API under /api/v1: search and suggestions, records
// and their history, the change feed, datasets, units, whose catalogue it is, and the
// OpenAPI document of all faces below that path.
package native
