// Package commissions keeps commissions in a private store, by the rules of package
// commission, each change with its line of the log.
package commissions
