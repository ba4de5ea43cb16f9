// Package accounts keeps the desk's accounts, sessions and one-time links in a
// private store, by the rules of package account, and notes every sign-in in the
// log.
package accounts
