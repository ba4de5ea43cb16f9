// Package around tells where a place is and what is near it, by computation.
package around
