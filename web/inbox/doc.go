// Package inbox is the operator's page of what readers asked, on the operator's address: for a catalogue without a desk, and beside one.
package inbox
