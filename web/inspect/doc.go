// Package inspect is the page that tells what is understood of a file and gives a
// descriptor for it; nothing that is sent is kept.
package inspect
