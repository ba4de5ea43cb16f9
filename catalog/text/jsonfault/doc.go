// Package jsonfault tells in two languages what is wrong with a JSON text that
// encoding/json does not read, in JSON's words and not in Go's.
package jsonfault
