// Package wkt reads geometries in well-known text, and says when it had to drop Z or M.
package wkt
