// Package setup makes the first administrator of the desk, on the operator's address.
package setup
