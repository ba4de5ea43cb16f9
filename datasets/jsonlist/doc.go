// Package jsonlist reads lists of JSON objects, as one list or one a line, as tables.
package jsonlist
