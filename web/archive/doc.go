// Package archive answers for the addresses of portals that are gone: each leads
// to the record that keeps what was there.
package archive
