// Package search is the page of a search and its feed.
package search
