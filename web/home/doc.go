// Package home is the first page.
package home
