// Package privatetest is the suite that every implementation of the private store
// passes: nothing is overwritten unseen, done twice unnoticed, kept too long, or
// taken out of the log without a trace.
package privatetest
