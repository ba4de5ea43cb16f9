// Package maps is a search on a map with its list beside it.
package maps
