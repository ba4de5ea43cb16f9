// Package here is the page that tells what is at a point of the territory.
package here
