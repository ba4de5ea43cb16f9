// Package photos keeps pictures: what was sent and what readers get in a store of files,
// what is known of them in a private store.
package photos
