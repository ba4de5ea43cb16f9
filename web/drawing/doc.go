// Package drawing draws places as maps that need no script.
package drawing
