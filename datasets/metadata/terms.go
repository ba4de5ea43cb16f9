package metadata

import "slices"

// themesOf maps our topics to the EU data-theme list
// (http://publications.europa.eu/resource/authority/data-theme).
func themesOf(topics []string) []string {
	of := map[string]string{
		"investment": "ECON", "land": "REGI", "planning": "REGI", "construction": "REGI", "economy": "ECON", "administration": "GOVE",
		"infrastructure": "TRAN", "agriculture": "AGRI", "industry": "ECON", "trade": "ECON", "tourism": "EDUC", "culture": "EDUC",
		"history": "EDUC", "education": "EDUC", "health": "HEAL", "environment": "ENVI", "labour": "SOCI", "society": "SOCI",
	}
	var out []string
	for _, t := range topics {
		if code := of[t]; code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// Themes are the codes of the EU data-theme list.
func Themes() []string {
	return []string{"AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"}
}

// Frequencies are the codes of the EU frequency list that a descriptor may use.
func Frequencies() []string {
	return []string{"ANNUAL", "ANNUAL_2", "ANNUAL_3", "BIENNIAL", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY", "IRREG", "MONTHLY", "MONTHLY_2",
		"MONTHLY_3", "NEVER", "QUARTERLY", "TRIENNIAL", "UPDATE_CONT", "WEEKLY", "WEEKLY_2", "WEEKLY_3"}
}
