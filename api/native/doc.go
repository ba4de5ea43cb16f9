// Package native is the catalogue's own API under /api/v1: search, records and
// their history, the change feed, datasets, units, and its OpenAPI document.
package native
