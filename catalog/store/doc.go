// Package store is the contract of the record of truth: every version of every
// record, the tombstones, and one monotone change sequence.
//
// A change is acknowledged when [Publication.Flush] or [Publication.Commit]
// returns: it is then kept for good and survives a crash at any instant. Every
// record has an owner, the source it comes from; a publication changes and
// removes only what its owner owns.
//
// The implementations stand in folders of their own and pass the suite in
// storetest. Nothing here says how or where they keep what they keep.
package store
