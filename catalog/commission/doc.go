// Package commission holds the rules of commissions: what somebody is asked to
// write, by when, and what came of it.
package commission
