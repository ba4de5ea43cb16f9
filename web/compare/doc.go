// Package compare sets opportunities side by side.
package compare
