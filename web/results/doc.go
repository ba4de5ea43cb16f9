// Package results is a search as a list: its cards, filters, orders and pages.
package results
