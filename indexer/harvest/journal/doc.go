// Package journal remembers what was seen at a source: a log that is only added to,
// of which a crash at any instant loses nothing that was acknowledged.
package journal
