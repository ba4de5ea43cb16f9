// Package widget is the search box and the map for other sites.
package widget
