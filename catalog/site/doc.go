// Package site is whose catalogue this is: what it is called, who publishes it,
// whom one asks, and which place it is about. Everything that names a locality
// in a page or an answer comes from here.
package site
