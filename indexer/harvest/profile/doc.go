// Package profile reads an item off a page of a portal: which selector finds what is
// data, one YAML file a family of portals.
package profile
