// Package zeroresults counts the searches that found nothing, without their askers.
package zeroresults
