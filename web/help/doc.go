// Package help tells programs how to ask and people what the catalogue is.
package help
