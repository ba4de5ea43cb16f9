// Package desk is the editorial desk's pages: signing in, work lists, editing,
// publishing and what the board keeps, for people with an account.
package desk
