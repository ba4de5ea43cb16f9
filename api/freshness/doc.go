// Package freshness tells machines how each contributing unit keeps what it published; its route is documented with the native API.
package freshness
