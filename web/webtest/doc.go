// Package webtest serves the pages of a catalogue to the tests of the parts, and
// reads what they answer. Only tests import it.
package webtest
