// Package relevancetest measures ranking: questions with the passages that answer them, kept
// beside the checkout, asked of a Finder on any engine.
package relevancetest
