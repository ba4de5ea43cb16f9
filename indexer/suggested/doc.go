// Package suggested keeps in the private store what harvested texts suggest, until the desk
// decides of it.
package suggested
