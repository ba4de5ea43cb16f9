//go:build !linux

package main

// releaseProgram does nothing where the system has no such advice.
func releaseProgram() {}
