// Package contact takes readers' enquiries, reports of mistakes and ratings from programs; its routes are documented with the native API.
package contact
