// Package feeds writes Atom and JSON feeds.
package feeds
