// Package proof finds what a test cannot do without: another program, data that
// lie beside the checkout. Where it is missing the test is skipped, aloud; where
// CI is set it fails and says what to install, so that green means proved. Only
// tests import it.
package proof
