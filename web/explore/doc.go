// Package explore charts indicators that the reader chooses.
package explore
