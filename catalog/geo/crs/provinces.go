package crs

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Provinces lists the names that ZonesOf knows, old and new, each once, in Vietnamese order.
func Provinces() []string {
	var names []string
	for _, list := range meridians() {
		names = append(names, strings.Split(list, ", ")...)
	}
	for _, m := range mergers() {
		names = append(names, strings.Split(m, "|")[1])
	}
	collate.New(language.Vietnamese).SortStrings(names)
	return slices.Compact(names)
}
