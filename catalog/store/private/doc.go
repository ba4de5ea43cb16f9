// Package private is the contract of what is kept of people and for them alone: their
// accounts and sessions, the desk's drafts, commissions, hand-overs, royalties and
// pictures, enquiries, subscriptions, messages on their way out, and the log of who did
// what.
//
// It stands apart from the records (package store): in a place and a backup of
// its own, never in exports, snapshots or what replicas read. Every document can
// say whose it is and how long it may be kept, so that a person can be told, and
// freed of, all that is held of them (Personal Data Protection Law 91/2025).
//
// A store holds collections of documents, each with a version by which two
// writers find out about each other. A document with a due time is work: whoever
// claims it has it for a while, so that a crash repeats it and never loses it.
// The log only grows; each entry carries the hash of the one before.
package private
