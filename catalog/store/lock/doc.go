// Package lock lets one process at a time hold a data folder.
package lock
