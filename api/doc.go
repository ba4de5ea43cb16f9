// Package api answers machines: an explicit list of protocol faces behind one
// set of HTTP manners.
package api
