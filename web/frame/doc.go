// Package frame is what every page stands in: layout, languages, addresses, files,
// forms, and the ways of writing numbers, dates and links. Parts mount on it.
package frame
