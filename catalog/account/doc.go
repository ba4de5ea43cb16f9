// Package account holds the rules of the desk's accounts: who may do what, what a
// password and a second factor must be, how long a session lasts and how fast
// somebody may guess. It does no I/O.
package account
